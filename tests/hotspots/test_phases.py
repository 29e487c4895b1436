"""Phases by date: which hold, which take the place of others, and what they multiply."""

from __future__ import annotations

from datetime import date

from routeplan.config import PhaseRule
from routeplan.hotspots.phases import find_phases, list_phase_factors, stack_phases
from routeplan.model import Hotspot, RiskFactor

QUIET = PhaseRule("Masa tenang", "2024-11-24", "2024-11-26", ("kpu", "tps"), 2, "proposal", "news")
OPERATION = PhaseRule("Operasi", "2024-08-19", "2024-12-31", ("kpu",), 1.2)
KPU = Hotspot("K", "KPU", "kpu", 113.0, -8.0)


def test_the_first_and_the_last_date_both_belong_to_a_phase() -> None:
    days = [date(2024, 11, day) for day in (23, 24, 26, 27)]
    assert [bool(find_phases([QUIET], day)) for day in days] == [False, True, True, False]


def test_every_phase_of_the_date_that_concerns_a_category_multiplies() -> None:
    phases = find_phases([OPERATION, QUIET], date(2024, 11, 25))
    assert list(list_phase_factors(KPU, phases)) == [
        RiskFactor("phases.Operasi", 1.2, ""), RiskFactor("phases.Masa tenang", 2, "proposal (news)"),
    ]  # fmt: skip


def test_other_categories_stay_as_they_are() -> None:
    market = Hotspot("P", "Pasar", "pasar", 113.0, -8.0)
    assert list(list_phase_factors(market, [OPERATION, QUIET])) == []


def test_a_phase_of_one_s_own_takes_the_place_of_all_of_that_name() -> None:
    other_row = PhaseRule("Masa tenang", "2024-11-24", "2024-11-26", ("perumahan",), 1.3)
    own = PhaseRule("MASA TENANG", "2024-11-24", "2024-11-26", ("kpu",), 1)
    assert stack_phases([QUIET, other_row, OPERATION], [own]) == (OPERATION, own)


def test_several_rows_of_one_name_in_a_file_all_stay() -> None:
    other_row = PhaseRule("Masa tenang", "2024-11-24", "2024-11-26", ("perumahan",), 1.3)
    assert stack_phases([], [QUIET, other_row]) == (QUIET, other_row)
