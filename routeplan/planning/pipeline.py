"""The whole line from inputs to a judged plan."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path

from routeplan.config import load_config
from routeplan.errors import InputError, PlanRefusedError
from routeplan.i18n import _
from routeplan.model import NOT_DUE, Plan, Unvisited
from routeplan.planning.assemble import assemble_plan, list_notices
from routeplan.planning.inputs import Inputs, load_inputs, make_overrides
from routeplan.planning.itinerary import Surroundings, make_loops
from routeplan.planning.optimise import solve_loops
from routeplan.planning.prepare import Preparation, prepare_shift
from routeplan.planning.reasons import explain_left_out
from routeplan.planning.schedule import Task, share_worth
from routeplan.planning.verify import find_violations
from routeplan.roads.network import Network
from routeplan.wording import describe_unvisited


def make_plan(
    district: str | None = None,
    *,
    network: str | None = None,
    hotspots: Path | str | None = None,
    units: Path | str | None = None,
    closures: Path | str | None = None,
    calendar: Path | str | None = None,
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


def plan_shift(inputs: Inputs) -> Plan:
    """Return the judged plan of a shift.

    Raises
    ------
    PlanRefusedError
        If a required hotspot stays out, or the judge finds a broken rule.
    """
    ready = prepare_shift(inputs)
    config = inputs.config
    solution = solve_loops(ready.problem, rules=config.solver, seed=config.plan.seed)
    plan = finish_plan(ready, solution.orders)
    _refuse_if_broken(plan, inputs.network)
    return plan


def finish_plan(ready: Preparation, orders: Mapping[str, tuple[Task, ...]]) -> Plan:
    """Return the plan that makes the visits of `orders`, with times, roads and reasons."""
    inputs, problem, units = ready.inputs, ready.problem, ready.units
    hotspots = {rated.hotspot.id: rated for rated in ready.rated}
    names = {rated.hotspot.id: rated.hotspot.name for rated in ready.rated}
    worth_of = share_worth(orders, problem.duty_of, problem.roads, problem.decay)
    around = Surroundings(inputs.shift, ready.routers, inputs.gazetteer, hotspots)
    loops = make_loops(
        orders, units=units, duties=problem.duties, roads=problem.roads, around=around
    )
    crowded_out = explain_left_out(
        orders, problem.visits, problem.duty_of, problem.roads, worth_of=worth_of, names=names
    )
    return assemble_plan(
        inputs,
        units=units,
        rated=ready.rated,
        loops=loops,
        unvisited=(*ready.barred, *crowded_out),
        notices=(*ready.notices, *list_notices(inputs, units, loops)),
    )


def _refuse_if_broken(plan: Plan, network: Network) -> None:
    required = {spot.hotspot.id: spot.hotspot for spot in plan.hotspots if spot.hotspot.required}
    missed = [u for u in plan.unvisited if u.hotspot_id in required and u.reason not in NOT_DUE]
    if missed:
        lines = [f"  - {required[u.hotspot_id].name}: {_word_clash(plan, u)}" for u in missed]
        head = _("No plan keeps every required hotspot:")
        raise PlanRefusedError("\n".join([head, *lines]))
    violations = find_violations(plan, network)
    if violations:
        lines = [f"  - {violation}" for violation in violations[:10]]
        head = _("The judge refuses the plan ({n} broken rules):").format(n=len(violations))
        raise PlanRefusedError("\n".join([head, *lines]))


def _word_clash(plan: Plan, missed: Unvisited) -> str:
    """Return why a required hotspot stays out, and which others its nearest loop has to make."""
    reason = describe_unvisited(missed, units=plan.units)
    required = {spot.hotspot.id for spot in plan.hotspots if spot.hotspot.required}
    others = [
        stop.name
        for loop in plan.loops
        for stop in loop.visits
        if loop.unit_id == missed.detail.get("unit") and stop.hotspot_id in required
    ]
    if not others:
        return reason
    clash = _("Required in that loop as well: {names}.").format(names=", ".join(others))
    return f"{reason} {clash}"
