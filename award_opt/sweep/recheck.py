"""The second reading of a scenario's award: admission, rules and goals, plainly from the bids.

What ``check`` does for an award file, without the file: a sweep has no digests to compare and no
reader to tell which of many faults there are; the first one ends the scenario.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from award_opt import order, reading
from award_opt.admission import VALID, every_rule
from award_opt.domain import Bid, Instance, Landscape
from award_opt.errors import Fact, Finding, SolverError
from award_opt.exact import unscaled
from award_opt.rules import AnyRule
from award_opt.tender import Tender


def admitted(tender: Tender, instance: Instance, among: frozenset[str] | None) -> tuple[Bid, ...]:
    """The bids that take part, in the order of their ids."""
    if all(rule.STAGE is None for rule in every_rule(tender)):
        valid = [bid for bid in instance.bids if bid.status == VALID]
        return tuple(valid if among is None else [b for b in valid if b.bidder in among])
    return reading.admission(tender, instance, among).admitted


def require_winners(bids: Sequence[Bid], won: Collection[str]) -> list[Bid]:
    """The winning bids among the admitted ones.

    Raises
    ------
    SolverError
        A winner is not admitted.
    """
    winners = [bid for bid in bids if bid.id in won]
    if len(winners) != len(won):
        raise _denied("winner", len(won), len(winners))
    return winners


def require_goals(
    tender: Tender, instance: Instance, winners: Sequence[Bid], goals: Sequence[tuple[str, str]]
) -> None:
    """Check every goal of the method and its value.

    Raises
    ------
    SolverError
        A goal is missing, or its value is another one.
    """
    if tuple(goal for goal, _ in goals) != order.stages(tender):
        raise _denied("goals", " ".join(goal for goal, _ in goals), " ".join(order.stages(tender)))
    for goal, stated in goals:
        value = reading.goal_value(tender, instance, winners, goal)
        if value != stated:
            raise _denied(goal, stated, value)


def require_stops(tender: Tender, bids: Sequence[Bid], won: Collection[str]) -> None:
    """Check that nobody wins a lot after its first misfit, where the method stops there.

    Raises
    ------
    SolverError
        Somebody does.
    """
    if "ranking" not in tender.award.goals or tender.award.on_misfit != "stop":
        return
    stopped: set[str] = set()
    for bid in order.rank_order(tender, bids):
        if bid.id not in won:
            stopped.add(bid.lot)
        elif bid.lot in stopped:
            raise _denied("on_misfit", bid.id, bid.lot)


def require_rules(tender: Tender, bids: Sequence[Bid], winners: Sequence[Bid]) -> None:
    """Check every rule.

    Raises
    ------
    SolverError
        A rule is broken.
    """
    landscape = tender.landscape()
    for rule in tender.rules:
        for _ in room_of(rule, landscape, bids, winners):
            pass


def room_of(
    rule: AnyRule, landscape: Landscape, bids: Sequence[Bid], winners: Sequence[Bid]
) -> Iterator[tuple[str, str, str]]:
    """The room that a rule leaves in every group: rule, group, exact number.

    Raises
    ------
    SolverError
        The rule is broken.
    """
    for measure in rule.measures(bids, winners, landscape):
        if measure.slack < 0:
            raise _denied(rule.id, measure.found, measure.limit)
        yield rule.id, measure.group, unscaled(measure.slack, measure.places)


def _denied(field: str, stated: Fact, found: Fact) -> SolverError:
    facts: dict[str, Fact] = {"field": field, "stated": stated, "found": found}
    return SolverError([Finding("sweep", "sweep_denied", facts)])
