"""Everything routeplan raises on purpose.

Each error is also a built-in, so that callers who know only Python can catch it::

    RoutePlanError (Exception)
    ├── InputError (ValueError)           the user's input is wrong: exit code 2
    │   ├── InputFaults                   several faults of one file, reported together
    │   ├── UnknownNameError (LookupError)    a name nobody knows; the nearest are offered
    │   └── NetworkMissingError (FileNotFoundError)    no prepared road network of that name
    ├── PlanRefusedError (RuntimeError)   no plan can keep what was required: exit code 1
    ├── FetchError (ConnectionError)      no server gave a usable answer: exit code 1
    └── OutputError (OSError)             a file could not be written: exit code 1
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from routeplan.i18n import _, ngettext

MAX_FAULTS_SHOWN = 15


class RoutePlanError(Exception):
    """Base of all errors that routeplan raises on purpose."""

    exit_code = 1


class InputError(RoutePlanError, ValueError):
    """The user's input is wrong; the message says where and what to do."""

    exit_code = 2


@dataclass(frozen=True)
class Fault:
    """One thing wrong with an input file.

    Parameters
    ----------
    problem
        What is wrong, as a sentence without its place.
    remedy
        What would be right.
    row
        1-based row as a spreadsheet shows it, or None where rows do not apply.
    column
        Header of the column, or None.
    setting
        Dotted key of the setting, or None.
    """

    problem: str
    remedy: str = ""
    row: int | None = None
    column: str | None = None
    setting: str | None = None

    def __str__(self) -> str:
        place = []
        if self.row is not None:
            place.append(_("row {row}").format(row=self.row))
        if self.column is not None:
            place.append(_("column {column}").format(column=self.column))
        if self.setting is not None:
            place.append(self.setting)
        head = f"{', '.join(place)}: " if place else ""
        tail = f" {self.remedy}" if self.remedy else ""
        return f"{head}{self.problem}{tail}"


class InputFaults(InputError):
    """All faults of one file, reported together.

    Parameters
    ----------
    file
        Name of the file as the user gave it.
    faults
        At least one fault.
    """

    def __init__(self, file: str, faults: Sequence[Fault]) -> None:
        self.file = file
        self.faults = tuple(faults)
        count = ngettext("{file}: {n} fault", "{file}: {n} faults", len(self.faults)).format(
            file=file, n=len(self.faults)
        )
        lines = [f"  - {fault}" for fault in self.faults[:MAX_FAULTS_SHOWN]]
        hidden = len(self.faults) - len(lines)
        if hidden:
            lines.append("  " + _("... and {n} more").format(n=hidden))
        super().__init__("\n".join([count, *lines]))


class UnknownNameError(InputError, LookupError):
    """A name that is not among the known ones; the nearest are offered.

    Parameters
    ----------
    kind
        What the name was meant to be, in the output language, e.g. "district".
    name
        What the user wrote.
    known
        The names that would have been right.
    """

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        known = sorted(known)
        near = nearest_names(name, known)
        message = _("Unknown {kind}: {name}.").format(kind=kind, name=name)
        if near:
            message += " " + _("Did you mean {names}?").format(names=", ".join(near))
        elif known:
            message += " " + _("Known: {names}.").format(names=", ".join(known[:30]))
        super().__init__(message)


class NetworkMissingError(InputError, FileNotFoundError):
    """No prepared road network of that name; the message says the ways on."""


class PlanRefusedError(RoutePlanError, RuntimeError):
    """No plan can keep what was required; the message names the clash."""


class FetchError(RoutePlanError, ConnectionError):
    """No server gave a usable answer; what was got so far is kept."""


class OutputError(RoutePlanError, OSError):
    """A file could not be written, for example because another program holds it open."""


def nearest_names(name: str, known: Sequence[str], *, limit: int = 3) -> list[str]:
    """Return up to `limit` of the `known` names that look like `name`, best first."""
    from rapidfuzz import fuzz, process, utils

    found = process.extract(
        name, known, scorer=fuzz.WRatio, processor=utils.default_process,
        limit=limit, score_cutoff=70,
    )  # fmt: skip
    return [match for match, _score, _index in found]
