"""Engines that take turns: what one finds another may prove."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from small_problems import boxed, covering, hard

from award_opt.engines import Answer, Clock, Effort, auto
from award_opt.engines.auto import Auto
from award_opt.engines.cut_off import cut_off
from award_opt.program.parts import Problem


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
