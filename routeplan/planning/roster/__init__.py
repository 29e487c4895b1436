"""Rosters: many shifts in a row that keep every minimum and that nobody can predict."""
