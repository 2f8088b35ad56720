"""Attribution learns from sites of which it is known whose they are: weights, and how good they are."""
