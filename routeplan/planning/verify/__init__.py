"""The judge: every broken rule of a plan.

It shares with the planner only the nouns of `routeplan.model` and what a vehicle may do on a
network; it works out hours, drives and sums on its own, and it never stops at the first fault.

===============  ==================================================================
rule             what it asks
===============  ==================================================================
unit             a loop's unit is known and has one loop
hotspot          a hotspot is known and given once
account          a hotspot is either visited once or left out with a reason
required         a required hotspot is visited if it is due in this shift
base             a loop begins and ends at its unit's base
stop             each stop between is a visit, and is where its hotspot is
clock            times have a zone and make sense
order            no leg ends before it begins
stay, drive      waiting and dwelling, and the legs, fill the clock to the second
dwell            a unit dwells as long as the hotspot asks
hours, reserve   briefing, report and the reserve of the shift are kept
window, wait     visits begin in open hours, and no one waits without need
area             visits lie in the area of the plan
access           the vehicle can get to the hotspot
jurisdiction     the hotspot lies in the unit's jurisdiction
max_km           the loop is not too long for the unit
source, network  the network is the one of the plan, sample or real
config           the plan's settings can be read
position         a stop's point on the road is the nearest
off_road         its distance is told and within the limit
edges, route     the leg's edges exist and lead from stop to stop
closed, one_way  they are open to the vehicle in the direction driven
seconds, metres  they take the time and have the length that the leg says
geometry         the leg's line runs on them
risk, worth      risks are the product of their factors, and the worth of the visits
loop_sum, total  sums add up
reason           what is left out is left out for a true reason
===============  ==================================================================

What the model itself refuses to hold (a unit without crew, a window that ends before it
begins) is not asked again.
"""

from __future__ import annotations

from collections.abc import Iterator

from routeplan.model import Plan
from routeplan.planning.verify.area import find_area_violations
from routeplan.planning.verify.reasons import find_reason_violations
from routeplan.planning.verify.roads import check_source, find_road_violations, make_roads
from routeplan.planning.verify.structure import find_structure_violations
from routeplan.planning.verify.sums import find_sum_violations
from routeplan.planning.verify.times import check_hours, find_time_violations
from routeplan.planning.verify.units import find_unit_violations
from routeplan.planning.verify.violations import Violation
from routeplan.roads.network import Network


def find_violations(plan: Plan, network: Network | None = None) -> tuple[Violation, ...]:
    """Return every broken rule of a plan; it never raises, whatever a plan file holds.

    Parameters
    ----------
    network
        The network the plan was made on. None leaves the roads unchecked.
    """
    return tuple(_judge(plan, network))


def _judge(plan: Plan, network: Network | None) -> Iterator[Violation]:
    yield from find_structure_violations(plan)
    nonsense = list(check_hours(plan))
    yield from nonsense
    if not nonsense:
        yield from find_time_violations(plan)
    yield from find_area_violations(plan)
    yield from find_unit_violations(plan)
    yield from find_sum_violations(plan)

    roads = None
    if network is not None:
        changed = list(check_source(plan, network))
        yield from changed
        if not any(violation.rule == "network" for violation in changed):
            roads = make_roads(plan, network)
    if isinstance(roads, Violation):
        yield roads
        roads = None
    if roads is not None:
        yield from find_road_violations(plan, roads)
    if not nonsense:
        yield from find_reason_violations(plan, roads)
