"""Screens: server-rendered pages over the rooms."""
