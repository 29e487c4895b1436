"""A made month on real roads: hotspots of all kinds with minimums, and six units of two halves."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from shifts_drawing import EAST, WEST, NightDrawer, halve_area
from shifts_shapes import RoadDrawer

if TYPE_CHECKING:
    from routeplan.model import Hotspot, Roster, Vehicle
    from routeplan.planning.inputs import Inputs
    from routeplan.roads.network import Network

FIRST = date(2024, 11, 1)
DAYS = 28
HOTSPOTS = 150

UNITS: tuple[tuple[str, Vehicle, str], ...] = (
    ("U1", "R4", WEST), ("U2", "R2", WEST), ("U3", "R2", EAST), ("U4", "R4", EAST),
    ("U5", "R4", ""), ("U6", "R2", ""),
)  # fmt: skip

# Hours of a quarter of the hotspots, by day and by night.
WINDOWS = (
    ("08:00-12:00",),
    ("19:00-22:00", "01:00-04:00"),
    ("23:30-04:30",),
    ("06:00-10:00", "15:00-18:00"),
)
# Visits in 28 days, in turn; None leaves it to the settings.
PER_MONTH = (None, 2, 4, None, 8, 1)


def draw_month(network: Network, *, seed: int, processes: int, plans: int | None = None) -> Inputs:
    """Return a month of `HOTSPOTS` hotspots and all `UNITS`; only its roads are real.

    There are no appointments and no required places, and no history that would change worths.
    """
    from routeplan.areas.gazetteer import load_gazetteer
    from routeplan.config import load_config
    from routeplan.planning.inputs import Inputs
    from routeplan.planning.shifts import make_shift

    rules = {} if plans is None else {"plans": plans}
    config = load_config(
        overrides={"plan": {"seed": seed}, "solver": {"processes": processes}, "roster": rules}
    )
    area = halve_area(network)
    drawer = NightDrawer(RoadDrawer(network, area, seed))
    hotspots = drawer.draw_hotspots(sorted(config.categories), count=HOTSPOTS)
    return Inputs(
        area=area,
        district=area,
        network=network,
        hotspots=tuple(_ask(hotspot, number) for number, hotspot in enumerate(hotspots)),
        units=drawer.draw_units(UNITS),
        shift=make_shift(config, "pagi", FIRST),
        config=config,
        gazetteer=load_gazetteer(),
    )


def _ask(hotspot: Hotspot, number: int) -> Hotspot:
    """Return a hotspot with its minimum, and a quarter of them with hours."""
    from routeplan.model import ClockWindow

    windows: tuple[ClockWindow, ...] = ()
    if number % 4 == 0:
        windows = tuple(map(ClockWindow.parse, WINDOWS[number // 4 % len(WINDOWS)]))
    per_month = PER_MONTH[number % len(PER_MONTH)]
    return replace(hotspot, appointment=None, windows=windows, per_month=per_month)


def run_month(
    file: Path, folder: Path, *, seed: int, days: int, processes: int, plans: int | None = None
) -> Roster:
    """Return the roster of a drawn month, written to a folder; gone on with where it is begun."""
    from routeplan.planning.roster.run import Watcher, run_roster
    from routeplan.roads.network import build_network
    from routeplan.roads.sources import read_roads

    network = build_network(read_roads(file), name="bench")
    inputs = draw_month(network, seed=seed, processes=processes, plans=plans)
    watcher = Watcher(planning=_say_how_far)
    return run_roster(inputs, first=FIRST, days=days, folder=folder, watcher=watcher)


def _say_how_far(roster: Roster) -> None:
    print(f"{len(roster.shifts)} of {len(roster.watches)} shifts", file=sys.stderr, flush=True)


if __name__ == "__main__":
    run_month(
        Path(sys.argv[1]), Path(sys.argv[2]),
        seed=int(sys.argv[3]), days=int(sys.argv[4]), processes=int(sys.argv[5]),
    )  # fmt: skip
