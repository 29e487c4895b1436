"""Styles of a DOCX, so that who edits it changes one place."""

from __future__ import annotations

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.styles.style import ParagraphStyle

from routeplan.export.typeset.docx_xml import count_twips, make_element
from routeplan.export.typeset.measures import (
    AFTER_PT,
    FOOTER_SIZE,
    INDENT_MM,
    ITEM_AFTER_PT,
    LINE_SPACING,
    SMALL_SIZE,
    TABLE_SIZE,
    TEXT_SIZE,
    TITLE_SIZE,
    find_language_tag,
)

FONT = "Arial"
LETTERHEAD, SMALL, CELL, LARGE_CELL, CELL_HEAD, GAP, LISTED = (
    "Letterhead", "Small Text", "Table Text", "Large Table Text", "Table Head", "Gap",
    "List Paragraph",
)  # fmt: skip
_BLACK = RGBColor(0, 0, 0)
_CENTER = WD_ALIGN_PARAGRAPH.CENTER


def define_styles(document: Document) -> None:
    """Set Word's own styles that papers use, and add theirs."""
    _set_style(document, "Normal", after=AFTER_PT)
    _set_style(document, "Heading 1", size=TITLE_SIZE, bold=True, before=4, after=6, align=_CENTER)
    _set_style(document, "Heading 2", bold=True, before=10, after=3)
    _set_style(document, "Heading 3", italic=True, before=8, after=3)
    document.styles["Heading 1"].font.underline = True
    _set_style(document, "Header")
    _set_style(document, "Footer", size=FOOTER_SIZE)
    _set_style(document, "Caption", size=SMALL_SIZE, align=_CENTER, after=2)
    _set_style(document, LISTED, after=ITEM_AFTER_PT)
    _set_style(document, LETTERHEAD, align=_CENTER)
    _set_style(document, SMALL, size=SMALL_SIZE, after=AFTER_PT)
    _set_style(document, CELL, size=TABLE_SIZE)
    _set_style(document, LARGE_CELL, size=TEXT_SIZE)
    _set_style(document, CELL_HEAD, size=TABLE_SIZE, bold=True, align=_CENTER)
    gap = _set_style(document, GAP, size=1)
    gap.paragraph_format.line_spacing = Pt(1)
    _set_language(document)


def _set_style(
    document: Document,
    name: str,
    *,
    size: float = TEXT_SIZE,
    bold: bool = False,
    italic: bool = False,
    before: float = 0,
    after: float = 0,
    align: WD_ALIGN_PARAGRAPH | None = None,
) -> ParagraphStyle:
    styles = document.styles
    if name not in styles:
        made = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        made.base_style = styles["Normal"]
        made.quick_style = True
    style: ParagraphStyle = styles[name]
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, italic
    style.font.color.rgb = _BLACK
    _set_font(style)
    layout = style.paragraph_format
    layout.space_before, layout.space_after = Pt(before), Pt(after)
    layout.line_spacing, layout.alignment = LINE_SPACING, align
    layout.widow_control = True
    # The template's tab stops, and its lists without space between the items.
    for element in style.element.pPr.findall(qn("w:tabs")) + style.element.pPr.findall(
        qn("w:contextualSpacing")
    ):
        style.element.pPr.remove(element)
    return style


def _set_font(style: ParagraphStyle) -> None:
    """Name the font in all its roles; the template takes it from a theme."""
    properties = style.element.get_or_add_rPr()
    for fonts in properties.findall(qn("w:rFonts")):
        properties.remove(fonts)
    properties.insert(0, make_element("w:rFonts", ascii=FONT, hAnsi=FONT, cs=FONT, eastAsia=FONT))


def _set_language(document: Document) -> None:
    """Say in which language Word shall check the spelling."""
    tag = find_language_tag()
    defaults = document.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for element in defaults.findall(qn("w:lang")):
        defaults.remove(element)
    defaults.append(make_element("w:lang", val=tag, eastAsia=tag, bidi="ar-SA"))


def add_list(document: Document, *, numbered: bool) -> int:
    """Return the number of a new list, which begins with 1 or has dashes."""
    numbering = document.part.numbering_part.element
    abstract = 1 + max(
        int(each.get(qn("w:abstractNumId"))) for each in numbering.findall(qn("w:abstractNum"))
    )
    kind = ("decimal", "%1.") if numbered else ("bullet", "–")
    definition = make_element("w:abstractNum", abstractNumId=abstract)
    definition.append(make_element("w:multiLevelType", val="singleLevel"))
    level = make_element("w:lvl", ilvl=0)
    for name, value in (("start", 1), ("numFmt", kind[0]), ("lvlText", kind[1]), ("lvlJc", "left")):
        level.append(make_element(f"w:{name}", val=value))
    layout = make_element("w:pPr")
    indent = count_twips(INDENT_MM)
    layout.append(make_element("w:ind", left=indent, hanging=indent))
    level.append(layout)
    definition.append(level)
    # The schema wants all definitions before the lists that use them.
    numbering.insert(0, definition)
    return int(numbering.add_num(abstract).numId)
