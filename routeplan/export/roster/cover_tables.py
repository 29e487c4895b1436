"""What a roster covers, as tables: by kecamatan, category, level and hour of the day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from routeplan.export.content.month_coverage import Coverage
from routeplan.export.content.month_hours import HourCoverage, Outcome, Outcomes
from routeplan.export.content.tables import Cell, Field, Table, fill_table
from routeplan.export.roster.reader import RosterReader, name_kecamatan
from routeplan.i18n import _
from routeplan.model import Level
from routeplan.wording import describe_level


def list_coverage(reader: RosterReader, outcomes: Outcomes | None = None) -> list[Table]:
    """Return the tables by kecamatan, category, level and hour.

    Parameters
    ----------
    outcomes
        What became of the visits, beside what was planned; None where no history is in use.
    """
    coverage = reader.coverage
    known: Mapping[str, Outcome]
    return [
        _list_groups(
            _("By kecamatan"), _("Kecamatan"), coverage.kecamatan, name_kecamatan, reader,
            outcomes.kecamatan if outcomes else None,
        ),
        _list_groups(
            _("By category"), _("Category"), coverage.categories, reader.name_category, reader,
            outcomes.categories if outcomes else None,
        ),
        _list_groups(
            _("By level"), _("Level"), coverage.levels, _name_level, reader,
            outcomes.levels if outcomes else None,
        ),
        _list_hours(reader.hours, outcomes.hours if outcomes else None),
    ]  # fmt: skip


def _list_groups(
    title: str,
    header: str,
    items: Iterable[Coverage],
    name: Callable[[str], str],
    reader: RosterReader,
    outcomes: Mapping[str, Outcome] | None,
) -> Table:
    fields: list[Field[Coverage]] = [
        Field(header, 24, "text", lambda item: name(item.name)),
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
        *_list_outcomes(outcomes, lambda item: item.name),
    ]
    return fill_table(title, fields, items)


def _list_hours(
    hours: Iterable[HourCoverage], outcomes: Mapping[str, Outcome] | None
) -> Table:
    fields: list[Field[HourCoverage]] = [
        Field(_("Hour"), 10, "text", lambda item: word_hour(item.hour)),
        Field(_("Visits that begin"), 9, "decimal", lambda item: item.visits),
        Field(_("Hours at hotspots"), 9, "decimal", lambda item: item.minutes / 60),
        Field(_("Share of the presence"), 10, "share", lambda item: item.presence_share),
        Field(_("Days with a shift"), 9, "integer", lambda item: item.on_duty),
        Field(_("Of these with nobody at a hotspot"), 12, "integer", lambda item: item.empty),
        *_list_outcomes(outcomes, lambda item: str(item.hour)),
    ]
    return fill_table(_("By hour"), fields, hours)


def _list_outcomes(
    outcomes: Mapping[str, Outcome] | None, find: Callable[[object], str]
) -> list[Field[object]]:
    """Return what was confirmed and missed; nothing where no history is in use."""
    if outcomes is None:
        return []

    def read(value: Callable[[Outcome], Cell]) -> Callable[[object], Cell]:
        return lambda item: value(outcomes.get(find(item), Outcome()))

    return [
        Field(_("Confirmed visits"), 9, "decimal", read(lambda found: found.confirmed)),
        Field(_("Missed visits"), 9, "decimal", read(lambda found: found.missed)),
        Field(_("Confirmed of those known"), 10, "share", read(lambda f: f.confirmed_share)),
    ]


def word_hour(hour: int) -> str:
    """Return an hour of the day, e.g. ``23–24``."""
    return f"{hour:02d}–{hour + 1:02d}"


def _name_level(level: str) -> str:
    chosen: Level = level  # type: ignore[assignment]
    return describe_level(chosen)
