"""A sheet to draw on in points, by matplotlib without a window and without its global state."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from routeplan.export.drawing.lettering import STYLES, Style, find_font, shorten_text, show_missing
from routeplan.export.drawing.lines import FloatArray
from routeplan.export.picture.frame import POINTS_PER_MM, Box

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.font_manager import FontProperties
    from PIL.Image import Image

INK = "#1d2733"
SOFT = "#5b6673"
MM_PER_INCH = 25.4
PALETTE_SIZE = 256
# Letters are fitted to whole pixels, which makes a line of small ones wider than the font says.
HINTED = 1.05

Align = Literal["left", "center", "right"]


class Sheet:
    """A white sheet; what is drawn with a higher `layer` covers what is lower."""

    def __init__(
        self, width_mm: float, height_mm: float, *, dpi: int, fonts: dict[Style, FontProperties]
    ) -> None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        self.box = Box(0, 0, width_mm * POINTS_PER_MM, height_mm * POINTS_PER_MM)
        self.dpi = dpi
        self._fonts = fonts
        # Whole pixels: matplotlib cuts off the part of one.
        pixels = (round(width_mm / MM_PER_INCH * dpi), round(height_mm / MM_PER_INCH * dpi))
        figure = Figure(
            figsize=(pixels[0] / dpi, pixels[1] / dpi), dpi=dpi, facecolor="white", layout=None
        )
        self._canvas: Any = FigureCanvasAgg(figure)
        self._axes = figure.add_axes((0, 0, 1, 1))
        self._axes.set_xlim(0, self.box.right)
        self._axes.set_ylim(0, self.box.top)
        self._axes.set_axis_off()
        self._colours: dict[str, None] = {"#ffffff": None}

    def draw_lines(
        self,
        lines: Iterable[FloatArray],
        *,
        colour: str,
        width: float,
        layer: float,
        dash: str = "",
        alpha: float = 1.0,
        butt: bool = False,
        clip: Box | None = None,
    ) -> None:
        """Draw lines of (n, 2) points, `width` points wide; `dash` in quarters of the width."""
        from matplotlib.collections import LineCollection

        pattern = [float(length) / 4 for length in dash.split()]
        style: Any = (0, pattern) if pattern else "solid"
        drawn = LineCollection(
            list(lines), colors=colour, linewidths=width, linestyles=style, alpha=alpha,
            capstyle="butt" if butt or dash else "round", joinstyle="round", zorder=layer,
        )  # fmt: skip
        self._add(drawn, colour=colour, clip=clip)

    def draw_area(
        self,
        points: FloatArray,
        *,
        fill: str,
        layer: float,
        edge: str = "none",
        width: float = 0.0,
        alpha: float = 1.0,
        clip: Box | None = None,
    ) -> None:
        """Draw a closed area of (n, 2) points."""
        from matplotlib.patches import Polygon

        drawn = Polygon(
            points, closed=True, facecolor=fill, edgecolor=edge, linewidth=width, alpha=alpha,
            joinstyle="round", zorder=layer,
        )  # fmt: skip
        self._add(drawn, colour=fill, clip=clip)

    def draw_areas(
        self, areas: Sequence[FloatArray], *, fill: str, edge: str, width: float, layer: float
    ) -> None:
        """Draw many closed areas of the same look."""
        from matplotlib.collections import PolyCollection

        drawn = PolyCollection(
            list(areas), facecolors=fill, edgecolors=edge, linewidths=width, zorder=layer
        )
        self._add(drawn, colour=fill, clip=None)

    def draw_box(
        self,
        box: Box,
        *,
        fill: str,
        layer: float,
        edge: str = "none",
        width: float = 0.0,
        corner: float = 0.0,
        alpha: float = 1.0,
    ) -> None:
        """Draw a rectangle with rounded corners, of radius `corner` points."""
        self.draw_area(
            _round_corners(box, corner), fill=fill, edge=edge, width=width, alpha=alpha, layer=layer
        )

    def write(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float,
        layer: float,
        style: Style = "Regular",
        colour: str = INK,
        align: Align = "left",
        space: float | None = None,
        halo: bool = False,
        angle: float = 0.0,
        alpha: float = 1.0,
        centred: bool = False,
    ) -> None:
        """Write one line of text with its base line at `y`, or its middle if `centred`.

        What does not fit into `space` points is shortened; letters that the font lacks become
        white squares.
        """
        from matplotlib.patheffects import withStroke

        shown = show_missing(text)
        if space is not None:
            shown = shorten_text(shown, space / HINTED, size=size, style=style)
        written = self._axes.text(
            x, y, shown, fontproperties=self._fonts[style], fontsize=size, color=colour,
            ha=align, va="center_baseline" if centred else "baseline", rotation=angle, alpha=alpha,
            rotation_mode="anchor", zorder=layer, parse_math=False, usetex=False,
        )  # fmt: skip
        if halo:
            written.set_path_effects([withStroke(linewidth=2, foreground="white")])

    def render(self) -> Image:
        """Return the sheet with a palette: the colours it is drawn with, and mixtures of them."""
        from PIL import Image

        self._canvas.draw()
        full = Image.fromarray(np.asarray(self._canvas.buffer_rgba())).convert("RGB")
        own = sorted(int(colour[1:], 16) for colour in self._colours)
        mixed = full.quantize(PALETTE_SIZE - len(own), method=Image.Quantize.MEDIANCUT)
        # The nearest mixture of a colour is not always itself: its own pixels keep it.
        pixels = np.asarray(full, dtype=np.uint32) @ np.array([1 << 16, 1 << 8, 1], dtype=np.uint32)
        nearest = np.searchsorted(own, pixels).clip(max=len(own) - 1)
        is_own = np.array(own, dtype=np.uint32)[nearest] == pixels
        numbers = np.where(is_own, nearest, np.asarray(mixed, dtype=np.int64) + len(own))
        picture = Image.fromarray(numbers.astype(np.uint8), mode="P")
        colours = [part for colour in own for part in colour.to_bytes(3, "big")]
        picture.putpalette(colours + (mixed.getpalette() or []))
        return picture

    def save(self) -> bytes:
        """Return the sheet as a PNG that holds nothing but the picture and its size on paper."""
        stream = io.BytesIO()
        self.render().save(stream, "PNG", dpi=(self.dpi, self.dpi))
        return stream.getvalue()

    def _add(self, artist: Artist, *, colour: str, clip: Box | None) -> None:
        from matplotlib.patches import Rectangle

        if colour != "none":
            self._colours[colour] = None
        self._axes.add_artist(artist)
        if clip is not None:
            window = Rectangle(
                (clip.left, clip.bottom), clip.width, clip.height, transform=self._axes.transData
            )
            artist.set_clip_path(window)


def _round_corners(box: Box, radius: float) -> FloatArray:
    """Return the outline of a box with corners of a radius, anticlockwise from the upper right."""
    radius = min(radius, box.width / 2, box.height / 2)
    turn = np.linspace(0, np.pi / 2, 10 if radius else 1)
    arc = radius * np.column_stack([np.cos(turn), np.sin(turn)])
    inner = box.shrink(radius)
    left, right = inner.left, inner.right
    corners = np.array([
        (right, inner.top), (left, inner.top), (left, inner.bottom), (right, inner.bottom)
    ])  # fmt: skip
    arcs = (arc, arc[:, ::-1] * (-1, 1), -arc, arc[:, ::-1] * (1, -1))
    return np.concatenate([arc + corner for arc, corner in zip(arcs, corners, strict=True)])


@contextmanager
def open_sheet(width_mm: float, height_mm: float, *, dpi: int) -> Iterator[Sheet]:
    """Yield an empty sheet that writes with the bundled font."""
    from matplotlib.font_manager import FontProperties

    with ExitStack() as stack:
        files = {style: resources.as_file(find_font(style)) for style in STYLES}
        fonts = {
            style: FontProperties(fname=str(stack.enter_context(file)))
            for style, file in files.items()
        }
        yield Sheet(width_mm, height_mm, dpi=dpi, fonts=fonts)
