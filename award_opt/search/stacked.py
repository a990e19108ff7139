"""Many boxes of one problem as one problem of unlinked blocks, made smaller all at once."""

from __future__ import annotations

import numpy as np

from award_opt.columns import Ints, Mask
from award_opt.program.parts import Problem
from award_opt.program.rows import Rows
from award_opt.search.reduced import Propagation, reduced
from award_opt.search.side_by_side import Asked
from award_opt.stretches import starts, summed

ROUNDS = 4  # of looking at all rows for what they rule out


class Columns:
    """The entries of the rows of a problem by variable."""

    def __init__(self, problem: Problem) -> None:
        rows = problem.rows
        order = np.argsort(rows.column, kind="stable")
        self._row, self._coefficient = rows.owner[order], rows.coefficient[order]
        self._start = starts(np.bincount(rows.column, minlength=problem.size))
        self._held, self._first, self._by = _holds(rows)

    def followed(self, upper: Ints) -> Ints:
        """The upper ends of boxes where what nothing can hold up is down; shape ``(k, size)``."""
        if not len(self._held):
            return upper
        most = np.maximum.reduceat(upper[:, self._by], self._first, axis=1)
        down = upper.T.copy()
        np.minimum.at(down, self._held, most.T)
        return np.ascontiguousarray(down.T)

    def of(self, variables: Ints) -> tuple[Ints, Ints, Ints]:
        """For each entry of these variables their place among them, the row, the coefficient."""
        many = np.diff(self._start)[variables]
        place = np.repeat(np.arange(len(variables)), many)
        entry = np.arange(len(place)) + np.repeat(
            self._start[variables] - (np.cumsum(many) - many), many
        )
        return place, self._row[entry], self._coefficient[entry]


def _holds(rows: Rows) -> tuple[Ints, Ints, Ints]:
    """The variables that rows ``x <= a sum of others`` hold, where each sum starts, the others."""
    entry = np.flatnonzero((rows.bound == 0)[rows.owner])
    owner, column = rows.owner[entry], rows.column[entry]
    sense, coefficient = rows.sense[owner], rows.coefficient[entry]
    held, first, by = [], [0], []
    for side in (1, -1):
        risen = (sense * side >= 0) & (coefficient * side > 0)
        fallen = (sense * side >= 0) & (coefficient * side < 0)
        alone = np.bincount(owner[fallen], minlength=len(rows.bound)) == 1
        many = np.bincount(owner[risen], minlength=len(rows.bound))
        good = alone & (many > 0)
        one = fallen & good[owner]
        held.append(column[one])
        by.append(column[risen & good[owner]])
        first += (first[-1] + np.cumsum(many[good])).tolist()
    return np.concatenate(held), np.array(first[:-1], np.int64), np.concatenate(by)


