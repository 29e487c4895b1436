"""Roads and areas: how much of their streets anybody drove in the shift."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import numpy as np

from routeplan.model import Plan, RatedHotspot, RoadResult
from routeplan.tracking.driving import measure_driven_m, select_pieces
from routeplan.tracking.matching import DrivenRoads
from routeplan.tracking.streets import PartStreets, Streets


def list_road_results(
    plan: Plan, streets: Streets, driven: Mapping[str, DrivenRoads]
) -> tuple[RoadResult, ...]:
    """Return how much of each road and area was driven, whoever had it in its plan.

    Parameters
    ----------
    driven
        The streets that each recorded unit drove, by its id.
    """
    together = _join(list(driven.values()))
    results = []
    for rated in plan.hotspots:
        own = [streets.parts[part.id] for part in rated.parts if part.id in streets.parts]
        if own:
            results.append(_judge_road(plan, rated, own, driven, together))
    return tuple(results)


def _judge_road(
    plan: Plan,
    rated: RatedHotspot,
    parts: list[PartStreets],
    driven: Mapping[str, DrivenRoads],
    together: DrivenRoads,
) -> RoadResult:
    by_unit = {unit: _measure(one, parts) for unit, one in driven.items()}
    units = sorted((unit for unit in by_unit if by_unit[unit] >= 1), key=lambda u: (-by_unit[u], u))
    pieces = np.unique(np.concatenate([select_pieces(together, part) for part in parts]))
    first = last = None
    if len(pieces) and units:
        first = _to_moment(plan, float(together.begin_s[pieces].min()))
        last = _to_moment(plan, float(together.end_s[pieces].max()))
    return RoadResult(
        hotspot_id=rated.hotspot.id,
        name=rated.hotspot.name,
        metres=round(sum(float(part.length_m.sum()) for part in parts)),
        driven_m=round(_measure(together, parts)),
        first=first,
        last=last,
        unit_ids=tuple(units),
    )


def _measure(driven: DrivenRoads, parts: list[PartStreets]) -> float:
    return sum(measure_driven_m(driven, part, select_pieces(driven, part)) for part in parts)


def _join(driven: list[DrivenRoads]) -> DrivenRoads:
    names = ("edge", "from_m", "to_m", "begin_s", "end_s")
    columns: dict[str, Any] = {
        name: np.concatenate([getattr(one, name) for one in driven])
        if driven
        else np.zeros(0, dtype=np.int64 if name == "edge" else np.float64)
        for name in names
    }
    return DrivenRoads(**columns)


def _to_moment(plan: Plan, moment_s: float) -> datetime:
    return datetime.fromtimestamp(round(moment_s), plan.shift.start.tzinfo)
