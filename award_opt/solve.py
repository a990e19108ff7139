"""The award of a tender: solved, proven, and signed only after the second reading agrees."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from award_opt import check, order, reading
from award_opt.award import AwardFile, GoalValue, Mode, Ties
from award_opt.domain import Bid, Instance
from award_opt.engines import Clock, Engine
from award_opt.engines.auto import Auto
from award_opt.engines.cp_sat import CpSat
from award_opt.engines.gate import cp_sat_faults
from award_opt.engines.highs import Highs
from award_opt.errors import Finding, SolverError
from award_opt.exact import unscaled
from award_opt.program.program import compile_program
from award_opt.search.fast import Fast
from award_opt.search.judge import Judge
from award_opt.search.outcome import Outcome, Reached, best
from award_opt.tender import Tender

EngineName: TypeAlias = Literal["cp_sat", "highs", "auto"]
ENGINES: Final[dict[EngineName, Callable[[], Engine]]] = {
    "cp_sat": CpSat,
    "highs": Highs,
    "auto": Auto,
}


@dataclass(frozen=True, slots=True)
class Options:
    """How to solve.

    Parameters
    ----------
    time_limit
        Seconds; ``None`` sets no limit.
    cross_check
        Put every claim of the engine to a second engine as well, which must agree.
    engine
        Who is asked what arithmetic does not settle.
    fast
        The fast paths that the search may take; the award is the same without them.
    among
        The award of an earlier phase: only bidders that it selected are admitted.
    mode
        ``simulation`` for anything made with a what-if.
    what_if
        The ids of the what-ifs that the tender was patched with.
    clock
        Shared with whoever wants to stop the search; made from ``time_limit`` when absent.
    """

    time_limit: float | None = None
    cross_check: bool = True
    engine: EngineName = "auto"
    fast: Fast = field(default_factory=Fast)
    among: AwardFile | None = None
    mode: Mode = "award"
    what_if: tuple[str, ...] = ()
    clock: Clock | None = None

    def judge(self) -> Judge:
        """The engines that these options ask for.

        Raises
        ------
        SolverError
            The installed solver fails its gate.
        """
        faults = cp_sat_faults()
        if faults:
            raise SolverError(faults)
        engine = ENGINES[self.engine]()
        others: list[Engine] = [Highs(), CpSat()] if self.cross_check else []
        seconds = [other for other in others if other.name != engine.name]
        return Judge(engine, seconds, self.clock or Clock(self.time_limit), fast=self.fast)


@dataclass(frozen=True, slots=True)
class TiedAwards:
    """Awards that tie on all goals, the chosen one first; ``complete`` when there are no others."""

    chosen: AwardFile
    awards: tuple[tuple[str, ...], ...]
    complete: bool


def solve(tender: Tender, instance: Instance, options: Options | None = None) -> AwardFile:
    """The best lawful award under the published method, unique by construction.

    Returns
    -------
    AwardFile
        ``optimal`` when every goal and the tie order are proven; ``feasible`` when a limit struck
        first; ``infeasible`` when none keeps all rules; ``unknown`` when none was found in time.

    Raises
    ------
    SolverError
        The solver fails its gate, or an answer contradicts the integers or the second engine.
    """
    options = options or Options()
    outcome, judge = _outcome(tender, instance, options)
    return _signed(tender, instance, options, outcome, judge)


def all_awards(
    tender: Tender, instance: Instance, limit: int, options: Options | None = None
) -> TiedAwards:
    """Up to ``limit`` awards that tie on all goals, each as its sorted winning bids.

    They come in the published order of ties. Under ``ranking`` the award is unique by definition.
    """
    options = options or Options()
    outcome, judge = _outcome(tender, instance, options)
    chosen = _signed(tender, instance, options, outcome, judge)
    if chosen.status != "optimal":
        return TiedAwards(chosen, (), complete=chosen.status == "infeasible")
    found, complete = outcome.alternatives(limit)
    awards = tuple(tuple(bid.id for bid in winners) for winners in found)
    return TiedAwards(chosen, awards, complete)


def _outcome(tender: Tender, instance: Instance, options: Options) -> tuple[Outcome, Judge]:
    judge = options.judge()
    program = compile_program(tender, instance, reading.selected(options.among))
    return best(program, judge), judge


def _signed(
    tender: Tender, instance: Instance, options: Options, outcome: Outcome, judge: Judge
) -> AwardFile:
    """The award file of an outcome, once the plain reading of rules and goals agrees with it."""
    lawful = outcome.status in ("optimal", "feasible")
    award = reading.draft(
        tender,
        instance,
        outcome.winners() if lawful else (),
        status=outcome.status,
        goals=[_goal(reached) for reached in outcome.reached],
        ties=_ties(tender, outcome) if outcome.status == "optimal" else None,
        mode=options.mode,
        what_if=options.what_if,
        among=options.among,
        engine=_engines(judge),
    )
    wrong = check.verify(tender, instance, award, options.among, exchanges=False)
    if wrong:
        raise SolverError([Finding("solve", "check_denies_award", {}), *wrong])
    return award


def _goal(reached: Reached) -> GoalValue:
    objective, bound = reached.objective, reached.bound
    return GoalValue(
        goal=objective.goal,
        value=unscaled(reached.value, objective.places),
        bound=None if bound is None else unscaled(objective.value(bound), objective.places),
        proven=reached.proven,
    )


def _ties(tender: Tender, outcome: Outcome) -> Ties:
    bids: Sequence[Bid] = [outcome.program.columns.bids[j] for j in outcome.tied]
    decided_by = order.decider(tender, bids) if bids else "goals"
    return Ties(decided_by=decided_by, tied_bids=sorted(bid.id for bid in bids))


def _engines(judge: Judge) -> dict[str, str]:
    """The engines behind the award: both only where they agree on every claim."""
    engines = {judge.engine.name: judge.engine.version}
    if judge.second is not None and not judge.unconfirmed and not judge.clock.over():
        engines[judge.second.name] = judge.second.version
    return engines
