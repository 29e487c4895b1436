"""A plan as a picture, without a browser."""
