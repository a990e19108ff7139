"""Branching on the relaxation of a small problem, every branch refuted in integers.

No solver's word is taken: a box is left only where a sum of rows shows that nothing good enough
lies in it, or where no variable is open any more. So what is found needs no second opinion.

References
----------
Applegate, Bixby, Chvatal and Cook (1995), Finding cuts in the TSP (strong branching).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from award_opt.columns import Ints
from award_opt.engines import Clock, Effort
from award_opt.engines.relaxation import Relaxation
from award_opt.program.parts import Problem
from award_opt.search.bounds import SAFE

LARGEST = 40_000  # variables times rows: the table of a problem that is branched on
BOXES = 150  # boxes looked into before an engine is asked instead
TWINS = 60  # of which so many may be spent on whether another award is worth as much
TRIED = 8  # variables that are tried on both sides before one is branched on
FINE = 2**40
WHOLE = 1e-6


@dataclass(frozen=True, slots=True)
class Branched:
    """The best vector worth enough, if one was found beside the known one.

    ``proven`` where no better one exists; ``alone`` where none is worth as much either.
    """

    values: Ints | None
    proven: bool
    alone: bool
    effort: Effort


def fits(problem: Problem) -> bool:
    """Whether a problem is small enough to branch on."""
    return problem.size * len(problem.rows.bound) <= LARGEST


def branched(
    problem: Problem,
    worth: int | None,
    clock: Clock,
    known: Ints | None = None,
    boxes: int = BOXES,
) -> Branched:
    """The best vector worth at least ``worth`` (``None``: any).

    Parameters
    ----------
    known
        A lawful vector of that worth: then one that is worth more is asked for, and whether
        another one is worth as much.
    boxes
        How many boxes are looked into at most.
    """
    tree = _Tree(problem, worth, clock, known, boxes)
    proven = tree.searched()
    effort = Effort(0, tree.boxes, tree.relaxation.effort.iterations)
    alone = proven and tree.known is not None and not tree.twin
    return Branched(tree.best, proven, alone, effort)


class Tight:
    """The rows of a small problem as a table, to narrow boxes by what each row still allows."""

    def __init__(self, problem: Problem) -> None:
        rows = problem.rows
        self.table = np.zeros((len(rows.bound), problem.size), np.int64)
        self.table[rows.owner, rows.column] = rows.coefficient
        at_most, at_least = rows.sense <= 0, rows.sense >= 0
        most = np.concatenate([self.table[at_most], -self.table[at_least]])
        self._gains, self._eases = np.maximum(most, 0), np.minimum(most, 0)
        self._largest = np.abs(most).max(axis=1, initial=0)
        self._bound = np.concatenate([rows.bound[at_most], -rows.bound[at_least]])

    def narrowed(self, lower: Ints, upper: Ints) -> tuple[Ints, Ints] | None:
        """The box without values that a single row rules out; ``None`` where none is left."""
        while True:
            slack = self._bound - (self._gains @ lower + self._eases @ upper)
            if slack.min(initial=0) < 0:
                return None
            row = np.flatnonzero(self._largest > slack)
            if not len(row):
                return lower, upper
            room, free = slack[row, None], upper > lower
            down = (self._gains[row] > room).any(axis=0) & free
            up = (-self._eases[row] > room).any(axis=0) & free
            if (down & up).any():
                return None
            if not (down | up).any():
                return lower, upper
            lower, upper = np.where(up, 1, lower), np.where(down, 0, upper)


@dataclass(frozen=True, slots=True)
class _Box:
    """A box; once looked into, with its exact bound and what the relaxation hints at."""

    lower: Ints
    upper: Ints
    bound: int | None = None
    hints: NDArray[np.float64] | None = None

    def half(self, variable: int, value: int) -> _Box:
        """The half with a variable at a value."""
        lower, upper = self.lower.copy(), self.upper.copy()
        lower[variable] = upper[variable] = value
        return _Box(lower, upper)


class _Tree:
    def __init__(
        self, problem: Problem, worth: int | None, clock: Clock, known: Ints | None, most: int
    ) -> None:
        self.problem, self.worth, self.clock = problem, worth, clock
        self.known, self.twin, self.most = known, False, most
        self.beside = known is not None  # others that are worth as much matter too
        self.tight = Tight(problem)
        self.relaxation = Relaxation(problem, clock)
        self.best: Ints | None = None
        self.boxes = 0
        self.unit = int(np.gcd.reduce(problem.objective)) or 1
        self._goal = float(np.abs(problem.objective).astype(np.float64).sum())
        rows = problem.rows
        table = np.abs(self.tight.table).astype(np.float64)
        self._heavy = table.sum(axis=1) + np.abs(rows.bound).astype(np.float64)
        self._used = (self.tight.table != 0).sum(axis=0)
        self._least = np.where(rows.sense < 0, 0.0, -np.inf)
        self._most = np.where(rows.sense > 0, 0.0, np.inf)

    def searched(self) -> bool:
        """Look into boxes until none is left; whether that came to an end."""
        pending = [_Box(self.problem.lower, self.problem.upper)]
        while pending:
            if self.boxes >= self.most or self.clock.over():
                return False
            if self.boxes >= TWINS and self.known is not None:
                self._beyond()
            box: _Box | None = pending.pop()
            assert box is not None
            if box.bound is None:
                box = self._looked(box)
            elif self._hopeless(box.bound):
                box = None
            if box is not None:
                pending += self._halves(box)
        return True

    def _beyond(self) -> None:
        """From here on only what is worth more than the known vector counts."""
        self.known, self.twin = None, True
        if self.worth is not None:
            self.worth += self.unit

    def _hopeless(self, bound: int) -> bool:
        return self.worth is not None and bound // self.unit * self.unit < self.worth

    def _looked(self, box: _Box) -> _Box | None:
        """The box as its relaxation narrows it; ``None`` where it is done with."""
        self.boxes += 1
        found = self._narrowed(box.lower, box.upper)
        if found is None:
            return None
        hints = self.relaxation.solve(lower=found.lower, upper=found.upper)
        if hints is None:
            return None if self._empty(found) else found
        self._offer(np.rint(hints.values).astype(np.int64))
        total, reduced, scale = self._bound(hints.duals, self.problem.objective, found)
        bound = total // scale
        if self._hopeless(bound):
            return None
        if self.worth is not None:
            settled = ((total - np.abs(reduced)) // scale < self.worth) & (
                found.lower < found.upper
            )
            up, down = settled & (reduced > 0), settled & (reduced < 0)
            if (up | down).any():
                lower, upper = np.where(up, 1, found.lower), np.where(down, 0, found.upper)
                found = self._narrowed(lower, upper)
                if found is None:
                    return None
        return _Box(found.lower, found.upper, bound, hints.values)

    def _narrowed(self, lower: Ints, upper: Ints) -> _Box | None:
        """The box as rows narrow it; ``None`` where nothing, or one known vector, is left."""
        narrow = self.tight.narrowed(lower, upper)
        if narrow is None:
            return None
        if (narrow[0] == narrow[1]).all():
            self._offer(narrow[0])
            return None
        return _Box(*narrow)

    def _halves(self, box: _Box) -> list[_Box]:
        """The boxes that a box falls into, the likelier one last; none where it is done with."""
        while True:
            chosen: tuple[int, list[_Box]] | None = None
            only: _Box | None = None
            for variable in self._doubtful(box):
                halves = [self._looked(box.half(variable, value)) for value in (0, 1)]
                kept = [half for half in halves if half is not None]
                if not kept:
                    return []
                if len(kept) == 1:
                    only = kept[0]
                    break
                chosen = self._better(chosen, box, kept)
            if only is None:
                return self._in_two(box) if chosen is None else chosen[1]
            if only.bound is None or self.boxes >= self.most:
                return [only]
            box = only

    def _doubtful(self, box: _Box) -> Iterator[int]:
        """The variables to be tried on both sides, the most doubtful first."""
        if box.hints is None or self.worth is None:
            return
        doubt = np.minimum(box.hints, 1 - box.hints)
        free = np.flatnonzero((box.lower < box.upper) & (doubt > WHOLE))
        order = np.argsort(-doubt[free] * self._used[free], kind="stable")
        yield from free[order][:TRIED].tolist()

    @staticmethod
    def _better(
        chosen: tuple[int, list[_Box]] | None, box: _Box, halves: list[_Box]
    ) -> tuple[int, list[_Box]]:
        """The halves that lose more of the bound, on both sides."""
        losses = [
            0 if b.bound is None or box.bound is None else box.bound - b.bound for b in halves
        ]
        gain = (losses[0] + 1) * (losses[1] + 1)
        if chosen is not None and chosen[0] >= gain:
            return chosen
        return gain, halves if losses[0] >= losses[1] else halves[::-1]

    @staticmethod
    def _in_two(box: _Box) -> list[_Box]:
        """The box cut at the variable that the relaxation would rather have, but not wholly has."""
        free = np.flatnonzero(box.lower < box.upper)
        held = np.full(len(free), 0.5) if box.hints is None else box.hints[free]
        at = int(np.where(held < 1 - WHOLE, held, -1.0).argmax())
        variable, likely = int(free[at]), int(held[at] > WHOLE)
        return [box.half(variable, 1 - likely), box.half(variable, likely)]

    def _offer(self, values: Ints) -> None:
        worth = self.problem.value(values)
        if (self.worth is not None and worth < self.worth) or not self._lawful(values):
            return
        if not self.beside:
            self.best, self.worth = values, worth + self.unit
        elif self.known is None or worth > self.problem.value(self.known):
            self.best = self.known = values
            self.worth, self.twin = worth, False
        elif not np.array_equal(values, self.known):
            self._beyond()

    def _lawful(self, values: Ints) -> bool:
        inside = ((values >= self.problem.lower) & (values <= self.problem.upper)).all()
        return bool(inside) and self.tight.narrowed(values, values) is not None

    def _empty(self, box: _Box) -> bool:
        """Whether a sum of rows that the solver suggests shows that nothing lies in the box."""
        ray, nothing = self.relaxation.ray(), np.zeros(self.problem.size, np.int64)
        if ray is None or not np.isfinite(ray).all():
            return False
        largest = float(np.abs(ray).max(initial=0.0)) or 1.0
        sides = (ray / largest, -ray / largest)
        return any(self._bound(side, nothing, box)[0] < 0 for side in sides)

    def _bound(
        self, duals: NDArray[np.float64], objective: Ints, box: _Box
    ) -> tuple[int, Ints, int]:
        """The exact bound of a box times its scale, the reduced objective, and the scale."""
        wanted = np.clip(np.where(np.isfinite(duals), duals, 0.0), self._least, self._most)
        size, room = float((np.abs(wanted) * self._heavy).sum()) + self._goal + 1, SAFE / 8
        if size >= room:
            wanted, size = np.zeros(len(wanted)), self._goal + 1
        scale = min(FINE, 2 ** max(0, int(np.floor(np.log2(room / size)))))
        multiplier = np.rint(wanted * scale).astype(np.int64)
        reduced = objective * scale - multiplier @ self.tight.table
        best = int(np.maximum(reduced * box.lower, reduced * box.upper).sum())
        return best + int(multiplier @ self.problem.rows.bound), reduced, scale
