"""Calls: stops that are made in one stay at one site, and the stays that made them.

A loop may stop twice in a row at one place, such as for a visit and a break; a recording shows
one stay. And it may come to a place several times; each time has its own stay, the one nearest to
its time, all of them together being as near as they can.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from routeplan.geo import FloatArray
from routeplan.model import Stop
from routeplan.tracking.stays import Stay
from routeplan.tracking.unit_day import UnitDay

# Of two stays that suit as well, the one whose beginning is nearer to the plan counts as nearer.
TIE_BREAK = 0.01
# Stands for a stay that cannot be a call.
NEVER_S = 1e9
# Seconds off its time at which a stay is half as bad as one at any other time.
HALF_S = 1800.0
# A stay that begins or ends as near to the ends of the recording is its first or last.
EDGE_S = 120.0


@dataclass(frozen=True)
class Call:
    """Numbers of stops of a loop that follow each other at one site."""

    site: int
    stops: tuple[int, ...]


@dataclass(frozen=True)
class Presence:
    """From when to when a unit was at a stop, in seconds since 1970."""

    begin_s: float
    end_s: float


def find_presences(day: UnitDay) -> tuple[dict[int, Presence], set[int]]:
    """Return the presence at each stop made, by its number, and which stays made stops."""
    if day.loop is None:
        return {}, set()
    calls = list(_list_calls(day))
    presences: dict[int, Presence] = {}
    used: set[int] = set()
    least_s = 60.0 * day.rule.least_stop_min
    for site in sorted({call.site for call in calls}):
        own = [call for call in calls if call.site == site]
        stays = [n for n, stay in enumerate(day.stays) if stay.site == site]
        for place, stay in _pair(day, own, stays).items():
            shared = _share_out(day, own[place], day.stays[stay], least_s)
            presences |= shared
            used |= {stay} if shared else set()
    return presences, used


def _list_calls(day: UnitDay) -> Iterator[Call]:
    """Yield the calls of a loop in order; a stop elsewhere or a drive in between ends one."""
    sites = day.sites.of_stop
    stops: list[int] = []
    for number in range(len(day.loop.stops) if day.loop else 0):
        if stops and sites.get(number) != sites[stops[-1]]:
            yield Call(sites[stops[0]], tuple(stops))
            stops = []
        if number in sites:
            stops.append(number)
    if stops:
        yield Call(sites[stops[0]], tuple(stops))


def _pair(day: UnitDay, calls: Sequence[Call], stays: Sequence[int]) -> dict[int, int]:
    """Return which stay makes which call, by their numbers; all apart as little as can be."""
    from scipy.optimize import linear_sum_assignment

    if not stays:
        return {}
    apart = np.array([[_measure_apart(day, call, day.stays[n]) for n in stays] for call in calls])
    rows, columns = linear_sum_assignment(np.where(apart < NEVER_S, rate_time(apart), NEVER_S))
    pairs = {
        row: stays[column]
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
        if apart[row, column] < NEVER_S
    }
    for place, call in enumerate(calls):  # one long stay may be two calls
        planned = _find_span(day, call)
        if place not in pairs:
            whole = (
                n for column, n in enumerate(stays)
                if _covers(day.stays[n], planned) and apart[place, column] < NEVER_S
            )  # fmt: skip
            if (found := next(whole, None)) is not None:
                pairs[place] = found
    return pairs


def rate_time(off_s: FloatArray) -> FloatArray:
    """Return what it costs to be seconds off the plan, 0 to 1, the first minutes the most.

    So one stay in time and one far from it cost less than two that are both off.
    """
    costs: FloatArray = off_s / (off_s + HALF_S)
    return costs


def _find_span(day: UnitDay, call: Call) -> Presence:
    stops = [day.loop.stops[number] for number in call.stops] if day.loop else []
    return Presence(stops[0].begin.timestamp(), stops[-1].depart.timestamp())


def _measure_apart(day: UnitDay, call: Call, stay: Stay) -> float:
    """Return the seconds between the planned beginning of a call and a stay.

    `NEVER_S` for a stay at the base before the unit leaves it, or after it is back, and a call in
    between.
    """
    if call.site == day.sites.base and not _may_be_at_base(day, call, stay):
        return NEVER_S
    begin_s = _find_span(day, call).begin_s
    apart = max(stay.begin_s - begin_s, begin_s - stay.end_s, 0.0)
    return apart + TIE_BREAK * abs(stay.begin_s - begin_s)


def _may_be_at_base(day: UnitDay, call: Call, stay: Stay) -> bool:
    count = len(day.loop.stops) if day.loop else 0
    is_first = stay.begin_s <= day.course.moment_s[0] + EDGE_S
    is_last = stay.end_s >= day.course.moment_s[-1] - EDGE_S
    return (not is_first or call.stops[0] == 1) and (not is_last or call.stops[-1] == count - 2)


def _covers(stay: Stay, planned: Presence) -> bool:
    return stay.begin_s <= planned.begin_s and planned.end_s <= stay.end_s


def _share_out(day: UnitDay, call: Call, stay: Stay, least_s: float) -> dict[int, Presence]:
    """Return the presence at each stop of a call: one after the other, as long as the stay lasts.

    All but the last get the time that they ask for. What is shorter than the least stop, or than
    what a very short stop asks for, is none.
    """
    stops = [(n, day.loop.stops[n]) for n in call.stops] if day.loop else []
    found: dict[int, Presence] = {}
    now = stay.begin_s
    if call.site == day.sites.base and call.stops[0] == 1:
        # before its first stop a unit that has not left yet is just at its base
        asked_s = sum(stop.dwell_s for _number, stop in stops)
        now = _wait(now, stops[0][1], stay.end_s - asked_s)
    for place, (number, stop) in enumerate(stops):
        if stop.wait_s:  # until its hours
            now = _wait(now, stop, stay.end_s - stop.dwell_s)
        is_last = place == len(stops) - 1
        end_s = stay.end_s if is_last else min(now + stop.dwell_s, stay.end_s)
        if end_s - now >= min(least_s, day.rule.short_share * stop.dwell_s):
            found[number] = Presence(now, end_s)
            now = end_s
    return found


def _wait(now: float, stop: Stop, latest_s: float) -> float:
    """Return when a stop begins for which a unit is too early: at its time, or as late as fits."""
    return max(now, min(stop.begin.timestamp(), latest_s))
