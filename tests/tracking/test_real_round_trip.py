"""The round trip on real streets: nights of four units in Kota Probolinggo."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from driven_tracks import StopKey, simulate_tracks
from evaluations import get_config, list_exceptions, map_stops, record
from shift_plans import insert_greedily

from routeplan.model import Plan
from routeplan.roads.network import Network, build_network
from routeplan.roads.sources import read_roads
from routeplan.tracking.evaluate import evaluate_plan

PARTS = Path(__file__).resolve().parents[2] / "scripts" / "bench_parts"
SEEDS = (1, 2)


@pytest.fixture(scope="module")
def network(real_data: Path) -> Network:
    """Return the roads of a town."""
    return build_network(read_roads(real_data / "roads" / "probolinggo.osm.pbf"), name="real")


@pytest.fixture(scope="module")
def plans(network: Network) -> dict[int, Plan]:
    """Return a night for each seed: 120 hotspots of all kinds, breaks, borders, a meeting."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(PARTS))
        from shifts_drawing import draw_night

        return {seed: insert_greedily(draw_night(network, seed=seed))[0] for seed in SEEDS}


@pytest.mark.parametrize("seed", SEEDS)
def test_a_night_driven_perfectly_is_all_visited(
    seed: int, plans: dict[int, Plan], network: Network
) -> None:
    plan = plans[seed]
    tracks = simulate_tracks(plan, noise_m=8, every_s=5, seed=seed)
    evaluation = evaluate_plan(plan, record(tracks), get_config(), network=network)
    assert list_exceptions(evaluation) == {}
    assert evaluation.totals.unplanned == 0
    assert evaluation.totals.stops > 100
    for unit in evaluation.units:
        assert unit.metres == pytest.approx(unit.planned_m, rel=0.03)


def test_of_each_unit_the_stop_skipped_and_the_one_cut_short_are_reported(
    plans: dict[int, Plan], network: Network
) -> None:
    plan = plans[2]
    rng = np.random.default_rng(2)
    skip: set[StopKey] = set()
    shorten: dict[StopKey, float] = {}
    for loop in plan.loops:
        places = [
            n for n, stop in enumerate(loop.stops) if stop.kind == "dwell" and not stop.wait_s
        ]
        # the other way round the unit would have time to stay as long as planned
        first, second = sorted(rng.choice(places, 2, replace=False).tolist())
        shorten[loop.unit_id, first] = 0.5
        skip.add((loop.unit_id, second))
    tracks = simulate_tracks(plan, noise_m=8, seed=2, skip=skip, shorten=shorten)
    evaluation = evaluate_plan(plan, record(tracks), get_config(), network=network)
    assert list_exceptions(evaluation) == dict.fromkeys(skip, "missed") | dict.fromkeys(
        shorten, "short"
    )


def test_without_the_network_places_are_found_as_well(plans: dict[int, Plan]) -> None:
    plan = plans[1]
    evaluation = evaluate_plan(plan, record(simulate_tracks(plan, seed=3)), get_config())
    stops = map_stops(evaluation)
    assert {stops[key].kind for key in list_exceptions(evaluation)} <= {"pass", "sweep"}
