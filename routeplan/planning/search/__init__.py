"""The search for the best loops, compiled to machine code."""
