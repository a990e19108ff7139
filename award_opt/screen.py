"""Exchanges that a limit surely refuses, seen from what the winners hold, without counting anew.

Only limits that speak of what enters are looked at: caps, ceilings and packages. An exchange that
is not refused here may still break a rule.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from award_opt.domain import Bid, Landscape
from award_opt.exact import MAX_DECIMALS
from award_opt.rules import AnyRule, Budget, Exclusive, MaxLots, MaxWinners, Package
from award_opt.rules._amounts import amount, in_table, units_of
from award_opt.rules._base import Group, groups, in_scope, keys, units

Place: TypeAlias = Hashable  # a group of the rule, or who is counted
Sets: TypeAlias = Mapping[Place, frozenset[str]]


class _Limit(Protocol):
    def refuses(self, enters: Bid, leaves: Bid | None) -> bool:
        """Whether the exchange surely breaks the limit."""


class Screen:
    """The limits of a tender, filled with the winners."""

    def __init__(
        self,
        rules: Sequence[AnyRule],
        admitted: Sequence[Bid],
        winners: Sequence[Bid],
        landscape: Landscape,
    ) -> None:
        self._limits = [
            limit for rule in rules for limit in _limits(rule, admitted, winners, landscape)
        ]

    def refuses(self, enters: Bid, leaves: Bid | None) -> bool:
        """Whether a limit surely refuses that a bid enters, instead of another if one is given."""
        return any(limit.refuses(enters, leaves) for limit in self._limits)


def _limits(
    rule: AnyRule, admitted: Sequence[Bid], winners: Sequence[Bid], landscape: Landscape
) -> Iterator[_Limit]:
    if isinstance(rule, MaxLots):
        yield _Distinct(_lots_of(rule), rule.limit).filled(winners)
    elif isinstance(rule, MaxWinners | Exclusive):
        known = frozenset(groups(landscape, rule.where, rule.per, admitted))
        limit = rule.limit if isinstance(rule, MaxWinners) else 1
        yield _Distinct(_units_of(rule, known), limit).filled(winners)
    elif isinstance(rule, Budget):
        known = frozenset(groups(landscape, rule.where, rule.per, admitted))
        yield _Ceiling(rule, known).filled(winners)
    elif isinstance(rule, Package):
        yield _Whole(rule, Counter(_packages(rule, admitted)), Counter(_packages(rule, winners)))


# --- so many different ones at most


@dataclass(slots=True)
class _Distinct:
    """At most ``limit`` different names in each place; ``of`` says which a bid holds where."""

    of: Callable[[Bid], Sets]
    limit: int
    held: dict[Place, Counter[str]] = field(default_factory=dict)

    def filled(self, winners: Sequence[Bid]) -> _Distinct:
        for bid in winners:
            for place, names in self.of(bid).items():
                self.held.setdefault(place, Counter()).update(names)
        return self

    def refuses(self, enters: Bid, leaves: Bid | None) -> bool:
        out: Sets = {} if leaves is None else self.of(leaves)
        for place, names in self.of(enters).items():
            held = self.held.get(place, Counter())
            fresh = sum(name not in held for name in names)
            gone = sum(held[name] == 1 for name in out.get(place, frozenset()) - names)
            if len(held) + fresh - gone > self.limit:
                return True
        return False


def _lots_of(rule: MaxLots) -> Callable[[Bid], Sets]:
    def of(bid: Bid) -> Sets:
        if not in_scope(bid, rule.where):
            return {}
        return dict.fromkeys(units(bid, rule.count, rule.roles), frozenset([bid.lot]))

    return of


def _units_of(rule: MaxWinners | Exclusive, known: frozenset[Group]) -> Callable[[Bid], Sets]:
    def of(bid: Bid) -> Sets:
        if not in_scope(bid, rule.where):
            return {}
        if isinstance(rule, Exclusive):
            names = frozenset([bid.id])
        else:
            names = frozenset(units(bid, rule.count, rule.roles))
        return {key: names for key in keys(bid, rule.per, rule.where) if key in known}

    return of


# --- so much at most


@dataclass(slots=True)
class _Ceiling:
    """The sum of a column stays within its ceiling, in units of ``10**-MAX_DECIMALS``."""

    rule: Budget
    known: frozenset[Group]
    held: Counter[Group] = field(default_factory=Counter)

    def filled(self, winners: Sequence[Bid]) -> _Ceiling:
        for bid in winners:
            self.held.update(self._of(bid))
        return self

    def refuses(self, enters: Bid, leaves: Bid | None) -> bool:
        out = {} if leaves is None else self._of(leaves)
        for group, more in self._of(enters).items():
            ceiling = in_table(self.rule.ceiling, group)
            after = self.held[group] + more - out.get(group, 0)
            if ceiling is not None and after > units_of(ceiling, MAX_DECIMALS):
                return True
        return False

    def _of(self, bid: Bid) -> dict[Group, int]:
        rule = self.rule
        if not in_scope(bid, rule.where):
            return {}
        return {
            key: units_of(amount(bid, rule.column, rule.per, key), MAX_DECIMALS)
            for key in keys(bid, rule.per, rule.where)
            if key in self.known
        }


# --- all or none


@dataclass(slots=True)
class _Whole:
    """All bids of a package win or none: how many there are, and how many win."""

    rule: Package
    members: Counter[str]
    won: Counter[str]

    def refuses(self, enters: Bid, leaves: Bid | None) -> bool:
        more = Counter(_packages(self.rule, [enters]))
        more.subtract(_packages(self.rule, [] if leaves is None else [leaves]))
        return any(
            0 < self.won[package] + change < self.members[package]
            for package, change in more.items()
        )


def _packages(rule: Package, bids: Sequence[Bid]) -> Iterator[str]:
    for bid in bids:
        if bid.package is not None and in_scope(bid, rule.where):
            yield bid.package
