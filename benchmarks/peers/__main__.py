"""Run the peers and print the table: ``python -m benchmarks.peers --help``.

Every proven value must agree with every other and with ``answers.json``; an award that breaks a
rule of the tables, or a value that differs, makes the exit code 1.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks import answers
from benchmarks.families import FAMILIES
from benchmarks.peers import results
from benchmarks.peers.plan import BY_FAMILY, PLANS, Plan
from benchmarks.peers.run import OURS, PEERS
from benchmarks.peers.tables import write

ROOT = Path(__file__).parents[2]
GRACE = 120  # seconds beyond the limit in which a model must be built and a solver must stop


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what was asked for; 1 where answers differ."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers")
    parser.add_argument("--family", action="append", choices=[*BY_FAMILY], help="(repeatable)")
    parser.add_argument("--only", action="append", choices=[*OURS, *PEERS], metavar="NAME",
                        help="one competitor (repeatable)")  # fmt: skip
    parser.add_argument("--seeds", type=int, help="at most so many books of each family")
    parser.add_argument("--limit", type=float, help="seconds for each run")
    parser.add_argument("--runs", type=int, help="runs on each book, whose median counts")
    parser.add_argument("--memory", type=int, default=12, metavar="GB")
    parser.add_argument("--python", type=Path, default=ROOT / ".venv-peers" / "bin" / "python",
                        help="the interpreter that has the peers")  # fmt: skip
    parser.add_argument("--write", action="store_true", help="keep the results, write the README")
    options = parser.parse_args(arguments)
    held = results.read()
    wrong = 0
    for plan in PLANS:
        if options.family is None or plan.family in options.family:
            found = _family(plan, options)
            wrong += _differ(found["answers"])
            _merge(held["families"], plan.family, found)
            print("\n".join(results.table({"families": {plan.family: found}})), flush=True)
    if options.write and not wrong:
        held["machine"] = results.machine()
        results.save(held)
        answers.record(_proven(held))
    return 1 if wrong else 0


def _family(plan: Plan, options: argparse.Namespace) -> dict[str, Any]:
    """All answers to the books of a family."""
    names = [name for name in plan.names if options.only is None or name in options.only]
    limit = options.limit or plan.limit
    found: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as place:
        books = list(_written(plan, options.seeds, Path(place)))
        for name in names if books else ():
            found += _answers(name, books, plan, options)
    return {"names": names, "limit": limit, "answers": found}


def _written(plan: Plan, most: int | None, folder: Path) -> Iterator[Path]:
    for seed in list(plan.seeds)[:most]:
        book = FAMILIES[plan.family].build(seed)
        if book is not None:
            path = folder / f"{book.name}.npz"
            write(path, book.tables)
            yield path


def _answers(
    name: str, books: Sequence[Path], plan: Plan, options: argparse.Namespace
) -> list[dict[str, Any]]:
    """The answers of one competitor, in a process of its own."""
    python = sys.executable if name in OURS else str(options.python)
    limit, runs = options.limit or plan.limit, options.runs or plan.runs
    with tempfile.NamedTemporaryFile("r", suffix=".jsonl", encoding="utf-8") as out:
        words = [python, "-m", "benchmarks.peers.run", name, *map(str, books),
                 "--limit", str(limit), "--runs", str(runs), "--memory", str(options.memory),
                 "--patience", str(plan.patience), "--out", out.name,
                 *(["--trace"] if plan.trace else [])]  # fmt: skip
        ended = _watched(words, Path(out.name), 2 * limit + GRACE)
        found = [json.loads(line) for line in out]
    if ended != "done":
        found.append({"book": books[min(len(found), len(books) - 1)].stem, "status": ended})
    for each in found:
        each["name"] = name
        print(_said(each), file=sys.stderr, flush=True)
    return found


def _watched(words: Sequence[str], out: Path, quiet: float) -> str:
    """Run a process; end it, and all that it started, where no book is done for too long."""
    worker = subprocess.Popen(
        words, cwd=ROOT, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    last, since = 0, time.monotonic()
    while True:
        try:
            _, said = worker.communicate(timeout=1)
        except subprocess.TimeoutExpired:
            size = out.stat().st_size
            if size != last:
                last, since = size, time.monotonic()
            if time.monotonic() - since > quiet:
                os.killpg(worker.pid, signal.SIGKILL)
                worker.wait()
                return "killed"
            continue
        if worker.returncode:
            print(said.decode(errors="replace")[-2000:], file=sys.stderr)
            return "crashed"
        return "done"


def _said(answer: dict[str, Any]) -> str:
    totals = ", ".join(f"{seconds:.3f}" for seconds in answer.get("totals", ()))
    words = (answer["book"], answer["name"], answer["status"], answer.get("value"), totals)
    return "  ".join(str(word) for word in words if word is not None)


def _differ(found: Sequence[dict[str, Any]]) -> int:
    """How many answers break a rule, or are proven and differ from another proven one."""
    wrong = 0
    values: dict[str, int] = {}
    for each in found:
        book, value = each["book"], each.get("value")
        known = values.get(book, answers.value_of(book))
        if each["status"] == "proven":
            values.setdefault(book, each["value"])
        beats = known is not None and value is not None and value > known
        differs = each["status"] == "proven" and known not in (None, value)
        if each["status"] == "broken" or beats or differs:
            wrong += 1
            print(f"DIFFERS: {_said(each)} {each.get('broken')} known {known}", file=sys.stderr)
    return wrong


def _merge(families: dict[str, Any], family: str, found: dict[str, Any]) -> None:
    """Replace the answers of the competitors that ran; those of the others stay."""
    before = families.get(family)
    if before is None:
        families[family] = found
        return
    order = BY_FAMILY[family].names
    left = set(order) - set(found["names"])
    kept = [each for each in before["answers"] if each["name"] in left]
    names = [name for name in order if name in (*found["names"], *before["names"])]
    families[family] = {**found, "names": names, "answers": [*found["answers"], *kept]}


def _proven(held: dict[str, Any]) -> dict[str, tuple[int, list[str]]]:
    """The proven value of each book, and who proved it with which version."""
    found: dict[str, tuple[int, list[str]]] = {}
    for family in held["families"].values():
        for each in family["answers"]:
            if each["status"] == "proven":
                versions = " ".join(f"{name} {n}" for name, n in each["versions"].items())
                _, names = found.setdefault(each["book"], (each["value"], []))
                names.append(f"{each['name']} ({versions})")
    return found


if __name__ == "__main__":
    sys.exit(main())
