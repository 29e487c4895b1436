"""What the replanning of a plan changed for whom, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from routeplan.export.content.reader import PlanReader
from routeplan.i18n import _, ngettext
from routeplan.model import Handover, Incident, Plan, Replan, Stop, UnitChange
from routeplan.wording import (
    describe_part,
    describe_unvisited,
    format_begin,
    format_clock,
    format_minutes,
)

# Of more visits only how many.
MAX_NAMES = 8


@dataclass(frozen=True)
class UnitNews:
    """What changed for a unit.

    Parameters
    ----------
    summary
        A sentence without its full stop.
    gained, lost
        What it gets, with the time, and what it loses, each with the other unit.
    is_same
        Whether nothing changed.
    """

    unit_id: str
    name: str
    summary: str
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    is_same: bool

    @property
    def details(self) -> tuple[str, ...]:
        """What it gets and loses, with the sign of each."""
        return (*(f"+ {text}" for text in self.gained), *(f"− {text}" for text in self.lost))

    @property
    def spelled_out(self) -> tuple[str, ...]:
        """What it gets and loses, in words, for paper."""
        gained, lost = _("New: {visit}"), _("No longer: {visit}")
        return (
            *(gained.format(visit=text) for text in self.gained),
            *(lost.format(visit=text) for text in self.lost),
        )


def list_events(reader: PlanReader, replan: Replan) -> Iterator[str]:
    """Yield what happened: who fell out, who goes where, what is closed, new, or given up."""
    plan = reader.plan
    for unit_id in replan.out:
        text = _("{unit} falls out at {time}.")
        if unit_id in replan.cut_off:
            text = _("{unit} is cut off from its base by closed roads and does nothing more.")
        yield text.format(unit=reader.name_unit(unit_id), time=format_clock(replan.moment))
    yield from (_word_incident(reader, incident) for incident in replan.incidents)
    for report in replan.reports:
        yield from _word_report(reader, report.unit_id, report.done)
    closed = [closure.name for closure in plan.closures if closure.id in replan.closures]
    if closed:
        yield _("Closed from now on: {names}.").format(names=", ".join(closed))
    yield from (_word_added(reader, hotspot_id) for hotspot_id in replan.hotspots)
    for unit_id in replan.overdue:
        text = _("{unit} goes straight back, and is not back before {time}.")
        yield text.format(unit=reader.name_unit(unit_id), time=_find_back(plan, unit_id))


def list_given_up(reader: PlanReader, replan: Replan) -> list[str]:
    """Return what was required and can no longer be kept."""
    plan = reader.plan
    hotspots = {part.id: rated.hotspot.name for rated in plan.hotspots for part in rated.parts} | {
        rated.hotspot.id: rated.hotspot.name for rated in plan.hotspots
    }
    meetings = {meeting.id: meeting.name for meeting in plan.meetings}
    names = []
    for name in replan.given_up:
        if name.startswith("break:"):
            unit_id = name.split(":", 1)[1].rpartition(":")[0]
            names.append(_("the break of {unit}").format(unit=reader.name_unit(unit_id)))
        elif name in meetings:
            names.append(_("the meeting {name}").format(name=meetings[name]))
        else:
            names.append(hotspots.get(name, name))
    return list(dict.fromkeys(names))


def list_news(reader: PlanReader, replan: Replan) -> list[UnitNews]:
    """Return what changed for each unit, those to which most happened first."""
    news = [_word_change(reader, replan, change) for change in replan.changes]
    return sorted(news, key=lambda item: (item.is_same, -len(item.details)))


def _word_incident(reader: PlanReader, incident: Incident) -> str:
    stop = _find_incident(reader.plan, incident)
    return _("{unit} goes to {name}: there at {arrive}, until {depart}.").format(
        unit=reader.name_unit(incident.unit_id),
        name=incident.name,
        arrive=format_clock(stop.arrive),
        depart=format_clock(stop.depart),
    )


def _find_incident(plan: Plan, incident: Incident) -> Stop:
    """Return the stop of a unit at an incident; a plan that can be read has one."""
    return next(
        stop for loop in plan.loops for stop in loop.stops if stop.incident_id == incident.id
    )


def _word_added(reader: PlanReader, hotspot_id: str) -> str:
    """Return who visits a new hotspot when, or why nobody does."""
    plan, name = reader.plan, reader.hotspots[hotspot_id].hotspot.name
    visits = [
        f"{reader.name_unit(loop.unit_id)} {format_begin(stop)}"
        for loop in plan.loops
        for stop in loop.visits
        if stop.hotspot_id == hotspot_id
    ]
    if visits:
        return _("New: {name} ({visits}).").format(name=name, visits=", ".join(visits))
    left_out = [item for item in plan.unvisited if item.hotspot_id == hotspot_id]
    reasons = [describe_unvisited(item, units=plan.units) for item in left_out]
    text = _("New, but not visited: {name}. {reason}")
    return text.format(name=name, reason=" ".join(reasons[:1]))


def _word_report(reader: PlanReader, unit_id: str, done: int | None) -> Iterator[str]:
    unit = reader.name_unit(unit_id)
    if done is not None:
        text = ngettext(
            "{unit} says that it has made {n} visit.", "{unit} says that it has made {n} visits.",
            done,
        )  # fmt: skip
        yield text.format(unit=unit, n=done)


def _word_change(reader: PlanReader, replan: Replan, change: UnitChange) -> UnitNews:
    gained = tuple(_word_handovers(reader, change, change.gained, is_gain=True))
    lost = tuple(_word_handovers(reader, change, change.lost, is_gain=False))
    times = list(_word_times(change))
    errands = [
        _("goes to {name} first, there at {time}").format(
            name=incident.name, time=format_clock(_find_incident(reader.plan, incident).arrive)
        )
        for incident in replan.incidents
        if incident.unit_id == change.unit_id
    ]
    is_same = not (gained or lost or times or errands)
    kept = ngettext("{n} visit ahead as it was", "{n} visits ahead as they were", change.kept)
    if times and change.kept:
        kept = ngettext("{n} visit ahead stays", "{n} visits ahead stay", change.kept)
    sentences = [*errands, *([kept.format(n=change.kept)] if change.kept else []), *times]
    if change.unit_id in replan.out:
        sentences = [_("does nothing more")]
    elif is_same:
        sentences.insert(0, _("nothing changes"))
    sentences = sentences or [_("changed")]
    return UnitNews(
        change.unit_id, reader.name_unit(change.unit_id), ", ".join(sentences), gained, lost,
        is_same,
    )  # fmt: skip


def _word_times(change: UnitChange) -> Iterator[str]:
    """Yield by how much what is kept is moved, where a clock would show it."""
    if change.is_reordered:
        yield _("in another order")
    if change.later_s >= 60:
        yield _("up to {length} later").format(length=format_minutes(change.later_s))
    if change.sooner_s >= 60:
        yield _("up to {length} sooner").format(length=format_minutes(change.sooner_s))
    if change.back_later_s >= 60:
        yield _("back {length} later").format(length=format_minutes(change.back_later_s))
    elif change.back_later_s <= -60:
        yield _("back {length} sooner").format(length=format_minutes(-change.back_later_s))


def _word_handovers(
    reader: PlanReader, change: UnitChange, handovers: Sequence[Handover], *, is_gain: bool
) -> Iterator[str]:
    for item in handovers[:MAX_NAMES]:
        name = _name_part(reader, item)
        other = reader.name_unit(item.other) if item.other else ""
        if is_gain:
            time = _find_begin(reader.plan, change.unit_id, item.part_id)
            text = _("{time} {name}, from {unit}") if other else "{time} {name}"
            yield text.format(time=time, name=name, unit=other)
        else:
            text = _("{name}, now by {unit}") if other else "{name}"
            yield text.format(name=name, unit=other)
    hidden = len(handovers) - MAX_NAMES
    if hidden > 0:
        yield _("... and {n} more").format(n=hidden)


def _name_part(reader: PlanReader, item: Handover) -> str:
    rated = reader.hotspots[item.hotspot_id]
    return ", ".join(filter(None, (rated.hotspot.name, describe_part(rated, item.part_id))))


def _find_begin(plan: Plan, unit_id: str, part_id: str) -> str:
    """Return when a unit visits a part last: what it gets lies ahead."""
    begins = [
        stop
        for loop in plan.loops
        if loop.unit_id == unit_id
        for stop in loop.visits
        if stop.part_id == part_id
    ]
    return format_begin(_last(begins)) if begins else ""


def _last(stops: Sequence[Stop]) -> Stop:
    return max(stops, key=lambda stop: stop.begin)


def _find_back(plan: Plan, unit_id: str) -> str:
    return next(
        (format_clock(loop.stops[-1].arrive) for loop in plan.loops if loop.unit_id == unit_id), ""
    )
