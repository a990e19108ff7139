"""The award method: whether rank can be respected, what it cannot say, and what was signed."""

from __future__ import annotations

from collections.abc import Iterator

from award_opt.check import said
from award_opt.errors import Finding
from award_opt.lint.ground import Ground, remark
from award_opt.rules import (
    AnyRule,
    Budget,
    Exclusive,
    MaxLots,
    MaxShare,
    MaxWinners,
    MinShare,
    Package,
    Requires,
)
from award_opt.rules._base import by_group, in_scope
from award_opt.tender import Criterion

RANKLESS = (Budget, Exclusive, MaxLots, MaxShare, Package, Requires)
PRICE = ("price", "prijs", "cost", "kosten", "tarief", "tariff")


def against_rank(ground: Ground) -> Iterator[Finding]:
    """The rules that let a bid win over a better one of its lot, where rank is not the goal."""
    award = ground.tender.award
    if "ranking" in award.goals or not ground.scored:
        return
    if "total_score" not in award.goals:
        yield remark("score_not_counted", goals=", ".join(award.goals))
        return
    earlier = award.goals[: award.goals.index("total_score")]
    rules = [rule.id for rule in ground.tender.rules if _breaks_rank(ground, rule)]
    if rules or earlier:
        yield remark("rank_not_kept", rules=", ".join((*earlier, *rules)))


def _breaks_rank(ground: Ground, rule: AnyRule) -> bool:
    """Whether a rule weighs bids by anything but one place each, among the scored bids."""
    scored = [bid for bid in ground.scored if in_scope(bid, rule.where)]
    if isinstance(rule, MaxWinners):
        parts = {len({party.provider for party in bid.parties}) for bid in scored}
        counted = rule.count in ("providers", "owners") and max(parts, default=1) > 1
        return counted and rule in ground.binding
    if isinstance(rule, Package):
        return any(bid.package for bid in scored)
    if isinstance(rule, MinShare):
        return rule.per != "contract" and bool(scored)
    if isinstance(rule, Budget | Exclusive | MaxLots):
        return bool(scored) and rule in ground.binding
    return isinstance(rule, RANKLESS) and bool(scored)


def relative(ground: Ground) -> Iterator[Finding]:
    """Criteria that look like a price: points relative to the lowest price can reverse ranks."""
    for criterion in ground.tender.criteria:
        if any(word in _names(criterion) for word in PRICE):
            yield remark("relative_scoring", criterion=criterion.id)


def _names(criterion: Criterion) -> str:
    name = criterion.name
    words = (criterion.id,) if name is None else (criterion.id, name.nl, name.en)
    return " ".join(words).casefold()


def packages(ground: Ground) -> Iterator[Finding]:
    """Package labels that no rule reads, that stand alone, or that several bidders share."""
    rules = [rule for rule in ground.tender.rules if isinstance(rule, Package)]
    labelled = [bid for bid in ground.valid if bid.package]
    unread = [bid.id for bid in labelled if not any(in_scope(bid, rule.where) for rule in rules)]
    if unread:
        yield remark("package_unread", bids=", ".join(unread))
    for rule in rules:
        for (package,), bids in sorted(by_group(ground.valid, rule.where, ("package",)).items()):
            bidders = sorted({bid.bidder for bid in bids})
            if len(bids) == 1:
                yield remark("package_alone", rule.id, package=package, bid=bids[0].id)
            elif len(bidders) > 1:
                facts = {"package": package, "bidders": ", ".join(bidders)}
                yield remark("package_bidders", rule.id, **facts)


def overrides(ground: Ground) -> Iterator[Finding]:
    """Every decision by hand, always."""
    for rule in ground.tender.rules:
        if rule.OVERRIDE:
            yield said(rule, "rule", {}, f"rules[{rule.id}]")
