"""What a picture is made of: true lengths, lines beside the road, numbers, marks set apart."""

from __future__ import annotations

import io

import numpy as np
import pytest
from patrol_plan import make_patrol_inputs, make_patrol_plan
from PIL import Image
from plan_examples import SOUTH, WEST, make_plan_example

from routeplan.export.picture.canvas import INK, open_sheet
from routeplan.export.picture.frame import Box, Frame, fit_frame
from routeplan.export.picture.furniture import draw_furniture, pick_scale_m
from routeplan.export.picture.lanes import ARROW_LENGTH, place_arrows, shift_left
from routeplan.export.picture.loops import pick_loops
from routeplan.export.picture.marks import Mark, is_marked, list_marks, list_runs
from routeplan.export.picture.placing import spread_marks
from routeplan.export.picture.rows import Row, draw_rows
from routeplan.export.picture.scene import Scene, find_places
from routeplan.model import Unvisited

EQUATOR_M = 111_195.0  # metres of a degree, as the package counts them


# ------------------------------------------------------------------ projection and scale


def test_places_lie_to_scale_around_the_middle_of_their_box() -> None:
    # At 60 degrees north a degree of longitude is half as long as one of latitude.
    frame = Frame(Box(0, 0, 100, 200), lon=10, lat=60, points_per_metre=1 / EQUATOR_M)
    placed = frame.place(np.array([[10, 60], [12, 60], [10, 63]]))
    assert placed == pytest.approx(np.array([[50, 100], [51, 100], [50, 103]]))


def test_what_is_fitted_fills_its_box_up_to_the_margin() -> None:
    places = np.array([[113.0, -0.05], [113.2, 0.05]])  # 0.2 by 0.1 degrees on the equator
    frame = fit_frame(places, Box(0, 0, 220, 300), margin=10)
    assert frame.place(places) == pytest.approx(np.array([[10, 100], [210, 200]]), abs=0.01)


def test_a_single_place_is_not_magnified_without_end() -> None:
    frame = fit_frame(np.array([[113.0, -8.0]]), Box(0, 0, 320, 320), margin=10)
    assert frame.points_per_metre == pytest.approx(300 / 600)


def test_a_box_without_room_for_a_map_is_refused() -> None:
    with pytest.raises(ValueError, match="no room"):
        fit_frame(np.array([[113.0, -8.0]]), Box(0, 0, 30, 300), margin=14)


@pytest.mark.parametrize(
    ("points_per_km", "metres"),
    # A map 500 points wide has room for a bar of 0.24 * 500 = 120 points.
    [(10, 10_000), (24, 5_000), (24.1, 2_000), (60, 2_000), (61, 1_000), (700, 100)],
)
def test_the_scale_is_the_longest_round_length_that_has_room(
    points_per_km: float, metres: int
) -> None:
    frame = Frame(Box(0, 0, 500, 300), 113, -8, points_per_metre=points_per_km / 1000)
    assert pick_scale_m(frame) == metres


def test_the_scale_bar_is_as_long_as_its_metres() -> None:
    # A sheet of 127 mm is 360 points: room for a bar of 86. 20 points are a kilometre, so 2 km of
    # 40 points fit and 5 km do not; at 144 per inch they are 80 pixels between two dark edges.
    with open_sheet(127, 127, dpi=144) as sheet:
        frame = Frame(sheet.box, 113, -8, points_per_metre=0.02)
        draw_furniture(sheet, frame, credit="", crowd=np.zeros((0, 2)))
        picture = np.asarray(Image.open(io.BytesIO(sheet.save())).convert("RGB"))
    ink = [int(INK[i : i + 2], 16) for i in (1, 3, 5)]
    is_ink = (picture == ink).all(axis=2)[-80:, :300]
    longest = is_ink[is_ink.sum(axis=1).argmax()]
    assert np.ptp(np.flatnonzero(longest)) == pytest.approx(80, abs=2)


