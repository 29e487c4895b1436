"""A language of other letters: what stays Latin in it was never given to a translator.

Every message of the program is turned into Cyrillic letters, what is filled into it stays as it is.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import asdict
from gettext import NullTranslations
from typing import Any, get_args

import pytest
from babel.dates import get_day_names, get_month_names

from routeplan import i18n
from routeplan.model import PASARAN, Level, Plan, Reason, Roster, StopKind

# Same in all languages: units, zones, and the program's own name.
ALWAYS = {"km", "m", "WIB", "routeplan"}
DATES = {
    *get_day_names(locale="en").values(), *get_month_names(locale="en").values(), *PASARAN,
}  # fmt: skip
# Links, digests, moments, suffixes, fields of templates that scripts fill in, fields of Excel.
NO_WORDS = re.compile(
    r"https?://\S+|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|#?\b(?=\w*\d)[0-9A-Fa-f]{6,}\b"
    r"|\d{4}-\d\d-\d\dT[\d:.]+Z?|\d{8}T\d{6}|\.[a-z0-9]+\b|\{\w+\}|&[APN]\b"
)

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


def list_data(document: Any) -> Iterator[str]:
    """Yield the texts of a plan but for its codes and settings."""
    codes = {*get_args(StopKind), *get_args(Reason), *get_args(Level)}
    if isinstance(document, str) and document not in codes:
        yield document
    elif isinstance(document, dict):
        for name, value in document.items():
            if name not in ("config", "code", "kind", "shape"):
                yield from list_data(value)
    elif isinstance(document, tuple | list):
        for value in document:
            yield from list_data(value)


def list_known(plan: Plan | Roster) -> set[str]:
    """Return the words that are the own ones of a plan or a roster."""
    labels = [rule.get("label", "") for rule in plan.config.get("categories", {}).values()]
    texts = [*list_data(asdict(plan)), *labels]
    return {*ALWAYS, *DATES, *(word for text in texts for word in list_words(text))}


def find_untranslated(text: str, known: AbstractSet[str]) -> list[str]:
    """Return the words of `text` in Latin letters that are neither `known` nor codes, each once."""
    words = dict.fromkeys(list_words(NO_WORDS.sub(" ", text)))
    return [word for word in words if word not in known]


def list_words(text: str) -> list[str]:
    """Return the words of a text in Latin letters."""
    return _WORD.findall(text)


def _turn_pieces(message: str) -> Iterator[str]:
    for literal, field, form, conversion in string.Formatter().parse(message):
        yield literal.translate(_TURN).replace("{", "{{").replace("}", "}}")
        if field is not None:
            mark = f"!{conversion}" if conversion else ""
            yield f"{{{field}{mark}{':' if form else ''}{form}}}"
