"""Reasons and margins as sentences for letters and as JSON, in Dutch and English.

A sentence names the bidder that it is about and winners, never another losing bidder.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from award_opt.admission import every_rule
from award_opt.domain import Bid, Instance
from award_opt.exact import unscaled
from award_opt.report.names import Names
from award_opt.report.numbers import euro, number
from award_opt.report.words import word
from award_opt.rules import AnyRule
from award_opt.tender import Tender
from award_opt.texts import Lang, say

if TYPE_CHECKING:
    from award_opt.margins import Margin
    from award_opt.reasons import Evidence, Gap, Reason, Swap  # reading reasons needs no solver

NAMED = 5  # winners in one sentence; the JSON names all
SHOWN = 3  # breaches of one rule
UNNAMED = frozenset({"conflict_of_roles", "incomplete_package"})  # their facts name other bids


@dataclass(frozen=True)
class Letters:
    """The sentences of one award in one language; ``contracts`` is the number of its winners."""

    tender: Tender
    instance: Instance
    contracts: int
    lang: Lang

    def paragraph(self, reason: Reason, margin: Margin | None = None) -> str:
        """All there is to say of a bid, as one paragraph."""
        told = [*self._story(reason), *self._margin(margin), *self._sources(reason)]
        return " ".join(told)

    def _say(self, code: str, **facts: str | int) -> str:
        return say(f"reason_{code}", self.lang, facts)

    # --- the story of a bid

    def _story(self, reason: Reason) -> Iterator[str]:
        kind = reason.kind if reason.kind in ("won", "filtered") else "lost"
        bid = self._bids[reason.bid]
        yield self._say(
            f"opening_{kind}",
            bid=bid.id,
            bidder=self._names.bidder(bid.bidder),
            lot=self._names.lot(bid.segment, bid.area),
        )
        yield from self._place(reason)
        if kind == "lost":
            yield self._winners(reason)
        yield from self._criteria(reason)
        yield from {
            "won": self._won,
            "filtered": self._filtered,
            "passed_over": self._passed_over,
            "tie": self._tie,
            "outranked": self._outranked,
        }[reason.kind](reason)
        yield from self._behind(reason)

    def _place(self, reason: Reason) -> Iterator[str]:
        if reason.rank is not None:
            yield self._say(
                f"place_{reason.measure}",
                rank=reason.rank,
                ranked=reason.ranked,
                score=number(reason.score or "0", self.lang),
                value=euro(reason.value or "0", self.lang),
            )

    def _criteria(self, reason: Reason) -> Iterator[str]:
        own = self._bids[reason.bid]
        if reason.rank is None or not own.criteria:
            return
        lowest = None if reason.kind == "won" or reason.lowest is None else reason.lowest
        if lowest is None:
            yield self._say("criteria", own=self._by_criterion(own))
        else:
            other = self._by_criterion(self._bids[lowest])
            yield self._say("criteria_beside", own=self._by_criterion(own), lowest=other)

    def _by_criterion(self, bid: Bid) -> str:
        places = self.tender.scoring.decimals
        held = [each.id for each in self.tender.criteria if each.id in bid.criteria]
        scores = [number(unscaled(bid.criteria[name], places), self.lang) for name in held]
        names = map(self._names.step, held)
        return ", ".join(f"{name} {score}" for name, score in zip(names, scores, strict=True))

    def _winners(self, reason: Reason) -> str:
        if reason.lowest is None:
            return self._say("winners_none")
        lowest = self._winner(reason.lowest, reason.measure)
        count = len(reason.winners)
        return self._say(
            "winners_one" if count == 1 else "winners_more", count=count, lowest=lowest
        )

    def _winner(self, name: str, measure: str) -> str:
        bid = self._bids[name]
        known = {"score": bid.score, "value": bid.value_cents}[measure] is not None
        return self._say(
            f"winner_{measure if known else 'bare'}",
            bidder=self._names.bidder(bid.bidder),
            score=self._points(bid.score or 0),
            value=euro(
                f"{(bid.value_cents or 0) // 100}.{(bid.value_cents or 0) % 100:02}", self.lang
            ),
        )

    def _points(self, score: int) -> str:
        places = self.tender.scoring.decimals
        text = str(score).rjust(places + 1, "0")
        return number(f"{text[:-places]}.{text[-places:]}" if places else text, self.lang)

    def _won(self, reason: Reason) -> Iterator[str]:
        if reason.code == "override":
            fixed = next(rule for rule in reason.rules if self._rules[rule].kind == "fixed")
            yield self._say("override", rule=self._rules[fixed].say("rule", self.lang, {}))
        elif reason.code == "all_qualifying":
            yield self._say("all_qualifying")
        elif reason.rules:
            yield self._say("needed", rules=self._named(reason.rules))

    def _filtered(self, reason: Reason) -> Iterator[str]:
        if not reason.rules:
            yield self._say(reason.code)
        elif reason.code in UNNAMED:
            yield self._say(reason.code, rule=reason.rules[0])
        else:
            yield from self._shown("refused", reason)

    def _tie(self, reason: Reason) -> Iterator[str]:
        if reason.step == "bid":
            yield self._say("tie_unsettled")
        else:
            yield self._say("tie", step=self._names.step(reason.step or "goals"))

    def _outranked(self, reason: Reason) -> Iterator[str]:
        if reason.code == "after_stop":
            yield self._say("after_stop")
        elif reason.rules:
            yield self._say("full")
            yield from self._shown("added", reason)
        else:
            yield from self._goal(reason)

    def _goal(self, reason: Reason) -> Iterator[str]:
        if reason.gap is None:
            yield from self._tie(reason)
            return
        yield self._say("goal", **self._compared(reason.gap))

    def _compared(self, gap: Gap) -> dict[str, str]:
        """A goal in words, with what this award and the other reach on it."""
        shown = euro if gap.goal == "lowest_value" else number
        return {
            "goal": word(f"goal_{gap.goal}", self.lang).lower(),
            "award": shown(gap.award, self.lang),
            "with_bid": shown(gap.with_bid, self.lang),
        }

    def _passed_over(self, reason: Reason) -> Iterator[str]:
        passing = reason.passing
        assert passing is not None
        lower = len(passing.swaps)
        yield self._say(f"passed_{reason.measure}{'_one' if lower == 1 else ''}", count=lower)
        yield from self._swaps(passing.swaps, reason.measure)
        if passing.sequence is None:
            yield from self._goal(reason)
        else:
            code = "sequence_one" if len(passing.sequence) == 1 else "sequence"
            yield self._say(code, rules=self._named(passing.sequence))
            yield from self._shown("at_that_moment", reason)
        yield self._say("unavoidable" if passing.unavoidable else "avoidable", count=self.contracts)

    def _behind(self, reason: Reason) -> Iterator[str]:
        """Why winners that are as good and rank behind the bid won all the same."""
        if reason.behind:
            winners = [self._winner(swap.winner, reason.measure) for swap in reason.behind]
            yield self._say("behind", winners=self._listed(winners))
            yield from self._swaps(reason.behind, reason.measure)

    def _swaps(self, swaps: Sequence[Swap], measure: str) -> Iterator[str]:
        groups: dict[tuple[tuple[str, ...], Gap | None], list[str]] = {}
        for swap in swaps:
            groups.setdefault((swap.rules, swap.gap), []).append(self._winner(swap.winner, measure))
        for (rules, gap), winners in groups.items():
            named = self._listed(winners)
            if rules:
                yield self._say("swap", winners=named, rules=self._named(rules))
            elif gap is None:
                yield self._say("swap_equal", winners=named)
            else:
                yield self._say("swap_lawful", winners=named, **self._compared(gap))

    # --- rules

    def _shown(self, code: str, reason: Reason) -> Iterator[str]:
        seen: dict[str, int] = {}
        for evidence in reason.evidence:
            seen[evidence.rule] = seen.get(evidence.rule, 0) + 1
            if seen[evidence.rule] <= SHOWN:
                told = "at_that_moment" if evidence.before else code
                said = self._evidence(evidence)
                yield self._say(told, rule=evidence.rule, evidence=said)

    def _evidence(self, evidence: Evidence) -> str:
        facts = dict(evidence.facts)
        group = self._names.group(evidence.rule, evidence.group) if evidence.group else ""
        facts |= {name: group for name in ("group",) if name in facts}
        facts |= {
            name: self._names.bidder(str(facts[name])) for name in ("party",) if name in facts
        }
        said = self._rules[evidence.rule].say(evidence.code, self.lang, facts)
        return f"{said.rstrip('.')} ({group})." if group and group not in said else said

    def _named(self, rules: Sequence[str]) -> str:
        return self._say("rule" if len(rules) == 1 else "rules", rules=self._listed(rules))

    def _listed(self, names: Sequence[str]) -> str:
        if len(names) > NAMED:
            named = ", ".join(names[:NAMED])
            return self._say("and_more", named=named, count=len(names) - NAMED)
        if len(names) == 1:
            return names[0]
        return self._say("and", named=", ".join(names[:-1]), last=names[-1])

    def _sources(self, reason: Reason) -> Iterator[str]:
        """Every published rule that the story names, with its source."""
        for name in cited(reason):
            rule = self._rules.get(name)
            if rule is not None:
                yield self._say(
                    "source",
                    rule=name,
                    statement=rule.say("rule", self.lang, {}),
                    document=self._documents.get(rule.source.document, rule.source.document),
                    quote=rule.source.quote,
                )
                note = self._names.note(name)
                if note:
                    yield self._say("note", note=note)

    # --- margins

    def _margin(self, margin: Margin | None) -> Iterator[str]:
        if margin is None:
            return
        fate = "won" if margin.won else "lost"
        if margin.changes_at is None or margin.keeps_at is None:
            if margin.fixed and not margin.won:
                yield self._say("margin_lost_fixed")
        elif not margin.on_scale and margin.goal != "lowest_value":
            yield self._say(f"margin_{fate}_off")
        else:
            yield from self._edges(margin, fate)

    def _edges(self, margin: Margin, fate: str) -> Iterator[str]:
        money = margin.goal == "lowest_value"
        shown = euro if money else number
        changes, keeps = margin.changes_at or "", margin.keeps_at or ""
        if margin.equal_at is not None and margin.equal_at == self._own(margin.bid, money):
            own, other = self._amount(margin.equal_at, money), self._amount(changes, money)
            yield self._say(f"margin_{fate}_own", changes=other, own=own)
            return
        yield self._say(
            f"margin_{fate}_{'value' if money else 'score'}",
            changes=shown(changes, self.lang),
            keeps=shown(keeps, self.lang),
        )
        if margin.equal_at is not None:
            yield self._say("margin_equal", equal=self._amount(margin.equal_at, money))

    def _own(self, name: str, money: bool) -> str:
        """The bid's own number in the method, as an exact decimal string."""
        bid = self._bids[name]
        if money:
            return unscaled(bid.value_cents or 0, 2)
        return unscaled(bid.score or 0, self.tender.scoring.decimals)

    def _amount(self, exact: str, money: bool) -> str:
        if money:
            return euro(exact, self.lang)
        return self._say("points", score=number(exact, self.lang))

    # --- lookups

    @cached_property
    def _names(self) -> Names:
        return Names(self.tender, self.instance, self.lang)

    @cached_property
    def _bids(self) -> Mapping[str, Bid]:
        return {bid.id: bid for bid in self.instance.bids}

    @cached_property
    def _rules(self) -> Mapping[str, AnyRule]:
        return {rule.id: rule for rule in every_rule(self.tender)}

    @cached_property
    def _documents(self) -> Mapping[str, str]:
        return {document.id: document.title for document in self.tender.documents}


