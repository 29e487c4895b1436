"""All that is known of one unit in the shift: its plan, its course, its stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import numpy as np

from routeplan.config import EvaluationRule
from routeplan.geo import FloatArray
from routeplan.model import Loop, Plan, Unit
from routeplan.tracking.course import MOST_NOISE_M, Course, estimate_noise_m
from routeplan.tracking.labels import label_course
from routeplan.tracking.pauses import fill_pauses
from routeplan.tracking.sites import Sites
from routeplan.tracking.stays import Stay, find_stays, list_stands, measure_spread

# Half of the positions of a normal distribution in the plane lie within so many deviations.
MEDIAN_DEVIATIONS = 1.1774
# Stands that last so long show how far fixes stray.
LONG_S = 180.0


@dataclass(frozen=True, eq=False)
class UnitDay:
    """What a unit was to do, and where it was.

    Parameters
    ----------
    loop
        None for a unit that the plan leaves at its base.
    course
        As recorded; without positions where no recording is the unit's.
    """

    plan: Plan
    unit: Unit
    loop: Loop | None
    course: Course
    sites: Sites
    rule: EvaluationRule

    @property
    def is_recorded(self) -> bool:
        """Whether anything of it is recorded."""
        return len(self.course) > 0

    @cached_property
    def filled(self) -> Course:
        """The course with what is supposed of its pauses."""
        rule = self.rule
        return fill_pauses(
            self.course, self.sites, radius_m=rule.radius_m, indoor_s=60.0 * rule.indoor_min
        )

    @cached_property
    def stands(self) -> list[Stay]:
        """The times in which it did not move, in their order."""
        labels = label_course(
            self.filled, self.sites, radius_m=self.rule.radius_m, vehicle=self.unit.vehicle
        )
        return list_stands(self.filled, labels, indoor_s=60.0 * self.rule.indoor_min)

    @cached_property
    def noise_m(self) -> float:
        """How far its fixes stray: from their neighbours, and where it stands from its middle.

        An error that changes slowly shows only there.
        """
        course, filled = self.course, self.filled
        near = estimate_noise_m(course.moment_s, course.x, course.y)
        spreads = [
            measure_spread(filled, stand) / MEDIAN_DEVIATIONS
            for stand in self.stands
            if stand.length_s >= LONG_S
        ]
        return float(max(near, min(np.median(spreads or [near]), MOST_NOISE_M)))

    @cached_property
    def stays(self) -> list[Stay]:
        """Its stays in the order of time, also those probably made in pauses of the recording.

        Several stands are one stay where only a short walk or drive lies between.
        """
        rule = self.rule
        return find_stays(
            self.filled, self.stands, self.sites, radius_m=rule.radius_m,
            indoor_s=60.0 * rule.indoor_min,
        )  # fmt: skip

    @cached_property
    def away_m(self) -> FloatArray:
        """Metres from each position recorded to each site."""
        return self.sites.measure(self.course.x, self.course.y)

    @cached_property
    def silences(self) -> list[tuple[float, float]]:
        """From when to when nothing is recorded, the times before and after it included."""
        return self.list_silences(longer_s=self.course.pause_s)

    def list_silences(self, *, longer_s: float) -> list[tuple[float, float]]:
        """Return the silences of which those within the recording are longer than so much."""
        if not self.is_recorded:
            return [(float("-inf"), float("inf"))]
        moment_s = self.course.moment_s
        pauses = self.course.list_pauses(longer_s=longer_s)
        return [
            (float("-inf"), float(moment_s[0])),
            *((float(moment_s[n]), float(moment_s[n + 1])) for n in pauses),
            (float(moment_s[-1]), float("inf")),
        ]

    def to_moment(self, moment_s: float) -> datetime:
        """Return seconds since 1970 as a datetime of whole seconds in the zone of the shift."""
        return datetime.fromtimestamp(round(moment_s), self.plan.shift.start.tzinfo)
