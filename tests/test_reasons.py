"""Each reason, at each of its levels, is the one that brute force over all awards gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from cli import call
from random_tenders import random_case
from readme_blocks import ROOT
from reasons_cases import SEEDS, Case, cases
from test_margins import solved, youth
from test_solve import worth

from award_opt import order, reading
from award_opt.domain import Instance
from award_opt.errors import CheckError
from award_opt.exact import unscaled
from award_opt.reasons import STOP, Reason, explain, stand_of
from award_opt.reasons.codes import CODES
from award_opt.report import reasons as report
from award_opt.solve import Options, solve
from award_opt.tender import Tender


def passed_over(by_engine: bool = False) -> Iterator[tuple[Case, Reason]]:
    for case, reasons in cases(by_engine) if by_engine else cases():
        for reason in reasons:
            if reason.kind == "passed_over":
                yield case, reason


def test_every_code_is_a_known_one() -> None:
    seen = {reason.code for _, reasons in cases() for reason in reasons}
    assert seen <= set(CODES)
    assert len(seen) >= 18, seen


def test_every_bid_has_exactly_one_reason() -> None:
    for case, reasons in cases():
        assert [reason.bid for reason in reasons] == [bid.id for bid in case.instance.bids]


def test_the_kind_says_whether_the_bid_took_part_won_or_lost() -> None:
    seen = set()
    for case, reasons in cases():
        admitted = {bid.id for bid in case.admitted}
        for reason in reasons:
            assert (reason.kind == "filtered") == (reason.bid not in admitted)
            assert (reason.kind == "won") == (reason.bid in case.winners)
            assert (reason.kind == "passed_over") == (
                reason.bid in admitted - case.winners and bool(case.lower(reason.bid))
            ), reason
            seen.add(reason.kind)
    assert seen == {"filtered", "won", "passed_over", "tie", "outranked"}


def test_a_filtered_bid_names_exactly_the_rules_that_refused_it() -> None:
    for case, reasons in cases():
        refusals = reading.admission(case.tender, case.instance, None).refusals
        for reason in reasons:
            if reason.kind == "filtered":
                refused = {refusal.rule for refusal in refusals if refusal.bid == reason.bid}
                assert set(reason.rules) == refused
                assert bool(refused) == (case.bids[reason.bid].status == "valid")


def test_an_outranked_bid_names_exactly_the_rules_that_adding_it_breaks() -> None:
    told = 0
    for case, reasons in cases():
        every = case.every
        for reason in reasons:
            if reason.kind == "outranked":
                broken = every[case.winners | {reason.bid}]
                if reason.code == "after_stop":
                    assert STOP in broken
                else:
                    assert set(reason.rules) == broken - {STOP}
                told += bool(reason.rules)
    assert told >= 40


def test_a_winner_names_exactly_the_rules_that_break_without_it() -> None:
    for case, reasons in cases():
        every = case.every
        for reason in reasons:
            if reason.kind == "won":
                assert set(reason.rules) == every[case.winners - {reason.bid}]


def test_each_swap_names_exactly_the_rules_that_the_exchange_breaks() -> None:
    told = 0
    for case, reason in passed_over():
        every = case.every
        assert {swap.winner for swap in reason.passing.swaps} == case.lower(reason.bid)
        for swap in reason.passing.swaps:
            exchanged = case.winners - {swap.winner} | {reason.bid}
            assert set(swap.rules) == every[exchanged]
            assert swap.gap == (None if swap.rules else case.short(exchanged))
            told += 1
    assert told >= 12


def test_an_equal_winner_that_ranks_behind_a_loser_is_named_with_what_keeps_it_there() -> None:
    told: Counter[bool] = Counter()
    for case, reasons in cases():
        for reason in reasons:
            lost = reason.kind in ("passed_over", "outranked", "tie")
            behind = case.behind(reason.bid) if lost else set()
            assert {swap.winner for swap in reason.behind} == behind
            for swap in reason.behind:
                exchanged = case.winners - {swap.winner} | {reason.bid}
                assert set(swap.rules) == case.every[exchanged]
                assert swap.gap == (None if swap.rules else case.short(exchanged))
                assert swap.rules or swap.gap, reason
                told[bool(swap.rules)] += 1
    assert told[True] >= 5, told


@pytest.mark.parametrize("by_engine", [False, True])
def test_the_sequence_is_a_smallest_set_of_rules_that_leaves_no_place(by_engine: bool) -> None:
    told = {True: 0, False: 0}
    for case, reason in passed_over(by_engine):
        above = frozenset(case.above(reason.bid))
        fits = [
            broken
            for chosen, broken in case.every.items()
            if reason.bid in chosen and chosen & above == case.winners & above
        ]
        sequence = reason.passing.sequence
        told[sequence is None] += 1
        if sequence is None:
            assert frozenset() in fits
            continue
        rules = set(sequence)
        assert not any(broken.isdisjoint(rules) for broken in fits), reason
        for rule in sequence:
            assert any(broken.isdisjoint(rules - {rule}) for broken in fits), (reason, rule)
    assert min(told.values()) >= 8, told


@pytest.mark.parametrize("by_engine", [False, True])
def test_unavoidable_means_that_no_lawful_award_of_full_size_holds_the_bid(by_engine: bool) -> None:
    told = {True: 0, False: 0}
    for case, reason in passed_over(by_engine):
        full = [
            chosen
            for chosen, broken in case.every.items()
            if not broken and reason.bid in chosen and len(chosen) >= len(case.winners)
        ]
        assert reason.passing.unavoidable == (not full), reason
        told[reason.passing.unavoidable] += 1
    assert min(told.values()) >= 5, told


def test_a_gap_is_the_first_goal_on_which_the_best_award_with_the_bid_is_worse() -> None:
    told = 0
    for case, reasons in cases():
        for reason in reasons:
            if reason.gap is None:
                continue
            goals = order.stages(case.tender)
            lawful = [
                tuple(case.bids[bid] for bid in sorted(chosen))
                for chosen, broken in case.every.items()
                if not broken and reason.bid in chosen
            ]
            best = max(lawful, key=lambda won: worth(case.tender, case.instance, won))
            own = tuple(case.bids[bid] for bid in sorted(case.winners))
            values = [
                [reading.goal_value(case.tender, case.instance, won, goal) for goal in goals]
                for won in (own, best)
            ]
            stage = next(
                k for k, pair in enumerate(zip(*values, strict=True)) if len(set(pair)) > 1
            )
            assert (reason.gap.goal, reason.gap.award, reason.gap.with_bid) == (
                goals[stage],
                values[0][stage],
                values[1][stage],
            )
            told += 1
    assert told >= 10


def test_a_tie_names_a_published_step_that_separates_the_bid() -> None:
    steps = []
    for case, reasons in cases():
        for reason in reasons:
            assert (reason.step is not None) == (reason.code == "tie"), reason
            if reason.code == "tie":
                assert reason.step in (*case.tender.award.ties, "lot", "bid")
                steps.append(reason.step)
    assert len(steps) >= 3


def test_ranks_count_the_admitted_bids_of_the_lot() -> None:
    for case, reasons in cases():
        for reason in reasons:
            if reason.rank is not None:
                better = [
                    b
                    for b in case.admitted
                    if b.lot == reason.lot and (case.merit(b.id) or 0) > case.merit(reason.bid)
                ]
                assert len(better) < reason.rank <= reason.ranked
                assert (reason.score is None) or reason.score == unscaled(
                    case.bids[reason.bid].score, case.tender.scoring.decimals
                )


def test_an_award_that_a_single_exchange_improves_is_refused() -> None:
    refused = 0
    for seed in SEEDS:
        tender, instance, award = solved(seed, "total_score")
        if award.status != "optimal" or not award.winners:
            continue
        worse = shortened(tender, instance, award)
        with pytest.raises(CheckError):
            explain(tender, instance, worse)
        refused += 1
    assert refused >= 10


def shortened(tender: Tender, instance: Instance, award):
    """The award without its first winner, and with that winner's facts gone everywhere."""
    kept = award.winners[1:]
    return award.model_copy(update={"winners": kept})


