"""What counts how much in a run."""

from __future__ import annotations

import numpy as np

from routeplan.planning.search.state import Weights
from routeplan.planning.search.tables import SERVICE, Encoding

# Where not all fits: what driving to the nearest visit costs, as a share of the mean worth.
LEG_WORTH = 0.02

# Where all fits: the same against the temperature, and what leaving out the least visit costs.
LEG_FULL, LEAST_FULL = 0.5, 20.0

# Where everything can be visited, a second above the mean loop weighs as much as this driving:
# about what is driven in it.
METRES_PER_S = 10

REMOVED, LONGEST_STRING, BLINK = 8.0, 10.0, 0.01


def weigh_worth(encoding: Encoding, *, fair_limit: float | None = None) -> Weights:
    """Return the weights where not all visits fit: worth first."""
    tables = encoding.tables
    has_seconds = bool(tables.seconds.any())
    stay_s = float(tables.options[:, SERVICE].mean())
    return Weights(
        worth=1.0,
        required=2 * float(tables.worths.sum()) + LEAST_FULL,
        metre=LEG_WORTH / encoding.leg_m,
        share_s=0,
        excess_m=0.0,
        cost_s=1 / encoding.leg_s if has_seconds else 0.0,
        cost_m=0.0 if has_seconds else 1 / encoding.leg_m,
        cost_worth=(stay_s + encoding.leg_s) / encoding.leg_s,
        fair_limit=1.0 if fair_limit is None else fair_limit,
        fair=0.0 if fair_limit is None else float(len(tables.visits)),
        wish=LEG_WORTH if np.any(tables.wishes >= 0) else 0.0,
        removed=REMOVED,
        longest_string=LONGEST_STRING,
        blink=BLINK,
        is_full=False,
    )


def weigh_driving(
    encoding: Encoding, *, share_s: int | None, fair_limit: float | None = None
) -> Weights:
    """Return the weights where all visits fit: little driving, and work shared.

    Parameters
    ----------
    share_s
        Seconds of a loop above which each costs as much as `METRES_PER_S`, or None.
    """
    worths = encoding.tables.worths
    least = float(worths[worths > 0].min()) if np.any(worths > 0) else 1.0
    usual = weigh_worth(encoding, fair_limit=fair_limit)
    worth = LEAST_FULL / max(least, 1e-6)
    return usual._replace(
        worth=worth,
        required=usual.required * worth,
        metre=LEG_FULL / encoding.leg_m,
        share_s=0 if share_s is None else share_s,
        excess_m=0.0 if share_s is None else float(METRES_PER_S),
        cost_s=usual.cost_s / 10,
        cost_m=1 / encoding.leg_m,
        cost_worth=0.0,
        is_full=True,
    )
