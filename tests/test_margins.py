"""Each margin is the brute-force one, and a re-run confirms it on both sides."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest
from brute import lawful_points, part_of, random_problem
from cli import YOUTH
from random_tenders import random_case
from readme_blocks import ROOT
from test_solve import lawful_awards, worth

from award_opt import order, reading
from award_opt.award import AwardFile
from award_opt.domain import Instance
from award_opt.engines.exhaustive import Exhaustive
from award_opt.errors import CheckError
from award_opt.instance import read_instance
from award_opt.margins import Margin, margins
from award_opt.program.program import compile_program
from award_opt.search import outcome
from award_opt.search.fates import PartFates
from award_opt.solve import Options, solve
from award_opt.tender import Tender, read_tender

SEEDS = range(150)
GOALS = ("as drawn", "ranking", "lowest_value")
FAST = Options(cross_check=False)


@cache
def solved(seed: int, goal: str = "as drawn") -> tuple[Tender, Instance, AwardFile]:
    """A random case, under its own method or under one goal."""
    tender, instance = random_case(seed)
    if goal != "as drawn":
        method = {"goals": (goal,), "on_misfit": ("skip", "stop")[seed % 2], "fill": "up_to_cap"}
        award = tender.award.model_copy(update=method)
        tender = tender.model_copy(update={"award": award, "id": f"{tender.id}-{goal}"})
    return tender, instance, solve(tender, instance, FAST)


def proven() -> Iterator[tuple[Tender, Instance, AwardFile, tuple[Margin, ...]]]:
    """The random cases with winners and losers, and their margins."""
    for seed in SEEDS:
        for goal in GOALS:
            tender, instance, award = solved(seed, goal)
            if award.status == "optimal" and 0 < len(award.winners) < len(instance.bids):
                yield tender, instance, award, margins(tender, instance, award)


def first_sum(tender: Tender) -> int | None:
    """The stage of the first goal that adds up; ``None`` without one, or under a ranking."""
    goals = order.stages(tender)
    summed = [k for k, goal in enumerate(goals) if goal in ("total_score", "lowest_value")]
    return None if "ranking" in goals or not summed else summed[0]


def brute(tender: Tender, instance: Instance, bid: str, won: bool, stage: int) -> Decimal | None:
    """How much the best lawful award is worth more than the best with the bid's other fate."""
    ranked = [
        (worth(tender, instance, winners), winners) for winners in lawful_awards(tender, instance)
    ]
    best = max(value for value, _ in ranked)
    other = [
        value[stage]
        for value, winners in ranked
        if value[:stage] == best[:stage] and (bid in {b.id for b in winners}) != won
    ]
    return best[stage] - max(other) if other else None


