"""Every engine agrees with brute force, says who it is and what it took, and fails openly."""

from __future__ import annotations

import json
import random
import threading
import time
from dataclasses import replace

import numpy as np
import pytest
from brute import lawful_points, random_problem, rows_of
from ortools.sat import cp_model_pb2
from random_tenders import random_case
from write_expected import FOLDERS, read

from award_opt.award import AwardFile
from award_opt.engines import Answer, Clock, Effort, auto, interruptible
from award_opt.engines.auto import Auto
from award_opt.engines.cp_sat import CpSat
from award_opt.engines.cut_off import cut_off
from award_opt.engines.exhaustive import Exhaustive
from award_opt.engines.highs import Highs
from award_opt.engines.knapsack import Knapsack
from award_opt.engines.relaxation import Relaxation
from award_opt.engines.wire import HIGHEST, LOWEST, model_bytes, varints
from award_opt.errors import SolverError
from award_opt.program.parts import Problem
from award_opt.solve import Options, solve
from award_opt.texts import say

SEEDS = range(60)


def boxed(entries, objective) -> Problem:
    """A problem with an open box."""
    none = np.zeros(len(objective), np.int64)
    return Problem(rows_of(entries), none, none + 1, np.array(objective, np.int64))


def best_worth(problem) -> int | None:
    return max((problem.value(point) for point in lawful_points(problem)), default=None)


def agrees(answer: Answer, problem: Problem) -> bool:
    """Whether an answer is that of brute force."""
    worth = best_worth(problem)
    if worth is None:
        return answer.verdict == "infeasible"
    found = answer.values is not None and problem.lawful(answer.values)
    return answer.verdict == "optimal" and found and problem.value(answer.values) == worth


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


def covering(size: int = 40) -> Problem:
    """Cover 25 needs at least cost, with few bids."""
    rng = random.Random(1)
    cover = [(dict.fromkeys(sorted(rng.sample(range(size), 6)), 1), 1, 1) for _ in range(25)]
    cap = (dict.fromkeys(range(size), 1), -1, 12)
    return boxed([*cover, cap], [-rng.randint(5, 30) for _ in range(size)])


def test_efforts_add_up():
    assert Effort(1, 2, 3, 4) + Effort(10, 20, 30, 40) == Effort(11, 22, 33, 44)


def test_a_small_work_limit_stops_cp_sat_without_a_claim():
    answer = CpSat(work=1).solve(covering(), Clock())

    assert answer.verdict in ("feasible", "unknown")


def test_no_nodes_stop_highs_at_the_root():
    assert Highs(nodes=0).solve(covering(), Clock()).effort.nodes <= 1


# --- the search thread


def nothing() -> None:
    """Stop nothing."""


@pytest.mark.parametrize("brief", [True, False])
def test_a_solver_that_raises_is_named_in_both_languages(brief):
    def broken() -> None:
        raise RuntimeError("out of pivots")

    with pytest.raises(SolverError) as failure:
        interruptible(broken, nothing, Clock(), "highs", brief=brief)

    (finding,) = failure.value.findings
    assert finding.facts == {"engine": "highs", "said": "RuntimeError: out of pivots"}
    for lang in ("nl", "en"):
        assert "out of pivots" in say(finding.code, lang, finding.facts)


def test_a_model_that_cp_sat_refuses_is_an_error():
    huge = boxed([({0: 2**62, 1: 2**62}, -1, 2**62)], [1, 1])

    with pytest.raises(SolverError, match="solver_failed"):
        CpSat().solve(huge, Clock())


def test_ctrl_c_in_a_brief_search_is_not_swallowed():
    def interrupted() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interruptible(interrupted, nothing, Clock(), "highs", brief=True)


def test_a_stopped_clock_stops_the_search():
    clock, stop = Clock(), threading.Event()
    clock.stopped.set()

    interruptible(lambda: stop.wait(20), stop.set, clock, "cp_sat")

    assert stop.is_set()


def test_a_search_that_ends_is_not_waited_for():
    start = time.thread_time()

    interruptible(nothing, nothing, Clock(), "cp_sat")

    assert time.thread_time() - start < 0.1


# --- the model's bytes


