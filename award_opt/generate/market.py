"""Who bids for what, how good the bids are and what they cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from award_opt.domain import BASIS_POINTS, Role, Scale
from award_opt.exact import scaled
from award_opt.generate.dice import Dice
from award_opt.generate.providers import Organisation, organisations
from award_opt.rules import Coverage, MaxWinners, Package
from award_opt.tender import Segment, Tender

FEW = 2  # a cap up to here makes a segment that only some bidders try for
BIDDERS_PERCENT = {"open_house": 80, "all_qualifying": 6, "areas": 42, "region": 13}
ALONE_PERCENT = 60  # where a tender has but one segment for many bidders
AREAS_WEIGHT: Mapping[Scale, tuple[int, ...]] = {
    "micro": (60, 30, 10),
    "small": (35, 30, 25, 10),
    "medium": (10, 15, 40, 35),
    "large": (5, 5, 25, 65),
}
CARE_TYPES_WEIGHT = {1: 25, 2: 40, 3: 25, 4: 10}
STATUS_WEIGHT = {"valid": 86, "disqualified": 8, "withdrawn": 4, "pending": 2}
STEPS = 4  # of the scale of a criterion, where the tender names no levels
BUDGET = 10_000_000  # where the tender names none


@dataclass(frozen=True, slots=True)
class Bidder:
    """An organisation or a coalition; the shares of the parties are in basis points."""

    id: str
    parties: tuple[tuple[Organisation, Role, int], ...]

    @property
    def lead(self) -> Organisation:
        """Who submits."""
        return self.parties[0][0]


@dataclass(slots=True, eq=False)
class Offer:
    """A bid in the making; ``scores`` by criterion, under "" where the tender has none."""

    bidder: Bidder
    segment: Segment
    area: str | None
    status: str = "valid"
    care_types: list[str] = field(default_factory=list)
    scores: dict[str, int] = field(default_factory=dict)
    value: int = 0
    package: str = ""
    draw: int = 0


Cell: TypeAlias = tuple[str, list[Offer]]  # a care type, and the bids for its lot


def _alone(organisation: Organisation) -> Bidder:
    return Bidder(organisation.id, ((organisation, "lead", BASIS_POINTS),))


def named(tender: Tender, *columns: str) -> list[str]:
    """The bids, bidders or providers that rules name, so that they are there."""
    found = [name for rule in tender.rules for c, name in rule.mentions() if c in columns]
    return list(dict.fromkeys(found))


def areas_of(segment: Segment) -> tuple[str | None, ...]:
    """The areas of a segment; one ``None`` where it has none."""
    return segment.areas or (None,)


class Market:
    """Everybody who bids, and what they bid, segment by segment."""

    def __init__(self, tender: Tender, providers: int, seed: int) -> None:
        self.tender, self.seed = tender, seed
        dice = Dice.of(seed, "providers")
        ids = named(tender, "provider", "owner", "bidder")
        self.organisations = organisations(providers, ids, tender.municipalities, dice)
        self.offers: list[Offer] = []
        self.coalitions: list[Bidder] = []

    def open(self, segment: Segment) -> None:
        """Let bidders in for a segment, and score what they bid."""
        dice, few = Dice.of(self.seed, f"segment {segment.id}"), self._few(segment)
        bidders = self._few_bidders(segment, dice) if few else self._many_bidders(segment, dice)
        known = {bidder.id for bidder in bidders}
        wanted = [name for name in named(self.tender, "bidder") if name not in known]
        bidders += [_alone(one) for one in self.organisations if one.id in wanted]
        found = [offer for bidder in bidders for offer in _lots_of(bidder, segment, few, dice)]
        found += _for_empty_lots(bidders, segment, found, dice)
        _choose_care_types(segment, found, few, dice)
        if self.tender.scored(segment.id):
            self._score(segment, found, dice)
        _set_values(segment, found, few, dice)
        self.offers += found

    def close(self, scarce: int) -> None:
        """Fill the gaps in the offers, make the scarce cells, label packages, draw the numbers."""
        dice = Dice.of(self.seed, "close")
        cells = self._cells()
        for care_type, offers in cells:
            _fill(care_type, offers, dice)
        for care_type, offers in dice.some(self._to_cover(cells), scarce):
            _empty(care_type, offers)
        if any(isinstance(rule, Package) for rule in self.tender.rules):
            self._package(dice)
        numbers = dice.some(range(1, len(self.offers) + 1), len(self.offers))
        for offer, number in zip(self.offers, numbers, strict=True):
            offer.draw = number

    # --- who bids

    def _few(self, segment: Segment) -> bool:
        return any(
            isinstance(rule, MaxWinners)
            and rule.limit <= FEW
            and segment.id in self.tender.in_scope(rule)
            for rule in self.tender.rules
        )

    def _few_bidders(self, segment: Segment, dice: Dice) -> list[Bidder]:
        size = 2 + dice.below(2) + len(segment.areas) // 2
        leads = sorted(self.organisations, key=lambda one: (-one.turnover, one.id))[: 3 * size]
        return [
            self._coalition(lead, dice.between(3, 6), dice) if dice.chance(85) else _alone(lead)
            for lead in dice.some(leads, size)
        ]

    def _many_bidders(self, segment: Segment, dice: Dice) -> list[Bidder]:
        percent = BIDDERS_PERCENT[self._sort(segment)]
        if sum(not self._few(other) for other in self.tender.segments) == 1:
            percent = max(percent, ALONE_PERCENT)
        leads = dice.some(self.organisations, max(1, len(self.organisations) * percent // 100))
        return [
            self._coalition(lead, dice.between(2, 3), dice) if dice.chance(10) else _alone(lead)
            for lead in leads
        ]

    def _sort(self, segment: Segment) -> str:
        if segment.procedure == "open_house":
            return "open_house"
        if not self.tender.scored(segment.id):
            return "all_qualifying"
        return "areas" if segment.areas else "region"

    def _coalition(self, lead: Organisation, size: int, dice: Dice) -> Bidder:
        """A lead, members, now and then a small subcontractor; some of them bid alone too."""
        parties: list[tuple[Organisation, Role, int]] = []
        for other in dice.some(self.organisations, size):
            if other != lead:
                sub = other.small and dice.chance(40)
                share = dice.between(100, 400) if other.small else dice.between(500, 1500)
                parties.append((other, "subcontractor" if sub else "member", share))
        if not parties:
            return _alone(lead)
        rest = BASIS_POINTS - sum(share for _, _, share in parties)
        bidder = Bidder(f"C{len(self.coalitions) + 1:04}", ((lead, "lead", rest), *parties))
        self.coalitions.append(bidder)
        return bidder

    # --- scores

    def _score(self, segment: Segment, found: Sequence[Offer], dice: Dice) -> None:
        names = [criterion.id for criterion in self.tender.criteria_of(segment.id)] or [""]
        levels = {name: self._levels(name) for name in names}
        plans: dict[str, dict[str, int]] = {}
        for offer in found:
            if offer.bidder.id not in plans:
                plans[offer.bidder.id] = _plan(offer.bidder, levels, dice)
            offer.scores = {
                name: _nudged(place, levels[name], dice)
                for name, place in plans[offer.bidder.id].items()
            }

    def _levels(self, criterion: str) -> list[int]:
        """The scores that can be given, in units of the last published decimal."""
        scoring = self.tender.scoring
        if criterion and scoring.levels:
            held = [scaled(level, scoring.decimals) for level in scoring.levels]
            return sorted(level for level in held if level is not None)
        low = int(scoring.minimum.scaleb(scoring.decimals))
        high = int(scoring.maximum.scaleb(scoring.decimals))
        steps = STEPS if criterion else STEPS * 5
        return sorted({low + (high - low) * k // steps for k in range(steps + 1)})

    # --- the last touches

    def _cells(self) -> list[Cell]:
        """Each care type in each lot where there is a choice, with the bids for that lot."""
        lots: dict[tuple[str, str | None], list[Offer]] = {}
        for offer in self.offers:
            lots.setdefault((offer.segment.id, offer.area), []).append(offer)
        return [
            (care_type, offers)
            for offers in lots.values()
            if len(offers[0].segment.care_types) > 1
            for care_type in offers[0].segment.care_types
        ]

    def _to_cover(self, cells: list[Cell]) -> list[Cell]:
        """The cells of segments for which coverage is a rule; all cells where it is none."""
        ruled = {
            segment
            for rule in self.tender.rules
            if isinstance(rule, Coverage) and "care_type" in rule.per
            for segment in self.tender.in_scope(rule)
        }
        return [cell for cell in cells if cell[1][0].segment.id in ruled] or cells

    def _package(self, dice: Dice) -> None:
        lots: dict[tuple[str, str], list[Offer]] = {}
        for offer in self.offers:
            lots.setdefault((offer.bidder.id, offer.segment.id), []).append(offer)
        for (bidder, segment), offers in lots.items():
            if len(offers) > 1 and dice.chance(40):
                for offer in offers:
                    offer.package = f"{bidder}-{segment}"


# --- lots and care types


def _lots_of(bidder: Bidder, segment: Segment, few: bool, dice: Dice) -> list[Offer]:
    """A bidder's bids: large bidders take most areas, and the first area is wanted most."""
    status = "valid" if few else dice.weighted(STATUS_WEIGHT)
    if not segment.areas:
        return [Offer(bidder, segment, None, status)]
    wish = dict(enumerate(AREAS_WEIGHT[bidder.lead.scale], 1))
    count = (dice.weighted(wish) * len(segment.areas) + 3) // 4
    wanted = {area: 100 if k == 0 else dice.between(40, 70) for k, area in enumerate(segment.areas)}
    chosen = dice.weighted_some(wanted, count)
    return [Offer(bidder, segment, area, status) for area in segment.areas if area in chosen]


