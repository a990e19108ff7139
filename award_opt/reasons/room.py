"""Whether a part of the tender leaves room for a bid: exchanges, sequences, awards of full size."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from award_opt.columns import Ints
from award_opt.program.parts import Part, Problem
from award_opt.program.program import DEFINITION
from award_opt.search import core
from award_opt.search.box import Box
from award_opt.search.fates import Stand, settled


@dataclass(frozen=True, slots=True)
class Completion:
    """Sets the indicators of a part as its bids say."""

    part: Part

    def of(self, values: Ints) -> Ints:
        """``values`` with every indicator recomputed."""
        return self.part.indicators.complete(values)


@dataclass(slots=True)
class Room:
    """One part of an award, asked what it leaves room for; bids are variables of the part."""

    stand: Stand
    part: Part
    values: Ints
    _largest: int | None = None

    @classmethod
    def of(cls, stand: Stand, part: Part) -> Room:
        """The room in a part of the award."""
        return cls(stand, part, stand.values[part.variables])

    def local(self, bid: int) -> int:
        """The variable of the part that is a bid of the program."""
        return int(np.searchsorted(self.part.variables, bid))

    def changed(self, enters: int | None, leaves: int | None) -> Ints:
        """The award with one bid in, or out, or both."""
        values = self.values.copy()
        if enters is not None:
            values[enters] = 1
        if leaves is not None:
            values[leaves] = 0
        return Completion(self.part).of(values)

    def broken(self, values: Ints) -> tuple[str, ...]:
        """The rules that these winners break, in the order of the model; arithmetic alone."""
        rows = self.part.problem.rows
        rules = np.unique(rows.rule[rows.broken(values)])
        return tuple(self.stand.program.rules[rule] for rule in rules if rule != DEFINITION)

    # --- sequence

    def sequence(
        self, bid: int, above: Sequence[int], trial: Ints | None = None
    ) -> tuple[str, ...] | None:
        """Rules that leave no place for the bid once all bids ``above`` it are decided as awarded.

        A smallest set in the sense that none of its rules can be missed; a single rule where one
        suffices. ``None`` where a place remains. ``trial`` is an award with the bid, to try first.
        """
        lower, upper = self.part.problem.lower.copy(), self.part.problem.upper.copy()
        decided = list(above)
        lower[decided] = upper[decided] = self.values[decided]
        lower[bid] = upper[bid] = 1
        problem = self.part.problem.within(lower, upper)
        present = np.unique(problem.rows.rule)
        rules = [int(rule) for rule in present if rule != DEFINITION]
        if (trial is not None and problem.lawful(trial)) or self._possible(problem, rules):
            return None
        single = next((rule for rule in rules if not self._possible(problem, [rule])), None)
        chosen = self._without_idle(problem, rules) if single is None else [single]
        return tuple(self.stand.program.rules[rule] for rule in chosen)

    def _without_idle(self, problem: Problem, rules: Sequence[int]) -> list[int]:
        """Delete rules one by one while the rest still leaves no place."""
        kept = list(rules)
        for rule in rules:
            rest = [other for other in kept if other != rule]
            if not self._possible(problem, rest):
                kept = rest
        return kept

    def _possible(self, problem: Problem, rules: Collection[int]) -> bool:
        """Whether some winners keep these rules within the box."""
        wanted = np.array([*rules, DEFINITION], np.int64)
        kept = np.flatnonzero(np.isin(problem.rows.rule, wanted))
        part = replace(problem, rows=problem.rows.only(kept))
        return self._lawful(part)

    def _lawful(self, problem: Problem) -> bool:
        """Whether the problem has any lawful vector; tried first, then refuted, then asked."""
        kept = np.clip(self.values, problem.lower, problem.upper)
        completion = Completion(self.part)
        if any(problem.lawful(completion.of(trial)) for trial in (kept, problem.lower)):
            return True
        if not Box.of(problem).consistent:
            return False
        nothing = np.zeros(problem.size, np.int64)
        answer = settled(self.stand.judge.solve(problem.towards(nothing), None))
        return answer.values is not None

    # --- awards of full size

    def largest(self) -> int:
        """The most contracts that a lawful award of the part holds."""
        if self._largest is None:
            problem = self.part.problem.towards(self._contracts())
            answer = settled(core.best(problem, self.values, self.stand.judge))
            assert answer.values is not None  # the award itself is one
            self._largest = problem.value(answer.values)
        return self._largest

    def holds(self, bid: int, least: int, trial: Ints | None = None) -> bool:
        """Whether a lawful award of the part with at least ``least`` contracts holds the bid.

        ``trial`` is an award with the bid, to try first.
        """
        lower, contracts = self.part.problem.lower.copy(), self._contracts()
        lower[bid] = 1
        used = np.flatnonzero(contracts)
        problem = self.part.problem.within(lower, self.part.problem.upper)
        full = problem.also(used, contracts[used], 1, least)
        return (trial is not None and full.lawful(trial)) or self._lawful(full)

    def _contracts(self) -> Ints:
        return (self.part.variables < self.stand.program.columns.n).astype(np.int64)
