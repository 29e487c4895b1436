"""Files of periods that raise or lower categories, such as election stages -> `PhaseRule`."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from routeplan.config import Config, PhaseRule
from routeplan.hotspots import cells, moments
from routeplan.hotspots.kinds import CALENDARS
from routeplan.hotspots.records import join_notes, read_records
from routeplan.hotspots.row_reader import RowReader, check_dates
from routeplan.hotspots.rows import CellValue
from routeplan.i18n import _


def read_calendar(path: Path, *, config: Config) -> tuple[PhaseRule, ...]:
    """Return the periods of a calendar (CSV, XLSX), in the order of its rows.

    Parameters
    ----------
    config
        Its categories are those that a period may raise or lower.

    Raises
    ------
    InputFaults
        Naming row and column of everything that is wrong.
    InputError
        If the file cannot be read at all.
    """
    read = partial(_read_phase, config=config)
    return read_records(path, CALENDARS, read, area=None).found


def _read_phase(reader: RowReader, _row_id: str, *, config: Config) -> PhaseRule | None:
    labels = {key: rule.label for key, rule in config.categories.items()}
    parse_category = cells.make_category_parser(labels)

    def parse_categories(value: CellValue) -> tuple[str, ...]:
        return tuple(dict.fromkeys(map(parse_category, cells.parse_list(value))))

    dates = _("Write a date such as 2024-11-27.")
    name = reader.read_needed("name", cells.parse_text, _("Give the period a name."))
    first = reader.read_needed("valid_from", moments.parse_date, dates)
    last = reader.read_needed("valid_to", moments.parse_date, dates)
    categories = reader.read_needed(
        "categories", parse_categories, _("Known: {names}.").format(names=", ".join(sorted(labels)))
    )
    factor = reader.read_needed(
        "factor", cells.parse_not_negative, _("Write a number such as 1.5: 1 changes nothing.")
    )
    check_dates(reader, first, last)
    reason, source, note = (
        reader.read(key, cells.parse_text, "") for key in ("reason", "source", "note")
    )
    if reader.faulty or not (name and first and last and categories) or factor is None:
        return None
    return PhaseRule(
        name=name,
        valid_from=first.isoformat(),
        valid_to=last.isoformat(),
        categories=categories,
        factor=factor,
        reason=join_notes(reason, note),
        source=source,
    )
