"""The best award of a program: every goal proven in turn, then ties by the published order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice, product
from typing import TypeVar

import numpy as np

from award_opt.award import Status
from award_opt.columns import Ints, Mask
from award_opt.domain import Bid
from award_opt.engines import Verdict
from award_opt.program.parts import Part, Split, impossible
from award_opt.program.program import Objective, Program
from award_opt.search.closed import Closed, by_rank
from award_opt.search.judge import Judge
from award_opt.search.memory import Memory, Solved, question
from award_opt.search.parallel import each, spread
from award_opt.search.stages import Search, Stage

Result = TypeVar("Result")

LARGE = 200_000  # variables of a program from which a part rests while others are searched


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


@dataclass
class Outcome:
    """The best award of a program so far, and how far it is proven.

    ``status`` is ``optimal`` once every goal and the tie order are proven. ``tied`` are the bids
    that win in some award as good on all goals and lose in another; under ``ranking``, those of
    equal score in one lot that met different fates.

    ``settled`` are the parts whose award is known without a search: by rank order alone, which
    ``closed`` marks, or because a memory holds them. ``searches`` hold the others.
    """

    program: Program
    judge: Judge
    split: Split
    closed: Mask
    settled: Closed
    searches: list[Search] = field(default_factory=list)
    status: Status = "unknown"
    reached: list[Reached] = field(default_factory=list)
    tied: list[int] = field(default_factory=list)
    ties: bool = True  # whether the published order decides among awards that tie on all goals

    @property
    def by_rank(self) -> bool:
        """Whether rank order decided everything, so that no solver was asked."""
        return self.status == "optimal" and bool(self.closed.all())

    def values(self) -> Ints:
        """All variables of the program; shape ``(size,)``."""
        whole = np.where(self.settled.done, self.settled.values, 0)
        for search in self.searches:
            if search.values is not None:
                whole[search.part.variables] = search.values
        return whole

    def winners(self) -> list[Bid]:
        """The winning bids, in the order of their ids."""
        return self._won(self.values())

    def _won(self, values: Ints) -> list[Bid]:
        bids = self.program.columns.bids
        return [bids[j] for j in np.flatnonzero(values[: self.program.columns.n]).tolist()]

    def alternatives(self, limit: int) -> tuple[list[list[Bid]], bool]:
        """Up to ``limit`` awards that tie on all goals, and whether there are no others.

        They come in the published order of ties, the chosen one first.
        """
        chosen, complete = self.values(), True
        parts: list[list[tuple[Ints, Ints]]] = []
        tied = np.zeros(self.program.size, np.bool_)
        tied[self.tied] = True
        for search in [*self.searches, *self._reopened(tied)]:
            local = np.flatnonzero(tied[search.part.variables]).tolist()
            if local:
                found, whole = search.alternatives(local, limit)
                complete = complete and whole
                parts.append([(search.part.variables, values) for values in found])
        combined = product(*parts)
        awards = [_replaced(chosen, choice) for choice in islice(combined, limit)]
        complete = complete and next(combined, None) is None
        awards.sort(key=lambda values: tuple(-values[self.program.tied]))
        return [self._won(values) for values in awards], complete

    def _reopened(self, tied: Mask) -> list[Search]:
        """The parts that needed no search although bids tie, as searches."""
        ranked = _places(self.program.ranked, self.program.size)
        crowded = np.zeros(len(self.split.start) - 1, np.bool_)
        crowded[self.split.part[tied & self.settled.done]] = True
        reopened = []
        for part in self.split.parts(self.program.indicators, crowded):
            search = Search(part, self.judge)
            search.values = self.settled.values[part.variables]
            for objective in self.program.objectives:
                if objective.goal == "ranking":
                    search.fix(_local(part, ranked))
                else:
                    local = objective.coefficient[part.variables]
                    search.keep(local, int((local * search.values).sum()))
            search.release()
            reopened.append(search)
        return reopened

    def start_from(self, known: Ints | None) -> None:
        """Try a known award first."""
        if known is not None:
            for search in self.searches:
                search.values = known[search.part.variables]

    def settle_also(self, found: Sequence[tuple[Part, Solved]]) -> None:
        """Take over the awards of parts that were solved before."""
        if not found:
            return
        done, values = self.settled.done.copy(), self.settled.values.copy()
        tied = self.settled.tied.copy()
        for part, solved in found:
            done[part.variables] = True
            values[part.variables] = solved.values
            tied[part.variables[list(solved.tied)]] = True
        self.settled = Closed(done, values, tied)

    def pursue(self, *, ties: bool = True) -> None:
        """Go through all stages; stop where one is not proven.

        Without ``ties`` the published order of awards that tie on all goals is left out, and the
        status stays ``feasible``.
        """
        self.ties = ties
        self.status = self._lawful()
        if self.status != "feasible":
            return
        for place, objective in enumerate(self.program.objectives):
            ranking = objective.goal == "ranking"
            reached = self._ranked(objective) if ranking else self._maximised(place)
            self.reached.append(reached)
            if not reached.proven:
                return
        if ties and self._tie_order():
            self.status = "optimal"

    def _each(
        self, task: Callable[[Search], Result], searches: Sequence[Search] | None = None
    ) -> list[Result]:
        """What a task gives for each of the searches; for all where none are named."""
        searches = self.searches if searches is None else searches
        sizes = [len(search.part.variables) for search in searches]
        if any(search.remembered is not None for search in searches):
            return each(task, searches, sizes, self.judge)  # a memory stays in its process
        resting = len(searches) > 1 and self.program.size >= LARGE

        def carried_out(search: Search) -> Result:
            found = task(search)
            if resting:
                search.rest()
            return found

        return spread(carried_out, searches, sizes, self.judge)

    def _lawful(self) -> Status:
        if len(impossible(self.program.rows)):
            return "infeasible"
        verdicts = set(self._each(self._started))
        if "infeasible" in verdicts:
            return "infeasible"
        return "unknown" if "unknown" in verdicts else "feasible"

    def _started(self, search: Search) -> Verdict:
        """Start a search, and go on to what is known or due without the other parts.

        Under a time limit the order of ties waits until the goals of all parts are reached.
        """
        verdict = search.start(self._first_aim(search)).verdict
        lawful = verdict not in ("infeasible", "unknown")
        for place, objective in enumerate(self.program.objectives):
            local = objective.coefficient[search.part.variables]
            known = lawful and objective.goal != "ranking" and search.answers(local)
            if not known or not self._maximise(search, place).proven:
                return verdict
        if lawful and self.ties and self.judge.clock.seconds is None:
            self._settle(search)
        return verdict

    def _maximise(self, search: Search, place: int) -> Stage:
        """The best value of one goal in one part, which later goals and orders keep."""
        local = self.program.objectives[place].coefficient[search.part.variables]
        stage = search.reached[place] = search.maximise(local)
        if stage.proven and (self.ties or place + 1 < len(self.program.objectives)):
            search.keep(local, stage.value)
        return stage

    def _first_aim(self, search: Search) -> Ints | None:
        """The first goal that says anything about a part's bids."""
        variables = search.part.variables
        aims = (objective.coefficient[variables] for objective in self.program.objectives)
        return next((aim for aim in aims if aim.any()), None)

    def _maximised(self, place: int) -> Reached:
        objective = self.program.objectives[place]
        fresh = [search for search in self.searches if place not in search.reached]
        self._each(lambda search: self._maximise(search, place), fresh)
        stages = [search.reached[place] for search in self.searches]
        settled = np.where(self.settled.done, self.settled.values, 0)
        base = int((objective.coefficient * settled).sum())
        bounds = [stage.bound for stage in stages if stage.bound is not None]
        bound = base + sum(bounds) if len(bounds) == len(stages) else None
        return Reached(objective, base + sum(stage.value for stage in stages), bound)

    def _ranked(self, objective: Objective) -> Reached:
        places = _places(self.program.ranked, self.program.size)
        done = self._each(lambda search: search.decide(_local(search.part, places)))
        total = int((objective.coefficient * self.values()).sum())
        if all(done):
            self.tied = _rank_ties(self.program, self.values())
        return Reached(objective, total, total if all(done) else None)

    def _tie_order(self) -> bool:
        """Choose the first award in the published order among those that tie on all goals."""
        self._each(self._settle, [search for search in self.searches if search.tied is None])
        tied = {*self.tied, *np.flatnonzero(self.settled.tied).tolist()}
        for search in self.searches:
            if search.tied is None:
                return False
            tied.update(search.part.variables[search.tied].tolist())
        self.tied = sorted(tied)
        return True

    def _settle(self, search: Search) -> None:
        """Choose a part's first award in the published order, unless a limit strikes."""
        ordered = _local(search.part, self.places)
        flexible = search.flexible(ordered)
        if flexible is not None and search.settle(ordered, flexible):
            search.tied = flexible

    @cached_property
    def places(self) -> Ints:
        """The place of each bid in the published order of ties, -1 for other variables."""
        return _places(self.program.tied, self.program.size)


