"""Exchanges are found as if every pair were tried and every rule read anew."""

from __future__ import annotations

import random
from itertools import compress, product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_tenders import random_case
from strategies import CLASSES, SEGMENTS, instances, landscapes, rules
from sweep_cases import bid, instance, rule, tender

from award_opt import reading
from award_opt.exchange import Exchange, _Judge, better
from award_opt.screen import Screen

SEEDS = range(250)


def every(model, opened, admitted, winners):
    """Every addition and exchange that is better and lawful, each tried in full."""
    judge, won = _Judge(model, opened, admitted, winners), {each.id for each in winners}
    for enters in admitted:
        for leaves in (None, *(each for each in winners if each.lot == enters.lot)):
            by = None if enters.id in won else judge.better(enters, leaves)
            if by is not None and judge.lawful(enters, leaves):
                yield Exchange(enters, leaves, by)


@pytest.mark.parametrize("seed", SEEDS)
def test_all_exchanges_are_found_and_no_others(seed):
    model, opened = random_case(seed)
    admitted = reading.admission(model, opened, None).admitted
    landscape, dice = model.landscape(), random.Random(seed)
    choices = list(product((0, 1), repeat=len(admitted)))
    for choice in dice.sample(choices, min(10, len(choices))):
        winners = tuple(compress(admitted, choice))
        found = list(better(model, opened, admitted, winners))
        assert found == list(every(model, opened, admitted, winners))
        screen, judge = (
            Screen(model.rules, admitted, winners, landscape),
            _Judge(model, opened, admitted, winners),
        )
        for enters in (each for each in admitted if each not in winners):
            for leaves in (None, *winners):
                refused = screen.refuses(enters, leaves)
                assert not (refused and judge.lawful(enters, leaves))


def test_exchanges_are_found_often_enough_to_tell():
    many = 0
    for seed in SEEDS:
        model, opened = random_case(seed)
        admitted = reading.admission(model, opened, None).admitted
        many += len(list(better(model, opened, admitted, ())))
    assert many > 100


SCREENED = ("max_winners", "exclusive", "max_lots", "budget", "package")


@pytest.mark.parametrize("kind", SCREENED)
@given(data=st.data())
def test_what_is_refused_breaks_the_rule(kind, data):
    landscape = data.draw(landscapes(most=len(SEGMENTS)))
    bids = data.draw(instances(landscape)).bids
    limit = data.draw(rules(kind))
    won = tuple(compress(bids, data.draw(st.tuples(*[st.booleans()] * len(bids)))))
    screen = Screen([limit], bids, won, landscape)
    lawful = not list(limit.breaches(bids, won, landscape))
    for enters in (each for each in bids if each not in won):
        for leaves in (None, *won):
            changed = [*(each for each in won if each != leaves), enters]
            breaks = bool(list(limit.breaches(bids, changed, landscape)))
            assert breaks or not screen.refuses(enters, leaves)
            if lawful and kind in ("max_winners", "exclusive", "max_lots", "budget"):
                assert breaks == screen.refuses(enters, leaves)


def test_every_screened_kind_is_a_kind_of_rule():
    assert set(SCREENED) <= set(CLASSES)


def test_a_full_lot_refuses_without_any_rule_being_read(monkeypatch):
    model = tender(rule("CAP", "max_winners", where={"segment": "A"}, limit=2))
    bids = [bid(f"b{k}", "A", 90 - k) for k in range(1, 9)]
    winners = bids[:2]

    def lawful(*arguments):
        raise AssertionError("read anew")

    monkeypatch.setattr(_Judge, "lawful", lawful)
    assert list(better(model, instance(*bids), bids, winners)) == []


def test_a_bidder_who_wins_twice_makes_no_room_by_losing_once():
    model = tender(rule("CAP", "max_winners", where={"segment": "A"}, count="bidders", limit=1))
    winners = [bid("b1", "A", 50, bidder="p1"), bid("b2", "A", 60, bidder="p1")]
    screen = Screen(model.rules, winners, winners, model.landscape())

    assert screen.refuses(bid("b3", "A", 90), winners[0])
    assert not screen.refuses(bid("b4", "A", 90, bidder="p1"), winners[0])
