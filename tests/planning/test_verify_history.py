"""The judge works the factor of the history out again from the days that a plan tells."""

from __future__ import annotations

from dataclasses import replace

import pytest
from plan_edits import PLAN, Change, both, broken_rules, edit_config, edit_rated

from routeplan.model import Plan, RatedHotspot, RiskFactor

# h1 was visited three days ago, h2 never; the others on the same day. A factor of 1 changes no
# worth, so that the plan stays right in everything else.
RECENCY = [{"days": 0, "factor": 1.0}, {"days": 7, "factor": 2.0}]
DAYS = {"h1": 3, "h2": None}


def remember(rated: RatedHotspot) -> RatedHotspot:
    days = DAYS.get(rated.hotspot.id, 0)
    name = "history.never" if days is None else "history.recency.0"
    return replace(
        rated, days_since_visit=days, factors=(*rated.factors, RiskFactor(name, 1.0, "usulan"))
    )


REMEMBERED: Plan = edit_config("history", recency=RECENCY, never={"factor": 1.0})(
    replace(
        PLAN,
        config={**PLAN.config, "history": {}},
        hotspots=tuple(map(remember, PLAN.hotspots)),
    )
)


def edit_factor(name: str, *values: float) -> Change:
    """Put other factors of the history into the place of one, and leave the risk as it is."""

    def change(plan: Plan) -> Plan:
        (rated,) = (item for item in plan.hotspots if item.hotspot.id == name)
        history = (RiskFactor("history.recency.0", value) for value in values)
        factors = (*rated.factors[:-1], *history)
        return edit_rated(name, factors=factors)(plan)

    return change


def test_a_plan_that_remembers_is_clean() -> None:
    assert {rated.days_since_visit for rated in REMEMBERED.hotspots} == {0, 3, None}
    assert broken_rules(REMEMBERED) == set()


def test_a_plan_without_a_history_is_clean_whatever_the_settings_say() -> None:
    assert broken_rules(edit_config("plan", history="riwayat.sqlite")(PLAN)) == set()


def test_where_the_settings_switch_the_history_off_there_is_no_factor() -> None:
    off = edit_config("history", recency=[])
    assert broken_rules(off(REMEMBERED)) == {"history"}
    forgotten = tuple(replace(rated, factors=rated.factors[:-1]) for rated in REMEMBERED.hotspots)
    assert broken_rules(off(replace(REMEMBERED, hotspots=forgotten))) == set()


def test_below_the_first_row_there_is_no_factor() -> None:
    later = edit_config("history", recency=[{"days": 3, "factor": 1.0}])
    spots = tuple(
        replace(rated, factors=rated.factors[:-1]) if rated.days_since_visit == 0 else rated
        for rated in REMEMBERED.hotspots
    )
    assert broken_rules(later(replace(REMEMBERED, hotspots=spots))) == set()
    assert broken_rules(later(REMEMBERED)) == {"history"}


SPOILT: dict[str, tuple[Change, set[str]]] = {
    "other days than the factor is of": (edit_rated("h1", days_since_visit=7), {"history"}),
    "days that are forgotten": (
        both(
            edit_config("history", never={"factor": 1.5}),
            edit_rated("h2", days_since_visit=0),
            edit_rated("h1", days_since_visit=None),
        ),
        {"history"},
    ),
    "days that lie ahead": (edit_rated("h1", days_since_visit=-1), {"history"}),
    "a factor that is left out": (edit_factor("h1"), {"history"}),
    "a factor that counts twice": (edit_factor("h1", 1.0, 1.0), {"history"}),
    "another factor than the settings have": (edit_factor("h1", 1.25), {"history", "risk"}),
    "a factor of the history without a history": (
        lambda plan: replace(
            plan,
            hotspots=tuple(replace(rated, days_since_visit=None) for rated in plan.hotspots),
        ),
        {"history"},
    ),
    "a row that is missing in the settings": (
        edit_config("history", recency=[{"days": 1, "factor": 1.0}]),
        {"history"},
    ),
    "another factor of what was never visited": (
        edit_config("history", never={"factor": 2.0}),
        {"history"},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("change", "rules"), SPOILT.values(), ids=SPOILT.keys())
def test_each_fault_breaks_the_rule_of_the_history(change: Change, rules: set[str]) -> None:
    assert broken_rules(change(REMEMBERED)) == rules
