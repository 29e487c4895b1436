"""Meetings of the settings -> `Meeting`: their units and places looked up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from routeplan.areas.districts import Area
from routeplan.areas.gazetteer import Gazetteer
from routeplan.config import Config, MeetingRule
from routeplan.errors import Fault, InputFaults, UnknownNameError
from routeplan.hotspots.cells import CellFault, fold_word
from routeplan.hotspots.positions import find_place
from routeplan.hotspots.records import join_notes
from routeplan.i18n import _
from routeplan.model import Hotspot, Meeting, MeetingPlace, Unit
from routeplan.planning.demands import find_unit


@dataclass(frozen=True, eq=False)
class Known:
    """What the names in a meeting can mean."""

    units: Sequence[Unit]
    hotspots: Sequence[Hotspot]
    area: Area
    gazetteer: Gazetteer


def resolve_meetings(config: Config, known: Known) -> tuple[Meeting, ...]:
    """Return the meetings that the settings ask for, called ``M1`` and so on.

    Raises
    ------
    InputFaults
        Naming every unit and place that nobody knows, and places outside the area.
    """
    faults: list[Fault] = []
    meetings = [
        _resolve_meeting(rule, number, known, faults)
        for number, rule in enumerate(config.meetings, 1)
    ]
    if faults:
        raise InputFaults(_("settings"), faults)
    return tuple(meeting for meeting in meetings if meeting is not None)


def _resolve_meeting(
    rule: MeetingRule, number: int, known: Known, faults: list[Fault]
) -> Meeting | None:
    """Return the meeting, or None with its faults added to `faults`."""
    before = len(faults)
    unit_ids = []
    for name in rule.units:
        try:
            unit_ids.append(find_unit(name, known.units).id)
        except UnknownNameError as error:
            faults.append(Fault(str(error), setting=f"meetings.{number}.units"))
    if len(unit_ids) == 2 and unit_ids[0] == unit_ids[1]:
        message = _("{first} and {second} are the same unit.")
        problem = message.format(first=rule.units[0], second=rule.units[1])
        faults.append(Fault(problem, setting=f"meetings.{number}.units"))
    places = []
    for text in rule.places:
        try:
            places.append(find_meeting_place(text, known))
        except CellFault as fault:
            setting = f"meetings.{number}.places"
            faults.append(Fault(fault.problem, fault.remedy, setting=setting))
    if len(faults) > before:
        return None
    first, second = unit_ids
    return Meeting(
        id=f"M{number}",
        name=rule.name or f"M{number}",
        units=(first, second),
        window=rule.clock_window,
        minutes=rule.minutes,
        places=tuple(places),
    )


def find_meeting_place(text: str, known: Known) -> MeetingPlace:
    """Return the place that `text` means: a hotspot, "lat, lon", or "Village, Kecamatan".

    Raises
    ------
    CellFault
        If it means none, or one outside the area.
    """
    name = text.strip()
    hotspots = [hotspot for hotspot in known.hotspots if hotspot.id == name]
    word = fold_word(name)
    hotspots = hotspots or [spot for spot in known.hotspots if fold_word(spot.name) == word]
    if len(hotspots) > 1:
        raise CellFault(
            _("There are {n} hotspots called {name}.").format(n=len(hotspots), name=name),
            _("Give the id of one: {names}.").format(names=", ".join(h.id for h in hotspots)),
        )
    if hotspots:
        return MeetingPlace(hotspots[0].name, hotspots[0].lon, hotspots[0].lat)
    forms = _(
        'A place is the id or name of a hotspot, "Village, Kecamatan", or "-8.1335, 113.2246".'
    )
    position = find_place(name, area=known.area, gazetteer=known.gazetteer, forms=forms)
    return MeetingPlace(join_notes(name, position.note), position.lon, position.lat)