def _for_empty_lots(
    bidders: Sequence[Bidder], segment: Segment, found: Sequence[Offer], dice: Dice
) -> list[Offer]:
    served = {offer.area for offer in found if offer.status == "valid"}
    taken = {(offer.bidder.id, offer.area) for offer in found}
    new = []
    for area in areas_of(segment):
        free = [bidder for bidder in bidders if (bidder.id, area) not in taken]
        if area not in served and free:
            new.append(Offer(dice.one(free), segment, area))
    return new


def _choose_care_types(segment: Segment, found: Sequence[Offer], few: bool, dice: Dice) -> None:
    """Few bidders mostly offer all care types; many offer some, and the last ones are scarce."""
    known: dict[str, list[str]] = {}
    served: set[str | None] = set()
    for offer in found:
        if offer.bidder.id not in known:
            known[offer.bidder.id] = _some_care_types(segment, dice)
        whole = few and (offer.area not in served or dice.chance(75))
        offer.care_types = list(segment.care_types if whole else known[offer.bidder.id])
        served.add(offer.area)


def _some_care_types(segment: Segment, dice: Dice) -> list[str]:
    weights = {name: 3 ** (8 - min(k, 8)) for k, name in enumerate(segment.care_types)}
    return dice.weighted_some(weights, dice.weighted(CARE_TYPES_WEIGHT))


