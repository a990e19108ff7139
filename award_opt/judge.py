"""Engines on trial: problems go in, and only what the integers confirm comes out.

Every claim of an engine is recomputed in integers; small problems are enumerated instead. With a
second engine, each optimum and each "impossible" is put to it as well: it must agree.
"""

from __future__ import annotations

from award_opt.columns import Ints
from award_opt.engines import Answer, Clock, Engine
from award_opt.engines.exhaustive import Exhaustive
from award_opt.errors import Finding, SolverError
from award_opt.parts import Open, Problem, opened


class Judge:
    """Puts problems to the engines and passes on only what the integers confirm."""

    def __init__(
        self, engine: Engine, second: Engine | None, clock: Clock, *, by_core: bool = True
    ) -> None:
        self.engine, self.second, self.clock = engine, second, clock
        self.by_core = by_core
        self.unconfirmed = 0

    def solve(self, problem: Problem, known: Ints | None, *, confirm: bool = True) -> Answer:
        """The engine's answer, re-checked in integers against the rows and the ``known`` award.

        Raises
        ------
        SolverError
            The answer breaks a row, is worse than a known award, or the second engine refutes it.
        """
        small = opened(problem)
        if small is None:
            return Answer("infeasible")
        if Exhaustive.fits(small.problem):
            return self._whole(problem, small, Exhaustive().solve(small.problem, self.clock))
        if self.clock.over():
            return Answer("unknown") if known is None else Answer("feasible", known)
        hint = None if known is None else known[small.free]
        reply = self.engine.solve(small.problem, self.clock, hint)
        if reply.values is not None and not small.problem.lawful(reply.values):
            raise self._error("solver_broke_rows", reply)
        answer = self._whole(problem, small, reply)
        if answer.verdict in ("optimal", "infeasible"):
            self._beaten(problem, answer, known)
            if confirm:
                self._confirm(small.problem, reply)
        elif known is not None and self._worse(problem, answer, known):
            return Answer("feasible", known, answer.bound)
        return answer

    @staticmethod
    def _whole(problem: Problem, small: Open, reply: Answer) -> Answer:
        """An answer about the open variables as one about all of them."""
        offset = problem.value(small.settled)
        values = None if reply.values is None else small.whole(reply.values)
        return Answer(reply.verdict, values, None if reply.bound is None else reply.bound + offset)

    def _beaten(self, problem: Problem, answer: Answer, known: Ints | None) -> None:
        if known is None or not problem.lawful(known):
            return
        if answer.values is None:
            raise self._error("solver_denies_award", answer)
        if self._worse(problem, answer, known):
            raise self._error("solver_missed_better", answer)

    @staticmethod
    def _worse(problem: Problem, answer: Answer, known: Ints) -> bool:
        return answer.values is None or problem.value(answer.values) < problem.value(known)

    def _confirm(self, problem: Problem, answer: Answer) -> None:
        """Ask the second engine for anything better than the answer; it must find nothing."""
        if self.second is None:
            return
        if answer.values is not None:
            if not problem.objective.any():
                return
            problem = problem.reaching(problem.objective, problem.value(answer.values) + 1)
        reply = self.second.solve(problem, self.clock)
        if reply.values is not None and problem.lawful(reply.values):
            raise self._error("engines_disagree", reply)
        self.unconfirmed += reply.verdict != "infeasible"

    def _error(self, code: str, answer: Answer) -> SolverError:
        facts = {
            "engine": self.engine.name,
            "version": self.engine.version,
            "verdict": answer.verdict,
            "second": self.second.name if self.second else "",
        }
        return SolverError([Finding("solve", code, facts)])
