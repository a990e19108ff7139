"""Points of frontiers and lines are solved once, kept one by one, and go on after a kill."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace

import pytest
from cli import YOUTH, environment
from readme_blocks import ROOT
from sweep_cases import BIDS, CAP, answers, plan, random_plan, rule, tender

from award_opt.errors import InputError
from award_opt.search import outcome
from award_opt.solve import Options
from award_opt.sweep.kept import Kept
from award_opt.sweep.scenario import Scenario
from award_opt.sweep.seek import breaks
from award_opt.sweep.store import Store
from award_opt.sweep.tradeoff import tradeoff

JUDGE = Options(cross_check=False).judge()
MEASURES = ("partners", "money", "small_share")


class KilledError(Exception):
    """Stands for the end of the process."""


def killed_after(monkeypatch, solves):
    """Let so many awards be solved, and end the run at the next."""
    best, left = outcome.best, iter(range(solves))

    def counted(*words, **options):
        if next(left, None) is None:
            raise KilledError
        return best(*words, **options)

    monkeypatch.setattr(outcome, "best", counted)


def covering(seed):
    """A random plan whose first goal is to cover most."""
    chosen = random_plan(seed)
    own = [each.model_dump(exclude_none=True) for each in chosen.tender.rules]
    goal = rule("GOAL", "coverage", at_least=1, if_short="goal")
    model = tender(*own, goal, goals=["most_coverage", "total_score"])
    return replace(chosen, tender=model)


def weighed(seed):
    """A random plan, and a linear parameter of it."""
    chosen = random_plan(seed)
    model = tender(*(each.model_dump(exclude_none=True) for each in chosen.tender.rules))
    return replace(chosen, tender=model), "weight:A=0..3"


def asked(chosen, question, kept=None):
    if question in MEASURES:
        return tradeoff(chosen, question, JUDGE, kept=kept)
    return breaks(chosen, question, JUDGE, kept=kept)


CASES = [(random_plan(seed), measure) for seed in (1, 2, 3) for measure in MEASURES]
CASES += [(covering(seed), measure) for seed in (0, 9, 27) for measure in MEASURES]
CASES += [weighed(seed) for seed in range(7, 12)]


@pytest.mark.parametrize(("chosen", "question"), CASES)
def test_what_is_kept_is_not_solved_again_and_says_the_same(
    chosen, question, tmp_path, monkeypatch
):
    fresh = asked(chosen, question)
    with Store.open(tmp_path / "s") as store:
        assert asked(chosen, question, Kept(chosen, store)) == fresh
    killed_after(monkeypatch, 0)
    with Store.look(tmp_path / "s") as store:
        assert asked(chosen, question, Kept(chosen, store)) == fresh
        assert all(json.loads(data)["mode"] == "simulation" for _, data in store.items())


@pytest.mark.parametrize(("chosen", "question"), CASES)
def test_a_run_that_is_killed_again_and_again_ends_as_an_undisturbed_one(
    chosen, question, tmp_path, monkeypatch
):
    fresh, dice, found = asked(chosen, question), random.Random(1), None
    for _ in range(200):
        with Store.open(tmp_path / "s") as store, monkeypatch.context() as patch:
            killed_after(patch, dice.randint(1, 2))
            try:
                found = asked(chosen, question, Kept(chosen, store))
                break
            except KilledError:
                continue
    assert found == fresh


def test_where_nothing_is_lawful_that_is_kept_as_well(tmp_path, monkeypatch):
    least = rule("LEAST", "min_winners", where={"segment": "A"}, at_least=3)
    chosen = plan(tender=tender(CAP, least))
    with Store.open(tmp_path / "s") as store:
        assert tradeoff(chosen, "partners", JUDGE, kept=Kept(chosen, store)).trace.points == ()
        killed_after(monkeypatch, 0)
        assert tradeoff(chosen, "partners", JUDGE, kept=Kept(chosen, store)).trace.points == ()


def test_the_key_is_of_all_that_the_answer_rests_on_and_of_nothing_else():
    question = ("frontier", "money", None)
    here = Kept(plan()).key(question)
    other = replace(BIDS[0], score=BIDS[0].score + 100)
    cap = {**CAP, "limit": 1}
    for changed in (plan(bids=(other, *BIDS[1:])), plan(tender=tender(cap)), plan(among=("p1",))):
        assert Kept(changed).key(question) != here
    assert Kept(replace(plan(), engines={"award_opt": "0"})).key(question) != here
    assert Kept(plan()).key(("frontier", "money", 7)) != here
    assert Kept(plan(draws=5)).key(question) == here, "other scenarios do not matter"
    assert Kept(plan()).key(question) != plan().key(Scenario())


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_ctrl_c_during_a_frontier_says_that_its_points_are_kept(tmp_path):
    words = [sys.executable, "-m", "award_opt.cli", "sweep", "--lang", "en"]
    asked_for = [str(ROOT / YOUTH), "--draws", "20", "--frontier", "money", "-o", "sweep"]
    options = {"cwd": tmp_path, "env": environment({}), "stdout": subprocess.PIPE, "text": True}
    options["stderr"] = subprocess.STDOUT
    with subprocess.Popen([*words, *asked_for], **options) as run:
        while not (tmp_path / "sweep" / "sweep.sqlite").exists() or not points(tmp_path):
            assert run.poll() is None
            time.sleep(0.05)
        run.send_signal(signal.SIGINT)
        said = run.communicate(timeout=60)[0]
    assert (run.returncode, "points and break points" in said) == (3, True)
    told = subprocess.run([*words, "--status", "sweep"], check=False, **options)
    assert (told.returncode, "to do: 21" in told.stdout) == (3, True)


def points(folder):
    """How many answers a sweep that runs has kept so far."""
    try:
        with Store.look(folder / "sweep" / "sweep.sqlite") as store:
            return len(store)
    except InputError:  # it is being made
        return 0


def test_a_damaged_answer_is_asked_anew(tmp_path):
    chosen = plan()
    with Store.open(tmp_path / "s") as store:
        fresh = tradeoff(chosen, "money", JUDGE, kept=Kept(chosen, store))
        store._base.execute("UPDATE result SET held = x'0102' WHERE number = 2")
        with pytest.raises(InputError):
            list(store.items())
        assert tradeoff(chosen, "money", JUDGE, kept=Kept(chosen, store)) == fresh
        assert list(store.items())


def test_a_store_that_is_only_read_is_not_written_to(tmp_path):
    chosen = plan()
    Store.open(tmp_path / "s").close()
    with Store.look(tmp_path / "s") as store:
        assert tradeoff(chosen, "money", JUDGE, kept=Kept(chosen, store)).trace.points
        assert len(store) == 0


def test_what_is_kept_does_not_stand_for_what_scenarios_have_in_common(tmp_path):
    chosen = plan()
    with Store.open(tmp_path / "s") as store:
        tradeoff(chosen, "money", JUDGE, kept=Kept(chosen, store))
        assert store._told("words") is None
        first = next(iter(answers(chosen).results()))
        store.put([(chosen.key(Scenario()), first.to_bytes())])
        assert store._told("words") == first.to_bytes()
        assert tradeoff(chosen, "money", JUDGE, kept=Kept(chosen, store)).trace.complete
        assert store.have([Kept(chosen).key(("frontier", "money", None))])
