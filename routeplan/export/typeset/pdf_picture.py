"""Pictures in a PDF, stored as their PNG stores them: its palette, its compression."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator

from reportlab.lib.units import mm
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFObject, PDFStream
from reportlab.platypus import Flowable

_SIGNATURE = 8  # bytes of a PNG before its first chunk
_GREY, _RGB, _PALETTE = 0, 2, 3
_CHANNELS = {_GREY: 1, _RGB: 3, _PALETTE: 1}
_PNG_PREDICTOR = 15


class PngPicture(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A PNG of a width and a height in millimetres, in the middle of the line.

    Raises
    ------
    ValueError
        If the PNG is interlaced or has a transparent ground.
    """

    def __init__(self, png: bytes, *, width_mm: float, height_mm: float) -> None:
        super().__init__()
        self.hAlign = "CENTER"
        self.drawWidth, self.drawHeight = width_mm * mm, height_mm * mm
        self._name = hashlib.sha256(png).hexdigest()
        self._stored = _PngObject(png)

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """Return its size, which does not depend on the room."""
        return self.drawWidth, self.drawHeight

    def draw(self) -> None:
        """Draw it where the canvas stands."""
        document = self.canv._doc  # the canvas itself reads other files, and as RGB only
        if not document.hasForm(self._name):
            document.addForm(self._name, self._stored)
        self.canv.saveState()
        self.canv.scale(self.drawWidth, self.drawHeight)
        self.canv.doForm(self._name)
        self.canv.restoreState()


class _PngObject(PDFObject):  # type: ignore[misc]  # reportlab has no types
    """The image of a PDF that holds the compressed rows of a PNG as they are.

    References
    ----------
    ISO 32000-1, 7.4.4.4: FlateDecode with the predictors of PNG.
    """

    def __init__(self, png: bytes) -> None:
        chunks = list(_list_chunks(png))
        header = next(data for kind, data in chunks if kind == b"IHDR")
        self._columns, self._rows, self._bits, self._kind, _, _, interlaced = struct.unpack(
            ">IIBBBBB", header
        )
        clear = self._kind not in _CHANNELS or any(kind == b"tRNS" for kind, _data in chunks)
        if interlaced or clear:
            raise ValueError("a picture of a PDF is a PNG without interlacing and transparency")
        self._palette = b"".join(data for kind, data in chunks if kind == b"PLTE")
        self._content = b"".join(data for kind, data in chunks if kind == b"IDAT")

    def format(self, document: object) -> bytes:
        """Return the object as it stands in the file."""
        stream = PDFStream(content=self._content)
        stream.dictionary.dict.update(
            Type=PDFName("XObject"),
            Subtype=PDFName("Image"),
            Width=self._columns,
            Height=self._rows,
            BitsPerComponent=self._bits,
            ColorSpace=self._make_colours(),
            Filter=PDFName("FlateDecode"),
            DecodeParms=PDFDictionary(
                {
                    "Predictor": _PNG_PREDICTOR,
                    "Colors": _CHANNELS[self._kind],
                    "BitsPerComponent": self._bits,
                    "Columns": self._columns,
                }
            ),
        )
        formatted: bytes = stream.format(document)
        return formatted

    def _make_colours(self) -> object:
        if self._kind == _GREY:
            return PDFName("DeviceGray")
        if self._kind == _RGB:
            return PDFName("DeviceRGB")
        last = len(self._palette) // 3 - 1
        table = f"<{self._palette.hex()}>"
        return PDFArray([PDFName("Indexed"), PDFName("DeviceRGB"), last, table])


def _list_chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield kind and data of each chunk of a PNG."""
    place = _SIGNATURE
    while place < len(png):
        length, kind = struct.unpack(">I4s", png[place : place + 8])
        yield kind, png[place + 8 : place + 8 + length]
        place += length + 12
