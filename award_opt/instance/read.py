"""Instance folders: read as a whole, or refused with every fault at once."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from award_opt.award import canonical
from award_opt.domain import Bid, Instance, Provider
from award_opt.errors import InputError
from award_opt.files import fault, folder_fault
from award_opt.instance.bids import Bids, attribute_ranges
from award_opt.instance.demands import Tables, check
from award_opt.instance.head import Dialect, Head, read_head
from award_opt.instance.providers import Coalition, read_parties, read_providers
from award_opt.instance.sheet import Faults, Sheet
from award_opt.instance.tables import LAYOUTS, MAX_BYTES, REQUIRED, read_table
from award_opt.tender.schema import Tender
from award_opt.toml import near

HEAD = "instance.toml"


def read_instance(folder: Path, tender: Tender) -> Instance:
    """The instance in a folder, bids sorted by id.

    Raises
    ------
    InputError
        Every fault of every file at once, each with file, row and column; nothing is half-read.
    """
    if found := folder_fault(folder):
        raise InputError([found])
    faults = Faults()
    head, dialect, error = read_head(folder / HEAD)
    if error is not None:
        faults.add(*error.findings)
    if head is not None and head.tender != tender.id:
        place = f"{folder / HEAD}: tender"
        faults.add(near(place, "tender_differs", head.tender, [tender.id]))
    _check_files(folder, faults)
    sheets = {} if dialect is None else _sheets(folder, dialect, tender, faults)
    if dialect is None:
        missing = (fault(folder / f"{name}.csv", MAX_BYTES) for name in REQUIRED)
        faults.add(*(finding for finding in missing if finding is not None))
    providers, built = _join(folder, tender, sheets, faults)
    faults.end(str(folder))
    return _instance(cast(Head, head), providers or {}, built)


def _check_files(folder: Path, faults: Faults) -> None:
    """Report tables whose names are not known: they would be left unread."""
    known = [f"{name}.csv" for name in LAYOUTS]
    for path in sorted(folder.iterdir()):
        if path.suffix.casefold() == ".csv" and path.name not in known:
            faults.add(near(str(path), "unknown_table", path.name, known))


def _sheets(
    folder: Path, dialect: Dialect, tender: Tender, faults: Faults
) -> dict[str, Sheet | None]:
    """The tables that are there; ``None`` for one that could not be read."""
    named = dict.fromkeys(column for rule in tender.rules for column, _ in rule.uses())
    attributes = [column for column in named if "." not in column]
    if "least_transfers" in tender.award.goals:
        attributes.append("clients")
    return {
        name: read_table(folder / f"{name}.csv", dialect, faults, attributes)
        for name in LAYOUTS
        if name in REQUIRED or os.path.lexists(folder / f"{name}.csv")
    }


def _join(
    folder: Path, tender: Tender, sheets: Mapping[str, Sheet | None], faults: Faults
) -> tuple[dict[str, Provider] | None, list[Bid]]:
    providers_sheet, parties_sheet = sheets.get("providers"), sheets.get("parties")
    providers = None if providers_sheet is None else read_providers(providers_sheet)
    coalitions: dict[str, Coalition] | None = None if "parties" in sheets else {}
    if parties_sheet is not None:
        coalitions = read_parties(parties_sheet, providers)
    sheet = sheets.get("bids")
    if sheet is None:
        return providers, []
    attributes = attribute_ranges(tender, sheet, LAYOUTS["bids"].columns)
    unread = "scores" in sheets and sheets["scores"] is None
    bids = Bids(tender, sheet, attributes, scores_unread=unread)
    bids.read_bidders(coalitions, providers)
    if offers := sheets.get("offers"):
        bids.read_offers(offers)
    if scores := sheets.get("scores"):
        bids.read_scores(scores)
    built = list(bids.build())
    places = {name: str(folder / f"{name}.csv") for name in LAYOUTS}
    check(Tables(tender, faults, bids, built, providers, coalitions, sheets, places))
    return providers, built


def _instance(head: Head, providers: Mapping[str, Provider], bids: list[Bid]) -> Instance:
    return Instance(
        tender=head.tender,
        title=head.title,
        origin=head.origin,
        providers=providers,
        bids=tuple(bids),
        made_by=head.made_by,
        seed=head.seed,
    )


def instance_digest(instance: Instance) -> str:
    """SHA-256 of the content as hexadecimal.

    The order of rows, the encoding, the delimiter and the decimal mark of the files do not matter.
    """
    content = {
        "tender": instance.tender,
        "title": instance.title,
        "origin": instance.origin,
        "made_by": instance.made_by,
        "seed": instance.seed,
        "providers": [
            [p.id, p.name, p.owner, p.scale, p.kvk, p.agb, p.municipality]
            for _, p in sorted(instance.providers.items())
        ],
        "bids": [_content(bid) for bid in sorted(instance.bids, key=lambda bid: bid.id)],
    }
    return hashlib.sha256(canonical(content)).hexdigest()


def _content(bid: Bid) -> dict[str, Any]:
    return {
        "bid": bid.id,
        "bidder": bid.bidder,
        "segment": bid.segment,
        "area": bid.area,
        "score": bid.score,
        "value_cents": bid.value_cents,
        "capacity": bid.capacity,
        "status": bid.status,
        "package": bid.package,
        "draw": bid.draw,
        "offers": dict(bid.offers),
        "parties": [[p.provider, p.owner, p.role, p.share_bp, p.scale] for p in bid.parties],
        "criteria": dict(bid.criteria),
        "attributes": dict(bid.attributes),
    }
