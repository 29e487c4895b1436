"""A language of other letters: what stays Latin in it was never given to a translator.

Every message of the program is turned into Cyrillic letters, what is filled into it stays as it is.
"""

from __future__ import annotations

import re
import string
from collections.abc import Collection, Iterator
from gettext import NullTranslations

import pytest

from routeplan import i18n

_OTHER = "абвгдежзийклмнопрстуфхцчшщ"
_TURN = str.maketrans(string.ascii_letters, _OTHER + _OTHER.upper())
_WORD = re.compile(r"[^\W\d_]*[A-Za-z][^\W\d_]*")


class OtherLetters(NullTranslations):
    """A catalog that knows every message."""

    def gettext(self, message: str) -> str:
        """Return a message in the other letters."""
        return turn(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the form for `n` in the other letters."""
        return turn(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        """Return a message in the other letters."""
        return turn(message)


def speak_other_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the program speak the language of other letters; dates and numbers stay English."""
    catalog = OtherLetters()
    monkeypatch.setattr(i18n, "_load_catalog", lambda _language: catalog)


def turn(message: str) -> str:
    """Return `message` in other letters but for its fields, e.g. ``{n} стопс``."""
    return "".join(_turn_pieces(message))


def find_latin(text: str, known: Collection[str] = ()) -> list[str]:
    """Return the words of `text` in Latin letters that are not `known`, each once."""
    return [word for word in dict.fromkeys(_WORD.findall(text)) if word not in known]


def list_words(text: str) -> list[str]:
    """Return the words of a text in Latin letters."""
    return _WORD.findall(text)


def _turn_pieces(message: str) -> Iterator[str]:
    for literal, field, form, conversion in string.Formatter().parse(message):
        yield literal.translate(_TURN).replace("{", "{{").replace("}", "}}")
        if field is not None:
            mark = f"!{conversion}" if conversion else ""
            yield f"{{{field}{mark}{':' if form else ''}{form}}}"
