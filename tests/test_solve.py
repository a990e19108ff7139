"""The award is the one that brute force finds by the plain reading of rules, goals and ties."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import compress, product
from pathlib import Path

import pytest
from random_tenders import random_case
from sweep_cases import BIDS, instance, rule, tender

from award_opt import check, order, reading
from award_opt.engines.exhaustive import Exhaustive
from award_opt.instance import read_instance
from award_opt.search.fast import Fast
from award_opt.solve import Options, all_awards, solve
from award_opt.tender import read_tender
from award_opt.tender.checks import faults

ROOT = Path(__file__).parent.parent
SEEDS = range(150)
PLACES = {"column": "capacity", "at_least": 5}


def lawful_awards(tender, instance):
    """Every lawful set of winners, by the checker's own reading of the rules."""
    admitted = reading.admission(tender, instance, None).admitted
    landscape = tender.landscape()
    stop = tender.award.on_misfit == "stop" and "ranking" in tender.award.goals
    for choice in product((0, 1), repeat=len(admitted)):
        winners = tuple(compress(admitted, choice))
        kept = all(
            next(rule.breaches(admitted, winners, landscape), None) is None for rule in tender.rules
        )
        if kept and not (stop and skips(tender, admitted, winners)):
            yield winners


def skips(tender, admitted, winners):
    lost = set()
    for bid in order.rank_order(tender, admitted):
        if bid not in winners:
            lost.add(bid.lot)
        elif bid.lot in lost:
            return True
    return False


def worth(tender, instance, winners):
    """What lawful awards are compared by: the goals in their order."""
    admitted = reading.admission(tender, instance, None).admitted
    values = []
    for goal in order.stages(tender):
        if goal == "ranking":
            values.append([bid in winners for bid in order.rank_order(tender, admitted)])
        else:
            value = Decimal(reading.goal_value(tender, instance, winners, goal))
            values.append(-value if goal in order.MINIMISED else value)
    return values


def places(tender, winners, admitted):
    return [bid in winners for bid in order.tie_order(tender, admitted)]


@pytest.fixture(params=[True, False], ids=["enumerated", "solved"])
def enumerated(request, monkeypatch):
    """Small parts by enumeration, and the same parts by the engine."""
    if not request.param:
        monkeypatch.setattr(Exhaustive, "fits", staticmethod(lambda problem: False))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_award_is_the_brute_force_award(seed, enumerated):
    tender, instance = random_case(seed)
    admitted = reading.admission(tender, instance, None).admitted
    lawful = list(lawful_awards(tender, instance))

    award = solve(tender, instance, Options(cross_check=True))

    if not lawful:
        assert award.status == "infeasible"
        return
    best = max(worth(tender, instance, winners) for winners in lawful)
    ties = [winners for winners in lawful if worth(tender, instance, winners) == best]
    chosen = max(ties, key=lambda winners: places(tender, winners, admitted))
    assert award.status == "optimal"
    assert [winner.bid for winner in award.winners] == [bid.id for bid in chosen]
    assert (award.ties.decided_by == "goals") or award.ties.tied_bids
    if "ranking" not in tender.award.goals:
        assert (award.ties.decided_by == "goals") == (len(ties) == 1)
        tied = [b.id for b in admitted if 0 < sum(b in winners for winners in ties) < len(ties)]
        assert award.ties.tied_bids == tied


@pytest.mark.parametrize("fill", ["up_to_cap", "may_stay_open"])
def test_open_house_alone_needs_no_goal(fill):
    award = {"goals": [], "ties": [], "fill": fill}
    model = tender(rule("ALL", "all_qualifying"), rule("MIN", "requirement", **PLACES), **award)
    bids = [replace(each, score=None, capacity=k) for k, each in enumerate(BIDS, start=3)]
    opened = instance(*bids)

    found = solve(model, opened)

    assert faults(model, "klein") == []
    assert found.status == "optimal"
    assert [winner.bid for winner in found.winners] == ["b3", "b4", "b5", "b6"]
    assert [(goal.goal, goal.value, goal.proven) for goal in found.goals] == [("fill", "4", True)]
    assert check.verify(model, opened, found) == ()


@pytest.mark.parametrize("seed", SEEDS)
def test_all_awards_lists_exactly_the_awards_that_tie(seed):
    tender, instance = random_case(seed)
    lawful = list(lawful_awards(tender, instance))

    found = all_awards(tender, instance, limit=600)

    best = max((worth(tender, instance, winners) for winners in lawful), default=None)
    ties = {
        tuple(bid.id for bid in winners)
        for winners in lawful
        if worth(tender, instance, winners) == best
    }
    assert found.complete
    assert set(found.awards) == ties
    assert len(found.awards) == len(ties)
    if ties:
        assert list(found.awards[0]) == [winner.bid for winner in found.chosen.winners]


@pytest.mark.parametrize("seed", SEEDS)
def test_verify_accepts_the_award_and_names_every_better_exchange(seed):
    tender, instance = random_case(seed)
    award = solve(tender, instance)

    assert check.verify(tender, instance, award) == ()


def test_the_random_tenders_are_not_all_alike():
    statuses = [solve(*random_case(seed)).status for seed in SEEDS]

    assert 20 <= statuses.count("infeasible") <= 110
    assert statuses.count("optimal") >= 30


@pytest.mark.parametrize("name", ["hvb-youth-2022", "hvb-youth-2022-small-share"])
def test_the_fast_paths_change_nothing_but_the_time(name):
    tender = read_tender(ROOT / "models" / f"{name}.toml")
    instance = read_instance(ROOT / "instances" / name, tender)

    fast = solve(tender, instance)

    assert solve(tender, instance, Options(fast=Fast.none())).to_bytes() == fast.to_bytes()


def test_a_struck_limit_gives_a_marked_award_and_a_bound():
    tender = read_tender(ROOT / "models" / "hvb-youth-2022.toml")
    instance = read_instance(ROOT / "instances" / "hvb-youth-2022", tender)

    award = solve(tender, instance, Options(time_limit=0.0))

    assert award.status in ("feasible", "unknown")
    assert award.ties is None
    assert check.verify(tender, instance, award) == ()
