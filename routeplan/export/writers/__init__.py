"""One module for each format of `routeplan.export.WRITERS`."""
