"""What robust reports is what solving each changed tender afresh gives."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal, localcontext
from pathlib import Path
from types import MappingProxyType

import pytest
from cli import YOUTH, call
from random_tenders import random_case
from readme_blocks import ROOT
from test_prices import brute
from test_solve import lawful_awards

from award_opt.admission import enters
from award_opt.award import GoalValue, canonical
from award_opt.engines import Clock
from award_opt.errors import CheckError, InputError
from award_opt.generate.dice import Dice
from award_opt.instance import read_instance
from award_opt.order import stages
from award_opt.program.program import compile_program
from award_opt.reading import draft, goal_value
from award_opt.report import robust as report
from award_opt.report.names import Names
from award_opt.robust import Assessors, Desk, Noise, by_unit, robust, unit_findings, wilson
from award_opt.search.fast import Fast
from award_opt.solve import Options, solve
from award_opt.tender import read_tender
from award_opt.texts import TEXTS, say
from award_opt.texts.robust import ROBUST

SEEDS = [seed for seed in range(60) if any(True for _ in lawful_awards(*random_case(seed, 6)))]
LOUD = Noise(assessors=1, percent=60, points=Decimal(20))
GOLDEN = ROOT / "tests" / "golden"


def judge():
    return Options(cross_check=False).judge()


def solved(seed, most=6):
    tender, instance = random_case(seed, most)
    return tender, instance, solve(tender, instance, Options(cross_check=False))


def shaken(seed, **options):
    tender, instance, award = solved(seed)
    return robust(tender, instance, award, judge=judge(), **options)


@pytest.fixture(scope="module")
def youth():
    tender = read_tender(ROOT / YOUTH)
    instance = read_instance(ROOT / "instances/hvb-youth-2022", tender)
    award = solve(tender, instance, Options(cross_check=False))
    return tender, instance, award


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


# --- what a user sees


@pytest.fixture(scope="module")
def twenty(youth):
    calls = []
    found = robust(
        *youth, draws=20, judge=judge(), progress=lambda done, total: calls.append((done, total))
    )
    assert [done for done, _ in calls] == list(range(1, len(calls) + 1))
    assert calls[-1][0] == calls[-1][1]
    return found


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_twenty_draws_of_the_youth_tender_read_as_the_golden_text(youth, twenty, lang):
    tender, instance, _ = youth
    told = "\n".join(report.lines(twenty, Names(tender, instance, lang))) + "\n"
    golden = GOLDEN / f"robust.{lang}.txt"
    if not golden.is_file() or golden.read_text(encoding="utf-8") != told:
        golden.with_suffix(".txt.new").write_text(told, encoding="utf-8")
    assert golden.read_text(encoding="utf-8") == told, f"{golden.name}.new holds what is said"


def test_everything_is_stamped_a_simulation(twenty):
    assert twenty.mode == "simulation"
    assert report.content(twenty)["mode"] == "simulation"
    assert twenty.proven


def test_the_command_prints_json_and_takes_an_award(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    model, award = ROOT / "models/alphen-2018.toml", tmp_path / "award.json"
    assert call(capsys, "solve", model, "-o", award).code == 0
    words = ("robust", model, award, "--draws", "3", "--json")
    told, again = call(capsys, *words), call(capsys, *words, "-o", tmp_path / "r.json")
    assert (told.code, told.err, again.code) == (0, "", 0)
    assert (tmp_path / "r.json").read_text() == told.out
    assert '"mode":"simulation"' in told.out


def test_the_time_limit_counts_from_the_first_solve(capsys: pytest.CaptureFixture[str]):
    told = call(capsys, "robust", ROOT / YOUTH, "--time-limit", "0.000001", "--lang", "en")
    assert (told.code, told.out) == (3, "")
    assert "a limit struck before" in told.err


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_command_says_why_it_refuses(lang, capsys: pytest.CaptureFixture[str]):
    conflict = call(capsys, "robust", ROOT / "models/hvb-youth-2022-conflict.toml", "--lang", lang)
    assert conflict.code == 1
    assert TEXTS["robust_infeasible"][lang] in conflict.err
    noise = call(capsys, "robust", ROOT / YOUTH, "--noise", "percent=200", "--lang", lang)
    assert noise.code == 2
    assert "200" in noise.err


def test_a_limit_leaves_it_unproven(youth):
    tender, instance, award = youth
    found = robust(tender, instance, award, draws=3, withdrawals=False, judge=judge())
    cut = replace(found, draws=2)
    assert not cut.proven
    last = report.lines(cut, Names(tender, instance, "en"))[-1]
    assert last.startswith("NOT ALL PROVEN: a limit struck after 2 of 3 draws.")


def test_no_award_and_no_draws_have_words_of_their_own(youth):
    tender, instance, _ = youth
    small = robust(*youth, draws=0, withdrawals=False, judge=judge())
    lost = replace(small.methods[0], status="infeasible", values=(), published=False)
    open_ = replace(lost, status="feasible")
    odd = replace(small, methods=(*small.methods, lost, open_), lawless=1, draws=0)
    for lang in ("nl", "en"):
        told = "\n".join(report.lines(odd, Names(tender, instance, lang)))
        for code in ("robust_no_draws", "robust_no_award", "robust_not_proven"):
            assert TEXTS[code][lang] in told


def test_methods_about_money_need_money():
    tender = read_tender(ROOT / "models/zkij-2a-2b.toml")
    instance = read_instance(ROOT / "instances/zkij-2a-2b", tender)
    award = solve(tender, instance, Options(cross_check=False))
    found = robust(tender, instance, award, draws=0, withdrawals=False, judge=judge())
    assert {each.goals for each in found.methods} == {("ranking",), ("total_score",)}
    assert all("lowest_value" not in dict(each.values) for each in found.methods)


def test_a_lesser_award_without_proof_is_refused(youth):
    tender, instance, award = youth
    won = {winner.bid for winner in award.winners if winner.segment != "3"}
    winners = [bid for bid in instance.bids if bid.id in won]
    goals = [
        GoalValue(
            goal=goal, value=goal_value(tender, instance, winners, goal), bound=None, proven=False
        )
        for goal in stages(tender)
    ]
    lesser = draft(
        tender,
        instance,
        winners,
        status="feasible",
        goals=goals,
        ties=None,
        mode="award",
        what_if=(),
        among=None,
        engine={},
    )
    with pytest.raises(CheckError) as error:
        robust(tender, instance, lesser, draws=0, judge=judge())
    assert [finding.code for finding in error.value.findings] == ["robust_other_award"]


def test_a_limit_before_the_base_is_proven_says_so(youth):
    tender, instance, award = youth
    clock = Clock(0.000001)
    stopped = Options(cross_check=False, clock=clock).judge()
    with pytest.raises(CheckError) as error:
        robust(tender, instance, award, draws=0, judge=stopped)
    (finding,) = error.value.findings
    assert finding.code in ("robust_feasible", "robust_unknown")


def test_a_limit_between_draws_ends_them(youth):
    tender, instance, award = youth
    clock = Clock(None)

    def stop(done, total):
        if done == 2:
            clock.stopped.set()

    patient = Options(cross_check=False, clock=clock).judge()
    found = robust(
        tender, instance, award, draws=9, withdrawals=False, judge=patient, progress=stop
    )
    assert found.draws == 2
    assert not found.proven
    assert all(each.draws == 2 for each in found.bids)


REFUSALS = {
    "noise_name": {"value": "asessors", "nearest": "assessors"},
    "noise_number": {"name": "percent", "value": "200", "least": 0, "most": 100},
    "noise_decimals": {"value": "0.001", "decimals": 2},
    "robust_infeasible": {},
    "robust_feasible": {},
    "robust_unknown": {},
    "robust_other_award": {},
    "robust_working": {},
}


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_text_is_said_of_a_real_case(youth, twenty, lang, monkeypatch):
    tender, instance, _ = youth
    said = set()

    def heard(code, language, facts):
        said.add(code)
        return say(code, language, facts)

    monkeypatch.setattr(report, "say", heard)
    names = Names(tender, instance, lang)
    first, method = twenty.withdrawals[0], twenty.methods[1]
    odd = replace(
        twenty,
        draws=twenty.draws - 1,
        lawless=1,
        bids=twenty.bids + tuple(replace(each, won=not each.won) for each in twenty.bids),
        withdrawals=(
            *twenty.withdrawals,
            replace(first, status="unknown", enters=()),
            replace(first, enters=("B00001",), leaves=()),
        ),
        methods=(
            *twenty.methods,
            replace(method, status="infeasible", values=()),
            replace(method, status="unknown", values=()),
            replace(method, filled=True),
        ),
    )
    for found in (twenty, odd, replace(odd, draws=0)):
        assert "{" not in "\n".join(report.lines(found, names))
    assert said | set(REFUSALS) == set(ROBUST)
    for code, facts in REFUSALS.items():
        assert say(code, lang, facts)
