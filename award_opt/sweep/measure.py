"""Results from awards: read once more by every rule and goal, then measured."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from award_opt import reading
from award_opt.domain import Bid, Instance
from award_opt.sweep import recheck
from award_opt.sweep.plan import Plan
from award_opt.sweep.result import Result
from award_opt.sweep.yardstick import money_cents, passed_over
from award_opt.tender import Tender

READ_KEPT: Final = 4096
TOTAL: Final = "total_score"
Names: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    """What an award is whatever its bids score: kept rules with their room, money, cells."""

    partners: int
    money_cents: int | None
    small_bp: int | None
    covered: int
    cells: int
    slack: tuple[tuple[str, str, str], ...]


class Measure:
    """The second reading of the awards of one plan, and their results.

    An award that comes back with other scores, under the same rules and beside the same bids, keeps
    what no score can change; goals and pass-overs are read anew.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._read: OrderedDict[tuple[int, int | None, Names, Names], tuple[Tender, _Read]]
        self._read = OrderedDict()

    def result(
        self,
        tender: Tender,
        instance: Instance,
        book: int | None,
        winners: Names,
        goals: tuple[tuple[str, str, bool], ...],
    ) -> Result:
        """The result of an award whose every goal is proven.

        Raises
        ------
        SolverError
            A winner is not admitted, a rule is broken, or a goal has another value.
        """
        won = frozenset(winners)
        admitted = recheck.admitted(tender, instance, self.plan.selected)
        chosen = recheck.require_winners(admitted, won)
        recheck.require_goals(tender, instance, chosen, [goal[:2] for goal in goals])
        recheck.require_stops(tender, admitted, won)
        read = self._known(tender, instance, admitted, chosen, book)
        return Result(
            status="optimal",
            goals=goals,
            winners=winners,
            score=_score(tender, instance, chosen, goals),
            partners=read.partners,
            money_cents=read.money_cents,
            small_bp=read.small_bp,
            covered=read.covered,
            cells=read.cells,
            passed_over=passed_over(tender, admitted, won),
            slack=read.slack,
        )

    def _known(
        self,
        tender: Tender,
        instance: Instance,
        admitted: Sequence[Bid],
        winners: Sequence[Bid],
        book: int | None,
    ) -> _Read:
        if any(column == "score" for rule in tender.rules for column, _ in rule.uses()):
            return self._fresh(tender, instance, admitted, winners)
        names = tuple(bid.id for bid in winners), tuple(bid.id for bid in admitted)
        key = (id(tender), book, *names)  # the tender is kept beside, so that its id stays its own
        known = self._read.get(key)
        if known is None:
            if len(self._read) >= READ_KEPT:
                self._read.popitem(last=False)
            known = self._read[key] = tender, self._fresh(tender, instance, admitted, winners)
        return known[1]

    def _fresh(
        self,
        tender: Tender,
        instance: Instance,
        admitted: Sequence[Bid],
        winners: Sequence[Bid],
    ) -> _Read:
        slack = tuple(recheck.room(tender, admitted, winners))
        cells = list(self.plan.yardstick.cells(tender, instance.bids, winners))
        return _Read(
            partners=len({bid.bidder for bid in winners}),
            money_cents=money_cents(winners),
            small_bp=self.plan.yardstick.small_bp(winners),
            covered=sum(cells),
            cells=len(cells),
            slack=slack,
        )


def _score(
    tender: Tender,
    instance: Instance,
    winners: Sequence[Bid],
    goals: tuple[tuple[str, str, bool], ...],
) -> str | None:
    """The points of all winners; ``None`` where one that should have some has none."""
    if any(bid.score is None and tender.scored(bid.segment) for bid in winners):
        return None
    known = next((value for goal, value, _ in goals if goal == TOTAL), None)
    return known or reading.goal_value(tender, instance, winners, TOTAL)
