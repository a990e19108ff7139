"""The second reading: admission, goals and ledger recomputed plainly from the inputs.

Plain Python over bids, no columns, no rows, no solver: what the checker stands on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from award_opt import order
from award_opt.admission import CASCADE, STAGES, enters, every_rule
from award_opt.award import AwardFile, GoalValue, LedgerLine, Mode, Status, Ties, Winner
from award_opt.domain import Bid, Instance
from award_opt.exact import decimals, unscaled
from award_opt.instance import instance_digest
from award_opt.rules import Coverage
from award_opt.rules._base import Measure, Refusal
from award_opt.tender import Tender


@dataclass(frozen=True, slots=True)
class Admission:
    """The bids that take part, and each bid that a rule keeps out with its reasons."""

    admitted: tuple[Bid, ...]
    refusals: tuple[Refusal, ...]


def admission(tender: Tender, instance: Instance, among: frozenset[str] | None) -> Admission:
    """Read the pipeline of validity, roles, requirements and packages bid by bid."""
    landscape = tender.landscape()
    standing = {bid.id: bid for bid in instance.bids if enters(bid, among)}
    out = [bid for bid in instance.bids if bid.id not in standing]
    refusals: list[Refusal] = []
    for stage in STAGES:
        rules = [rule for rule in every_rule(tender) if stage == rule.STAGE]
        again = bool(rules)
        while again:
            bids = tuple(standing.values())
            fresh = [each for rule in rules for each in rule.refusals(bids, landscape, out)]
            gone = dict.fromkeys(refusal.bid for refusal in fresh)
            out += [standing.pop(bid) for bid in gone]
            refusals += fresh
            again = stage == CASCADE and bool(gone)
    return Admission(tuple(standing.values()), tuple(refusals))


def selected(among: AwardFile | None) -> frozenset[str] | None:
    """The bidders that an earlier phase selected; ``None`` where there was no earlier phase."""
    return None if among is None else frozenset(winner.bidder for winner in among.winners)


def goal_value(tender: Tender, instance: Instance, winners: Sequence[Bid], goal: str) -> str:
    """The value of a goal for these winners, as the award file writes it."""
    if goal == "total_score":
        weights = tender.award.lot_weights
        points = sum(
            (bid.score or 0) * (weights.get(bid.lot, 1) if weights else 1) for bid in winners
        )
        return unscaled(points, tender.scoring.decimals)
    if goal == "lowest_value":
        return unscaled(sum(bid.value_cents or 0 for bid in winners), 2)
    if goal == "least_transfers":
        return _transfers(instance, winners)
    return str(_number(tender, instance, winners, goal))


def _number(tender: Tender, instance: Instance, winners: Sequence[Bid], goal: str) -> int:
    if goal == "ranking":
        return len(order.rank_order(tender, winners))
    if goal == "fewest_partners":
        return len({bid.bidder for bid in winners})
    if goal == "most_coverage":
        landscape = tender.landscape()
        return sum(
            won >= rule.at_least
            for rule in tender.rules
            if isinstance(rule, Coverage) and rule.if_short == "goal"
            for _, won, _ in rule.cells(instance.bids, winners, landscape)
        )
    return len(winners)


def _transfers(instance: Instance, winners: Sequence[Bid]) -> str:
    clients = {bid.id: Decimal(bid.attributes.get("clients", "0")) for bid in instance.bids}
    places = max((decimals(number) for number in clients.values()), default=0)
    moved = sum(clients.values(), Decimal(0)) - sum(clients[bid.id] for bid in winners)
    return unscaled(int(moved.scaleb(places)), places) if clients else "0"


def ledger(tender: Tender, admitted: Sequence[Bid], winners: Sequence[Bid]) -> list[LedgerLine]:
    """What every rule counts in the award, group by group, in the order of the model."""
    landscape = tender.landscape()
    return [
        _line(measure)
        for rule in tender.rules
        for measure in rule.measures(admitted, winners, landscape)
    ]


def _line(measure: Measure) -> LedgerLine:
    return LedgerLine(
        rule=measure.rule,
        group=measure.group,
        found=unscaled(measure.found, measure.places),
        limit=unscaled(measure.limit, measure.places),
        slack=unscaled(measure.slack, measure.places),
        binding=measure.slack == 0,
    )


def entry(tender: Tender, bid: Bid) -> Winner:
    """A winning bid as the award file writes it."""
    return Winner(
        bid=bid.id,
        bidder=bid.bidder,
        segment=bid.segment,
        area=bid.area,
        score=None if bid.score is None else unscaled(bid.score, tender.scoring.decimals),
        value=None if bid.value_cents is None else unscaled(bid.value_cents, 2),
    )


def inputs(tender: Tender, instance: Instance, among: AwardFile | None) -> dict[str, str]:
    """The SHA-256 of each input, over its content."""
    digests = {"tender": tender.digest(), "instance": instance_digest(instance)}
    return digests if among is None else {**digests, "among": among.digest()}


def draft(
    tender: Tender,
    instance: Instance,
    winners: Sequence[Bid],
    *,
    status: Status,
    goals: Sequence[GoalValue],
    ties: Ties | None,
    mode: Mode,
    what_if: Sequence[str],
    among: AwardFile | None,
    engine: Mapping[str, str],
) -> AwardFile:
    """The award file for these winners: their facts, the ledger, the digests of the inputs."""
    admitted = admission(tender, instance, selected(among)).admitted
    lawful = status in ("optimal", "feasible")
    return AwardFile(
        format=1,
        tender=tender.id,
        instance=instance.title,
        mode=mode,
        what_if=list(what_if),
        inputs=inputs(tender, instance, among),
        status=status,
        goals=list(goals),
        ties=ties,
        winners=[entry(tender, bid) for bid in sorted(winners, key=lambda bid: bid.id)],
        ledger=ledger(tender, admitted, winners) if lawful else [],
        engine=dict(engine),
    )
