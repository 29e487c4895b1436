"""How far a roster is: a bar with the time that is left, on stderr."""

from __future__ import annotations

import sys
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import click

from routeplan.i18n import _

if TYPE_CHECKING:
    from routeplan.model import Roster
    from routeplan.planning.roster.run import Watcher


class RosterProgress:
    """Shows a bar while a roster looks ahead, and another while it plans.

    Where a run ends early, it says what is kept.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._bar: Any = None
        self._done = 0
        self._planned = 0
        self._all = 0

    @property
    def watcher(self) -> Watcher:
        """What the roster calls."""
        from routeplan.planning.roster.run import Watcher

        return Watcher(looking=self._look, planning=self._plan)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()
        if kind is not None and self._planned:
            message = _(
                "{n} of {all} shifts are finished and kept in {folder}: run the same command to go "
                "on with the others."
            )
            words = {"n": self._planned, "all": self._all, "folder": self._folder}
            click.echo(message.format(**words), err=True)

    def _look(self, done: int, count: int) -> None:
        if done == 0:
            self._open(_("Looking ahead"), count)
        self._move(done)

    def _plan(self, roster: Roster) -> None:
        if self._all == 0:
            self._all = len(roster.watches)
            self._open(_("Planning shifts"), self._all)
        self._planned = len(roster.shifts)
        self._move(self._planned)

    def _open(self, label: str, count: int) -> None:
        self._close()
        self._bar = click.progressbar(length=count, label=label, show_pos=True, file=sys.stderr)
        self._bar.__enter__()
        self._done = 0

    def _move(self, done: int) -> None:
        if self._bar is not None and done > self._done:
            self._bar.update(done - self._done)
            self._done = done

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
            self._bar = None
