"""Ronda: the night watch of a government's web estate."""
