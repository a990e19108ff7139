"""The answers of all competitors, kept as one file, from which tables and figures are made."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, Final, TypeAlias

from benchmarks.peers.run import OURS

Answer: TypeAlias = Mapping[str, Any]
PLACE: Final = Path(__file__).with_name("results.json")
README: Final = Path(__file__).parents[1] / "README.md"
BEGIN, END = "<!-- peers: begin -->", "<!-- peers: end -->"
GOALS: Final = next(iter(OURS))
HEAD: Final = (
    "| family | competitor | proven | seconds, median | least to most | ratio | build, s |"
    " gap | memory, MB |",
    "|---|---|---:|---:|---|---:|---:|---:|---:|",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One competitor on one family: ``answers`` by book, the others not tried."""

    family: str
    name: str
    answers: Sequence[Answer]
    books: int
    limit: float

    @property
    def proven(self) -> list[Answer]:
        """The answers that are proven."""
        return [each for each in self.answers if each["status"] == "proven"]

    @property
    def medians(self) -> dict[str, float]:
        """The median of the runs on each proven book, in seconds."""
        return {each["book"]: median(each["totals"]) for each in self.proven}

    @property
    def middle(self) -> float:
        """The median over all books that were tried, an open one counting as the limit."""
        medians = self.medians
        return median(medians.get(each["book"], self.limit) for each in self.answers)


def lines(results: Mapping[str, Any]) -> Iterator[Line]:
    """Every line of the table, family by family."""
    for family, held in results["families"].items():
        books = {each["book"] for each in held["answers"]}
        for name in held["names"]:
            answers = [each for each in held["answers"] if each["name"] == name]
            yield Line(family, name, answers, len(books), held["limit"])


def table(results: Mapping[str, Any]) -> list[str]:
    """The table in Markdown."""
    every = list(lines(results))
    ours = {line.family: line for line in every if line.name == GOALS}
    return [*HEAD, *(_row(line, ours[line.family], every) for line in every)]


def _row(line: Line, ours: Line, every: Sequence[Line]) -> str:
    medians = sorted(line.medians.values())
    builds = [median(each["builds"]) for each in line.answers if each.get("builds")]
    cells = (
        line.family,
        line.name + _marks(line),
        f"{len(line.proven)} of {line.books}",
        _middle(line),
        f"{_seconds(medians[0])} to {_seconds(medians[-1])}" if medians else "",
        _ratio(line, ours),
        _seconds(median(builds)) if builds else "",
        _gap(line, every),
        f"{max((each.get('peak_mb', 0) for each in line.answers), default=0):,}",
    )
    return f"| {' | '.join(cells)} |"


def _middle(line: Line) -> str:
    """The median over the books, as far as they are proven."""
    if not line.answers:
        return ""
    proven = 2 * len(line.proven) > len(line.answers)
    return _seconds(line.middle) if proven else f"over {_seconds(line.middle)}"


def _marks(line: Line) -> str:
    """What a reader must know: fewer than five runs, or books that were not tried."""
    fewest = min((len(each.get("totals", ())) for each in line.proven), default=5)
    tried = len(line.answers)
    said = [f"{fewest} runs" if fewest > 1 else "1 run"] if fewest < 5 else []
    said += [f"{tried} tried"] if tried < line.books else []
    said += sorted({each["status"] for each in line.answers} - {"proven", "open", "none"})
    return f" ({', '.join(said)})" if said else ""


def _ratio(line: Line, ours: Line) -> str:
    """The median over the books that both have proven of their times, ours being 1.

    Where a competitor proves nothing, its time is at least the limit.
    """
    if line is ours:
        return "1"
    mine = ours.medians
    both = [seconds / mine[book] for book, seconds in line.medians.items() if book in mine]
    open_books = [each["book"] for each in line.answers if each["status"] != "proven"]
    least = [line.limit / mine[book] for book in open_books if book in mine]
    if not both and not least:
        return ""
    found = median([*both, *least])
    mark = "over " if least and found >= min(least) else ""
    return f"{mark}{found:,.0f}" if found >= 10 else f"{mark}{found:.2f}"