def looped(problem: Problem, hint) -> cp_model_pb2.CpModelProto:
    """The model of a problem, one Python object after the other."""
    proto = cp_model_pb2.CpModelProto()
    for low, high in zip(problem.lower.tolist(), problem.upper.tolist(), strict=True):
        proto.variables.add().domain.extend((low, high))
    rows = problem.rows
    for row, (sense, bound) in enumerate(
        zip(rows.sense.tolist(), rows.bound.tolist(), strict=True)
    ):
        entries = slice(rows.start[row], rows.start[row + 1])
        linear = proto.constraints.add().linear
        linear.vars.extend(rows.column[entries].tolist())
        linear.coeffs.extend(rows.coefficient[entries].tolist())
        linear.domain.extend((LOWEST if sense < 0 else bound, HIGHEST if sense > 0 else bound))
    used = np.flatnonzero(problem.objective)
    if len(used):
        proto.objective.vars.extend(used.tolist())
        proto.objective.coeffs.extend((-problem.objective[used]).tolist())
        proto.objective.scaling_factor = -1.0
    if hint is not None:
        proto.solution_hint.vars.extend(range(problem.size))
        proto.solution_hint.values.extend(hint.tolist())
    return proto


@pytest.mark.parametrize("seed", SEEDS)
def test_the_bytes_are_those_of_a_model_made_term_by_term(seed):
    rng = random.Random(seed)
    problem = random_problem(rng, most=rng.choice([4, 300]))
    if seed % 3 == 0:
        problem = problem.within(problem.lower, problem.lower)
    if seed % 5 == 0:
        problem = problem.towards(problem.objective * 0)
    hint = None if seed % 2 else problem.upper

    read = cp_model_pb2.CpModelProto.FromString(model_bytes(problem, hint))

    assert read == looped(problem, hint)


def test_a_problem_without_rows_and_variables_has_a_model():
    none = np.zeros(0, np.int64)
    empty = Problem(rows_of([]), none, none, none)

    assert cp_model_pb2.CpModelProto.FromString(model_bytes(empty)) == cp_model_pb2.CpModelProto()


@pytest.mark.parametrize("bits", [0, 1, 6, 7, 8, 13, 14, 15, 31, 32, 62])
@pytest.mark.parametrize("off", [-1, 0, 1])
@pytest.mark.parametrize("sign", [1, -1])
def test_numbers_keep_their_value_at_every_width(bits, off, sign):
    number = sign * (2**bits + off)
    problem = boxed([({0: number, 1: 1}, 0, number)], [1, 0])

    read = cp_model_pb2.CpModelProto.FromString(model_bytes(problem))

    assert list(read.constraints[0].linear.coeffs) == [number, 1]
    assert list(read.constraints[0].linear.domain) == [number, number]


def test_a_varint_carries_seven_bits_a_byte_and_a_mark_on_all_but_the_last():
    assert varints(np.array([300]), 3).tolist() == [[0xAC, 0x82, 0x00]]


def test_what_the_objective_must_reach_is_its_domain_and_no_row():
    problem = boxed([({0: 1, 1: 1, 2: 1}, -1, 2)], [5, 0, 7])
    wanted = problem.reaching(problem.objective, 8)

    read = cp_model_pb2.CpModelProto.FromString(model_bytes(wanted))

    assert len(read.constraints) == 1
    assert list(read.objective.domain) == [LOWEST, -8]


@pytest.mark.parametrize(
    ("last", "found"),
    [
        (({0: 5, 2: 7}, 1, 8), 8),
        (({0: 5, 2: 7}, -1, 8), None),
        (({0: 5, 2: 7}, 0, 8), None),
        (({0: 5, 2: 6}, 1, 8), None),
        (({0: 5}, 1, 8), None),
        (({0: 5, 1: 1, 2: 7}, 1, 8), None),
    ],
)
def test_only_a_row_of_the_objective_itself_is_a_cut_off(last, found):
    problem = boxed([({0: 1, 1: 1}, -1, 1), last], [5, 0, 7])

    bare, worth = cut_off(problem)

    assert worth == found
    assert len(bare.rows.bound) == (2 if found is None else 1)


# --- the dynamic program


def random_knapsack(rng: random.Random) -> Problem:
    """One row of any signs, sometimes slack rows, an earlier goal and a cut-off."""
    size, large = rng.randint(1, 9), rng.choice([3, 10, 10**6])
    weights = {j: rng.choice([1, 1, -1]) * rng.randint(1, large) for j in range(size)}
    weights = {j: weight for j, weight in weights.items() if rng.random() < 0.9}
    total = sum(weights.values())
    bound = rng.randint(min(0, total) - 1, max(0, total) + 1)
    rows = [(weights, rng.choice([-1, 1]), bound)]
    if rng.random() < 0.3:
        rows.append((dict.fromkeys(range(size), 1), -1, size))
    problem = boxed(rows, [rng.randint(-3, rng.choice([3, 100])) for _ in range(size)])
    for _ in range(rng.choice([0, 0, 1, 2])):
        most = best_worth(problem)
        if most is not None:
            problem = problem.reaching(problem.objective, most - (rng.random() < 0.1))
        problem = problem.towards(np.array([rng.randint(-5, 5) for _ in range(size)], np.int64))
    if rng.random() < 0.4:
        problem = problem.reaching(problem.objective, rng.randint(-9, 60))
    return problem


