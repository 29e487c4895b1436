"""What a popup tells of a hotspot, whether it is visited or not."""

from __future__ import annotations

from routeplan.export.content.reader import PlanReader
from routeplan.i18n import _
from routeplan.model import HourFactor, RatedHotspot
from routeplan.wording import (
    describe_form,
    describe_gap,
    describe_level,
    describe_visits,
    format_metres,
    format_number,
    name_category,
)

Rows = list[tuple[str, str]]


def describe_hotspot(rated: RatedHotspot, reader: PlanReader) -> Rows:
    """Return name and value of each thing to know about a hotspot."""
    spot, plan = rated.hotspot, reader.plan
    form = rated.form or plan.config.get("categories", {}).get(spot.category, {}).get("form", "")
    rows = [
        (_("Category"), name_category(plan, spot.category)),
        (_("Form of visit"), describe_form(str(form))),
        (_("Level"), describe_level(spot.level)),
        (_("Risk"), format_number(rated.risk, decimals=1)),
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
