"""Where a unit stands, and where it moves: the likeliest sequence of labels (Viterbi).

At every moment a unit moves, stands somewhere, or stands at one of its sites. Each has its cost
by the second: moving the more, the slower it is; standing the more, the faster; standing at a
site, besides, by the square of the distance, so that within a radius of it a site is likelier
than anywhere. A change of label costs as much as half a minute of being wrong: a phone that
drifts for a moment, or officers who walk around, do not make two stays of one. Behind a pause of
the recording any label is as likely as before.

Finding stays as the states of a hidden Markov model, instead of by windows of fixed size, keeps
places apart that are near to each other; what was compared is told in docs/benchmarks.md.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from routeplan.geo import FloatArray
from routeplan.model import Vehicle
from routeplan.tracking.course import Course
from routeplan.tracking.sites import Sites

IntArray = npt.NDArray[np.int64]

MOVING, STANDING, FIRST_SITE = 0, 1, 2
# Metres a second at which moving and standing are about as likely; officers who walk around at a
# stop make about 1. Those on patrol on foot make no more.
SLOW_M_S: dict[Vehicle, float] = {"R4": 2.5, "R2": 2.5, "foot": 0.6}
# Cost by the second: of moving at a stand, of standing somewhere.
STILL_COST, SOMEWHERE_COST = 2.0, 1.0
# A fast or far moment counts at most this much.
MOST_COST = 4.0
# Seconds at a cost of 1 that a change of label costs.
CHANGE_S = 30.0


def label_course(course: Course, sites: Sites, *, radius_m: float, vehicle: Vehicle) -> IntArray:
    """Return the label of each position: `MOVING`, `STANDING`, or `FIRST_SITE` plus a site."""
    if not len(course):
        return np.zeros(0, dtype=np.int64)
    slow = course.speed_m_s / SLOW_M_S[vehicle]
    rush = np.minimum(slow**2, MOST_COST)
    moving = np.maximum(STILL_COST * (1 - slow / 1.5), 0.0)
    away = np.minimum((sites.measure(*course.smooth) / radius_m) ** 2, MOST_COST)
    costs = np.column_stack([moving, SOMEWHERE_COST + rush, away + sites.cost + rush[:, None]])
    is_free = np.concatenate([[True], np.diff(course.moment_s) > course.pause_s])
    return _find_sequence(costs * course.weight_s[:, None], np.where(is_free, 0.0, CHANGE_S))


def _find_sequence(costs: FloatArray, change: FloatArray) -> IntArray:
    """Return the cheapest label at each of (n, k) costs, with the (n,) costs of changing."""
    count, labels = costs.shape
    stay = np.arange(labels)
    origin = np.empty((count, labels), dtype=np.int64)
    total = costs[0].copy()
    origin[0] = stay
    for number in range(1, count):
        best = int(total.argmin())
        changed = total[best] + change[number]
        is_changed = total > changed
        origin[number] = np.where(is_changed, best, stay)
        total = np.where(is_changed, changed, total) + costs[number]
    found = np.empty(count, dtype=np.int64)
    found[-1] = int(total.argmin())
    for number in range(count - 1, 0, -1):
        found[number - 1] = origin[number, found[number]]
    return found
