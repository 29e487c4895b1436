"""Plans as files for people and other programs; one writer per suffix in `WRITERS`."""

from routeplan.export.html import render_map, write_map

__all__ = ["WRITERS", "render_map", "write_map"]

WRITERS = {".html": write_map}
