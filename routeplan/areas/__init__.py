"""Areas: police districts, boundaries, jurisdictions, and the names of villages."""
