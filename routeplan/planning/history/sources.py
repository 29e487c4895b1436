"""Files that tell of visits -> what a history takes in; which reader reads which file.

A kind of JSON file is a `Source`: how its content is told apart, and what reads it. Tables are told
apart by what their names end in. To take in another kind of file, give its `Source` to
`read_batches` beside those of `SOURCES`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from routeplan.config import Config
from routeplan.errors import InputError
from routeplan.hotspots.visit_tables import read_visit_table
from routeplan.i18n import N_, _
from routeplan.model import Notice
from routeplan.planning.history.plans import read_planned_visits
from routeplan.planning.history.store import ShiftKey, VisitBatch

TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm")


@dataclass(frozen=True)
class Source:
    """A kind of JSON file that tells of visits.

    Parameters
    ----------
    title
        What it is, for messages; translated when it is shown.
    keys
        Names that such a file has at its top, and no other kind has all of them.
    read
        Raises `InputError` for a file with faults.
    """

    title: str
    keys: frozenset[str]
    read: Callable[[Path], VisitBatch]


SOURCES = (
    Source(
        N_("plan.json of `routeplan plan`"),
        frozenset({"schema_version", "loops", "unvisited", "totals"}),
        read_planned_visits,
    ),
)


def read_batches(
    files: Sequence[Path],
    *,
    config: Config,
    area: str | None = None,
    sources: Sequence[Source] = SOURCES,
) -> tuple[VisitBatch, ...]:
    """Return what each of the files tells, in their order.

    Parameters
    ----------
    config, area
        Of tables, see `routeplan.hotspots.visit_tables.read_visit_table`.
    sources
        The kinds of JSON files that are known.

    Raises
    ------
    InputError
        Naming what is wrong with every file, or two that plan the same shift.
    """
    batches, errors = [], []
    for file in files:
        try:
            batches.append(_read_batch(file, config=config, area=area, sources=sources))
        except InputError as error:
            errors.append(error)
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise InputError("\n".join(map(str, errors)))
    _refuse_rivals(files, batches)
    return tuple(batches)


def _read_batch(
    file: Path, *, config: Config, area: str | None, sources: Sequence[Source]
) -> VisitBatch:
    if not file.is_file():
        raise InputError(_("{file}: no such file.").format(file=file))
    if file.suffix.lower() in TABLES:
        table = read_visit_table(file, config=config, area=area)
        columns = ", ".join(table.ignored_columns)
        notices = (Notice("ignored_columns", {"columns": columns}),) if columns else ()
        return VisitBatch(table.visits, notices=notices)
    keys = _read_keys(file)
    for source in sources:
        if source.keys <= keys:
            return source.read(file)
    known = "; ".join([*(_(source.title) for source in sources), _("tables (.csv, .xlsx)")])
    message = _("{file} tells of no visits. What can be imported: {known}.")
    raise InputError(message.format(file=file, known=known))


def _read_keys(file: Path) -> frozenset[str]:
    """Return the names at the top of a JSON file; none where it is of another kind."""
    try:
        content: Any = json.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        message = _("{file} cannot be read: {error}.")
        raise InputError(message.format(file=file, error=error.strerror)) from None
    except (ValueError, RecursionError):  # a picture, a text, half a file
        return frozenset()
    return frozenset(content) if isinstance(content, Mapping) else frozenset()


def _refuse_rivals(files: Sequence[Path], batches: Sequence[VisitBatch]) -> None:
    """Refuse two files that each say what was planned in a shift: only one of them was driven."""
    told: dict[ShiftKey, Path] = {}
    problems = []
    for file, batch in zip(files, batches, strict=True):
        for key in batch.whole_shifts:
            first = told.setdefault(key, file)
            if first != file:
                message = _("{first} and {second} both plan {shift} on {date} in {area}.")
                problems.append(message.format(
                    first=first, second=file, shift=key.shift, date=key.date, area=key.area
                ))  # fmt: skip
    if problems:
        raise InputError("\n".join([*problems, _("Import the plan that was driven.")]))
