"""Brute force: all subsets, judged by either reading of the rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import compress, product

from award_opt.columns import Columns
from award_opt.domain import Bid, Landscape
from award_opt.rules import AT_LEAST, EQUAL, Block, Rule


def subsets(bids: Sequence[Bid]) -> Iterator[tuple[Bid, ...]]:
    """Every set of winners that the bids allow, lawful or not."""
    for choice in product((0, 1), repeat=len(bids)):
        yield tuple(compress(bids, choice))


def broken_rows(block: Block, columns: Columns, winners: Iterable[Bid]) -> set[str]:
    """The labels of the rows that the winners break; an indicator is 1 when any member wins."""
    won = {bid.id for bid in winners}
    value = [int(bid.id in won) for bid in columns.bids]
    sets: dict[int, int] = {}
    for name, member in zip(block.set_id.tolist(), block.set_member.tolist(), strict=True):
        sets[name] = max(sets.get(name, 0), value[member])
    value += [sets[name] for name in range(len(sets))]
    total = [0] * len(block.labels)
    for row, term, coefficient in zip(
        block.row.tolist(), block.term.tolist(), block.coefficient.tolist(), strict=True
    ):
        total[row] += coefficient * value[term]
    return {
        label
        for label, sense, bound, found in zip(
            block.labels, block.sense.tolist(), block.bound.tolist(), total, strict=True
        )
        if not _holds(found, sense, bound)
    }


def _holds(found: int, sense: int, bound: int) -> bool:
    if sense == EQUAL:
        return found == bound
    return found >= bound if sense == AT_LEAST else found <= bound


def refused(rule: Rule, bids: Sequence[Bid], landscape: Landscape, out: Sequence[Bid]) -> set[str]:
    """The bids that a filter keeps out, by the plain reading."""
    return {refusal.bid for refusal in rule.refusals(bids, landscape, out)}


def removed(rule: Rule, bids: Sequence[Bid], landscape: Landscape, out: Sequence[Bid]) -> set[str]:
    """The bids that a filter keeps out, by the reading on columns."""
    gone = rule.removed(Columns.of(bids), landscape, Columns.of(out))
    return {bid.id for bid, leaves in zip(bids, gone, strict=True) if leaves}


def admitted(
    rules: Sequence[Rule], bids: Sequence[Bid], landscape: Landscape
) -> tuple[tuple[Bid, ...], tuple[Bid, ...]]:
    """The bids that pass all filters, by the plain reading, and those that are out."""
    standing = [bid for bid in bids if bid.status == "valid"]
    out = [bid for bid in bids if bid.status != "valid"]
    for stage in ("roles", "requirements", "packages"):
        again = True
        while again:
            gone = {
                name
                for rule in rules
                if stage == rule.STAGE
                for name in refused(rule, standing, landscape, out)
            }
            out += [bid for bid in standing if bid.id in gone]
            standing = [bid for bid in standing if bid.id not in gone]
            again = stage == "packages" and bool(gone)
    return tuple(standing), tuple(out)


def lawful(
    rules: Sequence[Rule], standing: Sequence[Bid], winners: Sequence[Bid], landscape: Landscape
) -> bool:
    """Whether the winners keep every rule, by the plain reading."""
    return not any(
        breach for rule in rules for breach in rule.breaches(standing, winners, landscape)
    )
