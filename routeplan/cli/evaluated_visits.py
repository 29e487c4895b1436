"""What an evaluation tells a history, and what taking visits in is told with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from routeplan.cli.common import make_printable
from routeplan.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from routeplan.model import Evaluation
    from routeplan.planning.history import Recorded
    from routeplan.planning.history.sources import Source
    from routeplan.planning.history.store import VisitBatch

# At the top of every evaluation, and of no other file of ours.
KEYS = frozenset({"schema_version", "recordings", "roads_matched", "units"})


def list_sources() -> tuple[Source, ...]:
    """Return all kinds of JSON files that tell of visits: plans, rosters, evaluations."""
    from routeplan.planning.history.sources import SOURCES, Source
    from routeplan.planning.roster.records import ROSTER_SOURCE

    title = N_("evaluation.json of `routeplan evaluate`")
    return (*SOURCES, ROSTER_SOURCE, Source(title, KEYS, read_evaluated_visits))


def read_evaluated_visits(file: Path) -> VisitBatch:
    """Return what became of the visits of the units of an evaluation file.

    Raises
    ------
    InputError
        If the file cannot be read or is no evaluation.
    """
    from routeplan.tracking.evaluation_file import read_evaluation

    return batch_visits(read_evaluation(file))


def batch_visits(evaluation: Evaluation) -> VisitBatch:
    """Return what became of the visits of the units with a recording, to be taken in together."""
    from routeplan.model import Notice
    from routeplan.planning.history.store import VisitBatch
    from routeplan.tracking.visits import list_visits

    notices = (Notice("sample_visits"),) if evaluation.is_sample else ()
    return VisitBatch(list_visits(evaluation), notices=notices)


def list_results(file: Path, batch: VisitBatch, done: Recorded) -> Iterator[str]:
    """Yield what was taken in of a file, and what its readers must know."""
    from routeplan.wording import describe_notice

    message = ngettext(
        "{file}: {n} visit recorded.", "{file}: {n} visits recorded.", done.added
    ).format(file=file, n=done.added)
    if done.replaced:
        message += " " + ngettext(
            "{n} that was recorded before is replaced.",
            "{n} that were recorded before are replaced.",
            done.replaced,
        ).format(n=done.replaced)
    yield message
    if done.passed_over:
        message = ngettext(
            "{file}: {n} planned visit passed over: what became of it is known already.",
            "{file}: {n} planned visits passed over: what became of them is known already.",
            done.passed_over,
        )
        yield message.format(file=file, n=done.passed_over)
    for notice in batch.notices:
        yield make_printable(_("Note: {text}").format(text=describe_notice(notice)))
