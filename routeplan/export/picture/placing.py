"""Marks moved apart so that each can be read."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from routeplan.export.drawing.lines import FloatArray
from routeplan.export.picture.frame import Box
from routeplan.export.picture.marks import Mark

ROUNDS = 200
GAP = 0.8  # points between two marks
SPEED = 0.6  # share of an overlap that is undone in a round
PULL = 0.04  # share of the way back to its place that a mark goes in each round


def spread_marks(marks: Sequence[Mark], box: Box) -> FloatArray:
    """Return (n, 2) points for the middles of marks: near their places, one beside the other.

    Marks that overlap push each other away along the shorter way out, while each is pulled back
    to its place. Bases stay where they are. Where there is no room for all, some overlap.
    """
    if not marks:
        return np.zeros((0, 2))
    anchors = np.array([[mark.x, mark.y] for mark in marks])
    half = np.array([[mark.half_width, mark.half_height] for mark in marks])
    moves = np.array([mark.kind != "base" for mark in marks], dtype=np.float64)
    low, high = [box.left, box.bottom] + half + 1, [box.right, box.top] - half - 1
    # Marks at one place are told apart by their order, around a circle of the golden angle.
    turn = np.arange(len(marks)) * np.pi * (3 - np.sqrt(5))
    at = anchors + 0.01 * np.column_stack([np.cos(turn), np.sin(turn)])
    reach = half[:, None] + half[None] + GAP
    for number in range(ROUNDS):
        pull = PULL * (1 - number / ROUNDS)
        at = at + (anchors - at) * pull + _push_apart(at, reach, moves)
        at = np.clip(at, low, np.maximum(high, low))
    return at


def _push_apart(at: FloatArray, reach: FloatArray, moves: FloatArray) -> FloatArray:
    """Return (n, 2) steps out of the overlaps."""
    between = at[:, None] - at[None]
    overlap = reach - np.abs(between)
    is_clash = np.all(overlap > 0, axis=2) & ~np.eye(len(at), dtype=bool)
    along_x = overlap[..., 0] < overlap[..., 1]
    direction = np.where(between == 0, 1.0, np.sign(between))
    chosen = np.stack([along_x, ~along_x], axis=2) & is_clash[..., None]
    # Both give way by half, or one by all where the other one stays.
    share = np.where(moves[None] > 0, 0.5, 1.0)[..., None]
    steps = np.where(chosen, overlap * direction * share, 0.0)
    return np.asarray(steps.sum(axis=1) * SPEED * moves[:, None])
