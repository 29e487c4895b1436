"""Meetings of the settings: their units and places looked up, and refused by name."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest
from grids import place_at
from shift_inputs import make_blocks, make_hotspot, make_inputs, make_unit, make_village

from routeplan.config import load_config
from routeplan.errors import InputFaults
from routeplan.model import ClockWindow, Meeting, MeetingPlace
from routeplan.planning.meetings import Known, resolve_meetings

INPUTS = make_inputs(
    [make_hotspot("S", 0, 0), make_hotspot("N", 0, 500), make_hotspot("M", 500, 500)],
    [make_unit("A"), make_unit("B")],
    network=make_blocks(),
    villages=[
        make_village("Jarit", "Candipuro", 1000, 1000), make_village("Jarit", "Sukodono", 0, 1000),
    ],
)  # fmt: skip
KNOWN = Known(INPUTS.units, INPUTS.hotspots, INPUTS.area, INPUTS.gazetteer)


def resolve(*places: str, units: tuple[str, str] = ("A", "Regu B"), name: str = "") -> Meeting:
    """Return the meeting of two units at one of the `places`."""
    rule = {"units": units, "window": "23:30-01:00", "places": places, "minutes": 12, "name": name}
    (meeting,) = resolve_meetings(load_config(overrides={"meetings": [rule]}), KNOWN)
    return meeting


def list_faults_of(*places: str, units: tuple[str, str] = ("A", "B")) -> list[str]:
    with pytest.raises(InputFaults) as caught:
        resolve(*places, units=units)
    return [str(fault) for fault in caught.value.faults]


def test_a_meeting_names_its_units_by_id_and_has_its_window() -> None:
    meeting = resolve("S", name="Titik singgung selatan")
    assert (meeting.id, meeting.name, meeting.units) == (
        "M1", "Titik singgung selatan", ("A", "B"),
    )  # fmt: skip
    assert (meeting.window, meeting.minutes) == (ClockWindow(time(23, 30), time(1)), 12)


def test_a_meeting_without_a_name_is_called_by_its_number() -> None:
    assert resolve("S").name == "M1"


def test_a_place_is_a_hotspot_by_its_id_or_its_name() -> None:
    south, north = place_at(0, 0), place_at(0, 500)
    assert resolve("S", "pasar n").places == (
        MeetingPlace("Pasar S", *south), MeetingPlace("Pasar N", *north),
    )  # fmt: skip


def test_a_place_is_a_latitude_and_a_longitude() -> None:
    lon, lat = place_at(700, 700)
    (place,) = resolve(f"{lat:.6f}, {lon:.6f}").places
    assert (place.lon, place.lat) == pytest.approx((lon, lat), abs=1e-6)


def test_a_place_is_a_village_and_says_that_it_is_approximate() -> None:
    (place,) = resolve("Jarit, Candipuro").places
    assert (place.lon, place.lat) == place_at(1000, 1000)
    assert place.name == ("Jarit, Candipuro; approximate position: a point in Jarit, Candipuro")


def test_a_place_is_a_point_in_wkt() -> None:
    lon, lat = place_at(700, 700)
    (place,) = resolve(f"POINT ({lon:.6f} {lat:.6f})").places
    assert (place.lon, place.lat) == pytest.approx((lon, lat), abs=1e-6)


def test_a_village_whose_name_is_that_of_two_is_asked_for_by_its_kecamatan() -> None:
    (fault,) = list_faults_of("Jarit")
    assert fault.startswith("meetings.1.places: There are 2 villages called Jarit.")
    assert "Candipuro, Sukodono" in fault


def test_a_name_that_nobody_knows_is_refused_with_what_a_place_can_be() -> None:
    (fault,) = list_faults_of("S", "Jerit Baru")
    assert "No village is called Jerit Baru." in fault
    assert "id or name of a hotspot" in fault


def test_a_place_outside_the_area_is_refused() -> None:
    lon, lat = place_at(90_000, 0)
    (fault,) = list_faults_of(f"{lat:.6f}, {lon:.6f}")
    assert "km outside Five Streets" in fault


def test_swapped_coordinates_are_told() -> None:
    lon, lat = place_at(500, 500)
    (fault,) = list_faults_of(f"{lon:.6f}, {lat:.6f}")
    assert "swapped" in fault


def test_all_unknown_units_and_places_are_told_at_once() -> None:
    faults = list_faults_of("X1", "X2", units=("C", "D"))
    assert [fault.partition(":")[0] for fault in faults] == (
        ["meetings.1.units"] * 2 + ["meetings.1.places"] * 2
    )


def test_two_names_of_one_unit_are_no_meeting() -> None:
    assert list_faults_of("S", units=("A", "Regu A")) == [
        "meetings.1.units: A and Regu A are the same unit."
    ]


def test_hotspots_of_one_name_are_asked_for_by_their_id() -> None:
    same = [*INPUTS.hotspots, replace(make_hotspot("T", 0, 0), name="Pasar S")]
    rule = {"units": ["A", "B"], "window": "23:30-01:00", "places": ["Pasar S"]}
    known = Known(INPUTS.units, same, INPUTS.area, INPUTS.gazetteer)
    with pytest.raises(InputFaults, match=r"2 hotspots called Pasar S\. Give the id of one: S, T"):
        resolve_meetings(load_config(overrides={"meetings": [rule]}), known)
