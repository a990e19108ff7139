"""All other fates at once: each answer is the brute-force one, and that of one bid at a time."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pytest
from brute import lawful_points, part_of, random_problem, rows_of
from random_tenders import random_case
from small_problems import Stopping

from award_opt.award import AwardFile
from award_opt.domain import Instance
from award_opt.engines import Clock
from award_opt.margins import of_stand
from award_opt.program.parts import Problem
from award_opt.program.rows import Indicator, Indicators
from award_opt.search import blocks, every_fate, fates, looks, side_by_side, tableaus
from award_opt.search.bounds import DualBound
from award_opt.search.fast import Fast
from award_opt.search.fates import PartFates, Stand
from award_opt.search.flips import lawful_exchanges
from award_opt.search.judge import Judge
from award_opt.search.stacked import Columns, Stacked
from award_opt.solve import Options, solve
from award_opt.tender import Tender
from benchmarks.families.book import Book
from benchmarks.families.market import Market, build

QUICK, SLOW = (Options(cross_check=False, fast=Fast(together=on)) for on in (True, False))


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """However few bids there are, they are searched together."""
    for module in (fates, looks):
        monkeypatch.setattr(module, "FEW", 1)


@pytest.fixture(params=[True, False], ids=["looks", "boxes"])
def looked(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """With a look at cheap awards first, and without."""
    if not request.param:
        monkeypatch.setattr(blocks, "LARGEST", 0)
    return bool(request.param)


def problems(seeds: int, most: int = 9) -> Iterator[tuple[int, Problem, list[np.ndarray]]]:
    """Random problems with their lawful vectors, if there are any."""
    for seed in range(seeds):
        problem = random_problem(random.Random(seed), most)
        points = lawful_points(problem)
        if points:
            yield seed, problem, points


def boxes(problem: Problem, many: int, rng: random.Random) -> tuple[np.ndarray, np.ndarray]:
    """Random boxes."""
    kind = np.array([[rng.choice([0, 1, 2, 2]) for _ in range(problem.size)] for _ in range(many)])
    return (kind == 1).astype(np.int64), (kind > 0).astype(np.int64)


def test_stacked_boxes_hold_the_same_awards_and_the_best_of_each_is_found() -> None:
    empty = found = 0
    for seed, problem, points in problems(150):
        lower, upper = boxes(problem, 6, random.Random(seed))
        stacked = Stacked(problem, Columns(problem), points[0], lower, upper)
        _, size = stacked.sizes
        blocks = np.flatnonzero(~stacked.empty & (size > 0))
        least = np.full(len(blocks), -10)
        told, _ = side_by_side.together(stacked.asked(blocks, least, 1), Clock())
        answers = dict(zip(blocks.tolist(), told, strict=True))
        for box, (low, high) in enumerate(zip(lower, upper, strict=True)):
            inside = [p for p in points if (p >= low).all() and (p <= high).all()]
            best = max(map(problem.value, inside), default=None)
            empty += not inside
            if stacked.empty[box]:
                assert not inside
                continue
            answer = answers.get(box)
            assert answer is None or answer.proven
            values = np.zeros(0, np.int64) if answer is None else answer.values
            whole = None if values is None else stacked.whole(box, values)
            if whole is not None and answer is None and not problem.lawful(whole):
                whole = None
            assert (None if whole is None else problem.value(whole)) == best, (seed, box)
            assert whole is None or any(np.array_equal(whole, p) for p in inside)
            found += best is not None
    assert min(found, empty) >= 100


def test_only_what_is_worth_enough_is_found() -> None:
    above = below = 0
    for seed, problem, points in problems(80):
        stacked = Stacked(
            problem, Columns(problem), points[0], problem.lower[None], problem.upper[None]
        )
        best = max(map(problem.value, points))
        for worth in (best - 1, best, best + 1):
            if not stacked.sizes[1][0]:
                continue
            asked = stacked.asked(np.array([0]), np.array([worth]), 1)
            ((answer,), _) = side_by_side.together(asked, Clock())
            assert answer.proven
            assert (answer.values is None) == (worth > best), seed
            above, below = above + (worth > best), below + (worth <= best)
    assert min(above, below) >= 40


def flips_of(problem: Problem, indicators: Indicators, values: np.ndarray) -> dict[int, int]:
    """The best lawful award with one bid flipped, or a winner and a loser, by trying all."""
    bids = [j for j in range(problem.size) if j not in indicators.column]
    won, lost = ([j for j in bids if values[j] == fate] for fate in (1, 0))
    best: dict[int, int] = {}
    for flipped in [*((j,) for j in bids), *((a, b) for a in won for b in lost)]:
        award = values.copy()
        award[list(flipped)] ^= 1
        award = indicators.complete(award)
        if problem.lawful(award):
            for bid in flipped:
                best[bid] = max(best.get(bid, -(10**12)), problem.value(award))
    return best


def counted(problem: Problem, rng: random.Random) -> tuple[Problem, Indicators]:
    """A problem some of whose last variables say whether enough of the others win."""
    many = rng.randint(0, min(3, problem.size - 1))
    bids = problem.size - many
    indicators = Indicators.of(
        Indicator(
            bids + k,
            np.array(sorted(rng.sample(range(bids), rng.randint(1, bids))), np.int64),
            rng.randint(1, 2),
        )
        for k in range(many)
    )
    return problem, indicators


def test_exchanges_are_the_best_that_one_or_two_flips_give() -> None:
    compared = 0
    for seed, problem, points in problems(200, most=10):
        rng = random.Random(seed)
        problem_, indicators = counted(problem, rng)
        kept = [p for p in points if np.array_equal(indicators.complete(p), p)]
        if not kept:
            continue
        values = rng.choice(kept)
        found: dict[int, int] = {}
        for award in lawful_exchanges(problem_, indicators, values):
            assert problem.lawful(award)
            assert np.array_equal(indicators.complete(award), award)
            for bid in np.flatnonzero(award != values).tolist():
                found[bid] = max(found.get(bid, -(10**12)), problem.value(award))
        expected = flips_of(problem, indicators, values)
        assert {bid: found[bid] for bid in expected} == expected, seed
        compared += len(expected)
    assert compared >= 300


@pytest.mark.usefixtures("few", "looked")
def test_every_answer_together_is_the_brute_force_one() -> None:
    judge = QUICK.judge()
    open_ = shut = 0
    for seed, problem, points in problems(250):
        best = max(points, key=problem.value)
        part = PartFates(part_of(problem), problem, best, judge)
        told: list[int] = []
        part.together(range(problem.size), told.append)
        assert sum(told) == len(part._answers)
        for variable in range(problem.size):
            other = [problem.value(p) for p in points if p[variable] != best[variable]]
            assert part.best(variable) == max(other, default=None), (seed, variable)
            open_, shut = open_ + bool(other), shut + (not other)
            award = part.known.award.get(variable)
            assert (award is None) == (not other)
            assert award is None or problem.lawful(award)
    assert min(open_, shut) >= 100


@pytest.mark.usefixtures("few")
def test_a_bound_of_the_pool_is_never_below_the_best_award() -> None:
    for seed, problem, points in problems(120):
        values = max(points, key=problem.value)
        wanted = np.arange(problem.size)
        pool = every_fate.Pool(problem, values, wanted)
        rng = np.random.default_rng(seed)
        for _ in range(4):
            pool.add(DualBound.of(problem, rng.normal(size=len(problem.rows.bound))))
        for variable in wanted.tolist():
            other = [p for p in points if p[variable] != values[variable]]
            worth = max(map(problem.value, other), default=None)
            if worth is None:
                continue
            assert pool.bound[variable] >= worth
            for least in (worth - 2, worth):
                lower, upper = pool.boxes(np.array([variable]), np.array([least]))
                for point in other:
                    if problem.value(point) >= least:
                        assert ((point >= lower[0]) & (point <= upper[0])).all()


def stand_of(tender: Tender, instance: Instance, award: AwardFile, options: Options) -> Stand:
    return Stand.of(tender, instance, award, None, options.judge())


@pytest.mark.usefixtures("few", "looked")
def test_the_margins_are_those_of_one_bid_at_a_time() -> None:
    compared = 0
    for seed in range(90):
        tender, instance = random_case(seed)
        award = solve(tender, instance, QUICK)
        if award.status != "optimal":
            continue
        quick, slow = (
            of_stand(stand_of(tender, instance, award, options)) for options in (QUICK, SLOW)
        )
        assert quick == slow, seed
        compared += len(quick)
    assert compared >= 150


def market(seed: int) -> tuple[Tender, Instance, AwardFile]:
    """A region of some 120 bids, with budgets, demands, caps and a share for small providers."""
    book: Book = build(Market("S", 1, 24, 6, 4, (5, 6), 14, 2), seed)
    tender, instance = book.tender, book.instance()
    return tender, instance, solve(tender, instance, QUICK)


@pytest.mark.usefixtures("looked")
@pytest.mark.parametrize("seed", range(3))
def test_all_margins_of_a_region_are_those_of_one_bid_at_a_time(seed: int) -> None:
    tender, instance, award = market(seed)
    assert award.status == "optimal"
    together = stand_of(tender, instance, award, QUICK)
    seen: list[tuple[int, int]] = []
    quick = of_stand(together, lambda done, total: seen.append((done, total)))
    assert quick == of_stand(stand_of(tender, instance, award, SLOW))
    assert seen == [(k + 1, len(quick)) for k in range(len(quick))]
    assert together.judge.tally.solves == 0


def test_what_is_left_open_is_answered_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    tender, instance, award = market(0)
    expected = of_stand(stand_of(tender, instance, award, SLOW))
    monkeypatch.setattr(blocks, "LARGEST", 0)
    for name, module, value in (
        ("BOXES", side_by_side, 2),
        ("LARGEST", side_by_side, 150),
        ("STEPS", side_by_side, 5),
        ("ROUNDS", every_fate, 1),
        ("LEAST", tableaus, 0.5),
    ):
        with monkeypatch.context() as patched:
            patched.setattr(module, name, value)
            assert of_stand(stand_of(tender, instance, award, QUICK)) == expected, name


def test_a_tree_that_is_stopped_proves_nothing() -> None:
    open_ = shut = 0
    for seed, problem, points in problems(60):
        lower, upper = np.tile(problem.lower, (3, 1)), np.tile(problem.upper, (3, 1))
        stacked = Stacked(problem, Columns(problem), points[0], lower, upper)
        best = max(map(problem.value, points))
        if not stacked.sizes[1][0]:
            continue
        asked = stacked.asked(np.arange(3), np.full(3, best + 1), 1)
        for many in (0, 1, 2, 4):
            told, _ = side_by_side.together(asked, Stopping(many))
            assert all(answer.values is None for answer in told), seed
            assert many or not any(answer.proven for answer in told)
            open_ += sum(not answer.proven for answer in told)
            shut += sum(answer.proven for answer in told)
    assert min(open_, shut) >= 60


@pytest.mark.usefixtures("looked")
def test_a_search_that_is_stopped_answers_nothing_that_is_not_exact() -> None:
    tender, instance, award = market(0)
    slow = stand_of(tender, instance, award, SLOW).fates
    assert slow is not None
    expected = [slow.best(bid) for bid in range(len(slow.stand.bids))]
    stops = exact = 0
    for many in (0, 1, 2, 3, 10, 30):
        judge = Judge(QUICK.judge().engine, None, Stopping(many), fast=Fast())
        found = Stand.of(tender, instance, award, None, judge).fates
        assert found is not None
        found.together(range(len(expected)), lambda _: None)
        for bid, best in enumerate(expected):
            try:
                assert found.best(bid) == best
                exact += 1
            except KeyboardInterrupt:
                stops += 1
    assert min(stops, exact) >= 25


def test_every_pair_of_bids_is_an_exchange_of_two() -> None:
    rows = rows_of([({0: 1, 1: 1, 2: 1, 3: 1}, 0, 2)])
    none = np.zeros(4, np.int64)
    problem = Problem(rows, none, none + 1, np.array([5, 4, 3, 2]))
    values = np.array([1, 1, 0, 0])
    found = {tuple(a.tolist()) for a in lawful_exchanges(problem, Indicators.of(()), values)}
    pairs = {tuple(int(k in kept) for k in range(4)) for kept in combinations(range(4), 2)}
    assert found <= pairs - {(1, 1, 0, 0)}
    assert {(0, 1, 1, 0), (1, 0, 1, 0), (1, 0, 0, 1)} <= found
