"""Lines of text of a plan: the itinerary of a loop, and what is left out by hotspot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from routeplan.export.content.reader import PlanReader, find_numbers, format_times
from routeplan.i18n import _
from routeplan.model import Leg, Loop, Reason, Stop, Unvisited
from routeplan.wording import (
    describe_leg,
    describe_stretch,
    describe_unvisited,
    format_clock,
    format_metres,
    format_span,
    format_wait,
)


@dataclass(frozen=True)
class Entry:
    """One line of an itinerary.

    Parameters
    ----------
    position
        Which of the stops away from the base it is, counted from 1; 0 at the base.
    kind, number
        Kind of the stop, and the number of a visit; empty at the base, in breaks and meetings.
    notes
        What there is to know beside times and name.
    leg
        The drive to it.
    """

    position: int
    kind: str
    number: str
    times: str
    name: str
    notes: str
    leg: str


@dataclass(frozen=True)
class LeftOut:
    """What of a hotspot is left out.

    Parameters
    ----------
    items
        Numbers among what the plan leaves out, counted from 0.
    texts
        Part and number of visits, often empty, and the reason of each.
    reason
        Code of the first reason.
    is_partly
        Whether other visits of it are made.
    """

    name: str
    reason: Reason
    is_partly: bool
    items: tuple[int, ...]
    texts: tuple[tuple[str, str], ...]


def list_entries(loop: Loop, reader: PlanReader) -> Iterator[Entry]:
    """Yield the itinerary of a loop, from the base to the base."""
    numbers = find_numbers(loop)
    drives = ["", *map(_describe_drive, loop.stops, loop.legs, loop.stops[1:])]
    position = 0
    for stop, drive in zip(loop.stops, drives, strict=True):
        is_base = stop.kind == "base"
        position += not is_base
        yield Entry(
            position=0 if is_base else position,
            kind=stop.kind,
            number=numbers.get(id(stop), ""),
            times=_format_base(stop, loop) if is_base else format_times(stop),
            name=reader.name_stop(stop),
            notes=" · ".join(_list_notes(stop, loop, reader)),
            leg=drive,
        )


def list_short_entries(loop: Loop, reader: PlanReader) -> Iterator[Entry]:
    """Yield the itinerary with the sections of a road that are driven in a row as one line."""
    run: list[tuple[Stop, Entry]] = []
    for stop, entry in zip(loop.stops, list_entries(loop, reader), strict=True):
        if run and not _continues(run[-1][0], stop, entry):
            yield _merge_run(run, reader)
            run = []
        run.append((stop, entry))
    yield _merge_run(run, reader)


def _continues(before: Stop, stop: Stop, entry: Entry) -> bool:
    is_same = stop.hotspot_id == before.hotspot_id
    return is_same and stop.kind == before.kind == "pass" and not entry.leg


def _merge_run(run: Sequence[tuple[Stop, Entry]], reader: PlanReader) -> Entry:
    (first, entry), (last, end) = run[0], run[-1]
    rated = reader.find_hotspot(first)
    if len(run) == 1 or rated is None:
        return entry
    metres = sum(stop.drive.metres for stop, _entry in run if stop.drive)
    kind = reader.tell_kind(first, "")
    stretch = describe_stretch(rated, {stop.part_id for stop, _entry in run})
    return replace(
        entry,
        number=f"{entry.number}–{end.number}",
        times=f"{format_clock(first.arrive)}–{format_clock(last.depart)}",
        name=f"{first.name}, {stretch}",
        notes=f"{kind} · {format_metres(metres)}",
    )


def _format_base(stop: Stop, loop: Loop) -> str:
    """Return when a unit leaves its base, comes back for good, or both in between."""
    if stop is loop.stops[0]:
        return format_clock(stop.depart)
    if stop is loop.stops[-1] or stop.depart == stop.arrive:
        return format_clock(stop.arrive)
    return format_times(stop)


def _list_notes(stop: Stop, loop: Loop, reader: PlanReader) -> Iterator[str]:
    if kind := reader.tell_kind(stop, loop.unit_id):
        yield kind
    if count := reader.count_visit(stop):
        yield _("visit {count}").format(count=count)
    if stop.drive:
        yield format_metres(stop.drive.metres)
    if stop.kind == "base" and stop not in (loop.stops[0], loop.stops[-1]):
        yield _("back at the base")
    if wait := format_wait(stop):
        yield _("waits {length}").format(length=wait)


def _describe_drive(here: Stop, leg: Leg, there: Stop) -> str:
    """Return length, time and way of a leg; empty where two stops share their place."""
    if not leg.metres:
        return ""
    time = format_span(here.depart, there.arrive)
    return " · ".join((format_metres(leg.metres), time, describe_leg(leg)))


def list_left_out(reader: PlanReader) -> list[LeftOut]:
    """Return what is left out, one entry for each hotspot."""
    groups: dict[str, list[int]] = {}
    plan = reader.plan
    visited = {stop.hotspot_id for loop in plan.loops for stop in loop.visits}
    for number, item in enumerate(plan.unvisited):
        groups.setdefault(item.hotspot_id, []).append(number)
    return [
        LeftOut(
            name=reader.hotspots[hotspot_id].hotspot.name,
            reason=plan.unvisited[numbers[0]].reason,
            is_partly=hotspot_id in visited,
            items=tuple(numbers),
            texts=tuple(_word_left_out(plan.unvisited[number], reader) for number in numbers),
        )
        for hotspot_id, numbers in groups.items()
    ]


def _word_left_out(item: Unvisited, reader: PlanReader) -> tuple[str, str]:
    return reader.name_left_out(item), describe_unvisited(item, units=reader.plan.units)
