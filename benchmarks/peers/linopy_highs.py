"""linopy with HiGHS: expressions by group rather than by row."""

from __future__ import annotations

from typing import Any

import linopy
import numpy as np
import pandas as pd
import xarray as xr

from benchmarks.peers.claim import Claim, Watch, finite, rounded
from benchmarks.peers.tables import Ints, Tables

FEASIBLE = 2  # what HiGHS says of a solution that keeps all rows


class _Groups:
    """Sums of a variable over groups of its entries."""

    def __init__(self, tables: Tables) -> None:
        self.model = linopy.Model()
        self.tables = tables
        index = pd.RangeIndex(len(tables["bids"]["score"]), name="bid")
        self.x = self.model.add_variables(binary=True, coords=[index], name="x")

    def bound(
        self,
        name: str,
        bid: Ints,
        group: Ints,
        weight: Any,
        sense: str,
        limits: Any,
        of: Any = None,
    ) -> None:
        """A row for each group: the weighted sum of its bids against its own limit."""
        if not len(bid):
            return
        index = pd.RangeIndex(len(bid), name="term")
        chosen = _picked(self.x if of is None else of, bid, "term")
        coefficient = xr.DataArray(np.asarray(weight, float), dims="term", coords={"term": index})
        total = chosen * coefficient
        summed = total.groupby(pd.Series(group, index=index, name="group")).sum()
        which = summed.coords["group"].values
        right = xr.DataArray(
            np.asarray(limits, float)[which], dims="group", coords={"group": which}
        )
        self.model.add_constraints(summed <= right if sense == "<" else summed >= right, name=name)


def _picked(variable: Any, place: Ints, name: str) -> Any:
    """Some entries of a variable as terms, in that order, along a dimension of their own."""
    own = str(variable.dims[0])
    chosen = (1 * variable).isel({own: xr.DataArray(place, dims=name)}).drop_vars(own)
    return chosen.assign_coords({name: pd.RangeIndex(len(place), name=name)})


def solve(tables: Tables, watch: Watch) -> Claim:
    """The answer of HiGHS, by way of linopy."""
    groups = _Groups(tables)
    _fill(groups, tables)
    score = tables["bids"]["score"].astype(float)
    weight = xr.DataArray(score, dims="bid", coords={"bid": np.arange(len(score))})
    groups.model.add_objective((groups.x * weight).sum(), sense="max")
    build = watch.now
    options = {"mip_rel_gap": 0.0, "mip_abs_gap": 0.99, "time_limit": watch.left}
    _, condition = groups.model.solve(
        "highs", io_api="direct", output_flag=False, log_to_console=False, **options
    )
    info = groups.model.solver_model.getInfo()
    held = info.primal_solution_status == FEASIBLE
    wins = rounded(groups.model.solution["x"].values) if held else None
    bound = finite(info.mip_dual_bound) if held else None
    return Claim(condition == "optimal", wins, bound, build, watch.now)


def _fill(groups: _Groups, tables: Tables) -> None:
    bids, lots = tables["bids"], tables["lots"]
    lot, closed = bids["lot"], lots["open"][bids["lot"]] == 0
    forced = np.flatnonzero(~closed)
    if len(forced):
        groups.model.add_constraints(groups.x.isel(bid=forced) == 1, name="open")
    many = np.bincount(lot, minlength=len(lots["cap"]))
    tight = np.flatnonzero(closed & (lots["cap"][lot] >= 0) & (lots["cap"][lot] < many[lot]))
    groups.bound("cap", tight, lot[tight], np.ones(len(tight)), "<", lots["cap"])
    _distinct(groups, tables)
    region, regions = lots["region"][lot], tables["regions"]
    paid = np.flatnonzero(closed & (region >= 0))
    capped = paid[regions["ceiling"][region[paid]] >= 0]
    groups.bound("budget", capped, region[capped], bids["value"][capped], "<", regions["ceiling"])
    shared = paid[regions["small_bp"][region[paid]] >= 0]
    weight = bids["value"][shared] * (
        bids["small_bp"][shared] - regions["small_bp"][region[shared]]
    )
    groups.bound("small", shared, region[shared], weight, ">", 0 * regions["small_bp"])
    _offers(groups, tables)
    _limits(groups, tables, closed)


def _distinct(groups: _Groups, tables: Tables) -> None:
    bids, caps = tables["bids"], tables["groups"]["cap"]
    group = tables["lots"]["distinct"][bids["lot"]]
    inside = np.flatnonzero(group >= 0)
    if not len(inside):
        return
    providers = int(bids["provider"].max()) + 1
    used, which = np.unique(
        group[inside] * providers + bids["provider"][inside], return_inverse=True
    )
    index = pd.RangeIndex(len(used), name="user")
    y = groups.model.add_variables(binary=True, coords=[index], name="y")
    left, right = _picked(groups.x, inside, "link"), _picked(y, which, "link")
    groups.model.add_constraints(left - right <= 0, name="link")
    every = np.arange(len(used))
    groups.bound("distinct", every, used // providers, np.ones(len(used)), "<", caps, of=y)


def _offers(groups: _Groups, tables: Tables) -> None:
    offers, cells = tables["offers"], tables["cells"]
    cares = int(max(offers["care"].max(initial=-1), cells["care"].max(initial=-1))) + 1
    of_cell = np.full(len(tables["lots"]["cap"]) * cares, -1)
    of_cell[cells["lot"] * cares + cells["care"]] = np.arange(len(cells["lot"]))
    cell = of_cell[tables["bids"]["lot"][offers["bid"]] * cares + offers["care"]]
    for name, weight in (("at_least", np.ones(len(cell))), ("demand", offers["capacity"])):
        asked = np.append(cells[name] > 0, False)  # the last one is for -1
        used = np.flatnonzero(asked[cell])
        groups.bound(name, offers["bid"][used], cell[used], weight[used], ">", cells[name])
    if tables["limits"]["goods"][0]:
        one = np.ones(len(offers["bid"]))
        groups.bound("goods", offers["bid"], offers["care"], one, "<", np.ones(cares))


def _limits(groups: _Groups, tables: Tables, closed: Any) -> None:
    bids, limit = tables["bids"], int(tables["limits"]["lots"][0])
    if limit >= 0:
        many = np.bincount(bids["provider"][closed], minlength=int(bids["provider"].max()) + 1)
        mine = np.flatnonzero(closed & (many[bids["provider"]] > limit))
        one = np.ones(len(mine))
        groups.bound("lots", mine, bids["provider"][mine], one, "<", np.full(len(many), limit))
    packed = np.flatnonzero(bids["package"] >= 0)
    packed = packed[np.argsort(bids["package"][packed], kind="stable")]
    pair = np.flatnonzero(np.diff(bids["package"][packed]) == 0)
    if len(pair):
        one = _picked(groups.x, packed[pair], "pair")
        other = _picked(groups.x, packed[pair + 1], "pair")
        groups.model.add_constraints(one - other == 0, name="package")
