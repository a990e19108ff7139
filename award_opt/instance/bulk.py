"""Bids of a large instance as columns, without a bid in between.

Where anything at all might be wrong, the plain reader reads the instance instead: it alone reports
faults, and what it accepts gives the same columns.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import cast

import numpy as np

from award_opt.columns import MISSING, Codes, Columns, Ints, Mask, Numbers, Offers, Parties
from award_opt.domain import ROLES, SCALES, Party, Provider
from award_opt.exact import plain
from award_opt.files import folder_fault
from award_opt.instance.bids import STATUSES, attribute_ranges, scale_of
from award_opt.instance.coded import Coded, UnsureError, must, read_coded, uncollected
from award_opt.instance.demands import (
    BLANK_MEANS_NONE,
    PUBLISHED,
    criteria_read,
    score_read,
)
from award_opt.instance.head import Dialect, read_head
from award_opt.instance.header import asked
from award_opt.instance.providers import read_parties, read_providers
from award_opt.instance.read import HEAD, check_files, read_instance
from award_opt.instance.sheet import EUROS, WHOLE, Faults, Sheet
from award_opt.instance.tables import LAYOUTS, read_table
from award_opt.rules import AnyRule
from award_opt.rules._scope import mask
from award_opt.stretches import picked, starts
from award_opt.tender.schema import Tender
from award_opt.workbook.guard import is_workbook


def read_columns(source: Path, tender: Tender) -> Columns:
    """The columns of all submitted bids of an instance, in the order of their ids.

    The same as ``Columns.of(read_instance(source, tender).bids)``, in a fraction of its time and
    memory for a folder of large tables without ``scores.csv``.

    Raises
    ------
    InputError
        As ``read_instance``.
    """
    try:
        with uncollected():
            return _Bulk(source, tender).columns()
    except UnsureError:
        return Columns.of(read_instance(source, tender).bids)


class _Bulk:
    """The tables of one folder, column by column."""

    def __init__(self, folder: Path, tender: Tender) -> None:
        self.folder, self.tender = folder, tender
        self.dialect = self._head()
        self.segments = {segment.id: segment for segment in tender.segments}
        table = self._table("bids", list(asked(tender)))
        self.id = self._identified(table["bid"])
        rows = np.argsort(self.id.codes)
        self.bids = {name: held.taken(rows) for name, held in table.items()}
        self.n = len(rows)
        self.providers, self.sheets = self._providers()
        self.known = self._bidders()
        self.offers: Mapping[str, Coded] = {}

    def columns(self) -> Columns:
        """The columns, every demand of the tender met."""
        texts, attributes = self._texts(), self._attributes()
        columns = Columns.made(
            {**texts, **{name: held for name, held in attributes.items() if held.labels}},
            self._numbers(texts["segment"], texts["status"]),
            self._offers(texts["segment"]),
            self._parties(texts["bidder"]),
        )
        _Demands(self, columns).check()
        return columns

    # --- the files

    def _head(self) -> Dialect:
        must(not is_workbook(self.folder) and folder_fault(self.folder) is None)
        head, dialect, error = read_head(self.folder / HEAD)
        must(error is None and head is not None and head.tender == self.tender.id)
        faults = Faults()
        check_files(self.folder, faults)
        must(not faults.found and not self._there("scores"))
        return cast(Dialect, dialect)

    def _there(self, table: str) -> bool:
        return os.path.lexists(self.folder / f"{table}.csv")

    def _table(self, table: str, attributes: list[str]) -> dict[str, Coded]:
        return read_coded(self.folder / f"{table}.csv", self.dialect, attributes)

    @staticmethod
    def _identified(bid: Coded) -> Codes:
        """The ids of the bids, which stand once and are not blank."""
        must(bid.texts and all(bid.texts))
        named = bid.labelled()
        must(len(named.labels) == len(named.codes))
        return named

    def _providers(self) -> tuple[Mapping[str, Provider], Mapping[str, Sheet]]:
        faults, sheets = Faults(), {}
        for table in ("providers", "parties"):
            if table == "providers" or self._there(table):
                path = self.folder / f"{table}.csv"
                sheet = read_table(path, self.dialect, faults)
                must(sheet is not None)
                sheets[table] = cast(Sheet, sheet)
        providers = read_providers(sheets["providers"])
        must(not faults.found)
        return providers, sheets

    def _bidders(self) -> Mapping[str, tuple[Party, ...]]:
        """The parties of each bidder; a bidder is a coalition or a provider on its own."""
        known: dict[str, tuple[Party, ...]] = {
            name: (Party(name, provider.owner, scale=provider.scale),)
            for name, provider in self.providers.items()
        }
        sheet = self.sheets.get("parties")
        if sheet is not None:
            coalitions = read_parties(sheet, self.providers)
            must(not sheet.faults.found and coalitions.keys() <= {*self.bids["bidder"].texts})
            known.update({name: held.parties for name, held in coalitions.items()})
        must({*self.bids["bidder"].texts} <= known.keys())
        return known

    # --- texts

    def _texts(self) -> dict[str, Codes]:
        bids = self.bids
        must(all(segment in self.segments for segment in bids["segment"].texts))
        texts = {name: bids[name].labelled() for name in ("bidder", "segment")}
        texts["bid"] = Codes(np.arange(self.n), self.id.labels)
        texts["area"] = self._optional("area")
        texts["package"] = self._optional("package")
        self._check_areas(texts["segment"], texts["area"])
        packaged = any(rule.kind == "package" for rule in self.tender.rules)
        must(packaged or not texts["package"].labels)
        return {**texts, "status": self._status()}

    def _optional(self, name: str) -> Codes:
        held = self.bids.get(name)
        return Codes.absent(self.n) if held is None else held.labelled()

    def _status(self) -> Codes:
        held = self.bids.get("status")
        valid = Codes(np.zeros(self.n, np.int64), ("valid",))
        if held is None:
            return valid
        must(all(text in STATUSES for text in held.texts if text))
        return held.labelled([text or "valid" for text in held.texts])

    def _check_areas(self, segment: Codes, area: Codes) -> None:
        """Each bid names an area of its segment, or none where the segment has none."""
        room = len(area.labels) + 1
        pairs = np.bincount(segment.codes * room + area.codes + 1)
        for pair in np.flatnonzero(pairs).tolist():
            own, place = pair // room, pair % room - 1
            areas = self.segments[segment.labels[own]].areas
            named = None if place == MISSING else area.labels[place]
            must(named in areas if areas else named is None)

    def _attributes(self) -> dict[str, Codes]:
        header = tuple(self.bids)
        sheet = Sheet("", header, self.dialect.decimal, Faults())
        ranges = attribute_ranges(self.tender, sheet, LAYOUTS["bids"].columns)
        found = {}
        for name, numbers in ranges.items():
            held = self.bids[name]
            if numbers is None:
                found[name] = held.labelled()
                continue
            read = held.decimals(numbers)
            found[name] = held.labelled(["" if each is None else plain(each) for each in read])
        return found

    # --- numbers

    def _numbers(self, segment: Codes, status: Codes) -> dict[str, Numbers]:
        ranges = {"value": EUROS, "capacity": WHOLE, "draw": WHOLE}
        numbers = {
            name: self.bids[name].numbers(allowed)
            for name, allowed in ranges.items()
            if name in self.bids
        }
        if "score" in self.bids:
            numbers["score"] = self._score(segment, status)
        return numbers

    def _score(self, segment: Codes, status: Codes) -> Numbers:
        held, scale = self.bids["score"], scale_of(self.tender)
        scored = np.array([self.tender.scored(name) for name in segment.labels])[segment.codes]
        must(not (~held.blank & ~scored).any())
        must(not (held.blank & scored & status.among(("valid",))).any())
        levels = self.tender.scoring.levels
        if levels:
            must(not self.tender.criteria)
            must(all(number is None or number in levels for number in held.decimals(scale)))
        return held.numbers(scale)

    # --- the pairs

    def _offers(self, segment: Codes) -> Offers:
        """The care types that each bid offers: its own, or all of its segment where it has none."""
        named = (name for segment in self.tender.segments for name in segment.care_types)
        names = tuple(dict.fromkeys(named))
        place = np.full((len(segment.labels), len(names)), MISSING, np.int64)
        for own, label in enumerate(segment.labels):
            asks = self.segments[label].care_types
            place[own, [names.index(each) for each in asks]] = np.arange(len(asks))
        bid, care_type, capacity = self._own_offers(names)
        must((place[segment.codes[bid], care_type] >= 0).all())
        without = np.bincount(bid, minlength=self.n) == 0
        rest, further = np.nonzero((place[segment.codes] >= 0) & without[:, None])
        bid, care_type = np.concatenate([bid, rest]), np.concatenate([care_type, further])
        capacity = np.concatenate([capacity, np.full(len(rest), MISSING)])
        key = bid * (len(names) + 1) + place[segment.codes[bid], care_type]
        rising = bool((np.diff(key) > 0).all())
        order = np.arange(len(key)) if rising else np.argsort(key, kind="stable")
        must(rising or (np.diff(key[order]) > 0).all())
        ranked = tuple(sorted(names))
        rank = np.array([ranked.index(name) for name in names], np.int64)
        return Offers(bid[order], Codes(rank[care_type], ranked).only(order), capacity[order])

    def _own_offers(self, names: tuple[str, ...]) -> tuple[Ints, Ints, Ints]:
        """Bid, care type and capacity of each row of the offers table."""
        none = np.zeros(0, np.int64)
        if not self._there("offers"):
            return none, none, none
        table = self.offers = self._table("offers", [])
        if not len(table["bid"].codes):
            return none, none, none
        rows = {name: k for k, name in enumerate(self.id.labels)}
        must(all(bid in rows for bid in table["bid"].texts))
        must(all(name in names for name in table["care_type"].texts))
        bid = np.array([rows[bid] for bid in table["bid"].texts], np.int64)
        care_type = np.array([names.index(name) for name in table["care_type"].texts], np.int64)
        held = table["capacity"].numbers(WHOLE) if "capacity" in table else None
        codes = table["bid"].codes
        capacity = np.full(len(codes), MISSING)
        if held is not None:
            capacity = np.where(held.known, held.values, MISSING)
        return bid[codes], care_type[table["care_type"].codes], capacity

    def _parties(self, bidder: Codes) -> Parties:
        own = [self.known[name] for name in bidder.labels]
        parties = [party for each in own for party in each]
        start = starts(np.array([len(each) for each in own], np.int64))
        cut, entry = picked(start, bidder.codes)
        return Parties(
            bid=np.repeat(np.arange(self.n), np.diff(cut)),
            provider=Codes.of([party.provider for party in parties]).only(entry),
            owner=Codes.of([party.owner for party in parties]).only(entry),
            role=np.array([ROLES.index(party.role) for party in parties], np.int64)[entry],
            scale=np.array(
                [MISSING if p.scale is None else SCALES.index(p.scale) for p in parties], np.int64
            )[entry],
            share_bp=np.array(
                [MISSING if p.share_bp is None else p.share_bp for p in parties], np.int64
            )[entry],
        )


class _Demands:
    """What rules, goals and ties demand of the tables, met as ``demands.check`` wants it."""

    def __init__(self, tables: _Bulk, columns: Columns) -> None:
        self.tables, self.tender, self.columns = tables, tables.tender, columns
        self.valid = columns.texts["status"].among(("valid",))

    def check(self) -> None:
        """Leave it to the plain reader unless every demand is met.

        Raises
        ------
        UnsureError
            One is not.
        """
        self._scores()
        self._draws()
        award = self.tender.award
        if "lowest_value" in award.goals or "value" in award.ties:
            self._filled("value", self.valid)
        if "least_transfers" in award.goals:
            self._filled("clients", self.valid)
        for rule in self.tender.rules:
            self._columns(rule, self.valid & mask(self.columns, rule.where))
            self._names(rule)

    def _scores(self) -> None:
        scored = any(self.tender.scored(name) for name in self.columns.texts["segment"].labels)
        if scored:
            must("score" in self.tables.bids or not score_read(self.tender))
            must(not any(criteria_read(self.tender)))

    def _draws(self) -> None:
        lot, draw = self.columns.texts["lot"], self.columns.numbers["draw"]
        drawn = draw.values[draw.known] * len(lot.labels) + lot.codes[draw.known]
        must((np.diff(np.sort(drawn)) > 0).all())

    def _filled(self, column: str, concerned: Mask) -> None:
        held = self.tables.bids.get(column)
        must(held is not None and not (held.blank & concerned).any())

    def _columns(self, rule: AnyRule, concerned: Mask) -> None:
        for column, kind in dict.fromkeys(rule.uses()):
            table, _, name = column.rpartition(".")
            if column in PUBLISHED or column == "score":
                continue
            if column == "parties.share":
                self._known(self.columns.parties.share_bp, concerned)
            elif column == "providers.scale":
                must(self.tables.sheets["providers"].has("scale"))
                self._known(self.columns.parties.scale, concerned)
            elif table:
                must(table == "offers" and name in self.tables.offers)
            elif kind == "text" or rule.kind in BLANK_MEANS_NONE:
                must(name in self.tables.bids)
            else:
                self._filled(name, concerned)

    def _known(self, held: Ints, concerned: Mask) -> None:
        must(not (concerned[self.columns.parties.bid] & (held == MISSING)).any())

    def _names(self, rule: AnyRule) -> None:
        known = {
            "bid": self.columns.texts["bid"].labels,
            "bidder": self.columns.texts["bidder"].labels,
            "provider": self.tables.providers,
            "owner": self.tables.providers,
        }
        for column, name in rule.mentions():
            must(column not in known or name in known[column])
