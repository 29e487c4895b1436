"""Text of a plan for files without markup: control characters tamed, on one line or on several."""

from __future__ import annotations

import unicodedata

# What cannot be seen, cannot be kept in XML, or turns the direction of what follows.
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn")


def keep_lines(text: str) -> str:
    """Return `text` with its lines ended by a line feed each, and without other control characters.

    Tabs become spaces; white space around the text is left out.
    """
    lines = (line.replace("\t", " ") for line in text.splitlines())
    return "\n".join("".join(filter(_is_seen, line)) for line in lines).strip()


def join_lines(text: str) -> str:
    """Return `text` on one line, with single spaces and without control characters."""
    return " ".join(keep_lines(text).split())


def _is_seen(letter: str) -> bool:
    return unicodedata.category(letter) not in _UNSEEN
