"""How documents for people speak of a tender: names, rules with their source, exact numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from award_opt.admission import every_rule
from award_opt.domain import Bid, lot_id
from award_opt.exact import unscaled
from award_opt.report.names import Names
from award_opt.report.numbers import euro, number
from award_opt.rules import AnyRule, MinScore
from award_opt.rules._words import word as term
from award_opt.texts.report_html import phrase

ONE_DECIMAL = Decimal("0.1")


class Speech(Names):
    """Names of a tender and its bids as a document shows them: no id where a name exists."""

    def phrase(self, code: str, **facts: str | int) -> str:
        """A fixed text of the documents in their language."""
        return phrase(code, self.lang, **facts)

    def bidder(self, bidder: str) -> str:
        """A provider's name; a coalition goes by its lead, and by its id where one lead has two."""
        known = self.instance.providers.get(bidder)
        lead = self._leads.get(bidder)
        if known is not None or lead is None:
            return bidder if known is None else known.name
        code = "coalition_of" if self._led[lead] == 1 else "coalition_of_id"
        return self.phrase(code, lead=self.instance.providers[lead].name, id=bidder)

    def lot(self, segment: str, area: str | None) -> str:
        """A lot as ``4 Living, Tilburg``; an id that is no number is left out."""
        name = self._segments[segment]
        return name if area is None else f"{name}, {self._words['area', area]}"

    def care_types(self, care_types: Iterable[str]) -> str:
        """Care types by name, in the published order."""
        named = {care.id: str(getattr(care.name, self.lang)) for care in self.tender.care_types}
        wanted = set(care_types)
        return ", ".join(name for known, name in named.items() if known in wanted)

    def lot_of(self, bid: Bid) -> str:
        """The lot of a bid by name."""
        return self.lot(bid.segment, bid.area)

    def criterion(self, criterion: str) -> str:
        """A criterion by name."""
        return self.step(criterion)

    def rule_text(self, rule: str) -> str:
        """What a rule says, with the names of segments, areas and criteria in it."""
        known = self._every_rule.get(rule)
        if known is None:
            return rule
        facts = {"within": self._within(known)}
        if isinstance(known, MinScore) and known.criterion is not None:
            facts["part"] = self.criterion(known.criterion)
        return known.say("rule", self.lang, facts)

    def quote(self, rule: str) -> tuple[str, str]:
        """The published words of a rule, and their document with any note; "" where none."""
        known = self._every_rule.get(rule)
        if known is None or known.source.document == self.tender.id:
            return "", ""
        titles = {document.id: document.title for document in self.tender.documents}
        title, note = titles.get(known.source.document, known.source.document), self.note(rule)
        return known.source.quote, self.phrase("noted", title=title, note=note) if note else title

    def score(self, score: int | None) -> str:
        """Points as published; "" where the bid has none."""
        return "" if score is None else number(self._points(score), self.lang)

    def money(self, cents: int | None) -> str:
        """An amount in euro; "" where there is none."""
        return "" if cents is None else euro(unscaled(cents, 2), self.lang)

    def percent(self, part: int, whole: int) -> str:
        """A share in percent with one decimal, rounded half up; "-" of nothing."""
        if not whole:
            return "-"
        share = (Decimal(100 * part) / Decimal(whole)).quantize(ONE_DECIMAL, ROUND_HALF_UP)
        return f"{number(str(share), self.lang)}%"

    def _points(self, score: int) -> str:
        return unscaled(score, self.tender.scoring.decimals)

    def _within(self, rule: AnyRule) -> str:
        parts = []
        for column, names in rule.where.items():
            named = [self._named(column, name) for name in names]
            parts.append(f"{term(column, self.lang)} {self.phrase('or').join(named)}")
        scope = [", ".join(parts)] if parts else []
        per = getattr(rule, "per", ())
        columns = (per,) if isinstance(per, str) else per
        if columns:
            named = [term(column, self.lang) for column in columns]
            scope.append(self.phrase("per", columns=", ".join(named)))
        return f" ({'; '.join(scope)})" if scope else ""

    def _named(self, column: str, name: str) -> str:
        if column == "segment":
            return self._segments.get(name, name)
        if column == "bidder":
            return self.bidder(name)
        return self._words.get((column, name), term(name, self.lang))

    @cached_property
    def _segments(self) -> dict[str, str]:
        names = {
            segment.id: str(getattr(segment.name, self.lang)) for segment in self.tender.segments
        }
        twice = Counter(names.values())
        return {
            known: f"{known} {name}" if known[0].isdigit() or twice[name] > 1 else name
            for known, name in names.items()
        }

    @cached_property
    def _words(self) -> dict[tuple[str, str], str]:
        words = dict(super()._words)
        for segment in self.tender.segments:
            words["segment", segment.id] = self._segments[segment.id]
            for area in segment.areas or (None,):
                words["lot", lot_id(segment.id, area)] = (
                    self._segments[segment.id]
                    if area is None
                    else f"{self._segments[segment.id]}, {words['area', area]}"
                )
        return words

    @cached_property
    def _every_rule(self) -> dict[str, AnyRule]:
        return {rule.id: rule for rule in every_rule(self.tender)}

    @cached_property
    def _led(self) -> Counter[str]:
        coalitions = {
            b: lead for b, lead in self._leads.items() if b not in self.instance.providers
        }
        return Counter(coalitions.values())
