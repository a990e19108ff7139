"""Bids as columns: integer arrays that rules turn into rows with vector operations.

``Columns.of`` takes bids, ``Columns.made`` arrays: then no bid exists until somebody asks for it,
so that a million of them fit.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, compress
from operator import attrgetter
from typing import TypeAlias, overload

import numpy as np
from numpy.typing import NDArray

from award_opt.domain import ROLES, SCALES, Bid, Party, lot_id
from award_opt.stretches import distinct

Ints: TypeAlias = NDArray[np.int64]
Mask: TypeAlias = NDArray[np.bool_]
MISSING = -1  # the code of an absent text, and the share of a party whose share is unknown
TEXTS = ("bid", "bidder", "segment", "area", "lot", "status", "package")
FEW = 8  # labels for each wanted one up to which all of them are looked at
NUMBERS = {"score": "score", "value": "value_cents", "capacity": "capacity", "draw": "draw"}


class Numbered(Sequence[str]):
    """Texts that follow from their place: text ``k`` is ``name % k``, made when it is asked for."""

    __slots__ = ("_places", "name")

    def __init__(self, name: str, many: int) -> None:
        self.name, self._places = name, range(many)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[str, ...]: ...
    def __getitem__(self, place: int | slice) -> str | tuple[str, ...]:
        if isinstance(place, slice):
            return tuple(map(self.name.__mod__, self._places[place]))
        return self.name % self._places[place]

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[str]:
        return map(self.name.__mod__, self._places)


@dataclass(frozen=True, slots=True)
class Codes:
    """A text column: ``codes[i]`` points into the sorted ``labels``; ``MISSING`` where absent."""

    codes: Ints
    labels: Sequence[str]

    @classmethod
    def of(cls, texts: Sequence[str | None]) -> Codes:
        """Code a column of texts; the labels are sorted, so that row order never matters."""
        labels = tuple(sorted({text for text in texts if text is not None}))
        index: dict[str | None, int] = {label: code for code, label in enumerate(labels)}
        index[None] = MISSING
        return cls(np.array([index[text] for text in texts], np.int64), labels)

    @classmethod
    def absent(cls, n: int) -> Codes:
        """A column of ``n`` absent texts, which takes no room."""
        return cls(same(MISSING, n), ())

    def among(self, wanted: Iterable[str]) -> Mask:
        """Which rows hold one of the wanted texts."""
        hit = np.zeros(len(self.labels) + 1, np.bool_)  # the last one is for MISSING, which is -1
        names = frozenset(wanted)
        if len(self.labels) <= FEW * len(names):
            hit[:-1] = [*map(names.__contains__, self.labels)]
            return hit[self.codes]
        for name in names:
            place = bisect_left(self.labels, name)
            hit[place] |= self.labels[place : place + 1] == (name,)
        return hit[self.codes]

    def only(self, rows: Ints) -> Codes:
        """The chosen rows, and only the labels that they use."""
        codes = self.codes[rows]
        used = np.zeros(len(self.labels) + 1, np.bool_)
        used[codes] = True
        used = used[:-1]
        if used.all():
            return Codes(codes, self.labels)
        place = np.append(np.cumsum(used) - 1, MISSING)
        return Codes(place[codes], tuple(compress(self.labels, used.tolist())))

    def text(self, row: int) -> str | None:
        """The text of one row."""
        code = int(self.codes[row])
        return None if code == MISSING else self.labels[code]


@dataclass(frozen=True, slots=True)
class Numbers:
    """A column of integers: 0 where the bid has none, that is where ``known`` does not hold."""

    values: Ints
    known: Mask

    @classmethod
    def of(cls, values: Sequence[int | None]) -> Numbers:
        """The column of numbers of which some may be absent."""
        if None not in values:
            return cls(_ints(values), np.ones(len(values), np.bool_))
        return cls(_ints(value or 0 for value in values), _known(values))

    def only(self, rows: Ints) -> Numbers:
        """The chosen rows."""
        return Numbers(self.values[rows], self.known[rows])

    def number(self, row: int) -> int | None:
        """The number of one row."""
        return int(self.values[row]) if self.known[row] else None


@dataclass(frozen=True, slots=True)
class Offers:
    """The pairs of bid and care type; ``capacity`` is ``MISSING`` where it was not given."""

    bid: Ints
    care_type: Codes
    capacity: Ints

    def only(self, kept: Mask) -> Offers:
        """The offers of the bids that are kept, which are numbered anew."""
        rows = np.flatnonzero(kept[self.bid])
        bid = (np.cumsum(kept) - 1)[self.bid[rows]]
        return Offers(bid, self.care_type.only(rows), self.capacity[rows])


@dataclass(frozen=True, slots=True)
class Parties:
    """The pairs of bid and provider; ``role`` and ``scale`` index ``ROLES`` and ``SCALES``."""

    bid: Ints
    provider: Codes
    owner: Codes
    role: Ints
    scale: Ints
    share_bp: Ints

    def only(self, kept: Mask) -> Parties:
        """The parties in the bids that are kept, which are numbered anew."""
        rows = np.flatnonzero(kept[self.bid])
        return Parties(
            bid=(np.cumsum(kept) - 1)[self.bid[rows]],
            provider=self.provider.only(rows),
            owner=self.owner.only(rows),
            role=self.role[rows],
            scale=self.scale[rows],
            share_bp=self.share_bp[rows],
        )


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Columns:
    """``n`` bids in the order of their ids; every array has length ``n`` unless it says otherwise.

    ``texts`` holds the own texts of the bids (``TEXTS``) and their attributes; ``numbers`` holds
    ``score``, ``value`` (in cents), ``capacity`` and ``draw``; ``criteria`` the scores by
    criterion.
    """

    bids: Sequence[Bid]
    texts: Mapping[str, Codes]
    numbers: Mapping[str, Numbers]
    offers: Offers
    parties: Parties
    criteria: Mapping[str, Numbers] = field(default_factory=dict)

    @property
    def n(self) -> int:
        """The number of bids."""
        return len(self.texts["bid"].codes)

    @property
    def score(self) -> Ints:
        """The scores; 0 where a bid has none."""
        return self.numbers["score"].values

    @property
    def value_cents(self) -> Ints:
        """The values; 0 where a bid has none."""
        return self.numbers["value"].values

    @property
    def capacity(self) -> Ints:
        """The capacities; 0 where a bid has none."""
        return self.numbers["capacity"].values

    @classmethod
    def of(cls, bids: Sequence[Bid]) -> Columns:
        """The columns of ``bids``, in the order given."""
        return cls(
            bids=tuple(bids),
            texts=_texts(bids),
            numbers={
                name: Numbers.of([*map(attrgetter(field), bids)]) for name, field in NUMBERS.items()
            },
            offers=_offers(bids),
            parties=_parties(bids),
            criteria=cls.scored(bids),
        )

    @staticmethod
    def scored(bids: Sequence[Bid]) -> dict[str, Numbers]:
        """The scores of ``bids`` by criterion."""
        names = {name for bid in bids for name in bid.criteria}
        return {
            name: Numbers.of([bid.criteria.get(name) for bid in bids]) for name in sorted(names)
        }

    @classmethod
    def made(
        cls,
        texts: Mapping[str, Codes],
        numbers: Mapping[str, Numbers],
        offers: Offers,
        parties: Parties,
        criteria: Mapping[str, Numbers] | None = None,
    ) -> Columns:
        """The columns of bids that exist as arrays only; each bid is made when it is asked for.

        Parameters
        ----------
        texts
            At least ``bid``, ``bidder`` and ``segment``. Without ``status`` every bid is valid, and
            without ``area`` or ``package`` none has one; ``lot`` follows from segment and area.
            Every label must be used by some bid, and the labels be sorted.
        numbers
            Any of ``score``, ``value`` (in cents), ``capacity``, ``draw``; no bid has the others.
        offers, parties
            In the order of the bids.
        """
        n = len(texts["bid"].codes)
        whole = {"area": Codes.absent(n), "package": Codes.absent(n), **texts}
        whole.setdefault("status", Codes(same(0, n), ("valid",) if n else ()))
        whole["lot"] = _lots(whole["segment"], whole["area"])
        none = Numbers(same(0, n), np.broadcast_to(np.False_, n))
        columns = cls(
            bids=(),
            texts=whole,
            numbers={name: numbers.get(name, none) for name in NUMBERS},
            offers=offers,
            parties=parties,
            criteria=criteria or {},
        )
        return replace(columns, bids=Made(columns))

    def only(self, kept: Mask) -> Columns:
        """The bids that are ``kept``: the same as ``Columns.of`` of these bids alone."""
        if kept.all():
            return self
        rows = np.flatnonzero(kept)
        texts = {name: held.only(rows) for name, held in self.texts.items()}
        criteria = {name: held.only(rows) for name, held in self.criteria.items()}
        fewer = Columns(
            bids=(),
            texts={name: held for name, held in texts.items() if held.labels or name in TEXTS},
            numbers={name: held.only(rows) for name, held in self.numbers.items()},
            offers=self.offers.only(kept),
            parties=self.parties.only(kept),
            criteria={name: held for name, held in criteria.items() if held.known.any()},
        )
        if isinstance(self.bids, Made):
            return replace(fewer, bids=Made(fewer))
        return replace(fewer, bids=tuple(compress(self.bids, kept.tolist())))


class Made(Sequence[Bid]):
    """The bids of columns, each made when it is asked for."""

    __slots__ = ("columns",)

    def __init__(self, columns: Columns) -> None:
        self.columns = columns

    def __len__(self) -> int:
        return self.columns.n

    @overload
    def __getitem__(self, row: int) -> Bid: ...
    @overload
    def __getitem__(self, row: slice) -> tuple[Bid, ...]: ...
    def __getitem__(self, row: int | slice) -> Bid | tuple[Bid, ...]:
        every = range(len(self))
        if isinstance(row, slice):
            return tuple(self._bid(each) for each in every[row])
        return self._bid(every[row])

    def _bid(self, row: int) -> Bid:
        columns = self.columns
        own = {name: held.text(row) for name, held in columns.texts.items()}
        numbers = {field: columns.numbers[name].number(row) for name, field in NUMBERS.items()}
        return Bid(
            id=own["bid"] or "",
            bidder=own["bidder"] or "",
            segment=own["segment"] or "",
            area=own["area"],
            status=own["status"] or "",
            package=own["package"],
            offers=dict(self._offers(row)),
            parties=tuple(self._parties(row)),
            criteria=_present(columns.criteria, row),
            attributes={n: text for n, text in own.items() if n not in TEXTS and text is not None},
            **numbers,
        )

    def _offers(self, row: int) -> Iterator[tuple[str, int | None]]:
        held = self.columns.offers
        first, last = np.searchsorted(held.bid, [row, row + 1]).tolist()
        for k in range(first, last):
            capacity = int(held.capacity[k])
            yield held.care_type.text(k) or "", None if capacity == MISSING else capacity

    def _parties(self, row: int) -> Iterator[Party]:
        held = self.columns.parties
        first, last = np.searchsorted(held.bid, [row, row + 1]).tolist()
        for k in range(first, last):
            scale, share = int(held.scale[k]), int(held.share_bp[k])
            yield Party(
                provider=held.provider.text(k) or "",
                owner=held.owner.text(k) or "",
                role=ROLES[held.role[k]],
                share_bp=None if share == MISSING else share,
                scale=None if scale == MISSING else SCALES[scale],
            )


def same(number: int, many: int) -> Ints:
    """A column of one number, which takes no room and cannot be changed."""
    return np.broadcast_to(np.int64(number), many)


def _present(columns: Mapping[str, Numbers], row: int) -> dict[str, int]:
    found = {name: held.number(row) for name, held in columns.items()}
    return {name: number for name, number in found.items() if number is not None}


def _ints(values: Iterable[int | None]) -> Ints:
    return np.array(list(values), np.int64)


def _known(values: Sequence[object]) -> Mask:
    return np.array([value is not None for value in values], np.bool_)


def _texts(bids: Sequence[Bid]) -> dict[str, Codes]:
    names = {name: "id" if name == "bid" else name for name in TEXTS if name != "lot"}
    texts = {name: Codes.of([*map(attrgetter(field), bids)]) for name, field in names.items()}
    texts["lot"] = _lots(texts["segment"], texts["area"])
    attributes = {name for bid in bids for name in bid.attributes}
    for name in sorted(attributes.difference(TEXTS)):
        texts[name] = Codes.of([bid.attributes.get(name) for bid in bids])
    return texts


def _lots(segment: Codes, area: Codes) -> Codes:
    """The lot of each bid, from its segment and its area."""
    pair = segment.codes * (len(area.labels) + 1) + area.codes + 1
    used, place = distinct(pair)
    own, within = np.divmod(used, len(area.labels) + 1)
    segments, areas = segment.labels, (None, *area.labels)
    both = zip(own.tolist(), within.tolist(), strict=True)
    named = Codes.of([lot_id(segments[s], areas[a]) for s, a in both])
    return Codes(named.codes[place], named.labels)


def _offers(bids: Sequence[Bid]) -> Offers:
    many = _ints(len(bid.offers) for bid in bids)
    capacity = [*chain.from_iterable(bid.offers.values() for bid in bids)]
    return Offers(
        bid=np.repeat(np.arange(len(bids)), many),
        care_type=Codes.of([*chain.from_iterable(bid.offers for bid in bids)]),
        capacity=_ints(MISSING if held is None else held for held in capacity),
    )


def _parties(bids: Sequence[Bid]) -> Parties:
    parties = [*chain.from_iterable(bid.parties for bid in bids)]
    return Parties(
        bid=np.repeat(np.arange(len(bids)), _ints(len(bid.parties) for bid in bids)),
        provider=Codes.of([party.provider for party in parties]),
        owner=Codes.of([party.owner for party in parties]),
        role=_ints(ROLES.index(party.role) for party in parties),
        scale=_ints(
            MISSING if party.scale is None else SCALES.index(party.scale) for party in parties
        ),
        share_bp=_ints(MISSING if party.share_bp is None else party.share_bp for party in parties),
    )
