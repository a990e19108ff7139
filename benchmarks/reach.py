"""What was aimed at, what is measured, and how far it is: ``python -m benchmarks.reach [--write]``.

Most comes from the results of ``python -m benchmarks.peers --write``; reading a million bids from
CSV with pandas, and all margins in solves, are measured here.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, Final

from award_opt.bench import Desk
from benchmarks.families import FAMILIES, Book
from benchmarks.families.book import BID, CARE, PROVIDER
from benchmarks.figures import exponent
from benchmarks.peers import results
from benchmarks.peers.results import GOALS, Line

BEGIN, END = "<!-- reach: begin -->", "<!-- reach: end -->"
HEAD: Final = ("| aim | measured | met |", "|---|---|---|")
NAIVE, WORKERS = "CP-SAT, 1 worker", "CP-SAT, 8 workers"
TIGHT: Final = ("T1", "T2", "T3", "W", "CATS", "SCP")


@dataclass(frozen=True, slots=True)
class Aim:
    """One aim: what is asked, what was measured, and by which factor it is missed (1 or less: met).

    ``short`` is absent where nothing was measured.
    """

    asked: str
    measured: str
    short: float | None

    def __str__(self) -> str:
        if self.short is None:
            return f"| {self.asked} | {self.measured or 'not measured'} | |"
        met = "yes" if self.short <= 1 else f"short by a factor {self.short:.2g}"
        return f"| {self.asked} | {self.measured} | {met} |"


class Stand:
    """The lines of all competitors by family and name."""

    def __init__(self, held: Mapping[str, Any]) -> None:
        self.lines = {(line.family, line.name): line for line in results.lines(held)}

    def peers(self, family: str) -> list[Line]:
        """Every peer on a family."""
        return [
            line
            for (own, name), line in self.lines.items()
            if own == family and not name.startswith(GOALS)
        ]

    def times(self, line: Line) -> dict[str, float]:
        """Seconds by book; the limit where it stays open."""
        return {each["book"]: line.medians.get(each["book"], line.limit) for each in line.answers}

    def best(self, family: str) -> dict[str, float]:
        """The least time of any peer on each book."""
        found: dict[str, float] = {}
        for line in self.peers(family):
            for book, seconds in self.times(line).items():
                found[book] = min(seconds, found.get(book, seconds))
        return found

    def ahead(self, family: str, others: Mapping[str, float]) -> float | None:
        """The median over the books of others' time in ours; ``None`` without our proof."""
        ours = self.lines.get((family, GOALS))
        if ours is None:
            return None
        mine = ours.medians
        ratios = [seconds / mine[book] for book, seconds in others.items() if book in mine]
        return median(ratios) if ratios else None


def aims(held: Mapping[str, Any]) -> Iterator[Aim]:
    """Every aim, in the order of the list."""
    stand = Stand(held)
    yield _ahead(stand, "S: at most 1/5 of the best peer's time", "S", stand.best("S"), 5)
    naive = stand.lines.get(("S", NAIVE))
    slow = stand.times(naive) if naive else {}
    yield _ahead(stand, "S: at most 1/100 of naive CP-SAT with one worker", "S", slow, 100)
    yield _build(stand)
    yield from _million(stand)
    yield _ahead(stand, "M: at least 200 times the best peer", "M", stand.best("M"), 200)
    yield _linked(stand)
    for family in TIGHT:
        asked = f"{family}: at most 1.2 times the best peer's time"
        yield _ahead(stand, asked, family, stand.best(family), 1 / 1.2)
    yield _all_proven(stand)
    yield _margins()
    yield _growth(stand)


def _ahead(stand: Stand, asked: str, family: str, others: Mapping[str, float], aim: float) -> Aim:
    found = stand.ahead(family, others)
    if found is None:
        return Aim(asked, "", None)
    some = any(line.limit in others.values() for line in stand.peers(family))
    least = " or more, where the others stay open" if some and aim > 1 else ""
    said = f"{found:.3g} times faster{least}" if found >= 1 else f"{1 / found:.3g} times slower"
    return Aim(asked, said, aim / found)


def _build(stand: Stand) -> Aim:
    asked = "M: build at most 1/50 of naive CP-SAT's"
    ours, naive = stand.lines.get(("M", GOALS)), stand.lines.get(("M", WORKERS))
    if not (ours and naive and ours.answers and naive.answers[0].get("builds")):
        return Aim(asked, "", None)
    mine, its = (median(line.answers[0]["builds"]) for line in (ours, naive))
    return Aim(asked, f"1/{its / mine:.0f} ({mine:.3g} s and {its:.3g} s)", 50 * mine / its)


def _million(stand: Stand) -> Iterator[Aim]:
    asked = "L: at most 5 times reading the same CSV with pandas"
    memory = "L: peak memory under 1 GB"
    line = stand.lines.get(("L", GOALS))
    if line is None or not line.proven:
        yield Aim(asked, "", None)
        yield Aim(memory, "", None)
        return
    book = FAMILIES["L"].build(0)
    assert book is not None
    read, mine = read_by_pandas(book), line.middle
    said = f"{mine / read:.2g} times ({mine:.3g} s and {read:.3g} s)"
    yield Aim(asked, said, mine / read / 5)
    peak = line.proven[0]["peak_mb"]
    yield Aim(memory, f"{peak:,} MB, the tables included", peak / 1000)


