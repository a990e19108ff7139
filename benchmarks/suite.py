"""The phases of every family, in counts that a gate can compare.

``python -m benchmarks.suite -o build/bench.json [--full]`` measures; ``python -m benchmarks.compare
build/bench.json benchmarks/baseline.json`` judges. Each book's award is compared with its proven
answer first, from its tables as columns and in integers. Wall time is measured, not judged.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Final

from award_opt.award import canonical
from award_opt.bench import PHASES, Bench, Inputs, content, measure
from award_opt.instance import read_instance
from award_opt.tender import read_tender
from benchmarks import answers, ours
from benchmarks.families import ASKED, FAMILIES, Book, Family

ROOT: Final = Path(__file__).parents[1]
SHIPPED: Final = ("hvb-youth-2022", "hvb-youth-2022-small-share")
PATIENCE: Final = 60  # seconds


@dataclass(frozen=True, slots=True)
class Case:
    """A named source of a tender with its bids, and the phases to measure."""

    name: str
    source: Callable[[], Inputs]
    phases: Sequence[str]


def asked_in_full() -> bool:
    """Whether the environment asks for all sizes: ``BENCH=full``."""
    return os.environ.get("BENCH") == "full"


def names(full: bool) -> list[str]:
    """The names of the books of a smoke run, or of a full one."""
    return [name for family in FAMILIES.values() for name in family.names(_most(family, full))]


@lru_cache(maxsize=1)
def book(name: str) -> Book:
    """The book of a name; the last one is kept, the large ones are too large to keep more."""
    family, seed = _family(name)
    made = family.build(seed)
    assert made is not None  # names has it
    return made


def cases(full: bool) -> Iterator[Case]:
    """Shipped instances read from files, then the books of the families."""
    for name in SHIPPED:
        yield Case(name, partial(_shipped, name), PHASES)
    for name in names(full):
        family, seed = _family(name)
        if phases := family.phases_of(seed):
            yield Case(name, partial(_inputs, name), phases)


def _family(book: str) -> tuple[Family, int]:
    name, _, seed = book.rpartition("-")
    return FAMILIES[name], int(seed)


def left_out(full: bool) -> Iterator[str]:
    """What a run does not measure, and why; a line for all families of which the same is said."""
    said: dict[str, list[str]] = {}
    for family in FAMILIES.values():
        for reason in _missing(family, full):
            said.setdefault(reason, []).append(family.name)
    for reason, families in said.items():
        yield f"left out of {', '.join(families)}: {reason}"
    unproven = [name for name in names(full) if answers.value_of(name) is None]
    if unproven:
        yield f"left out: the award of {', '.join(unproven)}, which nobody has proven"


def _missing(family: Family, full: bool) -> Iterator[str]:
    most = _most(family, full)
    if not family.names():
        yield "all, the published cases are not at hand (AWARD_OPT_CASES says where they are)"
    elif most == 0:
        yield "all but in a full run"
    else:
        if most is not None and most < family.seeds:
            yield f"books from {most} on but in a full run"
        absent = [name for name in ASKED if name not in family.phases]
        if absent and family.asked < len(family.names(most)):
            yield f"{', '.join(absent)}, {family.why}"


def _most(family: Family, full: bool) -> int | None:
    return None if full else family.smoke


def _shipped(name: str) -> Inputs:
    tender = read_tender(ROOT / "models" / f"{name}.toml")
    return tender, read_instance(ROOT / "instances" / name, tender)


def _inputs(name: str) -> Inputs:
    made = book(name)
    return made.tender, made.instance()


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
    for name in names(options.full):
        award = proven(book(name))
        bound = "proven" if award.proven else f"bound {award.bound}"
        print(f"{name}: {award.value} {bound}", flush=True)
    found: list[Bench] = []
    for case in cases(options.full):
        found.append(measure(case.name, case.source, options.runs, phases=case.phases))
        print(f"{case.name}: measured", flush=True)
    print(*left_out(options.full), sep="\n")
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_bytes(canonical(content(found)) + b"\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
