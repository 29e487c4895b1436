"""Which recording is whose: said by the user, told by a name, else by the best fit of all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from routeplan.config import EvaluationRule
from routeplan.model import Assignment, ClockState, Loop, Plan
from routeplan.tracking.clean import CleanTrack
from routeplan.tracking.course import make_course
from routeplan.tracking.fit import (
    Arrivals,
    find_arrivals,
    find_clock_error,
    find_zone_error,
    measure_fit,
)
from routeplan.tracking.names import find_named_unit

if TYPE_CHECKING:
    from pyproj import Transformer

# A recording that fits less well with any plan is nobody's.
LEAST_FIT = 0.2
# One beyond the first of a unit has to fit so well.
LEAST_FURTHER_FIT = 0.4
# A unit whose plan fits nearly as well as the best is named.
RIVAL_SHARE = 0.8
# Before and after the shift recordings are looked at for so long.
MARGIN_S = 3600.0


@dataclass(frozen=True, eq=False)
class Assigned:
    """A recording, whose it is, and how it is known; see `routeplan.model.Recording`."""

    track: CleanTrack
    unit_id: str | None = None
    assignment: Assignment | None = None
    fit: float = 0.0
    rival: str | None = None
    clock: ClockState = "right"
    clock_s: int = 0


def assign_tracks(
    tracks: Sequence[CleanTrack],
    plan: Plan,
    plane: Transformer,
    rule: EvaluationRule,
    *,
    given: Mapping[str, str],
    clocks: Mapping[str, int],
) -> list[Assigned]:
    """Return whose each recording is, in their order, its clock put right where that is clear.

    Parameters
    ----------
    given
        Id of the unit by the file, as the user says.
    clocks
        Seconds to be added to the times of a unit's recordings, as the user says.
    """
    judge = _Judge(plan, plane, rule, clocks)
    found: list[Assigned | None] = []
    for track in tracks:
        names = (track.device, Path(track.file).stem)
        if track.file in given:
            found.append(judge.settle(track, given[track.file], "option"))
        elif named := find_named_unit(names, plan.units):
            found.append(judge.settle(track, named, "name"))
        else:
            found.append(None)
    open_numbers = [number for number, one in enumerate(found) if one is None]
    taken = {one.unit_id for one in found if one is not None}
    matched = judge.match([tracks[number] for number in open_numbers], taken)
    for number, one in zip(open_numbers, matched, strict=True):
        found[number] = one
    return [judge.cut(one) for one in found if one is not None]


class _Judge:
    """Judges recordings against the loops of a plan."""

    def __init__(
        self, plan: Plan, plane: Transformer, rule: EvaluationRule, clocks: Mapping[str, int]
    ) -> None:
        self.plan, self.plane, self.rule, self.clocks = plan, plane, rule, clocks
        self.loops: dict[str, Loop] = {loop.unit_id: loop for loop in plan.loops}

    def settle(self, track: CleanTrack, unit_id: str, assignment: Assignment) -> Assigned:
        """Return a recording of a unit, its clock put right."""
        arrivals = self._find_arrivals(track, unit_id)
        clock, add_s = self._judge_clock(track, unit_id, arrivals)
        applied = 0 if clock == "suspected" else add_s
        return Assigned(
            track.shift_clock(applied), unit_id, assignment,
            measure_fit(arrivals, add_s=applied), None, clock, add_s,
        )  # fmt: skip

    def match(self, tracks: Sequence[CleanTrack], taken: set[str | None]) -> list[Assigned]:
        """Return the recordings with the units that fit best, all together.

        Each unit that has none yet gets at most one; what is left then goes to the unit that it
        fits with, as a further recording, if it fits well.
        """
        from scipy.optimize import linear_sum_assignment

        if not tracks:
            return []
        units = list(self.loops)
        fits = np.array([[self._measure(track, unit) for unit in units] for track in tracks])
        fits = fits.reshape(len(tracks), len(units))
        free = [place for place, unit in enumerate(units) if unit not in taken]
        chosen: dict[int, int] = {}
        rows, columns = linear_sum_assignment(-fits[:, free])
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
            if fits[row, free[column]] >= LEAST_FIT:
                chosen[row] = free[column]
        for row in range(len(tracks)):
            if row not in chosen and units and fits[row].max() >= LEAST_FURTHER_FIT:
                chosen[row] = int(fits[row].argmax())
        return [
            self._finish(track, units, fits[row], chosen.get(row))
            for row, track in enumerate(tracks)
        ]

    def _finish(
        self,
        track: CleanTrack,
        units: Sequence[str],
        fits: np.typing.NDArray[np.float64],
        chosen: int | None,
    ) -> Assigned:
        if chosen is None:
            return Assigned(track, fit=float(fits.max(initial=0.0)))
        others = [(float(fit), unit) for fit, unit in zip(fits, units, strict=True)]
        own = others.pop(chosen)[0]
        rival = max(others, default=(0.0, ""))
        settled = self.settle(track, units[chosen], "fit")
        return replace(settled, rival=rival[1] if rival[0] >= RIVAL_SHARE * own else None)

    def cut(self, assigned: Assigned) -> Assigned:
        """Return a recording without what lies hours before or after the shift."""
        shift, track = self.plan.shift, assigned.track
        outside = track.moment_s < shift.start.timestamp() - MARGIN_S
        outside |= track.moment_s > shift.end.timestamp() + MARGIN_S
        return replace(assigned, track=track.reject("outside_shift", outside))

    def _measure(self, track: CleanTrack, unit_id: str) -> float:
        arrivals = self._find_arrivals(track, unit_id)
        clock, add_s = self._judge_clock(track, unit_id, arrivals)
        return measure_fit(arrivals, add_s=0 if clock == "suspected" else add_s)

    def _find_arrivals(self, track: CleanTrack, unit_id: str) -> Arrivals:
        loop = self.loops.get(unit_id)
        if loop is None:
            return Arrivals(np.zeros(0, np.int64), np.zeros(0), np.zeros(0, bool), 0)
        course = make_course([track], self.plane)
        return find_arrivals(course, loop, self.plane, radius_m=1.5 * self.rule.radius_m)

    def _judge_clock(
        self, track: CleanTrack, unit_id: str, arrivals: Arrivals
    ) -> tuple[ClockState, int]:
        """Return what to think of a clock, and the seconds to be added.

        It is clear that it is wrong where it fits by whole hours, and either no zone was told, so
        that it was guessed, or the recording leaves the shift.
        """
        if unit_id in self.clocks:
            return "set", self.clocks[unit_id]
        if len(track) and (track.is_local or self._leaves_shift(track)):
            zone_s = find_zone_error(arrivals)
            if zone_s is not None:
                return "corrected", zone_s
        suspected_s = find_clock_error(arrivals, least_s=self.rule.late_min * 60)
        return ("right", 0) if suspected_s is None else ("suspected", suspected_s)

    def _leaves_shift(self, track: CleanTrack) -> bool:
        shift, slack_s = self.plan.shift, self.rule.late_min * 60
        begins_before = track.moment_s[0] < shift.start.timestamp() - slack_s
        return bool(begins_before or track.moment_s[-1] > shift.end.timestamp() + slack_s)
