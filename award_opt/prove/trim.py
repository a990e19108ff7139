"""Proofs without what they do not use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Proof = dict[str, Any]


def trimmed(proof: Mapping[str, Any], base: int) -> Proof:
    """The proof without cuts that no later step or leaf uses, and without a sum twice.

    ``base`` is the number of rows before the first cut.
    """
    many = "trees" in proof
    trees: list[list[int]] = proof["trees"] if many else [proof["tree"]]
    used = sorted({-1 - node for tree in trees for node in tree if node < 0})
    steps, names = _used_steps(proof["steps"], (proof["pool"][k] for k in used), base)
    pool: list[list[int]] = []
    known: dict[tuple[int, ...], int] = {}
    place: dict[int, int] = {}
    for k in used:
        given = _renamed(proof["pool"][k], names)
        place[k] = known.setdefault(tuple(given), len(pool))
        if place[k] == len(pool):
            pool.append(given)
    told = [[node if node >= 0 else -1 - place[-1 - node] for node in tree] for tree in trees]
    return {"steps": steps, "pool": pool, **({"trees": told} if many else {"tree": told[0]})}


def _used_steps(
    steps: list[list[Any]], leaves: Iterable[list[int]], base: int
) -> tuple[list[list[Any]], dict[int, int]]:
    """The steps in use, and the new number of each cut that stays."""
    used = {number for given in leaves for number in given[::2]}
    number = base + sum(step[0] == "cut" for step in steps)
    kept: list[tuple[list[Any], int]] = []
    for step in reversed(steps):
        if step[0] == "cut":
            number -= 1
            if number not in used:
                continue
        used.update(step[3 if step[0] == "probe" else 1][::2])
        kept.append((step, number))
    names: dict[int, int] = {}
    told: list[list[Any]] = []
    for step, before in reversed(kept):
        at = 3 if step[0] == "probe" else 1
        told.append([*step[:at], _renamed(step[at], names), *step[at + 1 :]])
        if step[0] == "cut":
            names[before] = base + len(names)
    return told, names


def _renamed(given: list[int], names: Mapping[int, int]) -> list[int]:
    renamed = list(given)
    renamed[::2] = [names.get(number, number) for number in given[::2]]
    return renamed
