"""The extension of a release, filled from an instance and its award."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from award_opt.award import AwardFile
from award_opt.domain import BASIS_POINTS, Bid, Instance, Party, lot_id
from award_opt.exact import plain, unscaled
from award_opt.instance import instance_digest
from award_opt.ocds.extension import (
    Attribute,
    Bidder,
    BidMore,
    CareOffer,
    CriterionScore,
    Extension,
    Head,
    LotPlace,
    PartyPart,
    ProviderMore,
)
from award_opt.tender import Tender


def extension(
    tender: Tender, instance: Instance, award: AwardFile | None, note: str | None
) -> dict[str, Any]:
    """``x_award`` of a release."""
    care_types = {segment.id: segment.care_types for segment in tender.segments}
    filled = Extension(
        format=1,
        instance=_head(instance, note),
        model=tender.model_dump(mode="json", exclude_none=True),
        lots=tuple(_lots(tender)),
        providers=tuple(_providers(instance)),
        bidders=tuple(_bidders(instance)),
        bids=tuple(
            _bid(bid, care_types[bid.segment], tender.scoring.decimals) for bid in instance.bids
        ),
        award=None if award is None else award.model_dump(),
    )
    return {
        **filled.model_dump(exclude_none=True),
        **({} if award is None else {"award": award.model_dump()}),
    }


def _head(instance: Instance, note: str | None) -> Head:
    return Head(
        tender=instance.tender,
        title=instance.title,
        origin=instance.origin,
        made_by=instance.made_by,
        seed=instance.seed,
        note=note,
        digest=instance_digest(instance),
    )


def _lots(tender: Tender) -> Iterator[LotPlace]:
    for segment in tender.segments:
        for area in segment.areas or (None,):
            yield LotPlace(lot=lot_id(segment.id, area), segment=segment.id, area=area)


def _providers(instance: Instance) -> Iterator[ProviderMore]:
    for name, provider in sorted(instance.providers.items()):
        owner = None if provider.owner == name else provider.owner
        if owner is not None or provider.agb is not None:
            yield ProviderMore(provider=name, owner=owner, agb=provider.agb)


def _bidders(instance: Instance) -> Iterator[Bidder]:
    parties = {bid.bidder: bid.parties for bid in instance.bids}
    for bidder, own in sorted(parties.items()):
        if not _alone(bidder, own):
            yield Bidder(bidder=bidder, parties=tuple(_party(party) for party in own))


def _alone(bidder: str, parties: tuple[Party, ...]) -> bool:
    whole = [(p.provider, p.role, p.share_bp) for p in parties]
    return whole == [(bidder, "lead", BASIS_POINTS)]


def _party(party: Party) -> PartyPart:
    share = None if party.share_bp is None else plain(Decimal(party.share_bp).scaleb(-2))
    return PartyPart(provider=party.provider, role=party.role, share=share)


def _bid(bid: Bid, care_types: tuple[str, ...], decimals: int) -> BidMore:
    offers = tuple(
        CareOffer(care_type=name, capacity=_whole(capacity))
        for name, capacity in bid.offers.items()
    )
    scores = tuple(
        CriterionScore(criterion=name, score=_points(score, decimals))
        for name, score in bid.criteria.items()
    )
    attributes = tuple(
        Attribute(column=column, value=value) for column, value in sorted(bid.attributes.items())
    )
    return BidMore(
        bid=bid.id,
        bidder=bid.bidder,
        score=None if bid.score is None else _points(bid.score, decimals),
        capacity=_whole(bid.capacity),
        package=bid.package,
        draw=_whole(bid.draw),
        offers=None if bid.offers == dict.fromkeys(care_types) else offers,
        scores=scores or None,
        attributes=attributes or None,
    )


def _points(score: int, decimals: int) -> str:
    return plain(Decimal(unscaled(score, decimals)))


def _whole(number: int | None) -> str | None:
    return None if number is None else str(number)
