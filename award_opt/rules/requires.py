"""A bid wins only together with a winner elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, ClassVar, Literal

import numpy as np
from pydantic import Field

from award_opt.columns import Columns
from award_opt.domain import Bid, Landscape
from award_opt.labels import Labels
from award_opt.rules._base import (
    AT_LEAST,
    Block,
    ColumnType,
    Measure,
    Per,
    Rule,
    Where,
    by_group,
    groups,
    label,
)
from award_opt.rules._scope import grouping
from award_opt.rules._vector import any_of
from award_opt.rules._words import Lang, Texts, within


class Requires(Rule):
    """A bid in ``where`` wins only where at least one bid in ``needs`` wins in the same group.

    A bid in both scopes meets its own need. Bids that belong to no group are not bound.
    """

    DUTCH: ClassVar[str] = "samenhang"
    TEXTS: ClassVar[Texts] = {
        "rule": {
            "nl": "Winnaars{within} vragen om een winnaar{needed}.",
            "en": "Winners{within} need a winner{needed}.",
        },
        "breach": {
            "nl": "{bids} winnen zonder een winnaar{needed}.",
            "en": "{bids} win without a winner{needed}.",
        },
    }

    kind: Literal["requires"] = "requires"
    needs: Annotated[Where, Field(min_length=1)]
    per: Per = ()

    def uses(self) -> Iterator[tuple[str, ColumnType]]:
        yield from super().uses()
        for column in self.needs:
            yield column, "text"

    def mentions(self) -> Iterator[tuple[str, str]]:
        yield from super().mentions()
        for column, names in self.needs.items():
            for name in names:
                yield column, name

    def rows(self, columns: Columns, landscape: Landscape) -> Block:
        bound = grouping(columns, landscape, self.where, self.per)
        needed = grouping(columns, landscape, self.needs, self.per)
        slot = {name: k for k, name in enumerate(bound.names)}
        into = np.array([slot.get(name, -1) for name in needed.names], np.int64)[needed.group]
        shared = into >= 0
        group, bid = into[shared], needed.bid[shared]
        terms = any_of(columns.n, group, np.zeros(len(group), np.int64), bid)
        indicator = np.full(len(bound.names), -1, np.int64)
        indicator[terms.group] = terms.term
        by_bid = np.argsort(bound.offer if len(bound.offer) else bound.bid, kind="stable")
        own, met = bound.group[by_bid], indicator[bound.group[by_bid]]
        row = np.arange(len(own))
        return Block(
            labels=Labels(own, bound.labels),
            sense=np.full(len(row), AT_LEAST, np.int64),
            bound=np.zeros(len(row), np.int64),
            row=np.r_[row, row[met >= 0]],
            term=np.r_[bound.bid[by_bid], met[met >= 0]],
            coefficient=np.r_[np.full(len(row), -1), np.ones(int((met >= 0).sum()), np.int64)],
            set_id=terms.set_id,
            set_member=terms.set_member,
        )

    def measures(
        self, admitted: Sequence[Bid], winners: Sequence[Bid], landscape: Landscape
    ) -> Iterator[Measure]:
        bound = by_group(winners, self.where, self.per)
        needed = by_group(winners, self.needs, self.per)
        for group in groups(landscape, self.where, self.per, admitted):
            ids = [bid.id for bid in bound.get(group, ())]
            met = len(needed.get(group, ()))
            facts = {"bids": ", ".join(ids)}
            yield Measure(self.id, label(group), met, AT_LEAST, min(1, len(ids)), facts=facts)

    def wording(self, lang: Lang) -> dict[str, str]:
        return {"needed": within(self.needs, (), lang)}
