"""Making a roster: shift after shift, each written before the next begins.

What is finished stays: a run that was stopped is gone on with from its files, and gives the same
roster as one that was not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from routeplan.errors import InputError, PlanRefusedError
from routeplan.files import write_text
from routeplan.i18n import _
from routeplan.model import Notice, Roster, RosterShift, Shift, Watch
from routeplan.planning.history import find_last_visits
from routeplan.planning.inputs import Inputs
from routeplan.planning.planfile import dump_plan, read_plan
from routeplan.planning.roster.begin import Progress, begin_roster
from routeplan.planning.roster.dates import name_folder
from routeplan.planning.roster.digest import digest_inputs
from routeplan.planning.roster.figures import measure_roster
from routeplan.planning.roster.memory import Memory
from routeplan.planning.roster.night import Draw, draw_night, make_seed
from routeplan.planning.roster.pace import Pace
from routeplan.planning.roster.records import list_roster_visits, list_shift_visits
from routeplan.planning.roster.rosterfile import ROSTER_NAME, read_roster, write_roster
from routeplan.planning.roster.streets import StreetBook, is_remembered

PLAN_NAME = "plan.json"


@dataclass(frozen=True)
class Watcher:
    """Who is told how far a roster is: while it looks ahead, and after each shift planned."""

    looking: Progress | None = None
    planning: Callable[[Roster], None] | None = None


def run_roster(
    inputs: Inputs,
    *,
    first: date,
    days: int,
    folder: Path,
    restart: bool = False,
    watcher: Watcher = Watcher(),
) -> Roster:
    """Return the roster of some days, written to a folder shift by shift.

    Parameters
    ----------
    inputs
        Of any shift; its date and shift are of no account.
    folder
        Where ``roster.json`` and a folder for each shift are written. A roster of the same input
        that is in it already is gone on with.
    restart
        Begin anew, whatever is there.

    Raises
    ------
    InputError
        If dates, shifts, units or days off cannot be, a shift has too few units, or there is a
        roster of other input.
    PlanRefusedError
        If what the user requires cannot be kept in a shift; those before it are finished.
    """
    # what a single shift takes no account of is what a roster is for
    notices = tuple(notice for notice in inputs.notices if notice.code != "not_planned_for")
    inputs = replace(inputs, notices=notices)
    roster = None if restart else _find_begun(inputs, first=first, days=days, folder=folder)
    if roster is None:
        roster = begin_roster(inputs, first=first, days=days, progress=watcher.looking)
        write_roster(roster, folder / ROSTER_NAME)
    maker = RosterMaker(inputs, roster, folder)
    while not roster.is_finished:
        if watcher.planning is not None:
            watcher.planning(roster)
        roster = replace(roster, shifts=(*roster.shifts, maker.plan_next()))
        write_roster(roster, folder / ROSTER_NAME)
    if roster.figures is None:
        roster = replace(roster, figures=measure_roster(roster))
        write_roster(roster, folder / ROSTER_NAME)
    if watcher.planning is not None:
        watcher.planning(roster)
    return roster


def _find_begun(inputs: Inputs, *, first: date, days: int, folder: Path) -> Roster | None:
    """Return the roster in a folder, as far as its plans are there as they were written."""
    file = folder / ROSTER_NAME
    if not file.exists():
        return None
    roster = read_roster(file)
    if roster.digest != digest_inputs(inputs, first=first, days=days):
        message = _(
            "{file} was made of other input: dates, tables, settings, roads or version differ. "
            "Choose another folder with --out, or begin anew with --restart."
        )
        raise InputError(message.format(file=file))
    whole = 0
    for planned in roster.shifts:
        if not _is_whole(folder / planned.plan, planned.digest):
            break
        whole += 1
    if whole == len(roster.shifts):
        return roster
    return replace(roster, shifts=roster.shifts[:whole], figures=None)


def _is_whole(path: Path, digest: str) -> bool:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() == digest
    except OSError:
        return False


class RosterMaker:
    """Plans the shifts of a roster in their order, from the first that is not planned."""

    def __init__(self, inputs: Inputs, roster: Roster, folder: Path) -> None:
        self._inputs = inputs
        self._roster = roster
        self._folder = folder
        self._memory = Memory(roster.shifts)
        self._records = list(list_roster_visits(roster))
        self._streets = StreetBook(inputs.network)
        self._number = len(roster.shifts)
        chances = {spot.id: spot.chances for spot in roster.hotspots}
        self._pace = Pace(roster.minimums, chances, seed=roster.seed)
        self._remember_streets()

    def plan_next(self) -> RosterShift:
        """Return the next shift, its plan written."""
        watch = self._roster.watches[self._number]
        due = self._pace.count_due(self._number, self._memory.made)
        try:
            draw = draw_night(self._open(watch), due=due, memory=self._memory)
        except PlanRefusedError as error:
            message = _("{date}, shift {shift}: {error}")
            words = {"date": watch.shift.date.isoformat(), "shift": watch.shift.name}
            raise PlanRefusedError(message.format(**words, error=error)) from None
        planned = self._write(watch, draw)
        self._memory.add(planned)
        self._records += list_shift_visits(planned, self._roster.area_id)
        self._streets.add(draw.plan)
        self._number += 1
        return planned

    def _open(self, watch: Watch) -> Inputs:
        """Return what a shift is planned from: its units, a seed of its own, visits before it."""
        inputs, shift = self._inputs, watch.shift
        plan = replace(
            inputs.config.plan, shift=shift.name, seed=make_seed(self._roster.seed, shift)
        )
        on_duty = set(watch.units)
        return replace(
            inputs,
            shift=shift,
            units=tuple(unit for unit in inputs.units if unit.id in on_duty),
            meetings=tuple(m for m in inputs.meetings if on_duty.issuperset(m.units)),
            config=replace(inputs.config, plan=plan),
            notices=(*inputs.notices, *_list_meetings_left_out(inputs, on_duty)),
            last_visits=self._find_last_visits(shift),
        )

    def _find_last_visits(self, shift: Shift) -> dict[str, date] | None:
        """Return when each hotspot was visited last, by the history and the shifts before.

        None where no history is in use: then no risk depends on earlier visits.
        """
        known = self._inputs.last_visits
        if known is None:
            return None
        planned = find_last_visits(self._records, self._roster.area_id, shift.start)
        return {
            name: max(day for day in (known.get(name), planned.get(name)) if day is not None)
            for name in (*known, *planned)
        }

    def _write(self, watch: Watch, draw: Draw) -> RosterShift:
        text = dump_plan(draw.plan)
        path = f"{name_folder(watch.shift)}/{PLAN_NAME}"
        write_text(self._folder / path, text)
        totals = draw.plan.totals
        return RosterShift(
            shift=watch.shift,
            units=watch.units,
            plan=path,
            digest=hashlib.sha256(text.encode("utf-8")).hexdigest(),
            seed=draw.plan.seed,
            worth=totals.worth,
            worth_available=totals.worth_available,
            best_worth=max(draw.near.best.worth, totals.worth),
            plans=len(draw.chances),
            chance=draw.chances[draw.number],
            most_likely=max(draw.chances),
            visits=draw.visits,
            best_visits=draw.best_visits,
            due=draw.due,
            waived=draw.waived,
            metres=totals.metres,
            repeated_share=self._streets.measure_repeated(draw.plan),
        )

    def _remember_streets(self) -> None:
        """Read the plans whose streets count for those to come."""
        if self._number < len(self._roster.watches):
            coming = self._roster.watches[self._number :]
            for planned in self._roster.shifts:
                if any(is_remembered(planned.shift, watch.shift) for watch in coming):
                    self._streets.add(read_plan(self._folder / planned.plan))


def _list_meetings_left_out(inputs: Inputs, on_duty: set[str]) -> tuple[Notice, ...]:
    """Return a notice for each meeting of a unit that does not work the shift."""
    titles = {unit.id: unit.title for unit in inputs.units}
    return tuple(
        Notice("meeting_not_possible", {"meeting": meeting.name, "unit": titles[missing]})
        for meeting in inputs.meetings
        for missing in meeting.units
        if missing not in on_duty
    )
