"""Every point of a frontier there is: points against partners, small providers or money.

Not only what the scenarios of a sweep happen to give: under the published rules and bids, each
point is an award of which it is proven that no lawful award is at least as good on both and better
on one. The measure becomes a bound on the compiled program, and the bound moves past each point.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from award_opt.columns import Ints
from award_opt.domain import Bid
from award_opt.errors import CheckError, Fact, Finding, InputError, SolverError
from award_opt.methods import measured
from award_opt.program.program import EXACT_LIMIT, Program, compile_program
from award_opt.rules._base import AT_LEAST
from award_opt.rules._shares import share_bp
from award_opt.search import outcome
from award_opt.search.judge import Judge
from award_opt.solve import Options
from award_opt.sweep import recheck
from award_opt.sweep.frontier import MEASURES, MORE_IS_BETTER, Measure, Reach, Trace, trace
from award_opt.sweep.kept import Award, Kept
from award_opt.sweep.plan import Plan
from award_opt.sweep.scenario import Scenario
from award_opt.sweep.work import Worker
from award_opt.sweep.yardstick import money_cents
from award_opt.tender import Tender

GOALS: Final = {"partners": "fewest_partners", "money": "lowest_value"}
MOST_POINTS: Final = 500


@dataclass(frozen=True, slots=True)
class Tradeoff:
    """The frontier of all lawful awards under one measure."""

    measure: Measure
    trace: Trace


def tradeoff(
    plan: Plan,
    measure: Measure,
    judge: Judge | None = None,
    most: int = MOST_POINTS,
    kept: Kept | None = None,
) -> Tradeoff:
    """The frontier of all lawful awards of the published rules, most points first.

    Where coverage is a goal, only awards that cover the most cells are compared. Units: points as
    the tender scales them, partners, cents, or hundredths of a percent rounded down. Points that
    ``kept`` holds are not solved again.

    Raises
    ------
    InputError
        There is no such measure, or not every bid carries what it adds up.
    CheckError
        A limit struck before a point was proven.
    SolverError
        The second reading contradicts an award.
    """
    if measure not in MEASURES:
        facts: dict[str, Fact] = {"value": measure, "known": ", ".join(MEASURES)}
        raise InputError([Finding("--frontier", "tradeoff_measure", facts)])
    instance = Worker(plan).instance(Scenario())
    if not _known(plan.tender, instance.bids, measure):
        raise InputError([Finding("--frontier", "tradeoff_unknown", {"value": measure})])
    program = compile_program(_under(plan.tender, measure), instance, plan.selected)
    bounded = _Bounded(plan, program, measure, judge or Options().judge())
    points = kept or Kept(plan)

    def solve(bound: int | None) -> Reach | None:
        def ask() -> Award | None:
            reach = bounded.solve(bound)
            return None if reach is None else (reach.score, reach.measured, reach.award)

        known = points.answer(("frontier", measure, bound), ask)
        if known is None:
            return None
        bounded.take(bound, frozenset(known[2]))
        return Reach(*known)

    return Tradeoff(measure, trace(solve, most=most, more=measure in MORE_IS_BETTER))


def _known(tender: Tender, bids: Sequence[Bid], measure: Measure) -> bool:
    """Whether every bid carries what the points and the measure add up."""
    needs = ("total_score",) if measure == "partners" else ("total_score", "lowest_value")
    shares = (party.share_bp for bid in bids for party in bid.parties)
    return measured(needs, tender, bids) and (measure != "small_share" or None not in shares)


def _under(tender: Tender, measure: Measure) -> Tender:
    """The tender with points as its goal, and the measure where it is a goal as well."""
    cover = tuple(goal for goal in tender.award.goals if goal == "most_coverage")
    goals = (*cover, "total_score", *filter(None, [GOALS.get(measure)]))
    return tender.model_copy(update={"award": tender.award.model_copy(update={"goals": goals})})


class _Bounded:
    """The best award of the program under a bound on the measure."""

    def __init__(self, plan: Plan, program: Program, measure: Measure, judge: Judge) -> None:
        self.plan, self.program, self.measure, self.judge = plan, program, measure, judge
        self.known: Ints | None = None
        self.covered = 0  # cells, in the award without a bound

    def solve(self, bound: int | None) -> Reach | None:
        """The award with the most points within a bound; the first is asked for without one."""
        program = self.program if bound is None else self._within(bound)
        found = outcome.best(program, self.judge, self.known)
        if found.status == "infeasible":
            return None
        if found.status != "optimal":
            raise CheckError([Finding("--frontier", "breaks_open", {"value": str(bound)})])
        values = found.values()
        scores = next(o for o in program.objectives if o.goal == "total_score").coefficient
        reach = Reach(
            int((scores * values).sum()),
            self._measured(values),
            tuple(bid.id for bid in found.winners()),
        )
        self._require_plain(reach, found.winners())
        return reach

    def take(self, bound: int | None, award: Collection[str]) -> None:
        """Go on from the award within a bound."""
        wins = np.array([bid.id in award for bid in self.program.columns.bids], np.int64)
        self.known = self.program.complete(wins)
        if bound is None:
            self.covered = int((self._cells() * self.known).sum())

    def _require_plain(self, reach: Reach, winners: Sequence[Bid]) -> None:
        """Read rules, points and measure once more, plainly."""
        tender = self.plan.tender
        recheck.require_rules(tender, self.program.columns.bids, winners)
        weights = tender.award.lot_weights
        score = sum((bid.score or 0) * weights.get(bid.lot, 1) for bid in winners)
        plain = {
            "partners": len({bid.bidder for bid in winners}),
            "money": money_cents(winners) if self.measure == "money" else None,
            "small_share": self.plan.yardstick.small_bp(winners) or 0,
        }[self.measure]
        if (score, plain) != (reach.score, reach.measured):
            facts: dict[str, Fact] = {
                "field": self.measure,
                "stated": f"{reach.score}, {reach.measured}",
                "found": f"{score}, {plain}",
            }
            raise SolverError([Finding("--frontier", "sweep_denied", facts)])

    def _within(self, bound: int) -> Program:
        """The program with a row for the bound; a share is one of something."""
        rows = self.program.rows
        for coefficient, least in self._bounding(bound):
            used = np.flatnonzero(coefficient)
            rows = rows.also(used, coefficient[used], AT_LEAST, least)
        return replace(self.program, rows=rows)

    def _bounding(self, bound: int) -> Iterator[tuple[Ints, int]]:
        if self.measure == "small_share":
            small, value = self._money()
            yield _exact(small - bound * value, bound), 0
            yield value, 1
        else:
            yield self._goal(), -bound
        if self.covered:
            yield self._cells(), self.covered

    def _cells(self) -> Ints:
        """The cells that are reached, where coverage is a goal."""
        goal = next((o for o in self.program.objectives if o.goal == "most_coverage"), None)
        return np.zeros(self.program.size, np.int64) if goal is None else goal.coefficient

    def _measured(self, values: Ints) -> int:
        if self.measure == "small_share":
            small, value = (int((part * values).sum()) for part in self._money())
            return small // value if value else 0
        return -int((self._goal() * values).sum())

    def _goal(self) -> Ints:
        name = GOALS[self.measure]
        return next(o for o in self.program.objectives if o.goal == name).coefficient

    def _money(self) -> tuple[Ints, Ints]:
        """The value of each bid, and what of it goes to small providers, in basis points."""
        small = np.zeros(self.program.size, np.int64)
        value = np.zeros(self.program.size, np.int64)
        yardstick = self.plan.yardstick
        for place, bid in enumerate(self.program.columns.bids):
            cents = bid.value_cents or 0
            value[place] = cents
            small[place] = share_bp(bid, yardstick.of, yardstick.roles) * cents
        return small, value


def _exact(coefficient: Ints, bound: int) -> Ints:
    """The same row in the smallest whole numbers, which stay within exact arithmetic."""
    smallest = coefficient // (int(np.gcd.reduce(coefficient)) or 1)
    if int(np.abs(smallest).astype(object).sum()) >= EXACT_LIMIT:
        raise CheckError([Finding("--frontier", "breaks_too_fine", {"value": str(bound)})])
    return smallest
