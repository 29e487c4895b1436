"""A plan for one Polsek: what it keeps of the district, and what it leaves out."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import Any

import pytest
import shapely
from grids import place_at
from shift_inputs import make_hotspot, make_inputs, make_unit

from routeplan.areas.districts import Area, Kecamatan
from routeplan.errors import InputError, UnknownNameError
from routeplan.model import ClockWindow, Detail, Meeting, MeetingPlace, Notice
from routeplan.planning.inputs import Inputs
from routeplan.planning.pipeline import plan_shift
from routeplan.planning.polsek import narrow_to_polsek


def make_two_kecamatan() -> Area:
    """Return an area of two kecamatan that meet 1000 m east of the grid's corner."""
    west, south = place_at(-1000, -1000)
    middle, north = place_at(1000, 3000)
    east, _south = place_at(3000, 0)
    parts = (
        Kecamatan("", "Candipuro", "Lumajang", shapely.box(west, south, middle, north)),
        Kecamatan("", "Pasirian", "Lumajang", shapely.box(middle, south, east, north)),
    )
    return Area("blocks", "Polres Blocks", parts, shapely.box(west, south, east, north))


SPOTS = (
    make_hotspot("in", 500, 500),
    make_hotspot("near", 1200, 500, required=True),
    make_hotspot("far", 2000, 500),
)
UNITS = (
    make_unit("all"),
    make_unit("own", jurisdiction=("Candipuro", "Senduro")),
    make_unit("other", jurisdiction=("Pasirian",)),
)


def narrow(polsek: str, hotspots: Any = SPOTS, units: Any = UNITS) -> Inputs:
    area = make_two_kecamatan()
    inputs = replace(make_inputs(hotspots, units), area=area, district=area)
    return narrow_to_polsek(inputs, polsek)


@pytest.mark.parametrize("name", ["Candipuro", "candipuro", "Polsek Candipuro", "Kec. Candipuro"])
def test_a_polsek_has_the_hotspots_of_its_kecamatan(name: str) -> None:
    # "near" lies 200 m across the border: it is the neighbour's, required or not
    plan = plan_shift(narrow(name))
    assert [stop.hotspot_id for loop in plan.loops for stop in loop.visits] == ["in"]
    assert [(item.hotspot_id, item.reason) for item in plan.unvisited] == [
        ("near", "outside_area"), ("far", "outside_area"),
    ]  # fmt: skip
    assert (plan.totals.hotspots, plan.totals.risk_share) == (1, 1.0)


def test_a_polsek_has_the_units_that_may_serve_it() -> None:
    assert [unit.id for unit in narrow("Candipuro").units] == ["all", "own"]


def test_a_jurisdiction_may_be_spelt_as_people_write_it() -> None:
    units = (make_unit("own", jurisdiction=("Kec. CANDIPURO",)),)
    assert [unit.id for unit in narrow("Candipuro", units=units).units] == ["own"]


def test_a_polsek_s_area_has_a_name_of_its_own() -> None:
    area = narrow("Candipuro").area
    assert (area.id, area.title) == ("blocks-candipuro", "Polres Blocks: Candipuro")


def test_what_a_polsek_leaves_out_is_told() -> None:
    title = "Polres Blocks: Candipuro"
    assert narrow("Candipuro").notices == (
        Notice("unit_left_out", {"unit": "Regu other", "area": title}),
    )


def test_the_nearest_kecamatan_is_offered_for_an_unknown_polsek() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean Candipuro"):
        narrow("Candipurro")


def test_where_no_kecamatan_is_known_none_can_be_chosen() -> None:
    inputs = make_inputs(SPOTS, UNITS)
    assert not inputs.district.kecamatan
    with pytest.raises(InputError, match=r"kecamatan of .* are not known.*--boundary a file"):
        narrow_to_polsek(inputs, "Candipuro")


def test_a_polsek_without_hotspots_is_refused() -> None:
    with pytest.raises(InputError, match="No hotspot lies in Kecamatan Pasirian"):
        narrow("Pasirian", hotspots=SPOTS[:1])


def test_a_polsek_that_no_unit_may_serve_is_refused() -> None:
    with pytest.raises(InputError, match="No unit may serve Kecamatan Candipuro"):
        narrow("Candipuro", units=UNITS[2:])


def test_a_meeting_with_a_unit_of_another_polsek_is_left_out_and_told() -> None:
    place = MeetingPlace("here", *place_at(500, 500))
    window = ClockWindow(time(1), time(3))
    meetings = tuple(
        Meeting(name, name, units, window, 10, (place,))
        for name, units in (("M1", ("all", "own")), ("M2", ("own", "other")))
    )
    area = make_two_kecamatan()
    inputs = replace(make_inputs(SPOTS, UNITS), area=area, district=area, meetings=meetings)
    narrowed = narrow_to_polsek(inputs, "Candipuro")
    assert [meeting.id for meeting in narrowed.meetings] == ["M1"]
    detail: Detail = {"meeting": "M2", "area": "Polres Blocks: Candipuro"}
    assert Notice("meeting_left_out", detail) in narrowed.notices
