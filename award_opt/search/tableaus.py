"""Relaxations of many small problems side by side: the dual simplex method on all tables at once.

Floating-point throughout: hints where an award lies, and multipliers for bounds; no ground for
anything.

References
----------
Lemke (1954), The dual method of solving the linear programming problem; Driebeek (1966), An
algorithm for the solution of mixed integer programming problems (penalties).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from award_opt.columns import Ints, Mask

Floats: TypeAlias = NDArray[np.float64]

RUNNING, OPTIMAL, EMPTY, BEATEN, STALLED = range(5)
STEPS = 1_000  # of one relaxation, after which what it has is made do with
AT_ONCE = 2**14  # terms of tables that are updated at once: what a cache holds
LEAST = 1e-9  # a smaller coefficient is no pivot
KEPT: Final = 1e-7  # a row of largest coefficient 1 is kept up to this
WHOLE: Final = 1e-6


@dataclass(slots=True, eq=False)
class Tableaus:
    """The tables of ``k`` relaxations ``max c x`` of ``m`` rows over ``n`` variables, in slots.

    Variables ``0..n-1`` are the problem's own, ``n..n+m-1`` the room in its rows. ``inside[i]`` is
    the variable of row ``i``; it is worth ``value[i]``, falls by ``table[i, j]`` for each unit of
    variable ``outside[j]``, and lies between ``floor[i]`` and ``ceiling[i]``. The variables outside
    are held at ``held[j]``, which is ``low[j]`` or ``high[j]``. The last row of the table is minus
    what the objective, now ``worth``, gains by each of them; never has it the wrong sign.
    """

    table: Floats
    value: Floats
    held: Floats
    low: Floats
    high: Floats
    floor: Floats
    ceiling: Floats
    outside: Ints
    inside: Ints
    weight: Floats
    worth: Floats

    @classmethod
    def of(
        cls, coefficient: Floats, bound: Floats, equal: Mask, objective: Floats, free: Mask
    ) -> Tableaus:
        """The tables of problems ``coefficient x <= bound`` (or ``=``), before any step.

        Shapes ``(k, m, n)``, ``(k, m)``, ``(k, m)``, ``(k, n)`` and ``(k, n)``.
        """
        k, m, n = coefficient.shape
        held = ((objective > 0) & free).astype(np.float64)
        return cls(
            table=np.concatenate([coefficient, -objective[:, None, :]], axis=1),
            value=bound - (coefficient * held[:, None, :]).sum(axis=2),
            held=held,
            low=np.zeros((k, n)),
            high=free.astype(np.float64),
            floor=np.zeros((k, m)),
            ceiling=np.where(equal, 0.0, np.inf),
            outside=np.tile(np.arange(n), (k, 1)),
            inside=np.tile(np.arange(n, n + m), (k, 1)),
            weight=np.ones((k, m)),
            worth=(objective * held).sum(axis=1),
        )

    def _arrays(self) -> Iterator[NDArray[np.float64] | Ints]:
        return (getattr(self, each.name) for each in fields(self))

    def only(self, slots: Ints) -> Tableaus:
        """Copies of some slots, in this order."""
        return Tableaus(*(array[slots] for array in self._arrays()))  # type: ignore[arg-type]

    def put(self, slots: Ints, others: Tableaus, places: Sequence[int] | None = None) -> None:
        """Fill some slots anew, from all slots of others or from those at ``places``."""
        for array, other in zip(self._arrays(), others._arrays(), strict=True):
            array[slots] = other if places is None else other[places]

    # --- one step

    def step(self, run: Mask, least: Floats) -> tuple[Ints, Ints]:
        """One step in each slot of ``run``: what became of it, and the row that decided.

        ``EMPTY`` where that row cannot be kept, ``BEATEN`` where the objective is below ``least``.
        """
        state, (row, short, rises) = np.full(len(run), RUNNING), self._broken()
        state[short <= KEPT] = OPTIMAL
        column = self._entering(row, rises)
        state[(state == RUNNING) & (column < 0)] = EMPTY
        slots = np.flatnonzero(run & (state == RUNNING))
        if len(slots):
            self._pivot(slots, row[slots], column[slots], rises[slots])
        state[(state == RUNNING) & (self.worth < least)] = BEATEN
        return state, row

    def _broken(self) -> tuple[Ints, Floats, Mask]:
        """In each slot the row that is broken most, by how much, and whether it must rise."""
        below, above = self.floor - self.value, self.value - self.ceiling
        short = np.maximum(below, above)
        steep = np.where(short > KEPT, short * short / self.weight, short - 1.0)
        row, every = steep.argmax(axis=1), np.arange(len(short))
        return row, short[every, row], below[every, row] >= above[every, row]

    def _entering(self, row: Ints, rises: Mask) -> Ints:
        """The column that mends the row at the least cost; -1 where none does."""
        line = self.table[np.arange(len(row)), row]
        eases = line * np.where(self.held == self.low, 1.0, -1.0)
        eases *= np.where(rises, -1.0, 1.0)[:, None]
        can = (eases > LEAST) & (self.high > self.low)
        cost = np.abs(self.table[:, -1])
        ratio = np.where(can, cost / np.where(can, eases, 1.0), np.inf)
        best = ratio.min(axis=1)
        near = ratio <= (best * (1 + 1e-9) + 1e-12)[:, None]
        column = np.where(near & can, eases, 0.0).argmax(axis=1)
        return np.where(np.isfinite(best), column, -1)

    def _pivot(self, slots: Ints, row: Ints, column: Ints, rises: Mask) -> None:
        """Swap the variable of a row for that of a column, in some slots."""
        line = self.table[slots, row]
        pivot = line[np.arange(len(slots)), column]
        line /= pivot[:, None]
        edge = np.where(rises, self.floor[slots, row], self.ceiling[slots, row])
        move = (self.value[slots, row] - edge) / pivot
        down = self.table[slots, :, column]
        share = (down[:, :-1] / pivot[:, None]) ** 2
        own = self.weight[slots, row]
        self.weight[slots] = np.maximum(self.weight[slots], share * own[:, None])
        self.weight[slots, row] = np.maximum(own / pivot**2, 1.0)
        self.worth[slots] -= down[:, -1] * move
        self.value[slots] -= down[:, :-1] * move[:, None]
        self.value[slots, row] = self.held[slots, column] + move
        self.held[slots, column] = edge
        self._update(slots, down, line)
        self.table[slots, :, column] = down / -pivot[:, None]
        self.table[slots, row] = line
        self.table[slots, row, column] = 1 / pivot
        for out, inn in (
            (self.low, self.floor),
            (self.high, self.ceiling),
            (self.outside, self.inside),
        ):
            out[slots, column], inn[slots, row] = inn[slots, row], out[slots, column]

    def _update(self, slots: Ints, down: Floats, line: Floats) -> None:
        if 4 * len(slots) < len(self.table):
            self.table[slots] -= down[:, :, None] * line[:, None, :]
            return
        every_down, every_line = np.zeros(self.table.shape[:2]), np.zeros(self.held.shape)
        every_down[slots], every_line[slots] = down, line
        step = max(1, AT_ONCE // self.table[0].size)
        for first in range(0, len(self.table), step):
            these = slice(first, first + step)
            self.table[these] -= every_down[these, :, None] * every_line[these, None, :]

    # --- what is read off

    def _of_all(self, slots: Ints, outside: Floats, inside: Floats) -> Floats:
        """Numbers of the variables outside and inside, in the order of the variables."""
        k, n = outside.shape
        every = np.empty((k, n + inside.shape[1]))
        np.put_along_axis(every, self.outside[slots], outside, axis=1)
        np.put_along_axis(every, self.inside[slots], inside, axis=1)
        return every

    @property
    def _own(self) -> int:
        return int(self.held.shape[1])

    def values(self, slots: Ints) -> Floats:
        """The values of the problems' own variables; shape ``(k, n)``."""
        return self._of_all(slots, self.held[slots], self.value[slots])[:, : self._own]

    def box(self, slots: Ints) -> tuple[Ints, Ints]:
        """What is left of the box of these; two of shape ``(k, n)``."""
        low = self._of_all(slots, self.low[slots], self.floor[slots])
        high = self._of_all(slots, self.high[slots], np.minimum(self.ceiling[slots], 1.0))
        return low[:, : self._own].astype(np.int64), high[:, : self._own].astype(np.int64)

    def duals(self, slots: Ints) -> Floats:
        """The multipliers of the rows; shape ``(k, m)``."""
        none = np.zeros((len(slots), self.value.shape[1]))
        return self._of_all(slots, self.table[slots, -1], none)[:, self._own :]

    def rays(self, slots: Ints, row: Ints) -> Floats:
        """Multipliers of the sum of rows that shows that a row of each table cannot be kept.

        Scaled so that what they prove is short by 1.
        """
        below = self.floor[slots, row] - self.value[slots, row]
        above = self.value[slots, row] - self.ceiling[slots, row]
        own = np.zeros((len(slots), self.value.shape[1]))
        own[np.arange(len(slots)), row] = 1.0
        sums = self._of_all(slots, self.table[slots, row], own)[:, self._own :]
        sign = np.where(below >= above, 1.0, -1.0)
        return sums * (sign / np.maximum(below, above))[:, None]

    def fix(self, slots: Ints, alike: Mask, value: Ints) -> None:
        """Hold variables outside at ``value`` where ``alike`` says so and they have it already."""
        outside, held = self.outside[slots], self.held[slots]
        own = outside < self._own
        place = np.where(own, outside, 0)
        wanted = np.take_along_axis(value, place, axis=1)
        same = own & np.take_along_axis(alike, place, axis=1) & (wanted == held)
        self.low[slots] = np.where(same, held, self.low[slots])
        self.high[slots] = np.where(same, held, self.high[slots])

    def doubtful(self, slots: Ints, room: Floats) -> tuple[Ints, Mask]:
        """The row to branch on in each slot (-1: none), and whether 1 is the likelier value.

        By what the first step on either side costs at least, of which more than ``room`` is no
        better than ``room``.
        """
        value = self.value[slots]
        part = (self.inside[slots] < self._own) & (np.abs(value - np.rint(value)) > WHOLE)
        at, row = np.nonzero(part)
        slot, share = slots[at], value[at, row]
        line = self.table[slot, row] * np.where(self.held == self.low, 1.0, -1.0)[slot]
        size = np.abs(line)
        can = (size > LEAST) & (self.high > self.low)[slot]
        ratio = np.abs(self.table[slot, -1]) / np.where(can, size, 1.0)
        most = np.maximum(room, 1.0)[at]
        down, up = (
            np.minimum(
                np.minimum(np.where(can & side, ratio, np.inf).min(axis=1), 1e18) * way, most
            )
            for side, way in ((line > 0, share), (line < 0, 1 - share))
        )
        score, likely = np.full(part.shape, -1.0), np.zeros(part.shape, np.bool_)
        score[at, row], likely[at, row] = (down + 1e-3) * (up + 1e-3), up < down
        chosen, every = score.argmax(axis=1), np.arange(len(slots))
        return np.where(part.any(axis=1), chosen, -1), likely[every, chosen]

    def settle(self, slots: Ints, row: Ints, value: Mask) -> None:
        """Leave the variable of one row of each table only this value."""
        self.floor[slots, row] = self.ceiling[slots, row] = value
