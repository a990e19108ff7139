"""What a case is: a tender and an instance whose award others published or proved."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias

from award_opt.domain import Bid, Instance, Party, Provider
from award_opt.tender import Tender, parse_tender

Fields: TypeAlias = Mapping[str, Any]
BESIDE_THE_CHECKOUT = Path(__file__).parents[3] / "shared" / "cases"
WIDEST, FINEST = Decimal(1_000_000), 4  # the scores that a rule may name: highest, decimals
SOURCE = {"document": "case", "quote": "as the case was published"}


@dataclass(frozen=True, slots=True)
class Known:
    """What others published or proved about the award; ``None`` where they said nothing.

    ``value`` is that of the goal, ``every`` holds all awards that tie on it; ``tied`` says whether
    the goal alone leaves more than one award, or ranks bids equally that met different fates.
    """

    value: Decimal | None = None
    winners: frozenset[str] | None = None
    every: frozenset[frozenset[str]] | None = None
    tied: bool | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A tender, its bids, and the known answer; ``family`` names its line of the table."""

    family: str
    name: str
    tender: Tender
    instance: Instance
    known: Known

    @property
    def goal(self) -> str:
        """The goal whose best value is known."""
        return self.tender.award.goals[0]


def folder(chosen: Path | None = None) -> Path:
    """Where the cases are: as chosen, as ``AWARD_OPT_CASES`` says, or beside the checkout."""
    return chosen or Path(os.environ.get("AWARD_OPT_CASES") or BESIDE_THE_CHECKOUT)


def number(text: str) -> Decimal:
    """The number that a published file holds: ``4000.0``, ``1 250`` and ``12,5`` are all read."""
    return Decimal("".join(text.split()).replace(",", "."))


def places(numbers: Iterable[Decimal]) -> int:
    """How many digits behind the mark the numbers need."""
    exponents = [found.normalize().as_tuple().exponent for found in numbers]
    return max((-power for power in exponents if isinstance(power, int)), default=0)


@dataclass(frozen=True, slots=True)
class Scale:
    """How published scores become points of a tender, and whole units of its finest digit.

    A score is a point; a tenth, a hundredth, ... of one where the scale would be too wide; ten, a
    hundred, ... where it would be too fine.
    """

    highest: Decimal
    decimals: int
    shift: int

    @classmethod
    def of(cls, scores: Iterable[Decimal]) -> Scale:
        """The scale that holds every score exactly."""
        published = [Decimal(1), *scores]
        highest, finest = max(published), places(published)
        shift = min(0, FINEST - finest)
        while highest.scaleb(-shift) > WIDEST:
            shift += 1
        return cls(highest, max(0, finest + shift), shift)

    def points(self, score: Decimal) -> Decimal:
        """The points that a published score is."""
        return score.scaleb(-self.shift)

    def units(self, score: Decimal) -> int:
        """The score of a bid, in units of the last decimal."""
        return int(self.points(score).scaleb(self.decimals))


def made_bid(name: str, **facts: Any) -> Bid:
    """A bid of a bidder who is its own single provider."""
    bidder = facts.setdefault("bidder", name)
    return Bid(id=name, parties=(Party(bidder, bidder),), **{"segment": "1", **facts})


def made_tender(
    family: str,
    name: str,
    rules: Sequence[Fields],
    award: Fields,
    *,
    segments: Sequence[str] = ("1",),
    care_types: Sequence[str] = (),
    scale: Scale | None = None,
) -> Tender:
    """A tender in the words of the schema, checked as a model file is."""
    scale = scale or Scale.of(())
    return parse_tender(
        {
            "format": 1,
            "id": family,
            "title": _both(name),
            "authority": family,
            "municipalities": ["everywhere"],
            "documents": [{"id": "case", "title": name}],
            "care_types": [{"id": one, "name": _both(one)} for one in care_types],
            "segments": [
                {
                    "id": one,
                    "name": _both(one),
                    "procedure": "competition",
                    "financing": "task",
                    "care_types": list(care_types),
                }
                for one in segments
            ],
            "scoring": {
                "decimals": scale.decimals,
                "maximum": scale.points(scale.highest),
            },
            "rules": [{**rule, "source": SOURCE} for rule in rules],
            "award": award,
        },
        name,
    )


def made_instance(tender: Tender, bids: Iterable[Bid]) -> Instance:
    """The bids as an instance of the tender."""
    ordered = tuple(sorted(bids, key=lambda bid: bid.id))
    bidders = sorted({bid.bidder for bid in ordered})
    return Instance(
        tender=tender.id,
        title=tender.title.en,
        origin="public",
        providers={name: Provider(name, name, name) for name in bidders},
        bids=ordered,
    )


def _both(text: str) -> dict[str, str]:
    return {"nl": text, "en": text}
