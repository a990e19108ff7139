"""Results from awards: read once more by every rule and goal, then measured."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Final, TypeAlias

from award_opt import reading
from award_opt.domain import Bid, Instance, Landscape
from award_opt.sweep import recheck
from award_opt.sweep.plan import Plan
from award_opt.sweep.readings import Readings
from award_opt.sweep.result import Result
from award_opt.sweep.yardstick import passed_over
from award_opt.tender import Tender

READINGS_KEPT: Final = 16  # books and landscapes
TOTAL: Final = "total_score"
Names: TypeAlias = tuple[str, ...]


class Measure:
    """The second reading of the awards of one plan, and their results."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._readings: OrderedDict[tuple[int | None, Landscape], Readings] = OrderedDict()

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
        readings = self._of(tender, instance, book)
        award = readings.award(instance.bids, admitted, chosen)
        slack = readings.room(tender, award)
        money_cents, small_bp = readings.money(award)
        covered, cells = readings.cells(tender, award)
        return Result(
            status="optimal",
            goals=goals,
            winners=winners,
            score=_score(tender, instance, chosen, goals),
            partners=readings.partners(award),
            money_cents=money_cents,
            small_bp=small_bp,
            covered=covered,
            cells=cells,
            passed_over=passed_over(tender, admitted, won),
            slack=slack,
        )

    def _of(self, tender: Tender, instance: Instance, book: int | None) -> Readings:
        key = book, tender.landscape()
        found = self._readings.pop(key, None)
        if found is None:
            found = Readings(instance, key[1], self.plan.yardstick)
        self._readings[key] = found
        if len(self._readings) > READINGS_KEPT:
            self._readings.popitem(last=False)
        return found


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
