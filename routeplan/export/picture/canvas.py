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
        self._canvas = FigureCanvasAgg(figure)
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
        from matplotlib.patches import BoxStyle, FancyBboxPatch

        form = BoxStyle.Round(pad=0, rounding_size=corner) if corner else BoxStyle.Square(pad=0)
        drawn = FancyBboxPatch(
            (box.left, box.bottom), box.width, box.height, boxstyle=form, facecolor=fill,
            edgecolor=edge, linewidth=width, alpha=alpha, zorder=layer,
        )  # fmt: skip
        self._add(drawn, colour=fill, clip=None)

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
            shown = shorten_text(shown, space, size=size, style=style)
        written = self._axes.text(
            x, y, shown, fontproperties=self._fonts[style], fontsize=size, color=colour,
            ha=align, va="center_baseline" if centred else "baseline", rotation=angle, alpha=alpha,
            rotation_mode="anchor", zorder=layer, parse_math=False, clip_on=False,
        )  # fmt: skip
        if halo:
            written.set_path_effects([withStroke(linewidth=2, foreground="white")])

    def render(self) -> Image:
        """Return the sheet in the colours it is drawn with and as few others as a palette holds."""
        from PIL import Image

        self._canvas.draw()
        full = Image.fromarray(np.asarray(self._canvas.buffer_rgba())).convert("RGB")
        own = [_split_colour(colour) for colour in self._colours]
        mixed = full.quantize(PALETTE_SIZE - len(own), method=Image.Quantize.MEDIANCUT)
        palette = Image.new("P", (1, 1))
        palette.putpalette([part for colour in own for part in colour] + (mixed.getpalette() or []))
        return full.quantize(palette=palette, dither=Image.Dither.NONE)

    def save(self) -> bytes:
        """Return the sheet as a PNG that holds nothing but the picture and its size on paper."""
        stream = io.BytesIO()
        self.render().save(stream, "PNG", optimize=True, dpi=(self.dpi, self.dpi))
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


def _split_colour(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


@contextmanager
def open_sheet(width_mm: float, height_mm: float, *, dpi: int) -> Iterator[Sheet]:
    """Yield an empty sheet that writes with the bundled font."""
    from matplotlib.font_manager import FontProperties

    with ExitStack() as stack:
        paths = {
            style: stack.enter_context(resources.as_file(find_font(style))) for style in STYLES
        }
        fonts = {style: FontProperties(fname=str(path)) for style, path in paths.items()}
        yield Sheet(width_mm, height_mm, dpi=dpi, fonts=fonts)
