"""Somebody who has watched for weeks and guesses when the next visit comes.

He knows of each place all visits in the last nights of a kind of shift, and the hours in which
there could be one. Before the next night he names a moment for each place; it is a hit if a visit
begins within a quarter of an hour of it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

# Nights that he has seen, and how near a guess has to be.
SEEN = 20
NEAR_S = 900

# Moments between which he chooses where he looks for a quiet one.
STEP_S = 300

Span = tuple[int, int]


class Visit(NamedTuple):
    """A visit of a place in a night, in seconds from the start of its shift."""

    place: str
    begin_s: int
    open: tuple[Span, ...]


# The nights of each kind of shift, in their order.
Nights = dict[str, list[list[Visit]]]
Guess = Callable[[Sequence[int], tuple[Span, ...]], int]


def guess_usual(seen: Sequence[int], _open: tuple[Span, ...]) -> int:
    """Return the middle of the half hour in which most visits were seen, the earliest of them."""
    begins = np.sort(np.array(seen))
    counts = np.searchsorted(begins, begins + 2 * NEAR_S, side="right") - np.arange(len(begins))
    return int(begins[int(np.argmax(counts))]) + NEAR_S


def guess_quiet(seen: Sequence[int], spans: tuple[Span, ...]) -> int:
    """Return the moment around which fewest visits were seen: its turn to be visited."""
    moments = np.concatenate([np.arange(start, end + 1, STEP_S) for start, end in spans])
    away = np.abs(moments[:, None] - np.array(seen)[None, :])
    near = (away <= NEAR_S).sum(axis=1)
    return int(moments[np.lexsort((-away.min(axis=1), near))[0]])


def measure_hits(nights: Nights, guess: Guess) -> tuple[float, int]:
    """Return the share of guesses that hit, and how many there were.

    He guesses for every place that is visited in a night and was seen in the `SEEN` nights of its
    kind before.
    """
    hits = guesses = 0
    for series in nights.values():
        begins = [_group(night) for night in series]
        for number in range(SEEN, len(series)):
            for place, moments in begins[number].items():
                seen = [
                    moment
                    for earlier in begins[number - SEEN : number]
                    for moment in earlier.get(place, ())
                ]
                if seen:
                    spans = next(v.open for v in series[number] if v.place == place)
                    moment = guess(seen, spans)
                    hits += any(abs(moment - begin) <= NEAR_S for begin in moments)
                    guesses += 1
    return hits / max(guesses, 1), guesses


def _group(night: Sequence[Visit]) -> dict[str, list[int]]:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for visit in night:
        places[visit.place].append(visit.begin_s)
    return places


def measure_entropy(nights: Nights, slot_s: int) -> float:
    """Return the entropy of the slots in which visits of a place begin, in bits.

    The mean of all places that are visited more than once in shifts of a kind, each as often as it
    is visited.
    """
    total = count = 0.0
    for series in nights.values():
        begins: defaultdict[str, list[int]] = defaultdict(list)
        for night in series:
            for visit in night:
                begins[visit.place].append(visit.begin_s // slot_s)
        for slots in begins.values():
            if len(slots) > 1:
                shares = np.array(list(Counter(slots).values())) / len(slots)
                total += float(-(shares * np.log2(shares)).sum()) * len(slots)
                count += len(slots)
    return total / max(count, 1)


def draw_uniform(nights: Nights, rng: np.random.Generator) -> Nights:
    """Return as many visits of the same places in the same nights, at random open moments."""
    return {
        name: [
            [visit._replace(begin_s=_draw(visit.open, rng)) for visit in night] for night in series
        ]
        for name, series in nights.items()
    }


def _draw(spans: tuple[Span, ...], rng: np.random.Generator) -> int:
    lengths = [end - start + 1 for start, end in spans]
    at = int(rng.integers(sum(lengths)))
    for (start, _end), length in zip(spans, lengths, strict=True):
        if at < length:
            return start + at
        at -= length
    raise AssertionError("a moment lies in some span")
