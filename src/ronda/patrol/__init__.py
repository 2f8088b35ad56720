"""Rounds, visits, observations, measurements."""
