"""Makes scenarios: whole made-up provinces with known truth, of any size, from a seed."""
