"""A plan becomes a picture: its units in their colours, true to scale, the same every time."""

from __future__ import annotations

import io
import subprocess
import sys
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import plan_examples
import pytest
from patrol_plan import make_patrol_inputs, make_patrol_plan
from PIL import Image
from plan_examples import STEP, WEST, make_plan_example

from routeplan.export.drawing.palette import pick_style
from routeplan.export.picture.drawing import draw_picture
from routeplan.model import Plan

Pixels = npt.NDArray[np.uint8]


def read_pixels(png: bytes) -> Pixels:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


def count_colour(pixels: Pixels, colour: str) -> int:
    wanted = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    return int((pixels == wanted).all(axis=2).sum())


def unit_colour(number: int) -> str:
    return pick_style(number).colour


def test_a_picture_has_the_size_that_is_asked_for() -> None:
    png = draw_picture(make_plan_example(), width_mm=127, height_mm=50.8, dpi=100)
    image = Image.open(io.BytesIO(png))
    assert (image.format, image.size) == ("PNG", (500, 200))
    assert image.info["dpi"] == pytest.approx((100, 100), abs=0.1)


def test_each_unit_is_drawn_in_its_colour() -> None:
    pixels = read_pixels(draw_picture(make_plan_example(), legend=False))
    assert all(count_colour(pixels, unit_colour(number)) > 500 for number in range(3))


def test_the_picture_of_one_unit_leaves_the_others_out() -> None:
    pixels = read_pixels(draw_picture(make_plan_example(), loop=1))
    drawn = [count_colour(pixels, unit_colour(number)) for number in range(3)]
    assert drawn[1] > 500
    assert drawn[0] == drawn[2] == 0


def test_the_same_plan_gives_the_same_bytes() -> None:
    inputs = make_patrol_inputs()
    first, second = (draw_picture(make_patrol_plan(), network=inputs.network) for _time in range(2))
    assert first == second


def test_a_picture_holds_neither_date_nor_software() -> None:
    image = Image.open(io.BytesIO(draw_picture(make_plan_example())))
    assert set(image.info) <= {"dpi", "transparency"}


def test_the_roads_of_a_network_stand_behind_the_loops() -> None:
    inputs, plan = make_patrol_inputs(), make_patrol_plan()
    street = "#d5cfc3"  # residential, as on the map
    assert count_colour(read_pixels(draw_picture(plan, network=inputs.network)), street) > 1000
    assert count_colour(read_pixels(draw_picture(plan)), street) == 0


def test_closed_roads_are_red_and_areas_yellow() -> None:
    pixels = read_pixels(draw_picture(make_patrol_plan(), network=make_patrol_inputs().network))
    assert count_colour(pixels, "#b00020") > 100


def test_a_plan_without_loops_is_drawn() -> None:
    plan = make_plan_example()
    empty = replace(plan, loops=(), totals=replace(plan.totals, visited=0))
    assert count_colour(read_pixels(draw_picture(empty)), "#6b5f8a") > 200  # the boundary


def test_a_sample_network_is_warned_of_even_without_a_title() -> None:
    band = "#ffc72c"
    sample = make_plan_example(kind="sample")
    real, shown = (
        read_pixels(draw_picture(plan, title=False)) for plan in (make_plan_example(), sample)
    )
    assert (real != shown).any(axis=2).mean() > 0.005  # the watermark
    assert count_colour(shown, band) == 0
    assert count_colour(read_pixels(draw_picture(sample)), band) > 2000
    assert count_colour(read_pixels(draw_picture(make_plan_example())), band) == 0


def rename_hotspots(plan: Plan, name: str) -> Plan:
    loops = tuple(
        replace(loop, stops=tuple(replace(stop, name=name) for stop in loop.stops))
        for loop in plan.loops
    )
    return replace(plan, loops=loops)


def draw_list(plan: Plan) -> Pixels:
    return read_pixels(draw_picture(plan, loop=0, stops=True))


def test_a_letter_that_the_font_lacks_is_drawn_as_a_white_square() -> None:
    plan = make_plan_example()
    square, missing, blank = (
        draw_list(rename_hotspots(plan, name)) for name in ("□□", "ꦥ🚓", "\u200b")
    )
    assert (missing == square).all()
    assert (missing != blank).any()


def test_a_long_name_changes_nothing_beside_its_own_line() -> None:
    plan = make_plan_example()
    short, long = (draw_list(rename_hotspots(plan, "W" * n)) for n in (30, 300))
    assert (short == long).all()


def test_names_are_no_formulas() -> None:
    plan = make_plan_example()
    # matplotlib would read what stands between two dollars as a formula, and fail at this one
    assert (draw_list(rename_hotspots(plan, r"$\frac{$")) != draw_list(plan)).any()


def test_matplotlib_is_left_as_it_was() -> None:
    import matplotlib as mpl

    before = repr(mpl.rcParams)
    draw_picture(make_plan_example())
    assert repr(mpl.rcParams) == before


def test_no_window_is_prepared() -> None:
    code = """
import sys
sys.path.insert(0, sys.argv[1])
from plan_examples import make_plan_example
from routeplan.export.picture.drawing import draw_picture
draw_picture(make_plan_example())
sys.exit("matplotlib.pyplot" in sys.modules)
"""
    helpers = Path(plan_examples.__file__).parent
    command = [sys.executable, "-W", "error", "-c", code, str(helpers)]
    assert subprocess.run(command, check=False).returncode == 0


def test_the_outputs_are_imported_without_matplotlib() -> None:
    code = "import sys, routeplan.export; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_what_stands_far_from_all_loops_does_not_make_them_small() -> None:
    plan = make_plan_example()
    far = replace(
        plan.hotspots[-1],
        hotspot=replace(plan.hotspots[-1].hotspot, lon=WEST + 60 * STEP),
    )
    with_far = replace(plan, hotspots=(*plan.hotspots[:-1], far))
    sizes = [
        count_colour(read_pixels(draw_picture(p, title=False, legend=False)), unit_colour(1))
        for p in (plan, with_far)
    ]
    assert sizes[1] > 0.8 * sizes[0]


def test_the_files_of_a_town_are_small(real_data: Path) -> None:
    from routeplan.export.formats import ExportOptions
    from routeplan.export.writers.png import make_png
    from routeplan.roads.network import build_network
    from routeplan.roads.sources import read_roads

    raw = read_roads(real_data / "osm/heidelberg.osm.pbf")
    network = build_network(raw, name="heidelberg")
    plan = move_plan(make_plan_example(), lon=8.69, lat=49.41)
    # The whole plan and one unit: the other units are no larger.
    files = list(islice(make_png(plan, ExportOptions(network=network)), 2))
    assert count_colour(read_pixels(files[0].data), "#d5cfc3") > 1000
    assert max(len(file.data) for file in files) < 500_000


def move_plan(plan: Plan, *, lon: float, lat: float) -> Plan:
    """Return the plan with its base at another place; its areas stay behind."""
    dx, dy = lon - WEST, lat - plan.units[0].lat

    def move(stop: Any) -> Any:
        return replace(
            stop, lon=stop.lon + dx, lat=stop.lat + dy,
            road_lon=stop.road_lon + dx, road_lat=stop.road_lat + dy,
        )  # fmt: skip

    loops = tuple(
        replace(
            loop,
            stops=tuple(map(move, loop.stops)),
            legs=tuple(
                replace(leg, geometry=tuple((x + dx, y + dy) for x, y in leg.geometry))
                for leg in loop.legs
            ),
        )
        for loop in plan.loops
    )
    return replace(plan, loops=loops)
