"""What scripts/check_live runs: fetch districts from Overpass servers and judge what came."""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from routeplan.areas.districts import Area, list_districts, load_district, measure_km2
from routeplan.config import load_config
from routeplan.errors import FetchError, InputError
from routeplan.i18n import use_language
from routeplan.roads.network import build_network
from routeplan.roads.overpass import Overpass, fetch_roads
from routeplan.roads.sources import buffer_outline
from routeplan.roads.stats import NetworkInfo, describe_network
from routeplan.roads.store import get_cache_dir

# Kilometres of road per square kilometre. Extracts of East Java have 1.2 (rural Trenggalek, within
# its hull), 1.6 (a village) and 7.0 (Kota Probolinggo); forest and sea margins have none.
LEAST_DENSITY, MOST_DENSITY = 0.7, 15.0
# Share of the points in the largest connected piece; small extracts have 0.57 to 1.
LEAST_CONNECTED = 0.85
# Share of the length that a car can reach and come back from.
LEAST_USABLE = 0.7
# A server whose data is older than this no longer follows OpenStreetMap.
OLDEST_DAYS = 30
CLASSES = ("secondary", "tertiary", "residential")
MAIN_CLASSES = ("trunk", "primary")

HEAD = ("district", "tiles", "km", "km/km2", "connected", "usable R4", "age", "verdict")


def judge(info: NetworkInfo, density: float) -> list[str]:
    """Return what is not as expected."""
    complaints = [f"no {name} road" for name in CLASSES if name not in info.km_by_class]
    if not any(name in info.km_by_class for name in MAIN_CLASSES):
        complaints.append(f"no {' or '.join(MAIN_CLASSES)} road")
    if not LEAST_DENSITY <= density <= MOST_DENSITY:
        complaints.append(f"density not within {LEAST_DENSITY} to {MOST_DENSITY} km/km2")
    if info.largest_share < LEAST_CONNECTED:
        complaints.append(f"largest piece below {LEAST_CONNECTED:.0%}")
    if info.usable_share["R4"] < LEAST_USABLE:
        complaints.append(f"usable by R4 below {LEAST_USABLE:.0%}")
    if info.age_days is None or info.age_days > OLDEST_DAYS:
        complaints.append(f"data older than {OLDEST_DAYS} days")
    return complaints


def check_district(area: Area, servers: list[str], data_dir: Path) -> tuple[list[str], bool]:
    """Fetch a district and return its row of the table and whether all is well."""
    config = load_config()
    rule = replace(config.fetch, servers=tuple(servers)) if servers else config.fetch
    tiles = 0

    def show(done: int, total: int) -> None:
        nonlocal tiles
        tiles = total
        print(f"  {area.id}: tile {done} of {total}", file=sys.stderr)

    overpass = Overpass(rule, get_cache_dir(data_dir), on_progress=show)
    try:
        network = build_network(fetch_roads(area, overpass=overpass), name=area.id)
    except (FetchError, InputError) as error:
        print(error, file=sys.stderr)
        return [area.id, str(tiles), *"?????", "not fetched"], False
    info = describe_network(network, profiles=config.profiles, now=datetime.now(UTC))
    density = info.km / measure_km2(buffer_outline(area.boundary))
    complaints = judge(info, density)
    row = [
        area.id, str(tiles), f"{info.km:.0f}", f"{density:.2f}", f"{info.largest_share:.1%}",
        f"{info.usable_share['R4']:.1%}", f"{info.age_days} d", "; ".join(complaints) or "ok",
    ]  # fmt: skip
    return row, not complaints


def main() -> int:
    """Check the districts asked for, print the table, return the exit code."""
    parser = argparse.ArgumentParser(
        prog="scripts/check_live",
        description="Fetch districts from Overpass servers and compare. Needs internet.",
    )
    parser.add_argument("--district", action="append", choices=list_districts())
    parser.add_argument("--server", action="append", default=[], help="instead of the usual ones")
    parser.add_argument(
        "--data-dir",
        type=Path,
        help="keep the answers in this data folder, so that a fetch can be resumed",
    )
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary, use_language("en"):
        folder = arguments.data_dir or Path(temporary)
        results = [
            check_district(load_district(name), arguments.server, folder)
            for name in arguments.district or list_districts()
        ]
    rows = [list(HEAD), *(row for row, _well in results)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print("  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip())
    return 0 if all(well for _row, well in results) else 1


if __name__ == "__main__":
    sys.exit(main())
