"""The search for the best award of one part: goal after goal, then the published order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from award_opt.columns import Ints
from award_opt.engines import Answer
from award_opt.engines.relaxation import Relaxation
from award_opt.errors import Finding, SolverError
from award_opt.program.parts import Narrowed, Part, Problem
from award_opt.search import core, linked
from award_opt.search.box import Box
from award_opt.search.core import Optimised
from award_opt.search.judge import Content, Judge
from award_opt.search.memory import Remembered
from award_opt.search.nearby import moved
from award_opt.search.reduced import Reduced, reduced, untouched
from award_opt.search.tied import alternatives, first, others

CHUNK = 20  # bids of a published order that one objective of powers of two decides
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
    """The best award of one part; ``values`` is the best so far, ``None`` where none is known.

    A search rests where many others go on: it then keeps what it found, and no more.

    Parameters
    ----------
    remembered
        What a memory holds of the same rows under other objectives.
    """

    def __init__(self, part: Part, judge: Judge, remembered: Remembered | None = None) -> None:
        self.part, self.judge, self.remembered = part, judge, remembered
        self.values: Ints | None = None
        self.reached: dict[int, Stage] = {}  # by the place of the goal
        self.tied: list[int] | None = None  # the bids that tie, once the published order decided
        self._problem: Problem | None = None
        self._narrowed: Narrowed | None = None  # the problem of a search that rests
        self._released: Problem | Narrowed | None = None  # all awards that tie on the goals
        self._view: tuple[Problem, Reduced | None] | None = None
        self._first: tuple[Ints, Answer] | None = None  # what ``start`` optimised
        self._last: tuple[Problem, Optimised] | None = None  # what was optimised last

    @property
    def problem(self) -> Problem:
        """The awards that are as good on all goals so far."""
        if self._problem is None:
            narrowed = self._narrowed
            self._problem = self.part.problem if narrowed is None else narrowed.of_part(self.part)
        return self._problem

    @problem.setter
    def problem(self, problem: Problem) -> None:
        self._problem, self._first = problem, None

    def release(self) -> None:
        """Remember these awards as all that tie on the goals."""
        self._released = self.problem

    def rest(self) -> None:
        """Let go of all that can be made anew."""
        many = None if self._problem is None else len(self.part.problem.rows.bound)
        if many is not None and self._problem is not self.part.problem:
            self._narrowed = Narrowed.of(self.problem, many)
        if many is not None and isinstance(self._released, Problem):
            self._released = Narrowed.of(self._released, many)
        self._problem = self._view = self._first = self._last = None
        self.part.rest()

    def carried(self) -> Any:
        """What another process needs to go on, or to report."""
        self.rest()
        return self.values, self.reached, self.tied, self._narrowed, self._released

    def resume(self, state: Any) -> None:
        """Go on from what another process found."""
        self.rest()
        self.values, self.reached, self.tied, self._narrowed, self._released = state

    # --- goals

    def start(self, objective: Ints | None = None) -> Answer:
        """Any lawful award of the part, the one known before if it is lawful; or that none is.

        Where one has to be searched, it is the best under ``objective``.
        """
        for known in self._guesses():
            if self.problem.lawful(known):
                self.values = known
                return Answer("feasible", known)
        self.values = None
        aim = self.problem.objective if objective is None else objective
        answer = self._best(aim)
        self.values, self._first = answer.values, (aim, answer)
        return answer

    def _guesses(self) -> Iterator[Ints]:
        if self.values is not None:
            yield self.values
        if self.remembered is not None and self.remembered.award is not None:
            yield self.remembered.award
        yield self._completed(np.zeros(self.problem.size, np.int64))

    def maximise(self, objective: Ints) -> Stage:
        """The best value of an objective over the awards that keep all earlier goals."""
        if not objective.any():
            return Stage(0, 0)
        first, self._first = self._first, None
        if first is not None and np.array_equal(first[0], objective):
            answer = first[1]
        else:
            answer = self._best(objective)
        self.values = self.values if answer.values is None else answer.values
        return Stage(int((objective * self._values).sum()), answer.bound)

    def answers(self, objective: Ints) -> bool:
        """Whether the best value of an objective is known without a search."""
        first = self._first
        known = first is not None and np.array_equal(first[0], objective)
        return known or not objective.any()

    def keep(self, objective: Ints, value: int) -> None:
        """From here on only awards that reach ``value``."""
        if not objective.any():
            return
        if self.problem.bare:
            self.problem = self.problem.holding(objective, self._values)
            return
        last, self._last = self._last, None
        known = last[1] if last is not None and self._asks(last[0], objective) else None
        if known is not None and known.alone and known.answer.bound == value:
            self.fix(range(self.problem.size))
            return
        narrow = self.problem
        if known is not None and known.bound is not None:
            view = self._seen()
            offset = int((objective * view.settled).sum())
            low, high = known.bound.box(value - offset)
            lower, upper = self.problem.lower.copy(), self.problem.upper.copy()
            inside = view.home >= 0
            lower[inside], upper[inside] = low[view.home[inside]], high[view.home[inside]]
            narrow = self.problem.within(lower, upper)
        self.problem = narrow.reaching(objective, value)

    def _asks(self, problem: Problem, objective: Ints) -> bool:
        """Whether a problem asks for the best under an objective among today's awards."""
        today = self.problem
        same = problem.rows is today.rows and problem.lower is today.lower
        return (
            same and problem.upper is today.upper and np.array_equal(problem.objective, objective)
        )

    # --- the part without what its rows and bounds settle

    def _seen(self) -> Reduced:
        """The problem without what is settled; some award is known to lie in it."""
        view = self._looked()
        if view is None:
            raise SolverError([Finding("solve", "box_denies_award", {})])
        return view

    def _looked(self) -> Reduced | None:
        if self._view is None or self._view[0] is not self.problem:
            self._view = (self.problem, self._look())
        return self._view[1]

    def _look(self) -> Reduced | None:
        if not self.judge.fast.core:
            return untouched(self.problem)
        if self.remembered is not None and self.problem is self.part.problem:
            return self.remembered.view(self.problem)
        return reduced(self.problem)

    def _best(self, objective: Ints, relaxation: Relaxation | None = None) -> Answer:
        """The best award of the problem under an objective."""
        problem = self.problem.towards(objective)
        if problem.bare and self.values is not None:
            alone = problem.one_by_one(self.values)
            return Answer("optimal", alone, problem.value(alone))
        if not self.judge.fast.core or self.judge.clock.over():
            return self.judge.solve(problem, self.values)
        view = self._looked()
        if view is None:
            return Answer("infeasible")
        small = view.towards(objective)
        known = None if self.values is None else view.part(self.values)
        found = self._optimised(small.problem, known, relaxation)
        answer = found.answer
        values = None if answer.values is None else small.whole(answer.values)
        most = None if answer.bound is None else answer.bound + small.offset
        answer = replace(answer, values=values, bound=most)
        self._last = (problem, replace(found, answer=answer))
        return answer

    def _optimised(
        self, problem: Problem, known: Ints | None, relaxation: Relaxation | None
    ) -> Optimised:
        near = linked.near_best(problem, known, self.judge) if self.judge.fast.linked else None
        if near is None:
            return self._by_core(problem, known, relaxation)
        if near.verdict == "optimal" or self.judge.clock.over():
            return Optimised(near)
        found = self._by_core(problem, known if near.values is None else near.values, relaxation)
        return replace(found, answer=linked.within(found.answer, near.bound))

    def _by_core(
        self, problem: Problem, known: Ints | None, relaxation: Relaxation | None
    ) -> Optimised:
        remembered = self.remembered if self.problem is self.part.problem else None
        if remembered is None or not problem.size:
            return core.optimised(problem, known, self.judge, relaxation)
        bound = remembered.bound(problem)
        warm = remembered.relaxation(problem, self.judge.clock)
        found = core.optimised(problem, known, self.judge, warm, bound)
        remembered.duals = remembered.duals if found.duals is None else found.duals
        return found

    # --- the published order

    def decide(self, order: Sequence[int]) -> bool:
        """Take each bid of ``order`` in turn: it wins exactly when some award still allows it.

        Afterwards these bids are fixed. ``False`` where a limit struck first.
        """
        view = self._seen()
        box = Box.of(view.problem)
        if not box.consistent:
            raise SolverError([Finding("solve", "box_denies_award", {})])
        places = view.home[np.array(order, np.int64)]
        pending = list(dict.fromkeys(places[places >= 0].tolist()))
        pending.reverse()
        while pending:
            bid = pending.pop()
            if self._settled(view, box, bid) or self._tried(view, box, bid, pending):
                continue
            chunk = [bid, *(j for j in reversed(pending) if box.value[j] is None)][:CHUNK]
            if not self._asked(view, box, chunk):
                return False
        self.fix(order)
        return True

    def _settled(self, view: Reduced, box: Box, bid: int) -> bool:
        """Whether arithmetic alone decides the bid."""
        if box.value[bid] is None and view.part(self._values)[bid]:
            box.assign(bid, 1)
        elif box.value[bid] is None and not box.try_assign(bid, 1):
            box.assign(bid, 0)
        return box.value[bid] is not None

    def _tried(self, view: Reduced, box: Box, bid: int, pending: Sequence[int]) -> bool:
        """Whether an award with the bid is found by trial: beside, or instead of, later bids.

        ``pending`` are the later bids, the last of them first.
        """
        if not self.judge.fast.trials:
            return False
        decided = np.array([value or 0 for value in box.value], np.int64)
        decided[bid] = 1
        trial = view.part(self._values)
        trial[bid] = 1
        given_up = [j for j in pending if trial[j] and box.value[j] is None]
        for attempt in self._attempts(view, decided, trial, given_up[:REPAIRS]):
            if self.problem.lawful(attempt):
                self.values = attempt
                box.assign(bid, 1)
                return True
        return False

    def _attempts(
        self, view: Reduced, decided: Ints, trial: Ints, given_up: Sequence[int]
    ) -> Iterator[Ints]:
        yield self._completed(view.whole(trial))
        for j in given_up:
            trial[j] = 0
            yield self._completed(view.whole(trial))
        yield self._completed(view.whole(decided))

    def _asked(self, view: Reduced, box: Box, chunk: Sequence[int]) -> bool:
        """Find the best fates of a chunk of bids in order; ``False`` where a limit struck."""
        objective = np.zeros(view.problem.size, np.int64)
        objective[list(chunk)] = 2 ** np.arange(len(chunk) - 1, -1, -1)
        lower = np.array([value or 0 for value in box.value], np.int64)
        upper = np.array([1 if value is None else value for value in box.value], np.int64)
        problem = view.problem.within(lower, upper).towards(objective)
        answer = core.best(problem, view.part(self._values), self.judge)
        if answer.values is not None:
            self.values = view.whole(answer.values)
        if answer.verdict != "optimal":
            return False
        values = view.part(self._values)
        for j in chunk:
            box.assign(j, int(values[j]))
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

        ``None`` where a limit struck before that was known. Otherwise ``values`` are, of the awards
        that were seen, the first in the order of the ``bids``.
        """
        self.release()
        if self.problem.bare:
            return [j for j in bids if self.problem.lower[j] < self.problem.upper[j]]
        view = self._seen()
        rest = [j for j in bids if view.home[j] >= 0]
        told = others(view, self._values, rest, self.judge)
        awards = list(told.awards)
        found = [j for j in rest if any(award[j] != self._values[j] for award in awards)]
        while not told.done:
            left = set(rest) - set(found)
            rest = [j for j in rest if j in left]
            if not rest:
                break
            answer = self._asked_about(rest) if told.rest is None else told.asked(rest, self.judge)
            gone = self._moved(answer.values, rest)
            if not gone and answer.verdict not in ("optimal", "infeasible"):
                return None
            if not gone or answer.values is None:
                break
            awards.append(answer.values)
            found += gone
        self.values = first([self._values, *awards], bids)
        return sorted(found)

    def _asked_about(self, bids: Sequence[int]) -> Answer:
        """An award that ties in which some of the ``bids`` fare otherwise, or that none does."""
        objective = np.zeros(self.problem.size, np.int64)
        objective[bids] = 1 - 2 * self._values[bids]
        content = Search(self.part, Content(self.judge), self.remembered)
        content.problem, content.values, content._view = self.problem, self.values, self._view
        answer = content._best(objective)
        moved = answer.values is not None and (answer.values != self._values)[bids].any()
        return answer if moved or answer.verdict == "optimal" else self._best(objective)

    def _moved(self, other: Ints | None, wanted: Sequence[int]) -> list[int]:
        """The ``wanted`` bids that fare otherwise in another award that ties, or in one near it."""
        if other is None:
            return []
        found = [j for j in wanted if other[j] != self._values[j]]
        if not found or not self.judge.fast.trials:
            return found
        rest = [j for j in wanted if other[j] == self._values[j]]
        return found + moved(self.problem, self.part.indicators, self._values, other, rest)

    def alternatives(self, tied: Sequence[int], limit: int) -> tuple[list[Ints], bool]:
        """Up to ``limit`` awards that differ in ``tied`` bids, and whether there are no more."""
        held = self._released
        released = held.of_part(self.part) if isinstance(held, Narrowed) else held
        assert released is not None
        return alternatives(released, self._values, tied, limit, self.judge)

    @property
    def _values(self) -> Ints:
        assert self.values is not None
        return self.values

    def _completed(self, values: Ints) -> Ints:
        """``values`` with every indicator set as its bids say."""
        return self.part.indicators.complete(values)
