"""Hotspots and units: reading them, and what a visit to each is worth."""
