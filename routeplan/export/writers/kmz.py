"""KMZ: the KML document with a numbered picture for each stop, in one archive."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping

from routeplan.export.archives import pack_files
from routeplan.export.content.features import Feature, list_loop
from routeplan.export.content.reader import PlanReader
from routeplan.export.drawing.lettering import find_font
from routeplan.export.drawing.palette import WHITE, pick_style
from routeplan.export.formats import ExportFile, ExportOptions
from routeplan.export.writers.kml import render_kml
from routeplan.i18n import _
from routeplan.model import Plan

ICON_SIZE = 48
# Pictures are drawn larger and made smaller, which smooths their edges.
OVERSAMPLING = 4
# What stands on the picture of a stop without a number, and on that of a base.
SIGNS: Mapping[str, str] = {
    "break": "–", "meeting": "+", "base": "⌂", "position": "·", "incident": "!",
}  # fmt: skip


def make_kmz(plan: Plan, options: ExportOptions) -> Iterable[ExportFile]:
    """Return the KMZ archive of `plan`."""
    text = render_kml(plan, network=options.network, find_icon=find_icon)
    files = {"doc.kml": text.encode("utf-8"), **_draw_icons(plan)}
    yield ExportFile("plan.kmz", pack_files(files), _("Plan for Google Earth (KMZ)"))


def find_icon(feature: Feature) -> str | None:
    """Return the file of a stop's picture; None for what belongs to no loop."""
    if feature.kind not in ("base", "stop"):
        return None
    sign = feature.figures.get("number") or feature.figures.get("stop_kind", feature.kind)
    return f"icons/{feature.colour.removeprefix('#')}-{sign}.png"


def _draw_icons(plan: Plan) -> dict[str, bytes]:
    reader = PlanReader(plan)
    icons: dict[str, bytes] = {}
    for index, loop in enumerate(plan.loops):
        for feature in list_loop(loop, index, reader):
            name = find_icon(feature)
            if name is not None and name not in icons:
                sign = name.rpartition("-")[2].removesuffix(".png")
                icons[name] = _draw_icon(sign, index)
    return icons


def _draw_icon(sign: str, index: int) -> bytes:
    """Return a PNG: a disc of the loop's colour with a number, a square for base and duties."""
    from PIL import Image, ImageDraw, ImageFont

    style = pick_style(index)
    size = ICON_SIZE * OVERSAMPLING
    image = Image.new("RGBA", (size, size), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    edge = 3 * OVERSAMPLING
    box = (edge, edge, size - edge, size - edge)
    if sign in SIGNS:
        corner = size // 6
        draw.rounded_rectangle(box, corner, fill=style.colour, outline=WHITE, width=edge)
    else:
        draw.ellipse(box, fill=style.colour, outline=WHITE, width=edge)
    letters = io.BytesIO(find_font("Bold").read_bytes())
    text = SIGNS.get(sign, sign)
    font = ImageFont.truetype(letters, size=size // (2 if len(text) < 3 else 3))
    middle = (size / 2, size / 2)
    draw.text(middle, text, fill=style.ink, font=font, anchor="mm")
    data = io.BytesIO()
    image.resize((ICON_SIZE, ICON_SIZE), Image.Resampling.LANCZOS).save(data, "PNG", optimize=True)
    return data.getvalue()