class Stacked:
    """The smaller problems that boxes of a problem come to, one block for each box.

    Parameters
    ----------
    values
        A vector that most of the boxes differ little from.
    lower, upper
        The boxes; shape ``(k, size)``.
    """

    def __init__(
        self, problem: Problem, columns: Columns, values: Ints, lower: Ints, upper: Ints
    ) -> None:
        self.problem, self.columns, self.many = problem, columns, len(lower)
        upper = np.maximum(columns.followed(upper), lower)
        self.block, self.variable = np.nonzero(lower < upper)
        self.settled = np.where(lower < upper, 0, lower)
        stack, owner, empty = self._stack(values)
        propagation = _Blockwise(stack.rows, owner, self.block, empty)
        whole = reduced(stack, propagation)
        assert whole is not None  # an empty block is marked, and keeps the others
        self.empty, self._whole = propagation.empty, whole
        self.offset = self.settled @ problem.objective
        worth = whole.settled * problem.objective[self.variable]
        np.add.at(self.offset, self.block, worth)
        home = np.zeros(whole.problem.size, np.int64)
        inside = whole.home >= 0
        home[whole.home[inside]] = self.block[inside]
        rows = whole.problem.rows
        filled = np.flatnonzero(np.diff(rows.start))
        of_row = home[rows.column[rows.start[filled]]]
        self._rows = rows.only(filled)
        self._first = starts(np.bincount(home, minlength=self.many))
        self._cut = starts(np.bincount(of_row, minlength=self.many))

    def _stack(self, values: Ints) -> tuple[Problem, Ints, Mask]:
        """All blocks as one problem, the block of each row, and which blocks are empty."""
        rows, m = self.problem.rows, len(self.problem.rows.bound)
        activity = np.tile(rows.activity(values), (self.many, 1))
        other, moved = np.nonzero(self.settled != values)
        place, row, coefficient = self.columns.of(moved)
        step = (self.settled[other, moved] - values[moved])[place] * coefficient
        np.add.at(activity, (other[place], row), step)
        gap = rows.bound - activity
        place, row, coefficient = self.columns.of(self.variable)
        key = self.block[place] * m + row
        used = np.zeros(self.many * m, np.bool_)
        used[key] = True
        broken = np.where(rows.sense == 0, gap != 0, gap * rows.sense > 0)
        empty = np.asarray((broken & ~used.reshape(self.many, m)).any(axis=1))
        chosen, order = np.flatnonzero(used), np.argsort(key, kind="stable")
        stacked = Rows(
            start=starts(np.bincount(key, minlength=len(used))[chosen]),
            column=place[order],
            coefficient=coefficient[order],
            sense=rows.sense[chosen % max(m, 1)],
            bound=gap.ravel()[chosen],
            rule=np.zeros(len(chosen), np.int64),
            group=("",) * len(chosen),
        )
        none = np.zeros(len(self.variable), np.int64)
        objective = self.problem.objective[self.variable]
        owner: Ints = chosen // max(m, 1)
        return Problem(stacked, none, none + 1, objective), owner, empty

    @property
    def sizes(self) -> tuple[Ints, Ints]:
        """How many rows and variables each block has."""
        return np.diff(self._cut), np.diff(self._first)

    def asked(self, blocks: Ints, worth: Ints, unit: int) -> Asked:
        """Some blocks as tables, to be searched for what is worth at least ``worth``."""
        many, rows, (m, n) = len(blocks), self._rows, self.sizes
        m, n = m[blocks], n[blocks]
        table = np.zeros((many, int(m.max(initial=1)), int(n.max(initial=0))), np.int64)
        bound, equal = np.zeros(table.shape[:2], np.int64), np.zeros(table.shape[:2], np.bool_)
        objective = np.zeros((many, table.shape[2]), np.int64)
        sign = np.where(rows.sense > 0, -1, 1)
        for place, block in enumerate(blocks.tolist()):
            cut = slice(int(self._cut[block]), int(self._cut[block + 1]))
            term = slice(int(rows.start[cut.start]), int(rows.start[cut.stop]))
            first, last = int(self._first[block]), int(self._first[block + 1])
            own = np.repeat(np.arange(m[place]), np.diff(rows.start[cut.start : cut.stop + 1]))
            table[place, own, rows.column[term] - first] = rows.coefficient[term] * sign[cut][own]
            bound[place, : m[place]] = rows.bound[cut] * sign[cut]
            equal[place, : m[place]] = rows.sense[cut] == 0
            objective[place, : n[place]] = self._whole.problem.objective[first:last]
        step = np.where(equal, 1, np.maximum(np.gcd.reduce(table, axis=2), 1))
        return Asked(
            rows=table // step[:, :, None],
            bound=bound // step,
            equal=equal,
            objective=objective,
            size=n,
            worth=worth - self.offset[blocks],
            unit=unit,
        )

    def whole(self, block: int, values: Ints) -> Ints:
        """All variables of the problem, given those of a block."""
        every: Ints = self.settled[block].copy()
        mine = slice(*np.searchsorted(self.block, [block, block + 1]).tolist())
        home = self._whole.home[mine]
        local = values[np.maximum(home - self._first[block], 0)] if len(values) else home
        every[self.variable[mine]] = np.where(home >= 0, local, self._whole.settled[mine])
        return every


class _Blockwise(Propagation):
    """What single rows rule out, block by block: an empty block is noted, the others go on."""

    def __init__(self, rows: Rows, owner: Ints, block: Ints, empty: Mask) -> None:
        super().__init__(rows)
        self.empty = empty.copy()
        self._owner, self._block = owner[self._source], block

    def narrowed(self, lower: Ints, upper: Ints) -> tuple[Ints, Ints]:
        row, column, gains = self._row, self._column, self._gains
        lower, upper = lower.copy(), upper.copy()
        for round_ in range(ROUNDS):
            least = self._coefficient * np.where(gains, lower[column], upper[column])
            slack = self._bound - summed(self._start, least)
            self.empty[self._owner[slack < 0]] = True
            ruled = (self._size > slack[row]) & (lower[column] < upper[column])
            ruled &= ~self.empty[self._block[column]]
            if round_ == ROUNDS - 1 or not ruled.any():
                break
            upper[column[ruled & gains]] = 0
            lower[column[ruled & ~gains]] = 1
            crossed = lower > upper
            self.empty[self._block[crossed]] = True
            lower[crossed] = 0
        gone = self.empty[self._block]
        return np.where(gone, 0, lower), np.where(gone, 0, upper)
