"""The whole line from inputs to a judged plan."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from routeplan.config import load_config
from routeplan.errors import InputError, PlanRefusedError
from routeplan.i18n import _, ngettext
from routeplan.model import Plan
from routeplan.planning.assemble import assemble_plan
from routeplan.planning.bound import find_bound
from routeplan.planning.inputs import Inputs, load_inputs, make_overrides
from routeplan.planning.itinerary import make_loops
from routeplan.planning.optimise import solve_loops
from routeplan.planning.prepare import Preparation, prepare_shift
from routeplan.planning.problem import Solution
from routeplan.planning.reasons import explain_left_out
from routeplan.planning.refusal import list_clashes
from routeplan.planning.schedule import share_worth
from routeplan.planning.surroundings import Surroundings
from routeplan.planning.verify import find_violations
from routeplan.roads.network import Network


def make_plan(
    district: str | None = None,
    *,
    network: str | None = None,
    hotspots: Path | str | None = None,
    units: Path | str | None = None,
    closures: Path | str | None = None,
    calendar: Path | str | None = None,
    history: Path | str | None = None,
    shift: str | None = None,
    day: date | None = None,
    polsek: str | None = None,
    boundary: Path | str | None = None,
    programmes: Sequence[str] = (),
    require: Collection[str] = (),
    forbid: Collection[str] = (),
    pins: Mapping[str, str] | None = None,
    fair: float | None = None,
    seed: int | None = None,
    seconds: float | None = None,
    iterations: int | None = None,
    processes: int | None = None,
    config_file: Path | str | None = None,
    data_dir: Path | str | None = None,
) -> Plan:
    """Plan a shift: the loops of all units, judged. The settings say what is None here.

    Parameters
    ----------
    district
        Police district, e.g. ``lumajang``; `boundary` is the outline of any other area.
    network
        Name of a prepared network, or ``sample``; the district's if nothing says otherwise.
    hotspots, units
        Their files, needed on a real network.
    closures, calendar
        Files of closed roads, and of phases that raise or lower categories.
    history
        File of what earlier shifts visited, see `routeplan.planning.history`.
    day
        Date on which the shift starts; else today.
    polsek
        Plan only the hotspots and units of this kecamatan.
    programmes
        Ids or labels of the programmes to work for, instead of those of the settings.
    require, forbid
        Ids of hotspots that have to be visited, and of those that nobody visits.
    pins
        Unit, by its id or name, that alone may visit a hotspot, by the id of the hotspot.
    fair
        Most distance between the active shares of the busiest and the idlest unit, to 1.
    seconds, iterations
        Limit of the optimiser. The same seed and iterations give the same plan.
    processes
        Cores that the optimiser may use.
    config_file
        A patrol.toml; its relative paths start at its folder.

    Raises
    ------
    InputError
        If the input is wrong or incomplete.
    PlanRefusedError
        If no plan keeps what is required.
    """
    if district and boundary:
        raise InputError(_("Give a district or a boundary file, not both."))
    overrides = make_overrides(
        district=district, network=network, shift=shift,
        seed=seed, seconds=seconds, iterations=iterations, processes=processes,
        programmes=programmes, fair=fair,
    )  # fmt: skip
    settings = _as_path(config_file)
    inputs = load_inputs(
        load_config(settings, overrides=overrides),
        folder=settings.parent if settings else Path(),
        boundary=_as_path(boundary),
        hotspots=_as_path(hotspots),
        units=_as_path(units),
        closures=_as_path(closures),
        calendar=_as_path(calendar),
        history=_as_path(history),
        day=day,
        polsek=polsek,
        forbid=forbid,
        require=require,
        pins=pins,
        data_dir=_as_path(data_dir),
    )
    return plan_shift(inputs)


def _as_path(path: Path | str | None) -> Path | None:
    return None if path is None else Path(path)


@dataclass(frozen=True, eq=False)
class SolvedShift:
    """A judged plan, with what it was made from and the tasks that it consists of."""

    plan: Plan
    ready: Preparation
    solution: Solution


def plan_shift(inputs: Inputs) -> Plan:
    """Return the judged plan of a shift.

    Raises
    ------
    PlanRefusedError
        If a required hotspot stays out, or the judge finds a broken rule.
    """
    return solve_shift(inputs).plan


def solve_shift(inputs: Inputs) -> SolvedShift:
    """Return the judged plan of a shift and how it came about; raises as `plan_shift`."""
    ready = prepare_shift(inputs)
    rules = inputs.config.solver
    solution = solve_loops(ready.problem, rules=rules, seed=inputs.config.plan.seed)
    bound = find_bound(ready.problem, seconds=None if rules.iterations else rules.seconds)
    plan = finish_plan(ready, solution, bound=bound)
    refuse_if_broken(plan, ready, solution)
    return SolvedShift(plan, ready, solution)


def finish_plan(ready: Preparation, solution: Solution, *, bound: float = math.inf) -> Plan:
    """Return the plan of a solution, with times, roads, reasons and sums; not yet judged.

    `bound` is a worth that no plan can exceed; that of all hotspots is one.
    """
    problem, orders, departures = ready.problem, solution.orders, solution.departures
    worth_of = share_worth(
        orders, problem.duty_of, problem.roads, problem.decay, departures=departures
    )
    around = Surroundings(
        shift=ready.inputs.shift,
        routers=ready.routers,
        gazetteer=ready.inputs.gazetteer,
        district=ready.inputs.district,
        hotspots={spot.hotspot.id: spot for spot in ready.rated},
        meetings={meeting.id: meeting for meeting in ready.meetings},
        meeting_places=ready.meeting_places,
        worth_of=worth_of,
    )
    loops = make_loops(
        orders, units=ready.units, duties=problem.duties, roads=problem.roads, around=around,
        departures=departures,
    )  # fmt: skip
    crowded_out = explain_left_out(
        orders, problem.visits, problem.duty_of, problem.roads,
        worth_of=worth_of, names={spot.hotspot.id: spot.hotspot.name for spot in ready.rated},
    )  # fmt: skip
    return assemble_plan(
        ready,
        loops=loops,
        crowded_out=crowded_out,
        free_worth=solution.free_worth,
        bound=bound,
    )


def refuse_if_broken(plan: Plan, ready: Preparation, solution: Solution) -> None:
    """Check that a plan keeps what is required and that the judge finds nothing.

    Raises
    ------
    PlanRefusedError
        Naming what clashes, or the rules that are broken.
    """
    clashes = list(list_clashes(plan, ready, solution.orders))
    if clashes:
        head = _("No plan keeps everything that is required:")
        raise PlanRefusedError("\n".join([head, *(f"  - {clash}" for clash in clashes)]))
    refuse_violations(plan, ready.inputs.network)


def refuse_violations(plan: Plan, network: Network) -> None:
    """Check that the judge finds nothing in a plan.

    Raises
    ------
    PlanRefusedError
        Naming the rules that are broken.
    """
    violations = find_violations(plan, network)
    if violations:
        lines = [f"  - {violation}" for violation in violations[:10]]
        head = ngettext(
            "The judge refuses the plan ({n} broken rule):",
            "The judge refuses the plan ({n} broken rules):",
            len(violations),
        ).format(n=len(violations))
        raise PlanRefusedError("\n".join([head, *lines]))
