"""All text of an output file, whatever its format, as a reader of it would find it."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from routeplan.export import ExportFile

# Attributes whose text is shown or read out.
SPOKEN = ("alt", "aria-label", "aria-roledescription", "aria-valuetext", "placeholder", "title")  # fmt: skip
# Fields of JSON that hold no words: lines in letters, colours.
ENCODED = {"sizes", "points", "colour", "ink", "dash", "ways", "stopcode", "legcode"}
# Attributes and elements of styles for QGIS that are shown.
STYLE_WORDS = ("alias", "label", "Title")
STYLES = ("<?xml", "<!DOCTYPE qgis", "<StyledLayerDescriptor")
# What a spreadsheet takes for the beginning of a formula.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def read_texts(file: ExportFile) -> list[str]:
    """Return the texts of a file, one for each element, cell, paragraph or page; no pictures.

    White space is normalised, as readers do not see how a text is broken into lines.
    """
    reader = _READERS[Path(file.name).suffix]
    return [text for text in map(normalise, reader(file.data)) if text]


def read_text(file: ExportFile) -> str:
    """Return all texts of a file as one."""
    return "\n".join(read_texts(file))


def normalise(text: str) -> str:
    """Return `text` with single spaces for all white space."""
    return " ".join(text.split())


def list_formula_cells(file: ExportFile) -> list[str]:
    """Return the cells of a spreadsheet that a program would compute."""
    if file.name.endswith(".csv"):
        cells = (cell for row in _read_rows(file.data) for cell in row)
        return [cell for cell in cells if cell.startswith(FORMULA_SIGNS) and not _is_number(cell)]
    return [str(cell.value) for cell in _list_cells(file.data) if cell.data_type == "f"]


class _PageReader(HTMLParser):
    """Collects what a page says: text, spoken attributes and strings of its data."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.data: list[str] = []
        self._within = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.texts += [value for name in SPOKEN if (value := values.get(name))]
        if tag in ("script", "style"):
            self._within = values.get("type") or tag

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._within = ""

    def handle_data(self, data: str) -> None:
        if self._within == "application/json":
            self.data.append(data)
        elif not self._within:
            self.texts.append(data)


def read_page(markup: str) -> tuple[list[str], list[Any]]:
    """Return the texts of an HTML page and the JSON documents in it."""
    parser = _PageReader()
    parser.feed(markup)
    parser.close()
    return parser.texts, [json.loads(text) for text in parser.data]


def list_strings(document: Any) -> Iterator[str]:
    """Yield the strings of a JSON document, without the names of its fields."""
    if isinstance(document, str):
        yield document
    elif isinstance(document, dict):
        for name, value in document.items():
            if name not in ENCODED:
                yield from list_strings(value)
    elif isinstance(document, list):
        for value in document:
            yield from list_strings(value)


def _read_html(data: bytes) -> Iterator[str]:
    texts, documents = read_page(data.decode("utf-8"))
    yield from texts
    for document in documents:
        yield from list_strings(document)


def _read_xml(data: bytes) -> Iterator[str]:
    for element in ET.fromstring(data).iter():
        text = element.text or ""
        # balloons of KML hold HTML
        yield from read_page(text)[0] if element.tag.endswith("description") else [text]


def _read_style(data: bytes) -> Iterator[str]:
    for element in ET.fromstring(data).iter():
        yield from (element.attrib[name] for name in STYLE_WORDS if name in element.attrib)
        if element.tag.rpartition("}")[2] in STYLE_WORDS:
            yield element.text or ""


def _read_kmz(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.endswith(".kml"):
                yield from _read_xml(archive.read(name))


def _read_docx(data: bytes) -> Iterator[str]:
    from docx import Document
    from docx.oxml.ns import qn

    document = Document(io.BytesIO(data))
    yield document.core_properties.title
    bodies = [document.element.body]
    for section in document.sections:
        bodies += [section.header._element, section.footer._element]
    for body in bodies:
        for paragraph in body.iter(qn("w:p")):
            pieces = (
                node.text if node.tag == qn("w:t") else " "
                for node in paragraph.iter(qn("w:t"), qn("w:br"), qn("w:tab"))
            )
            yield "".join(piece or "" for piece in pieces)


def _read_pdf(data: bytes) -> Iterator[str]:
    from pypdf import PdfReader

    document = PdfReader(io.BytesIO(data))
    yield (document.metadata.title or "") if document.metadata else ""
    for page in document.pages:
        yield page.extract_text()


def _list_cells(data: bytes) -> Iterator[Any]:
    from openpyxl import load_workbook

    for sheet in load_workbook(io.BytesIO(data)):
        for row in sheet.iter_rows():
            yield from row


def _read_xlsx(data: bytes) -> Iterator[str]:
    from openpyxl import load_workbook

    for sheet in load_workbook(io.BytesIO(data)):
        yield sheet.title
        for part in (sheet.oddHeader, sheet.oddFooter):
            yield from (str(side.text or "") for side in (part.left, part.center, part.right))
    yield from (str(cell.value) for cell in _list_cells(data) if cell.value is not None)


def _read_rows(data: bytes) -> list[list[str]]:
    text = data.decode("utf-8-sig")
    lines = text.splitlines()
    # Excel's own line that names the mark between cells
    mark = lines[0].removeprefix("sep=") if lines[0].startswith("sep=") else ""
    head = lines[1] if mark else lines[0]
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=mark or _guess_mark(head)))


def _guess_mark(head: str) -> str:
    return max(";,\t", key=head.count)


def _read_csv(data: bytes) -> Iterator[str]:
    for row in _read_rows(data):
        yield from row


def _read_json(data: bytes) -> Iterator[str]:
    yield from list_strings(json.loads(data))


def _read_gpkg(data: bytes) -> Iterator[str]:
    base = sqlite3.connect(":memory:")
    try:
        base.deserialize(data)
        tables = [name for (name,) in base.execute("select table_name from gpkg_contents")]
        for table in ["gpkg_contents", *tables]:
            for row in base.execute(f'select * from "{table}"'):
                for cell in row:
                    if isinstance(cell, str) and cell.startswith(STYLES):
                        yield from _read_style(cell.encode("utf-8"))
                    elif isinstance(cell, str):
                        yield cell
    finally:
        base.close()


def _read_ics(data: bytes) -> Iterator[str]:
    from icalendar import Calendar

    for part in Calendar.from_ical(data).walk():
        for value in part.values():
            if isinstance(value, str):
                yield value
            elif isinstance(moment := getattr(value, "dt", None), datetime):
                yield f"{moment:%Y%m%dT%H%M%S}"


def _read_plain(data: bytes) -> Iterator[str]:
    yield from data.decode("utf-8-sig").splitlines()


def _read_nothing(_data: bytes) -> Iterator[str]:
    yield from ()


def _is_number(cell: str) -> bool:
    try:
        float(cell.replace(",", "."))
    except ValueError:
        return False
    return True


_READERS: dict[str, Callable[[bytes], Iterator[str]]] = {
    ".csv": _read_csv,
    ".docx": _read_docx,
    ".geojson": _read_json,
    ".gpkg": _read_gpkg,
    ".gpx": _read_xml,
    ".html": _read_html,
    ".ics": _read_ics,
    ".kml": _read_xml,
    ".kmz": _read_kmz,
    ".pdf": _read_pdf,
    ".png": _read_nothing,  # looked at by its own tests
    ".qml": _read_style,
    ".sld": _read_style,
    ".txt": _read_plain,
    ".xlsx": _read_xlsx,
}
