"""The files of a shift made by hand, as a user would have them: see `shift_inputs`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from shift_inputs import make_blocks

from routeplan.model import Hotspot, RoadSource, Unit
from routeplan.roads.network import Network
from routeplan.roads.store import save_network

BLOCKS = "blocks"


def make_real_blocks() -> Network:
    """Return the blocks as if they came from OpenStreetMap."""
    source = RoadSource("real", "blocks.osm.pbf", "pbf", "2024-11-01T00:00:00Z")
    return replace(make_blocks(), name=BLOCKS, source=source)


def save_blocks(data_dir: Path) -> Path:
    """Save the blocks among the prepared networks of `data_dir`."""
    return save_network(make_real_blocks(), data_dir)


def write_hotspots(path: Path, hotspots: Sequence[Hotspot], *, header: str = "") -> Path:
    """Write hotspots as CSV: `header` adds columns, taken from the fields of that name."""
    extra = header.split(",") if header else []
    head = ",".join(["id", "name", "category", "lat", "lon", "dwell_min", *extra])
    rows = [
        ",".join(
            [h.id, h.name, h.category, f"{h.lat:.7f}", f"{h.lon:.7f}", str(h.dwell_min)]
            + [_write_cell(getattr(h, key)) for key in extra]
        )
        for h in hotspots
    ]
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


def _write_cell(value: object) -> str:
    if isinstance(value, bool):
        return "ya" if value else ""
    return "; ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def write_units(path: Path, units: Sequence[Unit]) -> Path:
    """Write units as CSV."""
    rows = [
        f"{u.id},{u.name},{u.vehicle},{u.lat:.7f},{u.lon:.7f},{'; '.join(u.jurisdiction)}"
        for u in units
    ]
    head = "id,name,vehicle,base_lat,base_lon,jurisdiction"
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path
