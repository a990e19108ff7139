"""Optimising on the core: the few bids that the relaxation leaves open.

Multipliers of the relaxation give, in exact integers, a bound for every bid at its other value
(``bounds``). With a known award worth ``v``, every bid whose bound is below ``v + 1`` has the same
fate in all better awards; only the rest, the core, is put to the engine.
"""

from __future__ import annotations

import numpy as np

from award_opt.bounds import DualBound
from award_opt.columns import Ints
from award_opt.engines import Answer
from award_opt.engines.relaxation import relax
from award_opt.judge import Judge
from award_opt.parts import Problem

FIRST = 60  # variables of the first core, tried for a good award before anything is proven
GROWTH = 4


def best(problem: Problem, known: Ints, judge: Judge) -> Answer:
    """The best award of a problem, from a ``known`` lawful one.

    Same answer as the engine on the whole problem; usually much sooner.
    """
    relaxed = relax(problem, judge.clock)
    if relaxed is None:
        return judge.solve(problem, known)
    bound = DualBound.of(problem, relaxed.duals)
    found = _better(problem, known, np.rint(relaxed.values).astype(np.int64))
    size = FIRST
    while True:
        worth = problem.value(found) + 1
        if bound.value < worth:
            return Answer("optimal", found, worth - 1)
        lower, upper = bound.box(worth)
        whole = int((lower < upper).sum()) <= size
        if not whole:
            lower, upper = _core(bound, size)
        beyond = problem.within(lower, upper).reaching(problem.objective, worth)
        answer = judge.solve(beyond, None, confirm=whole)
        if answer.values is not None:
            found = answer.values
        if answer.verdict in ("unknown", "feasible"):
            return Answer("feasible", found, bound.value)
        if whole:
            return Answer("optimal", found, problem.value(found))
        size = size * GROWTH if answer.values is None else size


def _better(problem: Problem, known: Ints, guess: Ints) -> Ints:
    """The rounded relaxation where it is lawful and better than the known award."""
    lawful = problem.lawful(guess) and problem.value(guess) > problem.value(known)
    return guess if lawful else known


def _core(bound: DualBound, size: int) -> tuple[Ints, Ints]:
    """A box with the ``size`` or so variables open that the relaxation is least sure of."""
    doubt = np.abs(bound.reduced)
    sure = doubt > np.partition(doubt, size)[size]
    held = np.where(bound.reduced > 0, bound.problem.upper, bound.problem.lower)
    return (
        np.where(sure, held, bound.problem.lower),
        np.where(sure, held, bound.problem.upper),
    )
