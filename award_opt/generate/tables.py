"""The files of an invented instance: the tables, and the columns that rules ask for besides."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TypeAlias

from award_opt.exact import plain, unscaled
from award_opt.generate.dice import Dice
from award_opt.generate.market import Market, Offer, named
from award_opt.rules import Budget, Package, Requirement
from award_opt.tender import Tender

Row: TypeAlias = tuple[str, ...]

HELD = ("bid", "bidder", "segment", "area", "lot", "care_type", "score", "value", "status", "draw")
OTHER = "other"


def tables(market: Market, made_by: str) -> dict[str, str]:
    """The files by name; tables without a row are left out."""
    numbered = list(zip(_bid_ids(market), market.offers, strict=False))
    files = {
        "instance.toml": _head(market, made_by),
        "providers.csv": _providers(market),
        "parties.csv": _parties(market),
        "bids.csv": _bids(market, numbered),
        "scores.csv": _scores(market.tender, numbered),
        "offers.csv": _offers(market, numbered),
    }
    return {name: text for name, text in files.items() if text.count("\n") > 1}


def _bid_ids(market: Market) -> Iterator[str]:
    """The bids that rules name, then numbers; more than there are bids."""
    known = named(market.tender, "bid")
    yield from known
    for number in range(1, len(market.offers) + len(known) + 1):
        if f"B{number:05}" not in known:
            yield f"B{number:05}"


def _head(market: Market, made_by: str) -> str:
    tender, count = market.tender.id, len(market.organisations)
    return (
        "format = 1\n"
        f'tender = "{tender}"\n'
        f'title = "Invented bids for {tender}: {count} providers, seed {market.seed}"\n'
        'origin = "synthetic"\n'
        f'made_by = "{made_by}"\n'
        f"seed = {market.seed}\n"
        'delimiter = ","\n'
        'decimal = "."\n'
    )


def _table(header: Row, rows: Iterable[Row]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def _points(tender: Tender, points: int) -> str:
    return plain(Decimal(unscaled(points, tender.scoring.decimals)))


def _providers(market: Market) -> str:
    header = ("provider", "name", "scale", "owner", "municipality")
    rows = (
        (one.id, one.name, one.scale, "" if one.owner == one.id else one.owner, one.municipality)
        for one in market.organisations
    )
    return _table(header, rows)


def _parties(market: Market) -> str:
    rows = (
        (bidder.id, organisation.id, role, plain(Decimal(share).scaleb(-2)))
        for bidder in market.coalitions
        for organisation, role, share in bidder.parties
    )
    return _table(("bidder", "provider", "role", "share"), rows)


def _scores(tender: Tender, numbered: Sequence[tuple[str, Offer]]) -> str:
    rows = (
        (bid, criterion, _points(tender, points))
        for bid, offer in numbered
        for criterion, points in offer.scores.items()
        if criterion
    )
    return _table(("bid", "criterion", "score"), rows)


def _bids(market: Market, numbered: Sequence[tuple[str, Offer]]) -> str:
    tender, dice = market.tender, Dice.of(market.seed, "columns")
    extra = _columns(tender)
    rows = (
        (
            bid,
            offer.bidder.id,
            offer.segment.id,
            offer.area or "",
            _points(tender, offer.scores[""]) if "" in offer.scores else "",
            str(offer.value),
            offer.status,
            str(offer.draw),
            *(_cell(tender, column, sort, offer, dice) for column, sort in extra.items()),
        )
        for bid, offer in numbered
    )
    header = ("bid", "bidder", "segment", "area", "score", "value", "status", "draw")
    return _table((*header, *extra), rows)


def _offers(market: Market, numbered: Sequence[tuple[str, Offer]]) -> str:
    """Bids that offer all care types need no rows, unless a rule asks for capacity by care type."""
    dice = Dice.of(market.seed, "capacity")
    asked = "offers.capacity" in _asked(market.tender)
    rows: Iterator[Row] = (
        (bid, care_type, *((str(dice.between(5, 80)),) if asked else ()))
        for bid, offer in numbered
        for care_type in offer.segment.care_types
        if care_type in offer.care_types
        if asked or len(offer.care_types) < len(offer.segment.care_types)
    )
    return _table(("bid", "care_type", *(("capacity",) if asked else ())), rows)


# --- columns that rules and goals ask for


def _asked(tender: Tender) -> dict[str, str]:
    asked: dict[str, str] = {column: sort for rule in tender.rules for column, sort in rule.uses()}
    if any(isinstance(rule, Package) for rule in tender.rules):
        asked["package"] = "text"
    if "least_transfers" in tender.award.goals:
        asked["clients"] = "number"
    return asked


def _columns(tender: Tender) -> dict[str, str]:
    """The columns of bids beside the usual ones, each with its sort."""
    return {
        column: sort
        for column, sort in _asked(tender).items()
        if column not in HELD and "." not in column
    }


def _cell(tender: Tender, column: str, sort: str, offer: Offer, dice: Dice) -> str:
    if column == "package":
        return offer.package
    return _number(tender, column, dice) if sort == "number" else _text(tender, column, dice)


def _text(tender: Tender, column: str, dice: Dice) -> str:
    """Mostly a text that some rule names, so that the rule has something to say."""
    named = {name: 8 for rule in tender.rules for c, name in rule.mentions() if c == column}
    for rule in tender.rules:
        if isinstance(rule, Requirement) and rule.column == column:
            named.update(dict.fromkeys(rule.one_of or (), 8))
    return dice.weighted({**dict(sorted(named.items())), OTHER: 1})


def _number(tender: Tender, column: str, dice: Dice) -> str:
    """A whole number, mostly on the right side of a requirement and far below a ceiling."""
    middle = 100
    for rule in tender.rules:
        if isinstance(rule, Requirement) and rule.column == column:
            middle = int(rule.at_least or rule.at_most or 50) * (2 if rule.at_least else 1)
        elif isinstance(rule, Budget) and rule.column == column:
            ceilings = rule.ceiling.values() if isinstance(rule.ceiling, dict) else [rule.ceiling]
            middle = int(min(ceilings, default=2000)) // 20
    return str(dice.between(middle * 2 // 5, middle * 8 // 5))
