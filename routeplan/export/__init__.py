"""Writers of plans: maps, and later tracks, tables and papers."""
