"""The other defensible award methods of a tender, each by a short name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from award_opt.domain import Bid
from award_opt.errors import InputError
from award_opt.order import stages
from award_opt.tender import Tender
from award_opt.tender.checks import faults

CANDIDATES: Final[Mapping[str, tuple[tuple[str, ...], str]]] = {
    "total_score": (("total_score",), "skip"),
    "ranking-skip": (("ranking",), "skip"),
    "ranking-stop": (("ranking",), "stop"),
    "lowest_value": (("lowest_value",), "skip"),
    "total_score+lowest_value": (("total_score", "lowest_value"), "skip"),
}


def others(tender: Tender, bids: Sequence[Bid]) -> dict[str, Tender]:
    """The tender under every other method that these bids and its schema allow, by name."""
    known = faults(tender, tender.id)
    seen = [_same(tender)]
    found: dict[str, Tender] = {}
    for name, (goals, _) in CANDIDATES.items():
        changed = _under(tender, name)
        refused = [fault for fault in faults(changed, tender.id) if fault not in known]
        if measured(goals, tender, bids) and not refused and _same(changed) not in seen:
            seen.append(_same(changed))
            found[name] = changed
    return found


def under(tender: Tender, name: str) -> Tender:
    """The tender under the method of that name; published goals of coverage stay in front.

    Raises
    ------
    InputError
        The schema refuses the method for this tender.
    """
    changed = _under(tender, name)
    known = faults(tender, tender.id)
    if refused := [fault for fault in faults(changed, tender.id) if fault not in known]:
        raise InputError(refused)
    return changed


def measured(goals: Sequence[str], tender: Tender, bids: Sequence[Bid]) -> bool:
    """Whether every bid carries what the goals compare."""
    scored = [bid for bid in bids if tender.scored(bid.segment)]
    points = bool(scored) and all(bid.score is not None for bid in scored)
    money = all(bid.value_cents is not None for bid in bids)
    needs_points = "total_score" in goals or "ranking" in goals
    return (points or not needs_points) and (money or "lowest_value" not in goals)


def _under(tender: Tender, name: str) -> Tender:
    goals, on_misfit = CANDIDATES[name]
    cover = tuple(goal for goal in tender.award.goals if goal == "most_coverage")
    change: dict[str, object] = {"goals": (*cover, *goals), "on_misfit": on_misfit}
    if goals[0] == "lowest_value":
        change["fill"] = "up_to_cap"
    return tender.model_copy(update={"award": tender.award.model_copy(update=change)})


def _same(tender: Tender) -> tuple[object, ...]:
    """What makes two methods the same."""
    award = tender.award
    ranking = "ranking" in award.goals
    return award.goals, award.on_misfit if ranking else "", ranking or stages(tender)
