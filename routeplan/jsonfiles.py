"""JSON files of our own: read strictly, refused with what is wrong and where.

A file holds one object with a ``schema_version`` such as ``2.1``; readers understand every file of
the same major version.
"""

from __future__ import annotations

import json
import math
import re
import reprlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from routeplan.config_faults import word_error
from routeplan.errors import Fault, InputError, InputFaults
from routeplan.i18n import _

MAX_VALUE_SHOWN = 40

# What other programs can read too; seeds are no larger.
LARGEST_WHOLE = 2**63 - 1

_VERSION = re.compile(r"^(\d{1,6})\.(\d{1,6})$")
# Line breaks are never part of a JSON string, so only lists of plain numbers match.
_NUMBER = r"-?\d[-+.\deE]*"
_NUMBER_LIST = re.compile(rf"\[\n\s*({_NUMBER}(?:,\n\s*{_NUMBER})*)\n\s*\]")

Content = TypeVar("Content")


@dataclass(frozen=True)
class FileKind:
    """What is said of files of a kind, to be translated, as in `routeplan.planning.planfile`.

    Parameters
    ----------
    version
        Of the files that are written.
    not_one
        With ``{file}`` and ``{why}``.
    newer, older
        With ``{file}``, ``{version}`` and ``{known}``.
    """

    version: str
    not_one: str
    newer: str
    older: str


def dump_json(tables: Mapping[str, Any]) -> str:
    """Return the text of a file: a line for each value, lists of numbers on one line.

    Raises
    ------
    ValueError, TypeError
        If `tables` hold something that JSON cannot; dates and times are written as ISO 8601.
    """
    text = json.dumps(tables, indent=1, ensure_ascii=False, allow_nan=False, default=_write_moment)
    return _NUMBER_LIST.sub(_join_numbers, text) + "\n"


def read_json(path: Path, adapter: TypeAdapter[Content], kind: FileKind) -> Content:
    """Return the content of a file; fields that a newer minor version may have are ignored.

    Raises
    ------
    InputError
        If the file cannot be read, is of another kind or comes from a newer major version.
    InputFaults
        Naming every field that is missing or has a wrong value.
    """
    text = _read_text(path, kind)
    _check_version(path, _parse_json(path, text, kind), kind)
    try:
        return adapter.validate_json(text, strict=True)
    except ValidationError as error:
        raise _word_faults(path, error, kind) from None
    except OverflowError:
        raise refuse_file(path, kind, _("one of its times is beyond the calendar")) from None


def refuse_file(path: Path, kind: FileKind, why: str) -> InputError:
    """Return the error that a file is not of its kind."""
    return InputError(_(kind.not_one).format(file=path, why=why))


def _write_moment(moment: object) -> str:
    if isinstance(moment, (date, time)):
        return moment.isoformat()
    raise TypeError(f"{type(moment).__name__} has no place in a file")


def _join_numbers(found: re.Match[str]) -> str:
    return f"[{' '.join(found[1].split())}]"


def _read_text(path: Path, kind: FileKind) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise InputError(_("{file}: no such file.").format(file=path)) from None
    except UnicodeDecodeError:
        raise refuse_file(path, kind, _("it is not UTF-8 text")) from None
    except OSError as error:
        message = _("{file} cannot be read: {error}.")
        raise InputError(message.format(file=path, error=error.strerror)) from None


def _parse_json(path: Path, text: str, kind: FileKind) -> Any:
    try:
        return json.loads(
            text, parse_float=_parse_finite, parse_constant=_parse_finite, parse_int=_parse_whole
        )
    except RecursionError:
        raise refuse_file(path, kind, _("it is nested too deeply")) from None
    except ValueError as error:
        why = _("it is not JSON ({error})").format(error=error)
        raise refuse_file(path, kind, why) from None


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


def _check_version(path: Path, tables: Any, kind: FileKind) -> None:
    version = tables.get("schema_version") if isinstance(tables, dict) else None
    found = _VERSION.match(version) if isinstance(version, str) else None
    if found is None:
        raise refuse_file(path, kind, _("it has no schema_version"))
    major, known = int(found[1]), int(kind.version.partition(".")[0])
    if major > known:
        raise InputError(_(kind.newer).format(file=path, version=version, known=known))
    if 0 < major < known:
        raise InputError(_(kind.older).format(file=path, version=version, known=known))
    if major < known:
        why = _("its version {version} is unknown").format(version=version)
        raise refuse_file(path, kind, why)


def _word_faults(path: Path, error: ValidationError, kind: FileKind) -> InputError:
    items = error.errors()
    if items[0]["type"] == "json_invalid":  # half a letter (a lone surrogate), which json lets pass
        why = str(items[0].get("ctx", {}).get("error", ""))
        return refuse_file(path, kind, _("it is not JSON ({error})").format(error=why))
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
