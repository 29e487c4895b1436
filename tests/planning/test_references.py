"""Plan files that name what they do not hold, or lack the points to be drawn."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streets_plan import make_streets_plan

from routeplan.errors import InputFaults
from routeplan.planning.planfile import dump_plan
from routeplan.planning.references import read_coherent_plan


def find_visit(tables: dict[str, Any]) -> dict[str, Any]:
    stops: list[dict[str, Any]] = tables["loops"][0]["stops"]
    return next(stop for stop in stops if stop["hotspot_id"])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda t: t["loops"][0].update(unit_id="X"), r"loops\[0\]\.unit_id: .* no unit"),
        (lambda t: find_visit(t).update(hotspot_id="X"), r"loops\[0\]\.stops\[\d\].* no hotspot"),
        (lambda t: t["hotspots"].clear(), r"coverage\[0\]\.hotspot_id: .* no hotspot"),
        (lambda t: t["area"].update(boundary={}), r"area\.boundary: .* no polygon"),
        (
            lambda t: t["area"].update(boundary={"type": "Polygon", "coordinates": []}),
            r"area\.boundary: .* no polygon",
        ),
        (
            lambda t: t["loops"][0]["legs"][1].update(geometry=[]),
            r"loops\[0\]\.legs\[1\]\.geometry: .* no points",
        ),
        (
            lambda t: t["loops"][0].update(stops=t["loops"][0]["stops"][:1], legs=[]),
            r"loops\[0\]\.stops: .* at its base",
        ),
    ],
)
def test_what_the_plan_does_not_have_is_named_with_its_place(
    tmp_path: Path, change: Callable[[dict[str, Any]], object], words: str
) -> None:
    tables = json.loads(dump_plan(make_streets_plan()))
    change(tables)
    file = tmp_path / "edited.json"
    file.write_text(json.dumps(tables), encoding="utf-8")
    with pytest.raises(InputFaults, match=words) as caught:
        read_coherent_plan(file)
    assert "edited.json" in str(caught.value)


def test_a_plan_that_holds_what_it_names_is_read(tmp_path: Path) -> None:
    plan = make_streets_plan()
    (tmp_path / "plan.json").write_text(dump_plan(plan), encoding="utf-8")
    assert read_coherent_plan(tmp_path / "plan.json") == plan
