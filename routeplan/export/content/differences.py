"""What is different between two plans, in words; the first is called A, the second B."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from routeplan.export.content.comparison import Change, Comparison, HotspotChange, PlannedVisit
from routeplan.i18n import N_, _, ngettext
from routeplan.model import Loop, Plan
from routeplan.wording import (
    describe_level,
    format_begin,
    format_clock,
    format_date,
    format_km,
    format_minutes,
    format_number,
    format_share,
    format_worth,
    name_category,
)

FIRST, SECOND = "A", "B"
NONE, ARROW, PLUS, MINUS = "–", " → ", "+", "−"
# Begins of visits that are told one by one; of more only how many, from when to when.
MAX_BEGINS = 3

# In the order in which they are told.
CHANGES: dict[Change, str] = {
    "lost": N_("Fewer visits in B"),
    "gained": N_("More visits in B"),
    "unit": N_("By another unit in B"),
    "moved": N_("At another time in B"),
    "same": N_("The same in both"),
    "neither": N_("Visited in neither"),
}

# Name, how a plan's figure is found and written, and the smallest step that is shown of it.
Figure = tuple[str, Callable[[Plan], float], Callable[[float], str], float]


@dataclass(frozen=True)
class Row:
    """A figure of both plans, and how much more it is in the second."""

    name: str
    first: str
    second: str
    difference: str


def describe_plans(comparison: Comparison) -> tuple[str, str]:
    """Return date, shift and seed of both plans, so that they can be told apart."""
    first, second = map(_describe_plan, (comparison.first, comparison.second))
    return first, second


def list_sums(comparison: Comparison) -> list[Row]:
    """Return the sums of both plans side by side."""
    return [
        _make_row(name, pick(comparison.first), pick(comparison.second), word, step)
        for name, pick, word, step in _list_figures()
    ]


def _list_figures() -> tuple[Figure, ...]:
    return (
        (_("Worth"), lambda plan: plan.totals.worth, format_worth, 0.1),
        (_("Share of the risk"), lambda plan: plan.totals.risk_share, format_share, 0.01),
        (_("Hotspots visited"), lambda plan: plan.totals.visited, format_number, 1),
        (_("Visits"), lambda plan: plan.totals.stops, format_number, 1),
        (_("Units under way"), lambda plan: len(plan.loops), format_number, 1),
        (_("Length"), lambda plan: plan.totals.metres, format_km, 100),
        (_("Driving"), lambda plan: plan.totals.driving_s, format_minutes, 60),
        (_("At stops"), lambda plan: plan.totals.dwell_s, format_minutes, 60),
        (_("Waiting"), lambda plan: plan.totals.waiting_s, format_minutes, 60),
    )


def list_units(comparison: Comparison) -> list[tuple[str, str, str, str]]:
    """Return name, stops, length and hours of each unit, each "in A → in B"."""
    return [
        (
            unit.name,
            _word_both(unit.first, unit.second, lambda loop: format_number(len(loop.visits))),
            _word_both(unit.first, unit.second, lambda loop: format_km(loop.metres)),
            _word_both(unit.first, unit.second, _word_hours),
        )
        for unit in comparison.units
    ]


def list_changes(comparison: Comparison) -> list[tuple[Change, str, list[HotspotChange]]]:
    """Return the hotspots under their headings, empty ones left out."""
    groups = ((key, _(text), comparison.list_changed(key)) for key, text in CHANGES.items())
    return [group for group in groups if group[2]]


def describe_change(item: HotspotChange, comparison: Comparison) -> list[tuple[str, str]]:
    """Return name and value of what is to be known of a hotspot in both plans."""
    names = {unit.unit_id: unit.name for unit in comparison.units}
    spot = item.rated.hotspot
    return [
        (FIRST, _word_visits(item.first, names)),
        (SECOND, _word_visits(item.second, names)),
        (_("Category"), name_category(comparison.second, spot.category)),
        (_("Level"), describe_level(spot.level)),
    ]


def _describe_plan(plan: Plan) -> str:
    return _("{area}, {date}, shift {name}, seed {seed}").format(
        area=plan.area.title, date=format_date(plan.shift.date), name=plan.shift.name,
        seed=plan.seed,
    )  # fmt: skip


def _make_row(
    name: str, first: float, second: float, word: Callable[[float], str], step: float
) -> Row:
    # Figures are rounded first, so that a reader finds the difference of what is shown.
    first, second = (round(value / step) * step for value in (first, second))
    steps = round((second - first) / step)
    difference = f"{PLUS if steps > 0 else MINUS}{word(abs(steps) * step)}" if steps else NONE
    return Row(name, word(first), word(second), difference)


def _word_both(first: Loop | None, second: Loop | None, word: Callable[[Loop], str]) -> str:
    texts = [NONE if loop is None else word(loop) for loop in (first, second)]
    return texts[0] if texts[0] == texts[1] else ARROW.join(texts)


def _word_hours(loop: Loop) -> str:
    return f"{format_clock(loop.stops[0].depart)}–{format_clock(loop.stops[-1].arrive)}"


def _word_visits(visits: Sequence[PlannedVisit], names: dict[str, str]) -> str:
    by_unit = sorted(visits, key=lambda visit: (visit.unit_id, visit.stop.arrive))
    groups = groupby(by_unit, key=lambda visit: visit.unit_id)
    parts = [f"{names[unit]} {_word_begins(list(own))}" for unit, own in groups]
    return "; ".join(parts) or _("not visited")


def _word_begins(visits: Sequence[PlannedVisit]) -> str:
    begins = [format_begin(visit.stop) for visit in visits]
    if len(begins) <= MAX_BEGINS:
        return ", ".join(begins)
    count = ngettext("{n} visit", "{n} visits", len(begins)).format(n=len(begins))
    return f"{begins[0]}–{format_clock(visits[-1].stop.depart)} ({count})"
