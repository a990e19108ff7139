"""award_opt on a book, timed as the peers are: from tables in memory to a checked award."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from benchmarks import ours
from benchmarks.families import FAMILIES, Book
from benchmarks.peers.claim import Claim, Point, Watch
from benchmarks.peers.tables import read

SHORTER: Final = (1.0, 2.0, 5.0, 15.0, 30.0)  # seconds after which we look


def book(family: str, seed: int, path: Path) -> Book:
    """The book of a file itself, its tender read: what its tables stand for.

    Raises
    ------
    LookupError
        A published case is not at hand, or the file holds another book.
    """
    made = FAMILIES[family].build(seed)
    if made is None or replace(made, tables=read(path)).digest() != made.digest():
        raise LookupError(f"{family}-{seed}")
    _ = made.tender
    ours.judge()  # puts the engine through its gate, once in a process
    return made


def solve(made: Book, watch: Watch, *, ties: bool = False, cross_check: bool = False) -> Claim:
    """The award by the goals; with ``ties`` or ``cross_check`` as ``solve`` gives it."""
    program = ours.compiled(made)
    build = watch.now
    by = ours.judge(cross_check=cross_check, seconds=watch.left)
    outcome = ours.awarded(program, by, ties=ties)
    if outcome.status in ("infeasible", "unknown"):
        return Claim(False, None, None, build, watch.now)
    found = ours.checked(made, outcome)
    proven = found.proven and (not ties or outcome.status == "optimal")
    bound = None if found.bound is None else float(found.bound)
    return Claim(proven, found.wins, bound, build, watch.now)


def goals(made: Book) -> Callable[[object, Watch], Claim]:
    """The best award by the goals."""
    return lambda _, watch: solve(made, watch)


def traced(made: Book) -> Callable[[object, Watch], Claim]:
    """The best award by the goals, and what was known after shorter limits, each a run anew."""

    def solved(_: object, watch: Watch) -> Claim:
        points: list[Point] = []
        for seconds in SHORTER:
            if seconds < watch.limit and not (points and _proven(points[-1])):
                found = solve(made, Watch(seconds))
                value = None if found.wins is None else float(made.value(found.wins))
                points.append((found.total, value, found.bound))
        return replace(solve(made, Watch(watch.limit)), trace=tuple(points))

    return solved


def _proven(point: Point) -> bool:
    _, value, bound = point
    return value is not None and value == bound


def ties(made: Book) -> Callable[[object, Watch], Claim]:
    """And the first of those that tie."""
    return lambda _, watch: solve(made, watch, ties=True)


def cross_check(made: Book) -> Callable[[object, Watch], Claim]:
    """And every claim confirmed by a second engine."""
    return lambda _, watch: solve(made, watch, ties=True, cross_check=True)
