"""At least ``share`` percent of the value goes to a group of providers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar, Literal

import numpy as np

from award_opt.columns import Columns, Mask
from award_opt.domain import BASIS_POINTS, SCALES, Bid, Landscape
from award_opt.errors import Fact
from award_opt.rules._amounts import (
    BUDGET_TEXTS,
    MONEY_PLACES,
    SHARE_PLACES,
    budget_cents,
    budget_faults,
    percentage,
    units_of,
)
from award_opt.rules._base import (
    AT_LEAST,
    Block,
    ColumnType,
    Group,
    Measure,
    Percent,
    Refusal,
    Roles,
    Rule,
    by_group,
    groups,
    in_scope,
    label,
)
from award_opt.rules._scope import grouping, mask
from award_opt.rules._shares import Base, Of, share_bp, wanted
from award_opt.rules._vector import exact, party_shares, weighted
from award_opt.rules._words import Texts


class MinShare(Rule):
    """At least ``share`` percent of the value goes to the providers that ``of`` describes.

    A share counts whether won alone, as member of a coalition or as subcontractor (``roles``).
    ``per = "contract"`` is the wording of the source (Alphen aan den Rijn 2018): it keeps out every
    bid whose own share is below. Per ``segment`` or ``tender`` it is a condition on all winners
    together, measured against the value awarded (then it holds when nothing is awarded) or against
    the published budget.
    """

    DUTCH: ClassVar[str] = "minimaal aandeel kleine aanbieders"
    STAGE: ClassVar[Literal["requirements"]] = "requirements"
    TEXTS: ClassVar[Texts] = {
        "rule": {
            "nl": "Ten minste {share}% van {base:word} gaat naar aanbieders met {of:word}{within}.",
            "en": "At least {share}% of {base:word} goes to providers with {of:word}{within}.",
        },
        "breach": {
            "nl": "€ {found:sum} ({percent:number}%) van {base:word} gaat naar aanbieders met "
            "{of:word}; € {limit:sum} ({share}%) is nodig.",
            "en": "€{found:sum} ({percent:number}%) of {base:word} goes to providers with "
            "{of:word}; €{limit:sum} ({share}%) is needed.",
        },
        "refused": {
            "nl": "{percent:number}% van deze inschrijving gaat naar aanbieders met {of:word}; "
            "{share}% is nodig.",
            "en": "{percent:number}% of this bid goes to providers with {of:word}; "
            "{share}% is needed.",
        },
        "unknown_scale": {
            "nl": "{scale} is geen grootte van een aanbieder; kies micro, small, medium of large.",
            "en": "{scale} is no scale of a provider; choose micro, small, medium or large.",
        },
        **BUDGET_TEXTS,
    }

    kind: Literal["min_share"] = "min_share"
    of: Of
    share: Percent
    per: Literal["contract", "segment", "tender"]
    base: Base = "awarded"
    roles: Roles = ("lead", "member", "subcontractor")

    def uses(self) -> Iterator[tuple[str, ColumnType]]:
        yield from super().uses()
        yield "parties.share", "number"
        if "scale" in self.of:
            yield "providers.scale", "text"
        if self.per != "contract":
            yield "value", "number"

    def mentions(self) -> Iterator[tuple[str, str]]:
        yield from super().mentions()
        for column, names in self.of.items():
            for name in names if column != "scale" else ():
                yield column, name

    def faults(self, landscape: Landscape) -> Iterator[tuple[str, Mapping[str, Fact]]]:
        for scale in self.of.get("scale", ()):
            if scale not in SCALES:
                yield "unknown_scale", {"scale": scale}
        if self.base == "budget":
            per = (self.per,) if self.per == "contract" else self._per
            yield from budget_faults(landscape, self.where, per)

    def removed(self, columns: Columns, landscape: Landscape, out: Columns | None = None) -> Mask:
        if self.per != "contract":
            return np.zeros(columns.n, np.bool_)
        own = party_shares(columns, wanted(columns, self.of, self.roles))
        return mask(columns, self.where) & (own * 100 < self._share)

    def refusals(
        self, bids: Sequence[Bid], landscape: Landscape, out: Sequence[Bid] = ()
    ) -> Iterator[Refusal]:
        for bid in bids if self.per == "contract" else ():
            own = share_bp(bid, self.of, self.roles)
            if in_scope(bid, self.where) and own < self.share * 100:
                facts = {"percent": percentage(own, BASIS_POINTS)}
                yield Refusal(self.id, bid.id, "refused", facts)

    def rows(self, columns: Columns, landscape: Landscape) -> Block:
        if self.per == "contract":
            return Block.empty()
        grouped = grouping(columns, landscape, self.where, self._per)
        own = party_shares(columns, wanted(columns, self.of, self.roles)) * 100
        if self.base == "awarded":
            own = own - self._share
            bound = [0] * len(grouped.names)
        else:
            budgets = [budget_cents(landscape, self.where, name) for name in grouped.names]
            bound = [self._share * cents for cents in budgets]
        value = exact(columns.value_cents, int(np.abs(own).max(initial=1)))
        return weighted(self.id, grouped, (own * value)[grouped.bid], AT_LEAST, bound)

    def measures(
        self, admitted: Sequence[Bid], winners: Sequence[Bid], landscape: Landscape
    ) -> Iterator[Measure]:
        if self.per == "contract":
            return
        winning = by_group(winners, self.where, self._per)
        for group in groups(landscape, self.where, self._per, admitted):
            won = winning.get(group, [])
            part = sum(share_bp(bid, self.of, self.roles) * (bid.value_cents or 0) for bid in won)
            whole = self._whole(won, landscape, group)
            yield Measure(
                rule=self.id,
                group=label(group),
                found=part * 100,
                sense=AT_LEAST,
                limit=whole * units_of(self.share, SHARE_PLACES),
                facts={"percent": percentage(part, whole * BASIS_POINTS)},
                places=MONEY_PLACES,
                unit="euro",
            )

    @property
    def _per(self) -> tuple[str, ...]:
        return ("segment",) if self.per == "segment" else ()

    @property
    def _share(self) -> int:
        return int(self.share.scaleb(SHARE_PLACES))

    def _whole(self, won: Sequence[Bid], landscape: Landscape, group: Group) -> int:
        if self.base == "budget":
            return budget_cents(landscape, self.where, group)
        return sum(bid.value_cents or 0 for bid in won)
