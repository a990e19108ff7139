"""The award under each other defensible method, beside the published one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from award_opt import methods
from award_opt.award import Status
from award_opt.domain import Bid
from award_opt.order import stages
from award_opt.reading import goal_value
from award_opt.robust.desk import Desk
from award_opt.tender import Tender

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
    return [desk.tender, *methods.others(desk.tender, desk.program.columns.bids).values()]


def method(desk: Desk, tender: Tender) -> Method:
    """The award under the method of ``tender`` beside the published one."""
    goals, on_misfit = tender.award.goals or stages(tender), tender.award.on_misfit
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
        if goal not in ("fill", "ranking") and methods.measured(
            (goal,), desk.tender, desk.program.columns.bids
        ):
            yield goal, goal_value(desk.tender, desk.instance, winners, goal)
