"""Hotspots that are roads: the segments that they are cut into, each driven through in one go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from routeplan.model import Hotspot, Part
from routeplan.planning.courses import Course
from routeplan.planning.traffic import Traffic
from routeplan.roads.chains import measure_mm, reverse_chain
from routeplan.roads.corridors import Segment, cut_segments, find_segment_directions
from routeplan.roads.graph import VehicleGraph


@dataclass(frozen=True)
class PassPart:
    """A segment of a hotspot, with the directions in which it may be driven.

    Parameters
    ----------
    directions
        The signed edges of each direction that counts as a visit.
    """

    part: Part
    directions: tuple[tuple[int, ...], ...]


def make_pass_parts(
    hotspot: Hotspot, course: Course, graphs: Sequence[VehicleGraph], traffic: Traffic
) -> list[PassPart]:
    """Return the segments of a course, in order.

    Where both directions are asked for and can be driven, a segment is two parts of half the
    share: ``H3/2>`` along the course and ``H3/2<`` against it.
    """
    network, rule = traffic.inputs.network, traffic.inputs.config.visits
    segments = [cut_segments(network, chain, length_m=rule.segment_m) for chain in course.chains]
    total_mm = sum(measure_mm(network, chain) for chain in course.chains)
    before_m = np.cumsum([0, *(cut[-1].to_m for cut in segments)]).tolist()
    placed = [
        (segment, offset_m)
        for cut, offset_m in zip(segments, before_m, strict=False)
        for segment in cut
    ]
    parts = []
    for number, (segment, offset_m) in enumerate(placed, 1):
        share = measure_mm(network, segment.edges) / total_mm * (1 - course.off_road)
        part = Part(
            id=hotspot.id if len(placed) == 1 else f"{hotspot.id}/{number}",
            kind="pass",
            share=share,
            metres=segment.metres,
            from_m=offset_m + segment.from_m,
            to_m=offset_m + segment.to_m,
            edges=segment.edges,
        )
        parts += _list_directions(hotspot, part, segment, graphs, number)
    return parts


def _list_directions(
    hotspot: Hotspot, part: Part, segment: Segment, graphs: Sequence[VehicleGraph], number: int
) -> list[PassPart]:
    there, back = segment.edges, reverse_chain(segment.edges)
    if not (hotspot.both_directions and _is_two_way(segment, graphs)):
        return [PassPart(part, (there, back))]
    return [
        PassPart(
            replace(part, id=f"{hotspot.id}/{number}{sign}", share=part.share / 2, edges=edges),
            (edges,),
        )
        for sign, edges in ((">", there), ("<", back))
    ]


def _is_two_way(segment: Segment, graphs: Sequence[VehicleGraph]) -> bool:
    """Tell whether a segment can be driven in both directions, by one vehicle or by two.

    Who walks keeps to no one-way street, and so counts only where no vehicle may drive.
    """
    ways = [(graph.vehicle, *find_segment_directions(graph, segment)) for graph in graphs]
    driven = [way for way in ways if way[0] != "foot" and any(way[1:])]
    return all(any(way[side] for way in driven or ways) for side in (1, 2))
