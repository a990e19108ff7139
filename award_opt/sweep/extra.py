"""The tables of answers: frontiers, chances and break points, beside those of the scenarios."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from award_opt.domain import Bid
from award_opt.exact import unscaled
from award_opt.sweep.breaks import Corners, Steps
from award_opt.sweep.chances import Chances
from award_opt.sweep.frontier import PLACES, Frontier
from award_opt.sweep.result import SIMULATION
from award_opt.sweep.table import STAMPED, Column, Line, Table

if TYPE_CHECKING:
    from award_opt.sweep.tradeoff import Tradeoff  # writing tables needs no solver


def frontier_table(found: Sequence[Frontier]) -> Table:
    """One row per point: whether another one passes it, and whether it is proven."""
    columns = (
        *STAMPED,
        Column("measure", "text"),
        Column("measured", "decimal", max(PLACES.values())),
        Column("score", "decimal", max([_places(f) for f in found], default=0)),
        Column("best", "truth"),
        Column("proven", "truth"),
        Column("scenarios", "count"),
    )

    def lines() -> Iterator[Line]:
        for each in found:
            for point in each.points:
                yield (
                    point.scenarios[0].name(),
                    SIMULATION,
                    each.measure,
                    unscaled(point.measured, PLACES[each.measure]),
                    str(point.score),
                    point.best,
                    point.proven,
                    point.count,
                )

    return Table("frontier", columns, lines)


def _places(found: Frontier) -> int:
    exponents = [point.score.as_tuple().exponent for point in found.points]
    return max([-e for e in exponents if isinstance(e, int)], default=0)


def tradeoff_table(found: Sequence[Tradeoff], decimals: int) -> Table:
    """One row per point that no lawful award passes; ``decimals`` are those of scores."""
    columns = (
        Column("measure", "text"),
        Column("mode", "text"),
        Column("measured", "decimal", max(PLACES.values())),
        Column("score", "decimal", decimals),
        Column("winners", "texts"),
    )

    def lines() -> Iterator[Line]:
        for each in found:
            for point in each.trace.points:
                measured = unscaled(point.measured, PLACES[each.measure])
                score = unscaled(point.score, decimals)
                yield each.measure, SIMULATION, measured, score, point.award

    return Table("tradeoff", columns, lines)


def chance_table(found: Sequence[Chances], bids: Mapping[str, Bid]) -> Table:
    """One row per bid and point: its wins in the draws, with the interval as shares of 1."""
    columns = (
        *STAMPED,
        Column("bid", "text"),
        Column("bidder", "text"),
        Column("lot", "text"),
        Column("wins_as_given", "truth"),
        Column("wins", "count"),
        Column("draws", "count"),
        *(Column(name, "decimal", 4) for name in ("share", "low", "high")),
    )

    def lines() -> Iterator[Line]:
        for each in found:
            name = each.scenario.name()
            for chance in each.bids:
                bid, interval = bids.get(chance.bid), chance.interval
                known = (None, None) if bid is None else (bid.bidder, bid.lot)
                ends = (interval.share, interval.low, interval.high)
                counts = (chance.won, chance.wins, chance.draws)
                yield name, SIMULATION, chance.bid, *known, *counts, *ends

    return Table("chances", columns, lines)


def break_table(found: Sequence[Steps | Corners]) -> Table:
    """One row per stretch with one award: from where to where, exactly, and who wins."""
    names = ("parameter", "mode", "from", "to")
    columns = (
        *(Column(name, "text") for name in names),
        Column("proven", "truth"),
        Column("contracts", "count"),
        Column("winners", "texts"),
    )

    def lines() -> Iterator[Line]:
        for each in found:
            for low, high, award, proven in _stretches(each):
                count = None if award is None else len(award)
                yield each.name, SIMULATION, low, high, proven, count, award or ()

    return Table("breaks", columns, lines)


def _stretches(
    found: Steps | Corners,
) -> Iterator[tuple[str, str, tuple[str, ...] | None, bool]]:
    if isinstance(found, Corners):
        for piece in found.chain.pieces:
            yield str(piece.low), str(piece.high), piece.line.award, True
    else:
        for each in found.stretches:
            low, high = (unscaled(end, found.places) for end in (each.low, each.high))
            yield low, high, each.award, each.proven
