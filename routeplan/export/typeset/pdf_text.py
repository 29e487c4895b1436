"""Text of a PDF: the bundled font, the styles, and plain text as reportlab's markup."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from xml.sax.saxutils import escape

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph

from routeplan.export.drawing.lettering import STYLES, Style, find_font, show_missing
from routeplan.export.papers.blocks import Align
from routeplan.export.typeset.measures import AFTER_PT, LEADING, TEXT_SIZE

_ALIGNMENTS = {"left": TA_LEFT, "center": TA_CENTER, "right": TA_RIGHT}


def colour(code: str) -> Color:
    """Return a colour of six hexadecimal digits."""
    return HexColor(int(code, 16))


@cache
def name_font(style: Style) -> str:
    """Return the name under which reportlab knows a style of the font; the font is embedded."""
    names = {each: f"LiberationSans-{each}" for each in STYLES}
    registerFont(TTFont(names[style], BytesIO(find_font(style).read_bytes())))
    return names[style]


def make_style(
    *,
    font: Style = "Regular",
    size: float = TEXT_SIZE,
    align: Align = "left",
    leading: float | None = None,
    before: float = 0.0,
    after: float = AFTER_PT,
    **more: object,
) -> ParagraphStyle:
    """Return a style; lengths are points, `more` are reportlab's own names."""
    return ParagraphStyle(
        "routeplan",
        fontName=name_font(font),
        bulletFontName=name_font(font),
        fontSize=size,
        bulletFontSize=size,
        leading=leading or size * LEADING,
        alignment=_ALIGNMENTS[align],
        spaceBefore=before,
        spaceAfter=after,
        **more,
    )


def make_paragraph(
    text: str, style: ParagraphStyle, *, underline: bool = False, bullet: str | None = None
) -> Paragraph:
    """Return plain text as a paragraph; line breaks are kept, missing letters are squares."""
    lines = [escape(show_missing(line)) for line in text.splitlines()]
    markup = "<br/>".join(lines)
    return Paragraph(f"<u>{markup}</u>" if underline and markup else markup, style, bullet)
