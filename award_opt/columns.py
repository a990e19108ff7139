"""Bids as columns: integer arrays that rules turn into rows with vector operations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from award_opt.domain import ROLES, SCALES, Bid

Ints: TypeAlias = NDArray[np.int64]
Mask: TypeAlias = NDArray[np.bool_]
MISSING = -1  # the code of an absent text, and the share of a party whose share is unknown


@dataclass(frozen=True, slots=True)
class Codes:
    """A text column: ``codes[i]`` points into the sorted ``labels``; ``MISSING`` where absent."""

    codes: Ints
    labels: tuple[str, ...]

    @classmethod
    def of(cls, texts: Sequence[str | None]) -> Codes:
        """Code a column of texts; the labels are sorted, so that row order never matters."""
        labels = tuple(sorted({text for text in texts if text is not None}))
        index: dict[str | None, int] = {label: code for code, label in enumerate(labels)}
        index[None] = MISSING
        return cls(np.array([index[text] for text in texts], np.int64), labels)

    def among(self, wanted: Iterable[str]) -> Mask:
        """Which rows hold one of the wanted texts."""
        names = set(wanted)
        codes = [code for code, label in enumerate(self.labels) if label in names]
        return np.isin(self.codes, np.array(codes, np.int64))


@dataclass(frozen=True, slots=True)
class Offers:
    """The pairs of bid and care type; ``capacity`` is ``MISSING`` where it was not given."""

    bid: Ints
    care_type: Codes
    capacity: Ints


@dataclass(frozen=True, slots=True)
class Parties:
    """The pairs of bid and provider; ``role`` and ``scale`` index ``ROLES`` and ``SCALES``."""

    bid: Ints
    provider: Codes
    owner: Codes
    role: Ints
    scale: Ints
    share_bp: Ints


@dataclass(frozen=True, slots=True)
class Columns:
    """``n`` bids in the order of their ids; every array has length ``n`` unless it says otherwise.

    ``score``, ``value_cents`` and ``capacity`` are 0 where the bid has none.
    """

    bids: tuple[Bid, ...]
    texts: Mapping[str, Codes]
    score: Ints
    value_cents: Ints
    capacity: Ints
    offers: Offers
    parties: Parties

    @property
    def n(self) -> int:
        """The number of bids."""
        return len(self.bids)

    @classmethod
    def of(cls, bids: Sequence[Bid]) -> Columns:
        """The columns of ``bids``, in the order given."""
        names = ["bid", "bidder", "segment", "area", "lot", "status", "package"]
        texts = {
            name: Codes.of([bid.id if name == "bid" else getattr(bid, name) for bid in bids])
            for name in names
        }
        for name in sorted({name for bid in bids for name in bid.attributes}):
            texts[name] = Codes.of([bid.attributes.get(name) for bid in bids])
        offers = [(i, *offer) for i, bid in enumerate(bids) for offer in bid.offers.items()]
        parties = [(i, party) for i, bid in enumerate(bids) for party in bid.parties]
        return cls(
            bids=tuple(bids),
            texts=texts,
            score=_ints(bid.score or 0 for bid in bids),
            value_cents=_ints(bid.value_cents or 0 for bid in bids),
            capacity=_ints(bid.capacity or 0 for bid in bids),
            offers=Offers(
                bid=_ints(i for i, _, _ in offers),
                care_type=Codes.of([care_type for _, care_type, _ in offers]),
                capacity=_ints(MISSING if held is None else held for _, _, held in offers),
            ),
            parties=Parties(
                bid=_ints(i for i, _ in parties),
                provider=Codes.of([party.provider for _, party in parties]),
                owner=Codes.of([party.owner for _, party in parties]),
                role=_ints(ROLES.index(party.role) for _, party in parties),
                scale=_ints(
                    MISSING if party.scale is None else SCALES.index(party.scale)
                    for _, party in parties
                ),
                share_bp=_ints(
                    MISSING if party.share_bp is None else party.share_bp for _, party in parties
                ),
            ),
        )


def _ints(values: Iterable[int]) -> Ints:
    return np.array(list(values), np.int64)
