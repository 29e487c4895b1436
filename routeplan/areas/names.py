"""Comparing names of places as people write them."""

from __future__ import annotations

import re
from collections.abc import Iterable

_PREFIX = re.compile(
    r"^\s*(?:polres(?:ta)?|polsek|kecamatan|kec|desa|ds|kelurahan|kel)(?:\.\s*|\s+)(?=\S)",
    re.IGNORECASE,
)
_NOT_LETTER = re.compile(r"[\W_]+")


def is_among(name: str | None, names: Iterable[str]) -> bool:
    """Tell whether one of `names` is the same name; None, an unknown one, is never."""
    return name is not None and fold_name(name) in map(fold_name, names)


def fold_name(name: str) -> str:
    """Return `name` as a key: no case, spaces, hyphens, nor words like "Desa" and "Polsek".

    >>> fold_name("Ds. Kunir-Kidul") == fold_name("KUNIR KIDUL")
    True
    """
    return _NOT_LETTER.sub("", _PREFIX.sub("", name).casefold())
