"""The letters of an award: what each bidder is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from award_opt.admission import every_rule
from award_opt.award import AwardFile
from award_opt.domain import Bid, Instance
from award_opt.errors import Finding, InputError
from award_opt.letters.discretion import Discretion, identities
from award_opt.letters.fields import Deciding, Letter, Lot, Scores
from award_opt.report.numbers import number
from award_opt.report.reasons import cited
from award_opt.report.speech import Speech
from award_opt.report.told import Told
from award_opt.tender import Tender
from award_opt.texts import Lang, say
from award_opt.texts.letters import LETTERS, MONTHS
from award_opt.texts.reasons import REASONS

if TYPE_CHECKING:
    from award_opt.reasons import Reason  # writing letters needs no solver


def compose(
    tender: Tender,
    instance: Instance,
    award: AwardFile,
    reasons: Sequence[Reason],
    day: date,
    lang: Lang,
) -> dict[str, Letter]:
    """A letter for each bidder, by bidder id.

    Raises
    ------
    InputError
        The award is not proven, or it is a simulation.
    """
    if award.status != "optimal":
        raise InputError([Finding("award", "letter_not_proven", {"status": award.status})])
    if award.mode != "award":
        what_if = ", ".join(award.what_if) or "-"
        raise InputError([Finding("award", "letter_simulation", {"what_if": what_if})])
    known = {reason.bid: reason for reason in reasons}
    desk = _Desk(tender, instance, award, known, day, lang)
    bidders = sorted({bid.bidder for bid in instance.bids})
    return {bidder: desk.letter(bidder) for bidder in bidders}


@dataclass(frozen=True)
class _Desk:
    tender: Tender
    instance: Instance
    award: AwardFile
    reasons: Mapping[str, Reason]
    day: date
    lang: Lang

    def letter(self, bidder: str) -> Letter:
        bids = self.by_bidder[bidder]
        own = identities(self.instance, bids, parties=True)
        lots = tuple(self._lot(bid, own) for bid in bids)
        return Letter(
            authority=self.tender.authority,
            tender=getattr(self.tender.title, self.lang),
            bidder=self.speech.bidder(bidder),
            parties=self._parties(bids[0]),
            kind=_kind([lot.won for lot in lots]),
            date=self._written(self.day),
            standstill_end=self._written(self.day + timedelta(self.tender.standstill_days)),
            standstill_days=self.tender.standstill_days,
            lots=lots,
        )

    def _parties(self, bid: Bid) -> tuple[str, ...]:
        if len(bid.parties) < 2:
            return ()
        return tuple(self.instance.providers[party.provider].name for party in bid.parties)

    def _lot(self, bid: Bid, own: frozenset[str]) -> Lot:
        reason = self.reasons[bid.id]
        winners = self.winners.get(bid.lot, [])
        shown = own | identities(self.instance, winners, parties=False)
        compared = winners if reason.kind not in ("won", "filtered") else []
        criteria = [criterion.id for criterion in self.tender.criteria_of(bid.segment)]
        scored = [c for c in criteria if c in bid.criteria]
        return Lot(
            name=self.speech.lot_of(bid),
            bid=bid.id,
            won=reason.kind == "won",
            place=self._place(reason),
            reason=self.discretion.kept(self.told.paragraph(reason), shown),
            criteria=tuple(self.speech.criterion(criterion) for criterion in scored),
            own=self._scores(bid, scored),
            winners=tuple(self._scores(winner, scored) for winner in compared),
            advantages=tuple(self._advantages(bid, compared, scored)),
            rules=tuple(self._rule(rule, shown) for rule in cited(reason) if rule in self.rules),
        )

    def _place(self, reason: Reason) -> str:
        if reason.rank is None:
            return ""
        return say("letter_place", self.lang, {"rank": reason.rank, "ranked": reason.ranked})

    def _scores(self, bid: Bid, criteria: Sequence[str]) -> Scores:
        return Scores(
            name=self.speech.bidder(bid.bidder),
            total=self.speech.score(bid.score),
            parts=tuple(self.speech.score(bid.criteria.get(c)) for c in criteria),
        )

    def _advantages(
        self, bid: Bid, winners: Sequence[Bid], criteria: Sequence[str]
    ) -> Iterator[str]:
        """On each criterion, how many winners scored higher than the bid."""
        for criterion in criteria:
            own = bid.criteria[criterion]
            ahead = [w.criteria[criterion] for w in winners if w.criteria.get(criterion, 0) > own]
            if ahead:
                facts = {
                    "criterion": self.speech.criterion(criterion),
                    "ahead": number(str(len(ahead)), self.lang),
                    "count": number(str(len(winners)), self.lang),
                    "own": self.speech.score(own),
                    "best": self.speech.score(max(ahead)),
                }
                code = "letter_ahead_only" if len(winners) == 1 else "letter_ahead_some"
                yield say(code, self.lang, facts)

    def _rule(self, rule: str, shown: frozenset[str]) -> Deciding:
        texts = (f"{rule}: {self.speech.rule_text(rule)}", *self.speech.quote(rule))
        return Deciding(*(self.discretion.kept(text, shown) for text in texts))

    def _written(self, day: date) -> str:
        return f"{day.day} {MONTHS[self.lang][day.month - 1]} {day.year}"

    @cached_property
    def rules(self) -> frozenset[str]:
        """The rules that can be quoted; that a ranking stops is none."""
        return frozenset(rule.id for rule in every_rule(self.tender))

    @cached_property
    def speech(self) -> Speech:
        return Speech(self.tender, self.instance, self.lang)

    @cached_property
    def told(self) -> Told:
        return Told(self.tender, self.instance, len(self.award.winners), self.lang)

    @cached_property
    def discretion(self) -> Discretion:
        return Discretion.of(
            self.instance, say("letter_someone", self.lang, {}), "\n".join(self._public())
        )

    def _public(self) -> Iterator[str]:
        """What was known before any bid: the words of the letters, the rules and the tender."""
        tender, lang = self.tender, self.lang
        yield from (text[lang] for texts in (LETTERS, REASONS) for text in texts.values())
        for rule in every_rule(tender):
            yield rule.id
            yield from (text[lang] for text in rule.TEXTS.values())
        yield from (tender.authority, getattr(tender.title, lang), *tender.municipalities)
        yield from (area.name for area in tender.areas)
        yield from (document.title for document in tender.documents)
        names = [segment.name for segment in tender.segments]
        names += [care_type.name for care_type in tender.care_types]
        yield from (getattr(name, lang) for name in names)
        yield from (self.speech.criterion(criterion.id) for criterion in tender.criteria)

    @cached_property
    def by_bidder(self) -> Mapping[str, list[Bid]]:
        """The bids of each bidder, in the published order of lots."""
        places = {lot: k for k, lot in enumerate(self._every_lot())}
        found: dict[str, list[Bid]] = {}
        for bid in sorted(self.instance.bids, key=lambda bid: (places[bid.lot], bid.id)):
            found.setdefault(bid.bidder, []).append(bid)
        return found

    def _every_lot(self) -> Iterator[str]:
        for segment in self.tender.landscape().segments:
            yield from segment.lots

    @cached_property
    def winners(self) -> Mapping[str, list[Bid]]:
        """The winners of each lot, best score first."""
        won = {winner.bid for winner in self.award.winners}
        found: dict[str, list[Bid]] = {}
        for bid in sorted(self.instance.bids, key=lambda bid: (-(bid.score or 0), bid.id)):
            if bid.id in won:
                found.setdefault(bid.lot, []).append(bid)
        return found


def _kind(won: Sequence[bool]) -> Literal["award", "rejection", "mixed"]:
    if all(won):
        return "award"
    return "mixed" if any(won) else "rejection"
