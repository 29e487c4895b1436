"""Pauses: where a unit probably was while nothing was recorded, as indoors."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from routeplan.geo import FloatArray
from routeplan.tracking.course import PAUSE_S, Course
from routeplan.tracking.sites import Sites

# Metres a second that are driven in a pause.
DRIVEN_M_S = 7.0
# A unit that is found again within so many radii has not gone away.
STAYED_RADII = 2.0
# Positions supposed in a pause, one for each time as long as this.
STEP_S = 20.0


def fill_pauses(course: Course, sites: Sites, *, radius_m: float, indoor_s: float) -> Course:
    """Return the course with positions supposed in pauses that are probably stays.

    A unit that is found again where it was lost has stayed there. One that is found elsewhere, and
    was lost or found at a site, has stayed at that site for all the time that it does not need to
    drive; one that was at a site neither before nor after may have been anywhere.

    Parameters
    ----------
    indoor_s
        In longer pauses nothing is supposed.
    """
    pauses = course.list_pauses(longer_s=PAUSE_S)
    away = sites.measure(course.x, course.y)
    parts = [(course.moment_s, course.x, course.y)]
    for number in pauses:
        supposed = _suppose(course, number, away, radius_m)
        if (
            supposed is not None
            and course.moment_s[number + 1] - course.moment_s[number] <= indoor_s
        ):
            parts.append(supposed)
    moment_s, x, y = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    order = np.argsort(moment_s, kind="stable")
    return replace(course, moment_s=moment_s[order], x=x[order], y=y[order])


def _suppose(
    course: Course, number: int, away: FloatArray, radius_m: float
) -> tuple[FloatArray, FloatArray, FloatArray] | None:
    """Return moments and positions supposed behind a position, None where nothing is known."""
    begin_s, end_s = course.moment_s[number : number + 2].tolist()
    (x1, x2), (y1, y2) = (values[number : number + 2].tolist() for values in (course.x, course.y))
    metres = float(np.hypot(x2 - x1, y2 - y1))
    count = int((end_s - begin_s) // STEP_S)
    share = np.arange(1, count) / count
    moment_s = begin_s + share * (end_s - begin_s)
    if metres <= STAYED_RADII * radius_m:
        return moment_s, x1 + share * (x2 - x1), y1 + share * (y2 - y1)
    driven_s = metres / DRIVEN_M_S
    if away[number].min() <= radius_m:
        kept = moment_s < end_s - driven_s
        return moment_s[kept], np.full(kept.sum(), x1), np.full(kept.sum(), y1)
    if away[number + 1].min() <= radius_m:
        kept = moment_s > begin_s + driven_s
        return moment_s[kept], np.full(kept.sum(), x2), np.full(kept.sum(), y2)
    return None
