"""Spurs: out and back again over less than the noise of a recording, which nobody drove."""

from __future__ import annotations

from dataclasses import dataclass

# Edge, metres from its `u` where a piece begins and ends, moments of both.
Piece = tuple[int, float, float, float, float]


@dataclass(frozen=True)
class _Retrace:
    """What is driven back over: pieces `low` to `high` meet at a turn and cancel `metres`."""

    metres: float
    low: int
    high: int
    low_rest_m: float
    high_rest_m: float


def cut_spurs(pieces: list[Piece], *, longest_m: float) -> list[Piece]:
    """Return the pieces of a course without turns that lead back over at most `longest_m`.

    What goes on beyond such a turn joins what came before it. The moments of what is left stay.
    """
    kept: list[Piece] = []
    rest = list(reversed(pieces))
    while rest:
        if kept and _turns(kept[-1], rest[-1]):
            retrace = _measure_retrace(kept, rest)
            if retrace.metres <= longest_m:
                _cancel(kept, rest, retrace)
                continue
        kept.append(rest.pop())
    return kept


def _turns(first: Piece, second: Piece) -> bool:
    """Tell whether the second piece leads back over the first."""
    if first[0] != second[0] or abs(first[2] - second[1]) > 1e-6:
        return False
    return (first[2] - first[1]) * (second[2] - second[1]) < 0


def _measure_retrace(kept: list[Piece], rest: list[Piece]) -> _Retrace:
    metres, low, high = 0.0, len(kept) - 1, len(rest) - 1
    low_m = high_m = 0.0
    while low >= 0 and high >= 0:
        before, after = kept[low], rest[high]
        # they meet where what was cancelled so far ends
        if before[0] != after[0] or (before[2] - before[1]) * (after[2] - after[1]) >= 0:
            break
        here = _move_back(before, low_m)
        there = _move_on(after, high_m)
        if abs(here - there) > 1e-6:
            break
        left, right = abs(here - before[1]), abs(after[2] - there)
        step = min(left, right)
        metres, low_m, high_m = metres + step, low_m + step, high_m + step
        if left <= step:
            low, low_m = low - 1, 0.0
        if right <= step:
            high, high_m = high - 1, 0.0
    return _Retrace(metres, low, high, low_m, high_m)


def _move_back(piece: Piece, metres: float) -> float:
    """Return the place so many metres before the end of a piece."""
    return piece[2] - metres if piece[2] >= piece[1] else piece[2] + metres


def _move_on(piece: Piece, metres: float) -> float:
    """Return the place so many metres after the beginning of a piece."""
    return piece[1] + metres if piece[2] >= piece[1] else piece[1] - metres


def _cancel(kept: list[Piece], rest: list[Piece], retrace: _Retrace) -> None:
    del kept[retrace.low + 1 :]
    del rest[retrace.high + 1 :]
    if kept and retrace.low_rest_m:
        edge, start, _end, begin_s, end_s = kept.pop()
        end = _move_back((edge, start, _end, begin_s, end_s), retrace.low_rest_m)
        if end != start:
            kept.append((edge, start, end, begin_s, end_s))
    if rest and retrace.high_rest_m:
        edge, _start, end, begin_s, end_s = rest.pop()
        start = _move_on((edge, _start, end, begin_s, end_s), retrace.high_rest_m)
        if end != start:
            rest.append((edge, start, end, begin_s, end_s))
