"""Checks: pure rules from what was seen to a verdict. One file each, found by walking here."""
