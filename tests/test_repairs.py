"""Repairs are the cheapest that brute force finds."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from conflict_cases import (
    RULE,
    SEEDS,
    has_award,
    shipped,
    tight_case,
)

from award_opt.admission import admitted
from award_opt.columns import Columns
from award_opt.conflict import Wishes, conflicts
from award_opt.conflict.change import Change, patch
from award_opt.conflict.ladders import WHOLE, ladders
from award_opt.errors import InputError
from award_opt.what_if import apply


def scales(tender, instance, wishes):
    """The ladders that a repair may climb."""
    bids = admitted(tender, instance)
    found = []
    for ladder in ladders(tender, Columns.of(bids), wishes):
        if ladder.rule.kind in WHOLE:
            gone = Change(ladder.rule.id, None, "", None, None)
            try:
                changed = apply(tender, patch(tender, [gone]))
            except InputError:
                continue
            if admitted(changed, instance) != bids:
                continue
        found.append(ladder)
    return found


def climbs(scale, most):
    """Every way to climb the ladders within a weight, as (weight, rungs)."""
    found = [(0, ())]
    for ladder in scale:
        steps = [(0, 0), *((rung.weight, k) for k, rung in enumerate(ladder.rungs, start=1))]
        found = [
            (weight + more, (*rungs, k))
            for weight, rungs in found
            for more, k in steps
            if weight + more <= most
        ]
    return found


def relaxed(tender, scale, rungs):
    """The tender with its ladders climbed."""
    changes = [
        Change.to(ladder, ladder.rungs[rung - 1].value)
        for ladder, rung in zip(scale, rungs, strict=True)
        if rung
    ]
    return apply(tender, patch(tender, changes))


def climbed(scale, repair):
    """How far a repair climbs each ladder; finer values belong to the rung above them."""
    found = [0] * len(scale)
    for change in repair.changes:
        place, ladder = next(
            (k, ladder)
            for k, ladder in enumerate(scale)
            if (ladder.rule.id, ladder.group, ladder.field)
            == (change.rule, change.group, change.field)
        )
        found[place] = 1 + sum(passed(ladder, rung.value, change.after) for rung in ladder.rungs)
    return tuple(found)


def passed(ladder, rung, value):
    """Whether a value lies beyond a rung."""
    if rung is None:
        return False
    start = Decimal(ladder.published)
    return value is None or abs(Decimal(value) - start) > abs(Decimal(rung) - start)


def cheapest(tender, instance, scale, weight):
    """All cheapest climbs within a weight under which some award is lawful, by brute force."""
    every = climbs(scale, weight)
    for tried in sorted({own for own, _ in every}):
        found = {
            rungs
            for own, rungs in every
            if own == tried and has_award(relaxed(tender, scale, rungs), instance)
        }
        if found:
            return tried, found
    return None, set()


@pytest.mark.parametrize("seed", SEEDS)
def test_the_repairs_are_the_cheapest_of_brute_force(seed):
    tender, instance = tight_case(seed, 5)
    rules = [rule.id for rule in tender.rules]
    wishes = Wishes(
        weights={rule: 1 + k % 3 for k, rule in enumerate(rules)}, most=dict.fromkeys(rules, 2)
    )
    scale = scales(tender, instance, wishes)

    found = conflicts(tender, instance, limit=500, wishes=wishes)

    weights = {repair.weight for repair in found.repairs}
    most = max(weights, default=10 if found.standing == "conflict" else 0)
    weight, expected = cheapest(tender, instance, scale, most)
    if found.standing == "lawful":
        assert (weight, found.repairs) == (0, ())
        return
    assert weights == ({weight} - {None})
    assert {climbed(scale, repair) for repair in found.repairs} == expected
    assert found.all_repairs


@pytest.mark.parametrize("seed", SEEDS)
def test_an_amount_moves_no_further_than_needed(seed):
    tender, instance = tight_case(seed, 5)

    for repair in conflicts(tender, instance, limit=3).repairs:
        assert has_award(apply(tender, repair.what_if), instance)
        fine = [change for change in repair.changes if change.field in ("ceiling", "share")]
        for change in fine[-1:]:
            unit = Decimal("0.01") if change.field == "ceiling" else _unit(change.before)
            back = change.after + (unit if change.after < change.before else -unit)
            less = [
                replace(each, after=back) if each == change else each for each in repair.changes
            ]
            assert not has_award(apply(tender, patch(tender, less)), instance)


def _unit(published):
    return Decimal(1).scaleb(published.normalize().as_tuple().exponent)


def test_a_ladder_of_very_many_terms_keeps_its_last_rung():
    tender, instance = shipped("hvb-youth-2022-small-share")
    every = ladders(tender, Columns.of(admitted(tender, instance)), Wishes())
    (cap,) = [ladder for ladder in every if ladder.rule.id == "S4-MAX-REGION"]

    assert len(cap.rungs) == 30
    for terms, left in ((10, 30), (20_000, 15), (10**9, 1)):
        thin = cap.thinned(terms)
        assert len(thin.rungs) == left
        assert thin.rungs[-1] == cap.rungs[-1]


def test_a_table_of_limits_is_changed_by_group():
    tender, instance = shipped("hvb-youth-2022-conflict")
    table = {"4/west": "700000", "4/east": "900000"}
    rule = {"id": "B", "kind": "budget", "per": ["lot"], "ceiling": table}
    source = {"document": "case", "quote": "q"}
    rules = (
        RULE.validate_python({**rule, "source": source}),
        *(rule for rule in tender.rules if rule.id == "S4-COVER"),
    )
    tender = tender.model_copy(update={"rules": rules})

    found = conflicts(tender, instance, wishes=Wishes(keep=frozenset({"S4-COVER"})))

    # X01, X02 and X03 cover west together, for 1,040,000 euro
    (repair,) = found.repairs
    assert dict(repair.what_if.set) == {
        "B.ceiling": {"4/west": Decimal("1040000.00"), "4/east": Decimal("900000")}
    }


@pytest.mark.parametrize("kind", ["min_share", "max_share"])
def test_a_share_moves_to_its_very_end_where_it_must(kind):
    tender, instance = shipped("hvb-youth-2022-conflict")
    source = {"document": "case", "quote": "q"}
    by_hand = {"outcome": "wins", "reason": "r", "signed_by": "s"}
    shares = {
        "min_share": {"share": "2.5", "of": {"provider": "bloem"}, "per": "tender"},
        "max_share": {"limit": "97.5"},
    }
    rules = [
        {"id": "IN", "kind": "fixed", "bid": "X01", **by_hand},
        {"id": "SHARE", "kind": kind, **shares[kind]},
    ]
    made = tuple(RULE.validate_python({**rule, "source": source}) for rule in rules)
    alone = replace(instance, bids=tuple(bid for bid in instance.bids if bid.id == "X01"))

    found = conflicts(tender.model_copy(update={"rules": made}), alone)

    (repair,) = found.repairs
    (change,) = repair.changes
    assert (repair.weight, change.rule) == (3, "SHARE")
    assert change.after == (0 if kind == "min_share" else 100)


def test_a_rule_to_be_kept_is_not_changed():
    found = conflicts(
        *shipped("hvb-youth-2022-conflict"), wishes=Wishes(keep=frozenset({"S4-COVER"}))
    )

    (repair,) = found.repairs
    assert dict(repair.what_if.set) == {"S4-MAX-WEST.limit": 3}


def test_a_heavier_rule_is_changed_later():
    found = conflicts(
        *shipped("hvb-youth-2022-conflict"), wishes=Wishes(weights={"S4-MAX-WEST": 2})
    )

    assert [change.group for repair in found.repairs for change in repair.changes] == [
        "west/therapy",
        "west/adhd",
        "west/dyslexia",
    ]


def test_a_share_for_each_contract_comes_down_to_the_largest_that_is_reached():
    tender, instance = shipped("alphen-2018", "alphen-2018-none-reaches")

    found = conflicts(tender, instance)

    (change,) = found.filters
    assert (change.rule, change.before, change.after) == ("SMALL", Decimal("7.5"), Decimal("7.4"))
    assert found.unmeetable[0].without == ("SMALL",)