def read_by_pandas(book: Book) -> float:
    """Seconds that pandas needs to read bids, offers and parties from CSV; the median of three.

    The files hold what those of an instance hold: ids as texts, points and percentages as decimals.
    """
    pandas: Any = import_module("pandas")
    seconds = []
    with tempfile.TemporaryDirectory() as place:
        paths = []
        for name, columns in _as_published(book).items():
            paths.append(Path(place) / f"{name}.csv")
            pandas.DataFrame(columns).to_csv(paths[-1], index=False)
        for _ in range(3):
            start = perf_counter()
            for path in paths:
                pandas.read_csv(path)
            seconds.append(perf_counter() - start)
    return median(seconds)


def _as_published(book: Book) -> dict[str, dict[str, Any]]:
    """The columns of the CSV files of a book."""
    bids, offers, parties = (book.tables[name] for name in ("bids", "offers", "parties"))
    lots = [book.lots[lot] for lot in bids["lot"].tolist()]
    return {
        "bids": {
            "bid": [*map(BID.__mod__, range(book.n))],
            "bidder": [*map(PROVIDER.__mod__, bids["provider"].tolist())],
            "segment": [segment for segment, _ in lots],
            "area": [area for _, area in lots],
            "score": bids["score"] / 100,
            "value": bids["value"] * 1000,
            "capacity": bids["capacity"],
            "draw": bids["draw"],
        },
        "offers": {
            "bid": [*map(BID.__mod__, offers["bid"].tolist())],
            "care_type": [*map(CARE.__mod__, offers["care"].tolist())],
            "capacity": offers["capacity"],
        },
        "parties": {
            "bid": [*map(BID.__mod__, parties["bid"].tolist())],
            "provider": [*map(PROVIDER.__mod__, parties["provider"].tolist())],
            "role": [("lead", "member")[role] for role in parties["role"].tolist()],
            "share": parties["share_bp"] / 100,
        },
    }


def _linked(stand: Stand) -> Aim:
    asked = "M-linked: a gap of at most 0.01% within 60 s"
    line = stand.lines.get(("M-linked", GOALS))
    if line is None or not line.answers or line.answers[0].get("bound") is None:
        return Aim(asked, "", None)
    held = line.answers[0]
    gap = 100 * (held["bound"] - held["value"]) / held["value"]
    seconds = max(held["totals"])
    return Aim(asked, f"{gap:.4f}% after {seconds:.0f} s", max(gap / 0.01, seconds / 66))


def _all_proven(stand: Stand) -> Aim:
    asked = "T, W, CATS, SCP: proven whatever any peer proves"
    missed, every = [], 0
    for family in TIGHT:
        ours = stand.lines.get((family, GOALS))
        theirs = {each["book"] for line in stand.peers(family) for each in line.proven}
        every += len(theirs)
        missed += sorted(theirs - {each["book"] for each in ours.proven} if ours else theirs)
    if not every:
        return Aim(asked, "", None)
    said = f"{every - len(missed)} of {every}" + (f"; not {', '.join(missed)}" if missed else "")
    return Aim(asked, said, 1.0 + len(missed))


def _margins() -> Aim:
    """All margins of a book of S, in solves of the same run."""
    book = next(FAMILIES["S"].books(1))
    desk = Desk(lambda: (book.tender, book.instance()))
    seconds = {}
    for phase in ("read", "compile", "solve", "check", "margins"):
        desk.prepare(phase)
        start = perf_counter()
        getattr(desk, phase)()
        seconds[phase] = perf_counter() - start
    found = seconds["margins"] / seconds["solve"]
    said = f"{found:.3g} solves ({seconds['margins']:.3g} s and {seconds['solve']:.3g} s)"
    return Aim("S: all margins in at most 10 solves", said, found / 10)


def _growth(stand: Stand) -> Aim:
    asked = "time grows with bids by an exponent of at most 1.2"
    points: list[tuple[float, float]] = [
        (each["bids"], median(each["totals"]))
        for (family, name), line in stand.lines.items()
        if family.startswith("G") and name == GOALS
        for each in line.proven
    ]
    if len(points) < 2:
        return Aim(asked, "", None)
    slope = exponent(points)
    most = max(bids for bids, _ in points)
    return Aim(asked, f"{slope:.2f}, up to {most:,.0f} bids", slope / 1.2)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reach")
    parser.add_argument("--write", action="store_true", help="put the table in the README")
    options = parser.parse_args(arguments)
    rows = [*HEAD]
    print("\n".join(rows), flush=True)
    for aim in aims(results.read()):
        rows.append(str(aim))
        print(aim, flush=True)
    if options.write:
        results.put(rows, BEGIN, END)
    return 0


if __name__ == "__main__":
    sys.exit(main())
