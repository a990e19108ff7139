"""Every phase of every family under pytest-benchmark; each award is its proven one.

``python -m pytest benchmarks/bench_phases.py`` runs the smoke sizes, ``BENCH=full`` all of them.
pytest-benchmark's own options apply, such as ``--benchmark-json`` and ``--benchmark-compare``.
"""

from __future__ import annotations

from typing import Any

import pytest

from award_opt.bench import Desk
from benchmarks import answers
from benchmarks.suite import asked_in_full, book, cases, names, proven

FULL = asked_in_full()
ROUNDS = 3 if FULL else 2
CASES = {(case.name, phase): case for case in cases(FULL) for phase in case.phases}
PROVEN = [name for name in names(FULL) if answers.value_of(name) is not None]


@pytest.mark.parametrize(("name", "phase"), CASES)
def bench_phase(benchmark: Any, name: str, phase: str) -> None:
    """One phase of one case, each round on a desk of its own."""

    def setup() -> tuple[tuple[Desk], dict[str, object]]:
        desk = Desk(CASES[name, phase].source)
        desk.prepare(phase)
        return (desk,), {}

    counts = benchmark.pedantic(
        lambda desk: getattr(desk, phase)(), setup=setup, rounds=ROUNDS, iterations=1
    )
    benchmark.extra_info.update(counts)
    assert counts


@pytest.mark.parametrize("name", PROVEN)
def bench_award_from_tables(benchmark: Any, name: str) -> None:
    """From the tables in memory to the proven and checked award."""
    held = book(name)
    found = benchmark.pedantic(lambda: proven(held), rounds=ROUNDS, iterations=1)
    assert found.proven
    assert found.value == answers.value_of(name)