def _gap(line: Line, every: Sequence[Line]) -> str:
    """The largest gap of the books that stay open, to the own bound or to the best one known."""
    gaps = []
    for each in line.answers:
        if each["status"] == "proven":
            continue
        bound = _least_bound(each["book"], every)
        if "value" not in each or bound is None:
            return "no award"
        gaps.append((bound - each["value"]) / max(1, abs(each["value"])))
    return f"{max(0.0, 100 * max(gaps)):.3f}%" if gaps else ""


def _least_bound(book: str, every: Sequence[Line]) -> float | None:
    """The least upper bound that anyone has for a book; one that an award refutes is none."""
    answers = [each for line in every for each in line.answers if each["book"] == book]
    most = max((each["value"] for each in answers if "value" in each), default=None)
    bounds = [each["bound"] for each in answers if each.get("bound") is not None]
    bounds = [bound for bound in bounds if most is not None and bound >= most - 1e-3]
    proven = [float(each["value"]) for each in answers if each["status"] == "proven"]
    return min([*bounds, *proven], default=None)


def _seconds(seconds: float) -> str:
    return f"{seconds:.0f}" if seconds >= 100 else f"{seconds:.3g}"


def machine() -> str:
    """The machine, as tables name it."""
    cores = os.cpu_count() or 1
    return f"{cores} cores, {platform.machine()}, Python {platform.python_version()}"


def read() -> dict[str, Any]:
    """The results so far."""
    if not PLACE.exists():
        return {"machine": machine(), "families": {}}
    held: dict[str, Any] = json.loads(PLACE.read_text("utf-8"))
    return held


def save(results: Mapping[str, Any]) -> None:
    """Keep the results, and put the table between its marks in the README."""
    text = json.dumps(results, indent=1, sort_keys=False)
    PLACE.write_text(f"{text}\n", encoding="utf-8")
    beside = {name: one for name, one in results["families"].items() if not _grows(name)}
    used = _versions(results)
    said = [*table({"families": beside}), "", *growth(results), ""]
    put([*said, f"Measured on {results['machine']}; {used}."])


def growth(results: Mapping[str, Any]) -> list[str]:
    """How time grows with bids, in Markdown: one book each, with its proven award."""
    books = [
        each
        for name, held in results["families"].items()
        if _grows(name)
        for each in held["answers"]
        if each["status"] == "proven"
    ]
    rows = [
        f"| {each['book']} | {each['bids']:,} | {_seconds(median(each['totals']))} |"
        f" {_seconds(median(each['builds']))} | {each['peak_mb']:,} |"
        for each in sorted(books, key=lambda each: int(each["bids"]))
    ]
    head = "| book | bids | seconds, median | build, s | memory, MB |"
    return [head, "|---|---:|---:|---:|---:|", *rows]


def _grows(family: str) -> bool:
    return family.startswith("G")


def _versions(results: Mapping[str, Any]) -> str:
    found: dict[str, set[str]] = {}
    for held in results["families"].values():
        for each in held["answers"]:
            for name, number in each.get("versions", {}).items():
                found.setdefault(name, set()).add(number)
    return ", ".join(f"{name} {' and '.join(sorted(found[name]))}" for name in sorted(found))


def put(said: Iterable[str], begin: str = BEGIN, end: str = END) -> None:
    """Put lines between two marks of the README."""
    text = README.read_text("utf-8")
    if begin not in text:
        text = f"{text.rstrip()}\n\n{begin}\n{end}\n"
    before, _, rest = text.partition(begin)
    _, _, after = rest.partition(end)
    README.write_text("\n".join([before + begin, *said, end + after]), encoding="utf-8")
