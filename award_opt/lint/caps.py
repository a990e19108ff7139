"""Caps that never bind: more than can ever win is allowed."""

from __future__ import annotations

from collections.abc import Iterator

from award_opt.errors import Finding
from award_opt.exact import unscaled
from award_opt.lint.ground import Ground, members, remark
from award_opt.rules import AnyRule, MaxWinners
from award_opt.rules._base import Group, label


def never_binding(ground: Ground) -> Iterator[Finding]:
    """Each cap that all admitted bids together keep, or that other caps already ensure."""
    for rule in ground.caps:
        if ground.most(rule) is None:
            yield from _by_bids(ground, rule)
        elif isinstance(rule, MaxWinners) and rule.count == "contracts":
            yield from _by_caps(ground, rule)


def _by_bids(ground: Ground, rule: AnyRule) -> Iterator[Finding]:
    measures = list(rule.measures(ground.admitted, ground.admitted, ground.landscape))
    if measures:
        tightest = min(measures, key=lambda measure: measure.slack)
        yield remark(
            "cap_above_bids",
            rule.id,
            group=tightest.group or "-",
            found=unscaled(tightest.found, tightest.places),
            limit=unscaled(tightest.limit, tightest.places),
        )


def _by_caps(ground: Ground, rule: MaxWinners) -> Iterator[Finding]:
    """A cap on contracts that narrower or wider caps on contracts already ensure."""
    others = list(_others(ground, rule))
    found = {
        group: _reach(ground, rule, bids, others)
        for group, bids in members(ground.admitted, rule).items()
    }
    if found and all(most <= rule.limit for most in found.values()):
        group, most = max(found.items(), key=lambda pair: (pair[1], pair[0]))
        yield remark(
            "cap_above_caps", rule.id, group=label(group) or "-", found=most, limit=rule.limit
        )


def _others(ground: Ground, rule: MaxWinners) -> Iterator[tuple[MaxWinners, Group, frozenset[str]]]:
    for other in ground.tender.rules:
        if isinstance(other, MaxWinners) and other.count == "contracts" and other.id != rule.id:
            for group, bids in members(ground.admitted, other).items():
                yield other, group, bids


def _reach(
    ground: Ground,
    rule: MaxWinners,
    bids: frozenset[str],
    others: list[tuple[MaxWinners, Group, frozenset[str]]],
) -> int:
    """How many of ``bids`` can win at most under the other caps."""
    lots: dict[str, set[str]] = {}
    for bid in ground.admitted:
        if bid.id in bids:
            lots.setdefault(bid.lot, set()).add(bid.id)
    known = [(other, own) for other, _, own in others if own != bids or _first(ground, other, rule)]
    inside = sum(
        min([len(own), *(other.limit for other, wide in known if own <= wide)])
        for own in lots.values()
    )
    return min([inside, *(other.limit for other, wide in known if bids <= wide)])


def _first(ground: Ground, other: MaxWinners, rule: MaxWinners) -> bool:
    """Of two caps on the same bids only the looser one, or the later one, is superfluous."""
    ids = [each.id for each in ground.tender.rules]
    return (other.limit, ids.index(other.id)) < (rule.limit, ids.index(rule.id))
