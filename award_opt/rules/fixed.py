"""A bid wins or loses by a decision that someone signed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, ClassVar, Literal

import numpy as np
from pydantic import Field

from award_opt.columns import Columns
from award_opt.domain import Bid, Landscape
from award_opt.errors import Fact
from award_opt.rules._base import EQUAL, Block, Measure, Rule
from award_opt.rules._vector import exact_rows
from award_opt.rules._words import Texts

NonEmpty = Annotated[str, Field(min_length=1)]


class Fixed(Rule):
    """The bid ``bid`` wins or loses, whatever the goals say; always shown as an override.

    The rule names one bid, so it takes no ``where``. It does not bring back a bid that a filter
    kept out: then no award is lawful.
    """

    DUTCH: ClassVar[str] = "handmatige afwijking"
    OVERRIDE: ClassVar[bool] = True
    TEXTS: ClassVar[Texts] = {
        "rule": {
            "nl": "Handmatige afwijking: {bid} {outcome:word}. Reden: {reason}. "
            "Getekend: {signed_by}.",
            "en": "Override by hand: {bid} {outcome:word}. Reason: {reason}. Signed: {signed_by}.",
        },
        "breach": {
            "nl": "Volgens de handmatige afwijking van {signed_by} {outcome:word} {bid}.",
            "en": "By the override that {signed_by} signed, {bid} {outcome:word}.",
        },
        "no_where": {
            "nl": "Een handmatige afwijking noemt één inschrijving en kent geen 'where'.",
            "en": "An override names one bid and takes no 'where'.",
        },
    }

    kind: Literal["fixed"] = "fixed"
    bid: NonEmpty
    outcome: Literal["wins", "loses"]
    reason: NonEmpty
    signed_by: NonEmpty

    def mentions(self) -> Iterator[tuple[str, str]]:
        yield from super().mentions()
        yield "bid", self.bid

    def faults(self, landscape: Landscape) -> Iterator[tuple[str, Mapping[str, Fact]]]:
        if self.where:
            yield "no_where", {}

    def rows(self, columns: Columns, landscape: Landscape) -> Block:
        term = np.flatnonzero(columns.texts["bid"].among((self.bid,)))
        entries = (np.zeros(len(term), np.int64), term, np.ones(len(term), np.int64))
        return exact_rows(self.id, [self.bid], EQUAL, [self._wanted], entries)

    def measures(
        self, admitted: Sequence[Bid], winners: Sequence[Bid], landscape: Landscape
    ) -> Iterator[Measure]:
        found = sum(bid.id == self.bid for bid in winners)
        yield Measure(self.id, self.bid, found, EQUAL, self._wanted)

    @property
    def _wanted(self) -> int:
        return 1 if self.outcome == "wins" else 0
