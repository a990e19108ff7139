"""Parameters that enter the total score linearly: a lot's or criterion's weight, a bid's points.

Only the goal moves: filters, rules, ranks and the order of ties keep the published scores and
weights, as they do for margins. The scores of criteria are weighed without rounding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from award_opt.columns import Ints
from award_opt.domain import Bid
from award_opt.errors import CheckError, Fact, Finding, InputError, nearest
from award_opt.program.program import EXACT_LIMIT, Objective, Program
from award_opt.search import outcome
from award_opt.search.judge import Judge
from award_opt.sweep import recheck
from award_opt.sweep.breaks import Line
from award_opt.tender import Tender

GOAL = "total_score"
KINDS = ("weight", "criterion", "points")
WEIGHT_PLACES = 6  # of a criterion's weight


@dataclass(frozen=True, slots=True)
class Family:
    """The programs of one tender as a parameter moves.

    Every award is read a second time, plainly by the rules, before it is passed on.

    At ``value`` the total score is ``start + value * slope``, shape ``(size,)`` each; ``published``
    is the value that the tender has.
    """

    tender: Tender
    program: Program
    start: Ints
    slope: Ints
    published: Fraction

    def at(self, value: Fraction) -> Program:
        """The program at one value, its total score as whole numbers.

        Raises
        ------
        CheckError
            The value has too many digits for exact 53-bit arithmetic.
        """
        exact = value.denominator * self.start.astype(object) + value.numerator * self.slope.astype(
            object
        )
        exact //= int(np.gcd.reduce(exact)) or 1
        if int(np.abs(exact).sum()) >= EXACT_LIMIT:
            raise CheckError([Finding("--breaks", "breaks_too_fine", {"value": str(value)})])
        objectives = tuple(
            replace(objective, coefficient=exact.astype(np.int64))
            if objective.goal == GOAL
            else objective
            for objective in self.program.objectives
        )
        return replace(self.program, objectives=objectives)

    def line(self, value: Fraction, judge: Judge) -> Line | None:
        """The best award at one value as a line; ``None`` where none is lawful.

        Raises
        ------
        CheckError
            A limit struck before the award was proven.
        SolverError
            The second reading contradicts the award.
        """
        found = outcome.best(self.at(value), judge)
        if found.status == "infeasible":
            return None
        if found.status != "optimal":
            raise CheckError([Finding("--breaks", "breaks_open", {"value": str(value)})])
        values = found.values()
        start, slope = (int((vector * values).sum()) for vector in (self.start, self.slope))
        winners = found.winners()
        recheck.require_rules(self.tender, self.program.columns.bids, winners)
        return Line(start, slope, tuple(bid.id for bid in winners))


def family(program: Program, tender: Tender, name: str) -> Family:
    """The programs as ``weight:LOT``, ``criterion:ID`` or ``points:BID`` moves.

    Raises
    ------
    InputError
        The total score is no goal, or the parameter is not there, or not linear in it.
    """
    kind, _, what = name.partition(":")
    if kind not in KINDS:
        facts: dict[str, Fact] = {"value": kind, "nearest": nearest(kind, KINDS) or KINDS[0]}
        raise InputError([Finding("--breaks", "breaks_kind", facts)])
    total = next((each for each in program.objectives if each.goal == GOAL), None)
    if total is None:
        raise InputError([Finding("--breaks", "breaks_no_score", {})])
    if kind == "weight":
        return _lot(program, tender, total, what)
    return (
        _points(program, tender, total, what)
        if kind == "points"
        else _criterion(program, tender, what)
    )


def _lot(program: Program, tender: Tender, total: Objective, lot: str) -> Family:
    _demand(lot in tender.scored_lots(), lot, tender.scored_lots())
    inside = _wide(program, [bid.lot == lot for bid in program.columns.bids])
    weight = tender.award.lot_weights.get(lot, 1)
    slope = inside * (total.coefficient // weight)
    return Family(tender, program, (1 - inside) * total.coefficient, slope, Fraction(weight))


def _points(program: Program, tender: Tender, total: Objective, name: str) -> Family:
    bids = program.columns.bids
    known = [bid.id for bid in bids if bid.score is not None]
    _demand(name in known, name, known)
    bid = next(bid for bid in bids if bid.id == name)
    own = _wide(program, [other.id == name for other in bids])
    unit = 10**tender.scoring.decimals
    slope = own * unit * tender.award.lot_weights.get(bid.lot, 1)
    return Family(
        tender, program, (1 - own) * total.coefficient, slope, Fraction(bid.score or 0, unit)
    )


def _criterion(program: Program, tender: Tender, name: str) -> Family:
    _demand(name in (known := [c.id for c in tender.criteria]), name, known)
    scored = [bid for bid in program.columns.bids if tender.scored(bid.segment)]
    shared = list(dict.fromkeys(tender.criteria_of(bid.segment) for bid in scored))
    weights = {c.id: int(c.weight.scaleb(WEIGHT_PLACES)) for c in (shared or [()])[0]}
    whole = all(weights.keys() <= bid.criteria.keys() for bid in scored)
    if len(shared) != 1 or name not in weights or not whole:
        raise InputError([Finding("--breaks", "breaks_mixed", {"value": name})])
    start = [_weighed(tender, bid, weights, name) for bid in program.columns.bids]
    slope = [_weighed(tender, bid, {name: 10**WEIGHT_PLACES}, "") for bid in program.columns.bids]
    published = Fraction(weights[name], 10**WEIGHT_PLACES)
    return Family(tender, program, _wide(program, start), _wide(program, slope), published)


def _weighed(tender: Tender, bid: Bid, weights: dict[str, int], without: str) -> int:
    if not tender.scored(bid.segment):
        return 0
    own = sum(weight * bid.criteria[c] for c, weight in weights.items() if c != without)
    return own * tender.award.lot_weights.get(bid.lot, 1)


def _wide(program: Program, numbers: Sequence[int]) -> Ints:
    wide = np.zeros(program.size, np.int64)
    wide[: len(numbers)] = numbers
    return wide


def _demand(known: bool, name: str, names: Sequence[str]) -> None:
    if not known:
        near = nearest(name, names) or next(iter(names), "-")
        facts: dict[str, Fact] = {"value": name, "nearest": near}
        raise InputError([Finding("--breaks", "breaks_name", facts)])
