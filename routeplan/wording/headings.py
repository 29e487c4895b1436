"""What stands above and below a plan wherever it is shown: its shift, and its roads' source."""

from __future__ import annotations

from routeplan.i18n import _
from routeplan.model import Plan, Roster, Shift
from routeplan.wording.dates import format_date
from routeplan.wording.figures import format_clock

DIGEST_SHOWN = 12


def describe_hours(shift: Shift) -> str:
    """Return from when to when a shift is, e.g. ``23:00–07:00 WIB``."""
    return f"{format_clock(shift.start)}–{format_clock(shift.end)} {shift.start.tzname()}"


def describe_shift(shift: Shift) -> str:
    """Return date, name and hours of a shift."""
    return _("{date} · shift {name}, {start}–{end} {zone}").format(
        date=format_date(shift.date),
        name=shift.name,
        start=format_clock(shift.start),
        end=format_clock(shift.end),
        zone=shift.start.tzname(),
    )


def describe_planned_shift(plan: Plan) -> str:
    """Return date, name and hours of the shift of a plan, after when it was replanned."""
    return " · ".join(filter(None, (describe_replans(plan), describe_shift(plan.shift))))


def describe_replans(plan: Plan) -> str:
    """Return when a plan was replanned; empty where it never was."""
    moments = ", ".join(format_clock(item.moment) for item in plan.replans)
    return _("Replanned at {time}").format(time=moments) if moments else ""


def describe_source(plan: Plan | Roster) -> str:
    """Return where the roads of a plan or a roster come from, and who has the rights in them."""
    source = plan.source
    parts = [_("Roads: {network}").format(network=source.network), source.origin]
    if source.osm_timestamp:
        parts.append(_("OSM data of {moment}").format(moment=source.osm_timestamp))
    parts.append(_("digest {digest}").format(digest=source.digest[:DIGEST_SHOWN]))
    if not plan.is_sample:
        parts.append(_("© OpenStreetMap contributors, ODbL"))
    return " · ".join(parts)
