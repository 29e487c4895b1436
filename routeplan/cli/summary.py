"""What ``routeplan plan`` prints: the plan in a table, its reasons and notices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from routeplan.cli.common import align_columns
from routeplan.i18n import _

MAX_UNVISITED_SHOWN = 20
MAX_NOTICES_SHOWN = 5  # of each kind

if TYPE_CHECKING:
    from routeplan.model import Loop, Plan, Unit
    from routeplan.planning.inputs import Inputs


def word_summary(plan: Plan) -> Iterator[str]:
    """Yield the lines that sum up a plan: its loops, sums, what is left out and why."""
    from routeplan.wording import (
        format_clock,
        format_date,
        format_km,
        format_share,
        sample_warning,
    )

    if plan.is_sample:
        yield f"*** {sample_warning()} ***"
    hours = f"{format_clock(plan.shift.start)}-{format_clock(plan.shift.end)}"
    yield f"{plan.area.title}, {plan.shift.name} {hours}, {format_date(plan.shift.date)}"
    yield ""
    if plan.loops:
        yield from _word_loops(plan)
    else:
        yield _("No unit has a stop.")
    totals = plan.totals
    yield ""
    yield _("{visited} of {hotspots} hotspots visited, {share} of the risk, {km}.").format(
        visited=totals.visited,
        hotspots=totals.hotspots,
        share=format_share(totals.risk_share),
        km=format_km(totals.metres),
    )
    if plan.shift.reserve_share:
        yield _("{share} of each unit's time is kept free for 110 calls.").format(
            share=format_share(plan.shift.reserve_share)
        )
    yield from _word_unvisited(plan)
    yield from _word_notices(plan)


def _word_notices(plan: Plan) -> Iterator[str]:
    """Yield the first notices of each kind, and how many more there are."""
    from routeplan.wording import describe_notice

    told: Counter[str] = Counter()
    for notice in plan.notices:
        told[notice.code] += 1
        if told[notice.code] <= MAX_NOTICES_SHOWN:
            yield _("Note: {text}").format(text=describe_notice(notice))
    hidden = sum(max(0, count - MAX_NOTICES_SHOWN) for count in told.values())
    if hidden:
        yield _("... and {n} more: see the map.").format(n=hidden)


def _word_unvisited(plan: Plan) -> Iterator[str]:
    """Yield the hotspots left out and why; those of other areas are only counted."""
    from routeplan.wording import describe_unvisited

    names = {spot.hotspot.id: spot.hotspot.name for spot in plan.hotspots}
    inside = [item for item in plan.unvisited if item.reason != "outside_area"]
    outside = len(plan.unvisited) - len(inside)
    if inside:
        yield ""
        yield _("Not visited:")
    for item in inside[:MAX_UNVISITED_SHOWN]:
        yield f"  {names[item.hotspot_id]}: {describe_unvisited(item, units=plan.units)}"
    if len(inside) > MAX_UNVISITED_SHOWN:
        hidden = len(inside) - MAX_UNVISITED_SHOWN
        yield "  " + _("... and {n} more: see the map.").format(n=hidden)
    if outside:
        message = _("{n} more hotspots lie outside {area}.")
        yield message.format(n=outside, area=plan.area.title)


def _word_loops(plan: Plan) -> Iterator[str]:
    heads = (
        _("Unit"),
        _("Vehicle"),
        _("Stops"),
        _("Leaves"),
        _("Returns"),
        _("km"),
        _("Driving"),
        _("At stops"),
    )
    units = {unit.id: unit for unit in plan.units}
    rows = [_make_row(units[loop.unit_id], loop) for loop in plan.loops]
    yield from align_columns([heads, *rows], right=range(2, len(heads)))


def _make_row(unit: Unit, loop: Loop) -> tuple[str, ...]:
    from routeplan.wording import (
        describe_vehicle,
        format_clock,
        format_driving,
        format_km,
        format_stay,
    )

    return (
        unit.name or unit.id,
        describe_vehicle(unit.vehicle),
        str(len(loop.visits)),
        format_clock(loop.stops[0].depart),
        format_clock(loop.stops[-1].arrive),
        format_km(loop.metres),
        format_driving(loop),
        format_stay(*loop.visits),
    )


def word_sensitivity(inputs: Inputs, plan: Plan) -> Iterator[str]:
    """Yield the lines that name the visits which hang on the exact weights."""
    from routeplan.planning.sensitivity import find_sensitive_visits

    visits = find_sensitive_visits(inputs, plan)
    yield ""
    if not visits:
        yield _("No visit changes when every weight moves by up to 20 %.")
        return
    yield _("Visits that change when every weight moves by up to 20 %:")
    for visit in visits:
        state = _("in the plan") if visit.planned else _("left out")
        line = _("  {name} ({state}): visited in {n} of {draws} trials")
        yield line.format(name=visit.name, state=state, n=visit.visited_in, draws=visit.draws)
