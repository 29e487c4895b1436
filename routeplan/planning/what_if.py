"""What a shift would gain by one more unit, by two hours more, by another vehicle."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from routeplan.errors import InputError
from routeplan.model import NOT_DUE, Shift, Unit
from routeplan.planning.inputs import Inputs
from routeplan.planning.optimise import solve_loops
from routeplan.planning.pipeline import SolvedShift
from routeplan.planning.prepare import Preparation, prepare_shift
from routeplan.planning.schedule import sum_worth
from routeplan.planning.transfer import Orders, transfer_orders

Question = Literal["same", "one_more_unit", "longer", "other_vehicle"]

LONGER = timedelta(hours=2)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Answer:
    """What a change of the shift would gain.

    Parameters
    ----------
    unit
        The unit that is doubled or gets another vehicle, None where it is no question of units.
    gain
        Worth gained against the plan; below 0 where the change loses.
    share
        The same as a share of what all hotspots of the plan could gain.
    refusal
        Why there would be no plan, for readers; empty where there is one. Without a message of
        its own: not everything that is required could be kept.
    """

    question: Question
    unit: Unit | None
    gain: float
    share: float
    is_refused: bool = False
    refusal: str = ""


@dataclass(frozen=True)
class _Change:
    question: Question
    unit: Unit | None
    inputs: Inputs


def answer_what_if(solved: SolvedShift) -> tuple[Answer, ...]:
    """Return what would change with one more unit, two hours more, R2 instead of R4.

    The first answer is what searching once more would gain with nothing changed: a search is
    never perfect, and no other gain that is not larger means anything.

    One more unit is a copy of the one whose loop is worth most: its base and vehicle serve best.
    Two hours more are those of the shift and of every unit's own hours. R2 instead of R4 is
    asked for each car. Each question is solved with the limits of the configuration, starting
    from the loops of the plan. Nobody has to send a unit or to use hours: one more unit and more
    hours never lose, because the plan as it is remains one. Another vehicle may.
    """
    return tuple(_answer(change, solved) for change in _list_changes(solved))


def count_questions(units: Sequence[Unit]) -> int:
    """Return how many questions are asked at most of a shift with these units."""
    return 3 + sum(unit.vehicle == "R4" for unit in units)


def _list_changes(solved: SolvedShift) -> Iterator[_Change]:
    inputs, units = solved.ready.inputs, solved.ready.units
    yield _Change("same", None, inputs)
    best = _find_best_unit(solved)
    more = replace(inputs, units=(*inputs.units, _copy_unit(best, inputs.units)))
    yield _Change("one_more_unit", best, more)
    longer = lengthen(inputs)
    if longer.shift.length_s > inputs.shift.length_s:
        yield _Change("longer", None, longer)
    for unit in units:
        if unit.vehicle == "R4":
            changed = tuple(replace(u, vehicle="R2") if u == unit else u for u in inputs.units)
            yield _Change("other_vehicle", unit, replace(inputs, units=changed))


def _answer(change: _Change, solved: SolvedShift) -> Answer:
    before = _sum_orders(solved.ready, solved.solution.orders)
    available = solved.plan.totals.worth_available
    try:
        ready = prepare_shift(change.inputs)
    except InputError as error:
        return Answer(change.question, change.unit, 0.0, 0.0, is_refused=True, refusal=str(error))
    orders = _solve(ready, solved.solution.orders)
    gain = _sum_orders(ready, orders) - before
    is_refused = not _keeps_required(ready, orders)
    if change.question != "other_vehicle" and (is_refused or gain < 0):
        gain, is_refused = 0.0, False  # the plan as it is
    elif is_refused:
        gain = 0.0
    share = gain / available if available else 0.0
    return Answer(change.question, change.unit, gain, share, is_refused=is_refused)


def _solve(ready: Preparation, orders: Orders) -> Orders:
    """Return the best loops found, starting from those of the plan as far as they fit."""
    problem, config = ready.problem, ready.inputs.config
    start = transfer_orders(orders, problem)
    return solve_loops(problem, rules=config.solver, seed=config.plan.seed, start=start).orders


def _sum_orders(ready: Preparation, orders: Orders) -> float:
    tasks = [task for tasks in orders.values() for task in tasks]
    return sum_worth(tasks, ready.problem.decay)


def _keeps_required(ready: Preparation, orders: Orders) -> bool:
    """Tell whether loops make every required visit, meeting and break."""
    required = {rated.hotspot.id for rated in ready.rated if rated.hotspot.is_required}
    if any(b.hotspot_id in required and b.reason not in NOT_DUE for b in ready.barred):
        return False
    made = {task.visit.id for tasks in orders.values() for task in tasks}
    busy = {unit_id for unit_id, tasks in orders.items() if tasks}
    return all(
        visit.id in made or (visit.kind == "break" and not visit.units & busy)
        for visit in ready.problem.visits
        if visit.required
    )


def _find_best_unit(solved: SolvedShift) -> Unit:
    worth = {loop.unit_id: loop.worth for loop in solved.plan.loops}
    return max(solved.ready.units, key=lambda unit: worth.get(unit.id, 0.0))


def _copy_unit(unit: Unit, units: Sequence[Unit]) -> Unit:
    taken = {other.id for other in units}
    new_id = f"{unit.id}+"
    while new_id in taken:
        new_id += "+"
    return replace(unit, id=new_id)


def lengthen(inputs: Inputs) -> Inputs:
    """Return the inputs with a shift, and hours of units, that end later; a day at most."""
    shift = inputs.shift
    end = min(_add(shift.end, LONGER), _add(shift.start, DAY))
    longer = replace(shift, end=end)
    return replace(
        inputs, shift=longer, units=tuple(_lengthen_unit(unit, shift) for unit in inputs.units)
    )


def _add(moment: datetime, span: timedelta) -> datetime:
    # in real hours, also where a clock is put forward or back
    return (moment.astimezone(UTC) + span).astimezone(moment.tzinfo)


def _lengthen_unit(unit: Unit, shift: Shift) -> Unit:
    start = unit.start or shift.start.time()
    end, latest = unit.end, unit.latest_return
    if end is not None:
        end = _postpone(end, start) or start
    if latest is not None:
        latest = _postpone(latest, start)
    return replace(unit, end=end, latest_return=latest)


def _postpone(clock: time, start: time) -> time | None:
    """Return a time of day that much later, None where that is a day after `start` or more."""
    day = date(2000, 1, 1)
    begin, moment = datetime.combine(day, start), datetime.combine(day, clock)
    if moment <= begin:
        moment += DAY
    later = moment + LONGER
    return None if later - begin >= DAY else later.time()
