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

TOLERANCE = 1e-9


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
    return _maximise(exposure, even, limit)


def _maximise(exposure: Exposure, start: FloatArray, limit: float) -> FloatArray:
    """Return the best probabilities, by sequential quadratic programming from an even mixture.

    The last variable is how badly off the worst hotspot is, as a share of the worst now.
    """
    from scipy.optimize import Bounds, LinearConstraint, minimize

    count = len(start)
    off = exposure.idle / max(float(exposure.idle.max(initial=0.0)), TOLERANCE)
    # off[i] * (1 - covers[:, i] @ p) <= worst
    rows = np.column_stack([-(exposure.covers * off).T, -np.ones(len(off))])
    worst = LinearConstraint(rows, -np.inf, -off)
    total = LinearConstraint(np.append(np.ones(count), 0.0), 1.0, 1.0)

    def cost(x: FloatArray) -> float:
        return float(x[-1] - HOURS_WEIGHT * measure_mixture(exposure, x[:-1]))

    def slope(x: FloatArray) -> FloatArray:
        return np.append(-HOURS_WEIGHT * _differentiate(exposure, x[:-1]), 1.0)

    found = minimize(
        cost,
        np.append(start, 1.0),
        jac=slope,
        method="SLSQP",
        bounds=Bounds(np.zeros(count + 1), np.append(np.full(count, limit), 1.0)),
        constraints=[worst, total],
        options={"maxiter": 200, "ftol": 1e-8},
    )
    chosen = np.clip(np.asarray(found.x[:-1], dtype=np.float64), 0.0, None)
    mixed: FloatArray = chosen / chosen.sum()
    return mixed


def measure_mixture(exposure: Exposure, chances: FloatArray) -> float:
    """Return how mixed the hours of visits are by a mixture of plans, 0 to 1.

    Parameters
    ----------
    chances
        (k,) probability of each plan.
    """
    counts, totals = _expect(exposure, chances)
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = np.where(counts > 0, counts * np.log(counts / totals), 0.0)
    return float(-(exposure.weights @ parts.sum(axis=1)) / _scale(exposure))


def _differentiate(exposure: Exposure, chances: FloatArray) -> FloatArray:
    counts, totals = _expect(exposure, chances)
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log(np.maximum(counts, TOLERANCE) / np.maximum(totals, TOLERANCE))
    slopes: FloatArray = -np.einsum("kpb,pb,p->k", exposure.begins, logs, exposure.weights)
    return slopes / _scale(exposure)


def _expect(exposure: Exposure, chances: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the expected visits by half hour, (p, b), and in all, (p, 1)."""
    counts = exposure.seen + np.einsum("k,kpb->pb", chances, exposure.begins)
    return counts, counts.sum(axis=1, keepdims=True)


def _scale(exposure: Exposure) -> float:
    """Return what the entropy would be if one more visit of each part fell anywhere."""
    most = np.einsum("kpb,p->k", exposure.begins, exposure.weights).max()
    return max(float(most) * float(np.log(exposure.seen.shape[1] + 1)), TOLERANCE)


def draw_plan(chances: Sequence[float], rng: np.random.Generator) -> int:
    """Return the number of the plan that is drawn."""
    return int(rng.choice(len(chances), p=np.asarray(chances, dtype=np.float64)))
