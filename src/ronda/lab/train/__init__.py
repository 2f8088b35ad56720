"""Fits attribution's weights to provinces whose truth is known (tuning halves only)."""
