"""JSON files of our own: written alike, read strictly, faults placed like ``loops[0].stops[2]``.

Files are UTF-8 JSON with the fields in the order of the model, datetimes as ISO 8601 with offset.
Equal values give equal bytes.
"""

from __future__ import annotations

import json
import math
import re
import reprlib
from collections.abc import Callable
from datetime import date, time
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from routeplan.config_faults import word_error
from routeplan.errors import Fault, InputError, InputFaults
from routeplan.i18n import _

# The error of a file that is none of its kind, made of the reason.
Refuse = Callable[[str], InputError]

MAX_VALUE_SHOWN = 40

# What other programs can read too; seeds are no larger.
LARGEST_WHOLE = 2**63 - 1

# Line breaks are never part of a JSON string, so only lists of plain numbers match.
_NUMBER = r"-?\d[-+.\deE]*"
_NUMBER_LIST = re.compile(rf"\[\n\s*({_NUMBER}(?:,\n\s*{_NUMBER})*)\n\s*\]")


def dump_json(tables: Any) -> str:
    """Return tables as the text of a file, lists of numbers on one line each.

    Raises
    ------
    ValueError, TypeError
        If they hold something that JSON cannot.
    """
    text = json.dumps(tables, indent=1, ensure_ascii=False, allow_nan=False, default=_write_moment)
    return _NUMBER_LIST.sub(_join_numbers, text) + "\n"


def read_json(path: Path, refuse: Refuse) -> tuple[str, Any]:
    """Return the text of a file and what it holds.

    Raises
    ------
    InputError
        If it cannot be read or is no JSON.
    """
    text = _read_text(path, refuse)
    return text, _parse_json(text, refuse)


def word_faults(path: Path, error: ValidationError, refuse: Refuse) -> InputError:
    """Return the error that names every field that is missing or has a wrong value."""
    items = error.errors()
    if items[0]["type"] == "json_invalid":  # half a letter (a lone surrogate), which json lets pass
        why = str(items[0].get("ctx", {}).get("error", ""))
        return refuse(_("it is not JSON ({error})").format(error=why))
    return InputFaults(str(path), [_describe_fault(item) for item in items])


def _write_moment(moment: object) -> str:
    if isinstance(moment, (date, time)):
        return moment.isoformat()
    raise TypeError(f"{type(moment).__name__} has no place in a JSON file")


def _join_numbers(found: re.Match[str]) -> str:
    return f"[{' '.join(found[1].split())}]"


def _read_text(path: Path, refuse: Refuse) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise InputError(_("{file}: no such file.").format(file=path)) from None
    except UnicodeDecodeError:
        raise refuse(_("it is not UTF-8 text")) from None
    except OSError as error:
        message = _("{file} cannot be read: {error}.")
        raise InputError(message.format(file=path, error=error.strerror)) from None


def _parse_json(text: str, refuse: Refuse) -> Any:
    try:
        return json.loads(
            text, parse_float=_parse_finite, parse_constant=_parse_finite, parse_int=_parse_whole
        )
    except RecursionError:
        raise refuse(_("it is nested too deeply")) from None
    except ValueError as error:
        raise refuse(_("it is not JSON ({error})").format(error=error)) from None


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


def _describe_fault(item: ErrorDetails) -> Fault:
    """Return a fault placed like ``loops[0].stops[2].arrive``."""
    place = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in item["loc"])
    short: ErrorDetails = {**item, "input": _shorten(item["input"])}
    return Fault(word_error(short), setting=place.removeprefix("."))


def _shorten(value: Any) -> Any:
    if isinstance(value, str) and len(value) > MAX_VALUE_SHOWN:
        return value[:MAX_VALUE_SHOWN] + "…"
    return reprlib.repr(value) if isinstance(value, (dict, list)) else value