def _rank_ties(program: Program, values: Ints) -> list[int]:
    """The ranked bids of one lot and one score of which some win and others lose."""
    ranked, columns = program.ranked, program.columns
    lot, score = columns.texts["lot"].codes[ranked], columns.numbers["score"]
    pairs = np.stack([lot, score.known[ranked], score.values[ranked]], axis=1)
    _, group = np.unique(pairs, axis=0, return_inverse=True)
    group = group.reshape(-1)
    won = np.bincount(group, values[ranked])[group]
    many = np.bincount(group)[group]
    return [int(j) for j in ranked[(won > 0) & (won < many)]]


def _places(order: Ints, size: int) -> Ints:
    """The place of each variable in an order, -1 where it has none; shape ``(size,)``."""
    place = np.full(size, -1, np.int64)
    place[order] = np.arange(len(order))
    return place


def _local(part: Part, places: Ints) -> list[int]:
    """The part's own bids among those of an order, in that order, as variables of the part."""
    mine = places[part.variables]
    inside = np.flatnonzero(mine >= 0)
    ordered: list[int] = inside[np.argsort(mine[inside], kind="stable")].tolist()
    return ordered


def _replaced(chosen: Ints, choice: Sequence[tuple[Ints, Ints]]) -> Ints:
    """The chosen award with the variables of some parts replaced."""
    values = chosen.copy()
    for variables, replacement in choice:
        values[variables] = replacement
    return values


