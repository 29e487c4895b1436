"""Pages of a PDF: warning, footer and number, and the outline of the file."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph

from routeplan.export.content.plain import join_lines
from routeplan.export.papers.blocks import Paper
from routeplan.export.typeset.measures import (
    FOOTER_SIZE,
    LINE_COLOUR,
    LINE_PT,
    WARNING_COLOUR,
    WARNING_GROUND,
    find_language_tag,
    measure_line,
    measure_sheet,
)
from routeplan.export.typeset.pdf_blocks import HeadingText
from routeplan.export.typeset.pdf_text import colour, make_paragraph, make_style, name_font
from routeplan.i18n import _

_BELOW_WARNING, _ABOVE_FOOTER = 5 * mm, 4 * mm


class PaperDocument(BaseDocTemplate):  # type: ignore[misc]  # reportlab has no types
    """A PDF of a paper.

    Parameters
    ----------
    pages
        How many pages it has, for their numbers.
    """

    def __init__(self, paper: Paper, *, pages: int) -> None:
        self.data = BytesIO()
        self.pages = pages
        self.deepest = -1
        sheet = measure_sheet(paper)
        super().__init__(
            self.data,
            pagesize=(sheet.width * mm, sheet.height * mm),
            title=join_lines(paper.title),
            author="",
            creator="routeplan",
            initialFontName=name_font("Regular"),
            lang=find_language_tag(),
            displayDocTitle=True,
            invariant=1,
            pageCompression=1,
        )
        self.warning = _make_warning(paper)
        self.footer = _make_footer(paper)
        self.text_width = sheet.text_width * mm
        self.side, self.base = sheet.left * mm, sheet.bottom * mm
        self.head = (sheet.height - sheet.top) * mm
        self.warning_height = self._measure(self.warning)
        self.footer_height = self._measure(self.footer)
        above = self.warning_height + _BELOW_WARNING if self.warning_height else 0.0
        below = self.footer_height + _ABOVE_FOOTER
        self.text_height = self.head - above - self.base - below
        padding = dict.fromkeys(("leftPadding", "rightPadding", "topPadding", "bottomPadding"), 0)
        frame = Frame(self.side, self.base + below, self.text_width, self.text_height, **padding)
        self.addPageTemplates(
            PageTemplate("page", [frame], onPage=self._begin_page, onPageEnd=self._end_page)
        )

    def set_story(self, story: Sequence[Flowable]) -> bytes:
        """Return the file with `story` on its pages."""
        self.build(list(story))
        return self.data.getvalue()

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 - reportlab's name
        """Put a heading into the outline, no deeper than one step below the one before."""
        if not isinstance(flowable, HeadingText) or not flowable.words:
            return
        level = min(flowable.level - 1, self.deepest + 1)
        self.deepest = level
        key = f"heading-{self.seq.nextf('heading')}"
        self.canv.bookmarkPage(key)
        self.canv.addOutlineEntry(join_lines(flowable.words), key, level)

    def _measure(self, text: Paragraph | None) -> float:
        return float(text.wrap(self.text_width, 1e6)[1]) if text else 0.0

    # Drawn before and after the text, so that the page is read aloud in its order.
    def _begin_page(self, canvas: Canvas, _document: BaseDocTemplate) -> None:
        if self.warning:
            self.warning.drawOn(canvas, self.side, self.head - self.warning_height)

    def _end_page(self, canvas: Canvas, _document: BaseDocTemplate) -> None:
        canvas.saveState()
        top = self.base + self.footer_height
        self.footer.drawOn(canvas, self.side, self.base)
        canvas.setStrokeColor(colour(LINE_COLOUR))
        canvas.setLineWidth(LINE_PT)
        canvas.line(self.side, top + 1 * mm, self.side + self.text_width, top + 1 * mm)
        number = _number_page(canvas.getPageNumber(), self.pages)
        style = make_style(size=FOOTER_SIZE, align="right", after=0)
        text = make_paragraph(number, style)
        text.wrap(self.text_width, 1e6)
        text.drawOn(canvas, self.side, self.base)
        canvas.restoreState()


def _number_page(page: int, pages: int) -> str:
    return _("Page {page} of {pages}").format(page=page, pages=pages)


def _make_warning(paper: Paper) -> Paragraph | None:
    if not paper.warning:
        return None
    style = make_style(
        font="Bold",
        align="center",
        after=0,
        textColor=colour(WARNING_COLOUR),
        backColor=colour(WARNING_GROUND),
        borderColor=colour(WARNING_COLOUR),
        borderWidth=1,
        borderPadding=(1.2 * mm, 0, 1.2 * mm, 0),
    )
    return make_paragraph(paper.warning, style)


def _make_footer(paper: Paper) -> Paragraph:
    # Its last line leaves room for the number, which stands at its right.
    number = measure_line(_number_page(999, 999), size=FOOTER_SIZE) * mm
    style = make_style(size=FOOTER_SIZE, after=0, rightIndent=number + 3 * mm)
    return make_paragraph(paper.footer or " ", style)
