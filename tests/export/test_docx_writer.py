"""Papers as DOCX: read back with python-docx, and opened once by LibreOffice."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pypdf
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from paper_examples import (
    FOREIGN,
    FORMULA,
    LONG_WORD,
    MARKUP,
    SCRIPT,
    make_names_paper,
    make_paper,
    make_png,
    make_table_paper,
)
from plan_examples import make_plan_example

from routeplan.export import WRITERS, ExportOptions
from routeplan.export.papers.blocks import (
    Items,
    PageBreak,
    Paper,
    Paragraph,
    Picture,
    Signature,
    Signatures,
    Table,
)
from routeplan.export.typeset.docx import set_docx
from routeplan.i18n import use_language

WARNING = "JARINGAN CONTOH - bukan untuk operasi"


def read_docx(paper: Paper) -> Any:
    return docx.Document(BytesIO(set_docx(paper)))


def list_texts(document: Any) -> list[str]:
    """Return the texts of paragraphs and cells in their order, without empty ones."""
    found = document.element.body.iter(qn("w:p"))
    texts = ["".join(_read_runs(paragraph)) for paragraph in found]
    return [text for text in texts if text]


def _read_runs(paragraph: Any) -> list[str]:
    marks = {qn("w:br"): "\n", qn("w:tab"): "\t"}
    return [
        node.text or "" if node.tag == qn("w:t") else marks[node.tag]
        for run in paragraph.iter(qn("w:r"))
        for node in run
        if node.tag == qn("w:t") or node.tag in marks
    ]


def test_every_block_is_in_the_document_in_its_order() -> None:
    texts = list_texts(read_docx(make_paper()))
    assert texts[:40] == [
        "KEPOLISIAN NEGARA REPUBLIK INDONESIA", "DAERAH CONTOH", "RESOR CONTOH & SEKITARNYA",
        "SURAT PERINTAH TUGAS", "Nomor: ……/XI/2024",
        "Pertimbangan", ":", " ".join(["bahwa untuk kepentingan tugas perlu dikeluarkan surat"] * 3),
        "Dasar", ":", "\t", "Nama penanggung jawab", ":", "Ajun Komisaris Polisi Contoh",
        "DIPERINTAHKAN", "Kepada",
        "Personel Satuan Samapta yang tersebut di bawah ini.\nBaris kedua.",
        " ".join(["Melaksanakan patroli sesuai rencana rute terlampir."] * 3), "\t", "Melaporkan hasil.",
        "Satu sampai selesai.", "Dua.", "Mulai lagi dari satu.", "\t",
        "Catatan kecil.", "Catatan di lapangan:", "\t", "\t", "\t",
        "Contoh, 20 November 2024", "KASAT SAMAPTA POLRES CONTOH", "BUDI CONTOH, S.H.",
        "AJUN KOMISARIS POLISI NRP 00000000",
        "LEMBAR RUTE", "Peta Regu 1", "Bagian 1", "Bagian 2", "Bagian 3",
        "Jadwal kunjungan", "No.",
    ]  # fmt: skip
    *_rest, place, upper, position, dots, name, _dots, rank = texts
    assert (place, upper) == ("Contoh, ……………… 2024", "Mengetahui\nKEPALA SATUAN")
    assert (position, name, rank) == ("Kepala regu", "AIPTU CONTOH", "NRP 11111111")
    assert set(dots) == {"."}


def test_headings_are_those_of_word() -> None:
    styles = {p.text: p.style.name for p in read_docx(make_paper()).paragraphs}
    assert styles["SURAT PERINTAH TUGAS"] == "Heading 1"
    assert styles["DIPERINTAHKAN"] == "Heading 2"
    assert styles["Kepada"] == "Heading 3"
    assert styles["Catatan di lapangan:"] == "Normal"


def test_styles_are_arial_and_black() -> None:
    styles = read_docx(make_paper()).styles
    assert (styles["Normal"].font.name, styles["Normal"].font.size.pt) == ("Arial", 10.5)
    for name in ("Normal", "Heading 1", "Heading 2", "Heading 3"):
        fonts = styles[name].element.rPr.find(qn("w:rFonts"))
        assert {key: fonts.get(key) for key in fonts.attrib} == {
            qn(f"w:{role}"): "Arial" for role in ("ascii", "hAnsi", "cs", "eastAsia")
        }
        assert str(styles[name].font.color.rgb) == "000000"


@pytest.mark.parametrize(("landscape", "size"), [(False, (210, 297)), (True, (297, 210))])
def test_the_page_is_a4(landscape: bool, size: tuple[int, int]) -> None:
    section = read_docx(make_paper(landscape=landscape)).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == size


def test_footer_counts_the_pages_and_header_warns() -> None:
    section = read_docx(make_paper(warning=WARNING)).sections[0]
    assert section.header.paragraphs[0].text == WARNING
    footer = section.footer.paragraphs[0]
    fields = footer._p.findall(qn("w:fldSimple"))
    assert [field.get(qn("w:instr")) for field in fields] == ["PAGE", "NUMPAGES"]
    words = "".join(node.text for node in footer._p.iter(qn("w:t")))
    assert words.endswith("Page 1 of 1")
    assert "Sumber: © OpenStreetMap" in words


def test_a_table_repeats_its_head_and_breaks_no_row() -> None:
    document = read_docx(make_table_paper(5))
    table = document.tables[0]
    assert table.style.name == "Table Grid"
    heads = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    assert heads == [True, False, False, False, False, False]
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    assert [cell.text for cell in table.rows[3].cells] == ["3", "Pasar baris-3", "3,5 km"]
    width = sum(cell.width for cell in table.rows[0].cells)
    assert width == pytest.approx(Mm(170), abs=Mm(0.1))


def test_lists_have_numbers_of_their_own() -> None:
    lists = [Items(("a", "b"), numbered=True), Items(("c",), numbered=True), Items(("d",))]
    document = read_docx(Paper("x", "X", lists))
    ids = [paragraph._p.pPr.numPr.numId.val for paragraph in document.paragraphs]
    assert ids[0] == ids[1]
    assert len(set(ids)) == 3


def test_a_picture_keeps_its_shape_and_says_what_it_shows() -> None:
    picture = Picture(make_png(), 400, alt="Peta \x07regu", caption="Peta")
    document = read_docx(Paper("x", "X", (picture,)))
    (shape,) = document.inline_shapes
    assert shape.width == Mm(170)
    assert shape.width / shape.height == pytest.approx(1.5, rel=1e-3)
    assert shape._inline.docPr.get("descr") == "Peta regu"
    assert document.paragraphs[-1].style.name == "Caption"


def test_signatures_and_what_is_above_them_stay_together() -> None:
    blocks = (Paragraph("akhir"), Signatures((Signature("KASAT"),)))
    document = read_docx(Paper("x", "X", blocks))
    assert document.paragraphs[0].paragraph_format.keep_with_next
    (table,) = document.tables
    kept = [row.cells[1].paragraphs[0].paragraph_format.keep_with_next for row in table.rows]
    assert all(kept)
    assert max(row.height or 0 for row in table.rows) == pytest.approx(Mm(20), abs=Mm(0.1))


def test_page_breaks_make_no_empty_pages() -> None:
    blocks = (PageBreak(), Paragraph("a"), PageBreak(), PageBreak(), Paragraph("b"), PageBreak())
    document = read_docx(Paper("x", "X", blocks))
    breaks = [p.text for p in document.paragraphs if p.paragraph_format.page_break_before]
    assert len(breaks) == 1
    assert document.paragraphs[-1].text == "b"


def test_nasty_texts_are_text() -> None:
    document = read_docx(make_names_paper())
    texts = list_texts(document)
    # Heading, paragraph, name, value, item, and two cells at least.
    for nasty in (SCRIPT, FORMULA, MARKUP, LONG_WORD, FOREIGN, "two\nlines\nthree"):
        assert texts.count(nasty) >= 7, nasty
    assert texts.count("bell null vertical\ntab  end") >= 7
    body = document.element.body
    assert not list(body.iter(qn("w:hyperlink"), qn("w:fldSimple"), qn("w:instrText")))


def test_properties_tell_title_and_language_but_no_time() -> None:
    with use_language("id"):
        document = read_docx(make_paper())
    properties = document.core_properties
    assert (properties.title, properties.author) == ("Surat contoh <b>", "routeplan")
    assert properties.comments == ""
    moment = properties.created.replace(tzinfo=UTC)
    assert moment == properties.modified.replace(tzinfo=UTC) == datetime(2000, 1, 1, tzinfo=UTC)
    languages = {each.get(qn("w:val")) for each in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"id-ID"}


def test_word_opens_it_without_compatibility_mode() -> None:
    settings = read_docx(make_paper()).settings.element
    modes = {
        each.get(qn("w:name")): each.get(qn("w:val"))
        for each in settings.iter(qn("w:compatSetting"))
    }
    assert modes["compatibilityMode"] == "15"


def test_the_same_paper_gives_the_same_bytes() -> None:
    data = set_docx(make_paper(warning=WARNING))
    assert data == set_docx(make_paper(warning=WARNING))
    with zipfile.ZipFile(BytesIO(data)) as members:
        assert members.namelist()[0] == "[Content_Types].xml"
        assert {member.date_time[:3] for member in members.infolist()} == {(1980, 1, 1)}


def test_every_paper_of_a_plan_is_a_document() -> None:
    plan = make_plan_example(kind="sample")
    files = list(WRITERS["docx"](replace(plan, loops=plan.loops[:1]), ExportOptions()))
    assert len(files) == 6
    for file in files:
        assert re.fullmatch(r"[a-z-]+\.docx", file.name)
        assert docx.Document(BytesIO(file.data)).core_properties.title == file.title


def test_libreoffice_makes_a_pdf_of_it(tmp_path: Path) -> None:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed: the DOCX is not opened by it")
    names, paper = make_names_paper(), make_paper()
    both = replace(names, blocks=(*paper.blocks, PageBreak(), *names.blocks))
    (tmp_path / "paper.docx").write_bytes(set_docx(both))
    profile = (tmp_path / "profile").as_uri()
    subprocess.run(
        [program, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf",
         "--outdir", str(tmp_path), str(tmp_path / "paper.docx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    pages = [page.extract_text() for page in pypdf.PdfReader(tmp_path / "paper.pdf").pages]
    assert all(SCRIPT in page and f"of {len(pages)}" in page for page in pages)
    text = " ".join(" ".join(pages).split())
    for part in ("SURAT PERINTAH TUGAS", "2. Dua", "Jadwal kunjungan", FORMULA):
        assert part in text


def test_a_large_table_has_a_style_with_the_letters_of_running_text() -> None:
    heading, table = make_table_paper(3).blocks
    assert isinstance(table, Table)
    large = replace(table, large=True)
    document = read_docx(Paper("x", "X", (heading, table, large)))
    sizes = [each.cell(1, 1).paragraphs[0].style.font.size.pt for each in document.tables]
    assert sizes == [9, 10.5]
