"""What all compiled functions of the search share: how they are compiled, and chance.

numba keeps the machine code beside the sources, or, where it may not write there, in the user's
folder for caches (or in `NUMBA_CACHE_DIR`).
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

import numba
import numpy as np
import numpy.typing as npt

P = ParamSpec("P")
R = TypeVar("R")
UIntArray = npt.NDArray[np.uint64]

_SHIFT_A, _SHIFT_B, _SHIFT_C, _SHIFT_D = (np.uint64(bits) for bits in (13, 7, 17, 11))


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Return a function compiled when it is first called; other threads run beside it."""
    return cast("Callable[P, R]", _compile(cache=True)(function))


def inner(function: Callable[P, R]) -> Callable[P, R]:
    """Return a function that only compiled ones call: without a way in from Python."""
    made = _compile(no_cpython_wrapper=True, no_cfunc_wrapper=True)(function)
    return cast("Callable[P, R]", made)


def inlined(function: Callable[P, R]) -> Callable[P, R]:
    """Return a function that is compiled into each place where a compiled one calls it."""
    return cast("Callable[P, R]", _compile(inline="always")(function))


def _compile(**options: object) -> Any:
    """Return numba's decorator with what all functions here have in common.

    Nothing is allocated in compiled code and Python keeps all arrays alive, so references are not
    counted: that would take most of the time.
    """
    return cast("Any", numba.njit)(nogil=True, _nrt=False, error_model="numpy", **options)


def keeps_code(function: Callable[..., object]) -> bool:
    """Tell whether the code of a function that Python calls is at hand from an earlier run.

    numba looks only at the file of the function itself: code that is older than any other file of
    the search is removed here.
    """
    folder = Path(cast("Any", function).stats.cache_path)
    changed_ns = max(file.stat().st_mtime_ns for file in Path(__file__).parent.glob("*.py"))
    kept = list(folder.glob("*.nbi"))
    for index in kept:
        # another run that starts at the same time may remove it first
        with suppress(FileNotFoundError):
            if index.stat().st_mtime_ns < changed_ns:
                index.unlink()
    return any(index.exists() for index in kept)


@inner
def draw(state: UIntArray) -> float:
    """Return a number from 0 to below 1, and move the state on.

    Xorshift with 64 bits (Marsaglia 2003, "Xorshift RNGs", https://doi.org/10.18637/jss.v008.i14).
    """
    word = state[0]
    word ^= word << _SHIFT_A
    word ^= word >> _SHIFT_B
    word ^= word << _SHIFT_C
    state[0] = word
    return (word >> _SHIFT_D) * 2.0**-53


@inner
def draw_below(state: UIntArray, limit: int) -> int:
    """Return a whole number from 0 to below `limit`."""
    return int(draw(state) * limit)
