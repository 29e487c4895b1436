"""Choose what is measured and print its table."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Iterator
from pathlib import Path

from drawing import measure_map
from large_map import measure_large_map
from matrix import measure_matrix
from measure import Measurement, format_table
from quality import add_quality_options, measure_quality
from quality_tools import BenchError
from replan import add_replan_options, measure_replans
from roads import measure_roads
from rosters import add_roster_options, measure_rosters
from shifts import add_shift_options, measure_shifts
from tracks import add_track_options, measure_tracks

from routeplan.errors import RoutePlanError

# Benchmarks of results, which print their own tables; the others compare time and memory.
MEASURES = {
    "quality": measure_quality,
    "replan": measure_replans,
    "roster": measure_rosters,
    "shifts": measure_shifts,
    "tracks": measure_tracks,
}

REAL_FILES = ("roads/probolinggo.osm.pbf", "osm/liechtenstein.osm.pbf", "osm/heidelberg.osm.pbf")


def main() -> None:
    """Measure what is asked for."""
    arguments = parse_arguments()
    print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} CPUs")
    if arguments.name in MEASURES:
        try:
            MEASURES[arguments.name](arguments)
        except (BenchError, RoutePlanError, OSError) as error:
            sys.exit(str(error))
        return
    for title, measurements in list_tables(arguments):
        table = format_table(list(measurements), compared=arguments.name != "map")
        print(f"\n{title}\n\n{table}", flush=True)


def parse_arguments() -> argparse.Namespace:
    """Return the benchmark asked for and its options; stop if a file is missing."""
    parser = argparse.ArgumentParser(prog="scripts/bench")
    names = parser.add_subparsers(dest="name", required=True)
    roads = names.add_parser("roads", help="reading OSM files, against osmnx")
    matrix = names.add_parser("matrix", help="shortest times, against networkx")
    for part in (roads, matrix):
        part.add_argument("files", nargs="*", type=Path, help="OSM files (ROUTEPLAN_TEST_DATA)")
    matrix.add_argument("--places", type=int, default=60)
    maps = names.add_parser("map", help="time and size of the map")
    maps.add_argument("--district", default="lumajang")
    quality = names.add_parser("quality", help="loops on public benchmarks, and peers")
    add_quality_options(quality)
    shifts = names.add_parser("shifts", help="hard nights against simple ways to plan")
    add_shift_options(shifts)
    roster = names.add_parser("roster", help="a month of shifts against simple ways to plan it")
    add_roster_options(roster)
    tracks = names.add_parser("tracks", help="drives read back from simulated tracks, and peers")
    add_track_options(tracks)
    replan = names.add_parser("replan", help="random disturbances of nights under way")
    add_replan_options(replan)
    arguments = parser.parse_args()
    missing = [str(file) for file in getattr(arguments, "files", ()) if not file.is_file()]
    if missing:
        parser.error(f"no such file: {', '.join(missing)}")
    return arguments


def list_tables(arguments: argparse.Namespace) -> Iterator[tuple[str, Iterator[Measurement]]]:
    """Yield title and measurements of each table."""
    if arguments.name == "map":
        yield f"{arguments.district}, sample network", measure_map(arguments.district)
        folder = os.environ.get("ROUTEPLAN_TEST_DATA")
        if folder:
            yield "A full night in a large district", measure_large_map(Path(folder))
        else:
            print("The large district is left out: ROUTEPLAN_TEST_DATA is not set.")
        return
    for file in arguments.files or find_real_files():
        if arguments.name == "roads":
            yield file.name, measure_roads(file)
        else:
            yield file.name, measure_matrix(file, places=arguments.places)


def find_real_files() -> list[Path]:
    """Return the files that are measured where none is named."""
    folder = os.environ.get("ROUTEPLAN_TEST_DATA")
    if not folder:
        sys.exit("Name an OSM file, or set ROUTEPLAN_TEST_DATA (see CONTRIBUTING.md).")
    return [Path(folder) / name for name in REAL_FILES]


if __name__ == "__main__":
    main()