# ------------------------------------------------------------------ lines beside the road


def test_a_line_runs_to_the_left_of_the_way_driven_and_keeps_its_ends() -> None:
    eastwards = np.array([[0.0, 0.0], [100.0, 0.0]])
    assert shift_left(eastwards, 3).tolist() == [[0, 0], [0, 3], [100, 3], [100, 0]]
    back = shift_left(eastwards[::-1], 3)
    assert back.tolist() == [[100, 0], [100, -3], [0, -3], [0, 0]]


def test_a_corner_is_moved_by_the_distance_from_both_streets() -> None:
    corner = np.array([[0.0, 0.0], [100.0, 0.0], [100.0, 100.0]])
    assert shift_left(corner, 4)[2] == pytest.approx([96, 4])


def test_a_turn_on_the_spot_does_not_reach_far_out() -> None:
    there_and_back = np.array([[0.0, 0.0], [100.0, 0.0], [0.0, 0.0]])
    shifted = shift_left(there_and_back, 4)
    assert shifted[:, 0].max() <= 104
    assert abs(shifted[:, 1]).max() == pytest.approx(4)


def test_a_line_of_a_single_place_stays() -> None:
    assert shift_left(np.array([[5.0, 5.0], [5.0, 5.0]]), 4).tolist() == [[5, 5], [5, 5]]


def test_arrows_point_along_the_line() -> None:
    line = np.array([[0.0, 0.0], [0.0, 100.0]])
    arrows = list(place_arrows(line, spacing=40, offset=10))
    assert [arrow[0].tolist() for arrow in arrows] == [
        [0, y + ARROW_LENGTH / 2] for y in (10, 50, 90)
    ]
    assert all(arrow[1:, 1].max() < arrow[0, 1] for arrow in arrows)


def test_no_arrow_stands_in_a_turn_on_the_spot() -> None:
    line = np.array([[0.0, 0.0], [20.0, 0.0], [0.0, 0.0]])
    assert list(place_arrows(line, spacing=100, offset=20)) == []


# ------------------------------------------------------------------ numbers and marks


def test_sections_driven_in_a_row_share_a_number() -> None:
    loop = make_patrol_plan().loops[0]
    runs = [(number, len(stops)) for number, stops in list_runs(loop)]
    # The sand road's first section, two sweeps of the estate, the other three sections, the
    # market; the meeting and the break have no number.
    assert runs == [("1", 1), ("2", 1), ("3", 1), ("4–6", 3), ("7", 1), ("", 1), ("", 1)]


def list_kinds(only: int | None) -> list[str]:
    plan = make_patrol_plan()
    scene = Scene(plan, make_patrol_inputs().network, only)
    frame = fit_frame(find_places(scene), Box(0, 0, 400, 400), margin=10)
    marks = list_marks(plan, scene.loops, frame, network=scene.network, with_others=only is None)
    return [mark.kind for mark in marks]


def test_everything_that_a_night_holds_is_marked() -> None:
    kinds = list_kinds(None)
    assert set(kinds) == {
        "base", "dwell", "pass", "sweep", "break", "meeting", "unvisited", "closed",
    }  # fmt: skip
    assert kinds.count("base") == 1  # shared by the three units
    assert kinds.count("unvisited") == 2


def test_a_road_left_out_is_a_mark_where_the_network_is_not_known() -> None:
    plan = make_patrol_plan()
    spots = {rated.hotspot.id: rated for rated in plan.hotspots}
    road = next(rated for rated in plan.hotspots if any(part.edges for part in rated.parts))
    item = Unvisited(road.hotspot.id, "no_time", part_id=road.parts[0].id)
    assert is_marked(item, spots, None)
    assert not is_marked(item, spots, make_patrol_inputs().network)


def test_the_picture_of_a_unit_marks_nothing_of_others() -> None:
    kinds = list_kinds(2)
    assert sorted(kinds) == ["base", "closed", "dwell", "dwell"]


