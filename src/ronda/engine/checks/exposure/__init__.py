"""Files that should not be reachable."""
