"""Bids of one package win together or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar, Literal

import numpy as np

from award_opt.columns import MISSING, Columns, Mask
from award_opt.domain import Bid, Landscape
from award_opt.labels import Labels
from award_opt.rules._base import EQUAL, Block, ColumnType, Measure, Refusal, Rule, by_group
from award_opt.rules._scope import mask
from award_opt.rules._words import Texts

PER = ("package",)


class Package(Rule):
    """Bids in the scope with the same package label win together or not at all.

    A package of which one bid is out already is out as a whole. Source: article 2.10 of the
    Aanbestedingswet 2012 (combinatie-inschrijving).
    """

    DUTCH: ClassVar[str] = "combinatie-inschrijving"
    STAGE: ClassVar[Literal["packages"]] = "packages"
    TEXTS: ClassVar[Texts] = {
        "rule": {
            "nl": "Inschrijvingen van één pakket winnen samen of niet{within}.",
            "en": "Bids of one package win together or not at all{within}.",
        },
        "breach": {
            "nl": "Van pakket {group} winnen {found} van de {members} inschrijvingen: {bids}.",
            "en": "Of package {group} {found} of the {members} bids win: {bids}.",
        },
        "refused": {
            "nl": "Pakket {package} is niet compleet: {missing} doet niet mee.",
            "en": "Package {package} is not complete: {missing} takes no part.",
        },
    }

    kind: Literal["package"] = "package"

    def uses(self) -> Iterator[tuple[str, ColumnType]]:
        yield from super().uses()
        yield "package", "text"

    def removed(self, columns: Columns, landscape: Landscape, out: Columns | None = None) -> Mask:
        gone = Columns.of(()) if out is None else out
        held = gone.texts["package"]
        codes = np.unique(held.codes[mask(gone, self.where) & (held.codes != MISSING)])
        incomplete = columns.texts["package"].among([held.labels[code] for code in codes])
        return mask(columns, self.where) & incomplete

    def refusals(
        self, bids: Sequence[Bid], landscape: Landscape, out: Sequence[Bid] = ()
    ) -> Iterator[Refusal]:
        missing = by_group(out, self.where, PER)
        for (package,), members in sorted(by_group(bids, self.where, PER).items()):
            if (package,) in missing:
                ids = ", ".join(bid.id for bid in missing[(package,)])
                for bid in members:
                    facts = {"package": package, "missing": ids}
                    yield Refusal(self.id, bid.id, "refused", facts)

    def rows(self, columns: Columns, landscape: Landscape) -> Block:
        package = columns.texts["package"]
        bid = np.flatnonzero(mask(columns, self.where) & (package.codes != MISSING))
        bid = bid[np.argsort(package.codes[bid], kind="stable")]
        pair = np.flatnonzero(np.diff(package.codes[bid]) == 0)
        row = np.arange(len(pair))
        one = np.ones(len(pair), np.int64)
        return Block(
            labels=Labels(package.codes[bid[pair]], package.labels),
            sense=np.full(len(pair), EQUAL, np.int64),
            bound=np.zeros(len(pair), np.int64),
            row=np.r_[row, row],
            term=np.r_[bid[pair], bid[pair + 1]],
            coefficient=np.r_[one, -one],
        )

    def measures(
        self, admitted: Sequence[Bid], winners: Sequence[Bid], landscape: Landscape
    ) -> Iterator[Measure]:
        won = by_group(winners, self.where, PER)
        for group, members in sorted(by_group(admitted, self.where, PER).items()):
            ids = [bid.id for bid in won.get(group, ())]
            yield Measure(
                rule=self.id,
                group=group[0],
                found=len(ids),
                sense=EQUAL,
                limit=len(members) if ids else 0,
                facts={"bids": ", ".join(ids), "members": len(members)},
            )
