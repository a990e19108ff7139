"""What a sweep reads once is what reading every award anew gives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random

import pytest
from random_tenders import random_case

from award_opt.domain import Bid, Landscape
from award_opt.errors import SolverError
from award_opt.rules import AT_MOST, KINDS, AnyRule, MaxWinners
from award_opt.rules._base import ColumnType, Measure, in_scope
from award_opt.sweep.readings import WIDE, Readings
from award_opt.sweep.yardstick import Yardstick
from award_opt.tender import Tender

SEEDS = range(40)


def some(rng: Random, bids: Sequence[Bid]) -> list[Bid]:
    return [bid for bid in bids if rng.random() < 0.6]


def read(
    rule: AnyRule, admitted: Sequence[Bid], winners: Sequence[Bid], landscape: Landscape
) -> list[Measure]:
    return list(rule.measures(admitted, winners, landscape))


def cases() -> Iterator[tuple[Random, Tender, Sequence[Bid]]]:
    for seed in SEEDS:
        tender, instance = random_case(seed, most=12)
        yield Random(seed), tender, instance.bids


def test_a_rule_reads_no_bid_outside_its_scope() -> None:
    seen = set()
    for rng, tender, bids in cases():
        for rule in tender.rules:
            admitted = some(rng, bids)
            winners = some(rng, admitted)
            few = [bid for bid in admitted if in_scope(bid, rule.where)]
            won = [bid for bid in winners if in_scope(bid, rule.where)]
            whole = read(rule, admitted, winners, tender.landscape())
            if rule.kind not in WIDE:
                assert read(rule, few, won, tender.landscape()) == whole, rule
                seen.add(rule.kind)
    kinds = {kind.model_fields["kind"].default for kind in KINDS}
    assert {kind for kind in kinds - WIDE if kind not in seen} <= FILTERS


FILTERS = {"min_score", "one_role", "requirement"}  # kinds that measure nothing


def test_a_kind_that_sees_bids_elsewhere_is_known_as_such() -> None:
    assert {kind.model_fields["kind"].default for kind in KINDS} >= WIDE


def anew(tender: Tender, admitted: Sequence[Bid], winners: Sequence[Bid]) -> object:
    """The room in every rule, or the first rule that is broken."""
    found = []
    for rule in tender.rules:
        for measure in rule.measures(admitted, winners, tender.landscape()):
            if measure.slack < 0:
                return rule.id
            found.append((rule.id, measure.group, measure.slack))
    return found


def kept(
    readings: Readings,
    tender: Tender,
    bids: Sequence[Bid],
    admitted: Sequence[Bid],
    winners: Sequence[Bid],
) -> object:
    award = readings.award(bids, admitted, winners)
    try:
        return [(rule, group) for rule, group, _ in readings.room(tender, award)]
    except SolverError as error:
        return error.findings[0].facts["field"]


@pytest.mark.parametrize("seed", SEEDS)
def test_awards_that_come_back_are_read_as_if_they_were_new(seed: int) -> None:
    tender, instance = random_case(seed, most=8)
    rng, rod = Random(seed), Yardstick.from_tenders([tender])
    readings = Readings(instance, tender.landscape(), rod)
    for _ in range(60):
        bids = [replace(bid, score=rng.randint(0, 9)) for bid in instance.bids]
        admitted = [bid for bid in bids if rng.random() < 0.9]
        winners = [bid for bid in admitted if rng.random() < 0.3]
        award = readings.award(bids, admitted, winners)
        cells = [
            reached
            for rule in rod.coverage
            for reached in rod.reached(rule, tender.landscape(), bids, winners)
        ]
        assert readings.partners(award) == len({bid.bidder for bid in winners})
        assert readings.money(award)[1] == rod.small_bp(winners)
        if not any(rod.keeps(tender, rule) for rule in rod.coverage):
            assert readings.cells(tender, award) == (sum(cells), len(cells))
        found = anew(tender, admitted, winners)
        told = [each[:2] for each in found] if isinstance(found, list) else found
        assert kept(readings, tender, bids, admitted, winners) == told


def test_the_exact_room_comes_from_the_award_at_hand() -> None:
    tender, instance = random_case(3, most=12)
    readings = Readings(instance, tender.landscape(), Yardstick.from_tenders([tender]))
    source = tender.rules[0].source
    rule = MaxWinners(id="ALL", source=source, limit=99)
    open_tender = tender.model_copy(update={"rules": (rule,)})
    bids = instance.bids
    for many in (0, 2, 4, 2):
        award = readings.award(bids, bids, bids[:many])
        assert readings.room(open_tender, award) == (("ALL", "", str(99 - many)),)


class Points(MaxWinners):
    """At most so many points among the winners."""

    def uses(self) -> Iterator[tuple[str, ColumnType]]:
        yield "score", "number"

    def measures(
        self, admitted: Sequence[Bid], winners: Sequence[Bid], landscape: Landscape
    ) -> Iterator[Measure]:
        del admitted, landscape
        yield Measure(self.id, "", sum(bid.score or 0 for bid in winners), AT_MOST, self.limit)


def test_a_rule_that_reads_scores_is_read_each_time() -> None:
    tender, instance = random_case(3, most=12)
    readings = Readings(instance, tender.landscape(), Yardstick.from_tenders([tender]))
    rule = Points(id="POINTS", source=tender.rules[0].source, limit=999)
    scored = tender.model_copy(update={"rules": (rule,)})
    for points in (100, 200, 100):
        bids = [replace(bid, score=points) for bid in instance.bids]
        award = readings.award(bids, bids, bids[:1])
        assert readings.room(scored, award) == (("POINTS", "", str(999 - points)),)
