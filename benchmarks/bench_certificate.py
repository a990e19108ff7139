"""Certificates against one solve: making, checking, size. All ratios are measured in one run.

``python -m benchmarks.bench_certificate [--providers 160] [--seeds 10] [--repeat 3] [--write]``

First every shipped instance, then generated ones. Solving is the engine with its own second engine
off; proving starts from the award; checking is pure Python, the program rebuilt from the inputs
included. Each certificate must be exact, and accepted. ``--write`` puts the table in the README.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from award_opt import certificate
from award_opt.domain import Instance
from award_opt.generate import generate
from award_opt.instance import read_instance
from award_opt.prove import Proven, certify
from award_opt.solve import Options, solve
from award_opt.tender import Tender, read_tender

ROOT = Path(__file__).parents[1]
README = Path(__file__).with_name("README.md")
MODEL = "hvb-youth-2022-small-share"
FAST = Options(cross_check=False)
MOST_RATIO, MOST_SECONDS, MOST_BYTES = 30, 2, 2**20
BEGIN, END = "<!-- certificates: begin -->", "<!-- certificates: end -->"
HEAD = (
    "| instance | bids | solve, s | prove, s | in solves | check, s | bytes | steps | cuts |"
    " leaves | proven |",
    "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|",
)


@dataclass(frozen=True, slots=True)
class Line:
    """What was measured on one instance; seconds are medians."""

    name: str
    bids: int
    solve: float
    prove: float
    check: float
    proven: Proven

    @property
    def good(self) -> bool:
        """Whether the certificate is exact, and within all limits."""
        quick = self.prove <= MOST_RATIO * self.solve and self.check <= MOST_SECONDS
        return quick and len(self.proven.data) <= MOST_BYTES and self.proven.rung == "exact"

    def __str__(self) -> str:
        done = self.proven.verdict.done
        cells = (
            self.name,
            f"{self.bids:,}",
            f"{self.solve:.3f}",
            f"{self.prove:.3f}",
            f"{self.prove / self.solve:.2f}",
            f"{self.check:.3f}",
            f"{len(self.proven.data):,}",
            done.steps,
            done.cuts,
            f"{done.leaves:,}",
            self.proven.rung,
        )
        return f"| {' | '.join(map(str, cells))} |"


def shipped() -> Iterator[tuple[str, Tender, Instance]]:
    """Every instance of the repository with its tender."""
    for folder in sorted((ROOT / "instances").iterdir()):
        head = (folder / "instance.toml").read_text("utf-8")
        model = head.partition('tender = "')[2].partition('"')[0]
        tender = read_tender(ROOT / "models" / f"{model}.toml")
        yield folder.name, tender, read_instance(folder, tender)


def generated(providers: int, seeds: int) -> Iterator[tuple[str, Tender, Instance]]:
    """Invented instances of one model."""
    tender = read_tender(ROOT / "models" / f"{MODEL}.toml")
    for seed in range(1, seeds + 1):
        with tempfile.TemporaryDirectory() as place:
            for name, text in generate(tender, providers, seed).items():
                (Path(place) / name).write_text(text, encoding="utf-8", newline="\n")
            yield f"{providers} providers, seed {seed}", tender, read_instance(Path(place), tender)


def measured(name: str, tender: Tender, instance: Instance, repeat: int) -> Line:
    """Solve, prove and check one instance."""
    solving, award = timed(lambda: solve(tender, instance, FAST), repeat)
    proving, proven = timed(lambda: certify(tender, instance, award), repeat)
    checking, _ = timed(lambda: certificate.check(tender, instance, award, proven.data), repeat)
    return Line(name, len(instance.bids), solving, proving, checking, proven)


def timed(run: Callable[[], Any], repeat: int) -> tuple[float, Any]:
    """The median of the seconds, and the last result."""
    seconds = []
    for _ in range(repeat):
        start = perf_counter()
        result = run()
        seconds.append(perf_counter() - start)
    return median(seconds), result


def written(lines: Sequence[str]) -> None:
    """Put the table between its marks in the README."""
    text = README.read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    README.write_text("\n".join([before + BEGIN, *lines, END + after]), encoding="utf-8")


def main() -> int:
    """Print the table; 1 where a limit is passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--providers", type=int, default=160)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    found = []
    for case in (*shipped(), *generated(options.providers, options.seeds)):
        found.append(measured(*case, options.repeat))
        print(found[-1], flush=True)
    if options.write:
        written([*HEAD, *map(str, found)])
    return 0 if all(line.good for line in found) else 1


if __name__ == "__main__":
    sys.exit(main())
