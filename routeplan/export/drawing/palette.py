"""Colours and dashes that tell the loops apart, also for readers who see colours differently.

References
----------
M. Okabe, K. Ito, "Color Universal Design", https://jfly.uni-koeln.de/color/ (the palette, without
its yellow, which is lost on a light ground, and its black, kept for text).
WCAG 2.2, relative luminance and contrast ratio, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
"""

from __future__ import annotations

from dataclasses import dataclass

OKABE_ITO = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
# Lengths of dash and gap in pixels; the loops of one colour differ by them.
DASHES = ("", "12 7", "2 8", "14 6 2 6")

BLACK, WHITE = "#000000", "#ffffff"
# Closed roads and warnings; headings and bases of several units; what is not visited.
RED, NAVY, DARK = "#b00020", "#17324d", "#3b3b3b"


@dataclass(frozen=True)
class LineStyle:
    """How a unit's loop is drawn: `colour` as #rrggbb, `ink` on it, `dash` of SVG."""

    colour: str
    ink: str
    dash: str


def pick_style(index: int) -> LineStyle:
    """Return the style of the loop number `index`, counted from 0; it repeats after 24."""
    colour = OKABE_ITO[index % len(OKABE_ITO)]
    dash = DASHES[index // len(OKABE_ITO) % len(DASHES)]
    ink = max((BLACK, WHITE), key=lambda candidate: contrast_ratio(candidate, colour))
    return LineStyle(colour, ink, dash)


def contrast_ratio(first: str, second: str) -> float:
    """Return the contrast of two colours given as #rrggbb, from 1 to 21 (WCAG 2.2)."""
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    if channel <= 0.04045:  # constants of the sRGB curve
        return channel / 12.92
    return float(((channel + 0.055) / 1.055) ** 2.4)
