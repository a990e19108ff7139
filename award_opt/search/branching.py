"""Branching on the relaxation of a small problem, every branch refuted in integers.

No solver's word is taken: a box is left only where a sum of rows shows that nothing good enough
lies in it, or where all that lies in it was listed. So what is found needs no second opinion.

References
----------
Land and Doig (1960), An automatic method of solving discrete programming problems; Padberg and
Rinaldi (1991), A branch-and-cut algorithm (cuts at the root, bounds and fixing in the tree).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from award_opt.columns import Ints, Mask
from award_opt.engines import Clock, Effort
from award_opt.engines.relaxation import Relaxation
from award_opt.program.parts import Problem
from award_opt.rules._base import AT_MOST
from award_opt.search.bounds import SAFE
from award_opt.search.cuts import Vertex, separated, single_rows
from award_opt.search.listing import Sum, listed
from award_opt.search.penalties import Penalties, penalties
from award_opt.search.table import Table

LARGEST = 40_000  # variables times rows: the table of a problem that is branched on
BOXES = 100  # boxes looked into before an engine is asked instead
TWINS = 50  # of which so many may be spent on whether another award is worth as much
EARLY = 20  # boxes after which a tree may be given up; not once twins are left aside
EACH = 8  # boxes that an open one takes: where fewer are left for each, no end is near
FINE = 2**40
WHOLE = 1e-6
DOUBTS = 24  # variables whose rows of the tableau are tried for cuts
WEIGHED = 8  # variables in doubt whose penalties are worked out
ROUNDS = 3  # of cuts before branching
SLOW = 8  # the last round: where one took less than an eighth off what is left
LISTABLE = 28  # open variables of a box up to which all its vectors may be listed
FEW = 12  # and up to which no relaxation is asked first
FEWER = 3  # where a list grew too long, the next box must have so many less
MANY = 2  # sums of rows that a box keeps from those that it lies in


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
    tree = Tree(problem, worth, clock, known, boxes)
    proven = tree.searched()
    effort = Effort(0, tree.boxes, tree.relaxation.effort.iterations)
    alone = proven and tree.known is not None and not tree.twin
    return Branched(tree.best, proven, alone, effort)


@dataclass(frozen=True, slots=True)
class Branch:
    """A box; once looked into, with its exact bound and what the relaxation hints at."""

    lower: Ints
    upper: Ints
    bound: int | None = None
    hints: NDArray[np.float64] | None = None
    sums: tuple[Sum, ...] = ()
    duals: NDArray[np.float64] | None = None
    doubtful: int | None = None  # the variable to halve it at

    @property
    def free(self) -> Mask:
        """Which variables are open."""
        undecided: Mask = self.lower < self.upper
        return undecided

    def hope(self) -> float:
        """The bound, as far as it is known."""
        return np.inf if self.bound is None else float(self.bound)

    def half(self, variable: int, value: int) -> Branch:
        """The half with a variable at a value."""
        lower, upper = self.lower.copy(), self.upper.copy()
        lower[variable] = upper[variable] = value
        return Branch(lower, upper, sums=self.sums)


class Tree:
    """The search of one problem for its best vector; see ``branched`` for the parameters."""

    def __init__(
        self, problem: Problem, worth: int | None, clock: Clock, known: Ints | None, most: int
    ) -> None:
        self.problem, self.worth, self.clock = problem, worth, clock
        self.known, self.twin, self.most = known, False, most
        self.beside = known is not None  # others that are worth as much matter too
        self.table = Table(problem)
        self.relaxation = Relaxation(problem, clock)
        self.best: Ints | None = None
        self.boxes = 0
        self.unit = problem.unit
        self._goal = float(np.abs(problem.objective).astype(np.float64).sum())
        self._used = (self.table.rows != 0).sum(axis=0)
        self._listable = LISTABLE
        ones = bool((np.abs(self.table.rows) <= 1).all())
        self._rounds = 0 if ones else ROUNDS  # sums of ones leave little to round off

    def searched(self) -> bool:
        """Find the best; whether that came to an end."""
        root = self._rooted(Branch(self.problem.lower, self.problem.upper))
        root = None if root is None else self._weighed(root)
        if root is not None:
            self._tidy()
        pending = [] if root is None else [root]
        while pending:
            if self.boxes >= self.most or self.clock.over() or self._wide(pending):
                return False
            if self.boxes >= TWINS and self.known is not None:
                self._beyond()
            last = pending.pop()
            box = self._searched(last) if last.bound is None else last
            if box is not None and not self._hopeless(box.bound):
                pending += self._halves(box)
        return True

    def _wide(self, pending: Sequence[Branch]) -> bool:
        """Whether too many boxes are open for those that may still be looked into."""
        still = sum(box.bound is not None and not self._hopeless(box.bound) for box in pending)
        return EARLY <= self.boxes < TWINS and still * EACH > self.most - self.boxes

    def _beyond(self) -> None:
        """From here on only what is worth more than the known vector counts."""
        self.known, self.twin = None, True
        if self.worth is not None:
            self.worth += self.unit

    def _hopeless(self, bound: int | None) -> bool:
        worth, unit = self.worth, self.unit
        return worth is not None and bound is not None and bound // unit * unit < worth

    def _rooted(self, box: Branch) -> Branch | None:
        """The first box, after rounds of cuts; ``None`` where it is done with."""
        found = self._looked(box)
        for _ in range(self._rounds):
            if found is None or found.bound is None or found.hints is None:
                return found
            if self._hopeless(found.bound):
                return None
            before = found.bound
            if self.boxes >= self.most or not self._cut(found):
                return found
            found = self._looked(replace(found, sums=found.sums[:1]))
            if self.worth is None or found is None or found.bound is None:
                continue
            if (before - found.bound) * SLOW < before - self.worth:
                return found
        return found

    def _cut(self, box: Branch) -> bool:
        """Add cuts that the last vertex of the relaxation breaks; whether there were any."""
        assert box.hints is not None
        doubt = np.where(box.free, np.minimum(box.hints, 1 - box.hints), 0.0)
        most = np.argsort(-doubt, kind="stable")[:DOUBTS]
        vertex = Vertex(box.hints, box.lower, box.upper)
        _, tableau = self.relaxation.tableau(most[doubt[most] > WHOLE])
        sums = np.vstack([tableau * self.table.side, single_rows(self.table, vertex)])
        if not len(sums):
            return False
        rows, bounds = separated(self.table, sums, vertex)
        for row, bound in zip(rows, bounds.tolist(), strict=True):
            used = np.flatnonzero(row)
            self.relaxation.also(used, row[used], AT_MOST, bound)
        if len(rows):
            self.table.also(rows, bounds)
        return bool(len(rows))

    def _tidy(self) -> None:
        """Drop the cuts that do not bind at the last vertex."""
        kept = self.relaxation.binding()
        kept[: self.table.own] = True
        if len(kept) == len(self.table.bound) and not kept.all():
            self.relaxation.drop(np.flatnonzero(~kept))
            self.table.only(kept)

    def _looked(self, box: Branch) -> Branch | None:
        """The box as its relaxation narrows it; ``None`` where it is done with."""
        self.boxes += 1
        found = self._narrowed(box)
        if found is None or self._listed(found, FEW):
            return None
        hints = self.relaxation.solve(lower=found.lower, upper=found.upper)
        if hints is None:
            return None if self._empty(found) else replace(found, hints=None, duals=None)
        self._offer(np.rint(hints.values).astype(np.int64))
        duals = np.where(np.isfinite(hints.duals), hints.duals, 0.0) * self.table.side
        bounding = self._sum(duals, self.problem.objective)
        total = bounding.total(found.lower, found.upper)
        bound = total // bounding.scale
        if self._hopeless(bound):
            return None
        sums = (*found.sums[:MANY], bounding)
        vertex = replace(found, bound=bound, hints=hints.values, sums=sums, duals=duals)
        seen = self._settled(vertex, total)
        return None if seen is None or self._listed(seen, self._listable) else seen

    def _searched(self, box: Branch) -> Branch | None:
        """The box after a look and what its doubtful variables tell; ``None`` where it is done."""
        found = self._looked(box)
        return None if found is None else self._weighed(found)

    def _weighed(self, box: Branch) -> Branch | None:
        """The box and where to halve it, once no doubtful variable is known to be settled."""
        found: Branch | None = box
        while found is not None and found.hints is not None and self.worth is not None:
            weighed = self._penalties(found)
            if weighed is None:
                break
            room = self._room(found)
            ruled = self._ruled(found, weighed.beyond(room))
            if not ruled or self.boxes >= self.most:
                return replace(found, doubtful=weighed.widest(room, self._used))
            for variable, value in ruled:
                if found.lower[variable] == found.upper[variable]:
                    return None
                found = found.half(variable, 1 - value)
            found = self._looked(found)
        return found

    def _penalties(self, box: Branch) -> Penalties | None:
        """What rounding costs at the vertex of a box, where some variable is in doubt."""
        assert box.hints is not None
        assert box.duals is not None
        doubt = np.where(box.free, np.minimum(box.hints, 1 - box.hints), 0.0)
        most = np.argsort(-doubt * self._used, kind="stable")[:WEIGHED]
        variables, rows = self.relaxation.tableau(most[doubt[most] > WHOLE])
        if not len(variables):
            return None
        tableau = variables, rows * self.table.side
        last = box.sums[-1]
        costs = np.abs(last.reduced) / last.scale, np.abs(box.duals)
        return penalties(self.table, tableau, box.hints, box.free, costs, self._room(box))

    def _room(self, box: Branch) -> float:
        """How far the bound of a box is above what is asked for."""
        assert box.bound is not None
        assert self.worth is not None
        return float(box.bound - self.worth + 1)

    def _ruled(
        self, box: Branch, doubts: Sequence[tuple[int, int, NDArray[np.float64]]]
    ) -> list[tuple[int, int]]:
        """Those variables and values of which a sum of rows shows that nothing good has them."""
        ruled = []
        for variable, value, sums in doubts:
            half, bounding = box.half(variable, value), self._sum(sums, self.problem.objective)
            if self._hopeless(bounding.total(half.lower, half.upper) // bounding.scale):
                ruled.append((variable, value))
        return ruled

    def _settled(self, box: Branch, total: int) -> Branch | None:
        """The box without what its last sum of rows rules out; ``None`` where nothing is left."""
        if self.worth is None:
            return box
        reduced, scale = box.sums[-1].reduced, box.sums[-1].scale
        settled = ((total - np.abs(reduced)) // scale < self.worth) & box.free
        up, down = settled & (reduced > 0), settled & (reduced < 0)
        if not (up | down).any():
            return box
        lower, upper = np.where(up, 1, box.lower), np.where(down, 0, box.upper)
        return self._narrowed(replace(box, lower=lower, upper=upper))

    def _narrowed(self, box: Branch) -> Branch | None:
        """The box as rows narrow it; ``None`` where nothing, or a single vector, is left."""
        narrow = self.table.narrowed(box.lower, box.upper)
        if narrow is None:
            return None
        if (narrow[0] == narrow[1]).all():
            self._offer(narrow[0])
            return None
        return replace(box, lower=narrow[0], upper=narrow[1])

    def _listed(self, box: Branch, most: int) -> bool:
        """Whether all vectors of a box were listed; those worth enough are offered."""
        many = int(box.free.sum())
        if self.worth is None or many > most:
            return False
        within = (box.lower, box.upper)
        vectors = listed(self.table, within, self.problem.objective, self.worth, box.sums)
        if vectors is None:
            self._listable = min(self._listable, many - FEWER)
            return False
        for values in vectors:
            if self.problem.value(values) < self.worth:
                break
            self._offer(values)
        return True

    def _halves(self, box: Branch) -> list[Branch]:
        """The boxes that a box falls into, the likelier one last; none where it is done with."""
        while True:
            variable = self._doubtful(box)
            if variable is None:
                return self._in_two(box)
            halves = [self._searched(box.half(variable, value)) for value in (0, 1)]
            kept = [half for half in halves if half is not None]
            if len(kept) != 1:
                return sorted(kept, key=Branch.hope)
            if kept[0].bound is None or self.boxes >= self.most:
                return kept
            box = kept[0]

    def _doubtful(self, box: Branch) -> int | None:
        """The variable that is most in doubt; ``None`` where none is."""
        if box.hints is None or self.worth is None:
            return None
        if box.doubtful is not None and box.free[box.doubtful]:
            return box.doubtful
        doubt = np.where(box.free, np.minimum(box.hints, 1 - box.hints), 0.0)
        if doubt.max(initial=0.0) <= WHOLE:
            return None
        return int((doubt * self._used).argmax())

    @staticmethod
    def _in_two(box: Branch) -> list[Branch]:
        """The box cut at the variable that the relaxation would rather have, but not wholly has."""
        free = np.flatnonzero(box.free)
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
        return bool(inside) and self.table.lawful(values)

    def _empty(self, box: Branch) -> bool:
        """Whether a sum of rows that the solver suggests shows that nothing lies in the box."""
        ray, nothing = self.relaxation.ray(), np.zeros(self.problem.size, np.int64)
        if ray is None or not np.isfinite(ray).all():
            return False
        largest = float(np.abs(ray).max(initial=0.0)) or 1.0
        ray = ray * self.table.side
        sides = (ray / largest, -ray / largest)
        return any(self._sum(side, nothing).total(box.lower, box.upper) < 0 for side in sides)

    def _sum(self, wanted: NDArray[np.float64], objective: Ints) -> Sum:
        """The sum of rows that the solver suggests, rounded, then computed in integers."""
        table, room = self.table, SAFE / 8
        wanted = np.where(table.equal, wanted, np.maximum(wanted, 0.0))
        size = float(np.abs(wanted) @ table.heavy) + self._goal + 1
        if not size < room:
            wanted, size = np.zeros(len(wanted)), self._goal + 1
        scale = min(FINE, 2 ** max(0, int(np.floor(np.log2(room / size)))))
        multiplier = np.rint(wanted * scale).astype(np.int64)
        used = np.flatnonzero(multiplier)
        reduced = objective * scale - multiplier[used] @ table.rows[used]
        return Sum(reduced, int(multiplier @ table.bound), scale)
