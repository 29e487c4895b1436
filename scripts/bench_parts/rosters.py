"""Rosters: minimums, worth kept, and how well they can be foretold, against simple ways."""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from quality_tools import BenchError, format_percent, print_header, print_row
from rosters_month import DAYS, FIRST, HOTSPOTS, UNITS, run_month
from rosters_observer import (
    Nights,
    Visit,
    draw_uniform,
    guess_quiet,
    guess_usual,
    measure_entropy,
    measure_hits,
)

if TYPE_CHECKING:
    from routeplan.model import Roster, RosterShift, RosterVisit

ROADS = "roads/probolinggo.osm.pbf"

# Rosters at random times that each one is compared with.
DRAWS = 10

HALF_HOUR_S, HOUR_S = 1800, 3600

COLUMNS = (
    "roster", "worth kept", "visits", "minimums met", "entropy, half hours", "of random",
    "entropy, hours", "of random", "usual moment hit", "times random", "quiet moment hit",
    "times random", "longest gap", "streets of 7 days",
)  # fmt: skip


def add_roster_options(parser: argparse.ArgumentParser) -> None:
    """Give a command the options of this benchmark."""
    parser.add_argument("file", nargs="?", type=Path, help="OSM file (ROUTEPLAN_TEST_DATA)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--days", type=int, default=DAYS)
    parser.add_argument("--plans", type=int, help="near-best plans of each shift")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--folder", type=Path, help="keep the roster here; gone on with if begun")
    parser.add_argument(
        "--kill-day", type=int, help="kill a second run on that day, go on with it, and compare"
    )


def measure_rosters(arguments: argparse.Namespace) -> None:
    """Print what a roster is worth beside simpler ones.

    Raises
    ------
    BenchError
        If no file is named or found, the judge finds a broken rule, or a run that was killed and
        gone on with differs from the one that was not.
    """
    file = arguments.file or _find_file()
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.folder or Path(temporary) / "whole"
        print(
            f"{HOTSPOTS} hotspots, {len(UNITS)} units, {arguments.days} days from {FIRST}, three"
            f" shifts a day, seed {arguments.seed}, {arguments.processes} thread(s).\n",
            flush=True,
        )
        start = time.perf_counter()
        roster = run_month(
            file, folder, seed=arguments.seed, days=arguments.days,
            processes=arguments.processes, plans=arguments.plans,
        )  # fmt: skip
        seconds = time.perf_counter() - start
        _report(roster)
        broken = _judge(roster, folder, file)
        print(
            f"\n{len(roster.shifts)} shifts in {seconds:.0f} s; broken rules: {broken or 'none'}."
        )
        if arguments.kill_day:
            same = _kill_and_go_on(file, folder, Path(temporary) / "killed", arguments)
            print(f"Killed on day {arguments.kill_day} and run again: {same} files, all the same.")
    if broken:
        raise BenchError(f"The judge found {broken} broken rules.")


def _find_file() -> Path:
    folder = os.environ.get("ROUTEPLAN_TEST_DATA")
    if not folder:
        raise BenchError("Name an OSM file, or set ROUTEPLAN_TEST_DATA (see CONTRIBUTING.md).")
    return Path(folder) / ROADS


def _report(roster: Roster) -> None:
    """Print a row for the roster, for its rivals, and for random times."""
    from routeplan.planning.roster.figures import find_longest_gap

    impossible = sum(minimum.reason is not None for minimum in roster.minimums)
    print(f"Minimums: {len(roster.minimums)}, impossible from the start: {impossible}.\n")
    print_header(COLUMNS)
    best = sum(planned.best_worth for planned in roster.shifts)
    streets = "" if roster.figures is None else format_percent(roster.figures.repeated_share)
    kept = sum(planned.worth for planned in roster.shifts) / best
    rivals = (
        ("routeplan", kept, [planned.visits for planned in roster.shifts], streets),
        ("random restarts", 1.0, [planned.best_visits for planned in roster.shifts], ""),
        ("best plan repeated", 1.0, list(_repeat_best(roster)), ""),
    )
    for name, share, visits, again in rivals:
        days: dict[str, set[object]] = {spot.id: set() for spot in roster.hotspots}
        for planned, made in zip(roster.shifts, visits, strict=True):
            for visit in made:
                days[visit.hotspot_id].add(planned.shift.date)
        gap = max(find_longest_gap(roster, dates) for dates in days.values())  # type: ignore[arg-type]
        nights = _list_nights(roster.shifts, visits)
        print_row(
            [
                name, format_percent(share), sum(map(len, visits)), _count_met(roster, visits),
                *_measure_mixture(nights), *_measure_observers(nights), f"{gap} days",
                again,
            ]
        )  # fmt: skip


