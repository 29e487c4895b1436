"""Papers as DOCX."""

from __future__ import annotations

import zipfile
from io import BytesIO

from docx import Document

from routeplan.export.papers.blocks import Paper
from routeplan.export.typeset.docx_blocks import begin_page, set_block, set_letterhead
from routeplan.export.typeset.docx_page import set_page, set_properties
from routeplan.export.typeset.docx_styles import define_styles
from routeplan.export.typeset.measures import MADE, measure_sheet
from routeplan.export.typeset.order import place_blocks


def set_docx(paper: Paper) -> bytes:
    """Return a paper as DOCX with Word's own styles; the same paper gives the same bytes."""
    document, sheet = Document(), measure_sheet(paper)
    define_styles(document)
    set_page(document, paper, sheet)
    set_properties(document, paper)
    set_letterhead(paper.letterhead, document, sheet)
    for placed in place_blocks(paper.blocks):
        if placed.new_page:
            begin_page(document)
        last = set_block(placed.block, document, sheet)
        for paragraph in last if placed.keep else ():
            paragraph.paragraph_format.keep_with_next = True
    data = BytesIO()
    document.save(data)
    return _forget_times(data.getvalue())


def _forget_times(data: bytes) -> bytes:
    """Return a zip file whose members are all of the same moment."""
    result = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(result, "w") as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, MADE.timetuple()[:6])
            member.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(member, old.read(name))
    return result.getvalue()
