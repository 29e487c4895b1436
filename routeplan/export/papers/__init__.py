"""The papers of a shift as blocks, before any writer sets them."""
