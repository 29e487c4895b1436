"""What is said at the radio and typed on the command line, understood or refused with the remedy."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from grids import place_at
from shift_inputs import make_hotspot, make_inputs, make_unit
from shift_plans import insert_greedily

from routeplan.errors import InputError, InputFaults, UnknownNameError
from routeplan.model import Incident, Plan, Report
from routeplan.planning.inputs import Inputs
from routeplan.planning.replan.disturbance import Disturbance
from routeplan.planning.replan.texts import Words, read_disturbance, read_moment


def make_night() -> tuple[Plan, Inputs]:
    """Return a night with two units, from 23:00 on 20 November to 07:00."""
    inputs = make_inputs([make_hotspot("m1", 1000, 0)], [make_unit("R2-1"), make_unit("R4-1")])
    return insert_greedily(inputs)[0], inputs


PLAN, INPUTS = make_night()


def read(**said: Any) -> Disturbance:
    return read_disturbance(PLAN, INPUTS.network, Words(now="01:10", **said))


def write_place(east_m: float, north_m: float) -> str:
    """Return a place of the grid as it is said, latitude first."""
    lon, lat = place_at(east_m, north_m)
    return f"{lat:.6f},{lon:.6f}"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("23:05", "2024-11-20T23:05:00+07:00"),
        ("1:10", "2024-11-21T01:10:00+07:00"),
        ("01.10", "2024-11-21T01:10:00+07:00"),
        (" 07:00 ", "2024-11-21T07:00:00+07:00"),
        ("2024-11-21T01:10", "2024-11-21T01:10:00+07:00"),
        ("2024-11-21 01:10:30", "2024-11-21T01:10:30+07:00"),
        ("2024-11-20T18:10+00:00", "2024-11-21T01:10:00+07:00"),
        ("12:00", "2024-11-20T12:00:00+07:00"),  # outside the shift, which is refused later
    ],
)
def test_a_clock_time_is_of_the_night_it_belongs_to(text: str, moment: str) -> None:
    assert read_moment(text, PLAN.shift) == datetime.fromisoformat(moment)


@pytest.mark.parametrize("text", ["", "24:00", "23:60", "late", "2024-13-01", "0001-01-01T00:00"])
def test_what_is_no_time_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(InputError, match=r"is no time\. Write it as 22:40, or .* 2024-11-20T22:40"):
        read_moment(text, PLAN.shift)


def test_a_unit_says_where_it_is_and_what_it_has_done() -> None:
    said = read(positions=[f"R2-1={write_place(500, 0)}"], done=["R2-1=0", "Regu R4-1=2"])
    lat, lon = (float(value) for value in write_place(500, 0).split(","))
    assert said.reports == (Report("R2-1", lon, lat, 0), Report("R4-1", done=2))


def test_an_incident_is_a_place_with_minutes_and_may_have_a_name_and_a_unit() -> None:
    place = write_place(500, 0)
    said = read(incidents=[f"{place},30min", f"R4-1={place}, 45 menit, Curanmor, Jarit"])
    assert [(i.id, i.minutes, i.unit_id) for i in said.incidents] == [
        ("I1.1", 30, ""),
        ("I1.2", 45, "R4-1"),
    ]
    lat, lon = (round(float(value), 5) for value in place.split(","))
    assert [i.name for i in said.incidents] == [f"{lat:.5f}, {lon:.5f}", "Curanmor, Jarit"]
    assert isinstance(said.incidents[0], Incident)


def test_a_road_is_closed_by_a_point_on_it() -> None:
    (closure, wide) = read(closures=[write_place(250, 0), f"{write_place(250, 250)},400m"]).closures
    assert (closure.id, wide.id) == ("T1.1", "T1.2")
    assert (closure.radius_m, wide.radius_m) == (30.0, 400.0)


def test_roads_are_closed_by_a_file(tmp_path: Path) -> None:
    file = tmp_path / "closures.csv"
    lat, lon = write_place(250, 0).split(",")
    file.write_text(f"id,name,lat,lon\nK1,Banjir,{lat},{lon}\n", encoding="utf-8")
    (closure,) = read(closures=[str(file)]).closures
    assert (closure.id, closure.name) == ("K1", "Banjir")


def test_a_hotspot_is_a_place_and_may_have_a_category_and_a_name() -> None:
    place = write_place(500, 500)
    first, second = read(hotspots=[place, f"{place},Pasar,Pasar Malam, lapangan"]).hotspots
    assert (first.id, first.category, first.dwell_min) == ("N1.1", "perumahan", 12)
    assert (second.id, second.category, second.name) == ("N1.2", "pasar", "Pasar Malam, lapangan")


def test_of_a_file_of_hotspots_those_are_new_that_the_plan_does_not_have(tmp_path: Path) -> None:
    file = tmp_path / "hotspots.csv"
    lat, lon = write_place(500, 500).split(",")
    rows = [f"m1,Lama,pasar,{lat},{lon}", f"m2,Baru,pasar,{lat},{lon}"]
    file.write_text("\n".join(["id,name,category,lat,lon", *rows]), encoding="utf-8")
    assert [hotspot.id for hotspot in read(hotspots=[str(file)]).hotspots] == ["m2"]
    file.write_text("\n".join(["id,name,category,lat,lon", *rows[:1]]), encoding="utf-8")
    with pytest.raises(InputError, match="has all of its hotspots already"):
        read(hotspots=[str(file)])


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"positions": ["R2-1"]}, "names no unit. Write it as --position"),
        ({"positions": ["R2-1=here"]}, "here"),
        ({"positions": ["R2-1=91,113"]}, "91"),
        ({"positions": [f"R2-1={write_place(0, 0)}"] * 2}, "at several places"),
        ({"done": ["R2-1=some"]}, "no number of visits. Write it as --done"),
        ({"incidents": ["-8.1,113.2"]}, "is no incident. Write it as --incident"),
        ({"incidents": ["-8.1,113.2,0min"]}, "is no incident"),
        ({"incidents": ["-8.1,113.2,soon"]}, "is no incident"),
        ({"closures": ["Jalan Raya"]}, "is no road"),
        ({"closures": ["Jalan Tidak Ada, Kunir"]}, "No street is called Jalan Tidak Ada"),
        ({"closures": [write_place(250, 250)]}, "No road lies within 30 m"),
        ({"hotspots": ["5,113"]}, "outside"),
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_refused_with_the_remedy(
    said: dict[str, list[str]], words: str
) -> None:
    with pytest.raises(InputError, match=words):
        read(**said)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"out": ["R4-2"]}, "R4-1"),
        ({"incidents": ["R4-2=-8.1,113.2,30min"]}, "R4-1"),
        ({"hotspots": [f"{write_place(0, 0)},pasir"]}, "pasar"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(
    said: dict[str, list[str]], words: str
) -> None:
    with pytest.raises(UnknownNameError, match=words):
        read(**said)


def test_all_faults_of_a_file_are_listed(tmp_path: Path) -> None:
    file = tmp_path / "closures.csv"
    file.write_text("id,name,lat,lon\nK1,Banjir,99,113\nK2,,x,113\n", encoding="utf-8")
    with pytest.raises(InputFaults, match=r"row 2[\s\S]*row 3"):
        read(closures=[str(file)])
