"""Names for ids, so that readers never meet an id where a name exists."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from award_opt.domain import Bid, Instance, lot_id
from award_opt.report.words import WORDS, word
from award_opt.rules import AnyRule
from award_opt.rules._base import label
from award_opt.tender import Tender
from award_opt.texts import Lang


@dataclass(frozen=True)
class Names:
    """The names of one tender and its bids in one language."""

    tender: Tender
    instance: Instance
    lang: Lang

    def bidder(self, bidder: str) -> str:
        """A provider's name; a coalition goes by the name of its lead."""
        known = self.instance.providers.get(bidder)
        if known is not None:
            return known.name
        lead = self._leads.get(bidder)
        if lead is None:
            return bidder
        return f"{self.instance.providers[lead].name} ({word('coalition', self.lang)} {bidder})"

    def lot(self, segment: str, area: str | None) -> str:
        """A lot as ``4 Common specialist youth care, Tilburg``."""
        name = f"{segment} {self._words['segment', segment]}"
        return name if area is None else f"{name}, {self._words['area', area]}"

    def rule(self, rule: str) -> str:
        """A rule as its id and what it says."""
        known = self._rules.get(rule)
        return rule if known is None else f"{rule}: {known.say('rule', self.lang, {})}"

    def note(self, rule: str) -> str:
        """What the model notes on the source of a rule, such as an assumption; "" where nothing."""
        known = self._rules.get(rule)
        if known is None:
            return ""
        papers = (d.note for d in self.tender.documents if d.id == known.source.document)
        return " ".join(note.strip() for note in (known.source.note, *papers) if note)

    def group(self, rule: str, group: str) -> str:
        """A group of a rule by name; its id where it is of another kind, such as an attribute."""
        per: tuple[str, ...] = getattr(self._rules.get(rule), "per", ())
        return self._groups(per).get(group) or self.bidder(group)

    def step(self, step: str) -> str:
        """A step of the published order of ties."""
        names = {criterion.id: criterion.name for criterion in self.tender.criteria}
        name = names.get(step)
        if name is not None:
            return str(getattr(name, self.lang))
        return word(f"step_{step}", self.lang) if f"step_{step}" in WORDS else step

    def _groups(self, per: tuple[str, ...]) -> dict[str, str]:
        found = {}
        for cell in self.tender.landscape().cells():
            if per and all(cell.get(column) for column in per):
                ids = tuple(cell[column] for column in per)
                found[label(ids)] = ", ".join(
                    self._words[column, name] for column, name in zip(per, ids, strict=True)
                )
        return found

    @cached_property
    def _rules(self) -> dict[str, AnyRule]:
        return {rule.id: rule for rule in self.tender.rules}

    @cached_property
    def _words(self) -> dict[tuple[str, str], str]:
        tender, lang = self.tender, self.lang
        areas = {area.id: area.name for area in tender.areas}
        segments = {segment.id: getattr(segment.name, lang) for segment in tender.segments}
        found = {("area", known): name for known, name in areas.items()}
        found |= {("segment", known): name for known, name in segments.items()}
        found |= {("care_type", care.id): getattr(care.name, lang) for care in tender.care_types}
        for segment in tender.segments:
            for area in segment.areas or (None,):
                lot = lot_id(segment.id, area)
                found["lot", lot] = f"{segment.id} {areas[area]}" if area else segments[segment.id]
        return found

    @cached_property
    def _leads(self) -> dict[str, str]:
        return {bid.bidder: lead for bid in self.instance.bids if (lead := _lead(bid)) is not None}


def _lead(bid: Bid) -> str | None:
    return next((party.provider for party in bid.parties if party.role == "lead"), None)
