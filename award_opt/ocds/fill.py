"""A release as the tables of an instance: what the standard holds, and what its extension adds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from award_opt.domain import SCALES
from award_opt.ocds.awards import MADE, awarded
from award_opt.ocds.export import KVK, TENDERERS
from award_opt.ocds.extension import Bidder, BidMore, Extension, ProviderMore
from award_opt.ocds.reading import Read
from award_opt.ocds.standard import Bid, Organization, Reference, Release, Value
from award_opt.ocds.tables import Tables, euros, head_of
from award_opt.tender import Tender
from award_opt.toml import listed, near, shown

BIDDERS = ("tenderer", "leadTenderer", "subcontractor", "supplier")
JOIN = "+"


@dataclass(frozen=True, slots=True)
class Filling:
    """The release, the published lots, and the tables that are being filled."""

    release: Release
    extension: Extension | None
    lots: Mapping[str, tuple[str, str | None]]
    coalitions: Mapping[str, Bidder]
    currency: str
    tables: Tables

    @property
    def bids(self) -> tuple[Bid, ...]:
        """The bids of the release."""
        return () if self.release.bids is None else self.release.bids.details or ()


def fill(found: Read, tender: Tender, currency: str) -> Tables:
    """The tables of the release, with every fault and note that filling them met."""
    release, extension = found.release, found.extension
    filling = Filling(
        release,
        extension,
        {
            lot: (segment.id, lot.partition("/")[2] or None)
            for segment in tender.landscape().segments
            for lot in segment.lots
        },
        {} if extension is None else {one.bidder: one for one in extension.bidders},
        currency,
        Tables(head_of(release.ocid or "", tender, extension)),
    )
    _bids(filling)
    _providers(filling)
    _parties(filling)
    _lots(filling)
    if found.left_out:
        filling.tables.note("", "ocds_left_out", paths=listed(found.left_out))
    return filling.tables


def _lots(filling: Filling) -> None:
    published = filling.release.tender
    for lot in () if published is None else published.lots or ():
        if lot.id is not None and lot.id not in filling.lots:
            found = near("", "ocds_unknown_lot", lot.id, list(filling.lots))
            filling.tables.add("tender.lots", shown(lot.id), found)


# --- bids


def _bids(filling: Filling) -> None:
    extension, tables = filling.extension, filling.tables
    if not filling.bids:
        tables.fault("bids", "details", "ocds_no_bids")
    more = {} if extension is None else {one.bid: one for one in extension.bids}
    awards = awarded(filling.release, tables) if extension is None else {}
    names = _ids(filling)
    for position, (name, bid) in enumerate(zip(names, filling.bids, strict=True)):
        _bid(filling, name, bid, more.get(name), awards.get(position))
    if extension is None:
        return
    if odd := sorted(set(names).symmetric_difference(more)):
        tables.fault("x_award", "bids", "ocds_only_one", value=listed(odd))
    here, there = _named(filling.release), _winners(extension)
    if here != there:
        facts = {"here": listed(here) or "-", "there": listed(there) or "-"}
        tables.fault("awards", "relatedBids", "ocds_differs", **facts)


def _named(release: Release) -> list[str]:
    """The bids that awards name."""
    awards = [award for award in release.awards or () if award.status in MADE]
    return sorted(bid for award in awards for bid in award.related_bids or ())


def _winners(extension: Extension) -> list[str]:
    """The winning bids of the award file, as far as it is one."""
    winners = (extension.award or {}).get("winners", ())
    rows = winners if isinstance(winners, list | tuple) else ()
    return sorted(str(row.get("bid")) for row in rows if isinstance(row, dict))


def _ids(filling: Filling) -> list[str]:
    """The ids of the bids; where none has one, they are numbered by their position."""
    bids, tables = filling.bids, filling.tables
    if bids and all(bid.id is None for bid in bids):
        tables.note("bids.details", "ocds_numbered")
        return [str(number) for number in range(1, len(bids) + 1)]
    for number, bid in enumerate(bids, 1):
        if bid.id is None:
            tables.fault(f"bids.details[{number}]", "id", "ocds_missing")
    names = [bid.id or str(number) for number, bid in enumerate(bids, 1)]
    _twice(filling, "bids.details", names)
    return names


def _twice(filling: Filling, path: str, names: Sequence[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            filling.tables.fault(f"{path}[{shown(name)}]", "id", "ocds_twice", value=shown(name))
        seen.add(name)


def _bid(filling: Filling, name: str, bid: Bid, more: BidMore | None, award: str | None) -> None:
    tables, origin = filling.tables, f"bids.details[{shown(name)}]"
    segment, area = _lot(filling, bid, origin)
    if bid.status is None:
        tables.fault(origin, "status", "ocds_missing")
    further = {} if award is None else {"award": award}
    if more is not None:
        _details(tables, origin, more)
        further = {each.column: each.value for each in more.attributes or ()}
    cells = {
        **further,
        "bid": name,
        "bidder": _bidder(filling, bid, more, origin),
        "segment": segment,
        "area": area,
        "status": bid.status,
        "value": _value(filling, bid.value, origin),
    }
    if more is not None:
        cells |= {key: getattr(more, key) for key in ("score", "capacity", "package", "draw")}
    tables.row("bids", origin, cells)


def _details(tables: Tables, origin: str, more: BidMore) -> None:
    for offer in more.offers or ():
        tables.row("offers", origin, {"bid": more.bid, **offer.model_dump()})
    for score in more.scores or ():
        tables.row("scores", origin, {"bid": more.bid, **score.model_dump()})


def _lot(filling: Filling, bid: Bid, origin: str) -> tuple[str | None, str | None]:
    known = filling.lots
    lots = bid.related_lots or (tuple(known) if len(known) == 1 else ())
    if len(lots) == 1 and lots[0] in known:
        return known[lots[0]]
    if not lots:
        filling.tables.fault(origin, "relatedLots", "ocds_lot_blank", allowed=listed(list(known)))
    elif len(lots) > 1:
        filling.tables.fault(origin, "relatedLots", "ocds_lots_many", lots=listed(lots))
    else:
        found = near("", "ocds_unknown_lot", lots[0], list(known))
        filling.tables.add(origin, "relatedLots", found)
    return None, None


def _bidder(filling: Filling, bid: Bid, more: BidMore | None, origin: str) -> str | None:
    named = _ids_of(bid.tenderers)
    if not named or len(named) < len(bid.tenderers or ()):
        filling.tables.fault(origin, "tenderers", "ocds_missing")
        return None
    if more is None:
        return JOIN.join(named)
    coalition = filling.coalitions.get(more.bidder)
    parties = () if coalition is None else coalition.parties
    right = sorted(p.provider for p in parties if p.role in TENDERERS) or [more.bidder]
    if right != named:
        here, there = listed(named), listed(right)
        filling.tables.fault(origin, "tenderers", "ocds_differs", here=here, there=there)
    return more.bidder


def _ids_of(references: Sequence[Reference] | None) -> list[str]:
    return sorted({one.id for one in references or () if one.id is not None})


def _value(filling: Filling, value: Value | None, origin: str) -> str | None:
    if value is None or value.amount is None:
        return None
    tables, currency = filling.tables, filling.currency
    if value.currency != currency:
        found = shown(value.currency or "-")
        tables.fault(origin, "value", "ocds_currency", value=found, currency=currency)
        return None
    text = euros(value.amount)
    if text is None:
        tables.fault(origin, "value", "ocds_amount", value=shown(value.amount))
    return text


# --- providers


def _providers(filling: Filling) -> None:
    parties = filling.release.parties or ()
    for number, party in enumerate(parties, 1):
        if party.id is None:
            filling.tables.fault(f"parties[{number}]", "id", "ocds_missing")
    known = {party.id: party for party in parties if party.id is not None}
    _twice(filling, "parties", [party.id for party in parties if party.id is not None])
    extra = () if filling.extension is None else filling.extension.providers
    more = {one.provider: one for one in extra}
    for name in more:
        if name not in known:
            filling.tables.fault("x_award", "providers", "ocds_only_one", value=listed([name]))
    acting = dict(_acting(filling))
    for name, party in known.items():
        if name in acting or _takes_part(filling, party):
            _provider(filling.tables, party, name, more.get(name))
    for name, reference in acting.items():
        if name not in known:
            _provider(filling.tables, Organization(name=reference.name), name, None)


def _acting(filling: Filling) -> Iterator[tuple[str, Reference]]:
    for bid in filling.bids:
        for reference in bid.tenderers or ():
            if reference.id is not None:
                yield reference.id, reference


def _takes_part(filling: Filling, party: Organization) -> bool:
    buyer = filling.release.buyer
    if filling.extension is not None:
        return buyer is None or party.id != buyer.id
    return any(role in BIDDERS for role in party.roles or ())


def _provider(tables: Tables, party: Organization, name: str, more: ProviderMore | None) -> None:
    origin = f"parties[{shown(name)}]"
    scale = None if party.details is None else party.details.scale
    if scale is not None and scale not in SCALES:
        tables.note(f"{origin}.details.scale", "ocds_scale", value=scale)
        scale = None
    cells = {
        "provider": name,
        "name": party.name or name,
        "scale": scale,
        "owner": None if more is None else more.owner,
        "kvk": _kvk(party),
        "agb": None if more is None else more.agb,
        "municipality": None if party.address is None else party.address.locality,
    }
    tables.row("providers", origin, cells)


def _kvk(party: Organization) -> str | None:
    for identifier in (party.identifier, *(party.additional_identifiers or ())):
        if identifier is not None and identifier.scheme == KVK:
            return identifier.id
    return None


# --- parties of coalitions


def _parties(filling: Filling) -> None:
    if filling.extension is None:
        _joint(filling)
        return
    for bidder, coalition in filling.coalitions.items():
        for party in coalition.parties:
            cells = {"bidder": bidder, **party.model_dump()}
            filling.tables.row("parties", f"x_award.bidders[{shown(bidder)}]", cells)


def _joint(filling: Filling) -> None:
    """Bidders of several tenderers; one of them is the lead where the parties say which."""
    parties = filling.release.parties or ()
    leads = [party.id for party in parties if "leadTenderer" in (party.roles or ())]
    coalitions = {tuple(_ids_of(bid.tenderers)): None for bid in filling.bids}
    for names in coalitions:
        chosen = [name for name in names if name in leads]
        for name in names if len(names) > 1 else ():
            role = "lead" if chosen == [name] else "member"
            cells = {"bidder": JOIN.join(names), "provider": name, "role": role}
            filling.tables.row("parties", f"parties[{shown(name)}]", cells)
