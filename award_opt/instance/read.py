"""Instances in folders and workbooks: read as a whole, or refused with every fault at once."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from award_opt.award import canonical
from award_opt.domain import Bid, Instance, Provider
from award_opt.errors import InputError
from award_opt.files import fault, folder_fault
from award_opt.instance.bids import Bids, attribute_ranges
from award_opt.instance.demands import Tables, check
from award_opt.instance.head import Dialect, Head, read_head
from award_opt.instance.header import asked
from award_opt.instance.providers import Coalition, read_parties, read_providers
from award_opt.instance.sheet import Faults, Sheet
from award_opt.instance.tables import LAYOUTS, MAX_BYTES, REQUIRED, read_table
from award_opt.instance.workbook import read_book, tender_of_book
from award_opt.tender.schema import Tender
from award_opt.toml import near, read_toml
from award_opt.workbook.guard import is_workbook

HEAD = "instance.toml"


@dataclass(frozen=True, slots=True)
class Read:
    """An instance with its tables as they were read: clean texts, rows in their own order."""

    instance: Instance
    head: Head
    sheets: Mapping[str, Sheet]


def read_instance(source: Path, tender: Tender) -> Instance:
    """The instance in a folder or a workbook, bids sorted by id.

    Raises
    ------
    InputError
        Every fault at once, each with file, row and column, or with sheet and cell; nothing is
        half-read.
    """
    return read_tables(source, tender).instance


def tender_of(source: Path) -> str | None:
    """The id of the tender that an instance says it belongs to, where that can be read.

    Raises
    ------
    InputError
        The head of the folder, or the workbook, cannot be opened.
    """
    if is_workbook(source):
        return tender_of_book(source)
    named = read_toml(source / HEAD).get("tender")
    return named if isinstance(named, str) else None


def read_tables(source: Path, tender: Tender) -> Read:
    """The instance in a folder or a workbook, and the tables that it stands in.

    Raises
    ------
    InputError
        As ``read_instance``.
    """
    faults = Faults()
    if is_workbook(source):
        places = {name: f"{source}: {name}" for name in LAYOUTS}
        head, sheets = read_book(source, tender, faults)
    else:
        places = {name: str(source / f"{name}.csv") for name in LAYOUTS}
        head, sheets = _read_folder(source, tender, faults)
    providers, built = _join(places, tender, sheets, faults)
    faults.end(str(source))
    whole = {name: sheet for name, sheet in sheets.items() if sheet is not None}
    return Read(_instance(cast(Head, head), providers or {}, built), cast(Head, head), whole)


def _read_folder(
    folder: Path, tender: Tender, faults: Faults
) -> tuple[Head | None, dict[str, Sheet | None]]:
    if found := folder_fault(folder):
        raise InputError([found])
    head, dialect, error = read_head(folder / HEAD)
    if error is not None:
        faults.add(*error.findings)
    if head is not None and head.tender != tender.id:
        place = f"{folder / HEAD}: tender"
        faults.add(near(place, "tender_differs", head.tender, [tender.id]))
    check_files(folder, faults)
    if dialect is not None:
        return head, _sheets(folder, dialect, tender, faults)
    missing = (fault(folder / f"{name}.csv", MAX_BYTES) for name in REQUIRED)
    faults.add(*(finding for finding in missing if finding is not None))
    return head, {}


def check_files(folder: Path, faults: Faults) -> None:
    """Report tables whose names are not known: they would be left unread."""
    known = [f"{name}.csv" for name in LAYOUTS]
    for path in sorted(folder.iterdir()):
        if path.suffix.casefold() == ".csv" and path.name not in known:
            faults.add(near(str(path), "unknown_table", path.name, known))


def _sheets(
    folder: Path, dialect: Dialect, tender: Tender, faults: Faults
) -> dict[str, Sheet | None]:
    """The tables that are there; ``None`` for one that could not be read."""
    return {
        name: read_table(folder / f"{name}.csv", dialect, faults, list(asked(tender)))
        for name in LAYOUTS
        if name in REQUIRED or os.path.lexists(folder / f"{name}.csv")
    }


def _join(
    places: Mapping[str, str],
    tender: Tender,
    sheets: Mapping[str, Sheet | None],
    faults: Faults,
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
    """SHA-256 of the content as hexadecimal."""
    return hashlib.sha256(instance_content(instance)).hexdigest()


def instance_content(instance: Instance) -> bytes:
    """The content as canonical JSON.

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
    return canonical(content)


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
