"""A plan as a picture: map, legend and title, drawn without a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routeplan.export.content.reader import PlanReader
from routeplan.export.content.totals import list_totals, summarise_loop
from routeplan.export.picture.canvas import Sheet, open_sheet
from routeplan.export.picture.frame import Box
from routeplan.export.picture.heading import draw_band, draw_foot, draw_heading
from routeplan.export.picture.legend import list_sign_rows, list_stop_rows, list_unit_rows
from routeplan.export.picture.rows import Row, draw_rows, measure_rows
from routeplan.export.picture.scene import Scene, draw_scene
from routeplan.i18n import _
from routeplan.model import Plan
from routeplan.wording import describe_planned_shift, describe_source, sample_warning

if TYPE_CHECKING:
    from routeplan.roads.network import Network

EDGE = 8.0
# The legend stands beside the map of a sheet this many times as wide as high, else below it.
WIDE = 1.15
SIDE_SHARE, LEAST_SIDE, MOST_SIDE = 0.33, 160.0, 190.0
BELOW_SHARE = 0.4  # of the height, at most
COLUMN_WIDTH = 150.0


def draw_picture(
    plan: Plan,
    *,
    network: Network | None = None,
    loop: int | None = None,
    width_mm: float = 180,
    height_mm: float = 120,
    dpi: int = 150,
    legend: bool = True,
    title: bool = True,
    stops: bool = False,
) -> bytes:
    """Return a plan, or one of its loops, as a PNG.

    Parameters
    ----------
    network
        Its roads stand behind the loops; None leaves the ground plain.
    loop
        Number of the only loop to draw, counted from 0; None draws all of them.
    width_mm, height_mm, dpi
        Size on paper, and pixels per inch.
    legend
        Whether units and signs are explained.
    title
        Whether area, shift, figures and source are written above and below the map.
    stops
        Whether the legend lists the stops of the only loop with their times.

    Raises
    ------
    ValueError
        If the paper is too small for a map beside the legend and title that are asked for.
    """
    scene = Scene(plan, network, loop)
    with open_sheet(width_mm, height_mm, dpi=dpi) as sheet:
        inner = _draw_title(sheet, scene) if title else sheet.box
        rows = _list_rows(scene, stops=stops) if legend else []
        ground = _draw_legend(sheet, inner, rows, long_lines=stops) if rows else inner
        draw_scene(sheet, ground, scene)
        return sheet.save()


def _draw_title(sheet: Sheet, scene: Scene) -> Box:
    """Write what stands above and below the map; return the box between."""
    plan, box = scene.plan, sheet.box
    top = box.top - draw_heading(sheet, box, _word_heading(scene))
    if plan.is_sample:
        top -= draw_band(sheet, Box(box.left, box.bottom, box.right, top), sample_warning())
    bottom = box.bottom + draw_foot(sheet, box, describe_source(plan))
    return Box(box.left, bottom, box.right, top)


def _word_heading(scene: Scene) -> list[str]:
    plan = scene.plan
    if scene.only is None:
        title = _("Patrol map: {area}").format(area=plan.area.title)
        return [title, describe_planned_shift(plan), " · ".join(map(" ".join, list_totals(plan)))]
    reader, loop = PlanReader(plan), plan.loops[scene.only]
    where = f"{describe_planned_shift(plan)} · {plan.area.title}"
    return [reader.name_unit(loop.unit_id), where, " · ".join(summarise_loop(loop, reader))]


def _list_rows(scene: Scene, *, stops: bool) -> list[Row]:
    reader = PlanReader(scene.plan)
    if stops and scene.only is not None:
        return list_stop_rows(scene.loops[0], reader)
    units = list_unit_rows(scene.loops, reader, with_idle=scene.only is None)
    return [*units, *list_sign_rows(scene)]


def _draw_legend(sheet: Sheet, box: Box, rows: list[Row], *, long_lines: bool) -> Box:
    """Draw rows beside or below the map; return the box that is left for the map."""
    if sheet.box.width > WIDE * sheet.box.height:
        width = min(max(SIDE_SHARE * box.width, LEAST_SIDE), MOST_SIDE)
        middle = box.right - width
        beside = Box(middle, box.bottom, box.right, box.top)
        draw_rows(sheet, rows, beside.shrink(EDGE))
        return Box(box.left, box.bottom, middle, box.top)
    most = BELOW_SHARE * sheet.box.height
    columns = max(1, round(box.width / COLUMN_WIDTH))
    if long_lines:  # as few columns as there is room for
        fitting = (n for n in range(1, columns) if measure_rows(rows, columns=n) <= most - 2 * EDGE)
        columns = next(fitting, columns)
    needed = measure_rows(rows, columns=columns) + 2 * EDGE
    middle = box.bottom + min(needed, most)
    below = Box(box.left, box.bottom, box.right, middle)
    draw_rows(sheet, rows, below.shrink(EDGE), columns=columns)
    return Box(box.left, middle, box.right, box.top)
