"""What the answer's headers promise, and the way from http to https."""
