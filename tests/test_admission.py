"""Which bids take part: both readings of the whole pipeline agree, stage by stage."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest
from random_tenders import SOURCE, random_case

from award_opt import reading
from award_opt.admission import admitted, every_rule
from award_opt.tender import Tender


@pytest.mark.parametrize("seed", range(150))
def test_both_readings_admit_the_same_bids(seed):
    tender, instance = random_case(seed, most=14)
    bidders = sorted({bid.bidder for bid in instance.bids})

    for among in (None, frozenset(bidders[::2])):
        plain = reading.admission(tender, instance, among)
        left = {bid.id for bid in instance.bids} - {bid.id for bid in plain.admitted}
        refused = {refusal.bid for refusal in plain.refusals}

        assert admitted(tender, instance, among) == plain.admitted
        assert refused <= left


def with_rules(tender, *rules, **fields):
    content = tender.model_dump(exclude_none=True, exclude={"rules"})
    return Tender.model_validate({**content, "rules": rules, **fields})


def rule(number, kind, **fields):
    return {"id": f"R{number}", "kind": kind, "source": SOURCE, **fields}


def test_a_package_that_breaks_can_break_another():
    tender, instance = random_case(1)
    bids = tuple(
        replace(instance.bids[0], id=f"b{k}", segment=segment, area=None, package=package, status=s)
        for k, (segment, package, s) in enumerate(
            [("1", "x", "withdrawn"), ("1", "x", "valid"), ("3", "x", "valid")]
        )
    )
    instance = replace(instance, bids=bids)
    tender = with_rules(
        tender,
        rule(1, "package", where={"segment": ["1"]}),
        rule(2, "package", where={"bid": ["b1", "b2"]}),
    )

    assert admitted(tender, instance) == ()
    assert reading.admission(tender, instance, None).admitted == ()


def test_a_criterion_s_threshold_asks_nothing_of_bids_that_are_not_scored():
    tender, instance = random_case(1)
    tender = with_rules(
        tender,
        rule(1, "all_qualifying", where={"segment": "2"}),
        criteria=[{"id": "vision", "weight": 1, "threshold": 50}],
    )
    base = replace(instance.bids[0], status="valid", area=None, package=None)
    scores = {"low": 4999, "just": 5000}
    scored = [
        replace(base, id=name, segment="1", criteria=MappingProxyType({"vision": score}))
        for name, score in scores.items()
    ]
    free = replace(base, id="free", segment="2", score=None, criteria=MappingProxyType({}))
    instance = replace(instance, bids=(free, *scored[::-1]))

    assert [bid.id for bid in admitted(tender, instance)] == ["free", "just"]
    assert [r.bid for r in reading.admission(tender, instance, None).refusals] == ["low"]
    assert [each.id for each in every_rule(tender)] == ["R1", "criterion.vision"]
