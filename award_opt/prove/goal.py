"""The proof that a part reaches no more of a goal, or the nearest bound that can be proven."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from award_opt.certificate import Row
from award_opt.engines import Clock
from award_opt.prove.parts import Part, Proof
from award_opt.prove.refuter import LimitStruckError, Refuter
from award_opt.prove.trim import trimmed

Rung: TypeAlias = Literal["exact", "gap", "root", "unproven"]

GAPS = (0.5, 0.2, 0.05, 0.02)  # shares of the root gap that are tried when exact takes too long
ROOT_SCALE = 2**24


@dataclass(frozen=True, slots=True)
class Bounded:
    """A bound on a goal in a part, its proof (absent where the goal alone shows it), its rung."""

    bound: int
    proof: Proof | None
    rung: Rung


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal in a part: its terms, and the ``value`` that the award reaches."""

    part: Part
    own: list[tuple[int, int]]
    value: int

    def bounded(self, exact: Clock, clock: Clock) -> Bounded:
        """The value itself as bound, within the clock ``exact``; else the nearest bound proven."""
        try:
            return Bounded(self.value, self.exactly(exact), "exact")
        except LimitStruckError:
            return self._nearest(clock)

    def exactly(self, clock: Clock) -> Proof | None:
        """The proof that the value itself is a bound; none where the goal alone shows it.

        Raises
        ------
        BetterFound
            It is none.
        LimitStruckError
            The clock ran out, or the proof grew past its limit.
        """
        part = self.part
        if part.case(Row(self.own, self.value + 1)).room([len(part.rows), 1])[0] < 0:
            return None
        return self.refuted(self.value, clock)

    def short(self, clock: Clock) -> tuple[int, Proof]:
        """A bound below the value, as far below as one sum shows, and its proof.

        Raises
        ------
        BetterFound
            The value can be reached.
        LimitStruckError
            The clock ran out, or the proof grew past its limit.
        """
        refuter = self.refuter(self.value, clock)
        if refuter.lp.solve() == "optimal":
            bound, proof = self._summed(refuter)
            if bound < self.value:
                return bound, proof
        return self.value - 1, self.refuted(self.value - 1, clock)

    def refuter(self, bound: int, clock: Clock) -> Refuter:
        """The refuter of all that passes a bound."""
        part = self.part
        case, numbers = part.case(Row(self.own, bound + 1)), [*part.numbers, *part.goals]
        return Refuter(case, part.variables, numbers, len(part.rows), clock)

    def refuted(self, bound: int, clock: Clock) -> Proof:
        """The proof of a bound.

        Raises
        ------
        BetterFound
            The bound is wrong.
        LimitStruckError
            The clock ran out, or the proof grew past its limit.
        """
        refuter = self.refuter(bound, clock)
        refuter.root()
        tree = refuter.tree()
        proof = trimmed({"steps": refuter.steps, "pool": refuter.pool, "tree": tree}, refuter.base)
        return {**proof, "bound": bound}

    def _nearest(self, clock: Clock) -> Bounded:
        best = self._root(clock)
        gap = best.bound - self.value
        for share in GAPS:
            nearer = self.value + int(gap * share)
            if not self.value < nearer < best.bound or clock.over():
                break
            try:
                best = Bounded(nearer, self.refuted(nearer, clock), "gap")
            except LimitStruckError:
                break
        return best

    def _root(self, clock: Clock) -> Bounded:
        """The bound of the relaxation, with the one sum that shows it."""
        refuter = self.refuter(self.value, clock)
        refuter.lp.solve()
        return Bounded(*self._summed(refuter), "root")

    def _summed(self, refuter: Refuter) -> tuple[int, Proof]:
        """The bound that the one sum of the relaxation shows."""
        given = refuter.best_sum(ROOT_SCALE)
        bound = self.value + 1 + refuter.case.room(given)[0] // given[1]
        return bound, {"steps": [], "pool": [given], "tree": [-1], "bound": bound}
