"""A shift ready for the optimiser: whatever the input, everything is accounted for."""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from typing import Any

import pytest
from grids import place_at
from hypothesis import given, settings
from hypothesis import strategies as st
from shift_inputs import make_hotspot, make_inputs, make_unit, make_village

from routeplan.model import ClockWindow, Hotspot, Shape, Unit, Visit
from routeplan.planning.prepare import Preparation, prepare_shift

VILLAGES = (
    make_village("Jarit", "Candipuro", 400, 1000),
    make_village("Jatigono", "Kunir", 1600, 1000),
)
NIGHT_HOURS = {"hours": [{"windows": "00:00-02:00", "factor": 3.0}]}
METRES = st.integers(-300, 2300)
PLACES = st.tuples(METRES, METRES)
WINDOWS = st.sampled_from(
    [(), ("23:30-00:30",), ("22:00-23:40", "05:00-08:00"), ("01:00-04:00",), ("12:00-13:00",)]
)


def draw_line(*corners: tuple[float, float]) -> Shape:
    points = [list(place_at(*corner)) for corner in corners]
    return Shape("line", {"type": "LineString", "coordinates": points})


def draw_square(west: float, south: float, size_m: float) -> Shape:
    corners = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]
    ring = [list(place_at(west + size_m * x, south + size_m * y)) for x, y in corners]
    return Shape("area", {"type": "Polygon", "coordinates": [ring]})


SHAPES = st.one_of(
    st.none(),
    st.builds(draw_line, PLACES, st.tuples(st.integers(2400, 2500), METRES), PLACES),
    st.builds(draw_square, METRES, METRES, st.integers(300, 900)),
    st.builds(
        Shape,
        st.just("street"),
        street=st.sampled_from(["Row 1", "Jl. Nix"]),
        kecamatan=st.just("X"),
    ),
)


@st.composite
def hotspot_lists(draw: st.DrawFn) -> list[Hotspot]:
    """Return up to four hotspots of every kind."""
    found = []
    for number in range(draw(st.integers(0, 4))):
        fields: dict[str, Any] = {
            "shape": draw(SHAPES),
            "both_directions": draw(st.booleans()),
            "level": draw(st.sampled_from(["aman", "rawan", "sangat_rawan"])),
            "weight": draw(st.sampled_from([0.0, 1.0, 2.0])),
            "visits": draw(st.sampled_from([None, 1, 3, 9])),
            "windows": tuple(map(ClockWindow.parse, draw(WINDOWS))),
            "required": draw(st.booleans()),
            "access": draw(st.sampled_from([(), ("R4",), ("foot",)])),
            "dwell_min": draw(st.sampled_from([10, 40])),
        }
        found.append(make_hotspot(f"h{number}", *draw(PLACES), **fields))
    return found


UNITS = st.lists(
    st.builds(
        make_unit,
        st.sampled_from("ABCD"),
        vehicle=st.sampled_from(["R4", "foot"]),
        crew=st.sampled_from([1, 2]),
        jurisdiction=st.sampled_from([(), ("Kunir",)]),
    ),
    min_size=1, max_size=3, unique_by=lambda unit: unit.id,
)  # fmt: skip


@given(hotspots=hotspot_lists(), units=UNITS, has_hours=st.booleans())
@settings(max_examples=60, deadline=None)
def test_whatever_the_hotspots_and_units_every_wished_visit_is_accounted_for(
    hotspots: list[Hotspot], units: list[Unit], has_hours: bool
) -> None:
    rules = {"categories": {"pasar": NIGHT_HOURS}} if has_hours else {}
    ready = prepare_shift(make_inputs(hotspots, units, villages=VILLAGES, settings=rules))
    check_account(ready)
    check_gaps(ready)
    check_worths(ready, peak=3.0 if has_hours else 1.0)
    places = next(iter(ready.routers.values())).place_count
    for visit in ready.problem.visits:
        assert visit.units <= {unit.id for unit in units}
        assert all(max(option.entry, option.exit) < places for option in visit.options)
        assert visit.required or visit.worth > 0


def check_account(ready: Preparation) -> None:
    """Check that a hotspot has one reason, or parts whose visits can be made or are left out."""
    counts: defaultdict[str | None, int] = defaultdict(int)
    for visit in ready.problem.visits:
        counts[visit.part_id] += 1
    for left_out in ready.barred:
        counts[left_out.part_id or f"{left_out.hotspot_id} as a whole"] += left_out.visits
    wished = {
        part_id: visits
        for rated in ready.rated
        for part_id, visits in (
            [(part.id, part.visits) for part in rated.parts]
            or [(f"{rated.hotspot.id} as a whole", 1)]
        )
    }
    assert counts == wished


def check_gaps(ready: Preparation) -> None:
    """Check that the next visit of a part begins an hour after the one before at the earliest."""
    series: defaultdict[str, list[Visit]] = defaultdict(list)
    for visit in ready.problem.visits:
        series[visit.series].append(visit)
    for visits in series.values():
        for visit, later in itertools.pairwise(visits):
            end = max(option.window.end_s + option.service_s for option in visit.options)
            assert min(option.window.start_s for option in later.options) - end >= 3600


def check_worths(ready: Preparation, *, peak: float) -> None:
    """Check that no visit gains more than its share, and that shares are of one whole."""
    for rated in ready.rated:
        shares = [part.share for part in rated.parts]
        assert math.fsum(shares) <= 1 + 1e-9
        times = sum(p.share * sum(0.6**n for n in range(p.visits)) for p in rated.parts)
        assert rated.worth == pytest.approx(rated.risk * peak * (times if rated.parts else 1))
        mine = [v for v in ready.problem.visits if v.hotspot_id == rated.hotspot.id]
        highest = {part.id: rated.risk * peak * part.share for part in rated.parts}
        assert all(visit.worth <= highest[visit.part_id or ""] + 1e-9 for visit in mine)
