"""Sightings, proposals and people's decisions on whose a site is."""
