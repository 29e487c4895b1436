"""The problem that the optimiser solves: visits, duties, and the roads between places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from routeplan.model import Duty, Visit
from routeplan.planning.schedule import Roads, Task
from routeplan.roads.matrix import Matrix


@dataclass(frozen=True, eq=False)
class LoopProblem:
    """Everything the optimiser needs: `matrices` by the profile of the duties.

    Parameters
    ----------
    visits, duties
        Places are rows and columns of the matrices.
    decay
        What the next visit of a series is worth of the one before, above 0 to 1.
    wishes
        Wished share of the visits made by category: soft, any worth comes first.
    fair_limit
        Most distance between the active shares of the busiest and the idlest unit, or None.
    """

    visits: tuple[Visit, ...]
    duties: tuple[Duty, ...]
    matrices: Mapping[str, Matrix]
    decay: float = 1.0
    wishes: Mapping[str, float] = field(default_factory=dict)
    fair_limit: float | None = None

    @cached_property
    def duty_of(self) -> dict[str, Duty]:
        """The duties by unit."""
        return {duty.unit_id: duty for duty in self.duties}

    @cached_property
    def begun(self) -> dict[str, tuple[Task, ...]]:
        """By unit the tasks that its loop begins with, whatever comes after them."""
        tasks: defaultdict[str, list[Task]] = defaultdict(list)
        for visit in self.visits:
            if visit.fixed:
                (option,) = visit.options
                (unit_id,) = option.units
                tasks[unit_id].append(Task(visit, option))
        return {unit_id: tuple(tasks[unit_id]) for unit_id in self.duty_of}

    @cached_property
    def roads(self) -> dict[str, Roads]:
        """The matrices by unit, for timing loops."""
        lists = {
            profile: Roads.from_arrays(matrix.seconds, matrix.metres)
            for profile, matrix in self.matrices.items()
        }
        return {duty.unit_id: lists[duty.profile] for duty in self.duties}


@dataclass(frozen=True, eq=False)
class Solution:
    """What the optimiser found: the tasks of each unit in order, none for a unit that stays.

    Parameters
    ----------
    free_worth
        Worth of the best loops without `LoopProblem.fair_limit`, None where there is none.
    departures
        By unit, seconds from the shift's start at which it leaves; as early as it can where it is
        not among them.
    """

    orders: Mapping[str, tuple[Task, ...]]
    free_worth: float | None = None
    departures: Mapping[str, int] = field(default_factory=dict)