def cited(reason: Reason) -> tuple[str, ...]:
    """Every rule that the story of a bid names, once."""
    swaps = (*(reason.passing.swaps if reason.passing else ()), *reason.behind)
    return tuple(dict.fromkeys([*reason.rules, *(rule for swap in swaps for rule in swap.rules)]))


def lines(
    letters: Letters, reasons: Sequence[Reason], margins: Mapping[str, Margin]
) -> Iterator[str]:
    """A paragraph for each bid, with an empty line between them."""
    for place, reason in enumerate(reasons):
        if place:
            yield ""
        yield letters.paragraph(reason, margins.get(reason.bid))
    if margins:
        yield ""
        yield say("reason_margin_note", letters.lang, {})


def content(
    tender: Tender,
    instance: Instance,
    contracts: int,
    reasons: Sequence[Reason],
    margins: Mapping[str, Margin],
) -> list[dict[str, Any]]:
    """The reasons and margins for machines, with the paragraph in both languages."""
    languages: tuple[Lang, ...] = ("nl", "en")
    written = {lang: Letters(tender, instance, contracts, lang) for lang in languages}
    return [_entry(reason, margins.get(reason.bid), written) for reason in reasons]


def _entry(
    reason: Reason, margin: Margin | None, written: Mapping[Lang, Letters]
) -> dict[str, Any]:
    entry = asdict(reason)
    entry["lowest"] = reason.lowest
    entry["margin"] = None if margin is None else asdict(margin)
    entry["text"] = {lang: letters.paragraph(reason, margin) for lang, letters in written.items()}
    return entry
