"""Prices and conflicts against the naive way: all ratios in one run.

``python -m benchmarks.bench_prices [--providers 1092] [--repeat 5]``

The naive price of a rule, or of two, is a tender read without them and solved afresh, checked and
signed. The naive conflict is plain deletion: a fresh program for every rule and group left out.
Each naive answer is asserted equal.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np

from award_opt.admission import without
from award_opt.conflict import Wishes, conflicts
from award_opt.domain import Instance
from award_opt.instance import read_instance
from award_opt.prices import prices
from award_opt.program.program import DEFINITION, compile_program
from award_opt.rules import MinShare
from award_opt.rules._base import Source
from award_opt.search import outcome
from award_opt.solve import Options, solve
from award_opt.tender import Tender, read_tender

ROOT = Path(__file__).parents[1]
MODEL = ROOT / "models" / "hvb-youth-2022.toml"
HEAD = (
    "| instance | bids | prices and pairs, s | naive, s | ratio | conflict, s | naive, s | ratio |",
    "|---|---:|---:|---:|---:|---:|---:|---:|",
)


def _seconds(run: Callable[[], object], repeat: int) -> float:
    """The median of ``repeat`` runs."""
    times = []
    for _ in range(repeat):
        started = perf_counter()
        run()
        times.append(perf_counter() - started)
    return median(times)


def _naive_prices(tender: Tender, instance: Instance) -> list[Decimal]:
    """The change of the first goal without each rule, then without every two."""
    rules = [rule.id for rule in tender.rules]
    gone = [(), *((rule,) for rule in rules), *combinations(rules, 2)]
    values = [Decimal(solve(without(tender, each), instance).goals[0].value) for each in gone]
    return [value - values[0] for value in values[1:]]


def _same_prices(tender: Tender, instance: Instance) -> None:
    found = prices(tender, instance, pairs=True)
    single = {price.rule: Decimal(price.moves[0].change) for price in found.rules}
    beyond = {pair.rules: Decimal(pair.moves[0].change) for pair in found.pairs}
    pairs = [
        single[one] + single[other] + beyond.get((one, other), Decimal(0))
        for one, other in combinations(single, 2)
    ]
    if [*single.values(), *pairs] != _naive_prices(tender, instance):
        raise AssertionError(f"{instance.title}: prices differ")


def _clashing(tender: Tender) -> Tender:
    """The tender with a share for small providers that no award reaches."""
    share = MinShare(
        id="SMALL",
        source=Source(document=tender.documents[0].id, quote="70%"),
        of={"scale": ("micro", "small")},
        share=Decimal(70),
        per="tender",
    )
    return tender.model_copy(update={"rules": (*tender.rules, share)})


def _naive_conflict(tender: Tender, instance: Instance) -> set[tuple[str, str]]:
    """One conflict by deletion: every rule and group is left out in turn, for good if it can be."""
    judge = Options().judge()
    program = compile_program(tender, instance)
    home = list(zip(program.rows.rule.tolist(), program.rows.group, strict=True))
    kept = np.ones(len(home), np.bool_)
    for member in dict.fromkeys(each for each in home if each[0] != DEFINITION):
        trial = kept & np.array([each != member for each in home])
        fresh = compile_program(tender, instance)
        fewer = replace(fresh, rows=fresh.rows.only(np.flatnonzero(trial)))
        if outcome.best(fewer, judge).status == "infeasible":
            kept = trial
    return {
        (program.rules[rule], group)
        for (rule, group), stays in zip(home, kept, strict=True)
        if stays and rule != DEFINITION
    }


def _same_conflict(tender: Tender, instance: Instance) -> None:
    found = conflicts(tender, instance, wishes=_kept(tender)).conflicts
    known = [{(member.rule, member.group) for member in each.members} for each in found]
    if _naive_conflict(tender, instance) not in known:
        raise AssertionError(f"{instance.title}: conflicts differ")


def _kept(tender: Tender) -> Wishes:
    """No repairs are asked for."""
    return Wishes(keep=frozenset(rule.id for rule in tender.rules))


def line(name: str, tender: Tender, folder: Path, repeat: int) -> str:
    """One line of the table."""
    instance = read_instance(folder, tender)
    clashing = _clashing(tender)
    own = _seconds(lambda: prices(tender, instance, pairs=True), repeat)
    naive = _seconds(lambda: _naive_prices(tender, instance), 1)
    _same_prices(tender, instance)
    found = _seconds(lambda: conflicts(clashing, instance, wishes=_kept(clashing)), repeat)
    deletion = _seconds(lambda: _same_conflict(clashing, instance), 1) - found
    return (
        f"| {name} | {len(instance.bids):,} | {own:.2f} | {naive:.2f} | {naive / own:.1f} |"
        f" {found:.2f} | {deletion:.2f} | {deletion / found:.1f} |"
    )


def cases(providers: Sequence[int], folder: Path) -> Iterator[tuple[str, Path]]:
    """The shipped instance, then generated ones of other sizes."""
    yield MODEL.stem, ROOT / "instances" / MODEL.stem
    for size in providers:
        made = folder / f"generated-{size}"
        words = ["generate", str(MODEL), "--providers", str(size), "--seed", "1", "-o", str(made)]
        program = [sys.executable, "-m", "award_opt.cli"]
        subprocess.run([*program, *words], check=True, capture_output=True)
        yield f"{MODEL.stem}, {size:,} providers", made


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bench_prices")
    parser.add_argument("--providers", type=int, nargs="*", default=[1092])
    parser.add_argument("--repeat", type=int, default=5)
    options = parser.parse_args(arguments)
    tender = read_tender(MODEL)
    print("\n".join(HEAD), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, instance in cases(options.providers, Path(folder)):
            print(line(name, tender, instance, options.repeat), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