@pytest.mark.parametrize("block", range(10))
def test_the_dynamic_program_finds_the_brute_force_optimum(block):
    fitting = 0
    for seed in range(100 * block, 100 * block + 100):
        rng = random.Random(seed)
        problem = random_knapsack(rng)
        if not Knapsack.fits(problem):
            continue
        hint = np.array([rng.randint(0, 1) for _ in range(problem.size)], np.int64)
        answer = Knapsack().solve(problem, Clock(), rng.choice([None, hint]))
        if answer.verdict == "unknown":  # an earlier goal was asked for less than its best
            continue
        fitting += 1
        assert agrees(answer, problem), f"seed {seed}"
        assert answer.by == "knapsack"
    assert fitting > 60


@pytest.mark.parametrize("seed", range(40))
def test_without_products_in_64_bits_the_optimum_is_the_same(seed):
    rng = random.Random(seed)
    weights = [rng.randint(2**45, 2**46) for _ in range(11)]
    capacity = sum(weights) // 2
    values = [16 * weight + rng.randint(0, 2**46) for weight in weights]
    problem = boxed([(dict(enumerate(weights)), -1, capacity)], values)

    assert Knapsack.fits(problem)
    assert agrees(Knapsack().solve(problem, Clock()), problem)


@pytest.mark.parametrize(
    "problem",
    [
        boxed([({0: 2, 1: 2}, -1, 3), ({0: 1, 1: -2}, -1, 0)], [1, 1]),
        boxed([({0: 2, 1: 2}, 0, 2)], [1, 1]),
        boxed([({0: 2**53, 1: 2**53}, -1, 2**53)], [1, 1]),
        boxed([({0: 2, 1: 2}, -1, 3)], [2**61, 2**61]),
        replace(boxed([({0: 2, 1: 2}, -1, 3)], [1, 1]), lower=np.array([1, 0])),
    ],
    ids=["two rows", "an equality", "heavy", "valuable", "a settled variable"],
)
def test_what_is_no_knapsack_does_not_fit(problem):
    assert not Knapsack.fits(problem)


