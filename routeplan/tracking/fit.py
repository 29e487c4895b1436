"""How well a recording fits with the plan of a unit, and whether its clock is wrong.

A unit comes to the places of its plan; when it does, against when it should, is the evidence. A
clock that is wrong shows as the same difference at place after place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from routeplan.geo import FloatArray
from routeplan.model import Loop
from routeplan.tracking.course import Course

if TYPE_CHECKING:
    from pyproj import Transformer

# A unit that is near for so long may have stopped.
LEAST_S = 60.0
# Seconds off the plan at which an arrival begins to count for less, and no longer counts.
FULL_S, NONE_S = 300.0, 1800.0
# What an arrival at any other time still counts.
ANY_TIME = 0.25
# How evenly arrivals have to be off for the clock to be the reason: median distance from the
# median, at so many places, which are so large a share of all; and so few of them in time.
EVEN_S, LEAST_PLACES, LEAST_SHARE, MOST_IN_TIME = 180.0, 4, 0.5, 0.1
# A zone is wrong by whole hours, at most these. With a whole day it is another day's recording.
MOST_HOURS = 14
HOUR_S = 3600
# How well a recording has to fit by a clock put right, and how much better than before.
ZONE_FIT, ZONE_GAIN = 0.35, 1.5


@dataclass(frozen=True, eq=False)
class Arrivals:
    """When a recording comes to the places of a loop, (k,) each.

    Parameters
    ----------
    stop
        Number of the stop in the loop.
    late_s
        Seconds from its planned beginning to the arrival, negative before the planned arrival.
    is_telling
        Whether it would be no accident in time: the plan has the unit stand there, and not wait.
    stops
        Number of stops that there are, come to or not.
    """

    stop: np.typing.NDArray[np.int64]
    late_s: FloatArray
    is_telling: np.typing.NDArray[np.bool_]
    stops: int


def find_arrivals(course: Course, loop: Loop, plane: Transformer, *, radius_m: float) -> Arrivals:
    """Return when a course comes within a radius of the stops of a loop, the base left out."""
    stops = [(n, stop) for n, stop in enumerate(loop.stops) if stop.kind != "base"]
    found: list[tuple[int, float, bool]] = []
    if len(course) and stops:
        x, y = course.smooth
        road_x, road_y = plane.transform(
            [stop.road_lon for _n, stop in stops], [stop.road_lat for _n, stop in stops]
        )
        for (number, stop), east, north in zip(stops, road_x, road_y, strict=True):
            reach = radius_m + stop.off_road_m
            arrive_s, begin_s = stop.arrive.timestamp(), stop.begin.timestamp()
            near = np.hypot(x - east, y - north) <= reach
            is_telling = stop.drive is None and stop.wait_s < FULL_S
            entries = _list_entries(course, near, least_s=LEAST_S if stop.drive is None else 0.0)
            # who is there while the plan waits is in time
            found += [
                (number, max(moment_s - begin_s, min(moment_s - arrive_s, 0.0)), is_telling)
                for moment_s in entries
            ]
    columns = np.array(found, dtype=np.float64).reshape(-1, 3).T
    return Arrivals(columns[0].astype(np.int64), columns[1], columns[2].astype(bool), len(stops))


def _list_entries(
    course: Course, near: np.typing.NDArray[np.bool_], *, least_s: float
) -> list[float]:
    """Return the moments at which a unit comes near for at least so long."""
    change = np.flatnonzero(np.diff(near.astype(np.int8), prepend=0, append=0))
    spans = change.reshape(-1, 2)
    moment_s = course.moment_s
    return [
        float(moment_s[first])
        for first, beyond in spans.tolist()
        if moment_s[beyond - 1] - moment_s[first] >= least_s
    ]


def measure_fit(arrivals: Arrivals, *, add_s: float = 0.0) -> float:
    """Return how well arrivals fit with the plan, 0 to 1, with seconds added to their times.

    Each stop counts by its arrival that is nearest to its time: fully within five minutes, less
    up to half an hour, a quarter at any time.
    """
    if not arrivals.stops:
        return 0.0
    off_s = np.abs(arrivals.late_s + add_s)
    worth = np.clip((NONE_S - off_s) / (NONE_S - FULL_S), ANY_TIME, 1.0)
    best: dict[int, float] = {}
    for stop, value in zip(arrivals.stop.tolist(), worth.tolist(), strict=True):
        best[stop] = max(best.get(stop, 0.0), value)
    return sum(best.values()) / arrivals.stops


def find_zone_error(arrivals: Arrivals) -> int | None:
    """Return the seconds, whole hours, by which a clock is put right; None where it is right."""
    hours = [hour for hour in range(-MOST_HOURS, MOST_HOURS + 1) if hour]
    best = max(hours, key=lambda hour: (measure_fit(arrivals, add_s=hour * HOUR_S), -abs(hour)))
    fit = measure_fit(arrivals, add_s=best * HOUR_S)
    is_better = fit >= ZONE_FIT and fit >= ZONE_GAIN * measure_fit(arrivals)
    return best * HOUR_S if is_better else None


def find_clock_error(arrivals: Arrivals, *, least_s: float) -> int | None:
    """Return the seconds by which a clock would be put right that seems to be wrong, else None.

    Of all differences from the plan the one is taken that most stops share. It has to be larger
    than `least_s`, and to hold evenly and for most stops, while hardly any telling one is in time.
    """
    late_s, stop = arrivals.late_s, arrivals.stop
    if not len(stop):
        return None
    sharing = [_list_sharing(late_s, stop, value) for value in late_s.tolist()]
    best = max(sharing, key=lambda own: (len(own), -float(np.abs(own - np.median(own)).mean())))
    middle = float(np.median(best))
    spread = float(np.median(np.abs(best - middle)))
    telling = arrivals.is_telling
    in_time = len(_list_sharing(late_s[telling], stop[telling], 0.0))
    enough = max(LEAST_PLACES, LEAST_SHARE * arrivals.stops)
    is_even = spread <= EVEN_S and in_time <= MOST_IN_TIME * len(best)
    if abs(middle) <= least_s or len(best) < enough or not is_even:
        return None
    return -round(middle / 60) * 60


def _list_sharing(
    late_s: FloatArray, stop: np.typing.NDArray[np.int64], value: float
) -> FloatArray:
    """Return of each stop the difference nearest to a value, as far as it is within `FULL_S`."""
    off = np.abs(late_s - value)
    order = np.lexsort((off, stop))
    first = order[np.unique(stop[order], return_index=True)[1]]
    nearest: FloatArray = late_s[first[off[first] <= FULL_S]]
    return nearest
