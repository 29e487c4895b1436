"""The evaluation file ``evaluation.json``: written and read without loss.

It needs no other file to be understood. All its datetimes are in the zone of the plan.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import datetime, tzinfo
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import TypeAdapter

from routeplan.errors import Fault, InputFaults
from routeplan.files import write_text
from routeplan.i18n import N_, _
from routeplan.jsonfiles import FileKind, dump_json, read_json, refuse_file
from routeplan.model import Evaluation

SCHEMA_VERSION = "1.0"

EVALUATION_FILE = FileKind(
    version=SCHEMA_VERSION,
    not_one=N_(
        "{file} is not an evaluation: {why}. Give an evaluation.json that `routeplan evaluate` has "
        "written."
    ),
    newer=N_(
        "{file} was made by a newer routeplan (evaluation version {version}, this program reads "
        "version {known}), or is no evaluation. Update routeplan and try again."
    ),
    older=N_(
        "{file} was made by an older routeplan (evaluation version {version}, this program reads "
        "version {known}). Evaluate the recordings again."
    ),
)


@cache
def evaluation_adapter() -> TypeAdapter[Evaluation]:
    """Return pydantic's reader and writer of evaluations."""
    return TypeAdapter(Evaluation)


def write_evaluation(evaluation: Evaluation, path: Path) -> None:
    """Write `evaluation` to `path`, all or nothing.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    write_text(path, dump_evaluation(evaluation))


def dump_evaluation(evaluation: Evaluation) -> str:
    """Return `evaluation` as the text of its file; values are not changed."""
    return dump_json(evaluation_adapter().dump_python(evaluation, warnings="error"))


def read_evaluation(path: Path) -> Evaluation:
    """Return the evaluation of a file, equal to the one that was written.

    Raises
    ------
    InputError
        If the file cannot be read, is no evaluation or comes from another major version.
    InputFaults
        Naming every field that is missing or has a wrong value.
    """
    evaluation = read_json(path, evaluation_adapter(), EVALUATION_FILE)
    try:
        zone = ZoneInfo(evaluation.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        problem = _("{value} is no time zone.").format(value=repr(evaluation.zone))
        raise InputFaults(str(path), [Fault(problem, setting="zone")]) from None
    naive = [Fault(_("it has no UTC offset."), setting=place) for place in _find_naive(evaluation)]
    if naive:
        raise InputFaults(str(path), naive)
    try:
        moved: Evaluation = _move_times(evaluation, zone)
    except OverflowError:
        why = _("one of its times is beyond the calendar")
        raise refuse_file(path, EVALUATION_FILE, why) from None
    return moved


def _find_naive(value: Any, place: str = "") -> Iterator[str]:
    """Yield where a datetime without an offset stands, like ``units[0].stops[2].begin``."""
    if isinstance(value, datetime) and value.tzinfo is None:
        yield place.removeprefix(".")
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _find_naive(item, f"{place}[{number}]")
    elif is_dataclass(value):
        for field in fields(value):
            yield from _find_naive(getattr(value, field.name), f"{place}.{field.name}")


def _move_times(value: Any, zone: tzinfo) -> Any:
    """Return a value with all its datetimes in a zone instead of at fixed offsets."""
    if isinstance(value, datetime):
        return value.astimezone(zone)
    if isinstance(value, tuple) and value and not isinstance(value[0], (int, float, str)):
        return tuple(_move_times(item, zone) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        moved = {one.name: _move_times(getattr(value, one.name), zone) for one in fields(value)}
        return replace(value, **moved)
    return value
