"""Agencies, systems, zones, sites: the facts."""
