"""Lines as short ASCII text, in whole 1e-5 degrees (about 1 m).

Points follow each other as differences, each number as base-64 digits of five bits and a flag
for "more follows": the number coding of Google's Encoded Polyline Algorithm Format. Several lines
are one text of points and one of sizes, so that the first point of a line is near the one before.

References
----------
https://developers.google.com/maps/documentation/utilities/polylinealgorithm
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypedDict

import numpy as np

from routeplan.export.drawing.lines import FloatArray

SCALE = 100_000


class EncodedLines(TypedDict):
    """Lines as text: `sizes` the numbers of points, `points` the differences, lat before lon."""

    sizes: str
    points: str


def encode_lines(lines: Sequence[FloatArray]) -> EncodedLines:
    """Return `lines`, each an (n, 2) array of longitude and latitude, as text."""
    sizes = encode_numbers(len(line) for line in lines)
    if not lines:
        return {"sizes": sizes, "points": ""}
    latlon = np.round(np.concatenate(lines)[:, ::-1] * SCALE).astype(np.int64)
    steps = np.diff(latlon, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    return {"sizes": sizes, "points": encode_numbers(steps.ravel().tolist())}


def encode_numbers(numbers: Iterable[int]) -> str:
    """Return whole numbers of either sign as text without ``<``, ``&`` or quotes."""
    digits = bytearray()
    for number in numbers:
        rest = ~(number << 1) if number < 0 else number << 1
        while rest >= 0x20:  # five bits
            digits.append((0x20 | (rest & 0x1F)) + 63)
            rest >>= 5
        digits.append(rest + 63)
    return digits.decode("ascii")
