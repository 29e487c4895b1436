"""Messages: marked so that they can be translated, and translated."""

from __future__ import annotations

import ast
import string
import threading
from collections.abc import Iterable
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from routeplan.i18n import _, get_language, ngettext, set_language, use_language

PACKAGE = Path(__file__).resolve().parent.parent / "routeplan"
PO = PACKAGE / "locale" / "id" / "LC_MESSAGES" / "routeplan.po"
Texts = tuple[str, ...]
MARKERS = {"_": None, "N_": None, "ngettext": (1, 2)}


def extract_messages() -> dict[Texts, str]:
    """Return the forms of every marked message and one place where each stands."""
    found = extract_from_dir(PACKAGE, [("**.py", "python")], keywords=MARKERS)
    return {as_texts(message): f"{file}:{line}" for file, line, message, *_rest in found}


def read_catalog() -> Catalog:
    with PO.open(encoding="utf-8") as file:
        return read_po(file, locale="id")


def list_translations(catalog: Catalog) -> dict[Texts, Texts]:
    """Return the forms of each message of a catalog and those of its translation."""
    return {as_texts(entry.id): as_texts(entry.string) for entry in catalog if entry.id}


def as_texts(text: str | Iterable[str] | None) -> Texts:
    return (text or "",) if isinstance(text, str | None) else tuple(text)


def list_fields(message: str) -> set[str]:
    """Return the names in braces of a message."""
    return {
        field for _text, field, _spec, _conversion in string.Formatter().parse(message) if field
    }


def test_every_message_is_translated() -> None:
    done = list_translations(read_catalog())
    missing = [
        f"{place}: {message[0]}"
        for message, place in extract_messages().items()
        if not all(done.get(message, ("",)))
    ]
    assert not missing, f"{len(missing)} messages wait for scripts/build_locale: {missing}"


def test_the_catalog_has_no_message_that_the_program_lost() -> None:
    assert list_translations(read_catalog()).keys() - extract_messages().keys() == set()


def test_translations_keep_the_fields_of_their_message() -> None:
    # Indonesian has one form, that of the plural.
    wrong = [
        (message, translation)
        for message, translation in list_translations(read_catalog()).items()
        if all(translation)
        and any(list_fields(text) != list_fields(message[-1]) for text in translation)
    ]
    assert wrong == []


def test_no_translation_is_marked_as_a_guess() -> None:
    assert [entry.id for entry in read_catalog() if entry.id and entry.fuzzy] == []


def test_the_compiled_catalog_is_that_of_the_translations() -> None:
    with PO.with_suffix(".mo").open("rb") as file:
        assert list_translations(read_mo(file)) == list_translations(read_catalog())


@pytest.mark.parametrize(
    "module", sorted(PACKAGE.rglob("*.py")), ids=lambda m: m.relative_to(PACKAGE).as_posix()
)
def test_messages_are_plain_strings_when_they_are_marked(module: Path) -> None:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    made = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if node.func.id in MARKERS
        for argument in node.args[: 2 if node.func.id == "ngettext" else 1]
        # Names and table look-ups translate what N_ has marked; strings must not be made here.
        if isinstance(argument, ast.JoinedStr | ast.BinOp | ast.Call)
    ]
    assert made == []


def test_indonesian_is_spoken_where_nothing_is_said() -> None:
    spoken: list[str] = []
    other = threading.Thread(target=lambda: spoken.append(get_language()))  # a fresh context
    other.start()
    other.join()
    assert spoken == ["id"]


def test_a_message_is_translated_at_the_moment_of_the_call() -> None:
    with use_language("id"):
        assert _("Stopped.") != "Stopped."
    with use_language("en"):
        assert _("Stopped.") == "Stopped."


def test_a_language_ends_with_its_block() -> None:
    before = get_language()
    with use_language("id"):
        assert get_language() == "id"
    assert get_language() == before


def test_english_has_a_plural() -> None:
    with use_language("en"):
        assert ngettext("{n} fault", "{n} faults", 1) == "{n} fault"
        assert ngettext("{n} fault", "{n} faults", 2) == "{n} faults"


def test_an_unknown_language_is_refused_and_leaves_the_old_one() -> None:
    with pytest.raises(ValueError, match="unknown language 'xx'"):
        set_language("xx")
    assert get_language() == "en"
