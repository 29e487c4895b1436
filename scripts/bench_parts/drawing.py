"""The map of a plan: how long it takes to draw and how large it is."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from measure import Facts, Measurement, Work, measure


def measure_map(district: str) -> Iterator[Measurement]:
    """Measure planning a night on the district's sample network, and drawing its map."""
    with tempfile.TemporaryDirectory() as folder:
        plan = Path(folder) / "plan.json"
        yield measure("plan.json", "drawing:prepare_plan", district, plan)
        yield measure("map.html", "drawing:prepare_map", district, plan)


def prepare_plan(district: str, target: str) -> Work:
    """Plan with 500 iterations and write the plan."""
    from datetime import date

    from routeplan.planning.pipeline import make_plan
    from routeplan.planning.planfile import write_plan

    def work() -> Facts:
        plan = make_plan(district, network="sample", day=date(2024, 11, 20), iterations=500)
        write_plan(plan, Path(target))
        return {"stops": plan.totals.visited, "kB": Path(target).stat().st_size // 1000}

    return work


def prepare_map(district: str, source: str) -> Work:
    """Draw the map of a plan with the network behind it."""
    from routeplan.export.webmap.page import write_map
    from routeplan.planning.planfile import read_plan
    from routeplan.roads.store import load_sample

    plan, network = read_plan(Path(source)), load_sample(district)
    target = Path(source).with_name("map.html")

    def work() -> Facts:
        write_map(plan, target, network=network)
        return {"streets": network.edge_count, "kB": target.stat().st_size // 1000}

    return work
