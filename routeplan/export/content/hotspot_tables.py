"""The tables of a plan's hotspots: what is done for each, and what is left out and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from routeplan.export.content.reader import PlanReader, name_village
from routeplan.export.content.tables import (
    Cell,
    Field,
    Table,
    fill_table,
    name_form,
    name_level,
)
from routeplan.i18n import _
from routeplan.model import Coverage, RatedHotspot, RiskFactor, Unvisited
from routeplan.wording import describe_unvisited, format_number, name_category


@dataclass(frozen=True)
class _LeftOut:
    """Visits that are left out, and the hotspot they would have been of."""

    item: Unvisited
    rated: RatedHotspot


def list_hotspots(reader: PlanReader) -> Table:
    """Return every hotspot with its risk and what the plan does for it, the riskiest first."""
    fields: list[Field[RatedHotspot]] = [
        *_list_names(reader),
        Field(_("Risk"), 8, "decimal", lambda rated: rated.risk),
        Field(_("Factors of the risk"), 60, "text", _word_factors),
        Field(_("Days since the last visit"), 10, "integer", lambda rated: rated.days_since_visit),
        Field(_("Visits"), 8, "integer", _read_coverage(reader, lambda found: found.visits)),
        Field(_("Visits wished for"), 9, "integer", _read_coverage(reader, lambda c: c.wished)),
        Field(_("Worth"), 8, "decimal", _read_coverage(reader, lambda c: c.worth)),
        Field(_("Worth at most"), 8, "decimal", _read_coverage(reader, _read_available)),
        Field(_("Street driven, km"), 9, "decimal", _read_coverage(reader, _read_driven)),
        Field(_("Street in all, km"), 9, "decimal", _read_coverage(reader, _read_length)),
        Field(_("Longest gap, min"), 9, "decimal", _read_coverage(reader, _read_longest)),
        Field(_("Mean gap, min"), 9, "decimal", _read_coverage(reader, _read_mean)),
        *_list_position(),
    ]
    hotspots = sorted(reader.plan.hotspots, key=lambda rated: -rated.risk)
    return fill_table(_("Hotspots"), fields, hotspots)


def list_not_visited(reader: PlanReader) -> Table:
    """Return what the plan leaves out, with the reason in words."""
    fields: list[Field[_LeftOut]] = [
        *(_look_into(field) for field in _list_names(reader)),
        Field(_("What is left out"), 24, "text", lambda row: reader.name_left_out(row.item)),
        Field(_("Visits left out"), 8, "integer", lambda row: row.item.visits),
        Field(
            _("Reason"), 60, "text",
            lambda row: describe_unvisited(row.item, units=reader.plan.units),
        ),
        Field(_("Required"), 9, "text", lambda row: _tell(row.rated.hotspot.is_required)),
        Field(_("Risk"), 8, "decimal", lambda row: row.rated.risk),
        *(_look_into(field) for field in _list_position()),
    ]  # fmt: skip
    items = (_LeftOut(item, reader.hotspots[item.hotspot_id]) for item in reader.plan.unvisited)
    return fill_table(_("Not visited"), fields, items)


def _list_names(reader: PlanReader) -> list[Field[RatedHotspot]]:
    return [
        Field(_("Id"), 12, "text", lambda rated: rated.hotspot.id),
        Field(_("Name"), 34, "text", lambda rated: rated.hotspot.name),
        Field(
            _("Category"),
            16,
            "text",
            lambda rated: name_category(reader.plan, rated.hotspot.category),
        ),
        Field(_("Level"), 14, "text", name_level),
        Field(_("Form of visit"), 14, "text", lambda rated: name_form(rated, reader)),
        Field(_("Village"), 20, "text", name_village),
    ]


def _list_position() -> list[Field[RatedHotspot]]:
    return [
        Field(_("Longitude"), 11, "position", lambda rated: rated.hotspot.lon),
        Field(_("Latitude"), 11, "position", lambda rated: rated.hotspot.lat),
    ]


def _look_into(field: Field[RatedHotspot]) -> Field[_LeftOut]:
    """Return a field of hotspots as one of what is left out."""
    return Field(field.header, field.width, field.kind, lambda row: field.read(row.rated))


def _read_coverage(
    reader: PlanReader, read: Callable[[Coverage], Cell]
) -> Callable[[RatedHotspot], Cell]:
    """Return the reading of what a plan does for a hotspot; nothing outside its area."""

    def find(rated: RatedHotspot) -> Cell:
        coverage = reader.coverage.get(rated.hotspot.id)
        return None if coverage is None else read(coverage)

    return find


def _read_available(coverage: Coverage) -> Cell:
    return coverage.worth_available


def _read_driven(coverage: Coverage) -> Cell:
    return coverage.metres / 1000 if coverage.metres_available else None


def _read_length(coverage: Coverage) -> Cell:
    return coverage.metres_available / 1000 if coverage.metres_available else None


def _read_longest(coverage: Coverage) -> Cell:
    return coverage.longest_gap_s / 60


def _read_mean(coverage: Coverage) -> Cell:
    return coverage.mean_gap_s / 60


def _word_factors(rated: RatedHotspot) -> str:
    """Return the product that makes a risk, e.g. ``8.00 (sand road) × 2.00 × 1.20``."""
    return " × ".join(map(_word_factor, rated.factors))


def _word_factor(factor: RiskFactor) -> str:
    value = format_number(factor.value, decimals=2)
    return f"{value} ({factor.reason})" if factor.reason else value


def _tell(answer: bool) -> str:
    return _("yes") if answer else _("no")
