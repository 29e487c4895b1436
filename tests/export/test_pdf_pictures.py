"""Pictures in a PDF: as sharp as they were drawn, and as small as their PNG."""

from __future__ import annotations

from io import BytesIO

import pytest
from paper_examples import make_png
from PIL import Image
from pypdf import PdfReader

from routeplan.export.content.links import draw_qr
from routeplan.export.papers.blocks import Paper, Paragraph, Picture, PictureRow
from routeplan.export.typeset.pdf import set_pdf


def draw_palette_png() -> bytes:
    """Return a picture with a palette."""
    image = Image.effect_noise((40, 30), 90).quantize(200)
    return save(image)


def save(image: Image.Image, **options: object) -> bytes:
    data = BytesIO()
    image.save(data, "PNG", **options)
    return data.getvalue()


@pytest.mark.parametrize(
    "png", [make_png(), draw_palette_png(), draw_qr("https://example.org")],
    ids=["rgb", "palette", "qr"],
)  # fmt: skip
def test_a_picture_comes_out_of_the_file_as_it_went_in(png: bytes) -> None:
    paper = Paper("p", "P", (Picture(png, 60, alt="Contoh"),))
    (image,) = PdfReader(BytesIO(set_pdf(paper))).pages[0].images
    read = Image.open(BytesIO(image.data)).convert("RGB")
    drawn = Image.open(BytesIO(png)).convert("RGB")
    assert read.size == drawn.size
    assert read.tobytes() == drawn.tobytes()


def test_a_picture_needs_no_more_room_than_its_png_and_is_stored_once() -> None:
    text = Paper("p", "P", (Paragraph("Peta"),))
    noise = Image.effect_noise((400, 300), 90).convert("P")
    png = save(noise)
    row = PictureRow((Picture(png, 40, alt="a"), Picture(png, 50, alt="b")))
    shown = Paper("p", "P", (Paragraph("Peta"), row))
    assert len(set_pdf(shown)) - len(set_pdf(text)) < len(png) + 4000


@pytest.mark.parametrize(
    "png",
    [save(Image.new("RGBA", (4, 4))), save(Image.new("P", (4, 4)), transparency=0)],
    ids=["alpha", "clear colour"],
)
def test_pictures_with_a_transparent_ground_are_refused(png: bytes) -> None:
    with pytest.raises(ValueError, match="transparency"):
        set_pdf(Paper("p", "P", (Picture(png, 60, alt="Contoh"),)))
