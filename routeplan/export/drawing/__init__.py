"""What map and picture draw with: colours, lines, roads, the extent, letters."""
