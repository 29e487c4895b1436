"""Cells -> text, numbers and words. Every parser takes any cell or raises `CellFault`."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from routeplan.errors import nearest_names
from routeplan.hotspots.rows import CellValue
from routeplan.i18n import _
from routeplan.model import LEVELS, Level, Vehicle

T = TypeVar("T")

LARGEST_COUNT = 1_000_000

_YES = frozenset({"ya", "y", "yes", "true", "benar", "wajib", "1"})
_NO = frozenset({"tidak", "tdk", "t", "n", "no", "false", "salah", "0"})
_VEHICLE_WORDS: Mapping[str, Vehicle] = {
    "r4": "R4", "roda 4": "R4", "roda empat": "R4", "mobil": "R4", "car": "R4",
    "r2": "R2", "roda 2": "R2", "roda dua": "R2", "motor": "R2", "sepeda motor": "R2",
    "motorcycle": "R2",
    "kaki": "foot", "jalan kaki": "foot", "foot": "foot", "on foot": "foot",
}  # fmt: skip
_DECIMAL = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", re.ASCII)
_SEPARATOR = re.compile(r"[;,\n]")


class CellFault(ValueError):
    """What is wrong with a cell, and what would be right; ends up in a `Fault`."""

    def __init__(self, problem: str, remedy: str = "") -> None:
        self.problem = problem
        self.remedy = remedy
        super().__init__(problem)


def parse_text(value: CellValue) -> str:
    """Return the cell as text; whole numbers without a decimal part."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return clean_text(str(value))


def clean_text(text: str) -> str:
    """Return `text` with single spaces, and these in the place of what cannot be seen."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def parse_number(value: CellValue) -> float:
    """Return a finite number; text may have a decimal comma."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise CellFault(
            _("{value} is no number.").format(value=value),
            _("If the spreadsheet made a date of it, format the cell as text and type it again."),
        )
    try:
        number = _number_from_text(value) if isinstance(value, str) else float(value)
    except OverflowError:  # a whole number of more than 308 digits
        number = math.inf
    if not math.isfinite(number):
        raise CellFault(
            _("{value} is no finite number.").format(value=number), _("Write a number such as 1.5.")
        )
    return number


def _number_from_text(text: str) -> float:
    plain = text.strip().replace("−", "-").removesuffix("°")
    # One comma and no point is a decimal comma; 1.234,5 and 1,234.5 could mean two numbers.
    if plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    if _DECIMAL.fullmatch(plain) or plain.casefold() in ("nan", "inf", "-inf"):
        return float(plain)
    raise CellFault(_("{value} is no number.").format(value=text), _("Write a number such as 1.5."))


def parse_not_negative(value: CellValue) -> float:
    """Return a number of at least 0."""
    number = parse_number(value)
    if number < 0:
        raise CellFault(
            _("{value} is negative.").format(value=value), _("Write 0 or a number above it.")
        )
    return number


def parse_positive(value: CellValue) -> float:
    """Return a number above 0."""
    number = parse_number(value)
    if number <= 0:
        raise CellFault(
            _("{value} is not above 0.").format(value=value), _("Write a number above 0.")
        )
    return number


def parse_count(value: CellValue) -> int:
    """Return a whole number from 1 to a million."""
    number = parse_positive(value)
    if not number.is_integer():
        raise CellFault(
            _("{value} is no whole number.").format(value=value), _("Write a whole number.")
        )
    if number > LARGEST_COUNT:
        raise CellFault(
            _("{value} is too large.").format(value=value),
            _("Write a smaller number, or empty the cell."),
        )
    return int(number)


def fold_word(text: str) -> str:
    """Return `text` in lower case, with single spaces for underscores and hyphens."""
    return " ".join(text.casefold().replace("_", " ").replace("-", " ").split())


def parse_name_of(
    known: Mapping[str, T],
    value: CellValue,
    *,
    kind: str,
    offered: Sequence[str],
    fold: Callable[[str], str] = fold_word,
) -> T:
    """Return what `known` says of the word in the cell.

    Parameters
    ----------
    known
        Values by folded word.
    kind
        What the word is meant to be, in the output language, e.g. "category".
    offered
        The words to offer where the cell holds none of the known ones.
    fold
        Makes spellings of a word alike.
    """
    text = parse_text(value)
    word = fold(text)
    if word in known:
        return known[word]
    raise refuse_name(text, kind=kind, offered=offered)


def refuse_name(text: str, *, kind: str, offered: Sequence[str]) -> CellFault:
    """Return the fault of a word that nobody knows; those that look like it are offered."""
    near = nearest_names(text, offered, limit=2)
    if near:
        remedy = _("Did you mean {names}?").format(names=", ".join(near))
    else:
        remedy = _("Known: {names}.").format(names=", ".join(offered))
    return CellFault(_("Unknown {kind}: {name}.").format(kind=kind, name=text), remedy)


def parse_level(value: CellValue) -> Level:
    """Return a level of vulnerability; ``Sangat Rawan`` and ``sangat_rawan`` are one."""
    known: dict[str, Level] = {fold_word(level): level for level in LEVELS}
    if not isinstance(value, str):
        raise CellFault(
            _("{value} is no level: levels are words.").format(value=value),
            _("Known: {names}.").format(names=", ".join(LEVELS)),
        )
    return parse_name_of(known, value, kind=_("level"), offered=LEVELS)


def make_category_parser(categories: Mapping[str, str]) -> Callable[[CellValue], str]:
    """Return a parser of category names; `categories` holds their labels by name."""
    known = {fold_word(label): name for name, label in categories.items()}
    known |= {fold_word(name): name for name in categories}
    return lambda value: parse_name_of(known, value, kind=_("category"), offered=sorted(categories))


def parse_vehicle(value: CellValue) -> Vehicle:
    """Return a vehicle: R4, R2 or foot."""
    return parse_name_of(_VEHICLE_WORDS, value, kind=_("vehicle"), offered=["R4", "R2", "kaki"])


def parse_vehicles(value: CellValue) -> tuple[Vehicle, ...]:
    """Return the vehicles of a list such as ``R2; kaki``, each once."""
    return tuple(dict.fromkeys(parse_vehicle(part) for part in parse_list(value)))


def parse_list(value: CellValue) -> tuple[str, ...]:
    """Return the parts of a cell between semicolons, commas or line breaks."""
    parts = (parse_text(part) for part in _SEPARATOR.split(str(value)))
    return tuple(part for part in parts if part)


def parse_yes_no(value: CellValue) -> bool:
    """Return True for ya, yes, benar, 1; False for tidak, no, salah, 0."""
    word = parse_text(value).casefold()
    if word in _YES | _NO:
        return word in _YES
    raise CellFault(
        _("{value} is neither yes nor no.").format(value=value), _("Write ya or tidak.")
    )