def test_only_a_proven_award_is_explained() -> None:
    tender, instance = youth()
    stopped = solve(tender, instance, Options(cross_check=False, time_limit=1e-9))
    assert stopped.status in ("feasible", "unknown")
    with pytest.raises(CheckError, match="award_not_proven"):
        stand_of(tender, instance, stopped)


def test_where_no_award_is_lawful_the_next_step_is_named(
    capsys: pytest.CaptureFixture[str],
) -> None:
    done = call(
        capsys,
        "explain",
        ROOT / "models" / "alphen-2018.toml",
        ROOT / "instances" / "alphen-2018-none-reaches",
    )
    assert (done.code, done.out) == (1, "")
    assert "award-opt conflict" in done.err


def test_bidders_that_an_earlier_phase_left_out_are_told_so() -> None:
    tender, instance = random_case(7)
    phase = next(solved(seed)[2] for seed in SEEDS if 0 < len(solved(seed)[2].winners) < 4)
    chosen = {winner.bidder for winner in phase.winners}
    options = Options(cross_check=False, among=phase)
    for seed in SEEDS:
        tender, instance = random_case(seed)
        award = solve(tender, instance, options)
        if award.status != "optimal":
            continue
        for reason in explain(tender, instance, award, among=phase):
            bid = next(b for b in instance.bids if b.id == reason.bid)
            left_out = bid.status == "valid" and bid.bidder not in chosen
            assert (reason.code == "not_selected") == left_out
            text = report.Letters(tender, instance, len(award.winners), "nl").paragraph(reason)
            assert ("niet geselecteerd" in text) == left_out
