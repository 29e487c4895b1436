"""Planning: from hotspots, units and roads to a judged plan."""
