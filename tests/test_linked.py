from itertools import product

import numpy as np
import pytest

from award_opt.engines import Answer, Clock
from award_opt.engines.cp_sat import CpSat
from award_opt.program.parts import Part, Problem
from award_opt.program.rows import Indicators, Rows
from award_opt.search import linked
from award_opt.search.fast import Fast
from award_opt.search.judge import Judge
from award_opt.search.stages import Search

REGION = 3  # bids of one region
MANY = 4


def national(seed: int) -> Problem:
    """Regions with a cap each; providers bid everywhere and may win only so many lots."""
    random = np.random.default_rng(seed)
    size = REGION * MANY
    caps = [np.arange(k * REGION, (k + 1) * REGION) for k in range(MANY)]
    lots = [np.arange(j, size, REGION) for j in range(REGION)]
    entries = [*caps, *lots]
    limits = [*random.integers(1, REGION + 1, MANY), *random.integers(1, MANY, REGION)]
    return Problem(
        rows=Rows(
            start=np.cumsum([0, *map(len, entries)]),
            column=np.concatenate(entries),
            coefficient=np.ones(2 * size, np.int64),
            sense=np.full(len(entries), -1),
            bound=np.array(limits, np.int64),
            rule=np.array([0] * MANY + [1] * REGION, np.int64),
            group=("",) * len(entries),
        ),
        lower=np.zeros(size, np.int64),
        upper=np.ones(size, np.int64),
        objective=random.integers(1, 100, size),
    )


def best_value(problem: Problem) -> int:
    every = (np.array(bits, np.int64) for bits in product((0, 1), repeat=problem.size))
    return max(problem.value(values) for values in every if problem.lawful(values))


def judge() -> Judge:
    return Judge(CpSat(), None, Clock(), fast=Fast())


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linked, "LARGE", 1)
    monkeypatch.setattr(linked, "REGIONS", 3)


def test_the_links_are_the_rows_of_the_rule_that_holds_the_regions_together(small: None) -> None:
    shape = linked.regions(national(1))
    assert shape is not None
    links, parts = shape
    assert links.tolist() == [4, 5, 6]
    assert [part.variables.tolist() for part in parts] == [
        [0, 1, 2],
        [3, 4, 5],
        [6, 7, 8],
        [9, 10, 11],
    ]


def test_a_problem_that_is_small_or_in_one_piece_has_no_regions(
    small: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = national(1)
    column = np.arange(problem.size)
    whole = problem.also(column, np.ones(problem.size, np.int64), -1, 5)
    assert linked.regions(whole) is None
    assert linked.near_best(whole, None, judge()) is None
    monkeypatch.setattr(linked, "LARGE", 13)
    assert linked.regions(problem) is None


@pytest.mark.parametrize("seed", range(12))
def test_the_award_is_lawful_and_no_award_passes_the_bound(small: None, seed: int) -> None:
    problem = national(seed)
    found = linked.near_best(problem, None, judge())
    assert found is not None
    assert found.values is not None
    assert found.bound is not None
    best = best_value(problem)
    assert problem.lawful(found.values)
    assert problem.value(found.values) <= best <= found.bound
    if found.verdict == "optimal":
        assert problem.value(found.values) == best


def test_a_known_award_is_never_made_worse(small: None) -> None:
    problem = national(3)
    known = max(
        (
            values
            for bits in product((0, 1), repeat=problem.size)
            if problem.lawful(values := np.array(bits, np.int64))
        ),
        key=problem.value,
    )
    found = linked.near_best(problem, known, judge())
    assert found is not None
    assert found.values is not None
    assert problem.value(found.values) == problem.value(known)


def test_a_stopped_clock_gives_what_is_known(small: None) -> None:
    problem, stopped = national(2), Clock()
    stopped.stopped.set()
    known = np.zeros(problem.size, np.int64)
    assert linked.near_best(problem, known, Judge(CpSat(), None, stopped, fast=Fast())) is None


@pytest.mark.parametrize("seed", range(6))
def test_the_search_proves_the_same_value_with_and_without_regions(small: None, seed: int) -> None:
    problem = national(seed)
    values = []
    for path in (Fast(), Fast(linked=False)):
        part = Part(problem, np.arange(problem.size), Indicators.of(()))
        search = Search(part, Judge(CpSat(), None, Clock(), fast=path))
        search.start()
        stage = search.maximise(problem.objective)
        assert stage.proven
        values.append(stage.value)
    assert values == [best_value(problem)] * 2


def test_the_lower_of_two_bounds_counts() -> None:
    answer = Answer("feasible", np.zeros(1, np.int64), 9)
    assert linked.within(answer, 7).bound == 7
    assert linked.within(answer, None).bound == 9
    assert linked.within(Answer("unknown"), None).bound is None
