"""What maps and pictures say in figures: sums of a plan and of a loop."""

from __future__ import annotations

from routeplan.export.content.reader import PlanReader
from routeplan.i18n import _, ngettext
from routeplan.model import Loop, Plan
from routeplan.wording import (
    describe_vehicle,
    format_clock,
    format_km,
    format_number,
    format_share,
    format_stops,
)


def list_totals(plan: Plan) -> list[tuple[str, str]]:
    """Return figure and word for units, hotspots visited, share of the risk and kilometres."""
    totals, count = plan.totals, len(plan.loops)
    return [
        (format_number(count), ngettext("unit", "units", count)),
        (f"{totals.visited}/{totals.hotspots}", _("hotspots visited")),
        (format_share(totals.risk_share), _("of the risk")),
        (format_km(totals.metres), _("to drive")),
    ]


def summarise_loop(loop: Loop, reader: PlanReader) -> list[str]:
    """Return vehicle, number of stops, kilometres, and when a unit leaves and is back."""
    return [
        describe_vehicle(reader.units[loop.unit_id].vehicle),
        format_stops(len(loop.visits)),
        format_km(loop.metres),
        f"{format_clock(loop.stops[0].depart)}–{format_clock(loop.stops[-1].arrive)}",
    ]
