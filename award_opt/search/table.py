"""The rows of a small problem as a table, in whole numbers, to which cuts may be added."""

from __future__ import annotations

import numpy as np

from award_opt.columns import Ints, Mask
from award_opt.program.parts import Problem


class Table:
    """``rows @ x`` is at most ``bound``, or equal to it where ``equal``; shape ``(m, n)``.

    The rows of the problem come first, in their order; ``side`` is -1 where they say "at least" and
    stand here with their signs turned. ``own`` counts them: later rows are cuts.
    """

    def __init__(self, problem: Problem) -> None:
        rows = problem.rows
        self.side = np.where(rows.sense > 0, -1, 1)
        self.rows = np.zeros((len(rows.bound), problem.size), np.int64)
        self.rows[rows.owner, rows.column] = rows.coefficient
        self.rows *= self.side[:, None]
        self.bound, self.equal = rows.bound * self.side, rows.sense == 0
        self.own = len(rows.bound)
        self._lay()

    def also(self, rows: Ints, bound: Ints) -> None:
        """Add rows that say "at most"."""
        more = len(bound)
        self.rows, self.bound = np.vstack([self.rows, rows]), np.append(self.bound, bound)
        self.side = np.append(self.side, np.ones(more, np.int64))
        self.equal = np.append(self.equal, np.zeros(more, np.bool_))
        self._lay()

    def only(self, chosen: Mask) -> None:
        """Keep the ``chosen`` rows; all of the problem's own must be among them."""
        self.rows, self.bound = self.rows[chosen], self.bound[chosen]
        self.side, self.equal = self.side[chosen], self.equal[chosen]
        self._lay()

    def _lay(self) -> None:
        """Lay out all rows as "at most": equal ones twice, the second time turned."""
        most = np.concatenate([self.rows, -self.rows[self.equal]])
        self.most, self.room = most, np.concatenate([self.bound, -self.bound[self.equal]])
        self._terms = np.hstack([np.maximum(most, 0), np.maximum(-most, 0)])  # of 1s, and of 0s
        self._largest = np.abs(most).max(axis=1, initial=0)
        self.reals = self.rows.astype(np.float64)
        sizes = np.abs(self.reals).sum(axis=1)
        self.heavy = sizes + np.abs(self.bound).astype(np.float64)

    def narrowed(self, lower: Ints, upper: Ints) -> tuple[Ints, Ints] | None:
        """The box without values that a single row rules out; ``None`` where none is left."""
        while True:
            slack = self.room - self._terms @ np.concatenate([lower, -upper])
            if slack.min(initial=0) < 0:
                return None
            row = (self._largest > slack).nonzero()[0]
            if not len(row):
                return lower, upper
            ruled = (self._terms[row] > slack[row, None]).any(axis=0)
            free, many = upper > lower, len(lower)
            down, up = ruled[:many] & free, ruled[many:] & free
            if (down & up).any():
                return None
            if not (down | up).any():
                return lower, upper
            lower, upper = np.where(up, 1, lower), np.where(down, 0, upper)

    def lawful(self, values: Ints) -> bool:
        """Whether ``values`` keep the problem's own rows."""
        gap = self.rows[: self.own] @ values - self.bound[: self.own]
        broken: Mask = (gap > 0) | (self.equal[: self.own] & (gap != 0))
        return not broken.any()
