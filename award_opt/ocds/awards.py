"""The awards of a release from elsewhere, as an attribute of the bids that they name."""

from __future__ import annotations

from collections.abc import Sequence

from award_opt.ocds.standard import Award, Bid, Reference, Release
from award_opt.ocds.tables import Tables
from award_opt.toml import listed, shown

MADE = ("active", "pending")


def awarded(release: Release, tables: Tables) -> dict[int, str]:
    """The status of the award of each bid that has one, by the position of the bid.

    An award that names no bid belongs to the valid bids of its suppliers, in its lots where it
    names lots. Awards that were cancelled or had no success are no awards.
    """
    bids = () if release.bids is None else release.bids.details or ()
    found: dict[int, str] = {}
    for number, award in enumerate(release.awards or (), 1):
        name = shown(award.id or number)
        if award.status is None:
            tables.fault(f"awards[{name}]", "status", "ocds_missing")
        if award.status not in MADE:
            continue
        positions = [at for at, bid in enumerate(bids) if _meant(award, bid)]
        if not positions:
            suppliers = listed(sorted(_ids(award.suppliers))) or "-"
            tables.fault("awards", name, "ocds_award_without_bid", suppliers=suppliers)
        for position in positions:
            found.setdefault(position, award.status)
    return found


def _meant(award: Award, bid: Bid) -> bool:
    named = award.related_bids or (() if award.related_bid is None else (award.related_bid,))
    if named:
        return bid.id in named
    suppliers = _ids(award.suppliers)
    same_lot = not (award.related_lots and bid.related_lots) or bool(
        set(award.related_lots) & set(bid.related_lots)
    )
    return bid.status == "valid" and same_lot and suppliers == _ids(bid.tenderers) != set()


def _ids(references: Sequence[Reference] | None) -> set[str]:
    return {one.id for one in references or () if one.id is not None}
