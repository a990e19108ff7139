"""One competitor on some books, in this process: ``python -m benchmarks.peers.run --help``.

A line of JSON for each book goes to a file, as soon as it is known.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module, metadata
from pathlib import Path
from typing import Any, Final

from benchmarks.peers import tables as books
from benchmarks.peers.claim import Claim, Watch

OURS: Final = {
    "award_opt": "goals",
    "award_opt, with the tie order": "ties",
    "award_opt, with tie order and second engine": "cross_check",
}
PEERS: Final = {
    "CP-SAT, 8 workers": ("cp_sat", "eight_workers", "ortools"),
    "CP-SAT, 1 worker": ("cp_sat", "one_worker", "ortools"),
    "HiGHS": ("highs", "solve", "highspy"),
    "SCIP": ("scip", "solve", "pyscipopt"),
    "PuLP, CBC": ("pulp_cbc", "solve", "pulp"),
    "linopy, HiGHS": ("linopy_highs", "solve", "linopy"),
    "Pyomo, HiGHS": ("pyomo_highs", "solve", "pyomo"),
    "CPMpy, CP-SAT": ("cpmpy_cp_sat", "solve", "cpmpy"),
}
TRACED: Final = {"CP-SAT, 8 workers": ("cp_sat", "traced"), "HiGHS": ("highs", "traced")}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the books one by one."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers.run")
    parser.add_argument("name", choices=[*OURS, *PEERS])
    parser.add_argument("books", type=Path, nargs="+", metavar="FAMILY-SEED.npz")
    parser.add_argument("--limit", type=float, default=60)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--memory", type=int, default=12, metavar="GB")
    parser.add_argument("--patience", type=int, default=2, help="open books before giving up")
    parser.add_argument("--trace", action="store_true", help="note bounds over time")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(arguments)
    most = options.memory << 30
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    still_open = 0
    with options.out.open("w", encoding="utf-8") as out:
        for book in options.books:
            found = measured(options.name, book, options.limit, options.runs, options.trace)
            out.write(json.dumps(found) + "\n")
            out.flush()
            still_open += found["status"] != "proven"
            if still_open >= options.patience:
                break
    return 0


def measured(name: str, path: Path, limit: float, runs: int, trace: bool) -> dict[str, Any]:
    """The answer of one competitor to one book; runs stop where they pass the limit together."""
    tables, answers = _competitor(name, path, trace)
    claims: list[Claim] = []
    _forget_peak()
    while len(claims) < runs and sum(claim.total for claim in claims) < limit:
        try:
            claims.append(answers(tables, Watch(limit)))
        except MemoryError:
            return {"book": path.stem, "status": "out of memory", "versions": _versions(name)}
        if not claims[-1].proven:
            break
    last = claims[-1]
    found: dict[str, Any] = {
        "book": path.stem,
        "bids": len(tables["bids"]["score"]),
        "status": "proven" if last.proven else "open" if last.wins is not None else "none",
        "totals": [round(claim.total, 6) for claim in claims],
        "builds": [round(claim.build, 6) for claim in claims],
        "bound": last.bound,
        "peak_mb": _peak_mb(),
        "versions": _versions(name),
        "trace": [list(point) for point in last.trace],
    }
    if last.wins is not None:
        wins = last.wins
        broken = books.broken(tables, wins)
        found |= {"value": books.value(tables, wins), "broken": broken}
        if broken:
            found["status"] = "broken"
    return found


def _competitor(name: str, path: Path, trace: bool) -> tuple[books.Tables, Any]:
    """The tables of a book, held once, and what answers them."""
    if name in OURS:
        ours = import_module("benchmarks.peers.ours")
        family, _, seed = path.stem.rpartition("-")
        book = ours.book(family, int(seed), path)
        way = "traced" if trace and OURS[name] == "goals" else OURS[name]
        return book.tables, getattr(ours, way)(book)
    module, solve, _ = PEERS[name]
    if trace and name in TRACED:
        module, solve = TRACED[name]
    return books.read(path), getattr(import_module(f"benchmarks.peers.{module}"), solve)


def _forget_peak() -> None:
    """Where the system can, count peak memory from here on, the book itself included."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="utf-8")


def _peak_mb() -> int:
    """The most memory that this process held."""
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text("utf-8").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) >> 10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


def _versions(name: str) -> dict[str, str]:
    """The versions of what answered."""
    used = ("ortools", "highspy") if name in OURS else (PEERS[name][2],)
    below = {"linopy": "highspy", "pyomo": "highspy", "cpmpy": "ortools"}
    every = [*used, *(below[one] for one in used if one in below)]
    return {one: metadata.version(one) for one in every}


if __name__ == "__main__":
    sys.exit(main())
