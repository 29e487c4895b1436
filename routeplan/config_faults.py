"""What pydantic finds wrong with the settings, said to the user."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from routeplan.errors import Fault, nearest_names
from routeplan.i18n import N_, _

# Sentence for each pydantic error type that settings can cause; fields: value and pydantic's own
# context. https://docs.pydantic.dev/latest/errors/validation_errors/
NO_SUCH = N_("there is no such setting.")
NO_NUMBER = N_("{value} is not a number.")
NO_WHOLE_NUMBER = N_("{value} is not a whole number.")
NO_LIST = N_("{value} is not a list.")
NO_TABLE = N_("{value} is not a table.")
SENTENCES = {
    "unexpected_keyword_argument": NO_SUCH,
    "missing": N_("it is missing."),
    "string_type": N_("{value} is not a text in quotes."),
    "string_pattern_mismatch": N_('{value} is not a clock time such as "23:00".'),
    "day": N_('{value} is not a date such as "2024-11-27".'),
    "days_off": N_(
        '{value} is neither a day such as "Minggu" or "Sabtu Legi" nor a date such as "2024-11-27" '
        'or "2024-11-11..2024-11-14".'
    ),
    "window": N_('{value} is not a window of time such as "23:00-04:00".'),
    "windows": N_('{value} is not a window of time such as "06:00-08:00; 22:00-04:00".'),
    "int_type": NO_WHOLE_NUMBER,
    "int_parsing": NO_WHOLE_NUMBER,
    "int_from_float": NO_WHOLE_NUMBER,
    "float_type": NO_NUMBER,
    "float_parsing": NO_NUMBER,
    "finite_number": NO_NUMBER,
    "greater_than": N_("{value} is not above {gt}."),
    "greater_than_equal": N_("{value} is below {ge}."),
    "less_than_equal": N_("{value} is above {le}."),
    "less_than": N_("{value} is not below {lt}."),
    "literal_error": N_("{value} is none of {expected}."),
    "too_short": N_("it must not be empty."),
    "string_too_short": N_("it must not be empty."),
    "tuple_type": NO_LIST,
    "dict_type": NO_TABLE,
    "dataclass_type": NO_TABLE,
}

_ALMOST_THE_SAME = 0.75


def list_faults(error: ValidationError, known: Sequence[str]) -> Iterator[Fault]:
    """Yield a fault for each error, with the nearest of the `known` dotted keys on offer."""
    for item in error.errors():
        # A wrong name of a table appears as the pseudo-part "[key]" behind the name.
        is_name = bool(item["loc"]) and item["loc"][-1] == "[key]"
        parts = item["loc"][:-1] if is_name else item["loc"]
        # Users count the tables of a list from 1.
        key = ".".join(str(part + 1 if isinstance(part, int) else part) for part in parts)
        if item["type"] == "missing":
            remedy = suggest_table(key, known)
        elif is_name or item["type"] == "unexpected_keyword_argument":
            remedy = suggest_key(key, [*known, *list_names(key, item)])
        else:
            remedy = ""
        yield Fault(_(NO_SUCH) if is_name else word_error(item), remedy, setting=key)


def word_error(item: ErrorDetails) -> str:
    """Return the sentence for one error, in pydantic's English where there is none of ours."""
    sentence = SENTENCES.get(item["type"])
    if sentence is None:
        return f"{item['msg']}."
    value = item["input"]
    shown = repr(value) if isinstance(value, str) else str(value)
    details = dict(item.get("ctx", {}))
    if choices := _list_choices(item):
        details["expected"] = ", ".join(choices)
    return _(sentence).format(value=shown, **details)


def list_names(key: str, item: ErrorDetails) -> list[str]:
    """Return the keys that may stand in the place of `key`, where only some names may."""
    return [f"{key.rpartition('.')[0]}.{name}" for name in _list_choices(item)]


def _list_choices(item: ErrorDetails) -> list[str]:
    # pydantic joins them by an English "or"
    return re.findall(r"'([^']+)'", str(item.get("ctx", {}).get("expected", "")))


def suggest_table(key: str, known: Sequence[str]) -> str:
    """Return a question that offers `key` in a table whose name is almost the same, or nothing."""
    above, table, name = key.rsplit(".", 2) if key.count(".") > 1 else ("", "", "")
    tables = [
        k.split(".")[-2] for k in known if k.startswith(f"{above}.") and k.endswith(f".{name}")
    ]
    near = get_close_matches(table, set(tables) - {table}, n=1, cutoff=_ALMOST_THE_SAME)
    return _("Did you mean {names}?").format(names=f"{above}.{near[0]}.{name}") if near else ""


def suggest_key(key: str, known: Sequence[str]) -> str:
    """Return what to write instead of `key`: the known key most like it, or those beside it."""
    # Keys beside it come first: "shifts.malam.strat" means "shifts.malam.start".
    table, _dot, name = key.rpartition(".")
    beside = {k.rpartition(".")[2]: k for k in known if k.rpartition(".")[0] == table}
    if not beside:  # a table of the user's own has the settings of others of its kind
        kind = table.rpartition(".")[0]
        alike = [k.split(".") for k in known if kind and k.startswith(f"{kind}.")]
        beside = {
            parts[-1]: f"{table}.{parts[-1]}" for parts in alike if len(parts) == key.count(".") + 1
        }
    near = [beside[found] for found in nearest_names(name, list(beside), limit=1)]
    near = [found for found in near if found != key] or nearest_names(key, known, limit=1)
    # Neither itself nor the table it stands in.
    near = [found for found in near if not f"{key}.".startswith(f"{found}.")]
    if near:
        return _("Did you mean {names}?").format(names=near[0])
    return _("Known: {names}.").format(names=", ".join(beside)) if beside and table else ""


def list_keys(tables: Mapping[str, Any], *, above: str = "") -> list[str]:
    """Return the dotted names of all tables and settings in `tables`."""
    keys = []
    for name, value in tables.items():
        key = f"{above}{name}"
        keys.append(key)
        rows = enumerate(value, 1) if isinstance(value, Sequence) else ()
        for number, row in rows:
            if isinstance(row, Mapping):
                keys.extend(list_keys(row, above=f"{key}.{number}."))
        if isinstance(value, Mapping):
            keys.extend(list_keys(value, above=f"{key}."))
    return keys
