"""How many days ago a place was visited changes its risk by one factor, the same rule for all."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routeplan.config import Config, load_config
from routeplan.errors import InputError
from routeplan.hotspots.risk import LARGEST_RISK, explain_risk, rate_hotspots
from routeplan.i18n import use_language
from routeplan.model import Hotspot, RatedHotspot

DAY = date(2024, 11, 20)
MARKET = Hotspot("H1", "Pasar", "pasar", 113.2, -8.2)
BANK = Hotspot("H2", "Bank", "bank", 113.2, -8.2)


def make_config(*rows: tuple[int, float], never: float = 3.0) -> Config:
    recency = [{"days": days, "factor": factor, "reason": f"from {days}"} for days, factor in rows]
    return load_config(
        overrides={"history": {"recency": recency, "never": {"factor": never, "reason": "new"}}}
    )


CONFIG = make_config((1, 0.5), (7, 1.0), (28, 2.0))


def rate(
    days: Mapping[str, int] | None, *, config: Config = CONFIG, hotspots: Any = (MARKET, BANK)
) -> tuple[RatedHotspot, ...]:
    """Rate hotspots of which each was visited so many days ago."""
    last = None if days is None else {name: DAY - timedelta(days=n) for name, n in days.items()}
    return rate_hotspots(hotspots, config=config, last_visits=last, day=DAY)


def read_history(rated: RatedHotspot) -> list[tuple[str, float, str]]:
    return [
        (factor.name, factor.value, factor.reason)
        for factor in rated.factors
        if factor.name.startswith("history.")
    ]


@pytest.mark.parametrize(
    ("days", "factor"),
    [
        (1, (1, 0.5)),
        (6, (1, 0.5)),
        (7, (7, 1.0)),
        (27, (7, 1.0)),
        (28, (28, 2.0)),
        (999, (28, 2.0)),
    ],
)
def test_the_last_row_whose_days_have_passed_holds(days: int, factor: tuple[int, float]) -> None:
    first, _second = rate({"H1": days, "H2": 1})
    row, value = factor
    assert read_history(first) == [(f"history.recency.{row}", value, f"from {row}")]
    assert first.days_since_visit == days
    assert first.risk == 8 * value


def test_before_the_first_row_nothing_changes() -> None:
    first, second = rate({"H1": 0, "H2": 1})
    assert read_history(first) == []
    assert (first.risk, first.days_since_visit) == (8, 0)
    assert second.risk == 7 * 0.5


def test_a_hotspot_without_a_visit_has_its_own_factor() -> None:
    first, second = rate({"H1": 7})
    assert read_history(second) == [("history.never", 3.0, "new")]
    assert (first.risk, second.risk, second.days_since_visit) == (8, 7 * 3, None)


@pytest.mark.parametrize("last", [None, {}, {"H9": 3}])
def test_a_history_that_knows_none_of_them_changes_no_risk(last: dict[str, int] | None) -> None:
    """None at all, one that was just begun, and one whose ids are of another table."""
    rated = rate(last)
    assert rated == rate_hotspots([MARKET, BANK], config=CONFIG)
    assert [item.days_since_visit for item in rated] == [None, None]


def test_without_rows_the_history_is_switched_off_but_still_told() -> None:
    first, second = rate({"H1": 3}, config=make_config())
    assert read_history(first) == read_history(second) == []
    assert (first.risk, first.days_since_visit, second.risk) == (8, 3, 7)


def test_a_visit_that_lies_ahead_counts_as_one_of_today() -> None:
    (rated,) = rate({"H1": -5}, config=make_config((0, 0.25)), hotspots=[MARKET])
    assert (rated.days_since_visit, rated.risk) == (0, 2)


def test_last_visits_need_a_day_to_count_from() -> None:
    with pytest.raises(ValueError, match="counted from a day"):
        rate_hotspots([MARKET], config=CONFIG, last_visits={"H1": DAY})


def test_a_risk_that_the_history_makes_too_large_is_refused() -> None:
    heavy = replace(MARKET, weight=LARGEST_RISK / 8)
    rate({"H1": 7}, hotspots=[heavy])
    with pytest.raises(InputError, match="too large to plan with"):
        rate({"H1": 28}, hotspots=[heavy])


def test_the_proposals_lower_what_was_just_visited_and_raise_what_waits() -> None:
    """They never fall with the days, and what was never visited waits as long as any."""
    rule = load_config().history
    factors = [row.factor for row in rule.recency]
    assert factors == sorted(factors)
    assert rule.recency[0].days == 0
    assert factors[0] < 1 < factors[-1] == rule.never.factor == 2
    assert all(
        "usulan" in reason for reason in [*(r.reason for r in rule.recency), rule.never.reason]
    )


rows = st.lists(st.integers(0, 60), unique=True, max_size=5).flatmap(
    lambda days: st.tuples(*(st.tuples(st.just(day), st.floats(0, 10)) for day in sorted(days)))
)


@given(rows, st.dictionaries(st.sampled_from(["H1", "H2"]), st.integers(0, 10_000)))
def test_a_risk_stays_finite_and_the_product_of_its_factors(
    given_rows: tuple[tuple[int, float], ...], days: dict[str, int]
) -> None:
    for rated in rate(days, config=make_config(*given_rows)):
        assert 0 <= rated.risk == math.prod(factor.value for factor in rated.factors)
        assert math.isfinite(rated.risk)
        assert len(read_history(rated)) <= (1 if days and given_rows else 0)


@pytest.mark.parametrize(
    ("days", "language", "line"),
    [
        (12, "en", "x 1.00 12 days since the last visit (history.recency.7) from 7"),
        (1, "en", "x 0.50 1 day since the last visit (history.recency.1) from 1"),
        (12, "id", "x 1.00 12 hari sejak kunjungan terakhir (history.recency.7) from 7"),
    ],
)
def test_the_factor_is_explained_in_days(days: int, language: str, line: str) -> None:
    (rated,) = rate({"H1": days}, hotspots=[MARKET])
    with use_language(language):
        lines = [" ".join(text.split()) for text in explain_risk(rated, config=CONFIG).splitlines()]
    assert line in lines


def test_no_visit_and_one_of_the_same_day_are_explained() -> None:
    first, second = rate({"H1": 0}, config=make_config((0, 0.5)))
    assert "visited earlier on the same day (history.recency.0)" in explain_risk(
        first, config=CONFIG
    )
    assert "no visit in the history (history.never)" in explain_risk(second, config=CONFIG)
