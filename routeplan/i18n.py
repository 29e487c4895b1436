"""Messages in Indonesian (default) and English, through gettext.

Source strings are English. ``_`` translates at the moment of the call, so text that is made
before the language is known (help texts) is only marked with ``N_`` and translated when shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib import resources

DEFAULT_LANGUAGE = "id"
LANGUAGES = ("id", "en")

_language: ContextVar[str] = ContextVar("routeplan_language", default=DEFAULT_LANGUAGE)


def set_language(language: str) -> None:
    """Set the language of messages for the current context; one of `LANGUAGES`."""
    if language not in LANGUAGES:
        raise ValueError(f"unknown language {language!r}; known: {', '.join(LANGUAGES)}")
    _language.set(language)


@contextmanager
def use_language(language: str) -> Iterator[None]:
    """Speak `language` inside the ``with`` block."""
    before = _language.get()
    set_language(language)
    try:
        yield
    finally:
        _language.set(before)


def get_language() -> str:
    """Return the code of the language in use."""
    return _language.get()


def _(message: str) -> str:
    """Translate `message` into the language in use."""
    return _load_catalog(_language.get()).gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """Translate a message that has a singular and a plural form."""
    return _load_catalog(_language.get()).ngettext(singular, plural, n)


def N_(message: str) -> str:  # noqa: N802 - the customary name of gettext's no-op marker
    """Mark `message` for translation without translating it yet."""
    return message


@cache
def _load_catalog(language: str) -> NullTranslations:
    if language == "en":
        return NullTranslations()
    path = f"locale/{language}/LC_MESSAGES/routeplan.mo"
    with resources.files("routeplan").joinpath(path).open("rb") as file:
        return GNUTranslations(file)
