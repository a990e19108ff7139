"""What can be had together: points against partners, small providers or money.

A point is on the frontier when no other point is at least as good on both and better on one. Only
scenarios with the bids as given are compared: draws, withdrawals and invented books have other
points to give.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, Literal, TypeAlias

from award_opt.sweep.result import Result
from award_opt.sweep.scenario import Scenario

Row: TypeAlias = tuple[Scenario, Result | None]
Measure: TypeAlias = Literal["partners", "small_share", "money"]
MEASURES: Final[tuple[Measure, ...]] = ("partners", "small_share", "money")
MORE_IS_BETTER: Final = frozenset({"small_share"})
NAMED: Final = 12  # scenarios kept for a point
PLACES: Final = {"partners": 0, "small_share": 2, "money": 2}


@dataclass(frozen=True, slots=True)
class Point:
    """One pair of a total score and a measure, exact, and the scenarios that give it.

    Parameters
    ----------
    measured
        Partners, hundredths of a percent for small providers, or cents.
    scenarios, count
        The first of the scenarios that give the point, in the order of the sweep, and how many do.
    best
        No other point is at least as good on both and better on one.
    proven
        Every goal behind one of its scenarios is proven.
    """

    score: Decimal
    measured: int
    scenarios: tuple[Scenario, ...]
    count: int
    best: bool
    proven: bool


@dataclass(frozen=True, slots=True)
class Frontier:
    """All points of a sweep under one measure, most points first.

    ``open`` scenarios have no answer yet, so that points of theirs may still pass these.
    """

    measure: Measure
    points: tuple[Point, ...]
    open: int

    @property
    def best(self) -> tuple[Point, ...]:
        """The points on the frontier, most points first."""
        return tuple(point for point in self.points if point.best)


def frontiers(rows: Iterable[Row]) -> tuple[Frontier, ...]:
    """The frontier under each measure that the results hold; none where nothing was scored."""
    gathered = Gathered()
    for scenario, result in rows:
        gathered.add(scenario, result)
    return gathered.frontiers()


class Gathered:
    """The points of a sweep as they come, each distinct one once."""

    def __init__(self) -> None:
        self._held: dict[Measure, dict[tuple[Decimal, int], _Pair]] = {m: {} for m in MEASURES}
        self._missing = 0

    def add(self, scenario: Scenario, result: Result | None) -> None:
        """Look at one scenario; those with other bids are left out."""
        if scenario.draw is not None or scenario.gone or scenario.book is not None:
            return
        if result is None:
            self._missing += 1
        elif result.status == "optimal" and result.score is not None:
            for name in MEASURES:
                if (measured := _measured(result, name)) is not None:
                    key = Decimal(result.score), measured
                    self._held[name].setdefault(key, _Pair()).add(scenario, result)

    def frontiers(self) -> tuple[Frontier, ...]:
        """The frontiers of all scenarios so far."""
        held = self._held.items()
        return tuple(
            Frontier(name, _points(name, pairs), self._missing) for name, pairs in held if pairs
        )


def _measured(result: Result, name: Measure) -> int | None:
    if name == "partners":
        return result.partners
    return result.small_bp if name == "small_share" else result.money_cents


@dataclass(slots=True)
class _Pair:
    """What is known of one point, in as much memory as one scenario takes."""

    first: list[Scenario] = field(default_factory=list)
    count: int = 0
    proven: bool = False

    def add(self, scenario: Scenario, result: Result) -> None:
        self.count += 1
        self.proven |= all(proven for _, _, proven in result.goals)
        if len(self.first) < NAMED:
            self.first.append(scenario)


def _points(name: Measure, pairs: dict[tuple[Decimal, int], _Pair]) -> tuple[Point, ...]:
    """Most points first, the better measure first among equals; exact comparisons alone."""
    sign = -1 if name in MORE_IS_BETTER else 1
    found: list[Point] = []
    least: int | None = None
    for score, measured in sorted(pairs, key=lambda pair: (-pair[0], sign * pair[1])):
        best = least is None or sign * measured < least
        least = sign * measured if best else least
        pair = pairs[score, measured]
        first = tuple(pair.first)
        found.append(Point(score, measured, first, pair.count, best, pair.proven))
    return tuple(found)


# --- every point there is, not only those of a sweep


@dataclass(frozen=True, slots=True)
class Reach:
    """The best award within a bound: its score and its measure, in whole units."""

    score: int
    measured: int
    award: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """Awards of which none is at least as good as another on both; ``complete`` when all."""

    points: tuple[Reach, ...]
    complete: bool


def trace(solve: Callable[[int | None], Reach | None], *, most: int, more: bool = False) -> Trace:
    """Every exact point of the frontier of all lawful awards, most points first.

    Parameters
    ----------
    solve
        The award with the most points whose measure is at most (with ``more``: at least) a bound,
        ``None`` for no bound; among those the best measure. ``None`` where none is lawful.
    most
        How many points are sought at most.
    more
        A higher measure is better.

    References
    ----------
    Haimes, Lasdon and Wismer (1971), On a bicriterion formulation of the problems of integrated
    system identification and system optimization.
    """
    step = 1 if more else -1
    points: list[Reach] = []
    reach = solve(None)
    while reach is not None and len(points) < most:
        if points and reach.score == points[-1].score:
            points.pop()  # as many points and a better measure: the one before is not on it
        points.append(reach)
        reach = solve(reach.measured + step)
    return Trace(tuple(points), reach is None)
