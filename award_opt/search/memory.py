"""What earlier, similar programs leave behind: awards, multipliers, relaxations, solved parts.

Awards are tried, multipliers are turned into bounds in integers, and a part is answered from memory
only where all its rows, goals and orders are the same: the outcome is exact, whatever is remembered
of other programs.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from award_opt.columns import Ints
from award_opt.engines import Clock
from award_opt.engines.relaxation import Relaxation
from award_opt.program.parts import Part, Problem, Split
from award_opt.program.program import Program
from award_opt.program.rows import Rows
from award_opt.search.bounds import DualBound
from award_opt.search.reduced import Reduced, reduced

Key = TypeVar("Key")
Value = TypeVar("Value")

SOLVED = 4096  # solved parts that a memory holds
SHAPES = 128  # sets of rows that it holds a relaxation of


@dataclass(frozen=True, slots=True)
class Solved:
    """The proven award of a part, and its bids that tie; as variables of the part."""

    values: Ints
    tied: tuple[int, ...]


@dataclass(slots=True)
class Remembered:
    """What is known of a part's rows, whatever the goals were."""

    award: Ints | None = None
    duals: NDArray[np.float64] | None = None
    _view: tuple[Reduced | None] | None = None
    _relaxation: Relaxation | None = None

    def view(self, problem: Problem) -> Reduced | None:
        """The problem without what its rows settle; ``None`` where they leave no award."""
        if self._view is None:
            self._view = (reduced(problem),)
        return self._view[0]

    def bound(self, problem: Problem) -> DualBound | None:
        """What the last multipliers prove about another objective."""
        if self.duals is None or len(self.duals) != len(problem.rows.bound):
            return None
        return DualBound.of(problem, self.duals)

    def relaxation(self, problem: Problem, clock: Clock) -> Relaxation:
        """The relaxation of these rows, warm from the last objective."""
        if self._relaxation is None:
            self._relaxation = Relaxation(problem, clock)
        self._relaxation.clock = clock
        return self._relaxation


class Memory:
    """What a series of similar programs leaves behind for the next one; for one thread at a time.

    The least recently used parts are forgotten first.
    """

    def __init__(self) -> None:
        self._split: tuple[Rows, Split] | None = None
        self._solved: OrderedDict[bytes, Solved] = OrderedDict()
        self._shapes: OrderedDict[tuple[bytes, int], Remembered] = OrderedDict()

    def split(self, program: Program) -> Split:
        """The parts of a program, as those of the last one where the rows are the same."""
        rows = program.rows
        if self._split is not None and len(self._split[1].part) == program.size:
            before, split = self._split
            if before is rows or all(map(np.array_equal, _arrays(before), _arrays(rows))):
                return split
        split = Split(rows, program.size)
        self._split = (rows, split)
        return split

    def shapes(self, parts: Iterable[Part]) -> list[bytes]:
        """For each part a digest of its rows."""
        return [_shape(part) for part in parts]

    def remembered(self, shapes: Iterable[bytes]) -> list[Remembered]:
        """What is known of each of these rows; twins among them have memories of their own."""
        seen: dict[bytes, int] = {}
        found = []
        for shape in shapes:
            seen[shape] = seen.get(shape, -1) + 1
            key = (shape, seen[shape])
            found.append(_kept(self._shapes, key, self._shapes.get(key) or Remembered(), SHAPES))
        return found

    def recall(self, key: bytes) -> Solved | None:
        """The award of exactly this part, if it was proven before."""
        solved = self._solved.get(key)
        return None if solved is None else _kept(self._solved, key, solved, SOLVED)

    def learn(self, key: bytes, values: Ints, tied: Iterable[int]) -> None:
        """Keep the proven award of a part."""
        held = values.copy()
        held.setflags(write=False)
        _kept(self._solved, key, Solved(held, tuple(tied)), SOLVED)


def question(shape: bytes, goals: Iterable[Ints], orders: Iterable[list[int]]) -> bytes:
    """A digest of all that a part's award depends on: its rows, goals and orders."""
    digest = sha256(shape)
    for goal in goals:
        digest.update(goal.tobytes())
    for order in orders:
        digest.update(b"order")
        digest.update(np.array(order, np.int64).tobytes())
    return digest.digest()


def _shape(part: Part) -> bytes:
    problem, known = part.problem, part.indicators
    digest = sha256(str(problem.size).encode())
    arrays = (*_arrays(problem.rows), known.column, known.start, known.term, known.threshold)
    for array in arrays:
        digest.update(str(len(array)).encode())
        digest.update(np.ascontiguousarray(array, np.int64).tobytes())
    return digest.digest()


def _arrays(rows: Rows) -> tuple[Ints, ...]:
    return rows.start, rows.column, rows.coefficient, rows.sense, rows.bound


def _kept(held: OrderedDict[Key, Value], key: Key, value: Value, most: int) -> Value:
    held[key] = value
    held.move_to_end(key)
    while len(held) > most:
        held.popitem(last=False)
    return value
