"""What robust says to a user, and where a limit or another award ends it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from cli import YOUTH, call
from readme_blocks import ROOT
from robust_cases import judge

from award_opt.award import GoalValue
from award_opt.engines import Clock
from award_opt.errors import CheckError
from award_opt.instance import read_instance
from award_opt.order import stages
from award_opt.reading import draft, goal_value
from award_opt.report import robust as report
from award_opt.report.names import Names
from award_opt.robust import robust
from award_opt.solve import Options, solve
from award_opt.tender import read_tender
from award_opt.texts import TEXTS, say
from award_opt.texts.robust import ROBUST

GOLDEN = ROOT / "tests" / "golden"


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
