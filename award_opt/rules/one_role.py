"""A provider takes part through one bidder only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np

from award_opt.columns import Columns, Ints, Mask
from award_opt.domain import Bid, Landscape
from award_opt.errors import Fact
from award_opt.rules._base import Breach, Refusal, Roles, Rule, in_scope, units
from award_opt.rules._scope import mask
from award_opt.rules._vector import unit_pairs
from award_opt.rules._words import Texts


@dataclass(frozen=True, slots=True)
class _Double:
    """A unit that takes part through several bidders in one place; it leads ``keeper``."""

    place: str
    unit: str
    bids: tuple[Bid, ...]
    keeper: str | None

    @property
    def facts(self) -> dict[str, Fact]:
        bidders = sorted({bid.bidder for bid in self.bids})
        return {"unit": self.unit, "place": self.place, "bidders": ", ".join(bidders)}


class OneRole(Rule):
    """A provider or owner takes part through one bidder in each lot, segment or tender.

    ``flag`` removes nothing: the law lets linked bidders show that they act apart (Assitur,
    C-538/07), so people look first. ``keep_own_bid`` keeps the bids of the one bidder that it leads
    and removes the others in which it takes part; where it leads none or several, all go.
    ``exclude_all`` removes all. Every conflict is found among all valid bids at once.
    """

    DUTCH: ClassVar[str] = "één rol per aanbieder"
    STAGE: ClassVar[Literal["roles"]] = "roles"
    TEXTS: ClassVar[Texts] = {
        "rule": {
            "nl": "Elk van de {count:word} doet mee via één inschrijver per {scope:word}{within}.",
            "en": "Each of the {count:word} takes part through one bidder per {scope:word}"
            "{within}.",
        },
        "flagged": {
            "nl": "{unit} doet mee via meer dan één inschrijver: {bidders}.",
            "en": "{unit} takes part through more than one bidder: {bidders}.",
        },
        "refused": {
            "nl": "{unit} doet mee via {bidders}; één inschrijver per {scope:word} mag.",
            "en": "{unit} takes part through {bidders}; one bidder per {scope:word} is allowed.",
        },
    }

    kind: Literal["one_role"] = "one_role"
    scope: Literal["lot", "segment", "tender"]
    count: Literal["providers", "owners"] = "providers"
    roles: Roles = ("lead", "member")
    resolution: Literal["flag", "keep_own_bid", "exclude_all"] = "flag"

    def removed(self, columns: Columns, landscape: Landscape, out: Columns | None = None) -> Mask:
        gone = np.zeros(columns.n, np.bool_)
        if self.resolution == "flag":
            return gone
        bidders = max(len(columns.texts["bidder"].labels), 1)
        bid, who = self._pairs(columns, self.roles)
        pair = who * bidders + columns.texts["bidder"].codes[bid]
        taking, many = np.unique(np.unique(pair) // bidders, return_counts=True)
        leaves = np.isin(who, taking[many > 1])
        if self.resolution == "keep_own_bid":
            own, leads = self._pairs(columns, ("lead",))
            led = np.unique(leads * bidders + columns.texts["bidder"].codes[own])
            leading, many = np.unique(led // bidders, return_counts=True)
            leaves &= ~np.isin(pair, led[np.isin(led // bidders, leading[many == 1])])
        gone[bid[leaves]] = True
        return gone

    def _pairs(self, columns: Columns, roles: Roles) -> tuple[Ints, Ints]:
        """Each bid in scope, and its place with its unit as one code."""
        bid, unit = unit_pairs(columns, self.count, roles)
        inside = mask(columns, self.where)[bid]
        bid, unit = bid[inside], unit[inside]
        if self.scope != "tender":
            unit = unit + columns.texts[self.scope].codes[bid] * len(columns.parties.bid)
        return bid, unit

    def refusals(
        self, bids: Sequence[Bid], landscape: Landscape, out: Sequence[Bid] = ()
    ) -> Iterator[Refusal]:
        for double in self._doubles(bids) if self.resolution != "flag" else ():
            for bid in double.bids:
                keeps = self.resolution == "keep_own_bid" and bid.bidder == double.keeper
                if not keeps:
                    yield Refusal(self.id, bid.id, "refused", double.facts)

    def flagged(self, bids: Sequence[Bid], landscape: Landscape) -> Iterator[Breach]:
        for double in self._doubles(bids):
            yield Breach(self.id, double.place, "flagged", double.facts)

    def _doubles(self, bids: Sequence[Bid]) -> Iterator[_Double]:
        taking = self._by_place(bids, self.roles)
        leading = self._by_place(bids, ("lead",))
        for (place, unit), members in sorted(taking.items()):
            if len({bid.bidder for bid in members.values()}) > 1:
                led = {bid.bidder for bid in leading.get((place, unit), {}).values()}
                keeper = led.pop() if len(led) == 1 else None
                yield _Double(place, unit, tuple(members.values()), keeper)

    def _by_place(self, bids: Sequence[Bid], roles: Roles) -> dict[tuple[str, str], dict[str, Bid]]:
        """The bids through which each unit takes part in each place, by bid id."""
        found: dict[tuple[str, str], dict[str, Bid]] = {}
        for bid in bids:
            if in_scope(bid, self.where):
                place = "" if self.scope == "tender" else getattr(bid, self.scope)
                for unit in units(bid, self.count, roles):
                    found.setdefault((place, unit), {})[bid.id] = bid
        return found
