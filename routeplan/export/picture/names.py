"""Names of villages and kecamatan on the ground, where there is room for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from routeplan.export.drawing.lettering import measure_text, show_missing
from routeplan.export.picture.canvas import Sheet
from routeplan.export.picture.frame import Box, Frame
from routeplan.model import RatedHotspot

SIZE = 7.0
COLOUR = "#6a6250"
LONGEST = 24  # letters
MOST_NAMES = 40


def draw_names(
    sheet: Sheet, frame: Frame, spots: Iterable[RatedHotspot], *, taken: Sequence[Box], fine: bool
) -> None:
    """Write the names of places near hotspots that lie in them.

    Parameters
    ----------
    taken
        What the names keep clear of.
    fine
        Villages rather than kecamatan.
    """
    occupied = list(taken)
    for name, (x, y) in _place_names(frame, spots, fine=fine)[:MOST_NAMES]:
        if box := _find_room(show_missing(name), x, y, frame.box.shrink(3), occupied):
            occupied.append(box)
            sheet.write(
                box.middle[0], box.bottom + 2, name, size=SIZE, style="Italic", colour=COLOUR,
                align="center", halo=True, layer=6.5,
            )  # fmt: skip


def _place_names(
    frame: Frame, spots: Iterable[RatedHotspot], *, fine: bool
) -> list[tuple[str, tuple[float, float]]]:
    """Return each name with the hotspot in the middle of those that lie there, most first."""
    groups: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    for rated in spots:
        name = rated.village if fine else rated.kecamatan
        if name and len(name) <= LONGEST:
            groups[name].append((rated.hotspot.lon, rated.hotspot.lat))
    found = []
    for name, places in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])):
        points = frame.place(np.array(places))
        away = np.hypot(*(points - points.mean(axis=0)).T)
        x, y = points[int(away.argmin())]
        found.append((name, (float(x), float(y))))
    return found


def _find_room(name: str, x: float, y: float, inside: Box, occupied: Sequence[Box]) -> Box | None:
    """Return a free box for a name around a place: below, above, beside it; None without room."""
    half, height = measure_text(name, size=SIZE, style="Italic") / 2 + 1, SIZE + 2
    for dx, dy in ((0, -16), (0, 8), (half + 9, -4), (-half - 9, -4), (0, -24), (0, 17)):
        box = Box(x + dx - half, y + dy, x + dx + half, y + dy + height)
        is_inside = inside.holds(box.left, box.bottom) and inside.holds(box.right, box.top)
        if is_inside and not any(box.overlaps(other) for other in occupied):
            return box
    return None
