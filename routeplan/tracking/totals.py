"""Sums over all units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from routeplan.model import EvaluationTotals, Plan, UnitResult


def sum_up(plan: Plan, units: Sequence[UnitResult]) -> EvaluationTotals:
    """Return how many stops were made, late, short and missed, and what was driven."""
    stops = [stop for unit in units for stop in unit.stops]
    states = Counter(stop.state for stop in stops)
    planned = {stop.hotspot_id for loop in plan.loops for stop in loop.visits}
    made = {stop.hotspot_id for stop in stops if stop.is_made}
    made |= {stop.hotspot_id for unit in units for stop in unit.unplanned}
    recorded = [unit for unit in units if unit.is_recorded]
    return EvaluationTotals(
        stops=len(stops),
        visited_stops=states["visited"],
        late=states["late"],
        short=states["short"],
        missed=states["missed"],
        no_recording=states["no_recording"],
        unplanned=sum(len(unit.unplanned) for unit in units),
        units=len(plan.loops),
        recorded=len(recorded),
        hotspots=len(planned),
        visited=len(planned & made),
        metres=sum(unit.metres for unit in recorded),
        planned_m=sum(unit.planned_m for unit in recorded),
    )
