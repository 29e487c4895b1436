"""The plan file ``plan.json``: written and read without loss.

The file is UTF-8 JSON, the fields in the order of `routeplan.model.Plan`, datetimes as ISO 8601
with offset. Equal plans give equal bytes. Its JSON Schema is `routeplan/plan.schema.json`.
"""

from __future__ import annotations

import json
import math
import re
import reprlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from routeplan.config_faults import word_error
from routeplan.errors import Fault, InputError, InputFaults
from routeplan.files import write_text
from routeplan.i18n import _
from routeplan.model import Plan, Replan, Shift, Stop

# Readers understand every file of the same major version.
SCHEMA_VERSION = "2.1"

MAX_VALUE_SHOWN = 40

# What other programs can read too; seeds are no larger.
LARGEST_WHOLE = 2**63 - 1

_VERSION = re.compile(r"^(\d{1,6})\.(\d{1,6})$")
# Line breaks are never part of a JSON string, so only lists of plain numbers match.
_NUMBER = r"-?\d[-+.\deE]*"
_NUMBER_LIST = re.compile(rf"\[\n\s*({_NUMBER}(?:,\n\s*{_NUMBER})*)\n\s*\]")


Timed = TypeVar("Timed", Replan, Shift, Stop)


@cache
def plan_adapter() -> TypeAdapter[Plan]:
    """Return pydantic's reader and writer of plans."""
    return TypeAdapter(Plan)


