"""What a sweep answers is what reading, building and solving each scenario afresh gives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from random_tenders import random_case
from readme_blocks import ROOT

from award_opt import check, reading
from award_opt.award import AwardFile, canonical
from award_opt.domain import Bid, Instance
from award_opt.errors import InputError, SolverError
from award_opt.generate import generate
from award_opt.generate.dice import Dice
from award_opt.instance import read_instance
from award_opt.methods import under
from award_opt.noise import Assessors, Noise
from award_opt.program.program import compile_program
from award_opt.reasons import explain
from award_opt.rules import Coverage
from award_opt.search.demands import Demands
from award_opt.solve import Options, solve
from award_opt.sweep import recheck, work
from award_opt.sweep.lay import Asked, lay_out
from award_opt.sweep.plan import Plan
from award_opt.sweep.result import Result
from award_opt.sweep.scenario import Axis, Ground, Scenario, Space
from award_opt.sweep.work import Worker, chunk
from award_opt.sweep.yardstick import Yardstick, passed_over
from award_opt.tender import Tender, read_tender
from award_opt.tender.checks import faults
from award_opt.what_if import WhatIf, apply, read_what_ifs

FIELDS = {
    "max_winners": ("limit", ["0", "1", "2", "4"]),
    "min_winners": ("at_least", ["0", "1", "3"]),
    "coverage": ("at_least", ["0", "1", "2"]),
    "capacity": ("demand", ["0", "7", "40"]),
    "min_share": ("share", ["0", "7.5", "12.5", "60"]),
    "max_share": ("limit", ["30", "55.5", "100"]),
    "max_lots": ("limit", ["1", "3"]),
    "budget": ("ceiling", ["1000", "70000000"]),
    "min_score": ("threshold", ["0", "33", "70"]),
    "one_role": ("resolution", ["flag", "exclude_all"]),
}


def settings_of(tender: Tender, rng: Random) -> tuple[tuple[str, str], ...]:
    """Some fields of some rules set at random."""
    known = [(rule.id, *FIELDS[rule.kind]) for rule in tender.rules if rule.kind in FIELDS]
    some = rng.sample(known, rng.randint(0, min(2, len(known))))
    return tuple((f"{rule}.{field}", rng.choice(values)) for rule, field, values in sorted(some))


def scenarios_of(tender: Tender, instance: Instance, rng: Random) -> Iterator[Scenario]:
    """Random scenarios, the published one first."""
    yield Scenario()
    for _ in range(5):
        yield Scenario(
            settings=settings_of(tender, rng),
            draw=rng.choice([None, 0, 1, 2]),
            gone=tuple(rng.sample([b.id for b in instance.bids], rng.choice([0, 0, 1]))),
            method=rng.choice([None, None, "ranking-skip", "lowest_value"]),
        )


def afresh(plan: Plan, scenario: Scenario) -> AwardFile | None:
    """The award of a scenario by the slow path; ``None`` where its rules make no tender."""
    tender, instance = plan.tender, plan.instance
    assert instance is not None
    content = tender.model_dump(exclude_none=True)
    for path, value in scenario.settings:
        name, _, field = path.partition(".")
        next(rule for rule in content["rules"] if rule["id"] == name)[field] = number(value)
    tender = Tender.model_validate(content)
    known = faults(plan.tender, "")
    try:
        if any(fault not in known for fault in faults(tender, "")):
            return None
        tender = tender if scenario.method is None else under(tender, scenario.method)
    except InputError:
        return None
    bids: Sequence[Bid] = instance.bids
    if scenario.draw is not None:
        dice = Dice.of(plan.seed, f"noise {scenario.draw}")
        bids = Assessors(plan.tender, instance, plan.noise).again(dice)
    gone = [replace(b, status="withdrawn") if b.id in scenario.gone else b for b in bids]
    changed = replace(instance, bids=tuple(gone))
    return solve(tender, changed, Options(cross_check=False, mode="simulation"))


def number(text: str) -> Any:
    """A value as a what-if file holds it."""
    if text.isdigit():
        return int(text)
    from decimal import Decimal

    return Decimal(text) if text.replace(".", "").isdigit() else text


def same(result: Result, award: AwardFile | None) -> bool:
    """Whether a result says what an award file says."""
    if award is None:
        return result == Result("refused")
    if award.status == "infeasible":
        return result == Result("infeasible")
    return (
        (result.status, award.status) == ("optimal", "optimal")
        and list(result.winners) == [winner.bid for winner in award.winners]
        and result.goals == tuple((goal.goal, goal.value, goal.proven) for goal in award.goals)
        and result.slack == tuple((line.rule, line.group, line.slack) for line in award.ledger)
    )


@pytest.mark.parametrize("seed", range(60))
def test_a_worker_answers_what_solving_afresh_gives(seed: int) -> None:
    tender, instance = random_case(seed)
    plan = Plan(tender, Space(), instance, noise=Noise(percent=40), seed=seed)
    worker = Worker(plan)
    for scenario in scenarios_of(tender, instance, Random(seed)):
        assert same(worker.answer(scenario), afresh(plan, scenario)), scenario.name()


@pytest.mark.parametrize("seed", range(60, 80))
def test_the_order_of_the_work_does_not_matter(seed: int) -> None:
    tender, instance = random_case(seed)
    plan = Plan(tender, Space(), instance, noise=Noise(percent=40))
    every = list(scenarios_of(tender, instance, Random(seed)))
    one, other = Worker(plan), Worker(plan)
    forth = {s: one.answer(s).to_bytes() for s in every}
    back = {s: other.answer(s).to_bytes() for s in reversed(every)}
    assert forth == back


@pytest.mark.parametrize("seed", range(80, 110))
def test_answers_by_rank_are_those_of_the_search_and_of_both_engines(seed: int) -> None:
    tender, instance = random_case(seed)
    plan = Plan(tender, Space(), instance, noise=Noise(percent=40))
    ranked, searched = Worker(plan), Worker(plan, by_rank=False)
    for scenario in scenarios_of(tender, instance, Random(seed)):
        found = ranked.answer(scenario)
        assert found == searched.answer(scenario) == ranked.answer(scenario, checked=True)


def test_an_award_by_rank_that_the_search_denies_is_no_result(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tender, instance = youth()
    plan = Plan(tender, Space(), instance)
    monkeypatch.setattr(Demands, "best", lambda self, program: np.zeros(program.size, np.int64))
    with pytest.raises(SolverError) as refused:
        Worker(plan).answer(Scenario(), checked=True)
    assert refused.value.findings[0].code == "sweep_denied"


def youth(name: str = "hvb-youth-2022") -> tuple[Tender, Instance]:
    tender = read_tender(ROOT / "models" / f"{name}.toml")
    return tender, read_instance(ROOT / "instances" / name, tender)


def test_a_grid_over_a_published_tender_is_what_solving_afresh_gives() -> None:
    tender, instance = youth()
    axes = (Axis("S3-MAX.limit", ("10", "20")), Axis("S4-MAX-REGION.limit", ("80", "110")))
    plan = Plan(tender, Space((Ground((), (), axes, bare=True),), draws=1), instance)
    worker = Worker(plan)
    for scenario in plan.scenarios:
        assert same(worker.answer(scenario), afresh(plan, scenario)), scenario.name()


@pytest.mark.parametrize("name", ["hvb-youth-2022", "hvb-youth-2022-small-share"])
def test_what_ifs_and_dropped_rules_are_what_solving_afresh_gives(name: str) -> None:
    tender, instance = youth(name)
    known = read_what_ifs(ROOT / "models" / f"{name}.whatif.toml")
    chosen = list(known)[:6]
    asked = Asked(what_ifs=chosen, drop=[tender.rules[-1].id])
    plan = lay_out(tender, instance, asked, what_ifs=known)
    worker = Worker.of(plan.to_bytes())
    title: Any = {"nl": "x", "en": "x"}
    for scenario in plan.scenarios:
        changed = tender
        for what_if in scenario.what_ifs:
            changed = apply(changed, known[what_if])
        changed = apply(changed, WhatIf(id="x", title=title, drop=scenario.drop))
        award = solve(changed, instance, Options(cross_check=False))
        assert same(worker.answer(scenario), award), scenario.name()


def test_a_book_is_the_instance_that_generate_writes(tmp_path: Path) -> None:
    tender, _ = youth()
    plan = Plan(tender, Space(books=range(3, 4)), providers=40)
    generate(tender, 40, 3, tmp_path)
    instance = read_instance(tmp_path, tender)
    award = solve(tender, instance, Options(cross_check=False))
    assert same(Worker(plan).answer(plan.scenarios[0]), award)


def test_only_selected_bidders_are_admitted() -> None:
    tender, instance = youth()
    award = solve(tender, instance, Options(cross_check=False))
    few = award.model_copy(update={"winners": award.winners[:40]})
    plan = lay_out(tender, instance, Asked(settings=["S3-MAX.limit=9"]), among=few)
    expected = solve(tender, instance, Options(cross_check=False, among=few))
    assert same(Worker(plan).answer(Scenario()), expected)


# --- measures


@pytest.mark.parametrize("seed", range(40))
def test_measures_are_what_plain_counting_gives(seed: int) -> None:
    tender, instance = random_case(seed)
    result = Worker(Plan(tender, Space(), instance)).answer(Scenario())
    if result.status != "optimal":
        assert result == Result("infeasible")
        return
    bids = {bid.id: bid for bid in instance.bids}
    winners = [bids[bid] for bid in result.winners]
    assert result.money_cents == sum(bid.value_cents or 0 for bid in winners)
    assert result.partners == len({bid.bidder for bid in winners})
    assert result.score == reading.goal_value(tender, instance, winners, "total_score")
    cells = [
        won >= rule.at_least
        for rule in tender.rules
        if isinstance(rule, Coverage)
        for _, won, _ in rule.cells(instance.bids, winners, tender.landscape())
    ]
    assert (result.covered, result.cells) == (sum(cells), len(cells))


def test_passed_over_bids_are_those_that_explain_says_are() -> None:
    for name in ("hvb-youth-2022", "hvb-youth-2022-small-share"):
        tender, instance = youth(name)
        award = solve(tender, instance, Options(cross_check=False))
        reasons = explain(tender, instance, award)
        result = Worker(Plan(tender, Space(), instance)).answer(Scenario())
        passed = sum(reason.kind == "passed_over" for reason in reasons)
        assert result.passed_over == passed > 0


def test_passed_over_needs_a_strictly_worse_winner_of_the_same_lot() -> None:
    tender, instance = youth()
    lot = [bid for bid in instance.bids if bid.lot == "3" and bid.status == "valid"][:3]
    high, middle, low = (replace(b, score=s) for b, s in zip(lot, (900, 800, 700), strict=True))
    level = replace(high, score=800)
    assert passed_over(tender, [high, middle, low], frozenset({low.id})) == 2
    assert passed_over(tender, [high, middle, low], frozenset({high.id, middle.id})) == 0
    assert passed_over(tender, [level, middle, low], frozenset({middle.id})) == 0
    elsewhere = replace(low, segment="4", area="west")
    assert passed_over(tender, [high, middle, elsewhere], frozenset({elsewhere.id})) == 0


def test_small_is_what_the_published_rule_says_also_without_it() -> None:
    tender, instance = youth("hvb-youth-2022-small-share")
    plan = lay_out(tender, instance, Asked(drop=["SMALL"]))
    worker = Worker(plan)
    with_rule, without = (worker.answer(scenario) for scenario in plan.scenarios)
    assert with_rule.small_bp is not None
    assert without.small_bp is not None
    assert with_rule.small_bp >= 750
    bare = Yardstick.from_tenders([read_tender(ROOT / "models" / "hvb-youth-2022.toml")])
    assert bare.of == {"scale": ("micro", "small")}


def test_a_share_of_nothing_or_of_the_unknown_is_not_known() -> None:
    tender, instance = youth()
    rod = Yardstick.from_tenders([tender])
    bid = next(b for b in instance.bids if b.value_cents)
    party = replace(bid.parties[0], share_bp=None)
    assert rod.small_bp([bid]) is not None
    assert rod.small_bp([]) is None
    assert rod.small_bp([replace(bid, value_cents=None)]) is None
    assert rod.small_bp([replace(bid, parties=(party,))]) is None


# --- the second reading


def denied(call: Any) -> str:
    with pytest.raises(SolverError) as refused:
        call()
    return str(refused.value.findings[0].facts["field"])


def room(tender: Tender, bids: Sequence[Bid], winners: Sequence[Bid]) -> list[tuple[str, ...]]:
    landscape = tender.landscape()
    rules = tender.rules
    return [each for rule in rules for each in recheck.room_of(rule, landscape, bids, winners)]


def test_the_second_reading_finds_every_kind_of_false_claim() -> None:
    tender, instance = youth()
    bids = recheck.admitted(tender, instance, None)
    award = solve(tender, instance, Options(cross_check=False))
    won = [winner.bid for winner in award.winners]
    winners = recheck.require_winners(bids, frozenset(won))
    goals = [(goal.goal, goal.value) for goal in award.goals]
    recheck.require_goals(tender, instance, winners, goals)
    assert len(room(tender, bids, winners)) == len(award.ledger)
    out = next(bid for bid in instance.bids if bid.status != "valid")
    assert denied(lambda: recheck.require_winners(bids, {*won, out.id})) == "winner"
    assert (
        denied(lambda: recheck.require_goals(tender, instance, winners[1:], goals)) == goals[0][0]
    )
    assert denied(lambda: recheck.require_goals(tender, instance, winners, goals[1:])) == "goals"
    loser = next(b for b in bids if b.segment == "3" and b.id not in won)
    assert denied(lambda: room(tender, bids, [*winners, loser])) == "S3-MAX"
    stop = under(tender, "ranking-stop")
    best = solve(stop, instance, Options(cross_check=False))
    assert check.verify(stop, instance, best) == ()
    fair = [winner.bid for winner in best.winners]
    recheck.require_stops(stop, bids, fair)
    second = [b for b in bids if b.lot == "1"]
    first = max(second, key=lambda b: b.score or 0)
    other = next(b for b in second if b.id != first.id and (b.score or 0) < (first.score or 0))
    assert denied(lambda: recheck.require_stops(stop, bids, [other.id])) == "on_misfit"


def test_a_wrong_answer_of_the_engine_is_no_result(monkeypatch: pytest.MonkeyPatch) -> None:
    tender, instance = youth()
    settle = work._Settled

    def fewer(status: Any, goals: Any = (), winners: Any = ()) -> Any:
        return settle(status, goals, winners[1:])

    monkeypatch.setattr(work, "_Settled", fewer)
    with pytest.raises(SolverError):
        Worker(Plan(tender, Space(), instance)).answer(Scenario())


# --- what runners call


def test_a_chunk_gives_keys_and_results() -> None:
    tender, instance = youth()
    plan = lay_out(tender, instance, Asked(settings=["S1-MAX.limit=1,2"]))
    rows = chunk(plan.to_bytes(), [2, 0])
    assert [key for key, _ in rows] == [plan.key(plan.scenarios[k]) for k in (2, 0)]
    (_, changed), (_, published) = rows
    assert Result.from_bytes(changed) != Result.from_bytes(published)
    assert b'"mode":"simulation"' in changed
    assert chunk(plan.to_bytes(), []) == []


def test_a_result_reads_back_and_an_award_does_not_pass_for_one() -> None:
    result = Result("optimal", (("total_score", "1.50", True),), ("b1",), "1.50", 1, 5, None)
    assert Result.from_bytes(result.to_bytes()) == result
    named = [("a\\",), ('"',), ("\x00", "é"), ('a","b', "c"), ("", ""), ("é",), ()]
    for names in named:
        each = replace(result, winners=names, slack=tuple((name, "", "0") for name in names))
        assert each.to_bytes() == canonical(each.content())
    for wrong in (b"{}", b"[]", b"x", result.to_bytes().replace(b"simulation", b"award")):
        with pytest.raises(ValueError, match=r"."):
            Result.from_bytes(wrong)


def test_equal_programs_are_solved_once(monkeypatch: pytest.MonkeyPatch) -> None:
    tender, instance = youth()
    worker = Worker(Plan(tender, Space(), instance), by_rank=False)
    worker.answer(Scenario())
    monkeypatch.setattr(work.outcome, "best", None)
    again = worker.answer(Scenario(settings=(("S3-MAX.limit", "15"),)))
    assert again == worker.answer(Scenario())


def test_programs_that_differ_in_their_orders_alone_are_not_the_same() -> None:
    program = compile_program(*youth())
    swapped = replace(program, tied=program.tied[::-1])
    ranked = replace(program, ranked=program.ranked[::-1])
    prints = {work._fingerprint(each) for each in (program, swapped, ranked)}
    assert len(prints) == 3
    assert work._fingerprint(compile_program(*youth())) in prints


def test_rules_that_make_no_tender_together_are_refused_not_solved() -> None:
    tender, instance = youth()
    plan = Plan(tender, Space(), instance)
    worker = Worker(plan)
    assert worker.answer(Scenario(settings=(("S3-MAX.limit", "-1"),))) == Result("refused")
