"""PNG: pictures to be sent, of the whole plan and of each unit with its stops."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from routeplan.export.content.reader import PlanReader
from routeplan.export.formats import ExportFile, ExportOptions
from routeplan.i18n import _
from routeplan.model import Plan

# Small on paper, so that letters are large on a phone: 1600 pixels on the longer side.
LONG_MM, SHORT_MM, DPI = 150.0, 120.0, 271
# A plan this many times as wide as high lies on its side.
LANDSCAPE = 1.3


def make_png(plan: Plan, options: ExportOptions) -> Iterator[ExportFile]:
    """Yield the picture of all units, and one of each unit with a list of its stops."""
    from routeplan.export.picture.drawing import draw_picture

    width, height = pick_size(plan)
    title = _("Patrol map: {area}").format(area=plan.area.title)
    data = draw_picture(plan, network=options.network, width_mm=width, height_mm=height, dpi=DPI)
    yield ExportFile("map.png", data, title)
    reader = PlanReader(plan)
    for number, loop in enumerate(plan.loops):
        data = draw_picture(
            plan, network=options.network, loop=number, width_mm=SHORT_MM, height_mm=LONG_MM,
            dpi=DPI, stops=True,
        )  # fmt: skip
        name = reader.name_unit(loop.unit_id)
        yield ExportFile(
            f"unit-{number + 1}.png", data, _("Map of {unit} with its stops").format(unit=name)
        )


def pick_size(plan: Plan) -> tuple[float, float]:
    """Return width and height in millimetres: portrait unless what is shown is wide."""
    from routeplan.export.picture.scene import Scene, find_places

    places = find_places(Scene(plan, network=None, only=None))
    width, height = np.ptp(places, axis=0) * (np.cos(np.radians(places[:, 1].mean())), 1)
    return (LONG_MM, SHORT_MM) if width > LANDSCAPE * height else (SHORT_MM, LONG_MM)
