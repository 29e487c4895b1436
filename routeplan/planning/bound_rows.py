"""Rows of a linear program, put together a block at a time."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from routeplan.planning.bound_graph import BoolArray, FloatArray, IntArray


class Rows:
    """Collects columns, limits on sums of them, and the entries of the matrix in any order."""

    def __init__(self) -> None:
        self.count = 0
        self.columns = 0
        self._rows: list[IntArray] = []
        self._columns: list[IntArray] = []
        self._values: list[FloatArray] = []
        self._upper: list[FloatArray] = []
        self._is_equal: list[BoolArray] = []

    def widen(self, count: int) -> IntArray:
        """Add columns; return their numbers."""
        self.columns += count
        return np.arange(self.columns - count, self.columns)

    def add(self, count: int, upper: FloatArray | float = 0.0, *, equal: bool = False) -> int:
        """Add rows whose sums are at most, or exactly, `upper`; return the number of the first."""
        first = self.count
        self.count += count
        self._upper.append(np.broadcast_to(np.asarray(upper, dtype=np.float64), count))
        self._is_equal.append(np.full(count, equal))
        return first

    def put(self, rows: npt.ArrayLike, columns: npt.ArrayLike, values: npt.ArrayLike) -> None:
        """Add entries, broadcast against each other; those of one place are added up."""
        at_rows, at_columns, entries = np.broadcast_arrays(rows, columns, values)
        self._rows.append(at_rows.ravel())
        self._columns.append(at_columns.ravel())
        self._values.append(entries.ravel().astype(np.float64))

    def put_row(self, row: int, columns: IntArray, weights: FloatArray) -> None:
        """Add the entries of one row that are not 0."""
        used = weights != 0
        self.put(row, columns[used], weights[used])

    def assemble(self) -> tuple[csr_array, FloatArray, FloatArray]:
        """Return the matrix with the least and the most of each row."""
        places = np.concatenate(self._rows), np.concatenate(self._columns)
        matrix = csr_array((np.concatenate(self._values), places), (self.count, self.columns))
        upper = np.concatenate(self._upper)
        return matrix, np.where(np.concatenate(self._is_equal), upper, -np.inf), upper
