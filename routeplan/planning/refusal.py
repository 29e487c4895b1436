"""Why a plan is refused: what is required and stays out, and what it collides with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from routeplan.i18n import _
from routeplan.model import NOT_DUE, Hotspot, Meeting, Plan, Visit
from routeplan.planning.prepare import Preparation
from routeplan.planning.schedule import Task
from routeplan.planning.stops import find_break
from routeplan.wording import describe_unvisited

Orders = Mapping[str, tuple[Task, ...]]


def list_clashes(plan: Plan, ready: Preparation, orders: Orders) -> Iterator[str]:
    """Yield a sentence or two for everything required that the plan leaves out.

    Of a part that is visited more than once it is enough to be there once.
    """
    required = {s.hotspot.id: s.hotspot for s in plan.hotspots if s.hotspot.is_required}
    visited = {stop.part_id for loop in plan.loops for stop in loop.visits}
    for item in plan.unvisited:
        is_due = item.reason not in NOT_DUE and item.part_id not in visited
        if item.hotspot_id in required and is_due:
            reason = describe_unvisited(item, units=plan.units)
            units = [str(item.detail["unit"])] if item.reason == "no_time" else []
            text = f"{_name_hotspot(required[item.hotspot_id])}: {reason}"
            yield _add_clash(text, units, ready, orders, without=item.hotspot_id)
    made = {task.visit.id for tasks in orders.values() for task in tasks}
    for visit in ready.problem.visits:
        if visit.kind == "break" and visit.id not in made:
            (unit_id,) = visit.units
            if orders[unit_id]:
                text = _("{what} cannot be kept.").format(what=_name_break(visit, ready))
                yield _add_clash(text, [unit_id], ready, orders, without=visit.id)
    halves = {v.meeting for v in ready.problem.visits if v.meeting and v.id not in made}
    for meeting in ready.meetings:
        if meeting.id in halves:
            text = _("{what} cannot be kept.").format(what=_name_meeting(meeting, ready))
            yield _add_clash(text, meeting.units, ready, orders, without=meeting.id)


def _add_clash(
    text: str, unit_ids: Iterable[str], ready: Preparation, orders: Orders, *, without: str
) -> str:
    """Return `text` with what else is required of these units, one thing of each name."""
    others = [
        _name_visit(visit, ready)
        for unit_id in unit_ids
        for visit in _list_required(unit_id, ready, orders)
        if without not in (visit.id, visit.hotspot_id, visit.meeting)
    ]
    if not others:
        return text
    clash = _("Required in that loop as well: {names}.")
    return f"{text} {clash.format(names=', '.join(dict.fromkeys(others)))}"


def _list_required(unit_id: str, ready: Preparation, orders: Orders) -> list[Visit]:
    """Return what a unit does that is required, or its breaks where it cannot leave its base."""
    if orders[unit_id]:
        return [task.visit for task in orders[unit_id] if task.visit.required]
    visits = ready.problem.visits
    return [visit for visit in visits if visit.kind == "break" and unit_id in visit.units]


def _name_visit(visit: Visit, ready: Preparation) -> str:
    if visit.kind == "break":
        return _name_break(visit, ready)
    if visit.kind == "meeting":
        (meeting,) = (meeting for meeting in ready.meetings if meeting.id == visit.meeting)
        return _name_meeting(meeting, ready)
    (hotspot,) = (s.hotspot for s in ready.rated if s.hotspot.id == visit.hotspot_id)
    return _name_hotspot(hotspot)


def _name_hotspot(hotspot: Hotspot) -> str:
    if hotspot.appointment is None:
        return hotspot.name
    clock = f"{hotspot.appointment:%H:%M}"
    return _("the appointment at {name} at {clock}").format(name=hotspot.name, clock=clock)


def _name_break(visit: Visit, ready: Preparation) -> str:
    (unit_id,) = visit.units
    (unit,) = (unit for unit in ready.units if unit.id == unit_id)
    window = find_break(visit.id, unit).window
    return _("the break of {unit} at {hours}").format(unit=unit.title, hours=window)


def _name_meeting(meeting: Meeting, ready: Preparation) -> str:
    names = {unit.id: unit.title for unit in ready.units}
    first, second = (names[unit_id] for unit_id in meeting.units)
    return _("the meeting of {first} and {second} at {hours}").format(
        first=first, second=second, hours=meeting.window
    )
