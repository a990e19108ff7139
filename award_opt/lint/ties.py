"""Ties: orders that do not separate bids, and scales too coarse for the cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from award_opt import order
from award_opt.domain import Bid
from award_opt.errors import Fact, Finding
from award_opt.exact import unscaled
from award_opt.lint.ground import Ground, remark
from award_opt.rules import MaxWinners
from award_opt.rules._base import by_group, label

NEAR = 5  # bids on either side of the cut


def not_strict(ground: Ground) -> Iterator[Finding]:
    """Bids of one lot that the published order of ties does not separate."""
    tender = ground.tender
    lots = order.lot_positions(tender)
    same: dict[order.Key, list[str]] = {}
    for bid in order.tie_order(tender, ground.admitted):
        if tender.scored(bid.segment):
            step = order.key(bid, (*tender.award.ties, "lot"), lots)
            same.setdefault(step, []).append(bid.id)
    for bids in same.values():
        if len(bids) > 1:
            yield Finding("instance", "order_not_strict", {"bids": ", ".join(bids)})


def likely(ground: Ground) -> Iterator[Finding]:
    """Each cap whose cut falls among equal scores, or where few totals separate many bids."""
    goals = ground.tender.award.goals
    if "total_score" not in goals and "ranking" not in goals:
        return
    for rule in ground.tender.rules:
        if isinstance(rule, MaxWinners) and rule.limit:
            grouped = by_group(ground.scored, rule.where, rule.per)
            for group, bids in sorted(grouped.items()):
                yield from _at_cut(ground, rule, label(group), bids)


def _at_cut(ground: Ground, rule: MaxWinners, group: str, bids: Sequence[Bid]) -> Iterator[Finding]:
    """Look at the scores around the place where the cap cuts, if it counted contracts."""
    scores = sorted((bid.score or 0 for bid in bids), reverse=True)
    if len(scores) <= rule.limit:
        return
    last, first = scores[rule.limit - 1], scores[rule.limit]
    near = scores[max(rule.limit - NEAR, 0) : rule.limit + NEAR]
    facts: dict[str, Fact] = {"limit": rule.limit, "group": group or "-", "bids": len(near)}
    if last == first:
        points = unscaled(last, ground.tender.scoring.decimals)
        yield remark("tie_at_cut", rule.id, **{**facts, "bids": scores.count(last)}, points=points)
    elif 2 * len(set(near)) <= len(near):
        yield remark("ties_likely", rule.id, **facts, totals=len(set(near)))
