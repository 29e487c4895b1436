"""Plain text in a DOCX."""

from __future__ import annotations

from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from routeplan.export.content.plain import keep_lines


def add_text(
    paragraph: Paragraph, text: str, *, bold: bool | None = None, underline: bool | None = None
) -> Paragraph:
    """Add plain text to a paragraph, with its line breaks; return the paragraph."""
    run = paragraph.add_run(keep_lines(text))
    run.bold, run.underline = bold, underline
    return paragraph


def add_dots(paragraph: Paragraph, width: float) -> Paragraph:
    """Add a dotted line up to `width`, millimetres; it gives way to what is typed before it."""
    stops = paragraph.paragraph_format.tab_stops
    stops.add_tab_stop(Mm(width), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    paragraph.add_run("\t")
    return paragraph
