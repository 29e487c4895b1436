"""The page of a DOCX: paper, margins, warning, footer and number, and the file's properties."""

from __future__ import annotations

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor

from routeplan.export.content.plain import join_lines
from routeplan.export.papers.blocks import Paper
from routeplan.export.typeset.docx_text import add_text
from routeplan.export.typeset.docx_xml import add_field, draw_line_above, shade_paragraph
from routeplan.export.typeset.measures import (
    LINE_COLOUR,
    MADE,
    WARNING_COLOUR,
    WARNING_GROUND,
    Sheet,
    find_language_tag,
    split_template,
)
from routeplan.i18n import _

# From the edge of the page to the warning is as far as to the text where there is none.
_WARNING_MM, _FOOTER_MM = 10.0, 12.0
# Word's way of laying out pages since 2013; an older one is shown as "compatibility mode".
_WORD_2013 = "15"


def set_page(document: Document, paper: Paper, sheet: Sheet) -> None:
    """Set size, margins, header and footer."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if paper.landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(sheet.width), Mm(sheet.height)
    section.left_margin, section.right_margin = Mm(sheet.left), Mm(sheet.right)
    section.header_distance, section.footer_distance = Mm(sheet.top), Mm(sheet.bottom)
    section.top_margin = Mm(sheet.top + (_WARNING_MM if paper.warning else 0))
    section.bottom_margin = Mm(sheet.bottom + _FOOTER_MM)
    _set_header(section, paper)
    _set_footer(section, paper, sheet)


def _set_header(section: Section, paper: Paper) -> None:
    paragraph = section.header.paragraphs[0]
    if not paper.warning:
        paragraph.paragraph_format.line_spacing = Pt(1)
        return
    add_text(paragraph, paper.warning, bold=True)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for run in paragraph.runs:
        run.font.color.rgb = RGBColor.from_string(WARNING_COLOUR)
    shade_paragraph(paragraph, ground=WARNING_GROUND, line=WARNING_COLOUR)


def _set_footer(section: Section, paper: Paper, sheet: Sheet) -> None:
    """Write the footer; the number is at the right of its last line."""
    paragraph = section.footer.paragraphs[0]
    draw_line_above(paragraph, line=LINE_COLOUR)
    stops = paragraph.paragraph_format.tab_stops
    stops.add_tab_stop(Mm(sheet.text_width), WD_TAB_ALIGNMENT.RIGHT)
    add_text(paragraph, paper.footer)
    paragraph.add_run("\t")
    for index, part in enumerate(split_template(_("Page {page} of {pages}"))):
        if index % 2:
            add_field(paragraph, {"page": "PAGE", "pages": "NUMPAGES"}[part])
        elif part:
            paragraph.add_run(part)


def set_properties(document: Document, paper: Paper) -> None:
    """Set the properties of the file, and remove those of the template."""
    properties = document.core_properties
    properties.title = join_lines(paper.title)[:255]
    properties.author = properties.last_modified_by = "routeplan"
    properties.comments = properties.keywords = properties.subject = ""
    properties.created = properties.modified = MADE
    properties.language = find_language_tag()
    properties.revision = 1
    settings = document.settings.element
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), _WORD_2013)
    relations = document.part.package.rels
    for key in [key for key, each in relations.items() if each.reltype.endswith("/thumbnail")]:
        del relations[key]
