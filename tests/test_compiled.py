"""A compiler that is asked again gives what a fresh one would give, whatever was asked before."""

from __future__ import annotations

import random
from dataclasses import replace
from types import MappingProxyType

import pytest
from random_tenders import GOALS, random_case
from same import same_program

from award_opt.domain import Bid, Instance
from award_opt.errors import SolverError
from award_opt.program.compiled import Compiler
from award_opt.program.program import compile_program
from award_opt.program.program_file import described
from award_opt.tender import Tender

CRITERIA = ("vision", "price")
SCORED = 59  # a case whose first goal is the score, with a cap that holds some back


def scored_by_criteria(instance: Instance) -> Instance:
    bids = tuple(
        replace(bid, criteria=MappingProxyType(dict.fromkeys(CRITERIA, 50 * (k % 9))))
        if k % 2
        else bid
        for k, bid in enumerate(instance.bids)
    )
    return replace(instance, bids=bids)


def other_bids(rng: random.Random, bids: tuple[Bid, ...]) -> tuple[Bid, ...]:
    """The bids with some scores, statuses or, rarely, other facts changed, or left out."""
    changed = [other_bid(rng, bid) for bid in bids if rng.random() < 0.97]
    return tuple(changed[::-1] if rng.random() < 0.05 else changed)


def other_bid(rng: random.Random, bid: Bid) -> Bid:
    fate = rng.random()
    if fate < 0.3 and bid.score is not None:
        return replace(bid, score=100 * rng.randint(0, 100))
    if fate < 0.4:
        return replace(bid, criteria=MappingProxyType({"vision": rng.randint(0, 900)}))
    if fate < 0.5:
        return replace(bid, status=rng.choice(["withdrawn", "disqualified", "valid"]))
    if fate < 0.52:
        return replace(bid, value_cents=rng.randint(1, 10**6), draw=rng.randint(1000, 2000))
    return bid


def other_tender(rng: random.Random, tender: Tender) -> Tender:
    """The tender with limits moved, rules left out or added, or another method."""
    content = tender.model_dump(exclude_none=True)
    rules = [rule for rule in content["rules"] if rng.random() < 0.9]
    for rule in rules:
        for name in ("limit", "at_least", "demand", "ceiling", "threshold"):
            if name in rule and rng.random() < 0.3:
                rule[name] = rng.randint(1, 60)
    if rng.random() < 0.2:
        added = {**rng.choice(random_case(rng.randrange(99))[0].model_dump()["rules"])}
        rules.append({**added, "id": "added"})
    content["rules"] = [{k: v for k, v in rule.items() if v is not None} for rule in rules]
    if rng.random() < 0.2:
        content["award"]["goals"] = rng.choice(GOALS)
    if rng.random() < 0.1:
        content["award"]["on_misfit"] = rng.choice(["skip", "stop"])
    if rng.random() < 0.1:
        content["segments"][0]["budget"] = rng.randint(1, 10**7)
    if rng.random() < 0.2:
        threshold = {"id": "vision", "weight": 1, "threshold": rng.randint(0, 5)}
        content["criteria"] = [threshold]
        content["award"]["ties"] = ["score", "vision"]
    return Tender.model_validate(content)


@pytest.mark.parametrize("seed", range(60))
def test_a_changed_tender_or_book_is_compiled_as_if_it_were_new(seed):
    rng = random.Random(seed)
    tender, instance = random_case(seed, most=14)
    instance = scored_by_criteria(instance)
    among = None if seed % 3 else frozenset(bid.bidder for bid in instance.bids[::2])
    compiler = Compiler(tender, instance, among)
    rules, bids = tender, instance.bids

    for _ in range(12):
        if rng.random() < 0.6:
            rules = tender if rng.random() < 0.3 else other_tender(rng, rules)
        if rng.random() < 0.6:
            bids = instance.bids if rng.random() < 0.3 else other_bids(rng, instance.bids)
        fresh = compile_program(rules, replace(instance, bids=bids), among)

        assert same_program(compiler.program(rules, bids), fresh)
    assert same_program(compiler.program(), compile_program(tender, instance, among))


def test_bids_that_only_score_otherwise_leave_the_rows_as_they_are():
    tender, instance = random_case(SCORED, most=14)
    compiler = Compiler(tender, instance)
    before = compiler.program()
    bids = tuple(
        bid if bid.score is None else replace(bid, score=bid.score + 1) for bid in instance.bids
    )

    after = compiler.program(bids=bids)

    assert after.rows is before.rows
    assert after.objectives[0].coefficient.tolist() != before.objectives[0].coefficient.tolist()


def test_a_moved_limit_moves_bounds_and_nothing_else():
    tender, instance = random_case(SCORED, most=14)
    rule = next(rule for rule in tender.rules if rule.kind == "max_winners")
    moved = rule.model_copy(update={"limit": rule.limit + 1})
    other = tender.model_copy(
        update={"rules": tuple(moved if each is rule else each for each in tender.rules)}
    )
    compiler = Compiler(tender, instance)
    before = compiler.program()

    after = compiler.program(other)

    assert after.rows.column is before.rows.column
    assert after.rows.bound.tolist() != before.rows.bound.tolist()
    assert described(after) == described(compile_program(other, instance))


@pytest.mark.parametrize("left", [0, 1])
def test_few_or_no_bids_may_be_left(left):
    tender, instance = random_case(SCORED, most=14)
    bids = instance.bids[:left]

    found = Compiler(tender, instance).program(bids=bids)

    assert same_program(found, compile_program(tender, replace(instance, bids=bids)))


def test_a_share_of_the_budget_is_compiled_anew_where_the_budget_changes():
    tender, instance = random_case(SCORED, most=14)
    content = tender.model_dump(exclude_none=True)
    share = {"of": {"scale": ["micro"]}, "share": "5", "per": "tender", "base": "budget"}
    source = {"document": "d", "quote": "q"}
    added = {"id": "share", "kind": "min_share", "source": source, **share}
    content["rules"] = [*content["rules"], added]
    tender = Tender.model_validate(content)
    content["segments"][0]["budget"] = 5
    other = Tender.model_validate(content)
    compiler = Compiler(tender, instance)

    for each in (tender, other, tender):
        assert same_program(compiler.program(each), compile_program(each, instance))


def test_numbers_that_do_not_fit_are_refused_each_time():
    tender, instance = random_case(SCORED, most=14)
    bids = tuple(bid if bid.score is None else replace(bid, score=2**53) for bid in instance.bids)
    compiler = Compiler(tender, instance)

    for _ in range(2):
        with pytest.raises(SolverError, match="goal_too_large"):
            compiler.program(bids=bids)
    assert same_program(compiler.program(), compile_program(tender, instance))
