"""A tender, its bids and its award as one release."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from award_opt.award import AwardFile
from award_opt.domain import Bid, Instance, Party, Provider, lot_id
from award_opt.errors import Finding, InputError
from award_opt.instance import instance_digest
from award_opt.instance.bids import Status
from award_opt.ocds import standard
from award_opt.ocds.canonical import DIGITS
from award_opt.ocds.more import extension
from award_opt.rules import MaxLots
from award_opt.tender import Criterion, Segment, Tender
from award_opt.toml import shown

BUYER = "buyer"
CURRENCY = re.compile("[A-Z]{3}")
KVK = "NL-KVK"
TENDERERS = ("lead", "member")
ZONED = 20  # the shortest date with a time and a zone: 2026-11-22T00:00:00Z
SUMS: dict[Decimal, standard.Weight] = {
    Decimal(100): "percentageExact",
    Decimal(1): "decimalExact",
}


@dataclass(frozen=True, slots=True)
class Dated:
    """What a release says of itself: its date, and the id of the contracting process."""

    date: str
    ocid: str | None = None
    currency: str = "EUR"

    def moment(self) -> str:
        """The date as RFC 3339 writes it; a day without a time begins at midnight UTC.

        Raises
        ------
        InputError
            It is no date, or it has a time without a zone.
        """
        text = f"{self.date}T00:00:00Z" if len(self.date) == len("2026-11-22") else self.date
        try:
            moment = datetime.datetime.fromisoformat(text)
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None or len(text) < ZONED or text[10] != "T":
            raise InputError([Finding("--date", "ocds_date", {"value": shown(self.date)})])
        return text


def export(
    tender: Tender,
    instance: Instance,
    dated: Dated,
    award: AwardFile | None = None,
    note: str | None = None,
) -> dict[str, Any]:
    """The release of an instance, with its award where one is given; equal inputs, equal release.

    ``note`` is the remark in the head of the instance. Awards are ``pending``: the standstill
    period lies between this decision and a contract.

    Raises
    ------
    InputError
        The award is a simulation or about other inputs, the date is no date, the currency no code,
        or a value has more digits than JSON numbers keep.
    """
    faults = [*_award_faults(tender, instance, award), *_value_faults(instance, dated)]
    if faults:
        raise InputError(faults)
    bids = {bid.id: bid for bid in instance.bids}
    winners = [bids[winner.bid] for winner in ([] if award is None else award.winners)]
    buyer = standard.Reference(id=_buyer_id(instance), name=tender.authority)
    ocid = dated.ocid or f"{standard.PLACEHOLDER}-{tender.id}"
    release = standard.Release(
        ocid=ocid,
        id=f"{ocid}-{_fingerprint(tender, instance, award)}",
        date=dated.moment(),
        tag=("tender",) if award is None else ("tender", "award"),
        initiation_type="tender",
        language="nl",
        buyer=buyer,
        parties=(_authority(buyer), *_parties(instance, winners)),
        tender=_tender(tender, buyer),
        bids=standard.Bids(details=tuple(_bid(bid, instance, dated) for bid in instance.bids)),
        awards=tuple(_award(bid, instance, dated) for bid in winners) or None,
        x_award=extension(tender, instance, award, note),
    )
    return release.plain()


def _award_faults(tender: Tender, instance: Instance, award: AwardFile | None) -> Iterator[Finding]:
    if award is None:
        return
    if award.mode == "simulation":
        yield Finding("AWARD", "ocds_simulation")
    digests = {"tender": tender.digest(), "instance": instance_digest(instance)}
    for name, digest in digests.items():
        if award.inputs.get(name) != digest:
            yield Finding("AWARD", "ocds_award_differs", {"input": name})


def _value_faults(instance: Instance, dated: Dated) -> Iterator[Finding]:
    if not CURRENCY.fullmatch(dated.currency):
        yield Finding("--currency", "ocds_currency_code", {"value": shown(dated.currency)})
    for bid in instance.bids:
        if len(str(bid.value_cents or 0)) > DIGITS:
            yield Finding(f"bids[{bid.id}].value", "ocds_value_long", {"limit": DIGITS})


def _fingerprint(tender: Tender, instance: Instance, award: AwardFile | None) -> str:
    parts = (tender.digest(), instance_digest(instance), "" if award is None else award.digest())
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()[:16]


# --- the tender


def _tender(tender: Tender, buyer: standard.Reference) -> standard.Tender:
    return standard.Tender(
        id=tender.id,
        title=tender.title.nl,
        title_en=tender.title.en,
        status="active",
        procuring_entity=buyer,
        procurement_method_details="; ".join(
            f"{segment.id}: {_procedure(segment)}" for segment in tender.segments
        ),
        documents=tuple(
            standard.Document(id=one.id, title=one.title, url=one.url) for one in tender.documents
        ),
        lots=tuple(_lots(tender)),
        lot_details=_lot_details(tender),
    )


def _procedure(segment: Segment) -> str:
    return "Open House" if segment.procedure == "open_house" else "mededinging"


def _lots(tender: Tender) -> Iterator[standard.Lot]:
    areas = {area.id: area.name for area in tender.areas}
    for segment in tender.segments:
        for area in segment.areas or (None,):
            place = "" if area is None else f", {areas[area]}"
            yield standard.Lot(
                id=lot_id(segment.id, area),
                title=f"{segment.name.nl}{place}",
                status="active",
                award_criteria=_criteria(tender.criteria_of(segment.id)),
            )


def _criteria(criteria: Sequence[Criterion]) -> standard.AwardCriteria | None:
    if not criteria:
        return None
    total = sum((criterion.weight for criterion in criteria), Decimal(0))
    unit = SUMS.get(total, "pointsExact")
    return standard.AwardCriteria(criteria=tuple(_criterion(one, unit) for one in criteria))


def _criterion(criterion: Criterion, unit: standard.Weight) -> standard.AwardCriterion:
    numbers = [standard.CriterionNumber(number=criterion.weight, weight=unit)]
    if criterion.threshold is not None:
        least = standard.CriterionNumber(number=criterion.threshold, threshold="minimumScore")
        numbers.append(least)
    name = criterion.id if criterion.name is None else criterion.name.nl
    return standard.AwardCriterion(name=name, numbers=tuple(numbers))


def _lot_details(tender: Tender) -> standard.LotDetails | None:
    """The limit over all scored lots; the standard cannot say one for some of them."""
    scored = [segment.id for segment in tender.segments if tender.scored(segment.id)]
    limits = [
        rule.limit
        for rule in tender.rules
        if isinstance(rule, MaxLots)
        and rule.count == "bidders"
        and set(rule.where) <= {"segment"}
        and all(segment in tender.in_scope(rule) for segment in scored)
    ]
    return standard.LotDetails(maximum_lots_awarded_per_supplier=min(limits)) if limits else None


# --- the parties


def _buyer_id(instance: Instance) -> str:
    name = BUYER
    while name in instance.providers:
        name += "-"
    return name


def _authority(buyer: standard.Reference) -> standard.Organization:
    roles = ("buyer", "procuringEntity")
    return standard.Organization(id=buyer.id, name=buyer.name, roles=roles)


def _parties(instance: Instance, winners: Sequence[Bid]) -> Iterator[standard.Organization]:
    roles: dict[str, dict[str, None]] = {name: {} for name in instance.providers}
    for bid in instance.bids:
        for party in bid.parties:
            roles[party.provider].update(dict.fromkeys(_roles(bid, party)))
    for bid in winners:
        for party in _tenderers(bid):
            roles[party.provider]["supplier"] = None
    for name, provider in sorted(instance.providers.items()):
        yield _organization(provider, tuple(sorted(roles[name])))


def _roles(bid: Bid, party: Party) -> Iterator[str]:
    if party.role == "subcontractor":
        yield "subcontractor"
        return
    yield "tenderer"
    if party.role == "lead" and len(_tenderers(bid)) > 1:
        yield "leadTenderer"


def _tenderers(bid: Bid) -> list[Party]:
    return [party for party in bid.parties if party.role in TENDERERS]


def _organization(provider: Provider, roles: tuple[str, ...]) -> standard.Organization:
    kvk, place, scale = provider.kvk, provider.municipality, provider.scale
    return standard.Organization(
        id=provider.id,
        name=provider.name,
        roles=roles or None,
        identifier=None if kvk is None else standard.Identifier(scheme=KVK, id=kvk),
        address=None if place is None else standard.Address(locality=place),
        details=None if scale is None else standard.Details(scale=scale),
    )


# --- bids and awards


def _references(bid: Bid, instance: Instance) -> tuple[standard.Reference, ...]:
    names = [party.provider for party in _tenderers(bid)]
    return tuple(standard.Reference(id=name, name=instance.providers[name].name) for name in names)


def _value(bid: Bid, dated: Dated) -> standard.Value | None:
    if bid.value_cents is None:
        return None
    amount = Decimal(bid.value_cents).scaleb(-2)
    return standard.Value(amount=amount, currency=dated.currency)


def _bid(bid: Bid, instance: Instance, dated: Dated) -> standard.Bid:
    hired = any(party.role == "subcontractor" for party in bid.parties)
    return standard.Bid(
        id=bid.id,
        status=cast(Status, bid.status),
        tenderers=_references(bid, instance),
        value=_value(bid, dated),
        related_lots=(bid.lot,),
        has_subcontracting=True if hired else None,
    )


def _award(bid: Bid, instance: Instance, dated: Dated) -> standard.Award:
    return standard.Award(
        id=f"award-{bid.id}",
        status="pending",
        value=_value(bid, dated),
        suppliers=_references(bid, instance),
        related_lots=(bid.lot,),
        related_bids=(bid.id,),
    )
