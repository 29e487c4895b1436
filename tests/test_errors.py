"""Errors say where, what and what to do."""

from __future__ import annotations

import pytest

from routeplan.errors import (
    MAX_FAULTS_SHOWN,
    Fault,
    FetchError,
    InputError,
    InputFaults,
    NetworkMissingError,
    OutputError,
    PlanRefusedError,
    RoutePlanError,
    UnknownNameError,
    nearest_names,
)

DISTRICTS = ("jember", "lumajang", "pasuruan", "pasuruan-kota")


@pytest.mark.parametrize(
    ("error", "builtin", "exit_code"),
    [
        (InputError, ValueError, 2),
        (InputFaults, ValueError, 2),
        (UnknownNameError, LookupError, 2),
        (NetworkMissingError, FileNotFoundError, 2),
        (PlanRefusedError, RuntimeError, 1),
        (FetchError, ConnectionError, 1),
        (OutputError, OSError, 1),
    ],
)
def test_each_error_is_a_built_in_too_and_has_its_exit_code(
    error: type[RoutePlanError], builtin: type[Exception], exit_code: int
) -> None:
    assert issubclass(error, RoutePlanError)
    assert issubclass(error, builtin)
    assert error.exit_code == exit_code


def test_a_fault_names_its_row_and_column_before_the_problem() -> None:
    fault = Fault("-3 is not above 0.", "Write the minutes of a visit.", row=7, column="dwell_min")
    assert str(fault) == (
        "row 7, column dwell_min: -3 is not above 0. Write the minutes of a visit."
    )


def test_a_fault_of_a_setting_names_its_dotted_key() -> None:
    assert str(Fault("it is missing.", setting="plan.shift")) == "plan.shift: it is missing."


def test_a_fault_without_a_place_is_its_sentence() -> None:
    assert str(Fault("the file is empty.")) == "the file is empty."


def test_the_faults_of_a_file_are_told_together() -> None:
    error = InputFaults("hotspots.csv", [Fault("one.", row=2), Fault("two.", row=3)])
    assert str(error).splitlines() == [
        "hotspots.csv: 2 faults",
        "  - row 2: one.",
        "  - row 3: two.",
    ]
    assert [fault.row for fault in error.faults] == [2, 3]


def test_a_long_list_of_faults_fits_on_a_screen_and_says_how_many_more() -> None:
    error = InputFaults("hotspots.csv", [Fault("wrong.", row=n) for n in range(40)])
    lines = str(error).splitlines()
    assert lines[0] == "hotspots.csv: 40 faults"
    assert lines[-1] == "  ... and 25 more"
    assert len(lines) == MAX_FAULTS_SHOWN + 2
    assert len(error.faults) == 40


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    assert str(UnknownNameError("district", "lumajnag", DISTRICTS)) == (
        "Unknown district: lumajnag. Did you mean lumajang?"
    )


def test_an_unknown_name_that_looks_like_none_is_answered_with_all() -> None:
    assert str(UnknownNameError("district", "xyz", DISTRICTS)) == (
        "Unknown district: xyz. Known: jember, lumajang, pasuruan, pasuruan-kota."
    )


def test_an_unknown_name_where_none_is_known_offers_nothing() -> None:
    assert str(UnknownNameError("network", "jember", [])) == "Unknown network: jember."


def test_the_best_match_comes_first() -> None:
    assert nearest_names("pasuruan kota", DISTRICTS)[0] == "pasuruan-kota"
    assert nearest_names("Jembr", DISTRICTS) == ["jember"]
