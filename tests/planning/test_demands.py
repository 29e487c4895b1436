"""What the user demands of single hotspots, by their row or by the command line."""

from __future__ import annotations

from dataclasses import replace

import pytest
from shift_inputs import make_hotspot, make_unit

from routeplan.errors import InputError, InputFaults, UnknownNameError
from routeplan.planning.demands import apply_demands, find_unit, resolve_pins

UNITS = (make_unit("R4-1"), make_unit("R2-1"))
SPOTS = (make_hotspot("S", 0, 0), make_hotspot("N", 0, 500))


@pytest.mark.parametrize("name", ["R4-1", "r4 1", "Regu R4-1", "regu r4-1"])
def test_a_unit_is_found_by_its_id_or_its_name_however_written(name: str) -> None:
    assert find_unit(name, UNITS).id == "R4-1"


def test_an_id_wins_over_the_name_of_another_unit() -> None:
    units = (replace(UNITS[0], name="R2-1"), UNITS[1])
    assert find_unit("R2-1", units).id == "R2-1"


def test_the_nearest_unit_is_offered_for_an_unknown_one() -> None:
    with pytest.raises(
        UnknownNameError, match=r"Unknown patrol unit: R4-2\. Did you mean Regu R4-1, R4-1"
    ):
        find_unit("R4-2", UNITS)


def test_a_name_of_several_units_means_none_of_them() -> None:
    units = tuple(replace(unit, name="Alfa") for unit in UNITS)
    with pytest.raises(UnknownNameError, match=r"Unknown patrol unit: alfa\. Known: R2-1, R4-1"):
        find_unit("alfa", units)


def test_a_pin_of_a_row_becomes_the_id_of_its_unit() -> None:
    spots = (replace(SPOTS[0], unit="regu r2-1"), SPOTS[1])
    assert [spot.unit for spot in resolve_pins(spots, UNITS, file="a.csv")] == ["R2-1", ""]


def test_every_row_with_an_unknown_unit_is_named() -> None:
    spots = [replace(spot, unit="R9", row=n) for n, spot in enumerate(SPOTS, 2)]
    with pytest.raises(InputFaults) as caught:
        resolve_pins(spots, UNITS, file="a.csv")
    assert [fault.row for fault in caught.value.faults] == [2, 3]
    assert "a.csv: 2 faults" in str(caught.value)
    assert "Unknown patrol unit: R9" in str(caught.value)


def test_without_demands_the_rows_say_everything() -> None:
    spots = (replace(SPOTS[0], forbidden=True), replace(SPOTS[1], required=True, unit="R2-1"))
    assert apply_demands(spots, UNITS) == spots


def test_what_is_forbidden_is_not_required_any_more() -> None:
    spots = (replace(SPOTS[0], required=True), SPOTS[1])
    south, north = apply_demands(spots, UNITS, forbid=["S"])
    assert (south.forbidden, south.is_required) == (True, False)
    assert not north.forbidden


def test_what_is_required_is_not_forbidden_any_more() -> None:
    spots = (replace(SPOTS[0], forbidden=True), SPOTS[1])
    south, _north = apply_demands(spots, UNITS, require=["S"])
    assert (south.forbidden, south.is_required) == (False, True)


def test_a_pin_wins_over_that_of_the_row() -> None:
    spots = (replace(SPOTS[0], unit="R2-1"), SPOTS[1])
    assert [s.unit for s in apply_demands(spots, UNITS, pins={"S": "R4-1"})] == ["R4-1", ""]


@pytest.mark.parametrize("demand", [{"forbid": ["X"]}, {"require": ["X"]}, {"pins": {"X": "R4-1"}}])
def test_demands_of_an_unknown_hotspot_are_refused(demand: dict[str, list[str]]) -> None:
    with pytest.raises(UnknownNameError, match=r"Unknown hotspot: X\. Known: N, S"):
        apply_demands(SPOTS, UNITS, **demand)  # type: ignore[arg-type]


def test_a_pin_to_an_unknown_unit_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="Unknown patrol unit: R9"):
        apply_demands(SPOTS, UNITS, pins={"S": "R9"})


def test_a_hotspot_both_forbidden_and_required_is_a_clash_that_is_named() -> None:
    with pytest.raises(InputError, match=r"Both forbidden and required: S\. Choose one"):
        apply_demands(SPOTS, UNITS, forbid=["S", "N"], require=["S"])
