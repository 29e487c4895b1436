"""A paper with every block and with nasty texts, to try the writers of papers on."""

from __future__ import annotations

from functools import cache
from io import BytesIO

from routeplan.export.papers.blocks import (
    Block,
    Fields,
    Heading,
    Items,
    PageBreak,
    Paper,
    Paragraph,
    Picture,
    PictureRow,
    Signature,
    Signatures,
    Table,
    WritingLines,
)

LONG_WORD = "panjang" * 43
SCRIPT = "<script>alert(1)</script>"
FORMULA = '=HYPERLINK("http://x")'
MARKUP = '<b>bold</b> & <a href="http://x">link</a> &amp; {{ 7 * 7 }} { PAGE }'
CONTROLS = "bell\x07 null\x00 vertical\x0btab \ufffe end\ud800"
# Javanese letters, Chinese, an emoji: the bundled font has none of them.
FOREIGN = "ꦗꦮ 警察 🚓"
ROWS = 120


@cache
def make_png(width: int = 300, height: int = 200) -> bytes:
    """Return a PNG with a frame and a diagonal, so that one sees when it is cut or bent."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (width, height), "#dfe8ef")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width - 1, height - 1), outline="#204060", width=3)
    draw.line((0, 0, width, height), fill="#c04020", width=3)
    draw.ellipse((width // 2 - 40, height // 2 - 40, width // 2 + 40, height // 2 + 40))
    data = BytesIO()
    image.save(data, "PNG")
    return data.getvalue()


def make_paper(*, landscape: bool = False, warning: str = "") -> Paper:
    """Return a paper with every block."""
    return Paper(
        name="contoh",
        title="Surat contoh <b>",
        letterhead=(
            "KEPOLISIAN NEGARA REPUBLIK INDONESIA",
            "DAERAH CONTOH",
            "RESOR CONTOH & SEKITARNYA",
        ),
        footer="Surat contoh · Patroli malam 20 November 2024\nSumber: © OpenStreetMap",
        warning=warning,
        landscape=landscape,
        blocks=(*_write_order(), PageBreak(), *_draw_pictures(), *_list_visits()),
    )


def make_table_paper(rows: int = ROWS, *, cell: str = "Pasar") -> Paper:
    """Return a paper that is one long table."""
    table = Table(
        head=("No.", "Tempat kepala", "Jarak"),
        rows=tuple((str(n), f"{cell} baris-{n}", f"{n},5 km") for n in range(1, rows + 1)),
        widths=(0.1, 0.6, 0.3),
        right=frozenset({0, 2}),
        shaded=frozenset({1}),
    )
    return Paper("tabel", "Tabel", (Heading("TABEL", 1), table))


def make_names_paper() -> Paper:
    """Return a paper whose texts try to be something else than text."""
    nasty = (SCRIPT, FORMULA, MARKUP, LONG_WORD, CONTROLS, FOREIGN, "two\nlines\r\nthree", "")
    rows = tuple((text, text) for text in nasty)
    person = Signature(LONG_WORD, SCRIPT, FORMULA, MARKUP)
    return Paper(
        name="nama",
        title=SCRIPT + LONG_WORD + CONTROLS,
        letterhead=(SCRIPT, LONG_WORD, CONTROLS),
        footer=f"{MARKUP}\n{LONG_WORD}",
        warning=SCRIPT,
        blocks=(
            *(Heading(text, 3) for text in nasty),
            *(Paragraph(text) for text in nasty),
            Fields(rows),
            Items(nasty, numbered=True),
            Table((SCRIPT, LONG_WORD), rows, (0.3, 0.7)),
            Picture(make_png(), 400, alt=CONTROLS, caption=MARKUP),
            WritingLines(SCRIPT, 2),
            Signatures((person, person, person)),
        ),
    )


def _write_order() -> tuple[Block, ...]:
    return (
        Heading("SURAT PERINTAH TUGAS", level=1),
        Paragraph("Nomor: ……/XI/2024", align="center"),
        Fields(
            (
                ("Pertimbangan", "bahwa untuk kepentingan tugas perlu dikeluarkan surat " * 3),
                ("Dasar", ""),
                ("Nama penanggung jawab", "Ajun Komisaris Polisi Contoh"),
            )
        ),
        Heading("DIPERINTAHKAN"),
        Heading("Kepada", level=3),
        Paragraph("Personel Satuan Samapta yang tersebut di bawah ini.\nBaris kedua."),
        Items(
            ("Melaksanakan patroli sesuai rencana rute terlampir. " * 3, "", "Melaporkan hasil.")
        ),
        Items(("Satu sampai selesai.", "Dua."), numbered=True),
        Items(("Mulai lagi dari satu.", ""), numbered=True),
        Paragraph("Catatan kecil.", small=True, bold=True),
        WritingLines("Catatan di lapangan:", 3),
        Signatures(
            (
                Signature(
                    "KASAT SAMAPTA POLRES CONTOH",
                    "BUDI CONTOH, S.H.",
                    "AJUN KOMISARIS POLISI NRP 00000000",
                    "Contoh, 20 November 2024",
                ),
            )
        ),
    )


def _draw_pictures() -> tuple[Block, ...]:
    return (
        Heading("LEMBAR RUTE", level=1),
        Picture(make_png(), 120, alt="Peta rute Regu 1", caption="Peta Regu 1"),
        PictureRow(
            (
                Picture(make_png(200, 200), 28, alt="QR bagian satu", caption="Bagian 1"),
                Picture(make_png(200, 200), 28, alt="QR bagian dua", caption="Bagian 2"),
                Picture(make_png(200, 200), 28, alt="QR bagian tiga", caption="Bagian 3"),
            )
        ),
    )


def _list_visits() -> tuple[Block, ...]:
    line = ("23.14", "Pasar Contoh, dialogis di depan kios yang masih buka", "1,4 km", "")
    return (
        Heading("Jadwal kunjungan"),
        Table(
            head=("No.", "Pukul", "Tempat dan cara bertindak", "Jarak", "Paraf"),
            rows=(
                *((str(n), *line) for n in range(1, 9)),
                ("", "00.30", "Istirahat", "", ""),
                ("9", *line),
            ),
            widths=(0.07, 0.1, 0.53, 0.14, 0.16),
            right=frozenset({0, 3}),
            shaded=frozenset({8}),
            row_mm=9,
        ),
        Signatures(
            (
                Signature("Mengetahui\nKEPALA SATUAN", "", ""),
                Signature("Kepala regu", "AIPTU CONTOH", "NRP 11111111", "Contoh, ……………… 2024"),
            )
        ),
    )
