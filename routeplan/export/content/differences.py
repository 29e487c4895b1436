"""What is different between two plans, in words; the first is called A, the second B."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil

from routeplan.export.content.comparison import Change, Comparison, HotspotChange, PlannedVisit
from routeplan.i18n import N_, _, ngettext
from routeplan.model import Loop, Plan
from routeplan.wording import (
    count_driving,
    count_stay,
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


@dataclass(frozen=True)
class _Figure:
    """A figure of a plan: how it is found and written, and to which steps it is rounded.

    `word_more` writes a difference where that is another thing than the figure itself.
    """

    name: str
    find: Callable[[Plan], float]
    word: Callable[[float], str]
    step: float = 1
    word_more: Callable[[float], str] | None = None

    def round(self, value: float) -> float:
        """Return what is shown of a value: times are rounded up, as everywhere."""
        steps = value / self.step
        return (ceil(steps) if self.word is format_minutes else round(steps)) * self.step


def list_notes(comparison: Comparison) -> list[str]:
    """Return what a reader has to know before the figures: plans that are of different areas."""
    first, second = comparison.first.area, comparison.second.area
    if first.id == second.id:
        return []
    text = _("The plans are for different areas: {first} and {second}.")
    return [text.format(first=first.title, second=second.title)]


def list_sums(comparison: Comparison) -> list[Row]:
    """Return the sums of both plans side by side."""
    return [_make_row(figure, comparison) for figure in _list_figures()]


def _list_figures() -> tuple[_Figure, ...]:
    return (
        _Figure(_("Worth"), lambda plan: plan.totals.worth, format_worth, 0.1),
        _Figure(
            _("Share of the risk"), lambda plan: plan.totals.risk_share, format_share, 0.01,
            word_more=_word_points,
        ),
        _Figure(_("Hotspots visited"), lambda plan: plan.totals.visited, format_number),
        _Figure(_("Visits"), lambda plan: plan.totals.stops, format_number),
        _Figure(_("Units under way"), lambda plan: len(plan.loops), format_number),
        _Figure(_("Length"), lambda plan: plan.totals.metres, format_km, 100),
        _Figure(_("Driving"), lambda plan: 60 * count_driving(*plan.loops), format_minutes, 60),
        _Figure(_("At stops"), _count_stay_s, format_minutes, 60),
        _Figure(_("Waiting"), lambda plan: plan.totals.waiting_s, format_minutes, 60),
    )  # fmt: skip


def _count_stay_s(plan: Plan) -> int:
    return 60 * count_stay(*(stop for loop in plan.loops for stop in loop.visits))


def _word_points(share: float) -> str:
    points = round(100 * share)
    return ngettext("{n} point", "{n} points", points).format(n=points)


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


def _make_row(figure: _Figure, comparison: Comparison) -> Row:
    # Figures are rounded first, so that a reader finds the difference of what is shown.
    plans = comparison.first, comparison.second
    first, second = (figure.round(figure.find(plan)) for plan in plans)
    more = second - first
    word_more = figure.word_more or figure.word
    is_same = abs(more) < figure.step / 2
    difference = NONE if is_same else f"{PLUS if more > 0 else MINUS}{word_more(abs(more))}"
    return Row(figure.name, figure.word(first), figure.word(second), difference)


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
