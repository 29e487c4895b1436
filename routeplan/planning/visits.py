"""From rated hotspots to the visits that could be made, and reasons for those that cannot."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from routeplan.areas.districts import Area
from routeplan.areas.names import is_among
from routeplan.hotspots.calendar import is_valid_on, matches_days
from routeplan.model import (
    Detail,
    Hotspot,
    Option,
    RatedHotspot,
    Reason,
    Shift,
    TimeWindow,
    Unit,
    Unvisited,
    Visit,
)
from routeplan.planning.places import Reach

AREA_MARGIN_M = 1000.0


def make_visits(
    rated: Sequence[RatedHotspot],
    *,
    area: Area,
    shift: Shift,
    zone: ZoneInfo,
    units: Sequence[Unit],
    places: Sequence[int],
    reach: Reach,
) -> tuple[tuple[Visit, ...], tuple[Unvisited, ...]]:
    """Return the visits that could be made, and why the other hotspots cannot be visited.

    `places` holds the row and column of each hotspot, `units` those on duty.
    """
    visits: list[Visit] = []
    unvisited: list[Unvisited] = []
    for spot, place in zip(rated, places, strict=True):
        hotspot = spot.hotspot
        windows = find_windows(hotspot, shift, zone)
        barrier = _find_barrier(spot, windows, area=area, shift=shift) or _find_unit_barrier(
            spot, place, units=units, reach=reach
        )
        if barrier is not None:
            unvisited.append(Unvisited(hotspot.id, *barrier))
            continue
        able = frozenset(u.id for u in units if _may_serve(u, spot, place, reach))
        visit = Visit(
            id=hotspot.id,
            hotspot_id=hotspot.id,
            part_id=hotspot.id,
            series=hotspot.id,
            options=tuple(
                Option(place, place, window, 60 * hotspot.dwell_min, spot.risk, able)
                for window in windows
            ),
            required=hotspot.required,
            category=hotspot.category,
        )
        visits.append(visit)
    return tuple(visits), tuple(unvisited)


def find_windows(hotspot: Hotspot, shift: Shift, zone: ZoneInfo) -> tuple[TimeWindow, ...]:
    """Return when a visit may start in the shift: sorted, apart from each other, maybe none.

    Days and validity are those of the date on which a window begins, so that a window past
    midnight belongs to the evening before. A hotspot without windows is open all day long.
    """
    moments: list[tuple[datetime, datetime]] = []
    for day in _list_days(shift):
        if _matters_on(hotspot, day):
            moments += [window.on(day, zone) for window in hotspot.windows] or [_whole(day, zone)]
    spans = [(shift.seconds(start), shift.seconds(end)) for start, end in moments]
    inside = TimeWindow(0, shift.length_s)
    # a window within the hour that clocks put forward leave out ends before it starts
    found = [TimeWindow(start, end).intersect(inside) for start, end in spans if start < end]
    return _join_windows([window for window in found if window and window.length_s > 0])


def _list_days(shift: Shift) -> list[date]:
    """Return the dates on which a window that touches the shift may begin."""
    first, last = shift.date - timedelta(days=1), shift.end.date()
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _whole(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    # midnight at its end is the next day already
    return datetime.combine(day, time(), zone), datetime.combine(day, time(23, 59, 59), zone)


def _join_windows(windows: Sequence[TimeWindow]) -> tuple[TimeWindow, ...]:
    joined: list[TimeWindow] = []
    for window in sorted(windows, key=lambda w: (w.start_s, w.end_s)):
        if joined and window.start_s <= joined[-1].end_s + 1:
            joined[-1] = TimeWindow(joined[-1].start_s, max(joined[-1].end_s, window.end_s))
        else:
            joined.append(window)
    return tuple(joined)


def _find_barrier(
    spot: RatedHotspot, windows: Sequence[TimeWindow], *, area: Area, shift: Shift
) -> tuple[Reason, Detail] | None:
    """Return why nobody visits the hotspot in this shift, or None."""
    hotspot = spot.hotspot
    if not _lies_inside(spot, area):
        return "outside_area", {"area": area.title}
    if spot.risk <= 0 and not hotspot.required:
        return "no_worth", {}
    if windows:
        return None
    last_day = (shift.end - timedelta(seconds=1)).date()
    if any(_matters_on(hotspot, day) for day in (shift.date, last_day)):
        return "window_closed", {"windows": "; ".join(map(str, hotspot.windows))}
    return "not_on_date", {"rule": _word_days(hotspot)}


def _lies_inside(spot: RatedHotspot, area: Area) -> bool:
    """Tell whether a hotspot belongs to the area: by its kecamatan where the area has them."""
    if area.kecamatan:
        return spot.kecamatan in {kecamatan.name for kecamatan in area.kecamatan}
    return area.contains(spot.hotspot.lon, spot.hotspot.lat, margin_m=AREA_MARGIN_M)


def _matters_on(hotspot: Hotspot, day: date) -> bool:
    return is_valid_on(hotspot, day) and matches_days(hotspot.days, day)


def _word_days(hotspot: Hotspot) -> str:
    validity = [
        f"{sign} {day.isoformat()}"
        for sign, day in (("≥", hotspot.valid_from), ("≤", hotspot.valid_to))
        if day
    ]
    return "; ".join([*map(str, hotspot.days), *validity])


def _find_unit_barrier(
    spot: RatedHotspot, place: int, *, units: Sequence[Unit], reach: Reach
) -> tuple[Reason, Detail] | None:
    """Return why no unit on duty may serve the hotspot, or None."""
    vehicles = sorted({unit.vehicle for unit in units})
    distance = min(reach.distance_m(vehicle, place) for vehicle in vehicles)
    if distance > reach.limit_m:
        return "no_road", {"distance_m": round(distance), "limit_m": round(reach.limit_m)}
    able = [unit for unit in units if _can_reach(unit, spot, place, reach)]
    if not able:
        return "vehicle_cannot_reach", {"vehicles": ", ".join(vehicles)}
    if not any(_has_jurisdiction(unit, spot) for unit in able):
        return "outside_jurisdiction", {"kecamatan": spot.kecamatan or "?"}
    return None


def _may_serve(unit: Unit, spot: RatedHotspot, place: int, reach: Reach) -> bool:
    return _can_reach(unit, spot, place, reach) and _has_jurisdiction(unit, spot)


def _can_reach(unit: Unit, spot: RatedHotspot, place: int, reach: Reach) -> bool:
    access = spot.hotspot.access
    return (not access or unit.vehicle in access) and reach.reaches(unit.vehicle, place)


def _has_jurisdiction(unit: Unit, spot: RatedHotspot) -> bool:
    return not unit.jurisdiction or is_among(spot.kecamatan, unit.jurisdiction)
