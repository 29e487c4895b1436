"""The judge: every broken rule of a plan.

It shares with the planner only the nouns of `routeplan.model`, the settings, the outlines of
areas, and what a vehicle may do on a network; it works out hours, drives, worths and sums on its
own, and it never stops at the first fault.

===================  ==============================================================
rule                 what it asks
===================  ==============================================================
unit                 a loop's unit is known and has one loop
hotspot, part        hotspots and parts are known, given once, and can be
share                the parts of a hotspot share its worth in proportion to length
account              each visit of a part is made, or left out with a reason
required             each part of a required hotspot that is due is visited
base                 a loop begins and ends at its unit's base, for a purpose
stop                 each stop is what its kind says, and where its hotspot is
clock                times have a zone and make sense
order                no leg ends before it begins
stay, drive          waiting and dwelling, and the legs, fill the clock to the second
dwell                a unit dwells as long as asked, or as long as it drives
hours, reserve       briefing, report, latest return and the reserve are kept
window, appointment  visits begin in open hours, and on the minute agreed
wait                 no one waits without need
gap                  repeated visits keep their distance, whoever makes them, and a unit does
                     something else between two of its own
break                each break that is due is taken once, as and where it should be
meeting              both units meet once, at the same place, from and to the same time
area                 visits lie in the area of the plan
forbidden, pinned    nobody visits what is forbidden, nobody else what is for one unit
access, crew         the vehicle can get there, and no officer is alone where it is unsafe
jurisdiction         the hotspot, or the middle of its part, is in the unit's jurisdiction
max_km               the loop is not too long for the unit
loops, max_stops     it leaves its base so often, and visits so many between, at most
source, network      the network is the one of the plan, sample or real
config               the plan's settings can be read
closure              closures are in force, and close the edges that they mean
outline              what limits a unit is outlined
position             a stop's point on the road is the nearest
off_road             its distance is told and within the limit
edges, route         the edges driven exist and lead from stop to stop
closed, one_way      they are open to the vehicle in the direction driven
seconds, metres      they take the time and have the length that is told
geometry             the line of a drive runs on them
course               a pass drives its part, a sweep covers its own and comes back
shape                parts lie where their hotspot says
strict, outside      what is driven outside a jurisdiction is told, or not driven
risk, worth          risks are the product of their factors; visits of a part are worth
                     less and less
history              days since the last visit count as the settings say, for all or none
loop_sum, total      sums add up
bound                no plan is worth more than its upper bound
coverage             worth, visits, metres and gaps of each hotspot are told right
wish, balance        shares of categories and units are told right; the limit is kept
reason               what is left out is left out for a true reason
replan               replannings follow each other, and what they say is kept from then on
incident             a unit goes to each incident at once, and stays as long as asked
position, out        units are at positions when they are told, and at none after they fell out
===================  ==============================================================

What the model itself refuses to hold (a unit without crew, a window that ends before it
begins) is not asked again.
"""

from __future__ import annotations

from collections.abc import Iterator

from routeplan.config import Config
from routeplan.model import Plan
from routeplan.planning.verify.account import find_account_violations
from routeplan.planning.verify.area import find_area_violations
from routeplan.planning.verify.breaks import find_break_violations
from routeplan.planning.verify.clocks import check_clocks, check_hours
from routeplan.planning.verify.closures import find_date_violations, find_extent_violations
from routeplan.planning.verify.courses import find_course_violations
from routeplan.planning.verify.coverage import find_coverage_violations
from routeplan.planning.verify.drives import find_drive_violations
from routeplan.planning.verify.encounters import find_meeting_violations
from routeplan.planning.verify.fairness import find_fairness_violations
from routeplan.planning.verify.reasons import find_reason_violations
from routeplan.planning.verify.recency import find_recency_violations
from routeplan.planning.verify.replans import find_replan_violations
from routeplan.planning.verify.roads import Roads, check_source, make_roads
from routeplan.planning.verify.rules import read_rules
from routeplan.planning.verify.structure import find_structure_violations
from routeplan.planning.verify.sums import find_sum_violations
from routeplan.planning.verify.territory import find_territory_violations
from routeplan.planning.verify.times import find_time_violations
from routeplan.planning.verify.units import find_unit_violations
from routeplan.planning.verify.violations import Violation
from routeplan.planning.verify.visits import find_visit_violations
from routeplan.planning.verify.worth import find_worth_violations
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
    yield from find_account_violations(plan)
    yield from find_area_violations(plan)
    yield from find_unit_violations(plan)
    yield from find_sum_violations(plan)

    rules = read_rules(plan)
    if isinstance(rules, Violation):
        yield rules
    config = None if isinstance(rules, Violation) else rules
    if config is not None:
        yield from find_recency_violations(plan, config)

    # hours that make no sense keep all times from being judged, a clock only those of its loops
    no_hours, no_clocks = list(check_hours(plan)), list(check_clocks(plan))
    yield from (*no_hours, *no_clocks)
    if not no_hours and not no_clocks:
        yield from _judge_times(plan, config)

    roads = None
    if network is not None:
        changed = list(check_source(plan, network))
        yield from changed
        if config is not None and not any(item.rule == "network" for item in changed):
            roads = make_roads(plan, config, network)
            yield from _judge_roads(plan, config, roads)
    if not no_hours:
        yield from find_reason_violations(plan, config, roads)


def _judge_times(plan: Plan, config: Config | None) -> Iterator[Violation]:
    yield from find_time_violations(plan)
    yield from find_visit_violations(plan, config)
    yield from find_break_violations(plan)
    yield from find_meeting_violations(plan)
    yield from find_date_violations(plan)
    yield from find_replan_violations(plan)
    yield from find_coverage_violations(plan)
    if config is not None:
        yield from find_worth_violations(plan, config)
        yield from find_fairness_violations(plan, config)


def _judge_roads(plan: Plan, config: Config, roads: Roads) -> Iterator[Violation]:
    yield from find_extent_violations(plan, roads.network)
    yield from find_course_violations(plan, config, roads.network)
    yield from find_drive_violations(plan, roads)
    yield from find_territory_violations(plan, roads)
