"""Bids: read, joined with their scores, offers and parties, and checked against the tender."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, get_args

from award_opt.domain import Bid, Party, Provider
from award_opt.exact import plain, unscaled
from award_opt.instance.providers import Coalition, identified
from award_opt.instance.sheet import AMOUNT, ANY_NUMBER, EUROS, WHOLE, Range, Sheet
from award_opt.tender.schema import Criterion, Rounding, Segment, Tender
from award_opt.toml import listed, shown

Status: TypeAlias = Literal["valid", "pending", "invited", "disqualified", "withdrawn"]
STATUSES: tuple[Status, ...] = get_args(Status)
WEIGHT_PLACES = 6
Offer: TypeAlias = dict[str, int | None]


@dataclass(slots=True)
class Bids:
    """The rows of the bids table that can be told apart, with what other tables say of them."""

    tender: Tender
    sheet: Sheet
    attributes: Mapping[str, Range | None]
    rows: dict[str, int] = field(default_factory=dict)
    segments: dict[str, Segment] = field(default_factory=dict)
    parties: dict[str, tuple[Party, ...]] = field(default_factory=dict)
    offers: dict[str, Offer] = field(default_factory=dict)
    scores: dict[str, dict[str, int | None]] | None = None
    scores_unread: bool = False
    _standard: dict[str, Offer] = field(default_factory=dict)
    _criteria: dict[str, tuple[Criterion, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rows = identified(self.sheet, "bid")
        known = {segment.id: segment for segment in self.tender.segments}
        for bid, row in self.rows.items():
            name = self.sheet.needed(row, "segment")
            if name in known:
                self.segments[bid] = known[name]
            elif name is not None:
                self.sheet.unknown(row, "segment", "unknown_segment", list(known))
        self._criteria = {name: self.tender.criteria_of(name) for name in known}
        self._standard = {
            segment.id: dict.fromkeys(segment.care_types) for segment in self.tender.segments
        }

    # --- the other tables

    def read_bidders(
        self, coalitions: Mapping[str, Coalition] | None, providers: Mapping[str, Provider] | None
    ) -> None:
        """Give each bid its parties; a bidder is a coalition or a provider on its own."""
        known = {bidder: coalition.parties for bidder, coalition in (coalitions or {}).items()}
        for name, provider in (providers or {}).items():
            known.setdefault(name, (Party(name, provider.owner, scale=provider.scale),))
        for bid, row in self.rows.items():
            bidder = self.sheet.needed(row, "bidder")
            if bidder in known:
                self.parties[bid] = known[bidder]
            elif bidder is not None and providers is not None and coalitions is not None:
                self.sheet.unknown(row, "bidder", "unknown_bidder", list(known))

    def bidders(self) -> set[str]:
        """The bidders that have a bid."""
        return {self.sheet.text(row, "bidder") for row in self.rows.values()}

    def read_offers(self, sheet: Sheet) -> None:
        """Read which care types each bid offers; a bid without rows offers all of its segment."""
        for row in range(len(sheet)):
            bid, care_type = self._bid(sheet, row), sheet.needed(row, "care_type")
            capacity = sheet.number(row, "capacity", WHOLE)
            segment = None if bid is None else self.segments.get(bid)
            if bid is None or care_type is None or segment is None:
                continue
            if care_type not in segment.care_types:
                known = segment.care_types
                sheet.unknown(row, "care_type", "unknown_care_type", known, segment=segment.id)
            elif care_type in self.offers.setdefault(bid, {}):
                sheet.fault(row, "care_type", "pair_again", value=shown(care_type), bid=shown(bid))
            else:
                self.offers[bid][care_type] = capacity

    def read_scores(self, sheet: Sheet) -> None:
        """Read the scores by criterion."""
        self.scores = {}
        scale = scale_of(self.tender)
        for row in range(len(sheet)):
            bid, criterion = self._bid(sheet, row), sheet.needed(row, "criterion")
            score = self._level(sheet, row, scale)
            segment = None if bid is None else self.segments.get(bid)
            if bid is None or criterion is None or segment is None:
                continue
            known = [each.id for each in self._criteria[segment.id]]
            if not self.tender.scored(segment.id):
                sheet.fault(row, "score", "score_unwanted", segment=segment.id)
            elif criterion not in known:
                sheet.unknown(row, "criterion", "unknown_criterion", known, segment=segment.id)
            elif criterion in self.scores.setdefault(bid, {}):
                sheet.fault(row, "criterion", "pair_again", value=shown(criterion), bid=shown(bid))
            else:
                sheet.needed(row, "score")
                self.scores[bid][criterion] = score

    def _bid(self, sheet: Sheet, row: int) -> str | None:
        bid = sheet.needed(row, "bid")
        if bid is not None and bid not in self.rows:
            sheet.unknown(row, "bid", "unknown_bid", list(self.rows))
            return None
        return bid

    def _level(self, sheet: Sheet, row: int, scale: Range) -> int | None:
        value = sheet.decimal(row, "score", scale)
        levels = self.tender.scoring.levels
        if value is None:
            return None
        if levels and value not in levels:
            allowed = listed([plain(level) for level in levels])
            sheet.fault(row, "score", "not_a_level", value=plain(value), allowed=allowed)
        return int(value.scaleb(scale.places))

    # --- the bids

    def build(self) -> Iterator[Bid]:
        """The bids in the order of their ids; cells with faults are reported on the way."""
        for bid, row in sorted(self.rows.items()):
            segment = self.segments.get(bid)
            if segment is not None:
                yield self._build(bid, row, segment)

    def _build(self, bid: str, row: int, segment: Segment) -> Bid:
        sheet = self.sheet
        status = sheet.choice(row, "status", STATUSES)
        if status is None:
            status = "pending" if (row, "status") in sheet.broken else "valid"
        criteria = (self.scores or {}).get(bid, {})
        return Bid(
            id=bid,
            bidder=sheet.text(row, "bidder"),
            segment=segment.id,
            area=self._area(row, segment),
            score=self._score(bid, row, segment, status),
            value_cents=sheet.number(row, "value", EUROS),
            capacity=sheet.number(row, "capacity", WHOLE),
            status=status,
            package=sheet.text(row, "package") or None,
            draw=sheet.number(row, "draw", WHOLE),
            offers=self._offers(bid, segment),
            parties=self.parties.get(bid, ()),
            criteria={
                each.id: score
                for each in self._criteria[segment.id]
                if (score := criteria.get(each.id)) is not None
            },
            attributes=dict(self._attributes(row)),
        )

    def _offers(self, bid: str, segment: Segment) -> Offer:
        own = self.offers.get(bid)
        if own is None:
            return self._standard[segment.id]
        return {care_type: own[care_type] for care_type in segment.care_types if care_type in own}

    def _area(self, row: int, segment: Segment) -> str | None:
        sheet = self.sheet
        area = sheet.text(row, "area")
        if not segment.areas:
            if area:
                sheet.fault(row, "area", "area_unwanted", value=shown(area), segment=segment.id)
            return None
        if not area and sheet.has("area"):
            allowed = listed(segment.areas)
            sheet.fault(row, "area", "area_blank", segment=segment.id, allowed=allowed)
        elif area and area not in segment.areas:
            sheet.unknown(row, "area", "unknown_area", segment.areas, segment=segment.id)
        return area or None

    def _attributes(self, row: int) -> Iterator[tuple[str, str]]:
        for column, numbers in self.attributes.items():
            text = self.sheet.text(row, column)
            if text and numbers is None:
                yield column, text
            elif text and numbers is not None:
                value = self.sheet.decimal(row, column, numbers)
                if value is not None:
                    yield column, plain(value)

    # --- the score

    def _score(self, bid: str, row: int, segment: Segment, status: str) -> int | None:
        sheet, criteria = self.sheet, self._criteria[segment.id]
        if not self.tender.scored(segment.id):
            if sheet.text(row, "score"):
                sheet.fault(row, "score", "score_unwanted", segment=segment.id)
            return None
        if criteria and self.scores is not None:
            return self._computed(bid, row, criteria, status)
        scale = scale_of(self.tender)
        score = sheet.number(row, "score", scale) if criteria else self._level(sheet, row, scale)
        if status == "valid" and sheet.has("score") and not self.scores_unread:
            sheet.needed(row, "score")
        return score

    def _computed(
        self, bid: str, row: int, criteria: Sequence[Criterion], status: str
    ) -> int | None:
        sheet = self.sheet
        given = sheet.number(row, "score", scale_of(self.tender))
        own = (self.scores or {}).get(bid, {})
        missing = [criterion.id for criterion in criteria if criterion.id not in own]
        known = [score for criterion in criteria if (score := own.get(criterion.id)) is not None]
        if missing and status == "valid":
            sheet.fault(row, "bid", "criterion_missing", value=shown(bid), criteria=listed(missing))
        if len(known) < len(criteria):
            return given
        total = weighted_mean(criteria, known, self.tender.scoring.rounding)
        if given is not None and given != total:
            places = self.tender.scoring.decimals
            computed = unscaled(total, places)
            sheet.fault(
                row, "score", "score_differs", value=unscaled(given, places), computed=computed
            )
        return total


def scale_of(tender: Tender) -> Range:
    """The published scale of the scores."""
    scale = tender.scoring
    return Range(scale.decimals, scale.minimum, scale.maximum)


def weighted_mean(criteria: Sequence[Criterion], scores: Sequence[int], rounding: Rounding) -> int:
    """The scores weighed by the published weights, rounded as published; exact until then."""
    weights = [int(criterion.weight.scaleb(WEIGHT_PLACES)) for criterion in criteria]
    total = sum(weight * score for weight, score in zip(weights, scores, strict=True))
    down, rest = divmod(total, sum(weights))
    twice, whole = 2 * rest, sum(weights)
    if rounding == "down" or twice < whole:
        return down
    return down if rounding == "half_even" and twice == whole and down % 2 == 0 else down + 1


def attribute_ranges(tender: Tender, sheet: Sheet, known: Sequence[str]) -> dict[str, Range | None]:
    """The further columns of the bids table; a range for those that a rule or goal counts with."""
    ranges: dict[str, Range | None] = {name: None for name in sheet.header if name not in known}
    for rule in tender.rules:
        for column, kind in rule.uses():
            if kind == "number" and column in ranges:
                ranges[column] = ANY_NUMBER if rule.kind == "requirement" else AMOUNT
    if "clients" in ranges and "least_transfers" in tender.award.goals:
        ranges["clients"] = WHOLE
    return ranges
