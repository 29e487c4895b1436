"""A roster -> the visits that its shifts plan, as a history remembers them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from routeplan.i18n import N_
from routeplan.model import Notice, Roster, RosterShift, VisitRecord
from routeplan.planning.history.sources import Source
from routeplan.planning.history.store import ShiftKey, VisitBatch
from routeplan.planning.roster.reading import read_coherent_roster


def read_roster_visits(file: Path) -> VisitBatch:
    """Return the visits of a roster file: all that is planned in its planned shifts.

    Raises
    ------
    InputError
        If the file cannot be read or is no roster.
    InputFaults
        Naming everything in it that does not belong together.
    """
    roster = read_coherent_roster(file)
    shifts = tuple(
        ShiftKey(roster.area_id, planned.shift.date, planned.shift.name)
        for planned in roster.shifts
    )
    notices = (Notice("sample_visits"),) if roster.is_sample else ()
    return VisitBatch(list_roster_visits(roster), shifts, notices)


def list_roster_visits(roster: Roster) -> tuple[VisitRecord, ...]:
    """Return the visits of the planned shifts of a roster, shift by shift in their order."""
    return tuple(
        record for planned in roster.shifts for record in list_shift_visits(planned, roster.area_id)
    )


def list_shift_visits(planned: RosterShift, area_id: str) -> Iterator[VisitRecord]:
    """Yield the visits of a planned shift."""
    shift = planned.shift
    for visit in planned.visits:
        yield VisitRecord(
            area=area_id,
            date=shift.date,
            shift=shift.name,
            unit_id=visit.unit_id,
            hotspot_id=visit.hotspot_id,
            part_id=visit.part_id,
            share=visit.share,
            begin=shift.moment(visit.begin_s),
            end=shift.moment(visit.end_s),
            state="planned",
        )


ROSTER_SOURCE = Source(
    N_("roster.json of `routeplan roster`"),
    frozenset({"schema_version", "watches", "shifts", "minimums"}),
    read_roster_visits,
)
