"""Drawn scores are what assessors who err would give, and intervals hold what they say."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal, localcontext
from types import MappingProxyType

import pytest
from robust_cases import LOUD, SEEDS, judge, solved
from test_prices import brute

from award_opt.admission import enters
from award_opt.award import canonical
from award_opt.errors import InputError
from award_opt.generate.dice import Dice
from award_opt.report import robust as report
from award_opt.robust import Assessors, Noise, robust, wilson


def shaken(seed, **options):
    tender, instance, award = solved(seed)
    return robust(tender, instance, award, judge=judge(), **options)


# --- intervals


@pytest.mark.parametrize(("hits", "draws"), [(0, 1), (1, 1), (0, 20), (7, 20), (20, 20), (1, 9999)])
def test_wilson_holds_the_exact_interval_and_no_more_than_its_rounding(hits, draws):
    with localcontext() as context:
        context.prec = 60
        n, k, z = Decimal(draws), Decimal(hits), Decimal("1.96")
        middle = (k + z * z / 2) / (n + z * z)
        half = z * (k * (n - k) / n + z * z / 4).sqrt() / (n + z * z)
        found, digit = wilson(hits, draws), Decimal("0.0001")
        assert 0 <= (middle - half) - Decimal(found.low) < digit
        assert 0 <= Decimal(found.high) - (middle + half) < digit
        assert abs(Decimal(found.share) - k / n) <= digit / 2


def test_without_draws_nothing_is_known():
    found = wilson(0, 0)
    assert (found.share, found.low, found.high) == ("0.0000", "0.0000", "1.0000")


# --- score noise


@pytest.mark.parametrize("seed", SEEDS[:25])
def test_draws_are_what_brute_force_awards_to_the_rescored_bids(seed):
    tender, instance, award = solved(seed)
    found = robust(tender, instance, award, LOUD, 4, 3, withdrawals=False, judge=judge())
    assessors, wins, same, lawless = Assessors(tender, instance, LOUD), Counter(), 0, 0
    won = {winner.bid for winner in award.winners}
    for number in range(4):
        bids = assessors.again(Dice.of(3, f"noise {number}"))
        winners, _ = brute(tender, replace(instance, bids=bids))
        lawless += winners is None
        same += winners == won
        wins.update(winners or ())
    assert {each.bid: each.wins for each in found.bids} == {
        bid.id: wins[bid.id] for bid in instance.bids if enters(bid, None)
    }
    assert (found.draws, found.same, found.lawless) == (4, same, lawless)
    assert {each.bid for each in found.bids if each.won} == won


@pytest.mark.parametrize("seed", SEEDS[:20])
def test_noise_that_never_errs_changes_nothing(seed):
    found = shaken(seed, noise=Noise(percent=0), draws=3, withdrawals=False)
    assert (found.same, found.draws) == (3, 3)
    assert found.identical.share == "1.0000"
    assert all(each.steady for each in found.bids)


def test_the_same_seed_gives_the_same_bytes_and_the_first_draws_stay(youth):
    def told(draws, seed):
        return robust(*youth, draws=draws, seed=seed, withdrawals=False, judge=judge())

    one, again, other = told(4, 1), told(4, 1), told(4, 2)
    assert canonical(report.content(one)) == canonical(report.content(again))
    assert [each.wins for each in one.bids] != [each.wins for each in other.bids]
    fewer = told(2, 1)
    for few, many in zip(fewer.bids, one.bids, strict=True):
        assert few.wins <= many.wins <= few.wins + 2


def test_an_assessor_who_always_errs_moves_every_criterion_by_one_level(youth):
    tender, instance, _ = youth
    again = Assessors(tender, instance, Noise(1, 100)).again(Dice.of(1, "noise"))
    moved = 0
    for before, after in zip(instance.bids, again, strict=True):
        for name, score in before.criteria.items():
            assert abs(after.criteria[name] - score) in (0, 2500)
            assert after.criteria[name] != score or score in (0, 10_000)
            moved += after.criteria[name] != score
        if before.score is None:
            assert after == before
    assert moved > 100


def test_most_of_several_assessors_must_err_alike():
    dice = Dice.of(1, "noise")
    alone = Noise(1, 15).consensus(dice, 4000)
    three = Noise(3, 15).consensus(dice, 4000)
    assert 500 < abs(alone).sum() < 700  # 15 of 100
    assert 60 < abs(three).sum() < 180  # 3 of 100
    assert not Noise(99, 0).consensus(dice, 10).any()


def slip(dice, percent):
    drawn = dice.below(200)
    return 0 if drawn >= 2 * percent else -1 if drawn < percent else 1


@pytest.mark.parametrize("noise", [Noise(), Noise(1, 100), Noise(2, 50), Noise(5, 0), Noise(99, 7)])
@pytest.mark.parametrize("count", [0, 1, 7, 500])
def test_errors_drawn_at_once_are_those_drawn_one_by_one(noise, count):
    dice, many = Dice.of(3, "one by one"), noise.assessors
    totals = [sum(slip(dice, noise.percent) for _ in range(many)) for _ in range(count)]
    plain = [(2 * total > many) - (2 * total < -many) for total in totals]
    again = Dice.of(3, "one by one")
    assert noise.consensus(again, count).tolist() == plain
    assert dice.below(2**31 - 1) == again.below(2**31 - 1)


def test_numbers_drawn_at_once_stay_below_any_bound():
    for bound in (1, 2, 200, 2**31 - 1):
        one, other = Dice.of(4, ""), Dice.of(4, "")
        edges = [0, 1, bound // 3, bound - 1, bound]
        drawn = [other.below(bound) for _ in range(300)]
        for edge, fewer in zip(edges, one.fewer(edges, bound, 300), strict=True):
            assert fewer.tolist() == [number < edge for number in drawn], edge


@pytest.mark.parametrize("bound", [3, 200, 2**31 - 1])
def test_a_number_on_an_edge_is_below_it_or_not(bound):
    for edge in {1, bound // 3, bound - 1}:
        first = -(-edge * 2**64 // bound)
        words = [0, first - 1, first, 2**64 - 1]
        packed = sum(word << 64 * place for place, word in enumerate(words))
        (fewer,) = Dice(Words(packed)).fewer([edge], bound, len(words))
        assert fewer.tolist() == [Dice(Words(word)).below(bound) < edge for word in words]


class Words:
    """A source that gives the bits it is told."""

    def __init__(self, bits):
        self.bits = bits

    def getrandbits(self, count):
        assert self.bits < 2**count
        return self.bits


def test_assessors_who_scored_before_score_as_new_ones_do(youth):
    tender, instance, _ = youth
    noise = Noise(assessors=1, percent=40)
    known = Assessors(tender, instance, noise)
    for number in range(12):
        fresh = Assessors(tender, instance, noise).again(Dice.of(3, f"{number}"))
        assert known.again(Dice.of(3, f"{number}")) == fresh


def test_scores_move_along_the_declared_levels(youth):
    tender, instance, _ = youth
    levels = (Decimal(0), Decimal(50), Decimal(75), Decimal(100))
    scoring = tender.scoring.model_copy(update={"levels": levels})
    coarse = tender.model_copy(update={"scoring": scoring})
    bid = next(bid for bid in instance.bids if bid.criteria)
    for score, allowed in ((0, {0, 5000}), (7500, {5000, 10_000}), (10_000, {7500, 10_000})):
        same = MappingProxyType(dict.fromkeys(bid.criteria, score))
        held = replace(instance, bids=(replace(bid, score=score, criteria=same),))
        for seed in range(5):
            (after,) = Assessors(coarse, held, Noise(1, 100)).again(Dice.of(seed, ""))
            assert set(after.criteria.values()) <= allowed


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("asessors=3", "noise_name"),
        ("assessors=0", "noise_number"),
        ("percent=101", "noise_number"),
        ("percent=7.5", "noise_number"),
        ("points=x", "noise_number"),
        ("percent", "noise_number"),
    ],
)
def test_noise_that_cannot_be_read_is_refused(text, code):
    with pytest.raises(InputError) as error:
        Noise.read(text)
    assert [finding.code for finding in error.value.findings] == [code]


def test_noise_is_read_from_its_parts():
    assert Noise.read("") == Noise()
    assert Noise.read("percent=7, assessors=5,points=2.5") == Noise(5, 7, Decimal("2.5"))


def test_points_finer_than_the_published_scale_are_refused(youth):
    with pytest.raises(InputError) as error:
        Assessors(youth[0], youth[1], Noise(points=Decimal("0.001")))
    assert error.value.findings[0].code == "noise_decimals"
