"""Which bids take part: validity, an earlier phase, roles, requirements and thresholds, packages.

This is the first reading, on columns; ``check`` reads the same pipeline plainly.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import compress
from typing import Final

import numpy as np

from award_opt.columns import Columns, Mask
from award_opt.domain import Bid, Instance
from award_opt.rules import AnyRule, MinScore
from award_opt.rules._base import Source
from award_opt.tender import Tender

STAGES: Final = ("roles", "requirements", "packages")
CASCADE: Final = "packages"  # a bid that leaves can break a package of another rule
VALID: Final = "valid"


def admitted(
    tender: Tender, instance: Instance, among: frozenset[str] | None = None
) -> tuple[Bid, ...]:
    """The bids that take part in the award, in the order of their ids."""
    columns = Columns.of(instance.bids)
    return tuple(compress(instance.bids, standing(tender, columns, among).tolist()))


def standing(tender: Tender, columns: Columns, among: frozenset[str] | None = None) -> Mask:
    """Which of the submitted bids take part in the award; shape ``(n,)``.

    The stages come in a fixed order; within one stage all rules see the same bids, so that
    the order of the rules in the model never matters.
    """
    landscape, every = tender.landscape(), every_rule(tender)
    stands = columns.texts["status"].among((VALID,))
    if among is not None:
        stands &= columns.texts["bidder"].among(among)
    for stage in STAGES:
        rules = [rule for rule in every if stage == rule.STAGE]
        again = bool(rules)
        while again:
            left, out = columns.only(stands), columns.only(~stands)
            gone = np.any([rule.removed(left, landscape, out) for rule in rules], axis=0)
            stands[np.flatnonzero(stands)[gone]] = False
            again = stage == CASCADE and bool(gone.any())
    return stands


def enters(bid: Bid, among: frozenset[str] | None) -> bool:
    """Whether a bid is valid and its bidder was selected in the earlier phase, if there was one."""
    return bid.status == VALID and (among is None or bid.bidder in among)


def every_rule(tender: Tender) -> tuple[AnyRule, ...]:
    """The rules of the model, and each criterion's knock-out threshold as a rule of its own."""
    thresholds = [
        MinScore(
            id=f"criterion.{criterion.id}",
            source=Source(document=tender.id, quote=f"threshold = {criterion.threshold}"),
            where={"segment": segments},
            criterion=criterion.id,
            threshold=criterion.threshold,
        )
        for criterion in tender.criteria
        if criterion.threshold is not None and (segments := _scored_by(tender, criterion.id))
    ]
    return (*tender.rules, *thresholds)


def without(tender: Tender, rules: Collection[str]) -> Tender:
    """The tender without some rules; ``criterion.<id>`` is the threshold of a criterion."""
    criteria = tuple(
        criterion.model_copy(update={"threshold": None})
        if f"criterion.{criterion.id}" in rules
        else criterion
        for criterion in tender.criteria
    )
    kept = tuple(rule for rule in tender.rules if rule.id not in rules)
    return tender.model_copy(update={"rules": kept, "criteria": criteria})


def _scored_by(tender: Tender, criterion: str) -> tuple[str, ...]:
    """The segments whose bids are scored on a criterion; no others can miss its threshold."""
    return tuple(
        segment.id
        for segment in tender.segments
        if criterion in [each.id for each in tender.criteria_of(segment.id)]
    )
