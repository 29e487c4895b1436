"""Streets that a unit drove, and when: by the network, or without it by the ways planned.

With the network they are its edges, found by matching. Without it the way of each planned pass
and sweep is cut into short pieces, and a piece counts as driven when the course comes near it.
Both end as `DrivenRoads`, and each part as numbers of its pieces.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from routeplan.geo import FloatArray
from routeplan.model import Plan
from routeplan.roads.graph import VehicleGraph
from routeplan.roads.network import IntArray
from routeplan.tracking.course import Course
from routeplan.tracking.matching import DrivenRoads, MatchedTrack, match_track
from routeplan.tracking.stays import Stay, split_stands

if TYPE_CHECKING:
    from pyproj import Transformer

# Length of the pieces of planned ways, and how near the course has to come to one: so many
# deviations of its fixes, and at least some metres.
PIECE_M = 10.0
NEAR_DEVIATIONS, NEAR_M = 2.5, 30.0
# Parts whose ids end so are driven in one direction only.
DIRECTIONS = (">", "<")


@dataclass(frozen=True, eq=False)
class PartStreets:
    """The streets of a part: `pieces` counted from 1, negative where they count in one direction.

    Parameters
    ----------
    length_m
        (n,) of each piece.
    is_directed
        Whether they have to be driven in the direction that the sign tells.
    """

    pieces: IntArray
    length_m: FloatArray
    is_directed: bool = False


@dataclass(frozen=True, eq=False)
class Streets:
    """The streets of all parts of a plan, by the ids of the parts."""

    parts: Mapping[str, PartStreets]
    points: FloatArray | None = None

    @property
    def is_matched(self) -> bool:
        """Whether they are those of a network."""
        return self.points is None


def list_network_streets(plan: Plan, edge_mm: IntArray) -> Streets:
    """Return the streets of all parts that have any, as edges of the plan's network."""
    parts = {}
    for rated in plan.hotspots:
        for part in rated.parts:
            if part.edges:
                signed = np.array(part.edges, dtype=np.int64)
                metres = edge_mm[np.abs(signed) - 1] / 1000
                parts[part.id] = PartStreets(signed, metres, part.id.endswith(DIRECTIONS))
    return Streets(parts)


def list_planned_streets(plan: Plan, plane: Transformer) -> Streets:
    """Return the streets of the parts that the plan visits, as short pieces of the ways planned."""
    parts: dict[str, PartStreets] = {}
    points: list[FloatArray] = []
    count = 0
    for loop in plan.loops:
        for stop in loop.stops:
            if stop.drive is None or stop.part_id is None or stop.part_id in parts:
                continue
            line = np.array(stop.drive.geometry, dtype=np.float64).reshape(-1, 2)
            sampled = _sample(np.column_stack(plane.transform(*line.T)))
            points.append(sampled)
            pieces = np.arange(count, count + len(sampled)) + 1
            share_m = stop.drive.metres / len(sampled)
            parts[stop.part_id] = PartStreets(pieces, np.full(len(sampled), share_m))
            count += len(sampled)
    return Streets(parts, np.concatenate(points) if points else np.zeros((0, 2)))


def _sample(line: FloatArray) -> FloatArray:
    """Return the middles of pieces of about `PIECE_M` along a line of metres, at least one."""
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    count = max(int(np.ceil(along[-1] / PIECE_M)), 1)
    middles = (np.arange(count) + 0.5) / count * along[-1]
    return np.column_stack([np.interp(middles, along, line[:, k]) for k in (0, 1)])


def match_course(
    course: Course, stands: list[Stay], graph: VehicleGraph, *, noise_m: float
) -> MatchedTrack:
    """Return the edges along a course; of each time that the unit stands only its place counts."""
    parts = split_stands(course, stands, noise_m=noise_m)
    moment_s, moving_s, x, y = collapse_stays(course, parts)
    lon, lat = course.plane.transform(x, y, direction="INVERSE")
    found = match_track(
        graph, moving_s, np.asarray(lon), np.asarray(lat), noise_m=noise_m, pause_s=course.pause_s
    )
    return MatchedTrack(*(
        replace(
            one, begin_s=np.interp(one.begin_s, moving_s, moment_s),
            end_s=np.interp(one.end_s, moving_s, moment_s),
        )
        for one in (found.driven, found.way)
    ))  # fmt: skip


def collapse_stays(
    course: Course, stays: list[Stay]
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Return moments, moments less the time stood until then, and positions, each stay as one."""
    kept = np.ones(len(course), dtype=bool)
    stood_s = np.zeros(len(course))
    rows = []
    stood = 0.0
    for stay in stays:
        kept &= (course.moment_s < stay.begin_s) | (course.moment_s > stay.end_s)
        stood_s[course.moment_s > stay.end_s] += stay.length_s
        rows.append((stay.end_s, stay.begin_s - stood, stay.x, stay.y))
        stood += stay.length_s
    own = np.column_stack([course.moment_s, course.moment_s - stood_s, course.x, course.y])[kept]
    table = np.concatenate([own, np.array(rows).reshape(-1, 4)])
    table = table[np.lexsort((table[:, 0], table[:, 1]))]
    moment_s, moving_s, x, y = table.T
    return moment_s, moving_s, x, y


def approach_streets(course: Course, streets: Streets, *, noise_m: float) -> DrivenRoads:
    """Return the pieces of planned ways that a course comes near to, whenever it does."""
    from scipy.spatial import cKDTree

    nothing = np.zeros(0)
    empty = DrivenRoads(nothing.astype(np.int64), nothing, nothing, nothing, nothing)
    if streets.points is None or not len(streets.points) or len(course) < 2:
        return empty
    reach_m = max(NEAR_M, NEAR_DEVIATIONS * noise_m)
    moment_s, points = _fill_course(course)
    near = cKDTree(streets.points).query_ball_point(points, reach_m)
    sizes = np.array([len(found) for found in near])
    if not sizes.sum():
        return empty
    piece = np.concatenate([np.array(found, dtype=np.int64) for found in near if found])
    when = np.repeat(moment_s, sizes)
    order = np.lexsort((piece, when))
    ends = np.full(len(piece), PIECE_M)
    return DrivenRoads(piece[order], np.zeros(len(piece)), ends, when[order], when[order])


def _fill_course(course: Course) -> tuple[FloatArray, FloatArray]:
    """Return moments and positions along a course, at most `PIECE_M` apart, pauses left out."""
    x, y = course.smooth
    moments, points = [], []
    for number in range(len(course) - 1):
        seconds = course.moment_s[number + 1] - course.moment_s[number]
        if seconds > course.pause_s:
            continue
        metres = float(np.hypot(x[number + 1] - x[number], y[number + 1] - y[number]))
        share = np.arange(max(int(metres // PIECE_M), 1)) / max(int(metres // PIECE_M), 1)
        moments.append(course.moment_s[number] + share * seconds)
        points.append(np.column_stack([
            x[number] + share * (x[number + 1] - x[number]),
            y[number] + share * (y[number + 1] - y[number]),
        ]))  # fmt: skip
    if not moments:
        return np.zeros(0), np.zeros((0, 2))
    return np.concatenate(moments), np.concatenate(points)
