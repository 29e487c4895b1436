"""What stands beside a map: its units and signs, or the stops of one unit with their times."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import cast

import numpy as np

from routeplan.export.content.entries import Entry, list_short_entries
from routeplan.export.content.reader import PlanReader
from routeplan.export.content.totals import summarise_loop
from routeplan.export.drawing.lettering import measure_text, split_text
from routeplan.export.drawing.palette import DARK, NAVY, RED, WHITE
from routeplan.export.drawing.surroundings import locate_closure
from routeplan.export.picture.canvas import HINTED, SOFT, Sheet
from routeplan.export.picture.frame import Box
from routeplan.export.picture.ground import AREA_EDGE, AREA_FILL, BOUNDARY
from routeplan.export.picture.loops import PASS_WIDTH, SWEEP_WIDTH, DrawnLoop
from routeplan.export.picture.marks import (
    IDLE_COLOUR,
    Mark,
    MarkKind,
    make_mark,
)
from routeplan.export.picture.rows import LAYER, Row
from routeplan.export.picture.scene import Scene
from routeplan.export.picture.symbols import draw_mark
from routeplan.i18n import _
from routeplan.wording import describe_kind, describe_vehicle

UNIT_HEIGHT, SIGN_HEIGHT, STOP_HEIGHT = 22.0, 13.0, 14.0
SIGN_WIDTH = 24.0
NAME_SIZE, TEXT_SIZE = 8.0, 7.0
# Names that are longer than their line stand on two lines of this size.
SMALL_SIZE, HALF_LINE = 5.8, 3.1
NEUTRAL = "#4a5560"
# Points of the line under the sign of a road or an area.
SIGN_LINES: dict[MarkKind, float] = {"pass": 0.7 * PASS_WIDTH, "sweep": SWEEP_WIDTH}


def list_unit_rows(loops: Sequence[DrawnLoop], reader: PlanReader, *, with_idle: bool) -> list[Row]:
    """Return a row for each unit with the look of its line, and for those that have no loop."""
    rows = [_make_unit_row(drawn, reader) for drawn in loops]
    for unit in reader.plan.idle_units if with_idle else ():
        summary = " · ".join((describe_vehicle(unit.vehicle), _("no stops")))
        mark = make_mark("base", 0, 0, colour=IDLE_COLOUR, ink=WHITE, scale=0.8)
        rows.append(Row(UNIT_HEIGHT, _write_pair(_put(mark), unit.title, summary)))
    return rows


def list_sign_rows(scene: Scene) -> list[Row]:
    """Return a row for each kind of sign, area and line that the map of a scene shows."""
    kinds = _find_kinds(scene)
    rows = [
        Row(SIGN_HEIGHT, _write_sign(_put(mark, line=SIGN_LINES.get(kind, 0.0)), label))
        for kind, label, mark in _list_signs(PlanReader(scene.plan))
        if kind in kinds
    ]
    shapes = [rated.hotspot.shape for rated in scene.spots]
    if any(shape and shape.kind == "area" for shape in shapes):
        rows.append(Row(SIGN_HEIGHT, _write_sign(_draw_area_sign, _("Areas"))))
    return [*rows, Row(SIGN_HEIGHT, _write_sign(_draw_boundary_sign, _("Boundary")))]


def list_stop_rows(drawn: DrawnLoop, reader: PlanReader) -> list[Row]:
    """Return a row for each stop of a unit: its sign, times and name."""
    return [
        Row(STOP_HEIGHT, _write_stop(entry, drawn))
        for entry in list_short_entries(drawn.loop, reader)
    ]


def _find_kinds(scene: Scene) -> set[MarkKind]:
    plan = scene.plan
    kinds: set[MarkKind] = {stop.kind for drawn in scene.loops for stop in drawn.loop.stops}
    if scene.only is None and plan.unvisited:
        kinds.add("unvisited")
    if any(locate_closure(closure, scene.network)[1] for closure in plan.closures):
        kinds.add("closed")
    return kinds


def _list_signs(reader: PlanReader) -> Iterator[tuple[MarkKind, str, Mark]]:
    """Yield kind, name and mark of each sign, in the order of the legend."""
    signs: tuple[tuple[MarkKind, str, str], ...] = (
        ("base", describe_kind("base"), NAVY),
        ("dwell", describe_kind("dwell"), NEUTRAL),
        ("pass", describe_kind("pass"), NEUTRAL),
        ("sweep", describe_kind("sweep"), NEUTRAL),
        ("break", describe_kind("break"), NEUTRAL),
        ("meeting", describe_kind("meeting"), NEUTRAL),
        ("position", describe_kind("position"), NEUTRAL),
        ("incident", describe_kind("incident"), NEUTRAL),
        ("unvisited", reader.left_out_label, WHITE),
        ("closed", _("Closed roads"), RED),
    )
    for kind, label, colour in signs:
        ink = DARK if kind == "unvisited" else WHITE
        text = "" if kind == "position" else "1"
        mark = make_mark(kind, 0, 0, text=text, colour=colour, ink=ink, scale=0.75)
        yield kind, label[:1].upper() + label[1:], mark


def _make_unit_row(drawn: DrawnLoop, reader: PlanReader) -> Row:
    name = reader.name_unit(drawn.loop.unit_id)
    *summary, times = summarise_loop(drawn.loop, reader)

    def draw_line(sheet: Sheet, box: Box) -> None:
        y = box.top - UNIT_HEIGHT / 2 + 3
        line = np.array([(box.left + 1, y), (box.left + SIGN_WIDTH - 6, y)])
        sheet.draw_lines(
            [line], colour=drawn.style.colour, width=2.8, dash=drawn.style.dash, layer=LAYER
        )

    return Row(UNIT_HEIGHT, _write_pair(draw_line, name, " · ".join(summary), times=times))


def _write_pair(
    draw_sign: Callable[[Sheet, Box], None], name: str, summary: str, *, times: str = ""
) -> Callable[[Sheet, Box], None]:
    """Return what draws a sign with a name and times and, below them, a summary."""

    def draw(sheet: Sheet, box: Box) -> None:
        draw_sign(sheet, box)
        left, room = box.left + SIGN_WIDTH, box.width - SIGN_WIDTH
        taken = measure_text(f"  {times}", size=TEXT_SIZE, style="Bold") if times else 0.0
        sheet.write(
            left, box.top - 9, name, size=NAME_SIZE, style="Bold", space=room - taken, layer=LAYER
        )
        sheet.write(
            box.right, box.top - 9, times, size=TEXT_SIZE, style="Bold", align="right", layer=LAYER
        )
        sheet.write(left, box.top - 17.5, summary, size=6.6, colour=SOFT, space=room, layer=LAYER)

    return draw


def _write_sign(
    draw_sign: Callable[[Sheet, Box], None], label: str
) -> Callable[[Sheet, Box], None]:
    def draw(sheet: Sheet, box: Box) -> None:
        draw_sign(sheet, box)
        sheet.write(
            box.left + SIGN_WIDTH, box.middle[1], label, size=TEXT_SIZE, centred=True,
            space=box.width - SIGN_WIDTH, layer=LAYER,
        )  # fmt: skip

    return draw


def _write_stop(entry: Entry, drawn: DrawnLoop) -> Callable[[Sheet, Box], None]:
    kind = cast("MarkKind", entry.kind)
    style = drawn.style
    mark = make_mark(kind, 0, 0, text=entry.number, colour=style.colour, ink=style.ink, scale=0.78)

    def draw(sheet: Sheet, box: Box) -> None:
        _put(mark)(sheet, box)
        left, y = box.left + SIGN_WIDTH, box.middle[1]
        sheet.write(left, y, entry.times, size=TEXT_SIZE, style="Bold", centred=True, layer=LAYER)
        taken = measure_text("00:00–00:00 ", size=TEXT_SIZE, style="Bold") + 2
        _write_name(sheet, left + taken, y, entry.name, space=box.width - SIGN_WIDTH - taken)

    return draw


def _write_name(sheet: Sheet, left: float, y: float, name: str, *, space: float) -> None:
    """Write a name around the height `y`, on one line or on two smaller ones."""
    size = TEXT_SIZE
    if measure_text(name, size=size) > space / HINTED:
        size = SMALL_SIZE
    lines = split_text(name, space / HINTED, size=size)
    offsets = (HALF_LINE, -HALF_LINE) if len(lines) > 1 else (0.0,)
    for line, offset in zip(lines, offsets, strict=True):
        sheet.write(left, y + offset, line, size=size, centred=True, space=space, layer=LAYER)


def _put(mark: Mark, *, line: float = 0.0) -> Callable[[Sheet, Box], None]:
    """Return what draws a mark at the beginning of a row, on a line of some width."""

    def draw(sheet: Sheet, box: Box) -> None:
        x, y = box.left + SIGN_WIDTH / 2 - 3, box.middle[1]
        if line:
            stroke = np.array([(box.left + 1, y), (box.left + SIGN_WIDTH - 7, y)])
            sheet.draw_lines(
                [stroke], colour=mark.colour, width=line, alpha=0.6, butt=True, layer=LAYER
            )
            sheet.draw_lines([stroke], colour=WHITE, width=0.8, butt=True, layer=LAYER + 0.1)
        draw_mark(sheet, replace(mark, x=x, y=y), layer=LAYER + 0.2)

    return draw


def _draw_area_sign(sheet: Sheet, box: Box) -> None:
    y = box.middle[1]
    sign = Box(box.left + 2, y - 4, box.left + SIGN_WIDTH - 8, y + 4)
    sheet.draw_box(sign, fill=AREA_FILL, edge=AREA_EDGE, width=0.8, alpha=0.5, layer=LAYER)


def _draw_boundary_sign(sheet: Sheet, box: Box) -> None:
    y = box.middle[1]
    line = np.array([(box.left + 1, y), (box.left + SIGN_WIDTH - 6, y)])
    sheet.draw_lines([line], colour=BOUNDARY, width=4, alpha=0.16, butt=True, layer=LAYER)
    sheet.draw_lines([line], colour=BOUNDARY, width=1.1, dash="24 12 6 12", layer=LAYER + 0.1)
