"""Recorded tracks: files of phones -> clean tracks -> what became of a plan."""
