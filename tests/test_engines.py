"""Every engine finds the optimum, on small problems and on whole tenders."""

from __future__ import annotations

import json
import random

import numpy as np
import pytest
from brute import random_problem
from random_tenders import random_case
from small_problems import SEEDS, agrees, best_worth, covering
from write_expected import FOLDERS, read

from award_opt.award import AwardFile
from award_opt.engines import Clock, Effort, auto
from award_opt.engines.auto import Auto
from award_opt.engines.cp_sat import CpSat
from award_opt.engines.exhaustive import Exhaustive
from award_opt.engines.highs import Highs
from award_opt.solve import Options, solve

# --- every engine


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("engine", [CpSat(), Highs(), Auto(), Exhaustive()], ids=lambda e: e.name)
def test_an_engine_finds_the_brute_force_optimum_with_and_without_a_cut_off(engine, seed):
    rng = random.Random(seed)
    problem = random_problem(rng)
    worth = best_worth(problem)
    most = 0 if worth is None else worth
    for wanted in (problem, problem.reaching(problem.objective, most + rng.randint(-1, 1))):
        if engine.name == "highs" and np.abs(wanted.rows.coefficient).max(initial=0) > auto.COARSE:
            continue  # floating point may be wrong about these; its answers are only claims

        assert agrees(engine.solve(wanted, Clock()), wanted)


@pytest.mark.parametrize("engine", [CpSat(), Highs(), Auto()], ids=lambda e: e.name)
def test_an_answer_names_its_engine_and_the_same_effort_each_time(engine):
    problem = covering()

    first, second = (engine.solve(problem, Clock()) for _ in range(2))

    assert first.by in ("cp_sat", "highs")
    assert first.effort == second.effort
    assert first.effort.calls == 1
    assert first.effort != Effort(calls=1)
    assert first.values.tolist() == second.values.tolist()


def test_efforts_add_up():
    assert Effort(1, 2, 3, 4) + Effort(10, 20, 30, 40) == Effort(11, 22, 33, 44)


def test_a_small_work_limit_stops_cp_sat_without_a_claim():
    answer = CpSat(work=1).solve(covering(), Clock())

    assert answer.verdict in ("feasible", "unknown")


def test_no_nodes_stop_highs_at_the_root():
    assert Highs(nodes=0).solve(covering(), Clock()).effort.nodes <= 1


# --- the same award


@pytest.mark.parametrize("name", ["cp_sat", "highs"])
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_engine_finds_the_award_of_a_shipped_instance(folder, name):
    answer = json.loads((folder / "expected.json").read_text(encoding="utf-8"))

    award = solve(*read(folder), Options(engine=name, cross_check=False))

    if "winners" in answer:
        expected = AwardFile.read(folder / "expected.json")
        assert award.model_copy(update={"engine": expected.engine}) == expected
    else:
        assert award.status == "infeasible"


@pytest.mark.parametrize("seed", range(25))
def test_the_award_is_the_same_with_every_engine(seed):
    tender, instance = random_case(seed, most=16)
    awards = [solve(tender, instance, Options(engine=name)) for name in ("auto", "cp_sat", "highs")]

    assert all(award.status in ("optimal", "infeasible") for award in awards)
    assert len({award.model_copy(update={"engine": {}}).to_bytes() for award in awards}) == 1


def test_without_a_choice_whoever_proves_first_answers():
    assert Options().judge().engine.name == "auto"
