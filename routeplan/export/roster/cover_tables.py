"""What a roster covers, as tables: by kecamatan, category, level and hour of the day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from routeplan.export.content.month_coverage import Coverage
from routeplan.export.content.month_hours import HourCoverage, Outcome, Outcomes
from routeplan.export.content.tables import Cell, Field, Table, fill_table
from routeplan.export.roster.reader import RosterReader, name_kecamatan
from routeplan.i18n import _
from routeplan.model import LEVELS
from routeplan.wording import describe_level

Item = TypeVar("Item")


@dataclass(frozen=True)
class _Grouping:
    """Groups of hotspots: the title of their table, the header of their names, and these."""

    title: str
    header: str
    items: Iterable[Coverage]
    name: Callable[[str], str]


def list_coverage(reader: RosterReader, outcomes: Outcomes | None = None) -> list[Table]:
    """Return the tables by kecamatan, category, level and hour.

    Parameters
    ----------
    outcomes
        What became of the visits, beside what was planned; None where no history is in use.
    """
    cover = reader.coverage
    known = (outcomes.kecamatan, outcomes.categories, outcomes.levels) if outcomes else (None,) * 3
    groupings = (
        _Grouping(_("By kecamatan"), _("Kecamatan"), cover.kecamatan, name_kecamatan),
        _Grouping(_("By category"), _("Category"), cover.categories, reader.name_category),
        _Grouping(_("By level"), _("Level"), cover.levels, name_level),
    )
    tables = [_list_groups(g, reader, own) for g, own in zip(groupings, known, strict=True)]
    return [*tables, _list_hours(reader.hours, outcomes.hours if outcomes else None)]


def _list_groups(
    grouping: _Grouping, reader: RosterReader, outcomes: Mapping[str, Outcome] | None
) -> Table:
    fields: list[Field[Coverage]] = [
        Field(grouping.header, 24, "text", lambda item: grouping.name(item.name)),
        Field(_("Hotspots"), 9, "integer", lambda item: item.hotspots),
        Field(_("Due, in shifts"), 9, "integer", lambda item: item.due),
        Field(_("Of these visited"), 9, "integer", lambda item: item.visited),
        Field(_("Risk visited"), 9, "share", lambda item: item.risk_share),
        Field(_("Visits"), 9, "decimal", lambda item: item.visits),
        Field(_("Visits in 28 days"), 9, "decimal", lambda item: item.visits_per_month),
        Field(_("Hours there"), 9, "decimal", lambda item: item.minutes / 60),
        Field(_("Longest gap, days"), 9, "integer", lambda item: item.longest_gap_days),
        Field(_("Longest gap at"), 34, "text", lambda item: reader.name_spot(item.longest_gap_at)),
        Field(_("Mean gap, days"), 9, "decimal", lambda item: item.mean_gap_days),
        Field(_("Due, but never visited"), 9, "integer", lambda item: item.never),
    ]
    if outcomes is not None:
        fields += _list_outcomes(outcomes, lambda item: item.name)
    return fill_table(grouping.title, fields, grouping.items)


def _list_hours(hours: Iterable[HourCoverage], outcomes: Mapping[str, Outcome] | None) -> Table:
    fields: list[Field[HourCoverage]] = [
        Field(_("Hour"), 10, "text", lambda item: word_hour(item.hour)),
        Field(_("Visits that begin"), 9, "decimal", lambda item: item.visits),
        Field(_("Hours at hotspots"), 9, "decimal", lambda item: item.minutes / 60),
        Field(_("Share of the presence"), 10, "share", lambda item: item.presence_share),
        Field(_("Days with a shift"), 9, "integer", lambda item: item.on_duty),
        Field(_("Of these with nobody at a hotspot"), 12, "integer", lambda item: item.empty),
    ]
    if outcomes is not None:
        fields += _list_outcomes(outcomes, lambda item: str(item.hour))
    return fill_table(_("By hour"), fields, hours)


def _list_outcomes(
    outcomes: Mapping[str, Outcome], find: Callable[[Item], str]
) -> list[Field[Item]]:
    """Return what was confirmed and missed of each group, found by its name."""

    def read(value: Callable[[Outcome], Cell]) -> Callable[[Item], Cell]:
        return lambda item: value(outcomes.get(find(item), Outcome()))

    return [
        Field(_("Confirmed visits"), 9, "decimal", read(lambda found: found.confirmed)),
        Field(_("Missed visits"), 9, "decimal", read(lambda found: found.missed)),
        Field(_("Confirmed of those known"), 10, "share", read(lambda f: f.confirmed_share)),
    ]


def word_hour(hour: int) -> str:
    """Return an hour of the day, e.g. ``23–24``."""
    return f"{hour:02d}–{hour + 1:02d}"


def name_level(level: str) -> str:
    """Return the name of a level for readers; one that nobody knows as it is."""
    return next((describe_level(known) for known in LEVELS if known == level), level)
