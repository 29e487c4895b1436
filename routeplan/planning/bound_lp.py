"""The relaxation behind the bound as a linear program, solved by HiGHS for its prices.

HiGHS: Huangfu and Hall (2018), "Parallelizing the dual revised simplex method",
https://doi.org/10.1007/s12532-017-0130-5. Its interior point solver is used without crossover:
any prices prove a bound (`routeplan.planning.bound_prices`), so they need not be exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from routeplan.planning.bound_cuts import weigh_clock
from routeplan.planning.bound_graph import BoolArray, FloatArray, IntArray, Nodes, UnitGraph
from routeplan.planning.bound_prices import Prices, UnitCuts, UnitPrices
from routeplan.planning.bound_rows import Rows

OPTIONS: dict[str, Any] = {
    "output_flag": False,
    "threads": 1,
    "solver": "ipm",
    # what presolve takes away comes back with prices that prove little
    "presolve": "off",
    "run_crossover": "off",
}
# Prices that are worked out to the last digit suit the arcs at hand alone; where some are left
# out, rougher ones, which lie amid all good ones, prove more.
ROUGH, FINE = 1e-3, 1e-7


class _Solver(highspy.Highs):
    """HiGHS without a word on the screen.

    Since 1.16 making one registers a callback, which prints a banner before `output_flag` can be
    set from outside.
    """

    def enableCallbacks(self) -> None:  # noqa: N802 - the name of highspy
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()  # type: ignore[no-untyped-call]


@dataclass(frozen=True, eq=False)
class Relaxed:
    """Answer of the linear program: its prices, and how much each unit drives of each arc (k, k).

    The flows are by unit, in the order of the graphs.
    """

    flows: tuple[FloatArray, ...]
    prices: Prices


@dataclass(frozen=True, eq=False)
class _Unit:
    """Columns and rows of a unit: numbers of the first of each kind.

    Parameters
    ----------
    leaves, flow
        Columns: whether it leaves, and how much of each arc it drives.
    passing, due, entries, clocks
        Rows by node, visit and cut; `limits` those of its means by name.
    """

    tails: IntArray
    heads: IntArray
    leaves: int
    flow: IntArray
    passing: int
    due: int
    entries: int
    clocks: int
    limits: dict[str, int]


def solve_relaxation(
    nodes: Nodes,
    graphs: Sequence[UnitGraph],
    arcs: Sequence[BoolArray],
    cuts: Sequence[UnitCuts],
    *,
    decay: float,
    seconds: float | None = None,
) -> Relaxed | None:
    """Return what the relaxation does with some arcs (k, k) of each unit, and its prices.

    None if HiGHS finds no prices within its limits.
    """
    rows = Rows()
    gain = rows.add(len(nodes.worth))
    values = _put_series(rows, gain, nodes, decay)
    made = rows.add(int(nodes.visit.max()) + 1, 1.0)
    units: list[_Unit] = []
    for graph, chosen, own_cuts in zip(graphs, arcs, cuts, strict=True):
        unit = _put_unit(rows, nodes, graph, chosen & graph.allowed, own_cuts)
        into = unit.heads > 0
        rows.put(gain + unit.heads[into], unit.flow[into], -1.0)
        rows.put(made + nodes.visit[unit.heads[into]], unit.flow[into], 1.0)
        units.append(unit)
    most = np.full(rows.columns, np.inf)
    most[[unit.leaves for unit in units]] = 1.0
    scale = float(values.max())
    costs = np.concatenate([-values / scale, np.zeros(rows.columns - len(values))])
    has_all = all(
        bool((chosen >= graph.allowed).all()) for chosen, graph in zip(arcs, graphs, strict=True)
    )
    answer = _run_highs(rows, costs, most, exactness=FINE if has_all else ROUGH, seconds=seconds)
    if answer is None:
        return None
    driven, duals = answer[0], answer[1] * scale
    # nothing is gained at the base
    duals[gain] = 0.0
    return Relaxed(
        flows=tuple(_read_flow(unit, driven, len(nodes.worth)) for unit in units),
        prices=Prices(
            gain=np.maximum(-duals[gain : gain + len(nodes.worth)], 0.0),
            units=tuple(
                _read_prices(unit, duals, graph, own_cuts)
                for unit, graph, own_cuts in zip(units, graphs, cuts, strict=True)
            ),
        ),
    )


def _put_series(rows: Rows, gain: int, nodes: Nodes, decay: float) -> FloatArray:
    """Put a column for each node and rank that it may have in its series; return their worth."""
    values: list[FloatArray] = []
    for members, count in nodes.series:
        rank = rows.add(count, 1.0)
        for member in members[nodes.worth[members] > 0]:
            numbers = rows.widen(count)
            rows.put(gain + member, numbers, 1.0)
            rows.put(rank + np.arange(count), numbers, 1.0)
            values.append(nodes.worth[member] * decay ** np.arange(count))
    return np.concatenate(values)


def _put_unit(
    rows: Rows,
    nodes: Nodes,
    graph: UnitGraph,
    chosen: BoolArray,
    cuts: UnitCuts,
) -> _Unit:
    """Put the columns of a unit, and all rows that are its own."""
    size = len(nodes.worth)
    tails, heads = np.nonzero(chosen)
    leaves = int(rows.widen(1)[0])
    flow = rows.widen(len(tails))
    unit = _Unit(
        tails=tails,
        heads=heads,
        leaves=leaves,
        flow=flow,
        passing=rows.add(size, equal=True),
        due=rows.add(len(graph.due)),
        entries=rows.add(len(cuts.entries)),
        clocks=rows.add(len(cuts.clocks)),
        limits=_put_limits(rows, leaves, flow, _list_limits(nodes, graph, tails, heads)),
    )
    rows.put(unit.passing + heads, flow, 1.0)
    rows.put(unit.passing + tails, flow, -1.0)
    for number, ways in enumerate(graph.due):
        rows.put(unit.due + number, unit.leaves, 1.0)
        rows.put(unit.due + number, flow[np.isin(heads, ways)], -1.0)
    _put_cuts(rows, unit, nodes, graph, cuts)
    return unit


def _put_cuts(rows: Rows, unit: _Unit, nodes: Nodes, graph: UnitGraph, cuts: UnitCuts) -> None:
    tails, heads = unit.tails, unit.heads
    for number, cut in enumerate(cuts.entries):
        enters = cut.inside[heads] & ~cut.inside[tails]
        makes = cut.inside[heads] & (nodes.visit[heads] == cut.visit)
        rows.put_row(unit.entries + number, unit.flow, 1.0 * makes - enters)
    for number, inside in enumerate(cuts.clocks):
        weights = weigh_clock(graph, inside, tails, heads)
        rows.put_row(unit.clocks + number, unit.flow, weights)


def _list_limits(
    nodes: Nodes, graph: UnitGraph, tails: IntArray, heads: IntArray
) -> dict[str, tuple[FloatArray, float]]:
    """Return what each arc takes of each means of the unit, and how much there is."""
    limits = {
        "hour": (graph.hours[tails, heads], graph.longest_h),
        "loop": ((tails == 0).astype(float), float(graph.loops)),
    }
    if graph.longest_km is not None:
        limits["km"] = graph.km[tails, heads], graph.longest_km
    if graph.stops is not None:
        limits["stop"] = nodes.is_stop[heads].astype(float), float(graph.stops)
    return limits


def _put_limits(
    rows: Rows, leaves: int, flow: IntArray, limits: dict[str, tuple[FloatArray, float]]
) -> dict[str, int]:
    numbers = {}
    for name, (weights, most) in limits.items():
        numbers[name] = rows.add(1)
        rows.put_row(numbers[name], flow, weights)
        rows.put(numbers[name], leaves, -most)
    return numbers


def _run_highs(
    rows: Rows, costs: FloatArray, most: FloatArray, *, exactness: float, seconds: float | None
) -> tuple[FloatArray, FloatArray] | None:
    """Return values of the columns and duals of the rows at the least cost."""
    matrix, lower, upper = rows.assemble()
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = len(costs), rows.count
    program.col_cost_ = costs
    program.col_lower_, program.col_upper_ = np.zeros(len(costs)), most
    program.row_lower_, program.row_upper_ = lower, upper
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_ = matrix.indptr
    program.a_matrix_.index_ = matrix.indices
    program.a_matrix_.value_ = matrix.data
    solver = _Solver()  # type: ignore[no-untyped-call]
    for name, value in OPTIONS.items():
        solver.setOptionValue(name, value)
    solver.setOptionValue("ipm_optimality_tolerance", exactness)
    if seconds is not None:
        solver.setOptionValue("time_limit", seconds)
    solver.passModel(program)
    solver.run()
    answer = solver.getSolution()
    duals = np.array(answer.row_dual)
    if not answer.dual_valid or not np.isfinite(duals).all():
        return None
    return np.array(answer.col_value), duals


def _read_prices(unit: _Unit, duals: FloatArray, graph: UnitGraph, cuts: UnitCuts) -> UnitPrices:
    # limits from above have duals of at most 0 where costs are made least
    prices = np.maximum(-duals, 0.0)
    passing = duals[unit.passing : unit.passing + len(graph.least_h)]
    means = {name: float(prices[row]) for name, row in unit.limits.items()}
    return UnitPrices(
        passing=passing - passing[0],
        clocks=prices[unit.clocks : unit.clocks + len(cuts.clocks)],
        hour=means["hour"],
        km=means.get("km", 0.0),
        loop=means["loop"],
        stop=means.get("stop", 0.0),
        due=prices[unit.due : unit.due + len(graph.due)],
        entries=prices[unit.entries : unit.entries + len(cuts.entries)],
    )


def _read_flow(unit: _Unit, driven: FloatArray, size: int) -> FloatArray:
    flow = np.zeros((size, size))
    flow[unit.tails, unit.heads] = driven[unit.flow]
    return flow
