"""From the order of visits to loops with clock times, roads and names of places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from routeplan.model import Duty, Loop, Unit
from routeplan.planning.journeys import make_leg, measure_outside_m, trace_edges
from routeplan.planning.schedule import Roads, Task, Timing, time_loop
from routeplan.planning.stops import Clock, Driver, make_base, make_stop
from routeplan.planning.surroundings import Surroundings
from routeplan.roads.matrix import find_paths


def make_loops(
    orders: Mapping[str, tuple[Task, ...]],
    *,
    units: Sequence[Unit],
    duties: Sequence[Duty],
    roads: Mapping[str, Roads],
    around: Surroundings,
    departures: Mapping[str, int] | None = None,
) -> tuple[Loop, ...]:
    """Return the loops of all units that leave their base, in the order of the units.

    `departures` are by unit, see `routeplan.planning.schedule.time_loop`.
    """
    leave_s = departures or {}
    return tuple(
        _make_loop(
            Driver(unit, duty, around.routers[duty.profile]),
            tasks,
            time_loop(duty, tasks, roads[unit.id], depart_s=leave_s.get(unit.id)),
            roads[unit.id],
            around,
        )
        for unit, duty in zip(units, duties, strict=True)
        if (tasks := orders[unit.id])
    )


def _make_loop(
    driver: Driver, tasks: tuple[Task, ...], timing: Timing, roads: Roads, around: Surroundings
) -> Loop:
    duty, router = driver.duty, driver.router
    clocks = map(Clock, timing.arrive_s, timing.start_s)
    stops = (
        make_base(driver, Clock(timing.depart_s, timing.depart_s), around),
        *(
            make_stop(task, driver, clock, around)
            for task, clock in zip(tasks, clocks, strict=True)
        ),
        make_base(driver, Clock(timing.return_s, timing.return_s), around),
    )
    exits = [duty.place, *(task.option.exit for task in tasks)]
    entries = [*(task.option.entry for task in tasks), duty.place]
    pairs = list(zip(exits, entries, strict=True))
    paths = find_paths(router, pairs)
    legs = tuple(
        make_leg(router, (a, b), path, (roads.metres[a][b], roads.seconds[a][b]), around)
        for (a, b), path in zip(pairs, paths, strict=True)
    )
    network = router.graph.network
    drives = [trace_edges(network, task.option.edges) for task in tasks]
    return Loop(
        unit_id=driver.unit.id,
        stops=stops,
        legs=legs,
        metres=sum(leg.metres for leg in legs) + sum(task.option.metres for task in tasks),
        driving_s=sum(leg.seconds for leg in legs),
        dwell_s=sum(stop.dwell_s for stop in stops if stop.kind != "break"),
        waiting_s=sum(stop.wait_s for stop in stops),
        worth=sum(stop.worth for stop in stops),
        break_s=sum(stop.dwell_s for stop in stops if stop.kind == "break"),
        outside_m=measure_outside_m(network, [*paths, *drives], driver.unit, around),
    )
