"""The best award in which one bid meets another fate: a loser wins, or a winner loses.

All bids of a part share its relaxation, its exact bounds and every award found on the way, so that
most answers need no solve of their own; each is nevertheless exact, in integers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np

from award_opt.award import AwardFile
from award_opt.columns import Ints
from award_opt.domain import Bid, Instance
from award_opt.engines import Answer
from award_opt.engines.fixing import Fixing
from award_opt.engines.relaxation import Relaxed
from award_opt.errors import CheckError, Finding
from award_opt.program.parts import Part, Problem, split
from award_opt.program.program import Objective, Program, compile_program
from award_opt.reading import selected
from award_opt.search import core
from award_opt.search.bounds import DualBound
from award_opt.search.every_fate import EveryFate, Known
from award_opt.search.flips import LEAST, lawful_exchanges
from award_opt.search.judge import Judge
from award_opt.search.looks import FEW, Looks, bounded
from award_opt.tender import Tender

SUMMED: Final = ("total_score", "lowest_value")


def settled(answer: Answer) -> Answer:
    """An answer that leaves no question open.

    Raises
    ------
    KeyboardInterrupt
        The search was stopped before it had one: nothing short of an exact answer is a reason.
    """
    if answer.verdict in ("unknown", "feasible"):
        raise KeyboardInterrupt
    return answer


@dataclass(slots=True)
class PartFates:
    """The flips of one part: its best objective with each variable at its other value.

    ``problem`` holds the awards that are as good on all earlier goals; ``values`` is the award,
    which is worth ``worth``.
    """

    part: Part
    problem: Problem
    values: Ints
    judge: Judge
    known: Known = field(init=False)
    worth: int = field(init=False)
    _unit: int = field(init=False)
    _answers: dict[int, int | None] = field(default_factory=dict)
    _fixing: Fixing | None = None
    _hints: Relaxed | None = None
    _tried: bool = False
    _bound: Ints | None = None

    def __post_init__(self) -> None:
        self.known, self.worth = Known(self.problem, self.values), self.problem.value(self.values)
        self._unit = self.problem.unit

    def best(self, variable: int) -> int | None:
        """The best objective with the variable flipped; ``None`` where no award has it so.

        ``known.award[variable]`` is then an award that reaches it.
        """
        if variable not in self._answers:
            self._answers[variable] = self._flipped(variable)
        return self._answers[variable]

    def together(self, variables: Sequence[int], told: Callable[[int], None]) -> None:
        """Answer for many variables at once, as far as that is quicker than one by one.

        ``told`` is called whenever so many more of them are answered.
        """
        if not self.judge.fast.together or len(variables) < FEW:
            return
        wanted = np.array(variables, np.int64)
        looks = Looks(self.known, wanted, self._relaxed(), self._hints, self.judge, told)
        looks.search()
        self._note(wanted[~looks.left])
        rest = wanted[looks.left]
        if not len(rest):
            return
        if 2 * len(rest) > len(wanted):
            self._exchanged()
        every = EveryFate(self.known, rest, looks.most[looks.left], looks.fixing, self.judge, told)
        every.search(looks.root)
        self._note(rest[~every.left])

    def _note(self, variables: Ints) -> None:
        """Take what is known of some variables for the answer."""
        for variable in variables.tolist():
            found = variable in self.known.award
            self._answers[variable] = int(self.known.worth[variable]) if found else None

    def _flipped(self, variable: int) -> int | None:
        if variable not in self.known.award:
            self._exchanged()
        if self._reached(variable, int(self._bounds()[variable])):
            return int(self.known.worth[variable])
        fate = 1 - int(self.values[variable])
        lower, upper = self.problem.lower.copy(), self.problem.upper.copy()
        lower[variable] = upper[variable] = fate
        problem = self.problem.within(lower, upper)
        hints = self._relaxed().fixed(variable, fate)
        if hints is not None:
            guess = np.rint(hints.values).astype(np.int64)
            if problem.lawful(guess):
                self.known.offer(guess)
            bound = DualBound.of(problem, hints.duals)
            if self._reached(variable, bound.value):
                return int(self.known.worth[variable])
            if variable in self.known.award and self._settled(variable, bound):
                return int(self.known.worth[variable])
        return self._solved(variable, problem)

    def _settled(self, variable: int, bound: DualBound) -> bool:
        """Settle what is better than the known award, where the bound leaves few bids open."""
        target = int(self.known.worth[variable]) + self._unit
        lower, upper = bound.box(target)
        if int((lower < upper).sum()) > core.FIRST:
            return False
        better = bound.problem.within(lower, upper).reaching(self.problem.objective, target)
        answer = settled(self.judge.solve(better, None))
        if answer.values is not None:
            self.known.offer(answer.values)
        return True

    def _rounded(self, bound: int) -> int:
        return bound // self._unit * self._unit

    def _reached(self, variable: int, bound: int) -> bool:
        return int(self.known.worth[variable]) >= max(self._rounded(bound), LEAST + 1)

    def _solved(self, variable: int, problem: Problem) -> int | None:
        known = self.known.award.get(variable)
        if known is None:
            answer = settled(self.judge.solve(problem, None))
        else:
            answer = settled(core.best(problem, known, self.judge))
        if answer.values is None:
            return None
        self.known.offer(answer.values)
        return self.problem.value(answer.values)

    def _bounds(self) -> Ints:
        """An upper bound for each flip, from the relaxation of the whole part."""
        if self._bound is None:
            self._relaxed()
            bound = bounded(self.problem, self._hints)
            favoured = (bound.reduced > 0).astype(np.int64)
            unchanged = np.full(self.problem.size, bound.value, np.int64)
            self._bound = np.where(self.values == favoured, bound.forced, unchanged)
        return self._bound

    def _relaxed(self) -> Fixing:
        """The relaxation, solved once as it is."""
        if self._fixing is None:
            self._fixing = Fixing(self.problem)
            self._hints = self._fixing.free()
        return self._fixing

    def _exchanged(self) -> None:
        """Try the awards one exchange away, once."""
        if not self._tried:
            self._tried = True
            for values in lawful_exchanges(self.problem, self.part.indicators, self.values):
                self.known.offer(values)


@dataclass(frozen=True)
class Stand:
    """An award on its compiled program: what every question about it starts from.

    ``values`` are all variables of the program; shape ``(size,)``.
    """

    tender: Tender
    instance: Instance
    program: Program
    values: Ints
    parts: tuple[Part, ...]
    judge: Judge

    @classmethod
    def of(
        cls,
        tender: Tender,
        instance: Instance,
        award: AwardFile,
        among: AwardFile | None,
        judge: Judge,
    ) -> Stand:
        """The stand of an award that was verified before."""
        program = compile_program(tender, instance, selected(among))
        won = {winner.bid for winner in award.winners}
        wins = np.array([bid.id in won for bid in program.columns.bids], np.int64)
        return cls(tender, instance, program, program.complete(wins), tuple(split(program)), judge)

    @property
    def bids(self) -> Sequence[Bid]:
        """The admitted bids, in the order of their variables."""
        return self.program.columns.bids

    @property
    def stage(self) -> int | None:
        """The place of the first goal that adds up points or money; ``None`` without one."""
        for place, objective in enumerate(self.program.objectives):
            if objective.goal == "ranking":
                return None
            if objective.goal in SUMMED:
                return place
        return None

    @cached_property
    def fates(self) -> Fates | None:
        """The fates under the first summed goal, shared by all who ask; ``None`` without one."""
        stage = self.stage
        return None if stage is None else Fates(self, self.program.objectives[stage], stage)

    def stage_of(self, goal: str) -> int:
        """The place of a goal among the stages of the award method."""
        return [objective.goal for objective in self.program.objectives].index(goal)

    def as_good(self, part: Part, stage: int) -> Problem:
        """The awards of a part that are as good as this one on all goals before ``stage``."""
        problem = part.problem
        for objective in self.program.objectives[:stage]:
            local = objective.coefficient[part.variables]
            used = np.flatnonzero(local)
            if len(used) and objective.goal != "ranking":
                reached = int((local * self.values[part.variables]).sum())
                problem = problem.also(used, local[used], 1, reached)
        return problem


class Fates:
    """For every admitted bid the best value of the summed goal with the bid's fate turned round."""

    def __init__(self, stand: Stand, objective: Objective, stage: int) -> None:
        self.stand, self.objective = stand, objective
        self.reached = int((objective.coefficient * stand.values).sum())
        self._home: dict[int, tuple[PartFates, int]] = {}
        for part in stand.parts:
            local = objective.coefficient[part.variables]
            problem = stand.as_good(part, stage).towards(local)
            fates = PartFates(part, problem, stand.values[part.variables], stand.judge)
            for place, variable in enumerate(part.variables.tolist()):
                self._home[variable] = (fates, place)

    def together(self, bids: Sequence[int], told: Callable[[int], None]) -> None:
        """Find the best for many bids at once, as far as that is quicker than one by one.

        ``told`` is called whenever so many more of them are done.
        """
        wanted: dict[int, tuple[PartFates, list[int]]] = {}
        for bid in bids:
            fates, place = self._home[bid]
            wanted.setdefault(id(fates), (fates, []))[1].append(place)
        for fates, places in wanted.values():
            fates.together(places, told)

    def best(self, bid: int) -> int | None:
        """The best objective with the bid's fate turned round; ``None`` where none is lawful.

        Among the awards that are as good on all earlier goals.

        Raises
        ------
        CheckError
            A better award exists: this one is not the best.
        """
        fates, place = self._home[bid]
        found = fates.best(place)
        if found is None:
            return None
        own = fates.worth
        if found > own:
            facts = {"bid": self.stand.bids[bid].id, "goal": self.objective.goal}
            raise CheckError([Finding("award", "award_not_best", facts)])
        return self.reached - own + found

    def known(self, bid: int) -> Ints | None:
        """The variables of the bid's part in the award behind ``best``; ``None`` without one."""
        self.best(bid)
        fates, place = self._home[bid]
        return fates.known.award.get(place)
