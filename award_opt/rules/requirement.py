"""Bids that do not meet a requirement take no part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from math import ceil, floor
from typing import Annotated, ClassVar, Literal

import numpy as np
from pydantic import Field

from award_opt.columns import Columns, Mask
from award_opt.domain import Bid, Landscape
from award_opt.errors import Fact
from award_opt.exact import plain
from award_opt.rules._amounts import number
from award_opt.rules._base import ColumnType, Names, Refusal, Rule, in_scope, text
from award_opt.rules._scope import mask
from award_opt.rules._vector import numbers
from award_opt.rules._words import Lang, Texts, filled

Bound = Annotated[Decimal, Field(decimal_places=4, max_digits=15)]


class Requirement(Rule):
    """A ``column`` of every bid in scope keeps ``at_least``, ``at_most`` and is ``one_of``.

    Such as at least 50 places. A bid on which the column is missing does not meet the requirement.
    """

    DUTCH: ClassVar[str] = "geschiktheidseis"
    STAGE: ClassVar[Literal["requirements"]] = "requirements"
    TEXTS: ClassVar[Texts] = {
        "rule": {
            "nl": "Eis aan {column:word}: {demand}{within}.",
            "en": "Requirement on {column:word}: {demand}{within}.",
        },
        "refused": {
            "nl": "{column:word} is {found:number}; de eis is {demand}.",
            "en": "{column:word} is {found:number}; the requirement is {demand}.",
        },
        "not_one_of": {
            "nl": "{column:word} is {found}; de eis is {demand}.",
            "en": "{column:word} is {found}; the requirement is {demand}.",
        },
        "missing": {
            "nl": "{column:word} ontbreekt; de eis is {demand}.",
            "en": "{column:word} is missing; the requirement is {demand}.",
        },
        "no_demand": {
            "nl": "Een requirement vraagt om at_least, at_most of one_of.",
            "en": "A requirement needs at_least, at_most or one_of.",
        },
        "at_least": {"nl": "ten minste {at_least}", "en": "at least {at_least}"},
        "at_most": {"nl": "ten hoogste {at_most}", "en": "at most {at_most}"},
        "one_of": {"nl": "{one_of}", "en": "{one_of}"},
    }

    kind: Literal["requirement"] = "requirement"
    column: str
    at_least: Bound | None = None
    at_most: Bound | None = None
    one_of: Names | None = None

    def uses(self) -> Iterator[tuple[str, ColumnType]]:
        yield from super().uses()
        yield self.column, "number" if self._bounded else "text"

    def faults(self, landscape: Landscape) -> Iterator[tuple[str, Mapping[str, Fact]]]:
        if not self._bounded and self.one_of is None:
            yield "no_demand", {}

    def removed(self, columns: Columns, landscape: Landscape, out: Columns | None = None) -> Mask:
        met = np.ones(columns.n, np.bool_)
        if self._bounded:
            values, places, present = numbers(columns, self.column)
            met &= present
            if self.at_least is not None:
                met &= (values >= ceil(self.at_least.scaleb(places))).astype(np.bool_)
            if self.at_most is not None:
                met &= (values <= floor(self.at_most.scaleb(places))).astype(np.bool_)
        if self.one_of is not None:
            met &= mask(columns, {self.column: self.one_of})
        return mask(columns, self.where) & ~met

    def refusals(
        self, bids: Sequence[Bid], landscape: Landscape, out: Sequence[Bid] = ()
    ) -> Iterator[Refusal]:
        for bid in bids:
            if in_scope(bid, self.where) and not (self._in_bounds(bid) and self._listed(bid)):
                found = self._found(bid)
                if found is None:
                    yield Refusal(self.id, bid.id, "missing", {})
                else:
                    code = "refused" if self._bounded else "not_one_of"
                    yield Refusal(self.id, bid.id, code, {"found": found})

    def wording(self, lang: Lang) -> Mapping[str, str]:
        demands = [
            filled(self.TEXTS[name][lang], lang, dict(self))
            for name in ("at_least", "at_most", "one_of")
            if getattr(self, name) is not None
        ]
        return {"demand": ", ".join(demands)}

    @property
    def _bounded(self) -> bool:
        return self.at_least is not None or self.at_most is not None

    def _in_bounds(self, bid: Bid) -> bool:
        if not self._bounded:
            return True
        held = number(bid, self.column)
        return (
            held is not None
            and (self.at_least is None or held >= self.at_least)
            and (self.at_most is None or held <= self.at_most)
        )

    def _listed(self, bid: Bid) -> bool:
        return self.one_of is None or in_scope(bid, {self.column: self.one_of})

    def _found(self, bid: Bid) -> str | None:
        if self._bounded:
            held = number(bid, self.column)
            return None if held is None else plain(held)
        if self.column == "care_type":
            return ", ".join(sorted(bid.offers)) or None
        return text(bid, self.column)
