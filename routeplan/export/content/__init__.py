"""What every output tells of a plan: its stops in words, and what is looked up for them."""
