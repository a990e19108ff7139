"""The phases of every family, in counts that a gate can compare.

``python -m benchmarks.suite -o build/bench.json [--full]`` measures; ``python -m benchmarks.compare
build/bench.json benchmarks/baseline.json`` judges. Each book's award is compared with its proven
answer first, from its tables as columns and in integers. Wall time is measured, not judged.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from award_opt.award import canonical
from award_opt.bench import PHASES, Bench, Inputs, content, measure
from award_opt.instance import read_instance
from award_opt.tender import read_tender
from benchmarks import answers, ours
from benchmarks.families import FAMILIES, Book

ROOT: Final = Path(__file__).parents[1]
SHIPPED: Final = ("hvb-youth-2022", "hvb-youth-2022-small-share")
LEAN: Final = ("compile", "build", "solve", "check", "what_if")  # of books made in memory
PATIENCE: Final = 60  # seconds
OBJECTS: Final = 30_000  # bids beyond which there are columns only


@dataclass(frozen=True, slots=True)
class Case:
    """A named source of a tender with its bids, and the phases to measure."""

    name: str
    source: Callable[[], Inputs]
    phases: Sequence[str]


def books(full: bool) -> Iterator[Book]:
    """The books of a smoke run, or of a full one."""
    for family in FAMILIES.values():
        yield from family.books(None if full else family.smoke)


def cases(full: bool) -> Iterator[Case]:
    """Shipped instances read from files, then the books of the families."""
    for name in SHIPPED:
        yield Case(name, partial(_shipped, name), PHASES)
    for book in books(full):
        if book.n <= OBJECTS:
            yield Case(book.name, partial(_inputs, book), LEAN)


def _shipped(name: str) -> Inputs:
    tender = read_tender(ROOT / "models" / f"{name}.toml")
    return tender, read_instance(ROOT / "instances" / name, tender)


def _inputs(book: Book) -> Inputs:
    return book.tender, book.instance()


def proven(book: Book) -> ours.Found:
    """The award of a book, from its tables as columns, checked against ``answers.json``.

    A book that nobody has proven gets a minute.

    Raises
    ------
    AssertionError
        It breaks a row, or is not the award that was proven before.
    """
    known = answers.value_of(book.name)
    by = ours.judge(seconds=None if known is not None else PATIENCE)
    found = ours.checked(book, ours.awarded(ours.compiled(book), by))
    if found.proven:
        answers.agree(book.name, found.value)
    elif known is not None:
        raise AssertionError(f"{book.name}: {found.value} is not proven, bound {found.bound}")
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.suite")
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--full", action="store_true")
    options = parser.parse_args(arguments)
    for book in books(options.full):
        award = proven(book)
        bound = "proven" if award.proven else f"bound {award.bound}"
        print(f"{book.name}: {award.value} {bound}", flush=True)
    found: list[Bench] = []
    for case in cases(options.full):
        found.append(measure(case.name, case.source, options.runs, phases=case.phases))
        print(f"{case.name}: measured", flush=True)
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_bytes(canonical(content(found)) + b"\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