def _fill(care_type: str, offers: Sequence[Offer], dice: Dice) -> None:
    valid = [offer for offer in offers if offer.status == "valid"]
    if valid and not any(care_type in offer.care_types for offer in valid):
        dice.one(valid).care_types.append(care_type)


def _empty(care_type: str, offers: Sequence[Offer]) -> None:
    for offer in offers:
        rest = [name for name in offer.segment.care_types if name != care_type]
        offer.care_types = [name for name in offer.care_types if name != care_type] or rest[:1]


# --- scores and values


def _plan(bidder: Bidder, levels: Mapping[str, Sequence[int]], dice: Dice) -> dict[str, int]:
    """A bidder's place on each scale: criteria share a quality, so that they correlate by 0.6."""
    quality = (bidder.lead.quality * 700 + dice.bell() * 714) // 1000
    return {
        name: _place((quality * 775 + dice.bell() * 632) // 1000, len(scale))
        for name, scale in levels.items()
    }


def _place(latent: int, levels: int) -> int:
    """A place on a scale: 70% of it on average, a quarter of it for one standard deviation."""
    part = min(max(700 + latent // 4, 0), 1000)
    return (part * (levels - 1) + 500) // 1000


def _nudged(place: int, levels: Sequence[int], dice: Dice) -> int:
    """The score at a place; assessors are one level off in 15 of 100 cases."""
    shift = dice.one((-1, 1)) if dice.chance(15) else 0
    return levels[min(max(place + shift, 0), len(levels) - 1)]


def _set_values(segment: Segment, found: Sequence[Offer], few: bool, dice: Dice) -> None:
    """Euro a year: a lump sum of 92 to 100% of the lot's budget, or what the turnover allows."""
    budget = BUDGET if segment.budget is None else int(segment.budget)
    lots = Counter(offer.bidder.id for offer in found)
    for offer in found:
        if few:
            offer.value = budget // len(areas_of(segment)) * dice.between(920, 1000) // 1000
        else:
            part = offer.bidder.lead.turnover // lots[offer.bidder.id]
            offer.value = part * dice.between(20, 60) // 100
    total = sum(offer.value for offer in found if offer.status == "valid")
    for offer in found:
        if not few and total:
            offer.value = offer.value * budget * 3 // (2 * total)
        offer.value = max(1, offer.value // 100) * 100
