"""Where the award changes as one parameter moves: exact values, not those of a grid.

Two kinds of parameter have exact answers. A limit counted in whole units (a cap, a demand, cents of
a ceiling, basis points of a share) is halved, down to one unit. A parameter that enters a goal
linearly (the weight of a lot or a criterion, points on one bid) makes every award a line and the
best of them a convex chain, whose corners are found by crossing lines; every corner is a fraction.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TypeAlias

from award_opt.rules import AnyRule
from award_opt.tender import Tender

Winners: TypeAlias = tuple[str, ...]
Asked: TypeAlias = Callable[[int], None]
MOST_SOLVES = 2000
LIMITS = frozenset(
    {
        ("max_winners", "limit"),
        ("max_lots", "limit"),
        ("max_share", "limit"),
        ("budget", "ceiling"),
        ("min_winners", "at_least"),
        ("coverage", "at_least"),
        ("capacity", "demand"),
        ("min_share", "share"),
    }
)


# --- limits in whole units


@dataclass(frozen=True, slots=True)
class Standing:
    """The award at one value of a parameter; ``award`` is ``None`` where none is lawful."""

    award: Winners | None
    proven: bool = True


@dataclass(frozen=True, slots=True)
class Stretch:
    """Whole values from ``low`` to ``high`` that give one award.

    ``proven`` says that every award behind it is proven. Where the next stretch does not begin one
    unit later, the award changes somewhere in between, and the number of solves ran out first.
    """

    low: int
    high: int
    award: Winners | None
    proven: bool


def by_unit(
    low: int,
    high: int,
    solve: Callable[[int], Standing],
    *,
    nested: bool,
    most: int = MOST_SOLVES,
    asked: Asked | None = None,
) -> tuple[Stretch, ...]:
    """The stretches of values from ``low`` to ``high``, exact to one unit.

    Parameters
    ----------
    nested
        The lawful awards of one value are all lawful at the next, or at the one before, and the
        goals do not move (``nested`` below says when). Then equal awards at two values are proven
        for every value in between, for the best of the larger set is in the smaller one too, and
        only unequal ends are halved. Where it is false every unit is solved.
    most
        How many values are solved at most.
    asked
        Called with the number of values solved so far.
    """
    known: dict[int, Standing] = {}

    def ask(value: int) -> None:
        known[value] = solve(value)
        if asked is not None:
            asked(len(known))

    for value in dict.fromkeys((low, high)):
        ask(value)
    gaps = deque([(low, high)])
    while gaps and len(known) < most:
        below, above = gaps.popleft()
        same = nested and known[below].award == known[above].award
        if same or above - below < 2:
            continue
        middle = (below + above) // 2
        ask(middle)
        gaps += [(below, middle), (middle, above)]
    return tuple(_stretches(known))


def _stretches(known: dict[int, Standing]) -> Iterator[Stretch]:
    values = sorted(known)
    first = values[0]
    for here, after in [*pairwise(values), (values[-1], None)]:
        if after is None or known[here].award != known[after].award:
            inside = [known[value] for value in values if first <= value <= here]
            proven = all(each.proven for each in inside)
            yield Stretch(first, here, inside[0].award, proven)
            first = here if after is None else after


def nested(tender: Tender, rule: AnyRule, field: str) -> bool:
    """Whether a larger value of a field only widens, or only narrows, what is lawful.

    True of limits on the winners together; not of filters, which also move what others are asked
    as far as bids are available, nor of coverage that is a goal.
    """
    if (rule.kind, field) not in LIMITS:
        return False
    filters = rule.kind == "min_share" and rule.per == "contract"
    counts_as_goal = rule.kind == "coverage" and rule.if_short == "goal"
    return not filters and not counts_as_goal and rule in tender.rules


@dataclass(frozen=True, slots=True)
class Steps:
    """A parameter in units of ``10**-places`` with its stretches.

    ``published`` is its value in the published tender, ``None`` where that is not a number.
    """

    name: str
    places: int
    published: int | None
    stretches: tuple[Stretch, ...]
    solves: int


# --- parameters that enter a goal linearly


@dataclass(frozen=True, slots=True)
class Line:
    """What one award is worth as a parameter moves: ``start + slope * value``, more is better."""

    start: int
    slope: int
    award: Winners

    def at(self, value: Fraction) -> Fraction:
        """The worth at one value."""
        return self.start + self.slope * value


@dataclass(frozen=True, slots=True)
class Piece:
    """The award is the same for every value strictly between ``low`` and ``high``."""

    low: Fraction
    high: Fraction
    line: Line


@dataclass(frozen=True, slots=True)
class Turn:
    """A value at which awards tie; ``award`` is the one that later goals and ties then choose."""

    at: Fraction
    award: Winners


@dataclass(frozen=True, slots=True)
class Chain:
    """All pieces from the lowest value to the highest, and the turns between them.

    A turn may stand at the very first or last value, where the range happens to begin or end.
    """

    pieces: tuple[Piece, ...]
    turns: tuple[Turn, ...]
    solves: int


def by_line(
    low: Fraction,
    high: Fraction,
    solve: Callable[[Fraction], Line | None],
    asked: Asked | None = None,
) -> Chain:
    """The exact turns from ``low`` to ``high`` of a parameter that enters a goal linearly.

    Two lines that are best at two values cross in between. Where they cross, either no award is
    better than both, and the crossing is a turn, or a third one is, and both sides are asked again.
    Each solve therefore finds a turn or a new line: with ``k`` pieces about ``2k`` solves.

    Parameters
    ----------
    solve
        A best award at one value, as a line; goals before and after, ties and rules do not depend
        on the parameter. ``None`` where no award is lawful, which no value changes.

    References
    ----------
    Eisner and Severance (1976), Mathematical techniques for efficient record segmentation in
    large shared databases. Gusfield (1983), Parametric combinatorial computing.
    """
    crossing = _Crossing(solve, asked)
    first, last = crossing.line(low), crossing.line(high)
    if first is None or last is None:
        return Chain((), (), crossing.solves)
    lines, turns = [first], []
    for at, award, line in crossing.between(first, last):
        turns.append(Turn(at, award))
        lines.append(line)
    ends = [low, *(turn.at for turn in turns), high]
    pieces = [Piece(a, b, line) for (a, b), line in zip(pairwise(ends), lines, strict=True)]
    whole = tuple(piece for piece in pieces if piece.low < piece.high or low == high)
    return Chain(whole, tuple(turns), crossing.solves)


@dataclass(frozen=True, slots=True)
class Corners:
    """A linear parameter, its value in the published tender, and its chain."""

    name: str
    published: Fraction
    chain: Chain


@dataclass(slots=True)
class _Crossing:
    solve: Callable[[Fraction], Line | None]
    asked: Asked | None
    solves: int = 0

    def line(self, value: Fraction) -> Line | None:
        found = self.solve(value)
        self.solves += 1
        if self.asked is not None:
            self.asked(self.solves)
        return found

    def between(self, left: Line, right: Line) -> Iterator[tuple[Fraction, Winners, Line]]:
        """Each turn between two lines with the award at it and the line to its right."""
        pending = [(left, right)]
        while pending:
            left, right = pending.pop()
            if left.slope == right.slope:
                continue
            at = Fraction(left.start - right.start, right.slope - left.slope)
            middle = self.line(at)
            if middle is None or middle.at(at) == left.at(at):
                yield at, left.award if middle is None else middle.award, right
            else:
                pending += [(middle, right), (left, middle)]
