"""Where each unit stands when a shift is replanned: what lies behind it, what ahead.

What has been done, by the plan or by what a unit says, stays as it was. A unit that is at a stop
finishes it; one that has to leave at once, because it falls out or goes to an incident, breaks it
off.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

import numpy as np

from routeplan.errors import InputError
from routeplan.geo import great_circle_m
from routeplan.i18n import _
from routeplan.model import Leg, Loop, Plan, Report, Shift, Stop, Unit


@dataclass(frozen=True)
class Way:
    """How a unit has come to where it is since its last stop.

    Parameters
    ----------
    leg
        The leg of the plan that it is on, None where it has said where it is, or has not moved.
    drive
        The drive of a stop that it has begun behind that leg.
    driven_s
        For how long it has been on `leg`, or on `drive` where that is given.
    told
        Longitude and latitude where it says that it is.
    stop
        The stop where it waits, or breaks something off.
    """

    leg: Leg | None = None
    drive: Leg | None = None
    driven_s: int = 0
    told: tuple[float, float] | None = None
    stop: Stop | None = None


@dataclass(frozen=True, eq=False)
class Standing:
    """A unit at the moment of replanning.

    Parameters
    ----------
    stops, legs
        What is behind it, its base first and the stop that it finishes last; a leg less than
        stops. Both empty where it has not left its base.
    ahead
        The stops of the plan that it has not made; returns to the base between them included,
        the last one not.
    ready_s
        When it can set out for something else, in seconds of the shift.
    way
        How it has come from the last of `stops` to where it is, None where it is at that stop.
    way_out
        Where that stop is at a road that was closed before: the leg and the stop that lead off it.
    """

    unit: Unit
    ready_s: int
    stops: tuple[Stop, ...] = ()
    legs: tuple[Leg, ...] = ()
    ahead: tuple[Stop, ...] = ()
    way: Way | None = None
    way_out: tuple[Leg, Stop] | None = None

    @property
    def has_left(self) -> bool:
        """Whether it has left its base."""
        return bool(self.stops)

    @property
    def is_back(self) -> bool:
        """Whether it is at its base again."""
        return len(self.stops) > 1 and self.stops[-1].kind == "base" and self.way is None


def find_standing(
    plan: Plan, unit: Unit, moment_s: int, *, report: Report | None = None, warn_m: float = 0.0,
    earliest_s: int = 0,
) -> Standing:  # fmt: skip
    """Return where a unit stands if it finishes what it is about.

    Parameters
    ----------
    report
        What it says of itself, or None.
    warn_m
        A position so near to the stop where it should be is at that stop.
    earliest_s
        When it may leave its base.

    Raises
    ------
    InputError
        If what it says cannot be.
    """
    loop = next((loop for loop in plan.loops if loop.unit_id == unit.id), None)
    ready_s = max(moment_s, earliest_s)
    if loop is None:
        if report is not None and report.done:
            raise _refuse_count(unit, 0, report)
        return _leave_for_told(Standing(unit, ready_s), report, moment_s, earliest_s)
    clock = _LoopClock(loop, plan.shift, moment_s)
    last = clock.find_last() if report is None else _find_reported(clock, unit, report)
    if last < 0:
        waiting = Standing(unit, ready_s, ahead=_drop_positions(loop.stops[1:-1]))
        return _leave_for_told(waiting, report, moment_s, earliest_s)
    closed = _stand_on_closed(clock, unit, clock.find_last())
    return closed or _stand_behind(clock, unit, last, report, warn_m)


def break_off(standing: Standing, plan: Plan, moment_s: int, *, least_share: float) -> Standing:
    """Return where a unit stands if it leaves what it is about at once.

    A visit of a place counts from a share of its minutes on, and so does a meeting that has begun;
    everything else that is broken off is still to be done.
    """
    shift = plan.shift
    if standing.way is not None or len(standing.stops) < 2 or standing.ready_s <= moment_s:
        return standing
    stop, rest = (
        standing.stops[-1],
        replace(standing, stops=standing.stops[:-1], legs=standing.legs[:-1], ready_s=moment_s),
    )
    spent_s = moment_s - (shift.seconds(stop.depart) - stop.dwell_s)
    if stop.kind == "base" or spent_s < 0:
        return standing
    is_enough = spent_s >= least_share * stop.dwell_s and stop.kind == "dwell"
    if spent_s > 0 and (is_enough or stop.kind in ("meeting", "incident")):
        cut = replace(stop, depart=shift.moment(moment_s), dwell_s=spent_s)
        return replace(rest, stops=(*rest.stops, cut), legs=standing.legs)
    leg = standing.legs[-1]
    ahead = (stop, *standing.ahead)
    if stop.drive is None or spent_s == 0:
        return replace(rest, ahead=ahead, way=Way(leg=leg, stop=stop, driven_s=leg.seconds))
    return replace(rest, ahead=ahead, way=Way(leg=leg, drive=stop.drive, driven_s=spent_s))


class _LoopClock:
    """The clock of a loop against a moment."""

    def __init__(self, loop: Loop, shift: Shift, moment_s: int) -> None:
        self.loop, self.moment_s, self._shift = loop, moment_s, shift
        self.arrive = [shift.seconds(stop.arrive) for stop in loop.stops]
        self.depart = [shift.seconds(stop.depart) for stop in loop.stops]

    def find_last(self) -> int:
        """Return the last stop that the unit has come to by the plan, -1 before it leaves."""
        return sum(1 for _arrive in takewhile(lambda s: s <= self.moment_s, self._come)) - 1

    @property
    def _come(self) -> Iterator[int]:
        yield self.depart[0] + 1  # in the second in which it leaves it has not left
        yield from self.arrive[1:]

    def is_way_out(self, stop: Stop) -> bool:
        """Tell whether a stop is a position that the unit is to pass on its way off a road."""
        is_passed = stop.kind == "position" and stop.arrive == stop.depart
        return is_passed and self._shift.seconds(stop.arrive) > self.moment_s

    def count_visits(self, last: int) -> int:
        """Return the visits among the stops up to one."""
        return sum(stop.hotspot_id is not None for stop in self.loop.stops[: last + 1])


def _find_reported(clock: _LoopClock, unit: Unit, report: Report) -> int:
    """Return the last stop that a unit has come to by what it says."""
    planned = clock.find_last()
    if report.done is None:
        return planned
    begun = clock.count_visits(planned)
    if report.done > begun:
        raise _refuse_count(unit, begun, report)
    over = sum(
        stop.hotspot_id is not None and depart <= clock.moment_s
        for stop, depart in zip(clock.loop.stops, clock.depart, strict=True)
    )
    if report.done in (over, begun):
        return planned
    if report.done == 0:
        return -1 if report.lon is None else 0
    visits = [n for n, stop in enumerate(clock.loop.stops) if stop.hotspot_id is not None]
    return visits[report.done - 1]


def _refuse_count(unit: Unit, begun: int, report: Report) -> InputError:
    message = _(
        "{unit} is said to have made {n} visits, but by the plan it has begun only {begun}. Leave "
        "the number out, and forbid what it has done before its time with --forbid."
    )
    return InputError(message.format(unit=unit.title, n=report.done, begun=begun))


def _stand_behind(
    clock: _LoopClock, unit: Unit, last: int, report: Report | None, warn_m: float
) -> Standing:
    """Return where a unit stands that has come to stop `last` of its loop."""
    loop, moment_s, final = clock.loop, clock.moment_s, len(clock.loop.stops) - 1
    is_there = clock.depart[last] > moment_s
    told = _find_told(report, loop.stops[last] if is_there else None, warn_m)
    if told is not None and (is_there or last == final) and last > 0:
        last -= 1  # it has not come there, or has gone on
    behind = _cut_loop(clock, unit, last)
    if told is not None:
        return replace(behind, ready_s=moment_s, way=Way(told=told))
    if is_there:
        return _stay(behind, clock, last)
    if last == final or clock.depart[last] == moment_s:
        return behind
    if clock.find_last() > last:  # by the plan it would be farther
        return replace(behind, way=Way(stop=loop.stops[last]))
    driven_s = moment_s - clock.depart[last]
    return replace(behind, way=Way(leg=loop.legs[last], driven_s=driven_s))


def _cut_loop(clock: _LoopClock, unit: Unit, last: int) -> Standing:
    """Return a unit at stop `last` of its loop, when that is over."""
    loop = clock.loop
    ready_s = max(clock.moment_s, clock.depart[last])
    ahead = _drop_positions(loop.stops[last + 1 : -1])
    return Standing(unit, ready_s, loop.stops[: last + 1], loop.legs[:last], ahead)


def _stand_on_closed(clock: _LoopClock, unit: Unit, last: int) -> Standing | None:
    """Return where a unit stands that has to get off a closed road first, None for others.

    Nobody turns on a closed road, wherever he says to be.
    """
    loop = clock.loop
    if last < 0 or last == len(loop.stops) - 1 or not clock.is_way_out(loop.stops[last + 1]):
        return None
    if clock.depart[last] <= clock.moment_s:
        return _cut_loop(clock, unit, last + 1)
    way_out = loop.legs[last], loop.stops[last + 1]
    return replace(_stay(_cut_loop(clock, unit, last), clock, last), way_out=way_out)


def _find_told(
    report: Report | None, stop: Stop | None, warn_m: float
) -> tuple[float, float] | None:
    """Return where a unit says that it is, None where it does not, or is at its stop."""
    if report is None or report.lon is None or report.lat is None:
        return None
    told = report.lon, report.lat
    return None if stop is not None and _measure_m(stop, told) <= warn_m else told


def _stay(behind: Standing, clock: _LoopClock, last: int) -> Standing:
    """Return where a unit stands that is at a stop: what it only waits for has not begun."""
    stop = clock.loop.stops[last]
    if clock.depart[last] - stop.dwell_s <= clock.moment_s or last == 0:
        return behind
    if stop.kind == "base":
        return replace(behind, ready_s=clock.moment_s)
    leg = clock.loop.legs[last - 1]
    return replace(
        behind,
        stops=behind.stops[:-1],
        legs=behind.legs[:-1],
        ahead=(stop, *behind.ahead),
        ready_s=clock.moment_s,
        way=Way(leg=leg, stop=stop, driven_s=leg.seconds),
    )


def _drop_positions(stops: Sequence[Stop]) -> tuple[Stop, ...]:
    """Return stops without the positions of earlier replannings."""
    return tuple(stop for stop in stops if stop.kind != "position")


def _leave_for_told(
    waiting: Standing, report: Report | None, moment_s: int, earliest_s: int
) -> Standing:
    """Return a unit that has not left by the plan, or is somewhere else by what it says."""
    if report is None or report.lon is None or report.lat is None:
        return waiting
    if moment_s <= earliest_s:
        message = _("{unit} is still at its briefing: its position is that of its base.")
        raise InputError(message.format(unit=waiting.unit.title))
    return replace(waiting, ready_s=moment_s, way=Way(told=(report.lon, report.lat)))


def _measure_m(stop: Stop, place: tuple[float, float]) -> float:
    lons, lats = np.array([stop.lon, place[0]]), np.array([stop.lat, place[1]])
    return float(great_circle_m(lons[:1], lats[:1], lons[1:], lats[1:])[0])
