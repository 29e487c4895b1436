"""Papers as DOCX."""

from __future__ import annotations

from io import BytesIO

from docx import Document

from routeplan.export.archives import pack_files, unpack_files
from routeplan.export.papers.blocks import Paper
from routeplan.export.typeset.docx_blocks import begin_page, set_block, set_letterhead
from routeplan.export.typeset.docx_page import set_page, set_properties
from routeplan.export.typeset.docx_styles import define_styles
from routeplan.export.typeset.measures import measure_sheet
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
    # python-docx writes the time of day into the archive.
    return pack_files(unpack_files(data.getvalue()))
