"""Papers as PDF: read back with pypdf, every text in its place, nothing but text."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from typing import Any

import pypdf
import pytest
from paper_examples import (
    FORMULA,
    LONG_WORD,
    MARKUP,
    ROWS,
    SCRIPT,
    make_names_paper,
    make_paper,
    make_png,
    make_table_paper,
)
from plan_examples import make_plan_example
from reportlab.lib.units import mm

from routeplan.export import WRITERS, ExportOptions
from routeplan.export.drawing.lettering import measure_text
from routeplan.export.papers.blocks import (
    Block,
    Heading,
    PageBreak,
    Paper,
    Paragraph,
    Picture,
    Signature,
    Signatures,
    Table,
)
from routeplan.export.typeset.pdf import set_pdf
from routeplan.i18n import use_language
from routeplan.wording import sample_warning

WARNING = "JARINGAN CONTOH - bukan untuk operasi"


def read_pdf(paper: Paper) -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(set_pdf(paper)))


def read_pages(paper: Paper) -> list[str]:
    """Return the text of each page with single spaces."""
    return [" ".join(page.extract_text().split()) for page in read_pdf(paper).pages]


def assert_in_order(text: str, parts: list[str]) -> None:
    place = 0
    for part in parts:
        found = text.find(part, place)
        assert found >= 0, f"{part!r} is not after {text[max(0, place - 60) : place]!r}"
        place = found + len(part)


def test_every_block_is_on_the_paper_in_its_order() -> None:
    assert_in_order(
        " ".join(read_pages(make_paper())),
        [
            "KEPOLISIAN NEGARA REPUBLIK INDONESIA", "DAERAH CONTOH", "RESOR CONTOH & SEKITARNYA",
            "SURAT PERINTAH TUGAS", "Nomor: ……/XI/2024",
            "Pertimbangan", ":", "bahwa untuk", "Dasar", ":", "....", "Nama penanggung jawab",
            "DIPERINTAHKAN", "Kepada", "Personel Satuan", "Baris kedua.",
            "– Melaksanakan", "– ....", "– Melaporkan", "1. Satu", "2. Dua", "1. Mulai", "2. ....",
            "Catatan kecil.", "Catatan di lapangan:", "....",
            "Contoh, 20 November 2024", "KASAT SAMAPTA", "BUDI CONTOH", "NRP 00000000",
            "LEMBAR RUTE", "Peta Regu 1", "Bagian 1", "Bagian 2", "Bagian 3",
            "Jadwal kunjungan", "No. Pukul", "1 23.14 Pasar Contoh", "Istirahat", "9 23.14",
            "Mengetahui KEPALA SATUAN", "Kepala regu", "AIPTU CONTOH", "NRP 11111111",
        ],
    )  # fmt: skip


def test_every_page_has_its_warning_footer_and_number() -> None:
    pages = read_pages(make_paper(warning=WARNING))
    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        assert WARNING in page
        assert "Sumber: © OpenStreetMap" in page
        assert f"Page {number} of {len(pages)}" in page


@pytest.mark.parametrize(("landscape", "size"), [(False, (210, 297)), (True, (297, 210))])
def test_pages_are_a4(landscape: bool, size: tuple[int, int]) -> None:
    for page in read_pdf(make_paper(landscape=landscape)).pages:
        millimetres = tuple(round(float(side) * 25.4 / 72) for side in page.mediabox[2:])
        assert millimetres == size


def test_all_fonts_are_embedded_as_subsets() -> None:
    fonts = {
        name: font.get_object()
        for page in read_pdf(make_paper()).pages
        for name, font in page["/Resources"]["/Font"].items()  # type: ignore[index]
    }
    assert len(fonts) == 3, "regular, bold and italic"
    for font in fonts.values():
        assert re.fullmatch(r"/[A-Z]{6}\+LiberationSans.*", font["/BaseFont"])
        assert "/FontFile2" in font["/FontDescriptor"]


def test_the_file_tells_its_title_language_and_headings() -> None:
    with use_language("id"):
        reader = read_pdf(make_paper())
    assert reader.metadata is not None
    assert reader.metadata.title == "Surat contoh <b>"
    assert reader.trailer["/Root"]["/Lang"] == "id-ID"  # type: ignore[index]
    outline: Any = reader.outline
    assert outline[0].title == "SURAT PERINTAH TUGAS"
    assert outline[1][0].title == "DIPERINTAHKAN"
    assert outline[1][1][0].title == "Kepada"
    assert outline[2].title == "LEMBAR RUTE"
    assert reader.get_destination_page_number(outline[2]) == 1


def test_headings_that_skip_a_level_have_an_outline_too() -> None:
    outline: Any = read_pdf(Paper("x", "X", (Heading("three", 3), Heading("two", 2)))).outline
    assert outline[0].title == "three"
    assert outline[1][0].title == "two"


def test_a_long_table_repeats_its_head_and_breaks_no_row() -> None:
    pages = read_pages(make_table_paper())
    assert len(pages) >= 3
    assert all(page.count("No. Tempat kepala Jarak") == 1 for page in pages)
    rows = [re.findall(r"(\d+) Pasar baris-(\d+) (\d+),5 km", page) for page in pages]
    assert [row for page in rows for row in page] == [(str(n),) * 3 for n in range(1, ROWS + 1)]


def test_a_row_higher_than_a_page_is_split_and_loses_nothing() -> None:
    pages = read_pages(make_table_paper(2, cell="kata " * 4000))
    assert len(pages) > 5
    assert " ".join(pages).count("kata") == 2 * 4000


def test_texts_longer_than_a_page_lose_nothing() -> None:
    long = "kata " * 2000
    person = Signature(long)
    blocks = (Heading(long), Paragraph("x"), Signatures((person, person)))
    assert " ".join(read_pages(Paper("x", "X", blocks))).count("kata") == 3 * 2000


def test_a_large_table_has_the_letters_of_running_text() -> None:
    paper = make_table_paper(3)
    (heading, table) = paper.blocks
    assert isinstance(table, Table)
    large = read_sizes(replace(paper, blocks=(heading, replace(table, large=True))))
    assert (read_sizes(paper)["Pasar"], large["Pasar"]) == (9, 10.5)


def read_sizes(paper: Paper) -> dict[str, float]:
    """Return the size of the letters of each word, points."""
    sizes: dict[str, float] = {}

    def note(text: str, _matrix: Any, _text_matrix: Any, _font: Any, size: float) -> None:
        sizes.update(dict.fromkeys(text.split(), size))

    read_pdf(paper).pages[0].extract_text(visitor_text=note)
    return sizes


def test_rows_to_fill_in_stay_high_on_every_page() -> None:
    row = ("", "")
    table = Table(("A", "B"), (row,) * 30, (0.5, 0.5), row_mm=20)
    # 30 rows of 20 mm need 600 mm; a page has less than 270.
    assert len(read_pages(Paper("x", "X", (table,)))) == 3


def test_nasty_texts_are_text() -> None:
    reader = read_pdf(make_names_paper())
    text = " ".join(" ".join(page.extract_text().split()) for page in reader.pages)
    for nasty in (SCRIPT, FORMULA, MARKUP, "two lines three"):
        # Heading, paragraph, name or value, item, and cell.
        assert text.count(nasty) >= 4, nasty
    assert text.replace(" ", "").count(LONG_WORD) >= 5
    assert not any("/Annots" in page for page in reader.pages), "no text became a link"


def test_no_letter_leaves_the_page() -> None:
    found: list[tuple[float, float]] = []

    def note(text: str, page: list[float], place: list[float], _font: Any, size: float) -> None:
        left = place[4] * page[0] + page[4]
        found.extend((left, left + measure_text(line, size=size)) for line in text.splitlines())

    for page in read_pdf(make_names_paper()).pages:
        page.extract_text(visitor_text=note)
    assert len(found) > 100
    # Margins of 25 mm and 15 mm; half a point for rounding.
    assert min(left for left, _right in found) >= 25 * mm - 0.5
    assert max(right for _left, right in found) <= (210 - 15) * mm + 0.5


def test_letters_that_the_font_lacks_are_squares() -> None:
    paper = Paper("x", "X", (Paragraph("Pos 警察 🚓 ꦗ"),))
    assert "Pos □□ □ □" in read_pages(paper)[0]


def test_a_picture_keeps_its_shape_and_stays_on_the_page() -> None:
    # 300 x 200 pixels, wider than the page: as wide as the text, 170 mm, and 2/3 as high.
    paper = Paper("x", "X", (Picture(make_png(), 400, alt="x"),))
    content = read_pdf(paper).pages[0].get_contents()
    assert content is not None
    drawn = re.findall(rb"([\d.]+) 0 0 ([\d.]+) [\d.]+ [\d.]+ cm\s+/FormXob", content.get_data())
    ((width, height),) = [(float(w), float(h)) for w, h in drawn]
    assert width == pytest.approx(170 * 72 / 25.4, abs=0.1)
    assert width / height == pytest.approx(1.5, rel=1e-3)


def test_a_high_picture_and_its_heading_share_a_page() -> None:
    paper = Paper("x", "X", (Heading("Peta"), Picture(make_png(100, 900), 170, "x", "Gambar")))
    assert "Peta Gambar" in read_pages(paper)[0]


def test_a_heading_is_not_left_alone_at_the_foot_of_a_page() -> None:
    table = Table(("A",), (("x",),) * 9, (1.0,))
    for lines in range(50, 62):
        above: list[Block] = [Paragraph(f"baris {n}") for n in range(lines)]
        blocks = (*above, Heading("JUDUL"), table)
        page = next(page for page in read_pages(Paper("x", "X", blocks)) if "JUDUL" in page)
        assert "JUDUL A x" in page


def test_signatures_share_a_page_with_the_last_row_above_them() -> None:
    signatures = Signatures((Signature("KASAT"),))
    for rows in range(42, 50):
        paper = replace(make_table_paper(rows), footer="")
        pages = read_pages(replace(paper, blocks=(*paper.blocks, signatures)))
        signed = next(page for page in pages if "KASAT" in page)
        assert f"baris-{rows} " in signed
        assert all(page.count("Tempat kepala") == 1 for page in pages)


def test_a_signed_table_goes_on_for_as_many_pages_as_it_needs() -> None:
    paper = make_table_paper(300)
    pages = read_pages(replace(paper, blocks=(*paper.blocks, Signatures((Signature("KASAT"),)))))
    assert "baris-300 " in pages[-1]
    assert "KASAT" in pages[-1]
    assert all("baris-" in page for page in pages)


def test_page_breaks_make_no_empty_pages() -> None:
    blocks = (PageBreak(), Paragraph("a"), PageBreak(), PageBreak(), Paragraph("b"), PageBreak())
    pages = read_pages(Paper("x", "X", blocks))
    assert [page.split()[0] for page in pages] == ["a", "b"]


def test_an_empty_paper_has_one_page() -> None:
    assert len(read_pages(Paper("x", "X", ()))) == 1


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert set_pdf(make_paper(warning=WARNING)) == set_pdf(make_paper(warning=WARNING))


def test_every_paper_of_a_plan_is_a_file() -> None:
    plan = make_plan_example(kind="sample")
    files = list(WRITERS["pdf"](replace(plan, loops=plan.loops[:1]), ExportOptions()))
    assert {file.name for file in files} == {
        "surat-perintah-tugas.pdf",
        "rencana-kegiatan.pdf",
        "jadwal-patroli.pdf",
        "aap.pdf",
        "lembar-rute.pdf",
        "laporan-hasil-patroli.pdf",
    }
    for file in files:
        pages = pypdf.PdfReader(BytesIO(file.data)).pages
        assert all(sample_warning() in page.extract_text() for page in pages)


def test_the_libraries_are_loaded_only_when_a_paper_is_set() -> None:
    code = "import sys, routeplan.export; print({'docx', 'reportlab'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert done.stdout.strip() == "set()"
