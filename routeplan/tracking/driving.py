"""Passes and sweeps: how much of their streets was driven, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from routeplan.geo import FloatArray
from routeplan.model import Stop, StopResult
from routeplan.roads.network import IntArray
from routeplan.tracking.calls import Presence, rate_time
from routeplan.tracking.matching import DrivenRoads
from routeplan.tracking.standing import judge_times, make_result
from routeplan.tracking.streets import PartStreets, Streets
from routeplan.tracking.unit_day import UnitDay
from routeplan.tracking.unknown import is_interrupted, is_sparse, may_be_unrecorded

# A unit that is away from the streets of a part for so long comes back another time.
AWAY_S = 900.0
# A unit that drives there so long before or after its time is on its way elsewhere.
PASSING_S = 3600.0
# What it costs that a run covers none of the streets, beside being at another time.
UNCOVERED_COST = 1.0


@dataclass(frozen=True, eq=False)
class Run:
    """A time in which a unit drives along the streets of a part: the driven pieces of them."""

    presence: Presence
    driven_m: float


def measure_driven_m(driven: DrivenRoads, part: PartStreets, chosen: IntArray) -> float:
    """Return the length of the streets of a part that some of the driven pieces cover."""
    total = 0.0
    edge = driven.edge[chosen]
    for signed, length_m in zip(part.pieces.tolist(), part.length_m.tolist(), strict=True):
        own = chosen[edge == abs(signed) - 1]
        if part.is_directed:
            ahead = driven.to_m[own] > driven.from_m[own]
            own = own[ahead == (signed > 0)]
        if len(own):
            low = np.minimum(driven.from_m[own], driven.to_m[own])
            high = np.maximum(driven.from_m[own], driven.to_m[own])
            total += min(_measure_union(low, high), length_m)
    return total


def _measure_union(low: FloatArray, high: FloatArray) -> float:
    order = np.argsort(low, kind="stable")
    low, high = low[order], np.maximum.accumulate(high[order])
    reached = np.concatenate([[-np.inf], high[:-1]])
    return float(np.maximum(high - np.maximum(low, reached), 0.0).sum())


def select_pieces(driven: DrivenRoads, part: PartStreets) -> IntArray:
    """Return the numbers of the driven pieces that lie on the streets of a part."""
    return np.flatnonzero(np.isin(driven.edge, np.abs(part.pieces) - 1))


def judge_drives(day: UnitDay, streets: Streets, driven: DrivenRoads) -> dict[int, StopResult]:
    """Return what became of the passes and sweeps of a unit, by the number of the stop."""
    numbers: dict[str, list[int]] = {}
    for number, stop in enumerate(day.loop.stops if day.loop else ()):
        if stop.drive is not None and stop.part_id is not None:
            numbers.setdefault(stop.part_id, []).append(number)
    results: dict[int, StopResult] = {}
    for part_id, own in numbers.items():
        part = streets.parts.get(part_id)
        if part is None:
            results |= {number: _judge_unknown(day, number) for number in own}
        else:
            results |= _judge_part(day, part, driven, own)
    return results


def _judge_part(
    day: UnitDay, part: PartStreets, driven: DrivenRoads, numbers: Sequence[int]
) -> dict[int, StopResult]:
    pieces = select_pieces(driven, part)
    runs = _list_runs(driven, part, pieces)
    metres = float(part.length_m.sum())
    pairs = _pair(day, runs, numbers, metres)
    whole_m = measure_driven_m(driven, part, pieces)
    results = {}
    for number in numbers:
        run = pairs.get(number)
        # what is visited once may be driven in two goes
        driven_m = whole_m if len(numbers) == 1 else run.driven_m if run else 0.0
        results[number] = _judge_drive(day, number, run, driven_m=driven_m, metres=metres)
    return results


def _list_runs(driven: DrivenRoads, part: PartStreets, pieces: IntArray) -> list[Run]:
    if not len(pieces):
        return []
    pauses = np.flatnonzero(driven.begin_s[pieces[1:]] - driven.end_s[pieces[:-1]] > AWAY_S) + 1
    return [
        Run(
            Presence(float(driven.begin_s[own[0]]), float(driven.end_s[own[-1]])),
            measure_driven_m(driven, part, own),
        )
        for own in np.split(pieces, pauses)
    ]


def _pair(
    day: UnitDay, runs: Sequence[Run], numbers: Sequence[int], metres: float
) -> dict[int, Run]:
    """Return which run is which visit: what covers most, and is nearest to its time."""
    from scipy.optimize import linear_sum_assignment

    if not runs or day.loop is None:
        return {}
    stops = [day.loop.stops[number] for number in numbers]
    begins_s = np.array([run.presence.begin_s for run in runs])
    off_s = np.abs(begins_s - np.array([[stop.begin.timestamp()] for stop in stops]))
    enough = np.array([run.driven_m for run in runs]) / metres / day.rule.covered_share
    # against a run being a visit speak its time, and what it leaves out
    costs = rate_time(off_s) + UNCOVERED_COST * (1 - np.minimum(enough, 1.0))
    rows, columns = linear_sum_assignment(costs)
    return {
        numbers[row]: runs[column]
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
    }


def _judge_drive(
    day: UnitDay, number: int, run: Run | None, *, driven_m: float, metres: float
) -> StopResult:
    stop, rule = _get_stop(day, number), day.rule
    share = driven_m / metres
    result = make_result(stop, number, metres=round(metres), driven_m=round(driven_m))
    is_made = run is not None and share > rule.missed_share
    is_short = share < rule.covered_share
    if (not is_made or is_short or _is_passing(stop, run)) and _may_be_more(day, stop, run):
        return result
    if is_short and run is not None and is_sparse(day, run.presence):
        return result
    if run is None or not is_made:
        return replace(result, state="missed")
    return judge_times(day, stop, result, run.presence, is_short=is_short)


def _is_passing(stop: Stop, run: Run | None) -> bool:
    """Tell whether a run is so far from its time that the unit is on its way elsewhere."""
    return run is not None and abs(run.presence.begin_s - stop.begin.timestamp()) > PASSING_S


def _may_be_more(day: UnitDay, stop: Stop, run: Run | None) -> bool:
    """Tell whether more of the streets may have been driven than is recorded."""
    if run is not None and is_interrupted(day, run.presence):
        return True
    return may_be_unrecorded(day, stop, least_s=day.rule.short_share * stop.dwell_s)


def _judge_unknown(day: UnitDay, number: int) -> StopResult:
    """Return the result of a drive whose streets are not known."""
    return make_result(_get_stop(day, number), number)


def _get_stop(day: UnitDay, number: int) -> Stop:
    if day.loop is None:
        raise ValueError("a unit without a loop has no stops")
    return day.loop.stops[number]