def test_loops_have_their_own_lanes_and_the_colour_of_their_number() -> None:
    loops = pick_loops(make_plan_example(), only=None)
    assert len({drawn.shift for drawn in loops}) == 3
    (single,) = pick_loops(make_plan_example(), only=2)
    assert single.style == loops[2].style


def make_marks(*places: tuple[float, float], kind: str = "dwell") -> list[Mark]:
    return [Mark(kind, x, y, "", "#000000", "#ffffff", 6, 6) for x, y in places]  # type: ignore[arg-type]


def test_marks_at_one_place_are_set_beside_each_other() -> None:
    marks = make_marks(*[(100.0, 100.0)] * 5)
    middles = spread_marks(marks, Box(0, 0, 200, 200))
    covers = [mark.cover(*middle).shrink(0.3) for mark, middle in zip(marks, middles, strict=True)]
    pairs = [(a, b) for i, a in enumerate(covers) for b in covers[:i]]
    assert not any(first.overlaps(second) for first, second in pairs)
    assert abs(middles - 100).max() < 30


def test_marks_that_have_room_stay_where_they_are() -> None:
    places = [(50.0, 50.0), (100.0, 50.0)]
    assert spread_marks(make_marks(*places), Box(0, 0, 200, 200)) == pytest.approx(
        np.array(places), abs=0.02
    )


def test_a_base_stays_and_the_stop_at_its_door_gives_way() -> None:
    base, stop = *make_marks((100.0, 100.0), kind="base"), *make_marks((102.0, 100.0))
    middles = spread_marks([base, stop], Box(0, 0, 200, 200))
    assert middles[0] == pytest.approx([100, 100], abs=0.05)
    assert middles[1][0] > 111


def test_marks_keep_within_the_map() -> None:
    middles = spread_marks(make_marks(*[(1.0, 1.0)] * 3), Box(0, 0, 200, 200))
    assert middles.min() >= 6


def test_no_marks_are_no_fault() -> None:
    assert len(spread_marks([], Box(0, 0, 200, 200))) == 0


# ------------------------------------------------------------------ rows


def draw_boxes(count: int, *, height: float, columns: int) -> list[Box]:
    drawn: list[Box] = []
    rows = [Row(10, lambda _sheet, box: drawn.append(box)) for _number in range(count)]
    with open_sheet(127, 127, dpi=72) as sheet:
        draw_rows(sheet, rows, Box(0, 0, 212, height), columns=columns)
    return drawn


def test_rows_fill_one_column_after_the_other() -> None:
    boxes = draw_boxes(5, height=30, columns=2)
    assert [(box.left, box.top) for box in boxes] == [
        (0, 30), (0, 20), (0, 10), (112, 30), (112, 20),
    ]  # fmt: skip


def test_rows_move_closer_together_where_that_makes_room_for_all() -> None:
    boxes = draw_boxes(10, height=90, columns=1)
    assert len(boxes) == 10
    assert boxes[-1].bottom == pytest.approx(0, abs=0.5)


def test_rows_without_room_are_left_out() -> None:
    assert len(draw_boxes(20, height=100, columns=1)) == 9  # and a line that says how many


# ------------------------------------------------------------------ what is in sight


def test_the_picture_of_a_unit_is_fitted_to_its_way() -> None:
    plan = make_plan_example()
    places = find_places(Scene(plan, None, 0))
    assert places.min(axis=0) == pytest.approx([WEST, SOUTH])
    assert places.max(axis=0) == pytest.approx([WEST + 0.02, SOUTH + 0.01])


def test_a_frame_knows_the_corners_of_what_it_shows() -> None:
    frame = Frame(Box(20, 10, 120, 210), lon=113, lat=-8, points_per_metre=0.02)
    np.testing.assert_allclose(frame.place(frame.sight), [(20, 10), (120, 210)], atol=1e-6)
