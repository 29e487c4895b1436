"""An integer programme, written down row by row and solved by HiGHS."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from routeplan.geo import FloatArray

Terms = list[tuple[int, float]]


class Programme:
    """Minimises the cost of columns that are at least 0, within rows of sums."""

    def __init__(self) -> None:
        self._costs: list[float] = []
        self._uppers: list[float] = []
        self._whole: list[bool] = []
        self._rows: list[Terms] = []
        self._bounds: list[tuple[float, float]] = []

    def add_column(self, cost: float, *, upper: float, whole: bool = False) -> int:
        """Return the number of a new column."""
        self._costs.append(cost)
        self._uppers.append(upper)
        self._whole.append(whole)
        return len(self._costs) - 1

    def add_row(
        self, terms: Sequence[tuple[int, float]], *, lower: float = -np.inf, upper: float = np.inf
    ) -> None:
        """Keep the sum of columns, each times its factor, between two bounds."""
        self._rows.append(list(terms))
        self._bounds.append((lower, upper))

    def solve(self, *, gap: float, nodes: int) -> FloatArray:
        """Return the value of each column.

        Parameters
        ----------
        gap, nodes
            The search ends when it is proved to be so near to the best, as a share, or after so
            many branches.

        Raises
        ------
        RuntimeError
            If nothing keeps all rows.
        """
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import coo_array

        entries = [(r, c, value) for r, terms in enumerate(self._rows) for c, value in terms]
        rows, columns, values = (np.array(part) for part in zip(*entries, strict=True))
        shape = len(self._rows), len(self._costs)
        matrix = coo_array((values, (rows, columns)), shape=shape).tocsr()
        lower, upper = np.array(self._bounds).T
        found = milp(
            self._costs,
            integrality=np.array(self._whole, dtype=np.int64),
            bounds=Bounds(0, np.array(self._uppers)),
            constraints=LinearConstraint(matrix, lower, upper),
            options={"mip_rel_gap": gap, "node_limit": nodes},
        )
        if found.x is None:
            raise RuntimeError(f"the programme has no solution: {found.message}")
        return np.asarray(found.x, dtype=np.float64)
