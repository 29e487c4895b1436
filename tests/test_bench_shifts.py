"""The benchmark of hard nights: what is drawn, and the simple planner that ours is held against.

The roads are one line with a place every 100 s: the base at 0, then the visits in their order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import time
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from routeplan.model import Duty, Option, TimeWindow, Visit
from routeplan.planning.problem import LoopProblem
from routeplan.roads.matrix import Matrix
from routeplan.roads.network import Network, build_network
from routeplan.roads.sources import read_roads

PARTS = Path(__file__).resolve().parent.parent / "scripts" / "bench_parts"


@pytest.fixture(scope="module")
def bench() -> SimpleNamespace:
    """Give the modules of the benchmark."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(PARTS))
        import shifts
        import shifts_drawing
        import shifts_nearest

        return SimpleNamespace(run=shifts, drawing=shifts_drawing, nearest=shifts_nearest)


@pytest.fixture(scope="module")
def network(real_data: Path) -> Network:
    """Return the roads of a town."""
    return build_network(read_roads(real_data / "roads" / "probolinggo.osm.pbf"), name="bench")


def make_problem(visits: Sequence[Visit], *, units: Sequence[str] = ("U1",)) -> LoopProblem:
    """Return a problem on the line for units that have 1000 s."""
    places = np.arange(12) * 100_000
    seconds = np.abs(places[:, None] - places[None, :])
    window = TimeWindow(0, 1000)
    return LoopProblem(
        visits=tuple(visits),
        duties=tuple(Duty(unit, "R4", 0, window, 1000) for unit in units),
        matrices={"R4": Matrix(seconds, seconds)},
    )


def make_visit(
    place: int, *, window: tuple[int, int] = (0, 1000), required: bool = False, worth: float = 1.0
) -> Visit:
    """Return a visit of 50 s, to be made by U1 or U2."""
    units = frozenset({"U1", "U2"})
    option = Option(place, place, TimeWindow(*window), 50, worth, units)
    name = f"H{place}"
    return Visit(name, (option,), hotspot_id=name, part_id=name, series=name, required=required)


def list_made(orders: dict[str, tuple[object, ...]]) -> dict[str, list[str]]:
    """Return the ids of the visits of each unit, in order."""
    return {unit: [task.visit.id for task in tasks] for unit, tasks in orders.items()}  # type: ignore[attr-defined]


def test_the_nearest_visit_comes_first_whatever_it_is_worth(bench: SimpleNamespace) -> None:
    # 100 + 50 + 100 + 50 + 200 + 50 and 400 back are 950; nothing else fits into 1000
    visits = [make_visit(4, worth=9.0), make_visit(1), make_visit(2), make_visit(3)]
    problem = make_problem([*visits[:3], make_visit(7)])
    assert list_made(bench.nearest.drive_to_nearest(problem)) == {"U1": ["H1", "H2", "H4"]}


def test_what_opens_late_is_not_near(bench: SimpleNamespace) -> None:
    visits = [make_visit(1, window=(600, 1000)), make_visit(2), make_visit(4)]
    # 2 at 200, 4 at 450, back past 1 at 800
    problem = make_problem(visits)
    assert list_made(bench.nearest.drive_to_nearest(problem)) == {"U1": ["H2", "H4", "H1"]}


def test_what_is_required_is_kept(bench: SimpleNamespace) -> None:
    visits = [make_visit(1), make_visit(4, window=(450, 450), required=True), make_visit(2)]
    # 1 at 100, 2 at 250, then 200 s to 4 are too many for 450: 2 on the way back
    problem = make_problem(visits)
    assert list_made(bench.nearest.drive_to_nearest(problem)) == {"U1": ["H1", "H4", "H2"]}


def test_units_take_turns_and_one_without_visits_stays(bench: SimpleNamespace) -> None:
    problem = make_problem([make_visit(1), make_visit(2)], units=("U1", "U2"))
    assert list_made(bench.nearest.drive_to_nearest(problem)) == {"U1": ["H1"], "U2": ["H2"]}
    problem = make_problem([make_visit(1)], units=("U1", "U2"))
    assert list_made(bench.nearest.drive_to_nearest(problem)) == {"U1": ["H1"], "U2": []}


def test_the_total_counts_each_visit_in_its_best_way(bench: SimpleNamespace) -> None:
    problem = make_problem([make_visit(1, worth=2.5), make_visit(2, worth=4.0)])
    assert bench.run.sum_total(problem) == 6.5


def test_a_night_has_hotspots_of_all_kinds_and_units_with_duties(
    bench: SimpleNamespace, network: Network
) -> None:
    night = bench.drawing.draw_night(network, seed=1)
    kinds = Counter(spot.shape.kind if spot.shape else "point" for spot in night.hotspots)
    assert kinds == {"point": 96, "line": 8, "area": 8, "street": 5, "route": 3}
    assert {spot.level for spot in night.hotspots} == {"aman", "rawan", "sangat_rawan"}
    assert sum(spot.appointment is not None for spot in night.hotspots) == 1
    assert all(night.area.contains(spot.lon, spot.lat) for spot in night.hotspots)
    assert all(unit.breaks for unit in night.units)
    assert [unit.jurisdiction for unit in night.units] == [("Barat",), ("Barat",), ("Timur",), ()]
    (meeting,) = night.meetings
    assert meeting.units == ("U1", "U2")


def test_the_same_seed_draws_the_same_night(bench: SimpleNamespace, network: Network) -> None:
    first, again, other = (bench.drawing.draw_night(network, seed=seed) for seed in (1, 1, 2))
    assert (first.hotspots, first.units, first.meetings) == (
        again.hotspots, again.units, again.meetings,
    )  # fmt: skip
    assert first.hotspots != other.hotspots


def test_hours_are_cut_from_the_end(bench: SimpleNamespace, network: Network) -> None:
    night = bench.drawing.draw_night(network, seed=1)
    assert {unit.end for unit in bench.drawing.cut_hours(night, 5.5).units} == {time(4, 30)}
