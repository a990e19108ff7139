"""The checker: everything in an award file that the inputs contradict, found without a solver."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from award_opt import exchange, order
from award_opt.admission import enters, every_rule
from award_opt.award import AwardFile, GoalValue
from award_opt.domain import Bid, Instance
from award_opt.errors import Fact, Finding
from award_opt.order import MINIMISED, stages
from award_opt.reading import Admission, admission, entry, goal_value, inputs, ledger, selected
from award_opt.rules import AnyRule
from award_opt.tender import Tender


def verify(
    tender: Tender,
    instance: Instance,
    award: AwardFile,
    among: AwardFile | None = None,
    *,
    exchanges: bool = True,
) -> tuple[Finding, ...]:
    """Everything in an award file that the inputs contradict; empty when it stands.

    Recomputes digests, facts of winners, admission, every rule, every goal value, the ledger and
    the tie statement, and looks for a single addition or exchange that would be lawful and better.
    What it cannot see without a certificate is a better award that differs in more than that.
    ``exchanges`` leaves that search out where the award was just proven best.
    """
    return tuple(_Check(tender, instance, award, among, exchanges).findings())


@dataclass(frozen=True, slots=True)
class _Check:
    tender: Tender
    instance: Instance
    award: AwardFile
    among: AwardFile | None
    exchanges: bool

    def findings(self) -> Iterator[Finding]:
        yield from self._inputs()
        yield from self._winners()
        bids = {bid.id: bid for bid in self.instance.bids}
        known = [bids[winner.bid] for winner in self.award.winners if winner.bid in bids]
        found = admission(self.tender, self.instance, selected(self.among))
        yield from self._admitted(known, found)
        if self.award.status in ("optimal", "feasible"):
            yield from self._rules(known, found.admitted)
            yield from self._goals(known)
            yield from self._ledger(known, found.admitted)
        yield from self._status()
        yield from self._ties(bids)
        if self.award.status == "optimal" and self.exchanges:
            yield from self._exchanges(known, found.admitted)

    def _inputs(self) -> Iterator[Finding]:
        right = inputs(self.tender, self.instance, self.among)
        for name in sorted({*right, *self.award.inputs}):
            stated = self.award.inputs.get(name, "-")
            if stated != right.get(name, "-"):
                yield _finding("digest", input=name, stated=stated, found=right.get(name, "-"))
        for field, stated, true in (
            ("tender", self.award.tender, self.tender.id),
            ("instance", self.award.instance, self.instance.title),
        ):
            if stated != true:
                yield _finding("field", field=field, stated=stated, found=true)
        if self.award.what_if and self.award.mode != "simulation":
            yield _finding("field", field="mode", stated=self.award.mode, found="simulation")

    def _winners(self) -> Iterator[Finding]:
        ids = [winner.bid for winner in self.award.winners]
        for bid in sorted({bid for bid in ids if ids.count(bid) > 1}):
            yield _finding("winner_twice", bid=bid)
        if ids != sorted(ids):
            yield _finding("winners_unsorted")
        bids = {bid.id: bid for bid in self.instance.bids}
        for winner in self.award.winners:
            if winner.bid not in bids:
                yield _finding("winner_unknown", bid=winner.bid)
                continue
            true = entry(self.tender, bids[winner.bid]).model_dump()
            for field, stated in winner.model_dump().items():
                if stated != true[field]:
                    yield _finding(
                        "winner_fact",
                        bid=winner.bid,
                        field=field,
                        stated=str(stated),
                        found=str(true[field]),
                    )

    def _admitted(self, winners: Sequence[Bid], found: Admission) -> Iterator[Finding]:
        rules = {rule.id: rule for rule in every_rule(self.tender)}
        inside = {bid.id for bid in found.admitted}
        chosen = selected(self.among)
        for bid in winners:
            if bid.id in inside:
                continue
            if not enters(bid, None):
                yield _finding("winner_invalid", bid=bid.id, status=bid.status)
            elif not enters(bid, chosen):
                yield _finding("winner_not_selected", bid=bid.id, bidder=bid.bidder)
            for refusal in found.refusals:
                if refusal.bid == bid.id:
                    yield said(rules[refusal.rule], refusal.code, refusal.facts, bid.id)

    def _rules(self, winners: Sequence[Bid], admitted: Sequence[Bid]) -> Iterator[Finding]:
        landscape = self.tender.landscape()
        for rule in self.tender.rules:
            for breach in rule.breaches(admitted, winners, landscape):
                yield said(rule, breach.code, breach.facts, breach.group)
        yield from self._stops(winners, admitted)

    def _stops(self, winners: Sequence[Bid], admitted: Sequence[Bid]) -> Iterator[Finding]:
        if "ranking" not in self.tender.award.goals or self.tender.award.on_misfit != "stop":
            return
        won = {bid.id for bid in winners}
        stopped: dict[str, str] = {}
        for bid in order.rank_order(self.tender, admitted):
            if bid.id not in won:
                stopped.setdefault(bid.lot, bid.id)
            elif bid.lot in stopped:
                yield _finding("won_after_stop", bid=bid.id, stop=stopped[bid.lot])

    def _goals(self, winners: Sequence[Bid]) -> Iterator[Finding]:
        wanted = stages(self.tender)
        names = tuple(goal.goal for goal in self.award.goals)
        short = self.award.status == "feasible" and names == wanted[: len(names)]
        if names != wanted and not short:
            yield _finding("field", field="goals", stated=" ".join(names), found=" ".join(wanted))
            return
        for goal in self.award.goals:
            value = goal_value(self.tender, self.instance, winners, goal.goal)
            if goal.value != value:
                yield _finding("goal_value", goal=goal.goal, stated=goal.value, found=value)
            yield from self._bound(goal)

    def _bound(self, goal: GoalValue) -> Iterator[Finding]:
        stated = goal.bound or "-"
        if goal.proven != (goal.bound == goal.value):
            yield _finding("goal_bound", goal=goal.goal, value=goal.value, bound=stated)
        elif goal.bound is not None:
            room = Decimal(goal.bound) - Decimal(goal.value)
            if (room if goal.goal not in MINIMISED else -room) < 0:
                yield _finding("goal_bound", goal=goal.goal, value=goal.value, bound=stated)

    def _ledger(self, winners: Sequence[Bid], admitted: Sequence[Bid]) -> Iterator[Finding]:
        right = ledger(self.tender, admitted, winners)
        if len(right) != len(self.award.ledger):
            stated = str(len(self.award.ledger))
            yield _finding("field", field="ledger", stated=stated, found=str(len(right)))
            return
        for line, true in zip(self.award.ledger, right, strict=True):
            if line != true:
                facts = {"rule": true.rule, "group": true.group or "-"}
                yield _finding("ledger", stated=line.found, found=true.found, **facts)

    def _status(self) -> Iterator[Finding]:
        award = self.award
        empty = not (award.goals or award.winners or award.ledger or award.ties)
        proven = award.ties is not None and all(goal.proven for goal in award.goals)
        right = {
            "optimal": proven and bool(award.goals),
            "feasible": not proven,
            "infeasible": empty,
            "unknown": empty,
        }
        if not right[award.status]:
            yield _finding("status", status=award.status)

    def _ties(self, bids: Mapping[str, Bid]) -> Iterator[Finding]:
        ties = self.award.ties
        if ties is None:
            return
        unknown = [bid for bid in ties.tied_bids if bid not in bids]
        for bid in unknown:
            yield _finding("tied_unknown", bid=bid)
        if unknown:
            return
        tied = [bids[bid] for bid in ties.tied_bids]
        right = order.decider(self.tender, tied) if tied else "goals"
        if ties.decided_by != right or ties.tied_bids != sorted(set(ties.tied_bids)):
            yield _finding("field", field="ties", stated=ties.decided_by, found=right)

    def _exchanges(self, winners: Sequence[Bid], admitted: Sequence[Bid]) -> Iterator[Finding]:
        for better in exchange.better(self.tender, self.instance, admitted, winners):
            gone = "-" if better.leaves is None else better.leaves.id
            yield _finding("better_exists", bid=better.enters.id, leaves=gone, by=better.by)


def said(rule: AnyRule, code: str, facts: Mapping[str, Fact], place: str) -> Finding:
    """A rule's own text about a breach or refusal, in both languages, as a finding."""
    texts = {lang: rule.say(code, lang, facts) for lang in ("nl", "en")}
    return Finding(place or "award", "rule", {"rule": rule.id, **texts})


def _finding(code: str, **facts: Fact) -> Finding:
    return Finding("award", f"verify_{code}", facts)
