"""The format png: one picture of the plan and one of each unit, small enough to be sent."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
from PIL import Image
from plan_examples import SOUTH, STEP, WEST, make_plan_example

from routeplan.export import WRITERS, ExportFile, ExportOptions
from routeplan.export.writers.png import make_png
from routeplan.model import Plan


def make_files(plan: Plan) -> list[ExportFile]:
    return list(make_png(plan, ExportOptions()))


def test_the_writer_is_one_of_the_formats() -> None:
    assert WRITERS["png"] is make_png


def test_there_is_a_picture_of_the_plan_and_one_of_each_unit() -> None:
    files = make_files(make_plan_example())
    assert [file.name for file in files] == ["map.png", "unit-1.png", "unit-2.png", "unit-3.png"]
    assert [file.title for file in files[:2]] == [
        "Patrol map: Polres Contoh", "Map of Regu 1 with its stops",
    ]  # fmt: skip


def test_the_longer_side_has_1600_pixels_and_the_file_is_small() -> None:
    for file in make_files(make_plan_example()):
        assert max(Image.open(io.BytesIO(file.data)).size) == 1600
        assert len(file.data) < 500_000


def test_a_wide_plan_lies_on_its_side() -> None:
    plan = make_plan_example()
    west, east, north = WEST - 2 * STEP, WEST + 7 * STEP, SOUTH + 6 * STEP
    ring = [[west, SOUTH], [east, SOUTH], [east, north], [west, SOUTH]]
    wide = replace(
        plan, area=replace(plan.area, boundary={"type": "Polygon", "coordinates": [ring]})
    )
    (upright, *_units), (lying, *_more) = make_files(plan), make_files(wide)
    assert Image.open(io.BytesIO(upright.data)).size == (1280, 1600)
    assert Image.open(io.BytesIO(lying.data)).size == (1600, 1280)


def test_the_picture_of_a_unit_lists_its_stops() -> None:
    plan = make_plan_example()
    later = replace(plan.loops[0].stops[2], name="Balai Desa")
    stops = (*plan.loops[0].stops[:2], later, plan.loops[0].stops[3])
    changed = replace(plan, loops=(replace(plan.loops[0], stops=stops), *plan.loops[1:]))
    before, after = (
        np.asarray(Image.open(io.BytesIO(make_files(p)[1].data)).convert("L"), dtype=int)
        for p in (plan, changed)
    )
    # the palette depends a little on the whole picture
    rows = np.flatnonzero((abs(before - after) > 40).any(axis=1))
    assert rows.min() > 1000  # below the map
    assert np.ptp(rows) < 40  # one line of the list
