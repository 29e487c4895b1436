"""Papers as PDF."""

from __future__ import annotations

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable

from routeplan.export.papers.blocks import Paper
from routeplan.export.typeset.measures import measure_sheet
from routeplan.export.typeset.order import place_blocks
from routeplan.export.typeset.pdf_blocks import set_block, set_letterhead
from routeplan.export.typeset.pdf_grid import Grid, SignedGrid
from routeplan.export.typeset.pdf_page import PaperDocument
from routeplan.export.typeset.pdf_text import make_paragraph, make_style


def set_pdf(paper: Paper) -> bytes:
    """Return a paper as PDF with the bundled font; the same paper gives the same bytes."""
    # Set twice: the first time tells how many pages there are.
    counted = PaperDocument(paper, pages=0)
    counted.set_story(_make_story(paper, counted.text_height))
    final = PaperDocument(paper, pages=counted.page)
    return final.set_story(_make_story(paper, final.text_height))


def _make_story(paper: Paper, page_height: float) -> list[Flowable]:
    """Return what stands on the pages, in order; `page_height` is points."""
    sheet = measure_sheet(paper)
    story: list[Flowable] = [*set_letterhead(paper.letterhead, sheet)]
    kept: list[Flowable] = []
    for placed in place_blocks(paper.blocks):
        if placed.new_page:
            story.append(CondPageBreak(page_height - 1))
        flowables = set_block(placed.block, sheet)
        last = [flowables.pop()] if placed.keep and flowables else []
        if flowables:
            story += _join([*kept, flowables[0]], sheet.text_width, page_height)
            story += flowables[1:]
            kept = []
        kept += last
    # reportlab makes no page of nothing.
    return [*story, *kept] or [make_paragraph("", make_style())]


def _join(chain: list[Flowable], width: float, page_height: float) -> list[Flowable]:
    """Return flowables of which each stays with the beginning of the next one."""
    if len(chain) > 1 and all(isinstance(each, Grid) for each in chain[-2:]):
        chain = [*chain[:-2], SignedGrid(*chain[-2:], page_height=page_height)]
    if len(chain) == 1:
        return chain
    room = sum(_measure(each, width) for each in chain)
    return [CondPageBreak(min(room, page_height - 1)), *chain]


def _measure(flowable: Flowable, width: float) -> float:
    """Return the least height that a flowable begins with, points."""
    around = flowable.getSpaceBefore() + flowable.getSpaceAfter()
    if isinstance(flowable, (Grid, SignedGrid)):
        return float(around + flowable.least)
    return float(around + flowable.wrap(width * mm, 1e6)[1])
