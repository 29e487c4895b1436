"""Patrol-route planner: roads from OpenStreetMap, weighted hotspots, a loop for each unit."""

__version__ = "0.1.0"
