"""Tracks: how well a drive is read back from what phones would record of it, and how fast."""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from measure import Measurement, format_table, measure
from quality_peers import find_missing
from quality_tools import BenchError, print_header, print_row
from shifts_drawing import HOTSPOTS, UNITS, draw_night

if TYPE_CHECKING:
    from routeplan.model import Plan
    from routeplan.roads.network import Network

ROADS = "roads/probolinggo.osm.pbf"
# What libraries are given: all that a unit recorded in the shift.
UNIT = UNITS[0][0]
NOISES_M = 8.0, 20.0

TRIP_COLUMNS = (
    "drives", "nights", "planned stops", "told right", "%", "taken for late", "unplanned stops",
    "km of the plan", "seconds a night",
)  # fmt: skip
MATCH_COLUMNS = (
    "recordings", "tracks", "streets found, %", "least, %", "streets not driven, %",
    "km of the drive", "seconds a track",
)  # fmt: skip
PEERS = {"leuvenmapmatching": "matching", "trackintel": "stays"}


def add_track_options(parser: argparse.ArgumentParser) -> None:
    """Give a command the options of this benchmark."""
    parser.add_argument("file", nargs="?", type=Path, help="OSM file (ROUTEPLAN_TEST_DATA)")
    parser.add_argument("--seeds", default="1,2,3", help="of nights, with commas between")
    parser.add_argument("--drives", type=int, default=3, help="of each night, each of another seed")
    parser.add_argument("--peer", action="append", default=[], choices=sorted(PEERS))


def measure_tracks(arguments: argparse.Namespace) -> None:
    """Print how many stops are told right, how many streets found, and what libraries do.

    Raises
    ------
    BenchError
        If no file is named or found, or the options are no numbers.
    """
    from tracks_matching import RECORDINGS, read_back_streets
    from tracks_trips import TRIPS, read_back_stops

    from routeplan.roads.network import build_network
    from routeplan.roads.sources import read_roads

    file, seeds = arguments.file or _find_file(), _read_seeds(arguments)
    network = build_network(read_roads(file), name="bench")
    nights = {seed: plan_night(network, seed) for seed in seeds}
    stops = sum(len(loop.stops) - 2 for plan in nights.values() for loop in plan.loops)
    print(
        f"{file.name}: {HOTSPOTS} hotspots and {len(UNITS)} units drawn by each of {len(seeds)}"
        f" seeds, planned by greedy insertion, {stops} stops in all; a fix every 5 s unless"
        " it says otherwise.\n"
    )
    print_header(TRIP_COLUMNS)
    for trip in TRIPS:
        print_row(read_back_stops(trip, nights, network, drives=arguments.drives))
    print()
    print_header(MATCH_COLUMNS)
    for recording in RECORDINGS:
        print_row(read_back_streets(recording, nights, network))
    for title, measurements in _compare(arguments.peer, file, nights[seeds[0]]):
        table = format_table(list(measurements), compared=True)
        print(f"\n{title}\n\n{table}", flush=True)


def plan_night(network: Network, seed: int) -> Plan:
    """Return the plan that greedy insertion makes of a drawn night: full loops, in no time."""
    from shifts import finish

    from routeplan.planning.insertion import complete_loops
    from routeplan.planning.prepare import prepare_shift

    ready = prepare_shift(draw_night(network, seed=seed))
    problem = ready.problem
    greedy = complete_loops(
        dict.fromkeys(problem.duty_of, ()), problem.visits, problem.duty_of, problem.roads,
        decay=problem.decay,
    )  # fmt: skip
    return finish(ready, greedy)


def _compare(
    peers: list[str], file: Path, plan: Plan
) -> Iterator[tuple[str, Iterator[Measurement]]]:
    """Yield title and measurements of each table: ours first, then the library asked for."""
    from routeplan.planning.planfile import write_plan

    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "plan.json"
        write_plan(plan, kept)
        for peer in peers:
            if missing := find_missing(peer):
                print(f"\n{peer}: skipped, because {missing}")
                continue
            what = PEERS[peer]
            for noise_m in NOISES_M:
                words = file, kept, UNIT, noise_m
                contenders = {"routeplan": f"tracks_{what}:prepare_ours",
                              peer: f"tracks_peers:prepare_{peer}"}  # fmt: skip
                rows = (measure(label, name, *words) for label, name in contenders.items())
                yield f"{what.capitalize()}, {UNIT}, fixes stray by {noise_m:g} m", rows


def _find_file() -> Path:
    folder = os.environ.get("ROUTEPLAN_TEST_DATA")
    if not folder:
        raise BenchError("Name an OSM file, or set ROUTEPLAN_TEST_DATA (see CONTRIBUTING.md).")
    return Path(folder) / ROADS


def _read_seeds(arguments: argparse.Namespace) -> list[int]:
    try:
        seeds = [int(seed) for seed in arguments.seeds.split(",")]
    except ValueError:
        raise BenchError(f"--seeds {arguments.seeds}: whole numbers, as in 1,2,3") from None
    if arguments.drives < 1:
        raise BenchError("--drives is above 0")
    return seeds