@pytest.fixture(params=[True, False], ids=["enumerated", "solved"])
def enumerated(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Small parts by enumeration, and the same parts by the engine."""
    if not request.param:
        monkeypatch.setattr(Exhaustive, "fits", staticmethod(lambda problem: False))


@pytest.mark.usefixtures("enumerated")
def test_the_best_award_with_a_bid_flipped_is_the_brute_force_one() -> None:
    judge, open_, shut = FAST.judge(), 0, 0
    for seed in range(250):
        problem = random_problem(random.Random(seed), most=9)
        points = lawful_points(problem)
        if not points:
            continue
        fates = PartFates(part_of(problem), problem, max(points, key=problem.value), judge)
        for variable in range(problem.size):
            other = [
                problem.value(point)
                for point in points
                if point[variable] != fates.values[variable]
            ]
            assert fates.best(variable) == max(other, default=None), (seed, variable)
            open_, shut = open_ + bool(other), shut + (not other)
    assert min(open_, shut) >= 100


@pytest.mark.usefixtures("enumerated")
def test_the_margin_is_the_brute_force_margin() -> None:
    seen = {True: 0, False: 0}
    for tender, instance, _, found in proven():
        stage = first_sum(tender)
        if stage is None:
            continue
        for margin in found:
            expected = brute(tender, instance, margin.bid, margin.won, stage)
            given = None if margin.difference is None else Decimal(margin.difference)
            assert given == expected, (tender.id, margin)
            assert margin.fixed == (expected is None)
            seen[margin.won] += expected is not None
    assert min(seen.values()) >= 40


def reran(tender: Tender, instance: Instance, margin: Margin, value: str) -> bool:
    """Whether the bid wins when its score, or its value, is another one."""
    field = "value_cents" if margin.goal == "lowest_value" else "score"
    places = 2 if margin.goal == "lowest_value" else tender.scoring.decimals
    units = int(Decimal(value).scaleb(places))
    bids = tuple(
        replace(bid, **{field: units}) if bid.id == margin.bid else bid for bid in instance.bids
    )
    award = solve(tender, replace(instance, bids=bids), FAST)
    return margin.bid in {winner.bid for winner in award.winners}


def rerunnable(tender: Tender, margin: Margin) -> bool:
    """Whether a re-run changes the goal alone: no rule of the tender reads the same number."""
    reads = {"min_score"}
    if margin.goal == "lowest_value":
        reads = {"budget", "min_share", "max_share"}
    return not any(rule.kind in reads for rule in tender.rules)


def test_just_within_the_margin_nothing_changes_and_just_beyond_it_the_fate_does() -> None:
    confirmed = dict.fromkeys(["total_score", "lowest_value", "ranking"], 0)
    for tender, instance, _, found in proven():
        for margin in found:
            if margin.changes_at is None or not rerunnable(tender, margin):
                continue
            assert reran(tender, instance, margin, margin.keeps_at) == margin.won, margin
            assert reran(tender, instance, margin, margin.changes_at) != margin.won, margin
            confirmed[margin.goal] += 1
    assert min(confirmed.values()) >= 25, confirmed


def test_a_ranked_bid_whose_margin_is_fixed_keeps_its_fate_at_every_score() -> None:
    tried = 0
    for tender, instance, _, found in proven():
        for margin in found:
            if margin.goal == "ranking" and margin.fixed and rerunnable(tender, margin):
                bid = next(b for b in instance.bids if b.id == margin.bid)
                if bid.score is None:
                    continue
                extreme = "-1.00" if margin.won else "1000.00"
                assert reran(tender, instance, margin, extreme) == margin.won, margin
                tried += 1
    assert tried >= 10


def test_there_is_at_most_one_score_at_which_ties_decide() -> None:
    for tender, _, _, found in proven():
        unit = Decimal(1).scaleb(-tender.scoring.decimals)
        for margin in found:
            if margin.changes_at is not None and margin.goal != "lowest_value":
                between = abs(Decimal(margin.changes_at) - Decimal(margin.keeps_at)) / unit
                assert between == (1 if margin.equal_at is None else 2)


def test_lot_weights_scale_the_margin_of_a_bid() -> None:
    tender, instance = youth()
    award = tender.award.model_copy(update={"lot_weights": {"3": 3}})
    weighted = tender.model_copy(update={"award": award})
    found = by_bid(margins(weighted, instance, solve(weighted, instance, FAST)))
    plain = by_bid(margins(tender, instance, solve(tender, instance, FAST)))
    lot = [bid.id for bid in instance.bids if bid.segment == "3" and bid.status == "valid"]

    for bid in lot:
        assert Decimal(found[bid].difference) == 3 * Decimal(plain[bid].difference)
        assert found[bid].changes_at == plain[bid].changes_at


def youth() -> tuple[Tender, Instance]:
    tender = read_tender(ROOT / YOUTH)
    return tender, read_instance(ROOT / "instances" / "hvb-youth-2022", tender)


def by_bid(found: Sequence[Margin]) -> dict[str, Margin]:
    return {margin.bid: margin for margin in found}


def test_every_admitted_bid_has_a_margin_and_progress_counts_them() -> None:
    tender, instance = youth()
    seen: list[tuple[int, int]] = []

    found = margins(
        tender,
        instance,
        solve(tender, instance, FAST),
        progress=lambda done, total: seen.append((done, total)),
    )

    admitted = [bid.id for bid in instance.bids if bid.status == "valid"]
    assert [margin.bid for margin in found] == admitted
    assert seen == [(k + 1, len(admitted)) for k in range(len(admitted))]


@pytest.mark.parametrize("goal", ["fewest_partners", "fewest_contracts"])
def test_a_method_without_points_money_or_ranks_has_no_margins(goal: str) -> None:
    tender, instance, _ = next(
        solved(seed)
        for seed in SEEDS
        if solved(seed)[0].award.goals[0] == goal and solved(seed)[2].status == "optimal"
    )
    bare = tender.award.model_copy(update={"goals": (goal,), "fill": "may_stay_open"})
    changed = tender.model_copy(update={"award": bare})
    assert margins(changed, instance, solve(changed, instance, FAST)) == ()


def test_the_margins_of_a_shipped_instance_are_those_of_a_fresh_solve_for_each_bid() -> None:
    name = "hvb-youth-2022-small-share"
    tender = read_tender(ROOT / "models" / f"{name}.toml")
    instance = read_instance(ROOT / "instances" / name, tender)
    award = solve(tender, instance, FAST)
    found = margins(tender, instance, award)
    judge = FAST.judge()
    program = compile_program(tender, instance)
    goal = program.objectives[0]
    best = Decimal(award.goals[0].value)
    for bid in range(0, len(found), 6):
        forced = program.forcing({bid: 1 - found[bid].won})
        other = outcome.best(replace(forced, objectives=(goal,), tied=forced.tied[:0]), judge)
        if found[bid].difference is None:
            assert other.status == "infeasible"
        else:
            value = Decimal(other.reached[0].value).scaleb(-goal.places)
            assert Decimal(found[bid].difference) == best - value


def test_an_award_that_is_not_the_best_has_no_margins() -> None:
    refused = 0
    for seed in SEEDS:
        tender, instance, award = solved(seed)
        if award.status != "optimal" or tender.award.goals != ("total_score",):
            continue
        lawful = list(lawful_awards(tender, instance))
        worst = min(lawful, key=lambda winners: worth(tender, instance, winners))
        if worth(tender, instance, worst)[0] == max(worth(tender, instance, w)[0] for w in lawful):
            continue
        chosen = [reading.entry(tender, bid) for bid in worst]
        with pytest.raises(CheckError, match="award_not_best"):
            margins(tender, instance, award.model_copy(update={"winners": chosen}))
        refused += 1
    assert refused >= 3
