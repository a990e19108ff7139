"""The reasons in a record, held against the inputs without a solver."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

import numpy as np

from award_opt import order
from award_opt.admission import enters, every_rule
from award_opt.domain import Bid
from award_opt.errors import CheckError, Fact, Finding
from award_opt.exact import unscaled
from award_opt.program.program import DEFINITION, compile_program
from award_opt.reading import admission, goal_value, selected
from award_opt.record.contents import REASONS, Decision
from award_opt.record.told import Gap, Swap, Told, read
from award_opt.texts import Lang

RANKING = "ranking"
STATUS: Final[Mapping[str, str]] = {"withdrawn": "withdrawn", "disqualified": "excluded"}
WON: Final[Mapping[str, str]] = {"fixed": "override", "all_qualifying": "all_qualifying"}
Retell: TypeAlias = Callable[[Decision, Told], Mapping[Lang, str]]


def check_reasons(decision: Decision, data: bytes, retell: Retell | None) -> int:
    """How many reasons there are, once each is found right as far as arithmetic goes.

    Every bid has one; its facts, its place, the winners beside it, what kept it out and which
    rules break when it enters or leaves are recomputed, and its paragraphs say what its facts say
    (``retell`` left out: they are not read).
    What holds of all awards (``sequence``, ``unavoidable``, ``gap``) takes a solver, and is not
    checked here.

    Raises
    ------
    CheckError
        The first reason that differs, and in what.
    """
    try:
        reasons = read(data)
    except ValueError as error:
        raise _wrong("record_reasons_malformed") from error
    bids = decision.instance.bids if decision.award.status == "optimal" else ()
    for bid, reason in zip(bids, reasons, strict=False):
        if reason.bid != bid.id:
            raise _wrong("record_reason_missing", bid=bid.id)
    if len(reasons) != len(bids):
        raise _wrong("record_reasons_number", found=len(reasons), bids=len(bids))
    facts = _Facts(decision)
    for bid, reason in zip(bids, reasons, strict=True):
        for name in facts.differing(bid, reason):
            raise _wrong("record_reason_differs", bid=bid.id, field=name)
        if retell is not None and reason.text != _retold(decision, reason, retell):
            raise _wrong("record_reason_differs", bid=bid.id, field="text")
    return len(reasons)


def _retold(decision: Decision, reason: Told, retell: Retell) -> Mapping[Lang, str] | None:
    """The paragraphs again; ``None`` where the facts are such that nothing can be told of them."""
    try:
        return retell(decision, reason)
    except (LookupError, ValueError, ArithmeticError):
        return None


def _wrong(code: str, **facts: Fact) -> CheckError:
    return CheckError([Finding(REASONS, code, facts)])


@dataclass
class _Facts:
    """What can be computed of every reason without a solver."""

    decision: Decision
    lots: dict[str, list[Bid]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        tender, among = self.decision.tender, selected(self.decision.among)
        self.among = among
        self.found = admission(tender, self.decision.instance, among)
        self.inside = {bid.id for bid in self.found.admitted}
        self.refused: dict[str, list[tuple[str, str, dict[str, Fact]]]] = {}
        for each in self.found.refusals:
            said = (each.rule, each.code, dict(each.facts))
            self.refused.setdefault(each.bid, []).append(said)
        self.won = {winner.bid for winner in self.decision.award.winners}
        goals = set(tender.award.goals)
        by_value = "lowest_value" in goals and not goals & {"total_score", RANKING}
        self.measure = "value" if by_value else "score"
        places, inside = order.lot_positions(tender), set(order.ranked_lots(tender))
        chain = ("lot", self.measure, *tender.award.ties)
        for bid in sorted(
            (bid for bid in self.found.admitted if bid.lot in inside),
            key=lambda bid: (order.key(bid, chain, places), bid.id),
        ):
            self.lots.setdefault(bid.lot, []).append(bid)
        ranked = [bid.id for lot in self.lots.values() for bid in lot]
        starts = [place + 1 for lot in self.lots.values() for place in range(len(lot))]
        self.rank = dict(zip(ranked, starts, strict=True))
        self.rules = {rule.id: rule for rule in every_rule(tender)}
        self.winners = [bid for bid in self.found.admitted if bid.id in self.won]
        self.published = [bid for lot in self.lots.values() for bid in lot]
        self.order = {bid.id: place for place, bid in enumerate(self.published)}
        self.program = compile_program(tender, self.decision.instance, among)
        self.place = {bid.id: place for place, bid in enumerate(self.program.columns.bids)}
        wins = [bid.id in self.won for bid in self.program.columns.bids]
        self.wins = np.array(wins, np.int64)

    def differing(self, bid: Bid, reason: Told) -> Iterator[str]:
        """The names of the facts that are not what the inputs and the award say."""
        stated = reason.model_dump()
        for name, value in self._plain(bid).items():
            if stated[name] != value:
                yield name
        winners = self._winners(bid)
        if reason.winners != tuple(winners):
            yield "winners"
        if reason.lowest != (winners[-1] if winners else None):
            yield "lowest"
        if (bid.id in self.won) != (reason.kind == "won"):
            yield "kind"
        if (bid.id in self.inside) == (reason.kind == "filtered"):
            yield "kind"
        yield from self._reasoned(bid, reason)

    def _plain(self, bid: Bid) -> dict[str, Any]:
        tender = self.decision.tender
        places = tender.scoring.decimals
        rank = None if self._merit(bid) is None else self.rank.get(bid.id)
        held = [each.id for each in tender.criteria if each.id in bid.criteria]
        return {
            "bidder": bid.bidder,
            "lot": bid.lot,
            "measure": self.measure,
            "rank": rank,
            "ranked": len(self.lots.get(bid.lot, [])),
            "score": None if bid.score is None else unscaled(bid.score, places),
            "value": None if bid.value_cents is None else unscaled(bid.value_cents, 2),
            "criteria": {name: unscaled(bid.criteria[name], places) for name in held},
        }

    def _winners(self, bid: Bid) -> list[str]:
        """The winners of the bid's lot, best first; in a lot without ranks by bid id."""
        lot = self.lots.get(bid.lot)
        others = self.found.admitted if lot is None else lot
        return [other.id for other in others if other.id in self.won and other.lot == bid.lot]

    def _reasoned(self, bid: Bid, reason: Told) -> Iterator[str]:
        passing = reason.passing
        named = {*reason.rules, *((passing and passing.sequence) or ())}
        if named - {*self.rules, RANKING}:
            yield "rules"
        if (reason.kind == "passed_over") != (passing is not None):
            yield "passing"
        if passing is not None and reason.rules != (passing.sequence or ()):
            yield "rules"
        if reason.kind not in ("filtered", "won", "passed_over") and self._lower(bid):
            yield "kind"
        yield from self._decided(reason)
        if reason.kind == "filtered":
            yield from self._filtered(bid, reason)
        else:
            yield from self._placed(bid, reason)

    def _decided(self, reason: Told) -> Iterator[str]:
        """A goal decided with a gap, an order of ties at a step, and nothing else has either."""
        reached = {goal.goal: goal.value for goal in self.decision.award.goals}
        if (reason.gap is not None) != (reason.code == "goal"):
            yield "gap"
        if reason.gap is not None and reason.gap.award != reached.get(reason.gap.goal):
            yield "gap"
        steps = {"goals", *self.decision.tender.award.ties, "lot", "bid"}
        if (reason.step in steps) != (reason.code == "tie"):
            yield "step"
        if reason.step is not None and reason.code != "tie":
            yield "step"

    def _filtered(self, bid: Bid, reason: Told) -> Iterator[str]:
        refused = self.refused.get(bid.id, []) if enters(bid, self.among) else []
        if refused != [(each.rule, each.code, each.facts) for each in reason.evidence]:
            yield "evidence"
        if list(reason.rules) != list(dict.fromkeys(rule for rule, _, _ in refused)):
            yield "rules"
        outside = "not_selected" if enters(bid, None) else STATUS.get(bid.status, "invalid")
        if not refused and reason.code != outside:
            yield "code"

    def _placed(self, bid: Bid, reason: Told) -> Iterator[str]:
        """The rules that break when the bid enters, leaves, or takes the place of another."""
        if reason.kind == "won":
            yield from self._winner(bid, reason)
        if reason.kind == "outranked" and reason.code != "after_stop":
            broken = [rule for rule in self._broken(bid.id, None) if rule != RANKING]
            if list(reason.rules) != broken:
                yield "rules"
        award = self.decision.tender.award
        if reason.code == "after_stop" and award.on_misfit != "stop":
            yield "code"
        if reason.passing and not self._swaps(bid, reason.passing.swaps, self._lower(bid)):
            yield "passing"
        behind = () if reason.kind == "won" else self._behind(bid)
        told = "behind" in reason.model_fields_set
        if told and not self._swaps(bid, reason.behind, behind):
            yield "behind"
        if not self._evident(bid, reason):
            yield "evidence"

    def _winner(self, bid: Bid, reason: Told) -> Iterator[str]:
        broken = self._broken(None, bid.id)
        if list(reason.rules) != broken:
            yield "rules"
        kinds = {self.rules[rule].kind for rule in broken if rule in self.rules}
        if reason.code != next((WON[kind] for kind in WON if kind in kinds), "won"):
            yield "code"

    def _broken(self, enters: str | None, leaves: str | None) -> list[str]:
        """The rules that break with one bid in, or out, or both, in the order of the model."""
        wins = self.wins.copy()
        if enters is not None:
            wins[self.place[enters]] = 1
        if leaves is not None:
            wins[self.place[leaves]] = 0
        rows = self.program.rows
        broken = np.unique(rows.rule[rows.broken(self.program.complete(wins))])
        return [self.program.rules[rule] for rule in broken if rule != DEFINITION]

    def _swaps(self, bid: Bid, stated: Sequence[Swap], others: Sequence[str]) -> bool:
        """Whether it is stated what the bid breaks or hurts in the place of each of these."""
        broken = [(other, self._broken(bid.id, other)) for other in others]
        right = [
            Swap(winner=other, rules=tuple(rules), gap=None if rules else self._gap(bid, other))
            for other, rules in broken
        ]
        return len(stated) == len(right) and all(map(Swap.says, stated, right))

    def _gap(self, bid: Bid, leaves: str) -> Gap | None:
        tender, instance = self.decision.tender, self.decision.instance
        changed = [other for other in self.winners if other.id != leaves]
        changed = sorted([*changed, bid], key=lambda other: other.id)
        for reached in self.decision.award.goals:
            value = goal_value(tender, instance, changed, reached.goal)
            if value != reached.value:
                return Gap(goal=reached.goal, award=reached.value, with_bid=value)
        return None

    def _evident(self, bid: Bid, reason: Told) -> bool:
        """Whether the rules themselves say what the reason says that they say."""
        stated = reason.evidence
        names = list(dict.fromkeys(each.rule for each in stated))
        before = {each.before for each in stated}
        if not stated:
            return True
        if len(before) > 1 or not {*names} <= {*self.rules} & {*reason.rules}:
            return False
        if True in before and bid.id not in self.order:
            return False
        others = self.published[: self.order[bid.id]] if True in before else self.winners
        winners = sorted([*(o for o in others if o.id in self.won), bid], key=lambda b: b.id)
        landscape = self.decision.tender.landscape()
        right = [
            (name, breach.code, dict(breach.facts), breach.group)
            for name in names
            for breach in self.rules[name].breaches(self.found.admitted, winners, landscape)
        ]
        return right == [(each.rule, each.code, each.facts, each.group) for each in stated]

    def _lower(self, bid: Bid) -> list[str]:
        """The winners of the lot that are strictly worse than the bid, best first."""
        own = self._merit(bid)
        worse = []
        for other in self.lots.get(bid.lot, []):
            theirs = self._merit(other)
            if other.id in self.won and own is not None and theirs is not None and own > theirs:
                worse.append(other.id)
        return worse

    def _behind(self, bid: Bid) -> list[str]:
        """The winners of the lot that are as good as the bid and rank behind it."""
        own, lot = self._merit(bid), self.lots.get(bid.lot, [])
        after = lot[lot.index(bid) + 1 :] if own is not None and bid in lot else []
        return [b.id for b in after if b.id in self.won and self._merit(b) == own]

    def _merit(self, bid: Bid) -> int | None:
        if self.measure == "value":
            return None if bid.value_cents is None else -bid.value_cents
        return bid.score
