"""Text of a plan for files without markup: control characters tamed, on one line or on several."""

from __future__ import annotations

import unicodedata

# Letters that no XML holds, marks of byte order, and what turns the direction of all that follows.
_UNSAFE = frozenset(
    "\ufffe\uffff\ufeff\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)


def keep_lines(text: str) -> str:
    """Return `text` with its lines ended by a line feed each, and without other control characters.

    Tabs become spaces; white space around the text is left out.
    """
    lines = (line.replace("\t", " ") for line in text.splitlines())
    return "\n".join("".join(filter(_is_safe, line)) for line in lines).strip()


def join_lines(text: str) -> str:
    """Return `text` on one line, with single spaces and without control characters."""
    return " ".join(keep_lines(text).split())


def _is_safe(letter: str) -> bool:
    return letter not in _UNSAFE and unicodedata.category(letter) not in ("Cc", "Cs")
