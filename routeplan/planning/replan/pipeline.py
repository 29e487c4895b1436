"""The whole line from a plan and what has happened to the plan that goes on from there."""

from __future__ import annotations

from routeplan.model import Plan
from routeplan.planning.pipeline import refuse_violations
from routeplan.planning.replan.disturbance import Disturbance, check_disturbance
from routeplan.planning.replan.finish import finish_replan
from routeplan.planning.replan.rest import prepare_rest
from routeplan.planning.replan.settle import settle_orders
from routeplan.roads.network import Network


def replan_shift(plan: Plan, network: Network, disturbance: Disturbance) -> Plan:
    """Return the plan of the whole shift: what is done as it was, the rest as it goes on.

    The rest changes as little as is worth it: what no longer fits is given up, what is new is put
    in, and a visit goes to another unit, or to another place in its loop, only for a gain
    (``replan.moved_share``). `Plan.replans` of the result says what happened and what it changes.

    Raises
    ------
    InputError
        If what has happened cannot be, or the network is not the one of the plan.
    PlanRefusedError
        If nobody can go to an incident, or the judge finds a broken rule.
    """
    disturbance = check_disturbance(plan, disturbance)
    rest = prepare_rest(plan, network, disturbance)
    replanned = finish_replan(rest, *settle_orders(rest))
    refuse_violations(replanned, network)
    return replanned
