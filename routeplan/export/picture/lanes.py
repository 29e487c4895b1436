"""Lines beside the road, and arrows on them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from routeplan.export.drawing.lines import FloatArray

# A bend as sharp as this is drawn with its corner cut off, or it would reach far out.
SHARPEST = 1.0
ARROW_LENGTH, ARROW_WIDTH = 5.2, 4.4
STRAIGHT = 0.8  # as the crow flies against along the line


def shift_left(points: FloatArray, distance: float) -> FloatArray:
    """Return a line beside another one, to the left of the way driven.

    Traffic keeps to the left here: the way out and the way back, and the loops of several units
    on one road, stay apart. The ends stay where they are, so that a line reaches its stops.

    Parameters
    ----------
    points
        (n, 2) points, y upwards.
    distance
        Between both lines, in points.
    """
    line = _drop_repeats(_simplify(points, tolerance=max(0.5, distance / 3)))
    if len(line) < 2:
        return points
    steps = np.diff(line, axis=0)
    normals = np.column_stack([-steps[:, 1], steps[:, 0]])
    normals /= np.hypot(*steps.T)[:, None]
    before, after = np.vstack([normals[:1], normals]), np.vstack([normals, normals[-1:]])
    shifted: list[FloatArray] = [line[0]]
    for point, first, second in zip(line, before, after, strict=True):
        total = first + second
        square = float(total @ total)
        if square > SHARPEST:  # the corner of both shifted pieces
            shifted.append(point + total * (2 * distance / square))
        else:
            shifted += [point + first * distance, point + second * distance]
    return np.array([*shifted, line[-1]])


def place_arrows(line: FloatArray, *, spacing: float, offset: float) -> Iterator[FloatArray]:
    """Yield triangles that point along a line, one every `spacing` points.

    Parameters
    ----------
    offset
        Points from the beginning of the line to the first arrow.
    """
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    half = ARROW_LENGTH / 2
    for middle in np.arange(offset, along[-1] - half, spacing):
        back, front = (
            np.array([np.interp(place, along, part) for part in line.T])
            for place in (middle - half, middle + half)
        )
        straight = float(np.hypot(*(front - back)))
        if straight > STRAIGHT * ARROW_LENGTH:  # in a bend nobody could tell where it points
            yield _make_arrow((back + front) / 2, (front - back) / straight)


def _make_arrow(middle: FloatArray, forward: FloatArray) -> FloatArray:
    side = np.array([-forward[1], forward[0]]) * ARROW_WIDTH / 2
    back = middle - forward * ARROW_LENGTH / 2
    return np.array([middle + forward * ARROW_LENGTH / 2, back + side, back - side])


def _simplify(points: FloatArray, *, tolerance: float) -> FloatArray:
    import shapely

    if len(points) < 3:
        return points
    simple = shapely.simplify(shapely.linestrings(points), tolerance, preserve_topology=False)
    kept: FloatArray = shapely.get_coordinates(simple)
    return kept


def _drop_repeats(points: FloatArray) -> FloatArray:
    if len(points) < 2:
        return points
    moved = np.concatenate([[True], np.hypot(*np.diff(points, axis=0).T) > 1e-9])
    kept: FloatArray = points[moved]
    return kept
