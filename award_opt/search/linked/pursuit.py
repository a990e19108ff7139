"""A good award of a linked problem and a bound on all, both better as time goes on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from award_opt.columns import Ints
from award_opt.engines import Answer
from award_opt.engines.cp_sat import CpSat
from award_opt.program.parts import Problem
from award_opt.search import core
from award_opt.search.bounds import DualBound
from award_opt.search.judge import Judge
from award_opt.search.linked.joint import Tightened, tightened
from award_opt.search.linked.prices import Priced, Regions
from award_opt.search.linked.regions import SCALE, Shape, regions, shape
from award_opt.search.linked.steps import Steps
from award_opt.search.linked.tour import Tour
from award_opt.search.linked.windows import Windows
from award_opt.search.reduced import reduced

WORK = 2_000_000  # of CP-SAT, for what nobody needs to be proven best
STEPS = 2  # steps towards better prices, each with its mixture, between two sweeps
# Sweeps with windows of so many regions, each of which may lose so many points.
SWEEPS = ((4, 150), (6, 150), (8, 150), (8, 300), (12, 150), (12, 300), (16, 300))


def near_best(problem: Problem, known: Ints | None, judge: Judge) -> Answer | None:
    """A good award of a linked problem, and a bound on all; ``None`` where it has no regions.

    The verdict is ``optimal`` where the two meet, ``feasible`` where a limit struck before that
    or, without an award, ``unknown``.
    """
    form = shape(problem)
    if form is None:
        return None
    tight = tightened(problem, form.links, judge.clock)
    if tight is None:
        return None
    pursuit = _Pursuit(problem, form, tight, judge)
    try:
        pursuit.pursue(known)
    except KeyboardInterrupt:
        judge.clock.stopped.set()
    return pursuit.answer()


def within(answer: Answer, bound: int | None) -> Answer:
    """The answer with the lower of its own bound and another."""
    known = [each for each in (answer.bound, bound) if each is not None]
    return replace(answer, bound=min(known, default=None))


class _Pursuit:
    """``award`` is the best so far, ``most`` the least bound on all awards."""

    def __init__(self, problem: Problem, form: Shape, tight: Tightened, judge: Judge) -> None:
        self.problem, self.whole, self.judge = problem, tight.problem, judge
        # what only has to be good, nobody needs to prove or to confirm
        self.scout = Judge(CpSat(work=WORK), None, judge.clock, fast=judge.fast)
        self.unit = problem.unit
        self.award: Ints | None = None
        self.most = self._rounded(DualBound.of(self.whole, tight.hints.duals).value)
        parts = regions(problem, form.split, tight.limits.rows)
        self.beside = Regions(problem, parts, tight.limits, judge)
        self.prices = np.rint(np.maximum(tight.duals(form.links), 0) * SCALE).astype(np.int64)

    def answer(self) -> Answer:
        """What is known now."""
        if self.award is None:
            return Answer("unknown", bound=self.most)
        return Answer("optimal" if self._proven() else "feasible", self.award, self.most)

    def pursue(self, known: Ints | None) -> None:
        """Look for better awards and bounds, until they meet or a limit strikes."""
        if known is not None:
            self._offer(known)
        priced = self.beside.priced(self.prices)
        if priced is None:
            return
        self._bounded(priced)
        if priced.values is not None:
            self._offer(priced.values)
            if not self._over():
                self._offer(Tour(self.beside, priced, priced.values, self.scout).travel())
        steps = Steps(self.beside, priced)
        for _ in self._rounds(steps):
            if self._over():
                return
        self._finish(steps.best)

    def _rounds(self, steps: Steps) -> Iterator[None]:
        """Better prices and better awards in turn, until neither gets better."""
        windows = Windows(self.whole, self.beside, self.award, self.scout)
        sweeps = iter(SWEEPS)
        gained, sweep = False, next(sweeps, None)
        yield
        while sweep is not None or gained or not steps.ended:
            windows.award = self.award
            if sweep is not None and not gained and windows.award is not None:
                windows.sweep(steps.best, *sweep)
                self._offer(windows.award)
                sweep = next(sweeps, None)
            gained = False
            for _ in range(STEPS):
                yield
                steps.step()
                self._bounded(steps.best)
                yield
                gained = windows.mix(steps.mixed) or gained
                self._offer(windows.award)

    def _finish(self, priced: Priced) -> None:
        """The best of all awards, among those that the bound leaves."""
        lower, upper = self.problem.lower, self.problem.upper
        if self.award is not None:
            loss = priced.total - SCALE * (self.problem.value(self.award) + self.unit)
            lower, upper = priced.box(self.beside.regions, self.problem, loss)
            lower, upper = np.minimum(lower, self.award), np.maximum(upper, self.award)
        small = reduced(self.whole.within(lower, upper))
        if small is None:
            return
        award = None if self.award is None else small.part(self.award)
        answer = core.best(small.problem, award, self.judge)
        if answer.values is not None:
            self._offer(small.whole(answer.values))
        if answer.bound is not None:
            self.most = min(self.most, answer.bound + small.offset)

    def _offer(self, values: Ints | None) -> None:
        """Keep values if they are lawful and the best award so far."""
        if values is None or not self.problem.lawful(values):
            return
        if self.award is None or self.problem.value(values) > self.problem.value(self.award):
            self.award = values.copy()
            self.beside.learn(values)

    def _bounded(self, priced: Priced) -> None:
        self.most = min(self.most, self._rounded(priced.bound))

    def _rounded(self, bound: int) -> int:
        return bound // self.unit * self.unit

    def _proven(self) -> bool:
        return self.award is not None and self.problem.value(self.award) >= self.most

    def _over(self) -> bool:
        return self.judge.clock.over() or self._proven()
