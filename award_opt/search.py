"""The search for the best award of one part: goal after goal, then the published order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from award_opt import core
from award_opt.box import Box
from award_opt.columns import Ints
from award_opt.engines import Answer
from award_opt.errors import Finding, SolverError
from award_opt.judge import Judge
from award_opt.parts import Part, Problem

CHUNK = 20  # bids of a published order that one objective of powers of two decides
LARGE = 40  # variables from which the relaxation is asked for a core first
REPAIRS = 40  # lower-ranked winners that a trial gives up before the engine is asked


@dataclass(frozen=True, slots=True)
class Stage:
    """What one part reached for one goal; ``bound`` is absent where nothing is known."""

    value: int
    bound: int | None

    @property
    def proven(self) -> bool:
        """Whether no award of the part can do better."""
        return self.bound == self.value


class Search:
    """The best award of one part; ``values`` is the best so far, ``None`` where none is known."""

    def __init__(self, part: Part, judge: Judge) -> None:
        self.part, self.judge = part, judge
        self.problem = part.problem
        self.values: Ints | None = None
        self.released: Problem | None = None  # all awards that tie on the goals, once known

    def start(self) -> Answer:
        """Any lawful award of the part, the one known before if it is lawful; or that none is."""
        if self.values is not None and self.problem.lawful(self.values):
            return Answer("feasible", self.values)
        nothing = self._completed(np.zeros(self.problem.size, np.int64))
        if self.problem.lawful(nothing):
            self.values = nothing
            return Answer("feasible", nothing)
        answer = self.judge.solve(self.problem, None)
        self.values = answer.values
        return answer

    def maximise(self, objective: Ints) -> Stage:
        """The best value of an objective over the awards that keep all earlier goals."""
        assert self.values is not None
        problem = self.problem.towards(objective)
        if not objective.any():
            return Stage(0, 0)
        answer = self._best(problem)
        self.values = self.values if answer.values is None else answer.values
        return Stage(problem.value(self.values), answer.bound)

    def _best(self, problem: Problem) -> Answer:
        if self.judge.by_core and problem.size > LARGE:
            return core.best(problem, self._values, self.judge)
        return self.judge.solve(problem, self._values)

    def keep(self, objective: Ints, value: int) -> None:
        """From here on only awards that reach ``value``."""
        if objective.any():
            self.problem = self.problem.reaching(objective, value)

    def decide(self, order: Sequence[int]) -> bool:
        """Take each bid of ``order`` in turn: it wins exactly when some award still allows it.

        Afterwards these bids are fixed. ``False`` where a limit struck first.
        """
        box = Box.of(self.problem)
        if not box.consistent:
            raise SolverError([Finding("solve", "box_denies_award", {})])
        pending = list(order)
        while pending:
            bid = pending.pop(0)
            if self._settled(box, bid) or self._tried(box, bid, pending):
                continue
            chunk = [bid, *(j for j in pending if box.value[j] is None)][:CHUNK]
            if not self._asked(box, chunk):
                return False
        self.fix(order)
        return True

    def _settled(self, box: Box, bid: int) -> bool:
        """Whether arithmetic alone decides the bid."""
        if box.value[bid] is None and self._values[bid]:
            box.assign(bid, 1)
        elif box.value[bid] is None and not box.try_assign(bid, 1):
            box.assign(bid, 0)
        return box.value[bid] is not None

    def _tried(self, box: Box, bid: int, pending: Sequence[int]) -> bool:
        """Whether an award with the bid is found by trial: beside, or instead of, later bids."""
        decided = np.array([value or 0 for value in box.value], np.int64)
        decided[bid] = 1
        trial = self._values.copy()
        trial[bid] = 1
        given_up = [j for j in reversed(pending) if trial[j] and box.value[j] is None]
        for attempt in self._attempts(decided, trial, given_up[:REPAIRS]):
            if self.problem.lawful(attempt):
                self.values = attempt
                box.assign(bid, 1)
                return True
        return False

    def _attempts(self, decided: Ints, trial: Ints, given_up: Sequence[int]) -> Iterator[Ints]:
        yield self._completed(trial)
        for j in given_up:
            trial[j] = 0
            yield self._completed(trial)
        yield self._completed(decided)

    def _asked(self, box: Box, chunk: Sequence[int]) -> bool:
        """Let the engine decide a chunk of bids in order; ``False`` where a limit struck."""
        objective = np.zeros(self.problem.size, np.int64)
        objective[list(chunk)] = 2 ** np.arange(len(chunk) - 1, -1, -1)
        lower = np.array([value or 0 for value in box.value], np.int64)
        upper = np.array([1 if value is None else value for value in box.value], np.int64)
        problem = self.problem.within(lower, upper).towards(objective)
        answer = self.judge.solve(problem, self._values)
        if answer.values is not None:
            self.values = answer.values
        if answer.verdict != "optimal":
            return False
        for j in chunk:
            box.assign(j, int(self._values[j]))
        return True

    def fix(self, bids: Sequence[int]) -> None:
        """Hold these bids at the values that they have."""
        lower, upper = self.problem.lower.copy(), self.problem.upper.copy()
        chosen = list(bids)
        lower[chosen] = upper[chosen] = self._values[chosen]
        self.problem = self.problem.within(lower, upper)

    def settle(self, order: Sequence[int], flexible: Sequence[int]) -> bool:
        """Decide the ``flexible`` bids in their order, all others as they are."""
        if not flexible:
            return True
        chosen = set(flexible)
        self.fix([j for j in order if j not in chosen])
        return self.decide([j for j in order if j in chosen])

    def flexible(self, bids: Sequence[int]) -> list[int] | None:
        """The ``bids`` that win in some award that ties on all goals and lose in another.

        ``None`` where a limit struck before that was known.
        """
        self.released = self.problem
        box = Box.of(self.problem)
        rest = [j for j in bids if box.value[j] is None]
        found: list[int] = []
        while rest:
            objective = np.zeros(self.problem.size, np.int64)
            objective[rest] = 1 - 2 * self._values[rest]
            answer = self._best(self.problem.towards(objective))
            if answer.verdict != "optimal" or answer.values is None:
                return None
            moved = [j for j in rest if answer.values[j] != self._values[j]]
            if not moved:
                break
            found += moved
            rest = [j for j in rest if j not in set(moved)]
        return sorted(found)

    def alternatives(self, tied: Sequence[int], limit: int) -> tuple[list[Ints], bool]:
        """Up to ``limit`` awards that differ in ``tied`` bids, and whether there are no more."""
        assert self.released is not None
        found = [self._values]
        problem = self.released.towards(np.zeros(self.problem.size, np.int64))
        column = np.array(tied, np.int64)
        while len(tied):
            values = found[-1][column]
            problem = problem.also(column, 1 - 2 * values, 1, 1 - int(values.sum()))
            answer = self.judge.solve(problem, None)
            if answer.values is None:
                return found, answer.verdict == "infeasible"
            if len(found) == limit:
                return found, False
            found.append(answer.values)
        return found, True

    @property
    def _values(self) -> Ints:
        assert self.values is not None
        return self.values

    def _completed(self, values: Ints) -> Ints:
        """``values`` with every indicator set as its bids say."""
        whole = values.copy()
        for indicator in self.part.indicators:
            whole[indicator.column] = whole[indicator.terms].sum() >= indicator.threshold
        return whole
