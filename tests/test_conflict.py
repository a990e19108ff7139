"""Conflicts are those that brute force finds."""

from __future__ import annotations

import numpy as np
import pytest
from conflict_cases import (
    SEEDS,
    brute_conflicts,
    keeping_all,
    named,
    patchable,
    shipped,
    stopping,
    tight_case,
    unmeetable,
)

from award_opt.conflict import conflicts
from award_opt.engines import Answer, Clock
from award_opt.engines.exhaustive import Exhaustive
from award_opt.engines.highs import Highs
from award_opt.errors import SolverError
from award_opt.search.judge import Judge
from award_opt.solve import Options

EVERY = [seed for seed in range(60) if patchable(seed)]


@pytest.fixture(params=[True, False], ids=["enumerated", "solved"])
def enumerated(request, monkeypatch):
    """Small questions by enumeration, and the same by the engine."""
    if not request.param:
        monkeypatch.setattr(Exhaustive, "fits", staticmethod(lambda problem: False))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_conflicts_are_those_of_brute_force(seed, enumerated):
    tender, instance = tight_case(seed)
    every = brute_conflicts(tender, instance)
    cells = unmeetable(tender, instance) if every else set()

    found = conflicts(tender, instance, limit=200, wishes=keeping_all(tender))

    assert found.standing == ("conflict" if every else "lawful")
    assert {(u.measure.rule, u.measure.group) for u in found.unmeetable} == cells
    got = [named(conflict.members) for conflict in found.conflicts]
    assert set(got) == every - {frozenset([cell]) for cell in cells}
    assert len(set(got)) == len(got)
    assert [len(own) for own in got] == sorted(len(own) for own in got)
    assert found.complete


@pytest.mark.parametrize("seed", SEEDS)
def test_a_list_cut_short_says_so(seed):
    tender, instance = tight_case(seed)
    cells = {frozenset([cell]) for cell in unmeetable(tender, instance)}
    every = brute_conflicts(tender, instance) - cells

    found = conflicts(tender, instance, limit=2, wishes=keeping_all(tender))

    assert len(found.conflicts) == min(2, len(every))
    assert {named(conflict.members) for conflict in found.conflicts} <= every
    assert found.complete == (len(every) <= 2)


def test_the_cases_hold_conflicts_of_many_kinds():
    found = [brute_conflicts(*tight_case(seed)) for seed in EVERY]

    assert sum(not every for every in found) >= 8
    assert sum(len(every) > 3 for every in found) >= 8
    assert {len(own) for every in found for own in every} >= {1, 2, 3, 4}


def test_a_limit_is_not_called_an_answer(monkeypatch):
    monkeypatch.setattr(Exhaustive, "fits", staticmethod(lambda problem: False))
    tender, instance = shipped("hvb-youth-2022-conflict")
    clock = Clock()
    clock.stopped.set()

    found = conflicts(tender, instance, judge=Options(clock=clock).judge())

    assert (found.standing, found.conflicts, found.repairs) == ("unknown", (), ())


@pytest.mark.parametrize(
    ("model", "instance", "what_if", "planted", "cells"),
    [
        (
            "hvb-youth-2022-conflict",
            "hvb-youth-2022-conflict",
            None,
            [
                {
                    ("S4-MAX-WEST", ""),
                    ("S4-COVER", "west/adhd"),
                    ("S4-COVER", "west/dyslexia"),
                    ("S4-COVER", "west/therapy"),
                }
            ],
            [],
        ),
        ("hvb-youth-2022", "hvb-youth-2022-scarce", None, [], [("S4-COVER", "north/guidance")]),
        ("alphen-2018", "alphen-2018-none-reaches", None, [], [("MUST-AWARD", "")]),
        (
            "lekstroom-2024-gap",
            "lekstroom-2024-gap",
            "must-cover",
            [],
            [("MUST-COVER", "respite-stay"), ("MUST-COVER", "school-replacing-group")],
        ),
    ],
)
def test_the_planted_conflicts_are_named_exactly(model, instance, what_if, planted, cells):
    found = conflicts(*shipped(model, instance, what_if))

    assert [named(conflict.members) for conflict in found.conflicts] == planted
    assert [(u.measure.rule, u.measure.group) for u in found.unmeetable] == cells
    assert found.complete


def test_the_award_method_can_be_part_of_a_conflict():
    found = conflicts(*stopping())

    assert [named(conflict.members) for conflict in found.conflicts] == [
        {("OUT", "X04"), ("IN", "X02"), ("ranking", "")}
    ]
    assert [[change.rule for change in repair.changes] for repair in found.repairs] == [
        ["OUT"],
        ["IN"],
    ]


def test_a_lawful_tender_has_no_conflict():
    found = conflicts(*shipped("hvb-youth-2022"))

    assert (found.standing, found.conflicts, found.repairs) == ("lawful", (), ())


class Liar:
    """An engine that finds nothing possible, or everything."""

    name, version = "liar", "1"

    def __init__(self, verdict):
        self.verdict = verdict

    def solve(self, problem, clock, hint=None):
        values = None if self.verdict == "infeasible" else np.zeros(problem.size, np.int64)
        return Answer(self.verdict, values, 0)


@pytest.mark.parametrize("verdict", ["infeasible", "optimal"])
def test_a_lying_engine_is_caught(verdict, monkeypatch):
    monkeypatch.setattr(Exhaustive, "fits", staticmethod(lambda problem: False))
    judge = Judge(Liar(verdict), Highs(), Clock())

    with pytest.raises(SolverError):
        conflicts(*shipped("hvb-youth-2022-conflict"), judge=judge)
