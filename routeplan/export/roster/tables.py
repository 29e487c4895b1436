"""The tables of a roster: its shifts, visits, units, minimums, hotspots and figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from routeplan.export.content.month_coverage import Coverage
from routeplan.export.content.tables import Field, Table, fill_table
from routeplan.export.roster.reader import RosterReader, name_place
from routeplan.i18n import _
from routeplan.model import Minimum, RosterHotspot, RosterShift, RosterVisit, Unit, find_pasaran
from routeplan.model.roster import ROUNDING
from routeplan.wording import describe_level, describe_minimum, describe_vehicle, name_weekday


@dataclass(frozen=True)
class _VisitRow:
    """A visit and its shift."""

    visit: RosterVisit
    planned: RosterShift


def list_shifts(reader: RosterReader) -> Table:
    """Return the planned shifts in their order."""
    fields: list[Field[RosterShift]] = [
        Field(_("Date"), 11, "date", lambda item: item.shift.date),
        Field(_("Weekday"), 12, "text", lambda item: name_weekday(item.shift.date)),
        Field(_("Market day"), 10, "text", lambda item: find_pasaran(item.shift.date)),
        Field(_("Shift"), 10, "text", lambda item: item.shift.name),
        Field(_("Begins"), 9, "clock", lambda item: item.shift.start),
        Field(_("Ends"), 9, "clock", lambda item: item.shift.end),
        Field(_("Units"), 40, "text", lambda item: reader.name_units(item.units)),
        Field(_("Visits"), 8, "integer", lambda item: len(item.visits)),
        Field(_("Distance, km"), 9, "decimal", lambda item: item.metres / 1000),
        Field(_("Worth"), 9, "decimal", lambda item: item.worth),
        Field(_("Worth kept of the best plan"), 11, "share", _measure_kept),
        Field(_("Plans to draw from"), 9, "integer", lambda item: item.plans),
        Field(_("Chance of the plan drawn"), 10, "share", lambda item: item.chance),
        Field(_("Chance of the likeliest plan"), 11, "share", lambda item: item.most_likely),
        Field(_("Streets of the last 7 days"), 11, "share", lambda item: item.repeated_share),
        Field(
            _("Required, but not kept"), 30, "text",
            lambda item: ", ".join(map(reader.name_spot, item.waived)),
        ),
    ]  # fmt: skip
    return fill_table(_("Shifts"), fields, reader.roster.shifts)


def list_visits(reader: RosterReader) -> Table:
    """Return every planned visit in the order of shifts and times."""
    spots = reader.spots
    fields: list[Field[_VisitRow]] = [
        Field(_("Date"), 11, "date", lambda row: row.planned.shift.date),
        Field(_("Shift"), 10, "text", lambda row: row.planned.shift.name),
        Field(_("Unit"), 22, "text", lambda row: reader.name_unit(row.visit.unit_id)),
        Field(_("Begins"), 9, "clock", lambda row: row.planned.shift.moment(row.visit.begin_s)),
        Field(_("Ends"), 9, "clock", lambda row: row.planned.shift.moment(row.visit.end_s)),
        Field(_("Id"), 12, "text", lambda row: row.visit.hotspot_id),
        Field(_("Hotspot"), 34, "text", lambda row: spots[row.visit.hotspot_id].name),
        Field(_("Part"), 10, "text", lambda row: _tell_part(row.visit)),
        Field(_("Share of the hotspot"), 9, "share", lambda row: row.visit.share),
        Field(
            _("Category"), 18, "text",
            lambda row: reader.name_category(spots[row.visit.hotspot_id].category),
        ),
        Field(_("Kecamatan"), 16, "text", lambda row: spots[row.visit.hotspot_id].kecamatan),
    ]  # fmt: skip
    rows = (_VisitRow(v, planned) for planned in reader.roster.shifts for v in planned.visits)
    return fill_table(_("Visits"), fields, rows)


def list_crews(reader: RosterReader) -> Table:
    """Return for each unit the shifts that it works, by name and in all, and its days off."""
    watches = reader.roster.watches
    worked = {
        unit.id: [watch.shift.name for watch in watches if unit.id in watch.units]
        for unit in reader.roster.units
    }
    fields: list[Field[Unit]] = [
        Field(_("Unit"), 26, "text", lambda unit: unit.title),
        Field(_("Vehicle"), 16, "text", lambda unit: describe_vehicle(unit.vehicle)),
        *(
            Field(name, 9, "integer", lambda unit, own=name: worked[unit.id].count(own))  # type: ignore[misc]
            for name in reader.shift_names
        ),
        Field(_("Shifts"), 9, "integer", lambda unit: len(worked[unit.id])),
        Field(_("Hours on duty"), 9, "decimal", lambda unit: reader.measure_duty(unit.id)),
        Field(_("Days off"), 9, "integer", lambda unit: len(reader.days_off.get(unit.id, ()))),
    ]
    return fill_table(_("Units"), fields, reader.roster.units)


def list_minimums(reader: RosterReader) -> Table:
    """Return the monthly minimums, those that are not met first."""
    made = reader.roster.visits_made
    fields: list[Field[Minimum]] = [
        Field(_("Id"), 12, "text", lambda item: item.hotspot_id),
        Field(_("Hotspot"), 34, "text", lambda item: reader.name_spot(item.hotspot_id)),
        Field(
            _("Kecamatan"), 16, "text",
            lambda item: reader.spots[item.hotspot_id].kecamatan,
        ),
        Field(_("Visits asked for"), 9, "integer", lambda item: item.needed),
        Field(_("Visits made"), 9, "decimal", lambda item: made.get(item.hotspot_id, 0.0)),
        Field(_("Visits possible at most"), 10, "decimal", lambda item: item.possible),
        Field(_("State"), 14, "text", lambda item: tell_state(item, reader)),
        Field(_("Why"), 70, "text", lambda item: _tell_why(item, reader)),
    ]  # fmt: skip
    order = (_("impossible"), _("not met"), _("met"))
    items = sorted(reader.roster.minimums, key=lambda m: order.index(tell_state(m, reader)))
    return fill_table(_("Monthly minimums"), fields, items)


def list_places(reader: RosterReader) -> Table:
    """Return every hotspot with what the roster does for it, and how well that can be foretold."""
    spots = {item.name: item for item in reader.coverage.spots}
    places = reader.places

    def read(name: str) -> Coverage:
        return spots[name]

    fields: list[Field[RosterHotspot]] = [
        Field(_("Id"), 12, "text", lambda spot: spot.id),
        Field(_("Hotspot"), 34, "text", lambda spot: spot.name),
        Field(_("Category"), 18, "text", lambda spot: reader.name_category(spot.category)),
        Field(_("Level"), 16, "text", lambda spot: describe_level(spot.level)),
        Field(_("Place"), 30, "text", name_place),
        Field(_("Shifts in which it is due"), 9, "integer", lambda spot: read(spot.id).due),
        Field(_("Of these visited"), 9, "integer", lambda spot: read(spot.id).visited),
        Field(_("Visits"), 8, "decimal", lambda spot: read(spot.id).visits),
        Field(_("Minutes there"), 9, "decimal", lambda spot: read(spot.id).minutes),
        Field(
            _("Longest gap, days"), 9, "integer", lambda spot: read(spot.id).longest_gap_days
        ),
        Field(
            _("Longest gap with the best plans, days"), 12, "integer",
            lambda spot: places[spot.id].best_gap_days if spot.id in places else None,
        ),
        Field(
            _("Mixture of hours, bits"), 10, "fine",
            lambda spot: places[spot.id].entropy if spot.id in places else None,
        ),
        Field(
            _("Mixture at random times, bits"), 11, "fine",
            lambda spot: places[spot.id].uniform_entropy if spot.id in places else None,
        ),
    ]  # fmt: skip
    return fill_table(_("Hotspots"), fields, reader.roster.hotspots)


@dataclass(frozen=True)
class Figure:
    """A figure of the whole roster, beside that of the best plans and of random times."""

    name: str
    roster: float
    best: float | None
    uniform: float | None
    kind: str
    meaning: str


def list_figures(reader: RosterReader) -> list[Figure]:
    """Return what the roster is worth and how well it can be foretold, once all is planned."""
    return list(_list_figures(reader))


def _list_figures(reader: RosterReader) -> Iterator[Figure]:
    figures = reader.roster.figures
    if figures is None:
        return
    yield Figure(
        _("Worth kept"), figures.kept_share, 1.0, None, "share",
        _(
            "What the plans drawn are worth, against the best plan of each shift. The rest is the "
            "price of not being foretold."
        ),
    )  # fmt: skip
    yield Figure(
        _("Mixture of hours, bits"), figures.entropy, figures.best_entropy,
        figures.uniform_entropy, "fine",
        _(
            "How mixed the half hours are in which a place is visited: 0 is always the same one, "
            "each bit more is twice as many. The nearer to random times, the less can be foretold."
        ),
    )  # fmt: skip
    yield Figure(
        _("Longest gap, days"),
        figures.longest_gap_days,
        figures.best_gap_days,
        None,
        "integer",
        _(
            "Most days in a row in which some hotspot has no visit, those that are never due left "
            "out."
        ),
    )
    yield Figure(
        _("Streets of the last 7 days"),
        figures.repeated_share,
        None,
        None,
        "share",
        _(
            "How much of what is driven was driven by a shift of the same name in the last seven "
            "days. Where few roads lead to a place, it stays high."
        ),
    )


def list_figure_table(reader: RosterReader) -> Table:
    """Return the figures as a table, one on each row with what it means."""
    fields: list[Field[Figure]] = [
        Field(_("Figure"), 26, "text", lambda item: item.name),
        Field(_("Roster"), 12, "fine", lambda item: item.roster),
        Field(_("Best plan each time"), 12, "fine", lambda item: item.best),
        Field(_("Random times"), 12, "fine", lambda item: item.uniform),
        Field(_("What it means"), 90, "text", lambda item: item.meaning),
    ]
    return fill_table(_("Predictability"), fields, list_figures(reader))


def tell_state(minimum: Minimum, reader: RosterReader) -> str:
    """Return whether a minimum is met, not met, or impossible."""
    if minimum.reason is not None:
        return _("impossible")
    made = reader.roster.visits_made.get(minimum.hotspot_id, 0.0)
    return _("met") if made >= minimum.needed - ROUNDING else _("not met")


def _tell_why(minimum: Minimum, reader: RosterReader) -> str:
    is_met = minimum.reason is None and tell_state(minimum, reader) == _("met")
    return "" if is_met else describe_minimum(minimum, reader.roster)


def _tell_part(visit: RosterVisit) -> str:
    """Return which part of a hotspot is visited; empty where it is the whole of it."""
    return visit.part_id if visit.part_id != visit.hotspot_id else ""


def _measure_kept(planned: RosterShift) -> float | None:
    return planned.worth / planned.best_worth if planned.best_worth else None
