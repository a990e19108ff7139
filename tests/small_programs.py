"""Small random programs with goals and orders, and brute force over all their 0/1 vectors."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from functools import cache
from itertools import product

import numpy as np

RULES = ("CAP", "COVER", "SHARE", "")
GROUPS = ("", "east", "west/adhd")


def random_program(seed: int) -> dict:
    """A program of at most seven variables; rows of all senses, one to three goals."""
    rng = random.Random(seed)
    size = rng.randint(1, 7)
    bids = rng.randint(max(1, size - 2), size)
    goals = [["g", _terms(rng, size, rng.choice((1, 3, 50)))] for _ in range(rng.randint(1, 3))]
    order = rng.sample(range(bids), bids)
    if rng.random() < 0.3:
        goals[rng.randrange(len(goals))] = ["ranking", [[j, 1] for j in range(bids)]]
    return {
        "format": "award-program/1",
        "bids": [f"B{j}" for j in range(bids)],
        "size": size,
        "rows": [_row(rng, size) for _ in range(rng.randint(0, 7))],
        "goals": goals,
        "ranked": rng.sample(range(bids), bids),
        "tied": order,
    }


def _terms(rng: random.Random, size: int, largest: int) -> list[list[int]]:
    chosen = sorted(rng.sample(range(size), rng.randint(0 if largest == 1 else 1, size)))
    return [[j, rng.choice((-1, 1, 1, 1)) * rng.randint(1, largest)] for j in chosen]


def _row(rng: random.Random, size: int) -> list:
    terms = _terms(rng, size, rng.choice((1, 4, 30)))
    sense = rng.choice((-1, -1, 1, 1, 0) if len(terms) < 3 else (-1, 1))
    largest = sum(abs(a) for _, a in terms)
    bound = rng.randint(-largest // 2, largest // 2 + 1)
    rule = rng.choice(RULES)
    return [rule, GROUPS[len(terms) % 3] if rule else "", terms, sense, bound]


def written(content: object) -> bytes:
    """Canonical JSON."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


@cache
def vectors(size: int) -> np.ndarray:
    """All 0/1 vectors; shape ``(2**size, size)``."""
    return np.array(list(product((0, 1), repeat=size)), np.int64).reshape(2**size, size)


def lawful(program: dict, rules: set[str] | None = None) -> np.ndarray:
    """The vectors that keep all rows, or those of some rules or groups and the definitions."""
    every = vectors(program["size"])
    kept = np.ones(len(every), bool)
    for rule, group, terms, sense, bound in program["rows"]:
        if rules is None or {rule, f"{rule} {group}".rstrip()} & rules or not rule:
            gap = dot(every, terms) - bound
            kept &= gap == 0 if sense == 0 else gap * sense >= 0
    return every[kept]


def dot(every: np.ndarray, terms: list[list[int]]) -> np.ndarray:
    """The sum of ``terms`` for each vector."""
    total = np.zeros(len(every), np.int64)
    for j, a in terms:
        total += a * every[:, j]
    return total


def worth(program: dict, every: np.ndarray) -> list[tuple[int, ...]]:
    """What vectors are compared by: goals in their order, then the order of ties."""
    columns: list[np.ndarray] = []
    for goal, terms in program["goals"]:
        if goal == "ranking":
            columns += [every[:, j] for j in program["ranked"]]
        else:
            columns.append(dot(every, terms))
    columns += [every[:, j] for j in program["tied"]]
    return list(map(tuple, np.stack(columns, axis=1).tolist()))


def best(program: dict) -> list[int] | None:
    """The variables at 1 in a best vector, or ``None`` where none is lawful."""
    every = lawful(program)
    if not len(every):
        return None
    worths = worth(program, every)
    return np.flatnonzero(every[worths.index(max(worths))]).tolist()


def holds(program: dict, certificate: dict) -> bool:
    """Whether what a certificate claims is true, by brute force."""
    if certificate["claim"] == "infeasible":
        return not len(lawful(program, set(certificate["rules"])))
    if certificate["claim"] == "bid":
        return fares_so(program, certificate["award"], certificate["bid"])
    every = lawful(program)
    chosen = np.isin(np.arange(program["size"]), certificate["award"]).astype(np.int64)
    if not (every == chosen).all(axis=1).any():
        return False
    values = [int(dot(chosen[None, :], terms)[0]) for _, terms in program["goals"]]
    if certificate["values"] != values:
        return False
    if certificate["claim"] == "optimal":
        own = worth(program, chosen[None, :])[0]
        return certificate["bounds"] == values and max(worth(program, every)) == own
    return _bounded(program, certificate["bounds"], values, every, chosen)


def fares_so(program: dict, award: list[int], bid: int) -> bool:
    """Whether a bid fares in every award as good on the goals as it does in a lawful award."""
    every = lawful(program)
    chosen = np.isin(np.arange(program["size"]), award).astype(np.int64)
    if not (every == chosen).all(axis=1).any():
        return False
    bids = len(program["tied"])
    own = worth(program, chosen[None, :])[0][:-bids]
    rest = every[every[:, bid] != chosen[bid]]
    return not len(rest) or max(worth(program, rest))[:-bids] < own


def _bounded(
    program: dict, bounds: list[int], values: list[int], every: np.ndarray, chosen: np.ndarray
) -> bool:
    """Whether the goals before the last are best, and the last cannot pass its bound."""
    if len(bounds) > len(values) or bounds[:-1] != values[: len(bounds) - 1]:
        return not bounds
    for (goal, terms), bound in zip(program["goals"], bounds, strict=False):
        if goal == "ranking":
            for j in program["ranked"]:
                if every[:, j].max() > chosen[j]:
                    return False
                every = every[every[:, j] == chosen[j]]
        else:
            reached = dot(every, terms)
            if reached.max() > bound:
                return False
            every = every[reached == dot(chosen[None, :], terms)[0]]
    return True


def paths(content: object, path: tuple = ()) -> Iterator[tuple]:
    """The way to every value inside JSON."""
    yield path
    inside = content.items() if isinstance(content, dict) else enumerate(content)
    if isinstance(content, dict | list):
        for key, value in inside:
            yield from (
                paths(value, (*path, key)) if isinstance(value, dict | list) else [(*path, key)]
            )


def change(rng: random.Random, content: dict) -> dict:
    """The same content with one thing changed, dropped or doubled."""
    changed = json.loads(json.dumps(content))
    *way, last = rng.choice([path for path in paths(changed) if path])
    place = changed
    for key in way:
        place = place[key]
    value = place[last]
    if isinstance(value, int):
        place[last] = value + rng.choice((-2, -1, 1, 2, -value, 10))
    elif isinstance(value, list) and value and rng.random() < 0.7:
        kind = rng.choice(("drop", "double", "swap"))
        k = rng.randrange(len(value))
        if kind == "drop":
            del value[k]
        elif kind == "double":
            value.insert(k, value[k])
        else:
            value[0], value[k] = value[k], value[0]
    elif isinstance(place, list):
        del place[last]
    else:
        place[last] = rng.choice((None, [], {}, "optimal", "goals", "infeasible", 1.5, True))
    return changed
