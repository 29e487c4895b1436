"""Data files of routeplan, importable as ``routeplan_data`` (see ``CREDITS.md`` beside this)."""
