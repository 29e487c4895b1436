"""Roads: from OpenStreetMap sources to a network that is ready to route on."""
