"""Every phase of every family under pytest-benchmark; each award is its proven one.

``python -m pytest benchmarks/bench_phases.py`` runs the smoke sizes, ``BENCH=full`` all of them.
pytest-benchmark's own options apply, such as ``--benchmark-json`` and ``--benchmark-compare``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest

from award_opt.bench import PHASES, Desk
from benchmarks import answers, ours
from benchmarks.suite import Case, books, cases, proven

FULL = os.environ.get("BENCH") == "full"
ROUNDS = 5 if FULL else 2
CASES = {(case.name, phase): case for case in cases(FULL) for phase in case.phases}
BOOKS = {book.name: book for book in books(FULL) if answers.value_of(book.name) is not None}


@pytest.mark.parametrize(("name", "phase"), CASES)
def bench_phase(benchmark: Any, name: str, phase: str) -> None:
    """One phase of one case, each round on a desk that did the phases before it."""
    case = CASES[name, phase]
    desks = _desks(case, phase)

    def setup() -> tuple[tuple[Desk], dict[str, object]]:
        return (next(desks),), {}

    counts = benchmark.pedantic(
        lambda desk: getattr(desk, phase)(), setup=setup, rounds=ROUNDS, iterations=1
    )
    benchmark.extra_info.update(counts)
    assert counts


def _desks(case: Case, phase: str) -> Iterator[Desk]:
    before = [name for name in PHASES if PHASES.index(name) < PHASES.index(phase)]
    needed = [name for name in before if name in case.phases]
    while True:
        desk = Desk(case.source)
        for name in needed:
            desk.prepare(name)
            getattr(desk, name)()
        desk.prepare(phase)
        yield desk


@pytest.mark.parametrize("name", BOOKS)
def bench_award_from_tables(benchmark: Any, name: str) -> None:
    """From the tables in memory to the proven and checked award."""
    book = BOOKS[name]
    value = proven(book).value
    by = ours.judge()

    def award() -> int:
        return ours.checked(book, ours.awarded(ours.compiled(book), by)).value

    assert benchmark.pedantic(award, rounds=ROUNDS, iterations=1) == value
