"""What is to be known of a hotspot, visited or not, of a stop, a drive and a closed road."""

from __future__ import annotations

from routeplan.export.content.reader import PlanReader, format_times, list_rounds
from routeplan.i18n import _
from routeplan.model import Closure, HourFactor, Leg, Loop, RatedHotspot, Stop, Unvisited
from routeplan.wording import (
    describe_form,
    describe_gap,
    describe_kind,
    describe_last_visit,
    describe_leg,
    describe_level,
    describe_unvisited,
    describe_vehicle,
    describe_vehicles,
    describe_visits,
    format_clock,
    format_km,
    format_metres,
    format_number,
    format_span,
    format_stay,
    format_wait,
    format_worth,
    name_category,
)

Rows = list[tuple[str, str]]


def describe_hotspot(rated: RatedHotspot, reader: PlanReader) -> Rows:
    """Return name and value of each thing to know about a hotspot."""
    spot, plan = rated.hotspot, reader.plan
    rows = [
        (_("Category"), name_category(plan, spot.category)),
        (_("Form of visit"), describe_form(reader.tell_form(rated))),
        (_("Level"), describe_level(spot.level)),
        (_("Risk"), format_number(rated.risk, decimals=1)),
        (_("History"), _word_history(rated)),
        (_("By the hour"), "; ".join(map(_word_hour, rated.hours))),
        *_list_demands(rated, reader),
        *_describe_coverage(spot.id, reader),
        (_("Note"), spot.note),
    ]
    return [row for row in rows if row[1]]


def _list_demands(rated: RatedHotspot, reader: PlanReader) -> Rows:
    """Return what the user asks for; values are empty where nothing is."""
    spot = rated.hotspot
    labels = {programme.id: programme.label for programme in reader.plan.programmes}
    unit = reader.name_unit(spot.unit) if spot.unit in reader.units else spot.unit
    return [
        (_("Programme"), ", ".join(labels.get(name, name) for name in rated.programmes)),
        (_("Hours"), "; ".join(map(str, spot.windows))),
        (_("Appointment"), f"{spot.appointment:%H:%M}" if spot.appointment else ""),
        (_("Required"), _("yes") if spot.is_required else ""),
        (_("Only for unit"), unit),
    ]


def _word_history(rated: RatedHotspot) -> str:
    """Return when a hotspot was visited last; empty where no history is in use."""
    factors = [item for item in rated.factors if item.name.startswith("history.")]
    if rated.days_since_visit is None and not factors:
        return ""
    text = describe_last_visit(rated.days_since_visit)
    return " ".join([text, *(f"× {format_number(item.value, decimals=2)}" for item in factors)])


def _word_hour(hour: HourFactor) -> str:
    factor = f"{hour.window} × {format_number(hour.factor, decimals=2)}"
    return f"{factor} ({hour.reason})" if hour.reason else factor


def _describe_coverage(hotspot_id: str, reader: PlanReader) -> Rows:
    coverage = reader.coverage.get(hotspot_id)
    if coverage is None or not coverage.visits:
        return []
    rows = [(_("In all"), describe_visits(coverage.visits, coverage.wished))]
    if coverage.metres_available:
        covered, length = map(format_metres, (coverage.metres, coverage.metres_available))
        text = _("{covered} of {length}").format(covered=covered, length=length)
        rows.append((_("Streets"), text))
    return [*rows, (_("Presence"), describe_gap(coverage))]


def describe_stop(stop: Stop, loop: Loop, reader: PlanReader) -> Rows:
    """Return name and value of each thing to know about a stop of a loop."""
    rated = reader.find_hotspot(stop)
    drive = stop.drive
    rows = [
        (_("Kind"), describe_kind(stop.kind) if drive else ""),
        (_("Time"), format_times(stop).replace("–", " – ")),
        (_("Stay") if drive is None else _("Takes"), format_stay(stop) if stop.dwell_s else ""),
        (_("Wait"), format_wait(stop)),
        (_("Unit"), reader.name_unit(loop.unit_id)),
        (_("Meets"), reader.name_partner(stop, loop.unit_id)),
        (_("Visit"), reader.count_visit(stop)),
        (_("Worth"), format_worth(stop.worth) if rated else ""),
        (_("Drives"), f"{format_metres(drive.metres)}, {describe_leg(drive)}" if drive else ""),
        *(describe_hotspot(rated, reader) if rated else ()),
        (_("Place"), stop.place),
        (_("From the road"), format_metres(stop.off_road_m) if stop.off_road_m else ""),
    ]
    return [row for row in rows if row[1]]


def describe_drive(leg: Leg, start: Stop, end: Stop, *, unit_name: str) -> Rows:
    """Return name and value of each thing to know about the drive between two stops."""
    return [
        (_("Unit"), unit_name),
        (_("Time"), f"{format_clock(start.depart)} – {format_clock(end.arrive)}"),
        (_("Length"), f"{format_metres(leg.metres)}, {format_span(start.depart, end.arrive)}"),
        (_("By way of"), describe_leg(leg)),
    ]


def describe_base(loop: Loop, reader: PlanReader) -> Rows:
    """Return name and value of each thing to know about a loop at its base."""
    rows = [(_("Unit"), reader.name_unit(loop.unit_id))]
    for leaves, back in list_rounds(loop):
        end = _("Back") if back.kind == "base" else _("Falls out")
        rows += [(_("Leaves"), format_clock(leaves.depart)), (end, format_clock(back.arrive))]
    vehicle = reader.units[loop.unit_id].vehicle
    rows += [(_("Vehicle"), describe_vehicle(vehicle)), (_("Loop"), format_km(loop.metres))]
    if loop.outside_m:
        rows.append((_("Outside its jurisdiction"), format_km(loop.outside_m)))
    return rows


def describe_left_out(item: Unvisited, reader: PlanReader) -> Rows:
    """Return why something is left out, and what there is to know about its hotspot."""
    reason = describe_unvisited(item, units=reader.plan.units)
    rated = reader.hotspots[item.hotspot_id]
    return [(_("Not visited"), reason), *describe_hotspot(rated, reader)]


def describe_closed(closure: Closure) -> Rows:
    """Return to whom a road is closed, and why."""
    vehicles = describe_vehicles(closure.vehicles) if closure.vehicles else _("all vehicles")
    rows = [(_("Closed to"), vehicles), (_("Reason"), closure.reason)]
    return [row for row in rows if row[1]]
