"""The best award of a program: every goal proven in turn, then ties by the published order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice, product

import numpy as np

from award_opt.award import Status
from award_opt.columns import Ints
from award_opt.domain import Bid
from award_opt.judge import Judge
from award_opt.parts import impossible, split
from award_opt.program import Objective, Program
from award_opt.search import Search


@dataclass(frozen=True, slots=True)
class Reached:
    """What was reached for one goal, as objective values; ``bound`` is absent where unknown."""

    objective: Objective
    total: int
    bound: int | None

    @property
    def proven(self) -> bool:
        """Whether no lawful award, as good on all earlier goals, does better."""
        return self.bound == self.total

    @property
    def value(self) -> int:
        """The goal's value, in units of ``10**-places``."""
        return self.objective.value(self.total)


@dataclass(slots=True)
class Outcome:
    """The best award of a program so far, and how far it is proven.

    ``status`` is ``optimal`` once every goal and the tie order are proven. ``tied`` are the bids
    that win in some award as good on all goals and lose in another; under ``ranking``, those of
    equal score in one lot that met different fates.
    """

    program: Program
    searches: list[Search]
    status: Status = "unknown"
    reached: list[Reached] = field(default_factory=list)
    tied: list[int] = field(default_factory=list)

    def values(self) -> Ints:
        """All variables of the program; shape ``(size,)``."""
        whole = np.zeros(self.program.size, np.int64)
        for search in self.searches:
            if search.values is not None:
                whole[search.part.variables] = search.values
        return whole

    def winners(self) -> list[Bid]:
        """The winning bids, in the order of their ids."""
        return self._won(self.values())

    def _won(self, values: Ints) -> list[Bid]:
        bids = self.program.columns.bids
        return [bids[j] for j in np.flatnonzero(values[: len(bids)])]

    def alternatives(self, limit: int) -> tuple[list[list[Bid]], bool]:
        """Up to ``limit`` awards that tie on all goals, and whether there are no others.

        They come in the published order of ties, the chosen one first.
        """
        chosen, complete = self.values(), True
        parts: list[list[tuple[Ints, Ints]]] = []
        for search in self.searches:
            local = self._local(search, np.array(sorted(self.tied), np.int64))
            if local:
                found, whole = search.alternatives(local, limit)
                complete = complete and whole
                parts.append([(search.part.variables, values) for values in found])
        combined = product(*parts)
        awards = [_replaced(chosen, choice) for choice in islice(combined, limit)]
        complete = complete and next(combined, None) is None
        awards.sort(key=lambda values: tuple(-values[self.program.tied]))
        return [self._won(values) for values in awards], complete

    def pursue(self) -> None:
        """Go through all stages; stop where one is not proven."""
        self.status = self._lawful()
        if self.status != "feasible":
            return
        for objective in self.program.objectives:
            ranking = objective.goal == "ranking"
            reached = self._ranked(objective) if ranking else self._maximised(objective)
            self.reached.append(reached)
            if not reached.proven:
                return
        if self._tie_order():
            self.status = "optimal"

    def _lawful(self) -> Status:
        if len(impossible(self.program.rows)):
            return "infeasible"
        verdicts = {search.start().verdict for search in self.searches}
        if "infeasible" in verdicts:
            return "infeasible"
        return "unknown" if "unknown" in verdicts else "feasible"

    def _maximised(self, objective: Objective) -> Reached:
        stages = []
        for search in self.searches:
            local = objective.coefficient[search.part.variables]
            stage = search.maximise(local)
            if stage.proven:
                search.keep(local, stage.value)
            stages.append(stage)
        bounds = [stage.bound for stage in stages if stage.bound is not None]
        bound = sum(bounds) if len(bounds) == len(stages) else None
        return Reached(objective, sum(stage.value for stage in stages), bound)

    def _ranked(self, objective: Objective) -> Reached:
        done = [search.decide(self._local(search, self.program.ranked)) for search in self.searches]
        total = int((objective.coefficient * self.values()).sum())
        if all(done):
            self._note_rank_ties()
        return Reached(objective, total, total if all(done) else None)

    def _note_rank_ties(self) -> None:
        values, bids = self.values(), self.program.columns.bids
        fates: dict[tuple[str, int | None], set[int]] = {}
        for j in self.program.ranked:
            fates.setdefault((bids[j].lot, bids[j].score), set()).add(int(values[j]))
        self.tied = [
            int(j) for j in self.program.ranked if len(fates[bids[j].lot, bids[j].score]) == 2
        ]

    def _tie_order(self) -> bool:
        """Choose the first award in the published order among those that tie on all goals."""
        for search in self.searches:
            ordered = self._local(search, self.program.tied)
            flexible = search.flexible(ordered)
            if flexible is None or not search.settle(ordered, flexible):
                return False
            self.tied += search.part.variables[flexible].tolist()
        self.tied = sorted(set(self.tied))
        return True

    def _local(self, search: Search, bids: Ints) -> list[int]:
        """The part's own bids among ``bids``, in that order, as variables of the part."""
        variables = search.part.variables
        inside = bids[np.isin(bids, variables)]
        return [int(j) for j in np.searchsorted(variables, inside)]


def _replaced(chosen: Ints, choice: Sequence[tuple[Ints, Ints]]) -> Ints:
    """The chosen award with the variables of some parts replaced."""
    values = chosen.copy()
    for variables, replacement in choice:
        values[variables] = replacement
    return values


def best(program: Program, judge: Judge, known: Ints | None = None) -> Outcome:
    """The outcome of a program, as far as the judge's clock allows.

    ``known`` holds all variables of an award to start from where it is lawful, such as that of a
    program that differs little; shape ``(size,)``. The outcome is the same without it.
    """
    outcome = Outcome(program, [Search(part, judge) for part in split(program)])
    if known is not None:
        for search in outcome.searches:
            search.values = known[search.part.variables]
    outcome.pursue()
    return outcome
