"""The map as one page of HTML."""
