"""The award under each other defensible method, beside the published one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from award_opt.award import Status
from award_opt.domain import Bid
from award_opt.order import stages
from award_opt.reading import goal_value
from award_opt.robust.desk import Desk
from award_opt.tender import Tender
from award_opt.tender.checks import faults

CANDIDATES = (
    (("total_score",), "skip"),
    (("ranking",), "skip"),
    (("ranking",), "stop"),
    (("lowest_value",), "skip"),
    (("total_score", "lowest_value"), "skip"),
)
COMPARED = ("total_score", "lowest_value", "fewest_contracts", "fewest_partners")


@dataclass(frozen=True, slots=True)
class Method:
    """The award under one method.

    ``values`` pairs goals with what this award reaches on them, as exact decimal strings, whether
    or not the method looks at them. ``enters`` and ``leaves`` are against the published award.
    ``filled`` says that places are filled here where the published method lets them stay open.
    """

    goals: tuple[str, ...]
    on_misfit: str
    filled: bool
    published: bool
    status: Status
    values: tuple[tuple[str, str], ...]
    enters: tuple[str, ...]
    leaves: tuple[str, ...]


def others(desk: Desk) -> list[Tender]:
    """The tender under every method that its bids and its schema allow, the published one first."""
    found = {_method(desk.tender): desk.tender}
    bids = desk.program.columns.bids
    known = faults(desk.tender, desk.tender.id)
    for goals, on_misfit in CANDIDATES:
        changed = _under(desk.tender, goals, on_misfit)
        refused = [fault for fault in faults(changed, desk.tender.id) if fault not in known]
        if _measured(goals, desk.tender, bids) and not refused:
            found.setdefault(_method(changed), changed)
    return list(found.values())


def method(desk: Desk, tender: Tender) -> Method:
    """The award under the method of ``tender`` beside the published one."""
    goals, on_misfit = tender.award.goals, tender.award.on_misfit
    found = desk.under(tender)
    lawful = found.status == "optimal"
    return Method(
        goals=goals,
        on_misfit=on_misfit if "ranking" in goals else "",
        filled=tender.award.fill != desk.tender.award.fill,
        published=tender is desk.tender,
        status=found.status,
        values=tuple(_values(desk, found.winners)) if lawful else (),
        enters=tuple(bid.id for bid in found.winners if bid.id not in desk.won),
        leaves=tuple(bid.id for bid in desk.winners if lawful and bid.id not in found.ids),
    )


def _values(desk: Desk, winners: tuple[Bid, ...]) -> Iterator[tuple[str, str]]:
    for goal in dict.fromkeys((*stages(desk.tender), *COMPARED)):
        if goal not in ("fill", "ranking") and _measured(
            (goal,), desk.tender, desk.program.columns.bids
        ):
            yield goal, goal_value(desk.tender, desk.instance, winners, goal)


def _under(tender: Tender, goals: tuple[str, ...], on_misfit: str) -> Tender:
    """The tender under another method; goals of coverage that are published stay in front."""
    cover = tuple(goal for goal in tender.award.goals if goal == "most_coverage")
    change: dict[str, object] = {"goals": (*cover, *goals), "on_misfit": on_misfit}
    if goals[0] == "lowest_value":
        change["fill"] = "up_to_cap"
    return tender.model_copy(update={"award": tender.award.model_copy(update=change)})


def _method(tender: Tender) -> tuple[object, ...]:
    """What makes two methods the same."""
    award = tender.award
    ranking = "ranking" in award.goals
    return award.goals, award.on_misfit if ranking else "", ranking or stages(tender)


def _measured(goals: tuple[str, ...], tender: Tender, bids: tuple[Bid, ...]) -> bool:
    """Whether every bid carries what the goals compare."""
    scored = [bid for bid in bids if tender.scored(bid.segment)]
    points = bool(scored) and all(bid.score is not None for bid in scored)
    money = all(bid.value_cents is not None for bid in bids)
    needs_points = "total_score" in goals or "ranking" in goals
    return (points or not needs_points) and (money or "lowest_value" not in goals)
