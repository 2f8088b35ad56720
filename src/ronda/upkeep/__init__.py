"""Keeping an installation well: backup, restore, and what is misconfigured."""
