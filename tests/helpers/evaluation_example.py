"""An evaluation that holds everything that its outputs can tell, of plans with nasty names."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import get_args

from driven_tracks import simulate_tracks
from evaluations import evaluate_night, make_night
from plan_examples import NASTY_NAMES, make_plan_example

from routeplan.model import (
    Evaluation,
    Notice,
    OutsideSpell,
    Plan,
    Recording,
    RecordingGap,
    Rejected,
    RejectReason,
    UnplannedStop,
)
from routeplan.wording import EVALUATION_NOTICES

DETAIL: dict[str, str | int | float] = {
    "unit": "Regu A", "unit_id": "A", "recording": NASTY_NAMES[0], "rival": "Regu B",
    "zone": "Asia/Jakarta", "clock_s": -3600, "network": "by hand",
}  # fmt: skip


@cache
def make_evaluation_example() -> tuple[Plan, Evaluation]:
    """Return the night of `evaluations`, driven badly, with every doubt and nasty device names.

    A leaves the market too early and misses its meeting, B is not recorded, C is late, stops where
    it should not, leaves its jurisdiction and has gaps.
    """
    plan = make_night()
    tracks = simulate_tracks(
        plan, seed=4, skip={("A", 8)}, shorten={("A", 7): 0.5}, delay_s={("C", 1): 1200.0}
    )
    del tracks["B"]
    found = evaluate_night(tracks)
    start = plan.shift.start
    hour = timedelta(hours=1)
    unplanned = (
        UnplannedStop(start, start + hour / 4, 113.005, 0.005, "Jalan Jarit, Jarit, Candipuro",
                      "bank", "bank", 12),
        UnplannedStop(start + hour, start + 2 * hour, 113.006, 0.006, "", None, "mill", 700),
    )  # fmt: skip
    spell = OutsideSpell(start, start + hour, 12_300, 900, ("Kunir", "Yosowilangun"), 113.02, 0.0)
    gap = RecordingGap(start, start + hour, 113.0, 0.0)
    units = tuple(
        replace(unit, unplanned=unplanned, outside=(spell,), gaps=(gap,))
        if unit.unit_id == "C"
        else unit
        for unit in found.units
    )
    rejected = tuple(Rejected(reason, n) for n, reason in enumerate(get_args(RejectReason), 1))
    odd = Recording(NASTY_NAMES[5], NASTY_NAMES[0], 0, rejected, None, None, fit=0.1)
    notices = tuple(Notice(code, DETAIL) for code in EVALUATION_NOTICES)
    totals = replace(found.totals, unplanned=2)
    return plan, replace(
        found, units=units, recordings=(*found.recordings, odd), notices=notices, totals=totals
    )


@cache
def make_nasty_evaluation() -> tuple[Plan, Evaluation]:
    """Return a plan whose names try to break out of every format, and its evaluation."""
    from evaluations import get_config, record

    from routeplan.tracking.evaluate import evaluate_plan

    plan = make_plan_example()
    tracks = simulate_tracks(plan, seed=4)
    return plan, evaluate_plan(plan, record(tracks), get_config())