def hard(size: int = 30) -> Problem:
    """Items worth what they weigh, of even weight, with an odd capacity."""
    rng = random.Random(3)
    weights = [2 * rng.randint(10**6, 10**7) for _ in range(size)]
    return boxed([(dict(enumerate(weights)), -1, sum(weights) // 4 * 2 + 1)], weights)


def test_states_beyond_the_limit_end_the_search_without_a_claim():
    problem = hard()
    answer = Knapsack(states=50).solve(problem, Clock())

    assert answer.verdict == "feasible"
    assert problem.lawful(answer.values)


def test_a_struck_clock_ends_the_dynamic_program():
    assert Knapsack().solve(hard(), Clock(0.0)).verdict == "feasible"


# --- taking turns


class Says:
    """An engine with one answer."""

    version = "1"

    def __init__(self, name: str, answer: Answer) -> None:
        self.name, self.answer = name, replace(answer, by=name, effort=Effort(calls=1))
        self.asked: Problem | None = None

    def solve(self, problem, clock, hint=None):
        self.asked = problem
        return self.answer


@pytest.fixture
def taking_turns(monkeypatch):
    """Auto over engines that say what they are told to."""

    def of(*engines):
        monkeypatch.setattr(auto, "turns", lambda problem: iter(engines))
        return Auto()

    return of


THREE = boxed([(dict.fromkeys(range(3), 1), -1, 2)], [1, 2, 3])
GOOD, BETTER, UNLAWFUL = (np.array(values) for values in ([1, 1, 0], [0, 1, 1], [1, 1, 1]))


def test_what_one_engine_finds_another_may_prove(taking_turns):
    first, second = Says("a", Answer("feasible", BETTER, 9)), Says("b", Answer("infeasible"))

    answer = taking_turns(first, second).solve(THREE, Clock())

    assert (answer.verdict, answer.bound, answer.by) == ("optimal", 5, "b")
    assert answer.effort.calls == 2
    assert cut_off(second.asked)[1] == 6


def test_a_lawful_hint_is_what_all_must_beat(taking_turns):
    engine = Says("a", Answer("infeasible"))

    answer = taking_turns(engine).solve(THREE, Clock(), BETTER)

    assert answer.values.tolist() == BETTER.tolist()
    assert answer.verdict == "optimal"


def test_without_an_objective_a_lawful_hint_is_as_good_as_any():
    for problem in (THREE.towards(GOOD * 0), boxed([], [])):
        assert Auto().solve(problem, Clock(), problem.lower).verdict == "optimal"


@pytest.mark.parametrize("verdict", ["feasible", "optimal"])
def test_vectors_that_break_a_row_are_passed_over(taking_turns, verdict):
    liar, honest = Says("a", Answer(verdict, UNLAWFUL, 6)), Says("b", Answer("optimal", BETTER, 5))

    answer = taking_turns(liar, honest).solve(THREE, Clock())

    assert answer.by == "b"


def test_a_worse_answer_does_not_replace_a_better_one(taking_turns):
    first, second = Says("a", Answer("feasible", BETTER, 9)), Says("b", Answer("optimal", GOOD, 3))

    answer = taking_turns(first, second).solve(THREE, Clock())

    assert answer.values.tolist() == BETTER.tolist()
    assert answer.verdict == "feasible"


def test_a_struck_clock_ends_the_turns(taking_turns):
    second = Says("b", Answer("optimal", BETTER, 5))

    answer = taking_turns(Says("a", Answer("unknown")), second).solve(THREE, Clock(0.0))

    assert answer.verdict == "unknown"
    assert second.asked is None


def test_turns_that_are_too_short_change_the_effort_and_not_the_answer(monkeypatch):
    problem = covering()
    usual = Auto().solve(problem, Clock())
    monkeypatch.setattr(auto, "WORK", 1)

    hurried = Auto().solve(problem, Clock())

    assert hurried.verdict == usual.verdict == "optimal"
    assert problem.value(hurried.values) == problem.value(usual.values)
    assert hurried.effort.calls > usual.effort.calls


def test_large_coefficients_are_kept_from_floating_point():
    coarse, fine = covering(), hard(20).also(np.arange(20), np.ones(20, np.int64), -1, 9)

    names = [{engine.name for engine in auto.turns(problem)} for problem in (coarse, fine)]

    assert names == [{"cp_sat", "highs"}, {"cp_sat"}]


def test_a_problem_with_one_row_goes_to_the_dynamic_program():
    problem = boxed([(dict(enumerate(range(20, 50))), -1, 333)], range(1, 31))

    assert Auto().solve(problem, Clock()).by == "knapsack"


# --- the relaxation


def value(problem, objective, hints) -> float | None:
    return None if hints is None else float((objective * hints.values).sum())


@pytest.mark.parametrize("seed", SEEDS)
def test_a_warm_relaxation_is_worth_what_a_fresh_one_is(seed):
    rng = random.Random(seed)
    problem = random_problem(rng)
    warm = Relaxation(problem)
    for _ in range(5):
        objective = np.array([rng.randint(-5, 9) for _ in range(problem.size)], np.int64)
        lower = np.array([rng.random() < 0.1 for _ in range(problem.size)], np.int64)
        upper = np.maximum(lower, [rng.random() < 0.8 for _ in range(problem.size)])
        fresh = Relaxation(problem.within(lower, upper).towards(objective)).solve()

        found = warm.solve(objective, lower, upper)

        assert value(problem, objective, found) == pytest.approx(value(problem, objective, fresh))
    fresh = Relaxation(problem).solve()
    assert value(problem, problem.objective, warm.solve()) == pytest.approx(
        value(problem, problem.objective, fresh)
    )


def test_a_relaxation_counts_its_steps_and_takes_rows():
    problem = covering()
    warm = Relaxation(problem)
    warm.solve()
    first = warm.effort
    warm.also(np.arange(problem.size), np.ones(problem.size, np.int64), -1, 9)

    hints = warm.solve()

    assert first.calls == 1
    assert first.iterations > 0
    assert warm.effort.calls == 2
    assert hints.values.sum() <= 9 + 1e-6
    assert len(hints.duals) == len(problem.rows.bound) + 1


def test_an_empty_box_has_a_ray_and_no_hints():
    problem = boxed([({0: 1, 1: 1}, 1, 2)], [1, 1])
    warm = Relaxation(problem)

    assert warm.solve(upper=np.array([1, 0])) is None
    assert warm.solve() is not None


def test_a_stopped_clock_stops_relaxations():
    clock = Clock()
    warm = Relaxation(covering(), clock)
    clock.stopped.set()

    assert warm.solve() is None


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
