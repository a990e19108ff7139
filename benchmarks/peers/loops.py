"""A book as a model written by hand: groups in dictionaries, loops over rows, one row at a time.

The quick kind of hand-written: no data frames are walked, every group is made once, and rows that
can never bind are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Protocol

from benchmarks.peers.tables import Tables


class Model(Protocol):
    """What a modelling library has to offer."""

    def binary(self, name: str) -> Any:
        """A new 0/1 variable."""

    def add(self, terms: Sequence[Any], sense: str, bound: int) -> None:
        """The sum of ``terms`` is ``<``, ``=`` or ``>`` (or equal to) ``bound``."""


def compared(total: Any, sense: str, bound: int) -> Any:
    """A row in the words of whichever library made the total: ``<``, ``>`` or ``=`` the bound."""
    if sense == "<":
        return total <= bound
    return total >= bound if sense == ">" else total == bound


def fill(model: Model, tables: Tables, x: Sequence[Any]) -> None:
    """Add every rule of the book over the variables ``x``, one for each bid."""
    bids = {name: column.tolist() for name, column in tables["bids"].items()}
    lots = {name: column.tolist() for name, column in tables["lots"].items()}
    _places(model, bids, lots, x)
    _distinct(model, bids, lots, tables["groups"]["cap"].tolist(), x)
    _cells(model, tables, bids["lot"], x)
    _money(model, tables, bids, lots, x)
    _limits(model, tables, bids, lots, x)


def _places(model: Model, bids: Any, lots: Any, x: Sequence[Any]) -> None:
    by_lot: dict[int, list[int]] = {}
    for b, lot in enumerate(bids["lot"]):
        by_lot.setdefault(lot, []).append(b)
    for lot, group in by_lot.items():
        if lots["open"][lot]:
            for b in group:
                model.add([x[b]], "=", 1)
        elif 0 <= lots["cap"][lot] < len(group):
            model.add([x[b] for b in group], "<", lots["cap"][lot])


def _distinct(model: Model, bids: Any, lots: Any, caps: list[int], x: Sequence[Any]) -> None:
    used: list[dict[int, Any]] = [{} for _ in caps]
    for b, (lot, provider) in enumerate(zip(bids["lot"], bids["provider"], strict=True)):
        group = lots["distinct"][lot]
        if group >= 0:
            if provider not in used[group]:
                used[group][provider] = model.binary(f"y_{group}_{provider}")
            model.add([x[b], -1 * used[group][provider]], "<", 0)
    for cap, providers in zip(caps, used, strict=True):
        model.add(list(providers.values()), "<", cap)


def _cells(model: Model, tables: Tables, lot: list[int], x: Sequence[Any]) -> None:
    offers = {name: column.tolist() for name, column in tables["offers"].items()}
    by_cell: dict[tuple[int, int], list[tuple[int, int]]] = {}
    by_good: dict[int, list[int]] = {}
    for b, care, held in zip(offers["bid"], offers["care"], offers["capacity"], strict=True):
        by_cell.setdefault((lot[b], care), []).append((b, held))
        by_good.setdefault(care, []).append(b)
    cells = {name: column.tolist() for name, column in tables["cells"].items()}
    for place, care, least, demand in zip(
        cells["lot"], cells["care"], cells["at_least"], cells["demand"], strict=True
    ):
        group = by_cell.get((place, care), [])
        if least > 0:
            model.add([x[b] for b, _ in group], ">", least)
        if demand > 0:
            model.add([held * x[b] for b, held in group], ">", demand)
    if tables["limits"]["goods"][0]:
        for group_of_good in by_good.values():
            if len(group_of_good) > 1:
                model.add([x[b] for b in group_of_good], "<", 1)


def _money(model: Model, tables: Tables, bids: Any, lots: Any, x: Sequence[Any]) -> None:
    by_region: dict[int, list[int]] = {}
    for b, lot in enumerate(bids["lot"]):
        if not lots["open"][lot]:
            by_region.setdefault(lots["region"][lot], []).append(b)
    regions = {name: column.tolist() for name, column in tables["regions"].items()}
    value, small = bids["value"], bids["small_bp"]
    for region, (ceiling, share) in enumerate(
        zip(regions["ceiling"], regions["small_bp"], strict=True)
    ):
        group = by_region.get(region, [])
        if ceiling >= 0:
            model.add([value[b] * x[b] for b in group], "<", ceiling)
        if share >= 0:
            model.add([value[b] * (small[b] - share) * x[b] for b in group], ">", 0)


def _limits(model: Model, tables: Tables, bids: Any, lots: Any, x: Sequence[Any]) -> None:
    limit = int(tables["limits"]["lots"][0])
    by_provider: dict[int, list[int]] = {}
    by_package: dict[int, list[int]] = {}
    for b, (provider, package) in enumerate(zip(bids["provider"], bids["package"], strict=True)):
        if not lots["open"][bids["lot"][b]]:
            by_provider.setdefault(provider, []).append(b)
        if package >= 0:
            by_package.setdefault(package, []).append(b)
    for group in by_provider.values() if limit >= 0 else ():
        if len(group) > limit:
            model.add([x[b] for b in group], "<", limit)
    for group in by_package.values():
        for one, other in pairwise(group):
            model.add([x[one], -1 * x[other]], "=", 0)
