"""Several engines in turn, each with a limit that grows, until one of them proves its answer.

The limits are counts, never seconds, so the same problem takes the same turns on every machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import numpy as np

from award_opt.columns import Ints
from award_opt.engines import Answer, Clock, Effort, Engine
from award_opt.engines.cp_sat import CpSat
from award_opt.engines.cut_off import cut_off, turned
from award_opt.engines.highs import Highs
from award_opt.engines.knapsack import Knapsack
from award_opt.program.parts import Problem

WORK: Final = 12_000_000  # of CP-SAT in its first turn
NODES: Final = 100  # of HiGHS in its first turn
GROWTH: Final = 4  # of both from one turn to the next
ROUNDS: Final = 20
COARSE: Final = 10**6  # coefficients above this are not for floating point to reason about


class Auto:
    """Whichever engine proves the answer first; ``by`` of the answer says which one that was.

    A problem with one row goes to the dynamic program. All others go to CP-SAT and HiGHS in turns;
    each turn knows the best vector so far and asks for better alone.

    Parameters
    ----------
    work
        Give up after a first turn of CP-SAT with so much deterministic time, in millionths.
    """

    name = "auto"

    def __init__(self, *, work: int | None = None) -> None:
        self.work = work

    @property
    def version(self) -> str:
        """The versions of the engines that take turns."""
        return f"{CpSat.name} {CpSat().version}, {Highs.name} {Highs().version}"

    def limited(self, work: int) -> Auto:
        """The same, which gives up after a first turn of so much work."""
        return Auto(work=work)

    def solve(self, problem: Problem, clock: Clock, hint: Ints | None = None) -> Answer:
        """Maximise the problem, or stop when the clock says so."""
        lawful = hint is not None and problem.lawful(hint)
        best = Answer("feasible", hint) if lawful else Answer("unknown")
        effort = Effort()
        for engine in turns(problem) if self.work is None else one_turn(problem, self.work):
            reply = engine.solve(_beyond(problem, best.values), clock, best.values)
            effort += reply.effort
            best = _joined(problem, best, reply)
            if best.verdict in ("optimal", "infeasible") or clock.over():
                break
        return replace(best, effort=effort)


class Turned(CpSat):
    """CP-SAT, asked whether anything reaches the cut-off while an earlier goal is the objective.

    What it finds need not be the best.
    """

    def solve(self, problem: Problem, clock: Clock, hint: Ints | None = None) -> Answer:
        """A vector that reaches the cut-off, or that none does; ``unknown`` without both."""
        del hint  # it does not reach the cut-off
        asked = turned(problem)
        if asked is None:
            return Answer("unknown", by=self.name)
        reply = super().solve(asked, clock)
        if reply.values is None:
            return reply
        return Answer("feasible", reply.values, None, self.name, reply.effort)


def one_turn(problem: Problem, work: int) -> Iterator[Engine]:
    """The engines of a single turn with a limit."""
    if Knapsack.fits(problem):
        yield Knapsack()
    yield CpSat(work=work)


def turns(problem: Problem) -> Iterator[Engine]:
    """The engines in the order of their turns, each with its limit."""
    if Knapsack.fits(problem):
        yield Knapsack()
    coarse = bool((np.abs(problem.rows.coefficient) <= COARSE).all())
    yield Turned(work=WORK)
    for turn in range(ROUNDS):
        yield CpSat(work=WORK * GROWTH**turn)
        if coarse:
            yield Highs(nodes=NODES * GROWTH**turn)


def _beyond(problem: Problem, known: Ints | None) -> Problem:
    """The problem, for vectors that are worth more than the ``known`` one."""
    if known is None or not problem.objective.any():
        return problem
    bare, _ = cut_off(problem)
    return bare.reaching(problem.objective, problem.value(known) + 1)


def _joined(problem: Problem, best: Answer, reply: Answer) -> Answer:
    """What is known after a reply; vectors that break a row say nothing."""
    if reply.verdict == "infeasible":
        if best.values is None:
            return reply
        return replace(best, verdict="optimal", bound=problem.value(best.values), by=reply.by)
    if reply.values is None or not problem.lawful(reply.values):
        return best
    if best.values is None:
        return reply
    gain = problem.value(reply.values) - problem.value(best.values)
    return reply if gain > 0 or (gain == 0 and reply.verdict == "optimal") else best
