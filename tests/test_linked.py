from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from award_opt.columns import Ints
from award_opt.engines import Answer, Clock
from award_opt.engines.cp_sat import CpSat
from award_opt.program.parts import Part, Problem
from award_opt.program.rows import Indicators, Rows
from award_opt.search import linked
from award_opt.search.fast import Fast
from award_opt.search.judge import Judge
from award_opt.search.linked import regions
from award_opt.search.linked.joint import Tightened, tightened
from award_opt.search.linked.prices import Priced, Regions
from award_opt.search.linked.regions import SCALE
from award_opt.search.linked.steps import Steps
from award_opt.search.linked.tour import Tour
from award_opt.search.linked.windows import Windows
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
    monkeypatch.setattr(regions, "LARGE", 1)
    monkeypatch.setattr(regions, "PARTS", 3)


def test_the_links_are_the_rows_of_the_rule_that_holds_the_regions_together(small: None) -> None:
    problem = national(1)
    shape = regions.shape(problem)
    assert shape is not None
    assert shape.links.tolist() == [4, 5, 6]
    parts = regions.regions(problem, shape.split, problem.rows.only(shape.links))
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
    assert regions.shape(whole) is None
    assert linked.near_best(whole, None, judge()) is None
    monkeypatch.setattr(regions, "LARGE", 13)
    assert regions.shape(problem) is None


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


# --- regions in which each bidder counts once

BIDDERS = 2
LOTS = 2  # bids of one bidder in one region
PLACES = 3


