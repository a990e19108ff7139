"""Set covering and generalised assignment, as OR-Library publishes them.

Set covering: a row is a care type that must be covered, a column a bid with a price. Generalised
assignment: a job is a lot that exactly one bidder gets, an agent a bidder who can carry so much.

Source: Beasley: OR-Library: distributing test problems by electronic mail, Journal of the
Operational Research Society 41 (1990).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from pathlib import Path

from benchmarks.cases.case import Case, Fields, Known, Scale, made_bid, made_instance, made_tender

CENTS = 100


@dataclass(frozen=True, slots=True)
class Assignment:
    """One generalised assignment problem; ``gain`` and ``load`` by agent and job."""

    gain: list[list[int]]
    load: list[list[int]]
    capacity: list[int]


def _integers(path: Path) -> Iterator[int]:
    return map(int, path.read_text(encoding="utf-8").split())


def read_covering(path: Path) -> tuple[list[int], list[list[int]]]:
    """The price of each column, and for each row the columns that cover it (counted from 1)."""
    numbers = _integers(path)
    rows, columns = next(numbers), next(numbers)
    prices = list(islice(numbers, columns))
    return prices, [list(islice(numbers, next(numbers))) for _ in range(rows)]


def read_assignments(path: Path) -> Iterator[Assignment]:
    """The problems of a file, one after the other."""
    numbers = _integers(path)
    for _ in range(next(numbers)):
        agents, jobs = next(numbers), next(numbers)
        gain, load = ([list(islice(numbers, jobs)) for _ in range(agents)] for _ in range(2))
        yield Assignment(gain, load, list(islice(numbers, agents)))


def covering(path: Path, best: Decimal) -> Case:
    """One set covering problem: least money that covers every care type."""
    prices, rows = read_covering(path)
    offers: list[dict[str, None]] = [{} for _ in prices]
    for row, columns in enumerate(rows, start=1):
        for column in columns:
            offers[column - 1][str(row)] = None
    tender = made_tender(
        "orlib",
        path.stem,
        [{"id": "COVER", "kind": "coverage", "per": ["care_type"], "count": "contracts"}],
        {"goals": ["lowest_value"], "fill": "may_stay_open", "ties": ["value", "draw"]},
        care_types=[str(row) for row in range(1, len(rows) + 1)],
    )
    bids = [
        made_bid(str(column), value_cents=price * CENTS, offers=offered, draw=column)
        for column, (price, offered) in enumerate(zip(prices, offers, strict=True), start=1)
    ]
    instance = made_instance(tender, bids)
    return Case("orlib, set covering", path.stem, tender, instance, Known(value=best))


def assignment(name: str, problem: Assignment, best: Decimal, *, most: bool) -> Case:
    """One generalised assignment problem: most gain, or least cost, with every lot awarded.

    Gains are scores and loads are money where most counts; costs are money and loads an attribute
    of the bid where least does.
    """
    jobs = [f"J{job}" for job in range(1, len(problem.load[0]) + 1)]
    agents = [f"A{agent}" for agent in range(1, len(problem.load) + 1)]
    scale = Scale.of(Decimal(gain) for row in problem.gain for gain in row)
    rules: list[Fields] = [
        {"id": "MOST", "kind": "max_winners", "per": ["segment"], "limit": 1},
        {"id": "LEAST", "kind": "min_winners", "per": ["segment"], "at_least": 1},
        {
            "id": "CARRIES",
            "kind": "budget",
            "per": ["bidder"],
            "column": "value" if most else "load",
            "ceiling": dict(zip(agents, problem.capacity, strict=True)),
        },
    ]
    tender = made_tender(
        "orlib",
        name,
        rules,
        {
            "goals": ["total_score" if most else "lowest_value"],
            "fill": "may_stay_open",
            "ties": ["score" if most else "value", "draw"],
        },
        segments=jobs,
        scale=scale,
    )
    bids = [
        made_bid(
            f"{agent}-{job}",
            bidder=agent,
            segment=job,
            draw=place * len(jobs) + number,
            **(
                {"score": scale.units(Decimal(gain)), "value_cents": load * CENTS}
                if most
                else {"value_cents": gain * CENTS, "attributes": {"load": str(load)}}
            ),
        )
        for place, (agent, gains, loads) in enumerate(
            zip(agents, problem.gain, problem.load, strict=True)
        )
        for number, (job, gain, load) in enumerate(zip(jobs, gains, loads, strict=True))
    ]
    instance = made_instance(tender, bids)
    return Case("orlib, generalised assignment", name, tender, instance, Known(value=best))


def cases(root: Path) -> Iterator[Case]:
    """Every problem whose best value is listed, set covering first."""
    text = (root / "orlib" / "verified.json").read_text(encoding="utf-8")
    proven = json.loads(text, parse_float=Decimal)
    for path in sorted((root / "orlib" / "scp").glob("scp*.txt")):
        if path.stem in proven:
            yield covering(path, Decimal(proven[path.stem]["objective"]))
    for path in sorted((root / "orlib" / "gap").glob("gap*.txt")):
        for place, problem in enumerate(read_assignments(path), start=1):
            if facts := proven.get(f"{path.stem}-{place}"):
                best, most = Decimal(facts["objective"]), "(max)" in facts["kind"]
                yield assignment(f"{path.stem}-{place}", problem, best, most=most)
