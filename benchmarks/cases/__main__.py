"""Solve the published cases and compare: ``python -m benchmarks.cases --help``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median

from benchmarks.cases import families
from benchmarks.cases.answer import Outcome, outcome
from benchmarks.cases.case import Case, folder

README = Path(__file__).parents[1] / "README.md"
BEGIN, END = "<!-- cases: begin -->", "<!-- cases: end -->"
HEAD = (
    "| cases | number | agree | differ | seconds, all | seconds, median | seconds, slowest |",
    "|---|---:|---:|---:|---:|---:|---:|",
)


def chosen(root: Path, only: str | None, limit: int | None) -> Iterator[Case]:
    """The cases asked for: of one family, and at most so many of each line of the table."""
    seen: dict[str, int] = {}
    for name, cases in families().items():
        if only not in (None, name):
            continue
        for case in cases(root):
            seen[case.family] = seen.get(case.family, 0) + 1
            if limit is None or seen[case.family] <= limit:
                yield case


def share(
    worker: int, workers: int, root: Path, only: str | None, limit: int | None
) -> list[Outcome]:
    """The outcomes of every ``workers``-th case, from ``worker`` on."""
    return [outcome(case) for case in islice(chosen(root, only, limit), worker, None, workers)]


def run(root: Path, only: str | None, limit: int | None, workers: int) -> list[Outcome]:
    """All outcomes, by family and name."""
    one = partial(share, workers=workers, root=root, only=only, limit=limit)
    if workers == 1:
        found = one(0)
    else:
        with ProcessPoolExecutor(workers) as pool:
            found = [each for part in pool.map(one, range(workers)) for each in part]
    return sorted(found, key=lambda each: (each.family, each.name))


def table(outcomes: Sequence[Outcome]) -> str:
    """The counts and times of each line, in Markdown."""
    lines = [*HEAD]
    for family in dict.fromkeys(each.family for each in outcomes):
        own = [each for each in outcomes if each.family == family]
        agree = sum(each.difference is None for each in own)
        seconds = [each.seconds for each in own]
        lines.append(
            f"| {family} | {len(own):,} | {agree:,} | {len(own) - agree:,} | {sum(seconds):.1f} |"
            f" {median(seconds):.3f} | {max(seconds):.2f} |"
        )
    return "\n".join(lines)


def write(text: str, path: Path = README) -> None:
    """Put ``text`` between the markers of the README."""
    before, _, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    path.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")


def report(outcomes: Iterable[Outcome]) -> int:
    """Name the cases that differ on stderr; the exit code."""
    wrong = [each for each in outcomes if each.difference is not None]
    for each in wrong:
        print(f"{each.family}: {each.name}: {each.difference}", file=sys.stderr)
    return 1 if wrong else 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the driver; 0 where all agree, 1 where one differs, 2 where the cases are absent."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cases", description=__doc__)
    parser.add_argument("--only", choices=sorted(families()), help="one family alone")
    parser.add_argument("--limit", type=int, help="at most so many cases of each line")
    parser.add_argument("--jobs", type=int, default=1, help="processes (1)")
    parser.add_argument("--cases", type=Path, help="their folder (AWARD_OPT_CASES)")
    parser.add_argument("--write", action="store_true", help="put the table in the README")
    options = parser.parse_args(arguments)
    root = folder(options.cases)
    if not root.is_dir():
        parser.error(f"no cases at {root}: say where with --cases or AWARD_OPT_CASES")
    outcomes = run(root, options.only, options.limit, options.jobs)
    print(table(outcomes))
    if options.write:
        write(table(outcomes))
    return report(outcomes)


if __name__ == "__main__":
    sys.exit(main())
