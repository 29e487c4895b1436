"""The evaluation file ``evaluation.json``: written and read without loss.

It needs no other file to be understood. All its datetimes are in the zone of the plan.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import datetime, tzinfo
from functools import cache, partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import TypeAdapter, ValidationError

from routeplan.errors import Fault, InputError, InputFaults
from routeplan.files import write_text
from routeplan.i18n import _
from routeplan.json_files import dump_json, read_json, word_faults
from routeplan.model import Evaluation

# Readers understand every file of the same major version.
SCHEMA_VERSION = "1.0"

_VERSION = re.compile(r"^(\d{1,6})\.\d{1,6}$")


@cache
def _make_adapter() -> TypeAdapter[Evaluation]:
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
    return dump_json(_make_adapter().dump_python(evaluation, warnings="error"))


def read_evaluation(path: Path) -> Evaluation:
    """Return the evaluation of a file, equal to the one that was written.

    Fields that a newer minor version may have added are ignored.

    Raises
    ------
    InputError
        If the file cannot be read, is no evaluation or comes from another major version.
    InputFaults
        Naming every field that is missing or has a wrong value.
    """
    refuse = partial(_not_an_evaluation, path)
    text, tables = read_json(path, refuse)
    _check_version(path, tables)
    try:
        evaluation = _make_adapter().validate_json(text, strict=True)
        zone = ZoneInfo(evaluation.zone)
    except ValidationError as error:
        raise word_faults(path, error, refuse) from None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        problem = _("{value} is no time zone.").format(value=repr(tables.get("zone")))
        raise InputFaults(str(path), [Fault(problem, setting="zone")]) from None
    naive = [Fault(_("it has no UTC offset."), setting=place) for place in _find_naive(evaluation)]
    if naive:
        raise InputFaults(str(path), naive)
    try:
        moved: Evaluation = _move_times(evaluation, zone)
    except OverflowError:
        raise refuse(_("one of its times is beyond the calendar")) from None
    return moved


def _check_version(path: Path, tables: Any) -> None:
    version = tables.get("schema_version") if isinstance(tables, dict) else None
    found = _VERSION.match(version) if isinstance(version, str) else None
    if found is None or "recordings" not in tables:
        raise _not_an_evaluation(path, _("it has no schema_version"))
    if found[1] != SCHEMA_VERSION.partition(".")[0]:
        message = _(
            "{file} was made by another version of routeplan (evaluation version {version}, this "
            "program reads version {known}). Evaluate the tracks again."
        )
        raise InputError(
            message.format(file=path, version=version, known=SCHEMA_VERSION.partition(".")[0])
        )


def _not_an_evaluation(path: Path, why: str) -> InputError:
    message = _(
        "{file} is not an evaluation: {why}. Give an evaluation.json that `routeplan evaluate` has "
        "written."
    )
    return InputError(message.format(file=path, why=why))


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
        moved = {
            field.name: _move_times(getattr(value, field.name), zone) for field in fields(value)
        }
        return replace(value, **moved)
    return value
