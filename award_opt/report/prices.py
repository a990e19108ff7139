"""Prices of rules as a terminal shows them, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from award_opt.report.names import Names
from award_opt.report.numbers import euro, number
from award_opt.report.table import aligned, clean
from award_opt.report.words import word
from award_opt.texts import Lang, say

if TYPE_CHECKING:
    from award_opt.prices import Move, Pair, Price, Prices

SHOWN = 10  # bids that enter or leave; the JSON names all


def lines(found: Prices, names: Names) -> list[str]:
    """One table for the rules, one for rules added, one for pairs; the last line is the proof."""
    lang = names.lang
    blocks = [[say("prices_heading", lang, {}), *_table(found.rules, lang)]]
    blocks.append(list(_fates(found.rules, names)))
    if found.added:
        blocks.append([say("prices_added_heading", lang, {}), *_table(found.added, lang)])
        blocks.append(list(_fates(found.added, names)))
    if found.priced is not None:
        blocks.append(list(_pairs(found, lang)))
    blocks.append([say("prices_proven" if found.proven else "prices_open", lang, {})])
    spaced: list[str] = []
    for block in blocks:
        if block:
            spaced += [*([""] if spaced else []), *(clean(line) for line in block)]
    return spaced


def _table(prices: Sequence[Price], lang: Lang) -> list[str]:
    goals = next(([move.goal for move in price.moves] for price in prices if price.moves), [])
    header = [
        say("prices_rule", lang, {}),
        *(word(f"goal_{goal}", lang) for goal in goals),
        say("prices_in", lang, {}),
        say("prices_out", lang, {}),
    ]
    rows = [header, *(_row(price, len(goals), lang) for price in prices)]
    return aligned(rows, "<" + ">" * (len(header) - 1), "  ")


def _row(price: Price, goals: int, lang: Lang) -> list[str]:
    name = _name(price)
    if price.status != "optimal":
        code = "prices_no_award" if price.status == "infeasible" else "prices_not_proven"
        return [name, say(code, lang, {}), *[""] * (goals + 1)][: goals + 3]
    moved = [_signed(move, lang) for move in price.moves]
    return [name, *moved, str(len(price.enters)), str(len(price.leaves))]


def _name(price: Price) -> str:
    return price.rule if price.what_if is None else f"{price.what_if}: {price.rule}"


def _signed(move: Move, lang: Lang) -> str:
    """The change of a goal with its sign; 0 where it stays."""
    if move.after == move.before:
        return "0"
    exact = move.change
    said = euro(exact, lang) if move.goal == "lowest_value" else number(exact, lang)
    return said if exact.startswith("-") else f"+{said}"


def _fates(prices: Sequence[Price], names: Names) -> Iterator[str]:
    """Who would win and who would not, by rule."""
    bids = {bid.id: bid for bid in names.instance.bids}
    for price in prices:
        for code, own in (("prices_enters", price.enters), ("prices_leaves", price.leaves)):
            if own:
                said = [f"{bid} {names.bidder(bids[bid].bidder)}" for bid in own[:SHOWN]]
                listed = ", ".join(said)
                if len(own) > SHOWN:
                    rest = len(own) - SHOWN
                    listed = word("and_more", names.lang, bids=listed, count=rest)
                yield say(code, names.lang, {"rule": _name(price), "bids": listed})


def _pairs(found: Prices, lang: Lang) -> Iterator[str]:
    if not found.pairs:
        yield say("prices_pairs_none", lang, {})
    else:
        yield say("prices_pairs_heading", lang, {})
        yield from _pair_table(found.pairs, lang)
    yield say("prices_pairs_count", lang, {"priced": found.priced or 0, "apart": found.apart or 0})


def _pair_table(pairs: Sequence[Pair], lang: Lang) -> list[str]:
    goals = next(([move.goal for move in pair.moves] for pair in pairs if pair.moves), [])
    rows = [[say("prices_rule", lang, {}), *(word(f"goal_{goal}", lang) for goal in goals)]]
    for pair in pairs:
        name = " + ".join(pair.rules)
        if pair.moves:
            rows.append([name, *(_signed(move, lang) for move in pair.moves)])
        else:
            code = "prices_no_award" if pair.status == "infeasible" else "prices_not_proven"
            rows.append([name, say(code, lang, {}), *[""] * (len(goals) - 1)][: len(rows[0])])
    return aligned(rows, "<" + ">" * len(goals), "  ")


def content(found: Prices) -> dict[str, Any]:
    """All of it for machines; ``mode`` keeps it from passing for an award."""
    return {
        "mode": "simulation",
        "proven": found.proven,
        "rules": [_price_json(price) for price in found.rules],
        "added": [_price_json(price) for price in found.added],
        "pairs": [
            {"rules": list(pair.rules), "status": pair.status, "goals": _moves_json(pair.moves)}
            for pair in found.pairs
        ],
        "pairs_solved": found.priced,
        "pairs_apart": found.apart,
    }


def _price_json(price: Price) -> dict[str, Any]:
    return {
        "rule": price.rule,
        "what_if": price.what_if,
        "status": price.status,
        "goals": _moves_json(price.moves),
        "enters": list(price.enters),
        "leaves": list(price.leaves),
    }


def _moves_json(moves: Sequence[Move]) -> list[dict[str, str]]:
    return [
        {
            "goal": move.goal,
            "before": move.exact(move.before),
            "after": move.exact(move.after),
            "change": move.change,
        }
        for move in moves
    ]
