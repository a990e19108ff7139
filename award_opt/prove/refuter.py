"""Show that a set of rows holds no 0/1 vector: settle, cut, then split."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np

from award_opt.certificate import Case, Row
from award_opt.engines import Clock
from award_opt.prove.cuts import Cut, found_cuts
from award_opt.prove.hints import Hinted
from award_opt.prove.memory import NONE, Gains, Recent

Path: TypeAlias = tuple[tuple[int, int], ...]

MOST_LEAVES = 50_000
PROBES = 40  # variables settled by one round of probing
TRIES = 400  # values tried in one round of probing
TRIALS = 4  # tries of a variable before its average gain is believed
CANDIDATES = 16


class LimitStruckError(Exception):
    """The clock ran out, or the proof grew past its limit."""


class BetterFound(Exception):  # noqa: N818 - news, not a fault
    """The rows do hold a vector: ``winners`` are its variables at 1."""

    def __init__(self, winners: list[int]) -> None:
        super().__init__(winners)
        self.winners = winners


class Refuter(Hinted):
    """Refutes a case, as far as the clock allows; the steps, then the leaves in ``pool``."""

    def __init__(
        self,
        case: Case,
        variables: Sequence[int],
        numbers: Sequence[int],
        target: int | None,
        clock: Clock,
    ) -> None:
        super().__init__(case, variables, numbers, target)
        self.clock = clock
        self.pool: list[list[int]] = []
        self.gains = Gains()
        self.recent = Recent(len(variables))

    def tighten(self, rounds: int) -> None:
        """Rounds of settling and cutting, until little more comes of it."""
        reached: list[float] = []
        for _ in range(rounds):
            if not self.open() or self.clock.over():
                return
            if self.settle():
                self._shed()
                self.lp.solve()
                if not self.open():
                    return
            reached.append(self.lp.value)
            if len(reached) > 4 and reached[-5] - reached[-1] < 0.02 * max(self.beyond(), 1.0):
                return
            if not self._cut():
                return
            self.lp.solve()
            self._purge()

    def _cut(self) -> bool:
        values = self._values()
        cuts = found_cuts(self.case, self.lp, values, self.numbers, self.target, self.table)
        for cut in cuts:
            self._append(cut)
        return bool(cuts)

    def _append(self, cut: Cut) -> None:
        self.case.cut(*cut.step)
        self.steps.append(["cut", *cut.step])
        self.admit(len(self.case.rows) - 1)

    def _purge(self) -> None:
        """Drop cuts from the relaxation that do not bind."""
        if self.lp.state != "optimal":
            return
        slack = [r for r in self.lp.slack_rows if self.numbers[r] >= self.base]
        if slack:
            self.forget(slack)
            self.lp.solve()

    def _shed(self) -> None:
        """Drop rows from the relaxation that whatever is still possible keeps."""
        settled = self.case.settled
        idle = [
            place
            for place, number in enumerate(self.numbers)
            if _least(self.case.rows[number], settled) >= self.case.rows[number].bound
            and not self.case.rows[number].equal
        ]
        if idle:
            self.forget(idle)

    def _values(self) -> dict[int, float]:
        return dict(zip(self.variables, self.lp.values.tolist(), strict=True))

    def _fractional(self, values: dict[int, float]) -> list[int]:
        inside = [j for j, x in values.items() if NONE < x < 1 - NONE]
        return [j for j in inside if j not in self.case.settled]

    def probe(self) -> int:
        """Settle variables one of whose values the relaxation excludes; how many."""
        values, basis, found = self._values(), self.lp.basis, 0
        for j, value in self._tries(values):
            if found == PROBES or self.clock.over():
                break
            if j not in self.case.settled:
                found += self._probed(j, value, basis)
        self.lp.resume(basis)
        self.lp.solve()
        return found

    def _tries(self, values: dict[int, float]) -> list[tuple[int, int]]:
        """Fractional variables at both values, then the others at the one that they do not have."""
        inside = sorted(self._fractional(values), key=lambda j: abs(values[j] - 0.5))
        known = set(inside)
        rest = [j for j in self.variables if j not in self.case.settled and j not in known]
        both = [(j, value) for j in inside for value in (0, 1)]
        return (both + [(j, int(values[j] < 0.5)) for j in rest])[:TRIES]

    def _probed(self, j: int, value: int, basis: Any) -> bool:
        self._go(j, value, basis, 300)
        given = self.excluded()
        self._back(j)
        if given is None:
            return False
        self.case.probe(j, value, given)
        self.steps.append(["probe", j, value, given])
        self.follow([j])
        return True

    def root(self, rounds: int = 30) -> None:
        """All that is done before splitting."""
        self.lp.solve()
        for turn in range(6):
            self.tighten(rounds if turn == 0 else 8)
            if not self.open() or self.target is None:
                return
            if self.probe() < 3:
                break
        self._shed()
        self.lp.solve()

    # --- the tree

    def _go(self, j: int, value: int, basis: Any, steps: int) -> str:
        self.case.settle(j, value)
        self.follow([j])
        self.lp.resume(basis)
        return self.lp.solve(steps)

    def _back(self, j: int) -> None:
        del self.case.settled[j]
        self.follow([j])

    def tree(self) -> list[int]:
        """The branching tree that excludes all that is left, its leaves in ``pool``."""
        nodes: list[int] = []
        stack: list[tuple[Path, Any]] = [((), None)]
        path: Path = ()
        while stack:
            if self.clock.over() or len(self.pool) > MOST_LEAVES:
                self._move(path, ())
                raise LimitStruckError
            wanted, basis = stack.pop()
            self._move(path, wanted)
            path = wanted
            leaf = self._leaf(basis)
            if leaf is not None:
                nodes.append(-1 - leaf)
                continue
            j = self._choose()
            nodes.append(j)
            basis = self.lp.basis
            stack += [((*path, (j, value)), basis) for value in (1, 0)]
        self._move(path, ())
        return nodes

    def _move(self, path: Path, wanted: Path) -> None:
        shared = 0
        while shared < min(len(path), len(wanted)) and path[shared] == wanted[shared]:
            shared += 1
        for j, _ in reversed(path[shared:]):
            self._back(j)
        for j, value in wanted[shared:]:
            self.case.settle(j, value)
            self.follow([j])

    def _leaf(self, basis: Any) -> int | None:
        """The place in the pool of a sum that excludes the box, or ``None``: split further."""
        known = self.recent.excluding(self.lower, self.upper)
        for place in known:
            if self.case.room(self.pool[place])[0] < 0:
                return place
        if basis is not None:
            self.lp.resume(basis)
        self.lp.solve()
        given = self.excluded() or self._plain()
        if given is None:
            return None
        self._remember(given)
        return len(self.pool) - 1

    def _remember(self, given: list[int]) -> None:
        row, bound = self.roughly(given)
        largest = float(np.abs(row).max(initial=0.0)) or 1.0
        self.recent.add(row / largest, bound / largest, len(self.pool))
        self.pool.append(given)

    def _plain(self) -> list[int] | None:
        """A single row that the box cannot keep, where all variables are settled."""
        if any(j not in self.case.settled for j in self.variables):
            return None
        for number in (*self.numbers, *([] if self.target is None else [self.target])):
            for times in (1, -1):
                if (times > 0 or self.case.rows[number].equal) and self.case.room([number, times])[
                    0
                ] < 0:
                    return [number, times]
        raise BetterFound([j for j in self.variables if self.case.settled[j]])

    def _choose(self) -> int:
        """The variable to split on."""
        if self.lp.state != "optimal":
            return next(j for j in self.variables if j not in self.case.settled)
        values = self._values()
        fractional = self._fractional(values)
        if not fractional:
            self._whole(values)
            return next(j for j in self.variables if j not in self.case.settled)
        fractional.sort(key=lambda j: -self.gains.score(j, values[j]))
        return self._tried(fractional[:CANDIDATES], values)

    def _tried(self, candidates: list[int], values: dict[int, float]) -> int:
        basis, reached, best = self.lp.basis, self.lp.value, (-1.0, candidates[0])
        closing = max(self.beyond(), 1.0)
        for j in candidates:
            score = self.gains.score(j, values[j])
            if self.gains.trials(j) < TRIALS:
                score = self._trial(j, values[j], basis, (reached, closing))
            best = max(best, (score, j))
        self.lp.resume(basis)
        self.lp.solve()
        return best[1]

    def _trial(self, j: int, x: float, basis: Any, node: tuple[float, float]) -> float:
        """What splitting on ``j`` gives, tried: the product of both falls, up to what closes."""
        reached, closing = node
        product = 1.0
        for value in (0, 1):
            state = self._go(j, value, basis, 150)
            fall = 1.5 * closing if state == "infeasible" else max(reached - self.lp.value, 0.0)
            self._back(j)
            self.gains.note(j, value, fall / abs(value - x))
            product *= max(min(fall, 1.2 * closing), 1e-6)
        return product

    def _whole(self, values: dict[int, float]) -> None:
        """Say so when the relaxation stands on a lawful vector: the claim is wrong."""
        ones = [j for j, x in values.items() if round(x)]
        chosen = dict.fromkeys(ones, 1)
        seen = [*self.numbers, *([] if self.target is None else [self.target])]
        if all(_kept(self.case.rows[number], chosen) for number in seen):
            raise BetterFound(ones)


def _least(row: Row, settled: dict[int, int]) -> int:
    """The least that a row can come to."""
    return sum(a * settled.get(j, int(a < 0)) for j, a in row.entries)


def _kept(row: Row, chosen: dict[int, int]) -> bool:
    over = sum(a for j, a in row.entries if j in chosen) - row.bound
    return over == 0 if row.equal else over >= 0
