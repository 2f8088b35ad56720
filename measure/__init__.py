"""Measures Ronda on provinces with hidden truth, by its commands alone; `python -m measure`."""
