"""What units owe beside their hotspots: breaks, and meetings with each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from routeplan.errors import InputError
from routeplan.i18n import _
from routeplan.model import (
    ClockWindow,
    Detail,
    Duty,
    Meeting,
    Notice,
    Option,
    Shift,
    TimeWindow,
    Unit,
    Visit,
)
from routeplan.planning.cadence import make_generator
from routeplan.planning.places import PlaceTable, Reach
from routeplan.planning.windows import cut_windows, find_clock_windows

# Two units may begin to meet at moments so far apart, or farther where a window is long.
MEETING_STEP_MIN = 15
MOST_MOMENTS = 12


@dataclass(frozen=True)
class Rest:
    """A break that is due: when it may begin in the duty of its unit, and where it is."""

    unit: Unit
    duty: Duty
    number: int
    place: int
    windows: tuple[TimeWindow, ...]

    @property
    def minutes(self) -> int:
        """How long it is."""
        return self.unit.breaks[self.number - 1].minutes


@dataclass(frozen=True)
class Rendezvous:
    """A meeting that is due: when it may begin in the duties of both, and where it may be."""

    meeting: Meeting
    duties: tuple[Duty, Duty]
    places: tuple[int, ...]
    windows: tuple[TimeWindow, ...]


@dataclass(frozen=True, eq=False)
class OnDuty:
    """The units on duty and their duties, in the same order."""

    units: tuple[Unit, ...]
    duties: tuple[Duty, ...]
    shift: Shift
    zone: ZoneInfo

    def find_beginnings(
        self, window: ClockWindow, minutes: int, duties: Sequence[Duty]
    ) -> tuple[TimeWindow, ...]:
        """Return when something may begin that ends while all of some units are on duty."""
        first = max(duty.window.start_s for duty in duties)
        last = min(duty.window.end_s for duty in duties) - 60 * minutes
        found = find_clock_windows([window], self.shift, self.zone)
        return cut_windows(found, TimeWindow(first, last)) if first <= last else ()


def find_rests(on_duty: OnDuty, table: PlaceTable) -> tuple[tuple[Rest, ...], tuple[Notice, ...]]:
    """Return the breaks that are due, and notices of the others.

    A break is due if it can begin and end while its unit is on duty. The places are added to
    `table`.
    """
    rests, notices = list[Rest](), list[Notice]()
    for unit, duty in zip(on_duty.units, on_duty.duties, strict=True):
        for number, rest in enumerate(unit.breaks, 1):
            windows = on_duty.find_beginnings(rest.window, rest.minutes, [duty])
            if not windows:
                detail: Detail = {"unit": unit.title, "window": str(rest.window)}
                notices.append(Notice("break_not_due", detail))
                continue
            if rest.lon is None or rest.lat is None:
                place = duty.place
            else:
                place = table.add_point(rest.lon, rest.lat)
            rests.append(Rest(unit, duty, number, place, windows))
    return tuple(rests), tuple(notices)


def make_breaks(rests: Sequence[Rest], reach: Reach) -> tuple[Visit, ...]:
    """Return the visits of breaks.

    Raises
    ------
    InputError
        Naming every unit that cannot get to the place of a break.
    """
    problems = [_word_far_rest(rest, reach) for rest in rests if not _reaches_rest(rest, reach)]
    if problems:
        raise InputError("\n".join(problems))
    return tuple(
        Visit(
            id=f"break:{rest.unit.id}:{rest.number}",
            kind="break",
            required=True,
            options=tuple(
                make_option(rest.place, window, rest.minutes, rest.unit.id)
                for window in rest.windows
            ),
        )
        for rest in rests
    )


def _reaches_rest(rest: Rest, reach: Reach) -> bool:
    return reach.reaches(rest.duty.profile, rest.place)


def _word_far_rest(rest: Rest, reach: Reach) -> str:
    message = _(
        "The place of a break of unit {unit} ({place}) is {distance} m from the nearest road that "
        "it may drive (at most {limit} m). Choose another place, or leave it empty for the base."
    )
    return message.format(
        unit=rest.unit.title,
        place=rest.unit.breaks[rest.number - 1].place,
        distance=round(reach.distance_m(rest.duty.profile, rest.place)),
        limit=round(reach.limit_m),
    )


def find_rendezvous(
    on_duty: OnDuty, meetings: Sequence[Meeting], *, known: Sequence[Unit], table: PlaceTable
) -> tuple[tuple[Rendezvous, ...], tuple[Notice, ...]]:
    """Return the meetings that are due, and notices of the others.

    A meeting is due if it can begin and end while both units are on duty. The places are added
    to `table`.

    Parameters
    ----------
    known
        All units, for the names of those off duty.
    """
    duty_of = {duty.unit_id: duty for duty in on_duty.duties}
    names = {unit.id: unit.title for unit in known}
    due, notices = list[Rendezvous](), list[Notice]()
    for meeting in meetings:
        missing = [unit_id for unit_id in meeting.units if unit_id not in duty_of]
        if missing:
            detail: Detail = {"meeting": meeting.name, "unit": names.get(missing[0], missing[0])}
            notices.append(Notice("meeting_not_possible", detail))
            continue
        first, second = (duty_of[unit_id] for unit_id in meeting.units)
        windows = on_duty.find_beginnings(meeting.window, meeting.minutes, [first, second])
        if windows:
            places = tuple(table.add_point(place.lon, place.lat) for place in meeting.places)
            due.append(Rendezvous(meeting, (first, second), places, windows))
        else:
            detail = {"meeting": meeting.name, "window": str(meeting.window)}
            notices.append(Notice("meeting_not_due", detail))
    return tuple(due), tuple(notices)


def make_meetings(
    due: Sequence[Rendezvous], reach: Reach, *, units: Sequence[Unit], seed: int
) -> tuple[Visit, ...]:
    """Return both halves of each meeting.

    Options of the same `candidate` are the same place and moment. Moments are whole minutes
    whose grid is drawn by the seed.

    Raises
    ------
    InputError
        Naming every meeting without a place that both units can reach.
    """
    names = {unit.id: unit.title for unit in units}
    visits, problems = list[Visit](), list[str]()
    for rendezvous in due:
        candidates = [
            (place, moment_s)
            for place in dict.fromkeys(rendezvous.places)
            if all(reach.reaches(duty.profile, place) for duty in rendezvous.duties)
            for window in rendezvous.windows
            for moment_s in list_moments(window, f"{rendezvous.meeting.id}:{place}", seed)
        ]
        if not candidates:
            problems.append(_word_apart(rendezvous, names, reach))
        else:
            visits += [_make_half(rendezvous, duty, candidates) for duty in rendezvous.duties]
    if problems:
        raise InputError("\n".join(problems))
    return tuple(visits)


def list_moments(window: TimeWindow, name: str, seed: int) -> list[int]:
    """Return the moments at which a meeting may begin: at least one, at most `MOST_MOMENTS`."""
    first_min, last_min = -(-window.start_s // 60), window.end_s // 60
    if first_min > last_min:
        return [window.start_s]
    step_min = max(MEETING_STEP_MIN, (last_min - first_min) // MOST_MOMENTS + 1)
    widest = min(step_min - 1, last_min - first_min)
    offset_min = int(make_generator(seed, name).integers(0, widest, endpoint=True))
    return [60 * minute for minute in range(first_min + offset_min, last_min + 1, step_min)]


def _make_half(rendezvous: Rendezvous, duty: Duty, candidates: Sequence[tuple[int, int]]) -> Visit:
    meeting = rendezvous.meeting
    return Visit(
        id=f"meeting:{meeting.id}:{duty.unit_id}",
        kind="meeting",
        required=True,
        meeting=meeting.id,
        options=tuple(
            make_option(
                place, TimeWindow(moment_s, moment_s), meeting.minutes, duty.unit_id, number
            )
            for number, (place, moment_s) in enumerate(candidates)
        ),
    )


def make_option(
    place: int, window: TimeWindow, minutes: int, unit_id: str, candidate: int | None = None
) -> Option:
    """Return a stay of some minutes at a place."""
    return Option(
        place, place, window, 60 * minutes, 0.0, frozenset({unit_id}), candidate=candidate
    )


def _word_apart(rendezvous: Rendezvous, names: dict[str, str], reach: Reach) -> str:
    message = _(
        "Meeting {name}: {first} and {second} can both reach none of its places ({places}) by "
        "road (at most {limit} m from a road that each may drive). Choose another place."
    )
    meeting = rendezvous.meeting
    return message.format(
        name=meeting.name,
        first=names[meeting.units[0]],
        second=names[meeting.units[1]],
        places=", ".join(place.name for place in meeting.places),
        limit=round(reach.limit_m),
    )
