"""Shares of value that hold, or fail, whatever is awarded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from award_opt.domain import Bid
from award_opt.errors import Fact, Finding
from award_opt.exact import plain
from award_opt.lint.ground import Ground, remark
from award_opt.rules import MaxShare, MinShare
from award_opt.rules._base import by_group, in_scope, label, units
from award_opt.rules._shares import share_bp

SCALE = 10_000  # shares are published with up to four decimals


def vacuous(ground: Ground) -> Iterator[Finding]:
    """Rules about shares that say nothing, or that no winner can keep."""
    for rule in ground.tender.rules:
        if isinstance(rule, MinShare):
            yield from _min_share(ground, rule)
        elif isinstance(rule, MaxShare) and rule.base == "awarded":
            yield from _max_share(ground, rule)


def _min_share(ground: Ground, rule: MinShare) -> Iterator[Finding]:
    by_bid = rule.per == "contract"
    bids = [
        bid for bid in (ground.valid if by_bid else ground.admitted) if in_scope(bid, rule.where)
    ]
    if by_bid or rule.base == "awarded":
        yield from _alike(rule, bids)
    if not by_bid and rule.base == "awarded":
        free = _free(ground, rule)
        if free:
            yield remark("share_vacuous", rule.id, segments=", ".join(free))


def _alike(rule: MinShare, bids: Sequence[Bid]) -> Iterator[Finding]:
    """Bids that all reach the share by themselves, or none of them: the award does so too."""
    own = [share_bp(bid, rule.of, rule.roles) for bid in bids]
    share = plain(rule.share)
    if bids and all(part >= rule.share * 100 for part in own):
        yield remark("share_always", rule.id, share=share, bids=len(bids))
    elif bids and all(part < rule.share * 100 for part in own):
        yield remark("share_never", rule.id, share=share, bids=len(bids))


def _free(ground: Ground, rule: MinShare) -> list[str]:
    """The segments of the rule in which nothing forces a winner."""
    forced = {
        segment
        for other in ground.tender.rules
        if next(other.breaches(ground.admitted, (), ground.landscape), None) is not None
        for segment in ground.tender.in_scope(other)
    }
    scope = ground.tender.in_scope(rule)
    free = [segment for segment in scope if segment not in forced]
    return free if rule.per == "segment" or len(free) == len(scope) else []


def _max_share(ground: Ground, rule: MaxShare) -> Iterator[Finding]:
    """A maximum of p percent needs at least 100/p parties that win."""
    if not rule.limit:
        return
    needed = -(-100 * SCALE // int(rule.limit * SCALE))
    for group, bids in sorted(by_group(ground.admitted, rule.where, rule.per).items()):
        there = {unit for bid in bids for unit in units(bid, rule.count, rule.roles)}
        if len(there) < needed:
            facts: dict[str, Fact] = {
                "needed": needed,
                "found": len(there),
                "group": label(group) or "-",
            }
            yield remark("share_too_few", rule.id, share=plain(rule.limit), **facts)
