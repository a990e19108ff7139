"""Engines on trial: problems go in, and only what the integers confirm comes out.

Every claim of an engine is recomputed in integers; small problems are enumerated instead. With a
second engine, each optimum and each "impossible" is put to it as well: it must agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import ClassVar

from award_opt.columns import Ints
from award_opt.engines import Answer, Clock, Effort, Engine, limited
from award_opt.engines.cut_off import cut_off, turned
from award_opt.engines.exhaustive import Exhaustive
from award_opt.errors import Finding, SolverError
from award_opt.program.parts import Open, Problem, opened
from award_opt.search.fast import Fast


@dataclass(frozen=True, slots=True)
class Tally:
    """What a search took, in counts that are the same on every machine.

    Parameters
    ----------
    solves
        Problems put to an engine.
    confirms
        Claims put to a second engine.
    enumerated
        Problems whose every vector was tried.
    relaxed
        Relaxations at the root of a search.
    branched
        Problems settled, or tried, by branching on relaxations.
    effort
        What all of these took together.
    """

    solves: int = 0
    confirms: int = 0
    enumerated: int = 0
    relaxed: int = 0
    branched: int = 0
    effort: Effort = field(default_factory=Effort)


class Judge:
    """Puts problems to the engines and passes on only what the integers confirm.

    Parameters
    ----------
    second
        Who is asked whether a claim holds; of several the first that did not make it.
    """

    any_will_do: ClassVar[bool] = False  # whether a vector that reaches the cut-off is enough

    def __init__(
        self,
        engine: Engine,
        second: Engine | Sequence[Engine] | None,
        clock: Clock,
        *,
        fast: Fast | None = None,
    ) -> None:
        self.engine, self.clock = engine, clock
        one = second if isinstance(second, Sequence) else [] if second is None else [second]
        self.seconds: tuple[Engine, ...] = tuple(one)
        self.fast = fast or Fast()
        self.unconfirmed = 0
        self.tally = Tally()
        self._lock = Lock()

    @property
    def second(self) -> Engine | None:
        """The engine that is asked first whether a claim holds; ``None`` where nobody is."""
        return self.seconds[0] if self.seconds else None

    def solve(
        self,
        problem: Problem,
        known: Ints | None,
        *,
        confirm: bool = True,
        work: int | None = None,
    ) -> Answer:
        """The engine's answer, re-checked in integers against the rows and the ``known`` award.

        Parameters
        ----------
        confirm
            Put a claim to the second engine as well.
        work
            What the engine may do at most, as ``Effort`` counts it; ``None`` sets no limit.

        Raises
        ------
        SolverError
            The answer breaks a row, is worse than a known award, or the second engine refutes it.
        """
        small = opened(problem)
        if small is None:
            return Answer("infeasible")
        if Exhaustive.fits(small.problem):
            reply = Exhaustive().solve(small.problem, self.clock)
            self._note(Tally(enumerated=1, effort=reply.effort))
            return self._whole(problem, small, reply)
        if self.clock.over():
            return Answer("unknown") if known is None else Answer("feasible", known)
        hint = None if known is None else known[small.free]
        reply = self._reply(limited(self.engine, work), small.problem, hint)
        self._note(Tally(solves=1, effort=reply.effort))
        if reply.values is not None and not small.problem.lawful(reply.values):
            raise self._error("solver_broke_rows", reply)
        answer = self._whole(problem, small, reply)
        if answer.verdict in ("optimal", "infeasible"):
            self._beaten(problem, answer, known)
            if confirm:
                self._confirm(small.problem, reply)
        elif known is not None and self._worse(problem, answer, known):
            return replace(answer, verdict="feasible", values=known)
        return answer

    def _reply(self, engine: Engine, problem: Problem, hint: Ints | None) -> Answer:
        """What the engine says to an open problem."""
        return engine.solve(problem, self.clock, hint)

    def relaxed(self, iterations: int) -> None:
        """Count a relaxation."""
        self._note(Tally(relaxed=1, effort=Effort(iterations=iterations)))

    def branched(self, effort: Effort) -> None:
        """Count a problem that was branched on."""
        self._note(Tally(branched=1, effort=effort))

    def also(self, more: Tally, unconfirmed: int) -> None:
        """Count what another process took, and claims that nobody confirmed there."""
        self._note(more, unconfirmed)

    def _note(self, more: Tally, unconfirmed: int = 0) -> None:
        with self._lock:
            so_far = self.tally
            self.tally = Tally(
                solves=so_far.solves + more.solves,
                confirms=so_far.confirms + more.confirms,
                enumerated=so_far.enumerated + more.enumerated,
                relaxed=so_far.relaxed + more.relaxed,
                branched=so_far.branched + more.branched,
                effort=so_far.effort + more.effort,
            )
            self.unconfirmed += unconfirmed

    @staticmethod
    def _whole(problem: Problem, small: Open, reply: Answer) -> Answer:
        """An answer about the open variables as one about all of them."""
        offset = problem.value(small.settled)
        values = None if reply.values is None else small.whole(reply.values)
        bound = None if reply.bound is None else reply.bound + offset
        return replace(reply, values=values, bound=bound)

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
        """Ask an engine that did not answer for anything better; it must find nothing."""
        if not self.seconds:
            return
        if answer.values is not None:
            if not problem.objective.any():
                return
            bare, _ = cut_off(problem)
            problem = bare.reaching(problem.objective, problem.value(answer.values) + 1)
        claimed = answer.by or self.engine.name
        other = next((engine for engine in self.seconds if engine.name != claimed), None)
        if other is None:
            self._note(Tally(), unconfirmed=1)
            return
        reply = other.solve(turned(problem) or problem, self.clock)
        if reply.values is not None and problem.lawful(reply.values):
            raise self._error("engines_disagree", reply)
        unknown = reply.verdict != "infeasible" or reply.by == claimed
        self._note(Tally(confirms=1, effort=reply.effort), unconfirmed=int(unknown))

    def _error(self, code: str, answer: Answer) -> SolverError:
        facts = {
            "engine": self.engine.name,
            "version": self.engine.version,
            "verdict": answer.verdict,
            "second": self.second.name if self.second else "",
        }
        return SolverError([Finding("solve", code, facts)])


class Content(Judge):
    """A judge who is content with any vector that reaches the cut-off, be it not the best.

    Where an earlier goal can be the objective, so that a vector is a witness and no optimum; that
    there is none is confirmed as ever.
    """

    any_will_do: ClassVar[bool] = True

    def __init__(self, judge: Judge) -> None:
        super().__init__(judge.engine, judge.seconds, judge.clock, fast=judge.fast)
        self.judge = judge

    def _note(self, more: Tally, unconfirmed: int = 0) -> None:
        self.judge.also(more, unconfirmed)

    def _reply(self, engine: Engine, problem: Problem, hint: Ints | None) -> Answer:
        asked = turned(problem)
        if asked is None:
            return super()._reply(engine, problem, hint)
        reply = engine.solve(asked, self.clock)
        return reply if reply.values is None else replace(reply, verdict="feasible", bound=None)
