"""What python-docx has no function for: elements of WordprocessingML made by hand."""

from __future__ import annotations

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from routeplan.export.typeset.measures import POINT_MM

# The order that the schema demands of the children of a cell's and a table's properties.
_AFTER_SHADE = ("w:noWrap", "w:tcMar", "w:textDirection", "w:tcFitText", "w:vAlign", "w:hideMark")


def make_element(name: str, **attributes: str | int) -> BaseOxmlElement:
    """Return an element such as ``w:shd`` with attributes of the same namespace."""
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), str(value))
    return element


def count_twips(millimetres: float) -> int:
    """Return a length in twentieths of a point."""
    return round(20 * millimetres / POINT_MM)


def add_field(paragraph: Paragraph, instruction: str) -> None:
    """Add a field that Word fills in: ``PAGE``, ``NUMPAGES``."""
    field = make_element("w:fldSimple", instr=instruction)
    run = paragraph.add_run("1")
    paragraph._p.append(field)
    field.append(run._r)


def shade_paragraph(paragraph: Paragraph, *, ground: str, line: str) -> None:
    """Give a paragraph a coloured ground and a line around it."""
    properties = paragraph._p.get_or_add_pPr()
    borders = make_element("w:pBdr")
    for side in ("top", "left", "bottom", "right"):
        borders.append(make_element(f"w:{side}", val="single", sz=8, space=3, color=line))
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")
    shade = make_element("w:shd", val="clear", color="auto", fill=ground)
    properties.insert_element_before(shade, "w:tabs", "w:spacing", "w:ind", "w:jc")
    # The line stands outside of the text: 3 pt away, 1 pt thick.
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(4)


def draw_line_above(paragraph: Paragraph, *, line: str) -> None:
    """Give a paragraph a thin line above it."""
    properties = paragraph._p.get_or_add_pPr()
    borders = make_element("w:pBdr")
    borders.append(make_element("w:top", val="single", sz=4, space=3, color=line))
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")


def shade_cell(cell: _Cell, ground: str) -> None:
    """Give a cell a coloured ground."""
    shade = make_element("w:shd", val="clear", color="auto", fill=ground)
    properties = cell._tc.get_or_add_tcPr()
    properties.insert_element_before(shade, *_AFTER_SHADE)


def bind_row(row: _Row, *, head: bool = False) -> None:
    """Let no page break a row; repeat it on every page if it is the head."""
    properties = row._tr.get_or_add_trPr()
    properties.append(make_element("w:tblHeader" if head else "w:cantSplit"))


def set_cell_margins(table: Table, *, beside: float, above: float) -> None:
    """Set the distances from the lines of a table to its texts, millimetres."""
    properties = table._tbl.tblPr
    margins = make_element("w:tblCellMar")
    for side in ("top", "left", "bottom", "right"):
        width = beside if side in ("left", "right") else above
        margins.append(make_element(f"w:{side}", w=count_twips(width), type="dxa"))
    properties.insert_element_before(margins, "w:tblLook", "w:tblCaption", "w:tblDescription")


def set_list(paragraph: Paragraph, number: int) -> None:
    """Make a paragraph an item of the list of that number."""
    item = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    item.get_or_add_ilvl().val = 0
    item.get_or_add_numId().val = number
