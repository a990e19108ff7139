"""Bids below a score take no part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from math import ceil
from typing import ClassVar, Literal

from award_opt.columns import Columns, Mask
from award_opt.domain import Bid, Landscape
from award_opt.exact import plain
from award_opt.rules._base import Amount, ColumnType, Refusal, Rule, in_scope
from award_opt.rules._scope import mask
from award_opt.rules._words import Lang, Texts, word


class MinScore(Rule):
    """Every bid in scope scores at least ``threshold`` points, in total or on one ``criterion``.

    A bid without that score is kept out as well.
    """

    DUTCH: ClassVar[str] = "drempelscore"
    STAGE: ClassVar[Literal["requirements"]] = "requirements"
    TEXTS: ClassVar[Texts] = {
        "rule": {
            "nl": "Ten minste {threshold} punten op {part}{within}.",
            "en": "At least {threshold} points on {part}{within}.",
        },
        "refused": {
            "nl": "{found:number} punten op {part}, en {threshold} is de drempel.",
            "en": "{found:number} points on {part}, and {threshold} is the threshold.",
        },
        "missing": {
            "nl": "Geen punten op {part}, en {threshold} is de drempel.",
            "en": "No points on {part}, and {threshold} is the threshold.",
        },
    }

    kind: Literal["min_score"] = "min_score"
    threshold: Amount
    criterion: str | None = None

    def uses(self) -> Iterator[tuple[str, ColumnType]]:
        yield from super().uses()
        if self.criterion is None:
            yield "score", "number"

    def mentions(self) -> Iterator[tuple[str, str]]:
        yield from super().mentions()
        if self.criterion is not None:
            yield "criterion", self.criterion

    def removed(self, columns: Columns, landscape: Landscape, out: Columns | None = None) -> Mask:
        least = ceil(self.threshold.scaleb(landscape.score_decimals))
        inside = mask(columns, self.where)
        name = self.criterion
        held = columns.numbers["score"] if name is None else columns.criteria.get(name)
        return inside if held is None else inside & (~held.known | (held.values < least))

    def refusals(
        self, bids: Sequence[Bid], landscape: Landscape, out: Sequence[Bid] = ()
    ) -> Iterator[Refusal]:
        digits = landscape.score_decimals
        for bid in bids:
            if not in_scope(bid, self.where):
                continue
            score = self._score(bid)
            if score is None:
                yield Refusal(self.id, bid.id, "missing", {})
            elif Decimal(score).scaleb(-digits) < self.threshold:
                facts = {"found": plain(Decimal(score).scaleb(-digits))}
                yield Refusal(self.id, bid.id, "refused", facts)

    def wording(self, lang: Lang) -> Mapping[str, str]:
        return {"part": self.criterion or word("score", lang)}

    def _score(self, bid: Bid) -> int | None:
        return bid.score if self.criterion is None else bid.criteria.get(self.criterion)
