"""What became of the loop of one unit: stops, way, gaps, and where it left its jurisdiction."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import numpy as np

from routeplan.geo import FloatArray
from routeplan.model import Loop, RecordingGap, StopResult, UnitResult
from routeplan.tracking.calls import find_presences
from routeplan.tracking.driving import judge_drives
from routeplan.tracking.matching import DrivenRoads, MatchedTrack
from routeplan.tracking.naming import Namer
from routeplan.tracking.outside import find_jurisdiction, list_outside, measure_way
from routeplan.tracking.standing import judge_standing
from routeplan.tracking.streets import Streets, collapse_stays
from routeplan.tracking.unit_day import UnitDay
from routeplan.tracking.unplanned import list_unplanned

# Lines of the track leave out points that lie so near to the line between others.
TRACK_TOLERANCE_M = 4.0
# Of a degree: 0.1 m.
DECIMALS = 6


def judge_unit(day: UnitDay, streets: Streets, matched: MatchedTrack, namer: Namer) -> UnitResult:
    """Return what became of a unit's loop.

    Parameters
    ----------
    matched
        The streets that it drove, of `streets`.
    """
    presences, used = find_presences(day)
    stops = {n: judge_standing(day, n, presences.get(n)) for n in day.sites.of_stop}
    stops |= judge_drives(day, streets, matched.driven)
    loop = day.loop
    leave_s, back_s = _find_journey(day)
    planned = _find_planned_journey(day)
    jurisdiction = find_jurisdiction(day.plan, day.unit, day.course.plane)
    return UnitResult(
        unit_id=day.unit.id,
        title=day.unit.title,
        is_recorded=day.is_recorded,
        planned_leave=planned[0],
        planned_return=planned[1],
        leave=None if leave_s is None else day.to_moment(leave_s),
        come_back=None if back_s is None else day.to_moment(back_s),
        planned_m=loop.metres if loop else 0,
        planned_driving_s=_sum_driving(loop),
        planned_outside_m=loop.outside_m if loop else 0,
        **_measure_journey(day, streets, matched.way, leave_s, back_s),
        stops=_order_stops(stops),
        unplanned=list_unplanned(day, used, namer),
        outside=list_outside(day, jurisdiction, namer) if jurisdiction is not None else (),
        gaps=tuple(_list_gaps(day)),
        track=tuple(_draw_track(day)),
    )


def _order_stops(stops: dict[int, StopResult]) -> tuple[StopResult, ...]:
    return tuple(stops[number] for number in sorted(stops))


def _sum_driving(loop: Loop | None) -> int:
    """Return the seconds that a loop drives, on its legs and during passes and sweeps."""
    if loop is None:
        return 0
    return loop.driving_s + sum(stop.dwell_s for stop in loop.stops if stop.drive is not None)


def _find_planned_journey(day: UnitDay) -> tuple[datetime | None, datetime | None]:
    """Return when the unit was to leave its base, and to be back for good.

    A break that it takes there before it leaves, or after it is back, belongs to neither. A unit
    that fell out was not to be back.
    """
    stops = day.loop.stops if day.loop else ()
    away = [
        number
        for number, stop in enumerate(stops)
        if stop.kind != "base" and day.sites.of_stop.get(number) != day.sites.base
    ]
    if not away:
        return (stops[0].depart, stops[-1].arrive) if stops else (None, None)
    back = stops[away[-1] + 1].arrive if away[-1] + 1 < len(stops) else None
    return stops[away[0] - 1].depart, back


def _find_journey(day: UnitDay) -> tuple[float | None, float | None]:
    """Return when the unit left its base and when it was back for good, None where not told."""
    if not day.is_recorded:
        return None, None
    near = day.away_m[:, day.sites.base] <= day.rule.radius_m
    moment_s = day.course.moment_s
    at_base = [stay for stay in day.stays if stay.site == day.sites.base]
    leave_s = back_s = None
    if near[0]:
        first = int(np.argmin(near)) if not near.all() else len(near)
        leave_s = float(moment_s[first - 1])
        starting = (stay for stay in at_base if stay.begin_s <= moment_s[0] + day.course.pause_s)
        leave_s = next((stay.end_s for stay in starting), leave_s)
    if near[-1] and not near.all():
        last = len(near) - int(np.argmin(near[::-1]))
        back_s = float(moment_s[last])
        ending = (stay for stay in at_base if stay.end_s >= moment_s[-1] - day.course.pause_s)
        back_s = next((stay.begin_s for stay in ending), back_s)
    return leave_s, back_s


def _measure_journey(
    day: UnitDay,
    streets: Streets,
    way: DrivenRoads,
    leave_s: float | None,
    back_s: float | None,
) -> dict[str, int]:
    """Return metres, seconds driven and seconds stood between leaving the base and coming back."""
    if not day.is_recorded:
        return {"metres": 0, "driving_s": 0, "standing_s": 0}
    begin_s = float(day.course.moment_s[0]) if leave_s is None else leave_s
    end_s = float(day.course.moment_s[-1]) if back_s is None else back_s
    if streets.is_matched:
        on_way = (way.end_s >= begin_s) & (way.begin_s <= end_s)
        metres = float(way.metres[on_way].sum())
    else:
        moment_s, _moving_s, x, y = collapse_stays(day.course, day.stays)
        on_way = (moment_s >= begin_s) & (moment_s <= end_s)
        metres = measure_way(x[on_way], y[on_way])
    spans = [(max(s.begin_s, begin_s), min(s.end_s, end_s)) for s in day.stays]
    stood_s = sum(max(end - begin, 0.0) for begin, end in spans)
    silent_s = _sum_silence(day, begin_s, end_s)
    driving_s = max(end_s - begin_s - stood_s - silent_s, 0.0)
    return {"metres": round(metres), "driving_s": round(driving_s), "standing_s": round(stood_s)}


def _sum_silence(day: UnitDay, begin_s: float, end_s: float) -> float:
    """Return the seconds of pauses that no stay fills."""
    total = 0.0
    for first, last in day.silences:
        low, high = max(first, begin_s), min(last, end_s)
        stood = sum(max(min(stay.end_s, high) - max(stay.begin_s, low), 0.0) for stay in day.stays)
        total += max(high - low - stood, 0.0)
    return total


def _list_gaps(day: UnitDay) -> Iterator[RecordingGap]:
    """Yield the pauses of a recording, and what of the loop lies before it or after it."""
    if not day.is_recorded:
        return
    lon, lat = day.course.lonlat
    moment_s, least_s = day.course.moment_s, 60.0 * day.rule.gap_min
    spans = [(first, last, n) for n, (first, last) in enumerate(_list_pauses(day))]
    for first, last, _n in spans:
        if last - first >= least_s:
            place = int(np.searchsorted(moment_s, min(first, moment_s[-1])))
            yield RecordingGap(
                day.to_moment(first), day.to_moment(last),
                round(float(lon[place]), DECIMALS), round(float(lat[place]), DECIMALS),
            )  # fmt: skip


def _list_pauses(day: UnitDay) -> Iterator[tuple[float, float]]:
    first_s, last_s = float(day.course.moment_s[0]), float(day.course.moment_s[-1])
    if day.loop is not None and first_s > day.loop.stops[0].depart.timestamp():
        yield day.loop.stops[0].depart.timestamp(), first_s
    yield from day.silences[1:-1]
    if day.loop is not None and last_s < day.loop.stops[-1].arrive.timestamp():
        yield last_s, day.loop.stops[-1].arrive.timestamp()


def _draw_track(day: UnitDay) -> Iterator[tuple[tuple[float, float], ...]]:
    """Yield the lines of a recording; a stay is a point of it, a pause ends a line."""
    import shapely

    if not day.is_recorded:
        return
    moment_s, moving_s, x, y = collapse_stays(day.course, day.stays)
    del moment_s
    pauses = np.flatnonzero(np.diff(moving_s) > day.course.pause_s) + 1
    for part_x, part_y in zip(np.split(x, pauses), np.split(y, pauses), strict=True):
        if len(part_x) < 2:
            continue
        line = shapely.simplify(
            shapely.linestrings(np.column_stack([part_x, part_y])), TRACK_TOLERANCE_M
        )
        points: FloatArray = shapely.get_coordinates(line)
        lon, lat = day.course.plane.transform(points[:, 0], points[:, 1], direction="INVERSE")
        yield tuple(
            zip(np.round(lon, DECIMALS).tolist(), np.round(lat, DECIMALS).tolist(), strict=True)
        )
