"""What the linter looks at: a tender and the bids that take part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from award_opt import order
from award_opt.domain import Bid, Landscape
from award_opt.errors import Fact, Finding
from award_opt.rules import AnyRule, Budget, Exclusive, MaxLots, MaxWinners
from award_opt.rules._base import Group, Where, by_group, in_scope, keys, units
from award_opt.tender import Tender


@dataclass(frozen=True)
class Ground:
    """A tender, its valid bids and those that every filter lets through."""

    tender: Tender
    valid: Sequence[Bid]
    admitted: Sequence[Bid]

    @property
    def landscape(self) -> Landscape:
        """The published segments, areas and care types."""
        return self.tender.landscape()

    def inside(self, where: Where) -> list[Bid]:
        """The admitted bids that ``where`` selects."""
        return [bid for bid in self.admitted if in_scope(bid, where)]

    @cached_property
    def scored(self) -> list[Bid]:
        """The admitted bids of segments where bids compete, in the order in which rank takes them.

        Lot by lot under the goal ``ranking``; by score over all lots otherwise.
        """
        ranked = order.rank_order(self.tender, self.admitted)
        if "ranking" in self.tender.award.goals:
            return ranked
        lots, chain = order.lot_positions(self.tender), ("score", *self.tender.award.ties, "lot")
        return sorted(ranked, key=lambda bid: (order.key(bid, chain, lots), bid.id))

    @cached_property
    def binding(self) -> tuple[AnyRule, ...]:
        """The caps that not all admitted bids together would keep."""
        return tuple(rule for rule in self.caps if self.most(rule) is not None)

    @cached_property
    def caps(self) -> tuple[AnyRule, ...]:
        """The rules that only limit how many win."""
        kinds = (MaxWinners, MaxLots, Budget, Exclusive)
        return tuple(rule for rule in self.tender.rules if isinstance(rule, kinds))

    def most(self, rule: AnyRule) -> str | None:
        """A group in which all admitted bids together break the rule; ``None`` where they never do.

        What all bids keep, every award keeps: these rules only grow tighter with more winners.
        """
        for measure in rule.measures(self.admitted, self.admitted, self.landscape):
            if measure.slack < 0:
                return measure.group
        return None

    @cached_property
    def by_rank(self) -> tuple[Bid, ...]:
        """Who would win if bids were taken by rank alone, as far as caps on numbers allow."""
        tallies = [
            Tally(rule) for rule in self.tender.rules if isinstance(rule, MaxWinners | MaxLots)
        ]
        won = []
        for bid in self.scored:
            if all(tally.takes(bid) for tally in tallies):
                won.append(bid)
                for tally in tallies:
                    tally.add(bid)
        ranked = {bid.id for bid in self.scored}
        return (*won, *(bid for bid in self.admitted if bid.id not in ranked))


class Tally:
    """What one cap on numbers has counted so far."""

    def __init__(self, rule: MaxWinners | MaxLots) -> None:
        self.rule = rule
        self.counted: dict[Group, set[str]] = {}

    def takes(self, bid: Bid) -> bool:
        """Whether the cap leaves room for one more bid."""
        return all(
            len(self.counted.get(group, set()) | {*new}) <= self.rule.limit
            for group, new in self._adds(bid)
        )

    def add(self, bid: Bid) -> None:
        """Count a winner."""
        for group, new in self._adds(bid):
            self.counted.setdefault(group, set()).update(new)

    def _adds(self, bid: Bid) -> Iterator[tuple[Group, list[str]]]:
        rule = self.rule
        if not in_scope(bid, rule.where):
            return
        if isinstance(rule, MaxLots):
            for unit in units(bid, rule.count, rule.roles):
                yield (unit,), [bid.lot]
        else:
            for group in keys(bid, rule.per, rule.where):
                yield group, list(units(bid, rule.count, rule.roles))


def members(bids: Sequence[Bid], rule: MaxWinners) -> dict[Group, frozenset[str]]:
    """The bids that each group of a cap counts, by id."""
    grouped = by_group(bids, rule.where, rule.per)
    return {group: frozenset(bid.id for bid in own) for group, own in grouped.items()}


def remark(code: str, rule: str | None = None, **facts: Fact) -> Finding:
    """A finding of the linter about a rule, or about the award method where none is named."""
    place = "award" if rule is None else f"rules[{rule}]"
    named: dict[str, Fact] = {} if rule is None else {"rule": rule}
    return Finding(place, f"lint_{code}", {**named, **facts})