def counted(seed: int) -> Problem:
    """In each region few bidders may win, each bid of a bidder counts him; few lots for each."""
    random = np.random.default_rng(seed)
    each = BIDDERS * (LOTS + 1)
    rows: list[tuple[list[int], list[int], int, int]] = []
    for region in range(PLACES):
        first = region * each
        counts = [first + BIDDERS * LOTS + bidder for bidder in range(BIDDERS)]
        rows += [
            ([first + bid, counts[bid // LOTS]], [1, -1], 0, -1) for bid in range(BIDDERS * LOTS)
        ]
        rows.append((counts, [1] * BIDDERS, int(random.integers(1, BIDDERS + 1)), 0))
    for bidder in range(BIDDERS):
        lots = [
            region * each + bidder * LOTS + lot for region in range(PLACES) for lot in range(LOTS)
        ]
        rows.append((lots, [1] * len(lots), int(random.integers(1, 4)), 1))
    objective = np.zeros(PLACES * each, np.int64)
    bids = np.arange(PLACES * each) % each < BIDDERS * LOTS
    objective[bids] = random.integers(1, 100, int(bids.sum()))
    objective[~bids] = -random.integers(0, 60, int((~bids).sum()))
    return Problem(
        rows=Rows(
            start=np.cumsum([0, *(len(column) for column, _, _, _ in rows)]),
            column=np.concatenate([column for column, _, _, _ in rows]),
            coefficient=np.concatenate([number for _, number, _, _ in rows]),
            sense=np.full(len(rows), -1),
            bound=np.array([bound for _, _, bound, _ in rows], np.int64),
            rule=np.array([rule for _, _, _, rule in rows], np.int64),
            group=("",) * len(rows),
        ),
        lower=np.zeros(len(objective), np.int64),
        upper=np.ones(len(objective), np.int64),
        objective=objective,
    )


def lawful_values(problem: Problem) -> Ints:
    """All lawful vectors; shape ``(many, size)``."""
    rows, each = problem.rows, problem.size // PLACES
    table = np.zeros((len(rows.bound), problem.size), np.int64)
    table[rows.owner, rows.column] = rows.coefficient
    every = np.array([*product((0, 1), repeat=each)], np.int64)
    found = np.zeros((1, 0), np.int64)
    for place in range(PLACES):
        inside = ~np.delete(table, np.s_[place * each : (place + 1) * each], axis=1).any(axis=1)
        own = table[inside][:, place * each : (place + 1) * each]
        good = every[(every @ own.T <= rows.bound[inside]).all(axis=1)]
        found = np.hstack([np.repeat(found, len(good), axis=0), np.tile(good, (len(found), 1))])
    return found[(found @ table.T <= rows.bound).all(axis=1)]


def tight(problem: Problem) -> tuple[regions.Shape, Tightened]:
    shape = regions.shape(problem)
    assert shape is not None
    whole = tightened(problem, shape.links, Clock())
    assert whole is not None
    return shape, whole


def beside(problem: Problem) -> tuple[Tightened, Regions, Priced]:
    shape, whole = tight(problem)
    parts = regions.regions(problem, shape.split, whole.limits.rows)
    every = Regions(problem, parts, whole.limits, judge())
    prices = np.rint(np.maximum(whole.duals(shape.links), 0) * SCALE).astype(np.int64)
    priced = every.priced(prices)
    assert priced is not None
    return whole, every, priced


SEEDS = range(8)


def test_some_relaxation_breaks_a_joint_row(small: None) -> None:
    assert sum(len(tight(counted(seed))[1].limits.parent) - BIDDERS for seed in SEEDS) > 0


@pytest.mark.parametrize("seed", SEEDS)
def test_every_award_keeps_all_joint_rows(small: None, seed: int) -> None:
    problem = counted(seed)
    _, whole = tight(problem)
    for values in lawful_values(problem)[::7]:
        assert whole.problem.lawful(values)


@pytest.mark.parametrize("seed", SEEDS)
def test_prices_bound_every_award_and_steps_lower_the_bound(small: None, seed: int) -> None:
    problem = counted(seed)
    best = int((lawful_values(problem) @ problem.objective).max())
    _, every, priced = beside(problem)
    steps = Steps(every, priced)
    for _ in range(10):
        before = steps.best.total
        if not steps.ended:
            steps.step()
        assert best <= steps.best.bound
        assert steps.best.total <= before


@pytest.mark.parametrize("seed", SEEDS)
def test_a_box_holds_all_awards_in_which_no_region_loses_more(small: None, seed: int) -> None:
    problem = counted(seed)
    _, every, priced = beside(problem)
    worth = [region.priced(priced.prices) for region in every.regions]
    for loss in (0, 5 * SCALE, 40 * SCALE):
        lower, upper = priced.box(every.regions, problem, loss)
        for values in lawful_values(problem)[::7]:
            reached = [
                own.value(values[region.variables])
                for own, region in zip(worth, every.regions, strict=True)
            ]
            if (priced.most - np.array(reached) <= loss).all():
                assert ((lower <= values) & (values <= upper)).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_windows_and_mixtures_only_make_an_award_better(small: None, seed: int) -> None:
    problem = counted(seed)
    whole, every, priced = beside(problem)
    award = Tour(every, priced, problem.lower, judge()).travel()
    award = award if problem.lawful(award) else problem.lower
    windows = Windows(whole.problem, every, award, judge())
    for better in (
        lambda: windows.sweep(priced, 1, 1000),
        lambda: windows.sweep(priced, 2, 1000),
        lambda: windows.mix([(place, values) for place, values in every.entries()]),
    ):
        before = problem.value(windows.award)
        assert better() == (problem.value(windows.award) > before)
        assert problem.lawful(windows.award)


@pytest.mark.parametrize("seed", SEEDS)
def test_regions_with_indicators_are_proven_as_without_the_fast_path(
    small: None, seed: int
) -> None:
    problem = counted(seed)
    best = int((lawful_values(problem) @ problem.objective).max())
    found = linked.near_best(problem, None, judge())
    assert found is not None
    assert found.values is not None
    assert problem.lawful(found.values)
    assert (found.verdict, found.bound, problem.value(found.values)) == ("optimal", best, best)


def test_an_interrupt_keeps_what_is_known(small: None, monkeypatch: pytest.MonkeyPatch) -> None:
    problem, by = counted(1), judge()
    best = int((lawful_values(problem) @ problem.objective).max())

    def interrupted(self: Regions, prices: Ints) -> Priced | None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Regions, "priced", interrupted)
    found = linked.near_best(problem, problem.lower, by)
    assert found is not None
    assert found.bound is not None
    assert found.values is not None
    assert found.verdict == "feasible"
    assert problem.value(found.values) <= best <= found.bound
    assert by.clock.stopped.is_set()


def test_a_national_program_without_awards_is_found_impossible(small: None) -> None:
    problem = counted(2)
    each = problem.size // PLACES
    for place in range(PLACES):  # the first bidder has to win more lots than he may
        rows = problem.rows.also(
            place * each + np.arange(LOTS), -np.ones(LOTS, np.int64), -1, -LOTS
        )
        problem = replace(problem, rows=replace(rows, rule=np.maximum(rows.rule, 0)))
    assert not len(lawful_values(problem))
    part = Part(problem, np.arange(problem.size), Indicators.of(()))
    search = Search(part, Judge(CpSat(), None, Clock(), fast=Fast()))
    assert search.start().verdict == "infeasible"
