"""Columns: parts of them, columns that were never bids, and the published orders on them."""

from __future__ import annotations

import pickle
import random
from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from random_tenders import random_case
from same import same_columns, same_program

from award_opt import order
from award_opt.admission import admitted, standing
from award_opt.columns import Codes, Columns
from award_opt.labels import Labels
from award_opt.program.program import compile_columns, compile_program


def case(seed):
    """Bids with criteria, absent scores and attributes that only some have."""
    tender, instance = random_case(seed, most=14)
    rng = random.Random(seed)
    bids = tuple(
        replace(
            bid,
            score=rng.choice([bid.score, None, 700]),
            value_cents=rng.choice([bid.value_cents, 500, None]),
            draw=rng.choice([bid.draw, bid.draw, None]),
            criteria=MappingProxyType({c: rng.randint(0, 2) for c in "ab" if rng.random() < 0.6}),
            attributes=MappingProxyType(
                {k: v for k, v in bid.attributes.items() if rng.random() < 0.7}
            ),
        )
        for bid in instance.bids
    )
    return tender, replace(instance, bids=bids)


def made(columns):
    """The same columns without a bid behind them."""
    texts = {name: held for name, held in columns.texts.items() if name != "lot"}
    return Columns.made(texts, columns.numbers, columns.offers, columns.parties, columns.criteria)


@pytest.mark.parametrize("seed", range(40))
def test_some_of_the_columns_are_the_columns_of_some_bids(seed):
    _, instance = case(seed)
    columns = Columns.of(instance.bids)
    kept = np.array([random.Random(seed + k).random() < 0.6 for k in range(columns.n)], np.bool_)
    some = [bid for bid, stays in zip(instance.bids, kept, strict=True) if stays]

    assert same_columns(columns.only(kept), Columns.of(some))
    assert same_columns(made(columns).only(kept), Columns.of(some))


@pytest.mark.parametrize("seed", range(20))
def test_columns_from_arrays_make_their_bids_on_demand(seed):
    _, instance = case(seed)
    columns = made(Columns.of(instance.bids))
    copy = pickle.loads(pickle.dumps(columns))

    assert tuple(columns.bids) == instance.bids
    assert len(copy.bids) == len(instance.bids)
    assert copy.bids[-1] == instance.bids[-1]
    assert copy.bids[1:3] == instance.bids[1:3]
    assert pickle.loads(pickle.dumps(copy.bids[0])) == instance.bids[0]
    with pytest.raises(IndexError):
        copy.bids[len(instance.bids)]


def test_columns_from_arrays_ask_for_no_more_than_they_need():
    bid, bidder = Codes.of(["x", "y"]), Codes.of(["p", "p"])
    empty = Columns.of(())

    columns = Columns.made(
        {"bid": bid, "bidder": bidder, "segment": Codes.of(["1", "1"])},
        {},
        empty.offers,
        empty.parties,
    )

    assert [bid.id for bid in columns.bids] == ["x", "y"]
    assert columns.bids[0].lot == "1"
    assert columns.bids[0].status == "valid"
    assert columns.bids[0].score is None


@pytest.mark.parametrize("seed", range(60))
def test_programs_of_arrays_and_of_bids_are_the_same(seed):
    tender, instance = random_case(seed, most=14)
    every = made(Columns.of(instance.bids))
    inside = standing(tender, every)

    program = compile_columns(tender, every.only(inside), every)

    assert tuple(program.columns.bids) == admitted(tender, instance)
    assert same_program(program, compile_program(tender, instance))


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize(
    "ties", [("score", "a", "draw"), ("value", "b"), ("draw",), ("a", "score")]
)
def test_orders_on_columns_are_the_orders_of_bids(seed, ties):
    tender, instance = case(seed)
    award = tender.award.model_copy(
        update={"ties": ties, "lot_order": ("4/west", "1") if seed % 3 == 0 else ()}
    )
    tender = tender.model_copy(update={"award": award})
    bids = random.Random(seed).sample(instance.bids, len(instance.bids))
    columns = Columns.of(bids)

    ranked, tied = order.rows(tender, columns)
    assert [bids[j] for j in tied] == order.tie_order(tender, bids)
    assert [bids[j] for j in ranked] == order.rank_order(tender, bids)


def test_orders_whose_numbers_fill_more_than_64_bits_are_the_same():
    tender, instance = case(29)
    large = [2**60, 1, None, 2**61, 0]
    bids = tuple(
        replace(bid, value_cents=large[k % 5], draw=large[(k + 2) % 5], score=large[(k // 3) % 5])
        for k, bid in enumerate(instance.bids)
    )
    award = tender.award.model_copy(update={"ties": ("value", "draw", "score")})
    tender = tender.model_copy(update={"award": award})

    ranked, tied = order.rows(tender, Columns.of(bids))

    assert [bids[j] for j in tied] == order.tie_order(tender, bids)
    assert [bids[j] for j in ranked] == order.rank_order(tender, bids)


def test_texts_are_found_among_few_and_among_many_names():
    texts = [f"t{k:02d}" if k % 5 else None for k in range(60)]
    held = Codes.of(texts)
    for many in (0, 1, 5, 6, 7, 40):
        wanted = [f"t{k:02d}" for k in range(0, 2 * many, 2)] + ["a", "z"]
        assert held.among(iter(wanted)).tolist() == [text in wanted for text in texts]


def test_labels_read_like_the_texts_that_they_stand_for():
    labels = Labels.joined([("a", ""), Labels.joined([("b", "a")]).only(np.array([1, 1, 0]))])

    assert list(labels) == ["a", "", "a", "a", "b"]
    assert labels == ("a", "", "a", "a", "b")
    assert labels != ("a", "", "a", "a", "c")
    assert labels != "a"
    assert (labels[4], labels[-1], len(labels)) == ("b", "b", 5)
    assert labels[1:3] == ["", "a"]
    assert labels.names[0] == ""