def _repeat_best(roster: Roster) -> Iterator[tuple[RosterVisit, ...]]:
    """Yield the best visits of the first shift that is alike: name, units, what can be visited."""
    first: dict[object, tuple[RosterVisit, ...]] = {}
    for planned in roster.shifts:
        due = frozenset(item.hotspot_id for item in planned.due)
        yield first.setdefault((planned.shift.name, planned.units, due), planned.best_visits)


def _list_nights(shifts: tuple[RosterShift, ...], visits: list[tuple[RosterVisit, ...]]) -> Nights:
    nights: Nights = {}
    for planned, made in zip(shifts, visits, strict=True):
        night = [Visit(visit.part_id, visit.begin_s, visit.open) for visit in made]
        nights.setdefault(planned.shift.name, []).append(night)
    return nights


def _count_met(roster: Roster, visits: list[tuple[RosterVisit, ...]]) -> str:
    made: dict[str, float] = {}
    for night in visits:
        for visit in night:
            made[visit.hotspot_id] = made.get(visit.hotspot_id, 0.0) + visit.share
    possible = [minimum for minimum in roster.minimums if minimum.reason is None]
    met = sum(made.get(m.hotspot_id, 0.0) >= m.needed - 1e-4 for m in possible)
    return f"{met} of {len(possible)}"


def _measure_mixture(nights: Nights) -> Iterator[str]:
    for slot_s in (HALF_HOUR_S, HOUR_S):
        own = measure_entropy(nights, slot_s)
        random = np.mean([measure_entropy(other, slot_s) for other in _list_random(nights)])
        yield f"{own:.2f} bits"
        yield format_percent(own / float(random))


def _measure_observers(nights: Nights) -> Iterator[str]:
    for guess in (guess_usual, guess_quiet):
        hits, _guesses = measure_hits(nights, guess)
        random = np.mean([measure_hits(other, guess)[0] for other in _list_random(nights)])
        yield format_percent(hits)
        yield f"{hits / float(random):.2f}" if random else ""


def _list_random(nights: Nights) -> Iterator[Nights]:
    for number in range(DRAWS):
        yield draw_uniform(nights, np.random.default_rng(number))


def _judge(roster: Roster, folder: Path, file: Path) -> int:
    """Return how many rules the plans of a roster break."""
    from routeplan.planning.planfile import read_plan
    from routeplan.planning.verify import find_violations
    from routeplan.roads.network import build_network
    from routeplan.roads.sources import read_roads

    network = build_network(read_roads(file), name="bench")
    return sum(
        len(find_violations(read_plan(folder / planned.plan), network)) for planned in roster.shifts
    )


def _kill_and_go_on(file: Path, whole: Path, folder: Path, arguments: argparse.Namespace) -> int:
    """Return how many files are the same after a run that was killed and gone on with.

    Raises
    ------
    BenchError
        If one differs, or the run was over before it could be killed.
    """
    command = [
        sys.executable, str(Path(__file__).with_name("rosters_month.py")), str(file), str(folder),
        str(arguments.seed), str(arguments.days), str(arguments.processes),
    ]  # fmt: skip
    running = subprocess.Popen(command)
    day = FIRST + timedelta(days=arguments.kill_day - 1)
    while not list(folder.glob(f"{day.isoformat()}-*")):
        if running.poll() is not None:
            raise BenchError("The second run was over before it could be killed.")
        time.sleep(0.05)
    running.kill()
    running.wait()
    subprocess.run(command, check=True)
    digests = [
        {
            path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in root.rglob("*.json")
        }
        for root in (whole, folder)
    ]
    if digests[0] != digests[1]:
        raise BenchError("The run that was killed and gone on with gives another roster.")
    return len(digests[0])
