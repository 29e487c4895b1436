"""What ``routeplan plan`` prints: the plan in a table, its reasons and notices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from routeplan.cli.common import align_columns
from routeplan.i18n import _, ngettext

MAX_UNVISITED_SHOWN = 20
MAX_PARTS_SHOWN = 3  # of each hotspot
MAX_ROADS_SHOWN = 10
MAX_STOPS_SHOWN = 30  # of each unit
MAX_NOTICES_SHOWN = 5  # of each kind

if TYPE_CHECKING:
    from routeplan.export.content.entries import LeftOut
    from routeplan.export.content.reader import PlanReader
    from routeplan.model import Loop, Plan, Unit
    from routeplan.planning.inputs import Inputs


def word_summary(plan: Plan) -> Iterator[str]:
    """Yield the lines that sum up a plan: its loops, sums, what is left out and why."""
    from routeplan.export.content.reader import PlanReader

    reader = PlanReader(plan)
    yield from _word_head(plan)
    yield ""
    if plan.loops:
        yield from _word_loops(plan)
        for loop in plan.loops:
            yield ""
            yield from _word_itinerary(loop, reader)
    else:
        yield _("No unit has a stop.")
    yield ""
    yield from _word_results(plan)
    yield from _word_roads(reader)
    yield from _word_unvisited(reader)
    yield from _word_notices(plan)


def _word_head(plan: Plan) -> Iterator[str]:
    from routeplan.wording import format_clock, format_date, sample_warning

    if plan.is_sample:
        yield f"*** {sample_warning()} ***"
    hours = f"{format_clock(plan.shift.start)}-{format_clock(plan.shift.end)}"
    yield f"{plan.area.title}, {plan.shift.name} {hours}, {format_date(plan.shift.date)}"
    for programme in plan.programmes:
        yield _("Programme: {text}").format(text=_join(": ", programme.label, programme.message))


def _word_itinerary(loop: Loop, reader: PlanReader) -> Iterator[str]:
    """Yield a line for each stop of a loop."""
    from routeplan.export.content.entries import list_short_entries

    entries = list(list_short_entries(loop, reader))
    rows = [
        ("", entry.number, entry.times, _join(" · ", entry.name, entry.notes))
        for entry in entries[:MAX_STOPS_SHOWN]
    ]
    yield reader.name_unit(loop.unit_id)
    yield from align_columns(rows, right=(1,))
    if len(entries) > MAX_STOPS_SHOWN:
        yield "  " + _say_more(len(entries) - MAX_STOPS_SHOWN)


def _word_results(plan: Plan) -> Iterator[str]:
    from routeplan.export.content.reach import list_results
    from routeplan.wording import describe_closure, format_km, format_share

    totals = plan.totals
    yield _("{visited} of {hotspots} hotspots visited, {share} of the risk, {km}.").format(
        visited=totals.visited,
        hotspots=totals.hotspots,
        share=format_share(totals.risk_share),
        km=format_km(totals.metres),
    )
    yield from list_results(plan)
    for closure in plan.closures:
        yield _("Closed road: {text}").format(text=describe_closure(closure))


def _word_roads(reader: PlanReader) -> Iterator[str]:
    """Yield how much is patrolled of each road and area."""
    from routeplan.wording import describe_coverage

    roads = [item for item in reader.plan.coverage if item.metres_available]
    if roads:
        yield ""
        yield _("Roads and areas:")
    for item in roads[:MAX_ROADS_SHOWN]:
        name = reader.hotspots[item.hotspot_id].hotspot.name
        yield f"  {name}: {describe_coverage(item)}"
    if len(roads) > MAX_ROADS_SHOWN:
        yield "  " + _say_more(len(roads) - MAX_ROADS_SHOWN)


def _say_more(hidden: int) -> str:
    return _("... and {n} more: see the map.").format(n=hidden)


def _join(mark: str, *texts: str) -> str:
    return mark.join(text for text in texts if text)


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
        yield _say_more(hidden)


def _word_unvisited(reader: PlanReader) -> Iterator[str]:
    """Yield the hotspots left out and why, by part; those of other areas are only counted."""
    from routeplan.export.content.entries import list_left_out

    groups = list_left_out(reader)
    inside = [group for group in groups if group.reason != "outside_area"]
    for head, is_partly in ((_("Not visited:"), False), (_("Partly visited:"), True)):
        yield from _word_groups(head, [g for g in inside if g.is_partly == is_partly])
    if len(groups) > len(inside):
        count = len(groups) - len(inside)
        message = ngettext(
            "{n} more hotspot lies outside {area}.", "{n} more hotspots lie outside {area}.", count
        )
        yield message.format(n=count, area=reader.plan.area.title)


def _word_groups(head: str, groups: Sequence[LeftOut]) -> Iterator[str]:
    if groups:
        yield ""
        yield head
    for group in groups[:MAX_UNVISITED_SHOWN]:
        for part, reason in group.texts[:MAX_PARTS_SHOWN]:
            name = _join(", ", group.name, part)
            yield f"  {name}: {reason}"
        if len(group.texts) > MAX_PARTS_SHOWN:
            yield f"  {group.name}: {_say_more(len(group.texts) - MAX_PARTS_SHOWN)}"
    if len(groups) > MAX_UNVISITED_SHOWN:
        yield "  " + _say_more(len(groups) - MAX_UNVISITED_SHOWN)


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
        unit.title,
        describe_vehicle(unit.vehicle),
        str(len(loop.visits)),
        format_clock(loop.stops[0].depart),
        format_clock(loop.stops[-1].arrive) if loop.comes_back else "-",
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
        yield _("No visit changes when every weight moves by up to 20%.")
        return
    yield _("Visits that change when every weight moves by up to 20%:")
    for visit in visits:
        state = _("in the plan") if visit.planned else _("left out")
        line = _("  {name} ({state}): visited in {n} of {draws} trials")
        yield line.format(name=visit.name, state=state, n=visit.visited_in, draws=visit.draws)