def best(
    program: Program,
    judge: Judge,
    known: Ints | None = None,
    memory: Memory | None = None,
    *,
    ties: bool = True,
) -> Outcome:
    """The outcome of a program, as far as the judge's clock allows.

    Parameters
    ----------
    known
        All variables of an award to start from where it is lawful, such as that of a program that
        differs little; shape ``(size,)``. The outcome is the same without it.
    memory
        What earlier, similar programs left behind; learns from this one. The outcome is the same
        whatever it holds.
    ties
        Also choose among awards that tie on all goals, by the published order. Without it the
        status is at most ``feasible``, and what is proven stands in ``reached``.
    """
    memory = memory if judge.fast.warm else None
    split = Split(program.rows, program.size) if memory is None else memory.split(program)
    closed = by_rank(program, split.part) if judge.fast.closed else Closed.nothing(program.size)
    wanted = np.zeros(len(split.start) - 1, np.bool_)
    wanted[split.part[~closed.done]] = True
    parts = [*split.parts(program.indicators, wanted)]
    if memory is None:
        outcome = Outcome(program, judge, split, closed.done, closed)
        outcome.searches = [Search(part, judge) for part in parts]
        outcome.start_from(known)
        outcome.pursue(ties=ties)
        return outcome
    outcome = Outcome(program, judge, split, closed.done, closed)
    return _recalled(outcome, parts, known, memory, ties=ties)


def _recalled(
    outcome: Outcome, parts: Sequence[Part], known: Ints | None, memory: Memory, *, ties: bool
) -> Outcome:
    """The outcome with the help of a memory, which learns from it."""
    shapes = memory.shapes(parts)
    keys = _questions(outcome.program, parts, shapes)
    solved = [memory.recall(key) for key in keys]
    rest = [place for place, held in enumerate(solved) if held is None]
    outcome.settle_also([(p, s) for p, s in zip(parts, solved, strict=True) if s is not None])
    remembered = memory.remembered(shapes[place] for place in rest)
    outcome.searches = [
        Search(parts[place], outcome.judge, held)
        for place, held in zip(rest, remembered, strict=True)
    ]
    outcome.start_from(known)
    outcome.pursue(ties=ties)
    for search, held in zip(outcome.searches, remembered, strict=True):
        held.award = search.values
    if outcome.status == "optimal":
        for place, search in zip(rest, outcome.searches, strict=True):
            if search.values is not None and search.tied is not None:
                memory.learn(keys[place], search.values, search.tied)
    return outcome


def _questions(program: Program, parts: Sequence[Part], shapes: Sequence[bytes]) -> list[bytes]:
    """For each part a digest of all that its award depends on."""
    ranked, tied = (_places(order, program.size) for order in (program.ranked, program.tied))
    if not any(objective.goal == "ranking" for objective in program.objectives):
        ranked = np.full(program.size, -1, np.int64)
    return [
        question(
            shape,
            [objective.coefficient[part.variables] for objective in program.objectives],
            [_local(part, ranked), _local(part, tied)],
        )
        for part, shape in zip(parts, shapes, strict=True)
    ]
