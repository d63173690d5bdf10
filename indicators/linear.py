"""Linear programmes over sparse rows: the one module that knows the solver."""

from __future__ import annotations

from typing import TYPE_CHECKING

import highspy
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

INFINITY = float("inf")


class _Quiet(highspy.Highs):
    """The solver without its banner, which some releases print while they are set up."""

    def enableCallbacks(self) -> None:  # noqa: N802 - the solver's own name
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()  # type: ignore[no-untyped-call]


class LinearProgramme:
    """Columns with bounds and costs, rows of equalities; solved again and again, a bit changed.

    It must have a solution for every cost: then "unbounded" is the only other outcome.
    """

    def __init__(
        self,
        rows: Sequence[Mapping[int, float]],
        sides: Sequence[float],
        lower: Sequence[float],
        upper: Sequence[float],
    ) -> None:
        """Each row maps columns to coefficients and must equal its side."""
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(lower), len(rows)
        model.col_cost_ = np.zeros(len(lower))
        model.col_lower_, model.col_upper_ = np.array(lower, float), np.array(upper, float)
        model.row_lower_ = model.row_upper_ = np.array(sides, float)
        matrix = model.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kRowwise
        matrix.start_ = np.cumsum([0, *(len(row) for row in rows)])
        matrix.index_ = np.array([column for row in rows for column in row], int)
        matrix.value_ = np.array([factor for row in rows for factor in row.values()], float)
        self._solver = _Quiet()  # type: ignore[no-untyped-call]
        self._solver.setOptionValue("output_flag", False)
        # One thread, so that the same figures lead to the same choice on every machine.
        self._solver.setOptionValue("threads", 1)
        self._solver.passModel(model)

    def set_cost(self, column: int, cost: float) -> None:
        """What one unit of a column costs."""
        self._solver.changeColCost(column, cost)

    def set_bounds(self, column: int, lower: float, upper: float) -> None:
        """Within which limits a column may lie."""
        self._solver.changeColBounds(column, lower, upper)

    def least(self) -> float:
        """The least total cost."""
        return self._solve(highspy.ObjSense.kMinimize, -INFINITY)

    def greatest(self) -> float:
        """The greatest total cost."""
        return self._solve(highspy.ObjSense.kMaximize, INFINITY)

    def moved(self, above: float) -> list[int]:
        """The columns that are larger than this in the solution found last."""
        values = np.array(self._solver.getSolution().col_value)
        return [int(column) for column in np.flatnonzero(values > above)]

    def _solve(self, sense: highspy.ObjSense, unbounded: float) -> float:
        self._solver.changeObjectiveSense(sense)
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return unbounded
        return float(self._solver.getInfo().objective_function_value)
