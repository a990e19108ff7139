"""The work of a sweep: one scenario in, one proven and twice-read result out."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from award_opt.award import Status
from award_opt.columns import Ints
from award_opt.domain import Instance
from award_opt.errors import Fact, Finding, InputError, SolverError
from award_opt.exact import unscaled
from award_opt.generate.dice import Dice
from award_opt.noise import Assessors
from award_opt.program.compiled import Compiler
from award_opt.program.program import Program
from award_opt.search import outcome
from award_opt.search.demands import Demands
from award_opt.search.fast import Fast
from award_opt.search.judge import Judge
from award_opt.search.memory import Memory
from award_opt.solve import Options
from award_opt.sweep.book import invented
from award_opt.sweep.measure import Measure
from award_opt.sweep.plan import Plan
from award_opt.sweep.result import Result
from award_opt.sweep.scenario import Scenario

ROWS_KEPT: Final = 2048  # awards of programs, which come back when scores are drawn alike
BOOKS_KEPT: Final = 4
WITHDRAWN: Final = "withdrawn"
FAST: Final = Fast(parallel=False)  # each core has a worker of its own
SAMPLED: Final = 1024  # one key in so many is put to the second engine as well

_workers: dict[bytes, Worker] = {}


def chunk(plan: bytes, indices: Sequence[int]) -> list[tuple[str, bytes]]:
    """The keys and results of some scenarios of a plan, as runners send and store them.

    Raises
    ------
    AwardOptError
        A scenario whose answer fails a check; the runner tries the others one by one.
    """
    worker = Worker.of(plan)
    return [worker.keyed(worker.plan.scenarios[index]) for index in indices]


@dataclass(frozen=True, slots=True)
class _Settled:
    """The award of a program: its status, goals and winners."""

    status: Status
    goals: tuple[tuple[str, str, bool], ...] = ()
    winners: tuple[str, ...] = ()


@dataclass(slots=True)
class _Ground:
    """The bids of a plan or a book, and what was worked out from them."""

    instance: Instance
    assessors: Assessors
    compiler: Compiler
    memory: Memory = field(default_factory=Memory)
    known: frozenset[str] = frozenset()
    demands: Demands | None = None

    def ranked(self, program: Program) -> _Settled | None:
        """The award where rank order under caps and a few demands decides it; else ``None``."""
        if self.demands is None or not self.demands.fits(program):
            self.demands = Demands(program)
        values = self.demands.best(program)
        return None if values is None else _settled(program, values)


def _settled(program: Program, values: Ints) -> _Settled:
    """What a proven award comes to."""
    goals = tuple(
        (each.goal, unscaled(each.value(int((each.coefficient * values).sum())), each.places), True)
        for each in program.objectives
    )
    won = np.flatnonzero(values[: program.columns.n])
    return _Settled("optimal", goals, tuple(program.columns.bids[j].id for j in won.tolist()))


class Worker:
    """Answers the scenarios of one plan; what did not change is not built again.

    ``by_rank`` lets rank order decide awards where it can; the answers are the same without.
    """

    def __init__(self, plan: Plan, *, by_rank: bool = True) -> None:
        self.plan, self.by_rank = plan, by_rank
        self._measure = Measure(plan)
        self._judges: dict[bool, Judge] = {}
        self._grounds: OrderedDict[int | None, _Ground] = OrderedDict()
        self._settled: OrderedDict[bytes, _Settled] = OrderedDict()

    @classmethod
    def of(cls, plan: bytes) -> Worker:
        """The worker of a plan, made once in a process."""
        if plan not in _workers:
            _workers.clear()
            _workers[plan] = cls(Plan.from_bytes(plan))
        return _workers[plan]

    def keyed(self, scenario: Scenario) -> tuple[str, bytes]:
        """The key of a scenario and its result as bytes."""
        key = self.plan.key(scenario)
        return key, self.answer(scenario, checked=_sampled(key)).to_bytes()

    def answer(self, scenario: Scenario, *, checked: bool = False) -> Result:
        """The proven award of a scenario, measured.

        Parameters
        ----------
        checked
            Solve it anew with both engines, whatever is known; ``keyed`` does so now and then.

        Raises
        ------
        SolverError
            The second reading of rules and goals contradicts the award.
        """
        try:
            tender = self.plan.of(scenario)
        except InputError:
            return Result("refused")
        ground = self._ground(scenario.book)
        instance = self._changed(ground, scenario)
        program = ground.compiler.program(tender, instance.bids)
        settled = self._best(program, ground, checked=checked)
        if settled.status != "optimal":
            return Result("infeasible")
        return self._measure.result(tender, instance, scenario.book, settled.winners, settled.goals)

    # --- bids

    def instance(self, scenario: Scenario) -> Instance:
        """The bids of a scenario: as opened or invented, scored again, without those withdrawn."""
        return self._changed(self._ground(scenario.book), scenario)

    def _ground(self, book: int | None) -> _Ground:
        if book not in self._grounds:
            if len(self._grounds) >= BOOKS_KEPT:
                self._grounds.popitem(last=False)
            instance = self._opened(book)
            assessors = Assessors(self.plan.tender, instance, self.plan.noise)
            compiler = Compiler(self.plan.tender, instance, self.plan.selected)
            self._grounds[book] = _Ground(instance, assessors, compiler)
        return self._grounds[book]

    def _opened(self, book: int | None) -> Instance:
        plan = self.plan
        if book is not None:
            return invented(plan.tender, plan.providers, book)
        if plan.instance is None:
            raise InputError([Finding("sweep", "sweep_no_bids", {})])
        return plan.instance

    def _changed(self, ground: _Ground, scenario: Scenario) -> Instance:
        if scenario.draw is None and not scenario.gone:
            return ground.instance
        bids = ground.instance.bids
        if scenario.draw is not None:
            bids = ground.assessors.again(Dice.of(self.plan.seed, f"noise {scenario.draw}"))
        if scenario.gone:
            gone = frozenset(scenario.gone)
            bids = tuple(replace(b, status=WITHDRAWN) if b.id in gone else b for b in bids)
        return replace(ground.instance, bids=bids)

    # --- the award

    def _best(self, program: Program, ground: _Ground, *, checked: bool) -> _Settled:
        ranked = ground.ranked(program) if self.by_rank else None
        if ranked is not None and not checked:
            return ranked
        found = self._known(program, ground, checked=checked)
        if ranked is not None and ranked != found:
            facts: dict[str, Fact] = {"field": "by_rank", "stated": "", "found": found.status}
            raise SolverError([Finding("sweep", "sweep_denied", facts)])
        return found

    def _known(self, program: Program, ground: _Ground, *, checked: bool) -> _Settled:
        """The award that a search finds, from memory where the same program came before."""
        key = _fingerprint(program)
        if checked or key not in self._settled:
            if len(self._settled) >= ROWS_KEPT:
                self._settled.popitem(last=False)
            self._settled[key] = self._searched(program, ground, checked=checked)
        return self._settled[key]

    def _searched(self, program: Program, ground: _Ground, *, checked: bool) -> _Settled:
        wins = np.array([bid.id in ground.known for bid in program.columns.bids], np.int64)
        memory = None if checked else ground.memory  # what is checked is solved, not remembered
        judge = self._judge(checked=checked)
        found = outcome.best(program, judge, program.complete(wins), memory)
        if found.status == "infeasible" and not checked:
            found = outcome.best(program, self._judge(checked=True))  # nothing else confirms it
        if found.status == "infeasible":
            return _Settled("infeasible")
        if found.status != "optimal":
            raise SolverError([Finding("sweep", "sweep_unproven", {"status": found.status})])
        settled = _settled(program, found.values())
        ground.known = frozenset(settled.winners)
        return settled

    def _judge(self, *, checked: bool) -> Judge:
        if checked not in self._judges:
            self._judges[checked] = Options(cross_check=checked, fast=FAST).judge()
        return self._judges[checked]


def _sampled(key: str) -> bool:
    """Whether a scenario is among those that are checked; the same ones in every run."""
    return int(key[:8], 16) % SAMPLED == 0


def _fingerprint(program: Program) -> bytes:
    """What makes two programs the same: bids, rows, goals and orders."""
    rows = program.rows
    arrays = [rows.start, rows.column, rows.coefficient, rows.sense, rows.bound]
    arrays += [goal.coefficient for goal in program.objectives]
    arrays += [program.ranked, program.tied]
    digest = hashlib.sha256(repr([bid.id for bid in program.columns.bids]).encode())
    digest.update(repr([(g.goal, g.places, g.offset) for g in program.objectives]).encode())
    for array in arrays:
        digest.update(len(array).to_bytes(8, "big"))
        digest.update(np.ascontiguousarray(array, np.int64).tobytes())
    return digest.digest()
