"""Judging breaks: each that is due is taken once, where and when and as long as it should be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

import numpy as np
from scipy.optimize import linear_sum_assignment

from routeplan.i18n import _
from routeplan.model import Break, Loop, Plan, Shift, Stop, Unit
from routeplan.planning.verify.hours import find_begin, is_due, list_spans
from routeplan.planning.verify.replans import list_given_up, list_out
from routeplan.planning.verify.violations import (
    Violation,
    is_same_place,
    map_units,
    name_stop,
)
from routeplan.wording import format_clock


def find_break_violations(plan: Plan) -> Iterator[Violation]:
    """Yield breaks of the units that drive which are missing, wrong, or nobody's."""
    units = map_units(plan)
    for loop in plan.loops:
        if loop.unit_id in units:
            yield from _check_loop(plan, units[loop.unit_id], loop)


def locate_break(unit: Unit, rest: Break) -> tuple[float, float]:
    """Return longitude and latitude of a break: its own place, or the base."""
    if rest.lon is None or rest.lat is None:
        return unit.lon, unit.lat
    return rest.lon, rest.lat


def _check_loop(plan: Plan, unit: Unit, loop: Loop) -> Iterator[Violation]:
    shift, given_up = plan.shift, list_given_up(plan)
    known = [(n, rest) for n, rest in enumerate(unit.breaks, 1) if is_due(shift, unit, rest)]
    due = [rest for _n, rest in known]
    # a unit that fell out takes none any more
    excused = {n for n, _rest in known if f"break:{unit.id}:{n}" in given_up}
    excused |= {n for n, _rest in known if unit.id in list_out(plan)}
    taken = [index for index, stop in enumerate(loop.stops) if stop.kind == "break"]
    faults = {
        (number, index): list(_list_faults(shift, unit, due[number], loop.stops[index]))
        for number, index in product(range(len(due)), taken)
    }
    pairs = _match_breaks({pair: len(found) for pair, found in faults.items()}, taken, len(due))
    for number, rest in enumerate(due):
        if number not in pairs and known[number][0] not in excused:
            problem = _("Its break of {minutes} minutes in {window} is missing.")
            problem = problem.format(minutes=rest.minutes, window=rest.window)
            yield Violation("break", loop.unit_id, _("loop"), problem)
    for number, index in pairs.items():
        for problem in faults[number, index]:
            yield Violation("break", loop.unit_id, name_stop(loop, index), problem)
    for index in taken:
        if index not in pairs.values():
            problem = _("The unit has no such break, or has taken it already.")
            yield Violation("break", loop.unit_id, name_stop(loop, index), problem)


def _match_breaks(
    counts: Mapping[tuple[int, int], int], taken: Sequence[int], due: int
) -> dict[int, int]:
    """Return which stop is which break, so that together they have the fewest faults.

    Parameters
    ----------
    counts
        Faults by number of the break and index of the stop.
    """
    table = np.array([[counts[number, index] for index in taken] for number in range(due)])
    rows, columns = linear_sum_assignment(table.reshape(due, len(taken)))
    return {int(row): taken[column] for row, column in zip(rows, columns, strict=True)}


def _list_faults(shift: Shift, unit: Unit, rest: Break, stop: Stop) -> Iterator[str]:
    begin = find_begin(stop).astimezone(shift.start.tzinfo)
    if not any(True for _span in list_spans(rest.window, begin, begin)):
        problem = _("The break begins at {begin}, outside {window}.")
        yield problem.format(begin=format_clock(begin), window=rest.window)
    if stop.dwell_s != 60 * rest.minutes:
        problem = _("The break takes {dwell} s instead of {minutes} minutes.")
        yield problem.format(dwell=stop.dwell_s, minutes=rest.minutes)
    if not is_same_place(stop.lon, stop.lat, *locate_break(unit, rest)):
        yield _("The break is elsewhere than at {place}.").format(
            place=rest.place or unit.base or _("the base")
        )
    arrive = stop.arrive.astimezone(shift.start.tzinfo)
    # waiting is needed only until the first second of its hours
    if stop.wait_s and not any(span[0] == begin for span in list_spans(rest.window, begin, begin)):
        problem = _("The unit waits {wait} s from {arrive}, longer than until its break may begin.")
        yield problem.format(wait=stop.wait_s, arrive=format_clock(arrive))
