"""The mixed strategy of a shift: how likely each of its near-best plans is to be drawn.

Whoever watches knows the strategy but not the draw. It is chosen so that the hotspot that is worst
off is as well off as it can be, and so that hours of visits are as mixed as they can be:

- A hotspot is off by its risk times the shifts since somebody was there, times the probability that
  nobody comes now: the weighted idleness of patrol problems, in the max-min sense of security games
  (Pita et al. 2008, "Deployed ARMOR protection", AAMAS; Almeida et al. 2004, "Recent advances on
  multi-agent patrolling", https://doi.org/10.1007/978-3-540-28645-5_48).
- Hours are mixed by their entropy in half hours over the shifts of the same name so far and this
  one, each part of a hotspot by its expected visits and its risk. That is a concave function of the
  probabilities, so that the strategy is the solution of a convex programme.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from routeplan.geo import FloatArray

# What the hours weigh against the hotspot that is worst off, both from 0 to 1.
HOURS_WEIGHT = 1.0

# The search for the strategy ends this near to the best, or after so many planes.
NEAR_ENOUGH, MOST_PLANES = 1e-4, 60

TINY = 1e-9


@dataclass(frozen=True, eq=False)
class Exposure:
    """What the plans of a set do, `k` plans, `h` hotspots, `p` parts, `b` half hours.

    Parameters
    ----------
    idle
        (h,) risk of each hotspot times the shifts since it was visited.
    covers
        (k, h) whether a plan visits it.
    seen
        (p, b) visits of each part so far, by half hour.
    begins
        (k, p, b) visits that a plan makes.
    weights
        (p,) risk of the part.
    """

    idle: FloatArray
    covers: FloatArray
    seen: FloatArray
    begins: FloatArray
    weights: FloatArray


def mix_plans(exposure: Exposure, *, likeliest: float) -> FloatArray:
    """Return the probability of each plan, (k,): they sum to 1.

    Parameters
    ----------
    likeliest
        No plan is more likely than that, or than one in their number.
    """
    count = len(exposure.covers)
    limit = max(likeliest, 1 / count)
    even = np.full(count, 1 / count)
    if count == 1:
        return even
    return _CuttingPlanes(exposure, limit).maximise(even)


class _CuttingPlanes:
    """Maximises by linear programmes, in which planes from above stand for the concave part.

    Variables are the probabilities, how badly off the worst hotspot is, and what the hours are
    worth. The method is that of Kelley (1960), "The cutting-plane method for solving convex
    programs", https://doi.org/10.1137/0108053. The same input gives the same digits: unlike
    solvers on top of LAPACK, nothing depends on where arrays lie in memory.
    """

    def __init__(self, exposure: Exposure, limit: float) -> None:
        self._exposure = exposure
        count, hotspots = exposure.covers.shape
        off = exposure.idle / max(float(exposure.idle.max(initial=0.0)), TINY)
        # off[i] * (1 - covers[:, i] @ p) <= worst
        self._off, self._covered = off, exposure.covers * off
        self._rows = [np.column_stack([-self._covered.T, -np.ones(hotspots), np.zeros(hotspots)])]
        self._limits = [-off]
        self._costs = np.concatenate([np.zeros(count), [1.0, -HOURS_WEIGHT]])
        self._total = np.concatenate([np.ones(count), [0.0, 0.0]])[None, :]
        self._bounds = [*[(0.0, limit)] * count, (0.0, None), (None, None)]

    def maximise(self, start: FloatArray) -> FloatArray:
        """Return the best probabilities, from an even mixture on."""
        best, best_value = start, self._measure(start)
        chances = start
        for _step in range(MOST_PLANES):
            self._add_plane(chances)
            chances, at_most = self._solve()
            value = self._measure(chances)
            if value > best_value:
                best, best_value = chances, value
            if at_most - best_value < NEAR_ENOUGH:
                break
        return best

    def _measure(self, chances: FloatArray) -> float:
        """Return what is maximised."""
        covered = (chances[:, None] * self._covered).sum(axis=0)
        worst = float((self._off - covered).max(initial=0.0))
        return HOURS_WEIGHT * measure_mixture(self._exposure, chances) - worst

    def _add_plane(self, chances: FloatArray) -> None:
        """Let the hours be worth no more than their slope at some probabilities allows."""
        slope = _differentiate(self._exposure, chances)
        height = measure_mixture(self._exposure, chances) - float((slope * chances).sum())
        self._rows.append(np.concatenate([-slope, [0.0, 1.0]])[None, :])
        self._limits.append(np.array([height]))

    def _solve(self) -> tuple[FloatArray, float]:
        """Return the best probabilities below all planes, and what they would be worth."""
        from scipy.optimize import linprog

        found = linprog(
            self._costs,
            A_ub=np.concatenate(self._rows),
            b_ub=np.concatenate(self._limits),
            A_eq=self._total,
            b_eq=[1.0],
            bounds=self._bounds,
            method="highs-ds",
        )
        chances = np.clip(np.asarray(found.x[:-2], dtype=np.float64), 0.0, None)
        return chances / chances.sum(), -float(found.fun)


def measure_mixture(exposure: Exposure, chances: FloatArray) -> float:
    """Return how much more mixed the hours of visits get by a mixture of plans.

    1 is what a plan could gain at most if each of its visits fell into half hours of their own.

    Parameters
    ----------
    chances
        (k,) probability of each plan.
    """
    before = _sum_entropy(exposure.seen, exposure.weights)
    return (_sum_entropy(_expect(exposure, chances), exposure.weights) - before) / _scale(exposure)


def _sum_entropy(counts: FloatArray, weights: FloatArray) -> float:
    """Return the entropy of the half hours of all parts, each times its visits and its weight."""
    totals = counts.sum(axis=1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = np.where(counts > 0, counts * np.log(counts / totals), 0.0)
    return -float((weights * parts.sum(axis=1)).sum())


def _differentiate(exposure: Exposure, chances: FloatArray) -> FloatArray:
    counts = _expect(exposure, chances)
    totals = np.maximum(counts.sum(axis=1, keepdims=True), TINY)
    logs = np.log(np.maximum(counts, TINY) / totals) * exposure.weights[:, None]
    slopes: FloatArray = -(exposure.begins * logs).sum(axis=(1, 2)) / _scale(exposure)
    return slopes


def _expect(exposure: Exposure, chances: FloatArray) -> FloatArray:
    """Return the visits seen and expected by half hour, (p, b)."""
    expected: FloatArray = exposure.seen + (chances[:, None, None] * exposure.begins).sum(axis=0)
    return expected


def _scale(exposure: Exposure) -> float:
    """Return what the entropy would be if one more visit of each part fell anywhere."""
    made = exposure.begins.sum(axis=2) * exposure.weights
    most = float(made.sum(axis=1).max())
    return max(most * float(np.log(exposure.seen.shape[1] + 1)), TINY)


def draw_plan(chances: Sequence[float], rng: np.random.Generator) -> int:
    """Return the number of the plan that is drawn."""
    return int(rng.choice(len(chances), p=np.asarray(chances, dtype=np.float64)))
