"""Two awards side by side: who enters, who leaves, and what stands behind each change.

Every reason is arithmetic on the two awards by the plain reading of the rules: what breaks when the
bid is added or taken away, and whose leaving mends that. Nothing is said of the order in which
things happened, for an award has none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, Final, Literal, TypeAlias

from award_opt.admission import every_rule
from award_opt.domain import Bid, Instance
from award_opt.errors import Fact
from award_opt.exact import plain, unscaled
from award_opt.reading import Admission, admission
from award_opt.rules import AnyRule, Breach
from award_opt.sweep.patch import written
from award_opt.sweep.result import Result
from award_opt.tender import Tender

Way: TypeAlias = Literal["enters", "leaves"]
On: TypeAlias = Literal["before", "after"]
Code: TypeAlias = Literal[
    "admitted",
    "place",
    "needed",
    "instead",
    "out",
    "limit",
    "displaced",
    "unneeded",
    "no_room",
    "points",
    "method",
]
MOST_NAMED: Final = 3  # bids that changed places with one bid


@dataclass(frozen=True)
class Side:
    """One of two awards, with the rules and bids that it was made under."""

    name: str
    tender: Tender
    instance: Instance
    winners: tuple[str, ...]
    among: frozenset[str] | None = None

    @cached_property
    def bids(self) -> Mapping[str, Bid]:
        """All bids by id, as they stand on this side."""
        return {bid.id: bid for bid in self.instance.bids}

    @cached_property
    def rules(self) -> Mapping[str, AnyRule]:
        """All rules by id, the thresholds of criteria among them."""
        return {rule.id: rule for rule in every_rule(self.tender)}

    @cached_property
    def admission(self) -> Admission:
        """The bids that take part, and why others do not."""
        return admission(self.tender, self.instance, self.among)

    @cached_property
    def admitted(self) -> frozenset[str]:
        """The ids of the bids that take part."""
        return frozenset(bid.id for bid in self.admission.admitted)

    def breaches(
        self, enters: Sequence[str] = (), leaves: Sequence[str] = (), of: Sequence[str] = ()
    ) -> list[Breach]:
        """What breaks when some bids win as well and others no longer; ``of`` some rules."""
        won = {*self.winners, *enters} - set(leaves)
        winners = [self.bids[bid] for bid in sorted(won)]
        rules = [self.rules[rule] for rule in of] or self.tender.rules
        landscape = self.tender.landscape()
        found = (rule.breaches(self.admission.admitted, winners, landscape) for rule in rules)
        return [breach for each in found for breach in each]

    def score(self, bid: str) -> str | None:
        """The points of a bid, as an exact text."""
        held = self.bids[bid].score if bid in self.bids else None
        return None if held is None else unscaled(held, self.tender.scoring.decimals)


@dataclass(frozen=True, slots=True)
class Why:
    """One thing that stands behind a change.

    Parameters
    ----------
    code
        For a bid that enters: ``admitted`` (it took no part before), ``place`` (a rule that left it
        no place is another one now), ``needed`` (without it a rule breaks now), ``instead`` (it has
        the place of ``bids``, which leave). For one that leaves: ``out`` (it takes no part now),
        ``limit`` (a rule that is another one now leaves it no place), ``displaced`` (``bids``,
        which enter, have its place), ``unneeded`` (without it a rule broke before, and now does
        not), ``no_room`` (a rule leaves it no place beside the others). For both: ``points`` (its
        own points differ) and ``method`` (nothing stands in its way; the goals prefer another).
    field, before, after
        The field of the rule, or of the bid, that differs, as texts; absent on one side where the
        rule is not there.
    told, facts
        What the rule itself says of it, on the side ``on``: a code of its texts with facts.
    """

    code: Code
    on: On
    rule: str | None = None
    group: str = ""
    bids: tuple[str, ...] = ()
    field: str | None = None
    before: str | None = None
    after: str | None = None
    told: str | None = None
    facts: Mapping[str, Fact] | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A bid that wins on one side only, with at least one reason, the plainest first."""

    bid: str
    bidder: str
    lot: str
    way: Way
    score: str | None
    why: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class Delta:
    """A measure on both sides as exact texts; ``None`` where it is not known."""

    name: str
    before: str | None
    after: str | None

    @property
    def change(self) -> str | None:
        """The second minus the first."""
        if self.before is None or self.after is None:
            return None
        return plain(Decimal(self.after) - Decimal(self.before))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two awards side by side; a simulation."""

    before: Side
    after: Side
    deltas: tuple[Delta, ...]
    enters: tuple[Change, ...]
    leaves: tuple[Change, ...]
    stays: int

    @property
    def same(self) -> bool:
        """Whether the same bids win."""
        return not self.enters and not self.leaves


def compare(before: Side, after: Side, measured: tuple[Result, Result] | None = None) -> Comparison:
    """Who enters and who leaves from one award to the other, and why.

    Parameters
    ----------
    before, after
        Two lawful awards; scores, bids and rules may all differ.
    measured
        The results of both, whose measures are set beside each other.
    """
    entering = [bid for bid in after.winners if bid not in set(before.winners)]
    leaving = [bid for bid in before.winners if bid not in set(after.winners)]
    pair = _Pair(before, after, entering, leaving)
    return Comparison(
        before=before,
        after=after,
        deltas=() if measured is None else tuple(_deltas(*measured)),
        enters=tuple(pair.change(bid, "enters") for bid in entering),
        leaves=tuple(pair.change(bid, "leaves") for bid in leaving),
        stays=len(after.winners) - len(entering),
    )


@dataclass(frozen=True, slots=True)
class _Pair:
    before: Side
    after: Side
    entering: Sequence[str]
    leaving: Sequence[str]

    def change(self, bid: str, way: Way) -> Change:
        side = self.after if way == "enters" else self.before
        why = tuple(self._enters(bid) if way == "enters" else self._leaves(bid))
        held = side.bids[bid]
        chosen = why or (Why("method", "after"),)
        return Change(bid, held.bidder, held.lot, way, side.score(bid), chosen)

    def _enters(self, bid: str) -> Iterator[Why]:
        before, after = self.before, self.after
        if bid not in before.admitted:
            yield _kept_out(before, bid, "admitted", "before")
        else:
            yield from self._moved(bid, before, "place")
        yield from _necessary(bid, after, "needed", "after")
        if bid in before.admitted:
            yield from self._swapped(bid, before, "instead")
        yield from self._points(bid)

    def _leaves(self, bid: str) -> Iterator[Why]:
        before, after = self.before, self.after
        if bid not in after.admitted:
            yield _kept_out(after, bid, "out", "after")
            return
        yield from self._moved(bid, after, "limit")
        yield from self._swapped(bid, after, "displaced")
        yield from _necessary(bid, before, "unneeded", "before")
        yield from self._points(bid)

    def _moved(self, bid: str, side: Side, code: Code) -> Iterator[Why]:
        """The rules that left the bid no place on the side where it loses, and that differ."""
        for breach in side.breaches(enters=[bid]):
            if (field := self._differs(breach.rule)) is not None:
                said = (breach.code, breach.facts)
                yield Why(code, self._on(side), breach.rule, breach.group, (), *field, *said)

    def _swapped(self, bid: str, side: Side, code: Code) -> Iterator[Why]:
        """The first rule that left it no place and is the same, and who has its place there."""
        found = [b for b in side.breaches(enters=[bid]) if self._differs(b.rule) is None]
        if found:
            others, first = self._others(bid, side, found), found[0]
            yield Why(
                code if others else "no_room",
                self._on(side),
                first.rule,
                first.group,
                others,
                told=first.code,
                facts=first.facts,
            )

    def _on(self, side: Side) -> On:
        return "before" if side is self.before else "after"

    def _others(self, bid: str, side: Side, found: Sequence[Breach]) -> tuple[str, ...]:
        """The winners of this side alone whose leaving mends a rule that the bid would break."""
        rules = list(dict.fromkeys(breach.rule for breach in found))
        here = self.leaving if side is self.before else self.entering
        places = {(breach.rule, breach.group) for breach in found}
        mends = []
        for other in here:
            still = side.breaches(enters=[bid], leaves=[other], of=rules)
            if places - {(breach.rule, breach.group) for breach in still}:
                mends.append(other)
        return tuple(sorted(mends, key=lambda other: _nearness(side, bid, other))[:MOST_NAMED])

    def _differs(self, rule: str) -> tuple[str, str | None, str | None] | None:
        """The first field in which a rule differs between the sides, as texts."""
        one, other = self.before.rules.get(rule), self.after.rules.get(rule)
        if one is None or other is None:
            return "rule", None if one is None else one.id, None if other is None else other.id
        for field, value in _fields(one).items():
            if _fields(other).get(field) != value:
                return field, written(value), written(_fields(other).get(field))
        return None

    def _points(self, bid: str) -> Iterator[Why]:
        before, after = self.before.score(bid), self.after.score(bid)
        if None not in (before, after) and before != after:
            yield Why("points", "after", field="score", before=before, after=after)


def _fields(rule: AnyRule) -> dict[str, Any]:
    return {name: value for name, value in dict(rule).items() if name != "source"}


def _nearness(side: Side, bid: str, other: str) -> tuple[bool, int, str]:
    """Bids of the same lot first, then those with the most points."""
    own, held = side.bids[bid], side.bids[other]
    return held.lot != own.lot, -(held.score or 0), other


def _kept_out(side: Side, bid: str, code: Code, on: On) -> Why:
    """Why a bid takes no part on a side: a filter, its status, or that it is not there."""
    refused = [each for each in side.admission.refusals if each.bid == bid]
    if refused:
        first = refused[0]
        return Why(code, on, first.rule, told=first.code, facts=first.facts)
    status = side.bids[bid].status if bid in side.bids else "absent"
    chosen = status if status != "valid" else "not_selected"
    return Why(code, on, field="status", before=chosen, after=chosen)


def _necessary(bid: str, side: Side, code: Code, on: On) -> Iterator[Why]:
    """The rules that break without the bid, on the side where it wins."""
    for breach in side.breaches(leaves=[bid]):
        yield Why(code, on, breach.rule, breach.group, told=breach.code, facts=breach.facts)


def _deltas(before: Result, after: Result) -> Iterator[Delta]:
    goals = {goal: value for goal, value, _ in before.goals}
    others = {goal: value for goal, value, _ in after.goals}
    for goal in dict.fromkeys((*goals, *others)):
        yield Delta(f"goal.{goal}", goals.get(goal), others.get(goal))
    if "total_score" not in goals or "total_score" not in others:
        yield Delta("score", before.score, after.score)
    for name in ("contracts", "partners", "covered", "passed_over"):
        yield Delta(name, str(getattr(before, name)), str(getattr(after, name)))
    yield Delta("money", _hundredths(before.money_cents), _hundredths(after.money_cents))
    yield Delta("small_share", _hundredths(before.small_bp), _hundredths(after.small_bp))


def _hundredths(value: int | None) -> str | None:
    return None if value is None else unscaled(value, 2)
