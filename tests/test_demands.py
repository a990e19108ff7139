"""Rank order and a few demands: wherever they decide, they decide what the search finds."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import numpy as np
import pytest
from random_tenders import random_case
from readme_blocks import ROOT

from award_opt.domain import Bid, Party
from award_opt.engines import Clock
from award_opt.generate.dice import Dice
from award_opt.instance import read_instance
from award_opt.noise import Assessors, Noise
from award_opt.program.program import Program, compile_program
from award_opt.search import demands, outcome
from award_opt.search.demands import Demands
from award_opt.search.fast import Fast
from award_opt.search.judge import Judge
from award_opt.solve import Options
from award_opt.tender import Tender, read_tender

SOURCE = {"document": "d", "quote": "q"}


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Options(cross_check=False, fast=Fast.none(), clock=Clock()).judge()


def agrees(program: Program, judge: Judge) -> bool | None:
    """Whether the award is that of the plain search; ``None`` where rank order does not decide."""
    found = Demands(program).best(program)
    if found is None:
        return None
    assert not len(program.rows.broken(found))
    searched = outcome.best(program, judge)
    assert searched.status == "optimal"
    return np.array_equal(found, searched.values())


def test_random_tenders_are_awarded_as_the_search_awards_them(judge: Judge) -> None:
    told = [agrees(compile_program(*random_case(seed, 12)), judge) for seed in range(300)]
    assert told.count(False) == 0
    assert told.count(True) > 100


def covered(rng: Random) -> Program:
    """Few places and many demands, so that rank order alone hardly ever meets them."""
    tender, instance = random_case(3)
    caps = [
        {"id": "CAP", "kind": "max_winners", "where": {"segment": "4"}, "limit": rng.randint(3, 6)},
        {
            "id": "EAST",
            "kind": "max_winners",
            "where": {"area": "east"},
            "limit": rng.randint(2, 4),
        },
    ]
    asked = {"at_least": rng.randint(1, 2), "count": rng.choice(["providers", "bidders"])}
    cover = {"id": "COVER", "kind": "coverage", "where": {"segment": "4"}, **asked}
    content = tender.model_dump(exclude_none=True)
    rules = [{**rule, "source": SOURCE} for rule in (*caps, cover)]
    goals = rng.choice([["total_score"], ["ranking"], ["lowest_value"], ["fewest_contracts"]])
    award = {"goals": goals, "ties": ["score", "draw"], "fill": rng.choice(FILLS)}
    made = Tender.model_validate({**content, "rules": rules, "award": award})
    parties = [bid.parties for seed in range(6) for bid in random_case(seed)[1].bids]
    draws = rng.sample(range(99), 12)
    bids = tuple(
        Bid(
            id=f"b{k:02}",
            bidder=f"c{k % 9}",
            segment="4",
            area=rng.choice(["east", "west"]),
            score=100 * rng.randint(0, 5),
            value_cents=rng.randint(1, 5),
            draw=draws[k],
            offers=dict.fromkeys(rng.sample(["guidance", "therapy"], rng.choice([1, 1, 2]))),
            parties=rng.choice(parties),
        )
        for k in range(12)
    )
    return compile_program(made, replace(instance, bids=bids))


FILLS = ("up_to_cap", "may_stay_open")


def test_demands_that_rank_order_misses_are_met_as_the_search_meets_them(
    judge: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    branched = []
    branch = Demands._branches
    monkeypatch.setattr(
        Demands, "_branches", lambda self, *rest: branched.append(1) or branch(self, *rest)
    )
    told = []
    for seed in range(150):
        before = len(branched)
        verdict = agrees(covered(Random(seed)), judge)
        if len(branched) > before:
            told.append(verdict)
    assert told.count(False) == 0
    assert told.count(True) > 40


@pytest.mark.parametrize("name", ["hvb-youth-2022", "hvb-youth-2022-outcome", "nob-2020"])
def test_draws_of_a_published_tender_are_decided_by_rank(name: str) -> None:
    tender = read_tender(ROOT / "models" / f"{name}.toml")
    instance = read_instance(ROOT / "instances" / name, tender)
    assessors = Assessors(tender, instance, Noise())
    judge = Options(cross_check=False).judge()
    for draw in range(6):
        bids = assessors.again(Dice.of(1, f"noise {draw}"))
        program = compile_program(tender, replace(instance, bids=bids))
        found = Demands(program).best(program)
        if found is not None:
            assert np.array_equal(found, outcome.best(program, judge).values())


def test_a_tree_that_grows_too_large_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    programs = [covered(Random(seed)) for seed in range(60)]
    decided = [Demands(program).best(program) is not None for program in programs]
    monkeypatch.setattr(demands, "MOST_NODES", 2)
    fewer = [Demands(program).best(program) is not None for program in programs]
    assert sum(fewer) < sum(decided)
    assert all(whole or not less for whole, less in zip(decided, fewer, strict=True))


@pytest.mark.parametrize(
    "rule",
    [
        {"kind": "budget", "ceiling": 15},
        {"kind": "min_share", "of": {"scale": ["small"]}, "share": 30, "per": "tender"},
    ],
)
def test_other_rows_that_rank_order_breaks_are_left_to_the_search(rule: dict[str, Any]) -> None:
    tender, instance = random_case(3)
    cap = {"id": "CAP", "kind": "max_winners", "limit": 2, "source": SOURCE}
    content = {**tender.model_dump(exclude_none=True), "rules": []}
    award = {"goals": ["total_score"], "ties": ["draw"]}
    facts = [("large", 9, 1000), ("large", 8, 1000), ("small", 7, 500)]
    bids = tuple(
        Bid(f"b{k}", f"p{k}", "1", None, score, cents, parties=(Party(f"p{k}", f"p{k}", scale=of),))
        for k, (of, score, cents) in enumerate(facts)  # type: ignore[misc]
    )
    for rules, decided in (([cap], True), ([cap, {"id": "R", "source": SOURCE, **rule}], False)):
        made = Tender.model_validate({**content, "rules": rules, "award": award})
        program = compile_program(made, replace(instance, bids=bids))
        assert (Demands(program).best(program) is not None) is decided


def test_goals_that_count_bidders_are_left_to_the_search() -> None:
    for seed in range(60):
        tender, instance = random_case(seed)
        program = compile_program(tender, instance)
        if "fewest_partners" in tender.award.goals and program.size > program.columns.n:
            counted = any(
                goal.coefficient[program.columns.n :].any() for goal in program.objectives
            )
            assert not counted or Demands(program).best(program) is None


def test_the_rows_of_another_program_are_not_taken_for_these() -> None:
    one, other = (compile_program(*random_case(seed)) for seed in (1, 2))
    known = Demands(one)
    assert known.fits(one)
    assert known.fits(replace(one, tied=one.tied[::-1]))
    assert not known.fits(other)
