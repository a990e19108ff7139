"""What robust reports is what solving each changed tender afresh gives."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest
from readme_blocks import ROOT
from robust_cases import LOUD, SEEDS, judge, solved
from test_prices import brute

from award_opt.errors import CheckError
from award_opt.generate.dice import Dice
from award_opt.instance import read_instance
from award_opt.program.program import compile_program
from award_opt.robust import Assessors, Desk, Noise, by_unit, robust, unit_findings
from award_opt.search.fast import Fast
from award_opt.solve import Options, solve
from award_opt.tender import read_tender
from award_opt.texts import say

# --- withdrawals


@pytest.mark.parametrize("seed", SEEDS)
def test_withdrawals_are_what_brute_force_awards_without_the_bids(seed):
    tender, instance, award = solved(seed)
    found = robust(tender, instance, award, draws=0, judge=judge())
    won = [winner.bid for winner in award.winners]
    assert [each.bids for each in found.withdrawals if not each.whole] == [(bid,) for bid in won]
    for each in found.withdrawals:
        bids = [replace(b, status="withdrawn") if b.id in each.bids else b for b in instance.bids]
        winners, _ = brute(tender, replace(instance, bids=tuple(bids)))
        assert each.status == ("infeasible" if winners is None else "optimal")
        after = set(won) if winners is None else winners
        assert set(each.enters) == after - set(won)
        gone = set() if winners is None else set(each.bids)
        assert set(each.leaves) == set(won) - after - gone


@pytest.mark.parametrize("seed", SEEDS[:20])
def test_a_bidder_with_several_contracts_is_also_taken_out_whole(seed):
    tender, instance, award = solved(seed)
    found = robust(tender, instance, award, draws=0, judge=judge())
    contracts = Counter(winner.bidder for winner in award.winners)
    whole = {each.bidder: each.bids for each in found.withdrawals if each.whole}
    assert set(whole) == {bidder for bidder, number in contracts.items() if number > 1}
    for bidder, bids in whole.items():
        own = [bid.id for bid in instance.bids if bid.bidder == bidder and bid.status == "valid"]
        assert list(bids) == own


# --- methods and counting units


@pytest.mark.parametrize("seed", SEEDS[:25])
def test_each_method_is_the_award_of_the_tender_with_its_goals(seed):
    tender, instance, award = solved(seed)
    found = robust(tender, instance, award, draws=0, withdrawals=False, judge=judge())
    won = {winner.bid for winner in award.winners}
    assert [each.published for each in found.methods] == [True] + [False] * (len(found.methods) - 1)
    assert len({(each.goals, each.on_misfit, each.filled) for each in found.methods}) == len(
        found.methods
    )
    for each in found.methods:
        change = {"goals": each.goals, "on_misfit": each.on_misfit or tender.award.on_misfit}
        if each.filled:
            change["fill"] = "up_to_cap"
        other = tender.model_copy(update={"award": tender.award.model_copy(update=change)})
        winners, values = brute(other, instance)
        if winners is None:
            assert each.status == "infeasible"
            continue
        assert set(each.enters) == winners - won
        assert set(each.leaves) == won - winners
        told = dict(each.values)
        for goal, value in zip(each.goals, values, strict=False):
            if goal in told and "fill" not in each.goals and len(each.goals) == len(values):
                assert Decimal(told[goal]) == value


def plain():
    return Options(cross_check=False, fast=Fast.none()).judge()


@pytest.mark.parametrize("seed", SEEDS[:16])
def test_what_rank_order_decides_is_what_the_search_finds(seed):
    tender, instance, award = solved(seed)
    asked = {"noise": LOUD, "draws": 6, "seed": seed}
    ranked = robust(tender, instance, award, judge=judge(), **asked)
    assert ranked == robust(tender, instance, award, judge=plain(), **asked)


def test_rank_order_decides_draws_where_it_may(youth):
    tender, instance, award = youth
    bids = Assessors(tender, instance, Noise()).again(Dice.of(1, "noise 1"))
    quick, slow = (Desk(tender, instance, award, None, each) for each in (judge(), plain()))
    program = compile_program(tender, replace(instance, bids=bids))
    assert quick._ranked(program) == slow.of(bids) == quick.of(bids)
    assert slow._ranked(program) is None


def test_methods_need_what_they_compare():
    tender = read_tender(ROOT / "models/hvb-youth-2022-outcome.toml")
    instance = read_instance(ROOT / "instances/hvb-youth-2022-outcome", tender)
    award = solve(tender, instance, Options(cross_check=False))
    found = robust(tender, instance, award, draws=1, withdrawals=False, judge=judge())
    assert [each.goals for each in found.methods] == [("fewest_contracts",)]
    assert found.same == 1


def test_counting_units_that_change_the_award_are_found_and_said(youth):
    tender, instance, award = youth
    found = by_unit(Desk(tender, instance, award, None, judge()))
    assert ("S4-MAX-REGION", "bidders") in {(each.rule, each.unit) for each in found}
    for each in found:
        rules = tuple(
            rule.model_copy(update={"count": each.unit}) if rule.id == each.rule else rule
            for rule in tender.rules
        )
        if each.unit == "bidders":
            changed = tender.model_copy(update={"rules": rules})
            other = solve(changed, instance, Options(cross_check=False))
            after = {winner.bid for winner in other.winners}
            before = {winner.bid for winner in award.winners}
            assert (set(each.enters), set(each.leaves)) == (after - before, before - after)
    for finding in unit_findings(tender, instance, judge=judge()):
        assert "nl" not in say(finding.code, "nl", finding.facts).split()
        assert say(finding.code, "en", finding.facts)


# --- refusals


def test_an_award_that_is_not_the_best_is_refused(youth):
    tender, instance, award = youth
    worse = award.model_copy(update={"winners": award.winners[1:]})
    with pytest.raises(CheckError):
        robust(tender, instance, worse, draws=0, judge=judge())


def test_a_proven_award_of_other_inputs_is_refused():
    tender, instance, award = solved(SEEDS[0])
    other = award.model_copy(update={"inputs": {**award.inputs, "tender": "0" * 64}})
    with pytest.raises(CheckError) as error:
        robust(tender, instance, other, draws=0, judge=judge())
    assert error.value.findings[0].code == "verify_digest"
