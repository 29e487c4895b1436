"""What stands above and below a picture: when and where, figures, the source of the roads."""

from __future__ import annotations

from routeplan.export.content.reader import PlanReader
from routeplan.i18n import _, ngettext
from routeplan.model import Loop, Plan
from routeplan.wording import (
    describe_vehicle,
    format_clock,
    format_date,
    format_km,
    format_number,
    format_share,
    format_stops,
)


def describe_shift(plan: Plan) -> str:
    """Return date, name and hours of the shift."""
    shift = plan.shift
    return _("{date} · shift {name}, {start}–{end} {zone}").format(
        date=format_date(shift.date),
        name=shift.name,
        start=format_clock(shift.start),
        end=format_clock(shift.end),
        zone=shift.start.tzname(),
    )


def list_figures(plan: Plan) -> list[str]:
    """Return number of units, hotspots visited, share of the risk and kilometres."""
    totals, count = plan.totals, len(plan.loops)
    pairs = (
        (format_number(count), ngettext("unit", "units", count)),
        (f"{totals.visited}/{totals.hotspots}", _("hotspots visited")),
        (format_share(totals.risk_share), _("of the risk")),
        (format_km(totals.metres), _("to drive")),
    )
    return [" ".join(pair) for pair in pairs]


def summarise_loop(loop: Loop, reader: PlanReader) -> list[str]:
    """Return vehicle, number of stops, kilometres, and when a unit leaves and is back."""
    return [
        describe_vehicle(reader.units[loop.unit_id].vehicle),
        format_stops(len(loop.visits)),
        format_km(loop.metres),
        f"{format_clock(loop.stops[0].depart)}–{format_clock(loop.stops[-1].arrive)}",
    ]


def describe_roads(plan: Plan) -> str:
    """Return which roads the plan was made on, from where and of when."""
    source = plan.source
    parts = [_("Roads: {network}").format(network=source.network), source.origin]
    if source.osm_timestamp:
        parts.append(_("OSM data of {moment}").format(moment=source.osm_timestamp))
    return " · ".join(parts)


def credit_roads(plan: Plan) -> str:
    """Return whose data the roads are; empty for an invented network."""
    return "" if plan.is_sample else _("© OpenStreetMap contributors, ODbL")
