"""Judging meetings: both units are there once, at the same place, from and to the same moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from routeplan.i18n import _
from routeplan.model import Loop, Meeting, Plan, Shift, Stop
from routeplan.planning.verify.hours import find_begin, list_spans, seconds_between
from routeplan.planning.verify.replans import is_broken_off, list_given_up
from routeplan.planning.verify.violations import (
    Violation,
    is_same_place,
    is_unit,
    map_units,
    name_stop,
)
from routeplan.wording import format_clock

Half = tuple[Loop, int]


def find_meeting_violations(plan: Plan) -> Iterator[Violation]:
    """Yield meetings that are missing, half, wrong, or that nobody asked for."""
    halves: dict[str, list[Half]] = {}
    for loop in plan.loops:
        for index, stop in enumerate(loop.stops):
            if stop.kind == "meeting" and stop.meeting_id is not None:
                halves.setdefault(stop.meeting_id, []).append((loop, index))
    for name, count in Counter(meeting.id for meeting in plan.meetings).items():
        if count > 1:
            yield Violation("meeting", None, name, _("This id is given to several meetings."))
    known = {meeting.id: meeting for meeting in plan.meetings}
    for name in halves.keys() - known.keys():
        yield Violation("meeting", None, name, _("The plan has no meeting of this id."))
    for meeting in known.values():
        yield from _check_meeting(plan, meeting, halves.get(meeting.id, []))


def _check_meeting(plan: Plan, meeting: Meeting, halves: list[Half]) -> Iterator[Violation]:
    units = map_units(plan)
    wanted = [u.id for named in meeting.units for u in units.values() if is_unit(u, named)]
    if len(wanted) < len(meeting.units):
        problem = _("Not both units are on duty.")
        yield Violation("meeting", None, meeting.id, problem)
    came = Counter(loop.unit_id for loop, _index in halves)
    is_given_up = meeting.id in list_given_up(plan)
    for unit_id in dict.fromkeys([*wanted, *came]):
        # what was given up may have been begun by one
        is_excused = is_given_up and came[unit_id] == 0
        if came[unit_id] != (unit_id in wanted) and not is_excused:
            problem = _("The unit comes to the meeting {name} {n} times.")
            problem = problem.format(name=meeting.name, n=came[unit_id])
            yield Violation("meeting", unit_id, meeting.id, problem)
    for loop, index in halves:
        is_cut = is_broken_off(plan, loop, loop.stops[index])
        for problem in _list_faults(plan.shift, meeting, loop.stops[index], is_cut=is_cut):
            yield Violation("meeting", loop.unit_id, name_stop(loop, index), problem)
    if len(halves) == len(meeting.units):
        one, other = (loop.stops[index] for loop, index in halves)
        is_cut = any(is_broken_off(plan, loop, loop.stops[index]) for loop, index in halves)
        for problem in _list_differences(one, other, is_cut=is_cut):
            yield Violation("meeting", None, meeting.id, problem)


def _list_faults(shift: Shift, meeting: Meeting, stop: Stop, *, is_cut: bool) -> Iterator[str]:
    """Yield what is wrong with a half of a meeting; one that is broken off is shorter."""
    begin = find_begin(stop).astimezone(shift.start.tzinfo)
    if not any(True for _span in list_spans(meeting.window, begin, begin)):
        problem = _("The meeting begins at {begin}, outside {window}.")
        yield problem.format(begin=format_clock(begin), window=meeting.window)
    asked_s = 60 * meeting.minutes
    if stop.dwell_s != asked_s and not (is_cut and 0 < stop.dwell_s < asked_s):
        problem = _("The meeting takes {dwell} s instead of {minutes} minutes.")
        yield problem.format(dwell=stop.dwell_s, minutes=meeting.minutes)
    if not any(is_same_place(stop.lon, stop.lat, place.lon, place.lat) for place in meeting.places):
        yield _("The meeting is at none of its places.")


def _list_differences(one: Stop, other: Stop, *, is_cut: bool) -> Iterator[str]:
    if seconds_between(find_begin(one), find_begin(other)):
        yield _("The units do not begin to meet at the same time.")
    if seconds_between(one.depart, other.depart) and not is_cut:
        yield _("The units do not part at the same time.")
    if not is_same_place(one.lon, one.lat, other.lon, other.lat):
        yield _("The units do not meet at the same place.")