def write_plan(plan: Plan, path: Path) -> None:
    """Write `plan` to `path`, all or nothing.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    write_text(path, dump_plan(plan))


def dump_plan(plan: Plan) -> str:
    """Return `plan` as the text of a plan file; values are not changed.

    Raises
    ------
    ValueError, TypeError
        If the plan holds something that JSON cannot, or another type than the model says.
    """
    tables = plan_adapter().dump_python(plan, warnings="error")
    text = json.dumps(tables, indent=1, ensure_ascii=False, allow_nan=False, default=_write_moment)
    return _NUMBER_LIST.sub(_join_numbers, text) + "\n"


def read_plan(path: Path) -> Plan:
    """Return the plan of a file, equal to the one that was written.

    All datetimes are given back in the plan's own time zone. Fields that a newer minor version
    may have added are ignored.

    Raises
    ------
    InputError
        If the file cannot be read, is no plan or comes from a newer major version.
    InputFaults
        Naming every field that is missing or has a wrong value.
    """
    text = _read_text(path)
    _check_version(path, _parse_json(path, text))
    try:
        return _restore_zone(plan_adapter().validate_json(text, strict=True), path)
    except ValidationError as error:
        raise _word_faults(path, error) from None
    except OverflowError:
        raise _not_a_plan(path, _("one of its times is beyond the calendar")) from None


def _write_moment(moment: object) -> str:
    if isinstance(moment, (date, time)):
        return moment.isoformat()
    raise TypeError(f"{type(moment).__name__} has no place in a plan file")


def _join_numbers(found: re.Match[str]) -> str:
    return f"[{' '.join(found[1].split())}]"


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise InputError(_("{file}: no such file.").format(file=path)) from None
    except UnicodeDecodeError:
        raise _not_a_plan(path, _("it is not UTF-8 text")) from None
    except OSError as error:
        message = _("{file} cannot be read: {error}.")
        raise InputError(message.format(file=path, error=error.strerror)) from None


def _parse_json(path: Path, text: str) -> Any:
    try:
        return json.loads(
            text, parse_float=_parse_finite, parse_constant=_parse_finite, parse_int=_parse_whole
        )
    except RecursionError:
        raise _not_a_plan(path, _("it is nested too deeply")) from None
    except ValueError as error:
        raise _not_a_plan(path, _("it is not JSON ({error})").format(error=error)) from None


def _parse_finite(number: str) -> float:
    value = float(number)
    if not math.isfinite(value):
        raise ValueError(f"{number} is not finite")
    return value


def _parse_whole(number: str) -> int:
    value = int(number)
    if abs(value) > LARGEST_WHOLE:
        raise ValueError(f"{number[:MAX_VALUE_SHOWN]}… is too large")
    return value


def _check_version(path: Path, tables: Any) -> None:
    version = tables.get("schema_version") if isinstance(tables, dict) else None
    found = _VERSION.match(version) if isinstance(version, str) else None
    if found is None:
        raise _not_a_plan(path, _("it has no schema_version"))
    major, known = int(found[1]), int(SCHEMA_VERSION.partition(".")[0])
    if major > known:
        message = _(
            "{file} was made by a newer routeplan (plan version {version}, this program reads "
            "version {known}). Update routeplan and try again."
        )
        raise InputError(message.format(file=path, version=version, known=known))
    if 0 < major < known:
        message = _(
            "{file} was made by an older routeplan (plan version {version}, this program reads "
            "version {known}). Plan the shift again."
        )
        raise InputError(message.format(file=path, version=version, known=known))
    if major < known:
        raise _not_a_plan(path, _("its plan version {version} is unknown").format(version=version))


def _not_a_plan(path: Path, why: str) -> InputError:
    message = _("{file} is not a plan: {why}. Give a plan.json that `routeplan plan` has written.")
    return InputError(message.format(file=path, why=why))


def _word_faults(path: Path, error: ValidationError) -> InputError:
    items = error.errors()
    if items[0]["type"] == "json_invalid":  # half a letter (a lone surrogate), which json lets pass
        why = str(items[0].get("ctx", {}).get("error", ""))
        return _not_a_plan(path, _("it is not JSON ({error})").format(error=why))
    return InputFaults(str(path), [_describe_fault(item) for item in items])


def _describe_fault(item: ErrorDetails) -> Fault:
    """Return a fault placed like ``loops[0].stops[2].arrive``."""
    place = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in item["loc"])
    short: ErrorDetails = {**item, "input": _shorten(item["input"])}
    return Fault(word_error(short), setting=place.removeprefix("."))


def _shorten(value: Any) -> Any:
    if isinstance(value, str) and len(value) > MAX_VALUE_SHOWN:
        return value[:MAX_VALUE_SHOWN] + "…"
    return reprlib.repr(value) if isinstance(value, (dict, list)) else value


def _restore_zone(plan: Plan, path: Path) -> Plan:
    """Return `plan` with its datetimes in the plan's zone instead of at fixed offsets."""
    try:
        zone = ZoneInfo(plan.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        problem = _("{value} is no time zone.").format(value=repr(plan.zone))
        raise InputFaults(str(path), [Fault(problem, setting="zone")]) from None
    faults = list(_find_naive_times(plan))
    if faults:
        raise InputFaults(str(path), faults)
    loops = tuple(
        replace(
            loop, stops=tuple(_move_times(stop, zone, "arrive", "depart") for stop in loop.stops)
        )
        for loop in plan.loops
    )
    return replace(
        plan,
        shift=_move_times(plan.shift, zone, "start", "end"),
        loops=loops,
        replans=tuple(_move_times(replan, zone, "moment") for replan in plan.replans),
    )


def _find_naive_times(plan: Plan) -> Iterator[Fault]:
    for i, replan in enumerate(plan.replans):
        if replan.moment.tzinfo is None:
            yield Fault(_("it has no UTC offset."), setting=f"replans[{i}].moment")
    for i, loop in enumerate(plan.loops):
        for j, stop in enumerate(loop.stops):
            for name, moment in (("arrive", stop.arrive), ("depart", stop.depart)):
                if moment.tzinfo is None:
                    yield Fault(_("it has no UTC offset."), setting=f"loops[{i}].stops[{j}].{name}")


def _move_times(value: Timed, zone: ZoneInfo, *names: str) -> Timed:
    moments: dict[str, Any] = {name: getattr(value, name).astimezone(zone) for name in names}
    return replace(value, **moments)
