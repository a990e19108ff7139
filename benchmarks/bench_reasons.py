"""Margins and reasons against one solve and against the naive way: all ratios in one run.

``python -m benchmarks.bench_reasons [--providers 1092] [--repeat 5] [--naive 60]``

One solve is a whole process: start, read, solve to proof, check, print. The naive way answers each
bid by a program compiled afresh with the bid's fate forced and solved for the summed goal alone.
Its time is that of a sample of bids, spread evenly, times their number; each sampled answer is
asserted equal to the margin.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from statistics import median
from time import perf_counter

from award_opt.domain import Instance
from award_opt.instance import read_instance
from award_opt.margins import Margin, margins
from award_opt.program.program import compile_program
from award_opt.reasons import explain
from award_opt.search import outcome
from award_opt.search.fates import Stand
from award_opt.solve import Options, solve
from award_opt.tender import Tender, read_tender

ROOT = Path(__file__).parents[1]
MODEL = "hvb-youth-2022"
SEED = 1
FAST = Options(cross_check=False)
HEAD = (
    "| instance | bids | one solve, s | margins, s | in solves | reasons, s | in solves |"
    " naive, s | naive / margins |",
    "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
)


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds of each run of one question."""

    seconds: tuple[float, ...]

    @classmethod
    def of(cls, run: Callable[[], object], repeat: int) -> Times:
        """The seconds of ``repeat`` runs."""
        return cls(tuple(_timed(run) for _ in range(repeat)))

    @property
    def middle(self) -> float:
        """The median."""
        return median(self.seconds)

    def __str__(self) -> str:
        return f"{self.middle:.2f} ({min(self.seconds):.2f}-{max(self.seconds):.2f})"


def _timed(run: Callable[[], object]) -> float:
    started = perf_counter()
    run()
    return perf_counter() - started


def line(name: str, model: Path, folder: Path, repeat: int, sample: int) -> str:
    """One line of the table."""
    tender = read_tender(model)
    instance = read_instance(folder, tender)
    award = solve(tender, instance, FAST)
    words = [sys.executable, "-m", "award_opt.cli", "solve", str(model), str(folder)]
    process = Times.of(lambda: subprocess.run(words, check=True, capture_output=True), repeat)
    found: list[Margin] = []
    whole = Times.of(lambda: found.extend(margins(tender, instance, award)), repeat)
    told = Times.of(lambda: explain(tender, instance, award), repeat)
    every = found[: len(found) // repeat]
    stand = Stand.of(tender, instance, award, None, FAST.judge())
    chosen = range(0, len(every), max(1, len(every) // sample))
    each = [_timed(lambda bid=bid: _same(stand, bid, every[bid])) for bid in chosen]  # type: ignore[misc]
    naive = sum(each) / len(each) * len(every)
    return (
        f"| {name} | {len(every):,} | {process} | {whole} | {whole.middle / process.middle:.1f} |"
        f" {told} | {told.middle / process.middle:.1f} | {naive:.1f} |"
        f" {naive / whole.middle:.1f} |"
    )


def _same(stand: Stand, bid: int, margin: Margin) -> None:
    """Answer one bid the naive way; it must be the margin."""
    difference = _naive(stand.tender, stand.instance, stand, bid)
    given = None if margin.difference is None else Decimal(margin.difference)
    if difference != given:
        raise AssertionError(f"{margin.bid}: naive {difference}, margin {given}")


def _naive(tender: Tender, instance: Instance, stand: Stand, bid: int) -> Decimal | None:
    program = compile_program(tender, instance)
    goal = program.objectives[0]
    forced = program.forcing({bid: 1 - int(stand.values[bid])})
    found = outcome.best(replace(forced, objectives=(goal,), tied=forced.tied[:0]), stand.judge)
    if found.status == "infeasible":
        return None
    gap = int((goal.coefficient * stand.values).sum()) - found.reached[0].total
    return Decimal(gap).scaleb(-goal.places)


def cases(providers: Sequence[int], folder: Path) -> Iterator[tuple[str, Path, Path]]:
    """The shipped instances, then generated ones of other sizes."""
    for name in (MODEL, f"{MODEL}-small-share"):
        yield name, ROOT / "models" / f"{name}.toml", ROOT / "instances" / name
    for size in providers:
        made = folder / f"generated-{size}"
        model = ROOT / "models" / f"{MODEL}.toml"
        words = ["generate", str(model), "--providers", str(size), "--seed", str(SEED)]
        words = [sys.executable, "-m", "award_opt.cli", *words, "-o", str(made)]
        subprocess.run(words, check=True, capture_output=True)
        yield f"{MODEL}, {size:,} providers", model, made


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bench_reasons")
    parser.add_argument("--providers", type=int, nargs="*", default=[1092])
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--naive", type=int, default=60, help="bids answered the naive way")
    options = parser.parse_args(arguments)
    print("\n".join(HEAD), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, model, instance in cases(options.providers, Path(folder)):
            print(line(name, model, instance, options.repeat, options.naive), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
