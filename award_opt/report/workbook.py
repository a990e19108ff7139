"""An award as the sheets of a workbook: outcome, winners, goals, ledger and ties."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from award_opt.award import AwardFile
from award_opt.report.names import Names
from award_opt.report.reasons import Letters
from award_opt.report.words import word
from award_opt.texts import TEXTS, Lang, say
from award_opt.workbook.write import ANY, TEXT, Cell, Column, Form, fits, workbook_bytes

if TYPE_CHECKING:
    from award_opt.reasons import Reason  # writing reasons needs no solver

MONEY = "#,##0.00"


def award_workbook(
    award: AwardFile, lang: Lang, names: Names | None = None, further: Sequence[Form] = ()
) -> bytes:
    """An award as a workbook; ``names`` puts names beside the ids, ``further`` are more sheets."""
    return workbook_bytes([*_Award(award, lang, names).forms(), *further], award.instance)


def number(text: str | None) -> Cell:
    """A number of an award file for a cell; a text where Excel would drop digits."""
    if text is None:
        return None
    exact = Decimal(text)
    return exact if fits(exact) else text


def reasons_sheet(letters: Letters, reasons: Sequence[Reason]) -> Form:
    """The reason for each bid as a sheet: its place, the rules that decided, and the sentences."""
    lang = letters.lang
    words = {"bid": 16, "lot": 16, "rank": 10, "rule": 24, "reason": 120}
    columns = [
        Column(say(f"result_{name}", lang, {}), shown=_shown(name), width=width)
        for name, width in words.items()
    ]
    rows = [
        (
            reason.bid,
            reason.lot,
            None if reason.rank is None else Decimal(reason.rank),
            ", ".join(reason.rules),
            letters.paragraph(reason),
        )
        for reason in reasons
    ]
    return Form("reasons", columns, rows, fixed=True)


def _shown(name: str) -> str:
    return ANY if name == "rank" else TEXT


@dataclass(frozen=True)
class _Award:
    award: AwardFile
    lang: Lang
    names: Names | None

    def forms(self) -> list[Form]:
        return [self._outcome(), self._winners(), self._goals(), self._ledger(), self._ties()]

    def _word(self, code: str, **facts: str) -> str:
        return say(f"result_{code}", self.lang, facts)

    def _column(self, code: str, shown: str = TEXT, width: int = 16) -> Column:
        known = self._word(code) if f"result_{code}" in TEXTS else word(code, self.lang)
        return Column(known, shown=shown, width=width)

    def _outcome(self) -> Form:
        columns = [self._column("field", width=24), self._column("content", width=90)]
        return Form("outcome", columns, list(self._facts()))

    def _facts(self) -> Iterator[tuple[str, str]]:
        award = self.award
        yield self._word("tender"), award.tender
        yield self._word("instance"), award.instance
        yield self._word("mode"), self._word(award.mode)
        for name in award.what_if:
            yield self._word("what_if"), name
        yield self._word("status"), word(f"status_{award.status}", self.lang)
        for name, digest in sorted(award.inputs.items()):
            yield self._word("input", name=name), digest
        for name, version in sorted(award.engine.items()):
            yield self._word("engine", name=name), version

    def _winners(self) -> Form:
        columns = [
            self._column("bid"),
            self._column("bidder"),
            self._column("name", width=36),
            self._column("segment"),
            self._column("area"),
            self._column("lot", width=44),
            self._column("score", ANY),
            self._column("value", MONEY),
        ]
        rows: list[Sequence[Cell]] = [
            (
                won.bid,
                won.bidder,
                self.names.bidder(won.bidder) if self.names else None,
                won.segment,
                won.area,
                self.names.lot(won.segment, won.area) if self.names else None,
                number(won.score),
                number(won.value),
            )
            for won in self.award.winners
        ]
        return Form("award", columns, rows)

    def _goals(self) -> Form:
        columns = [
            self._column("goal", width=28),
            self._column("value", ANY),
            self._column("bound", ANY),
            self._column("proven"),
        ]
        rows = [
            (
                word(f"goal_{goal.goal}", self.lang),
                number(goal.value),
                number(goal.bound),
                self._word("yes" if goal.proven else "no"),
            )
            for goal in self.award.goals
        ]
        return Form("goals", columns, rows)

    def _ledger(self) -> Form:
        columns = [
            self._column("rule", width=60),
            self._column("group", width=36),
            *(self._column(name, ANY) for name in ("found", "limit", "slack")),
            self._column("binding"),
        ]
        rows = [
            (
                self.names.rule(line.rule) if self.names else line.rule,
                self.names.group(line.rule, line.group) if self.names else line.group,
                number(line.found),
                number(line.limit),
                number(line.slack),
                self._word("yes" if line.binding else "no"),
            )
            for line in self.award.ledger
        ]
        return Form("ledger", columns, rows)

    def _ties(self) -> Form:
        ties = self.award.ties
        columns = [self._column("decided_by", width=28), self._column("bid")]
        if ties is None:
            return Form("ties", columns)
        step = self.names.step(ties.decided_by) if self.names else ties.decided_by
        by = self._word("goals") if ties.decided_by == "goals" else step
        return Form("ties", columns, [(by, bid) for bid in ties.tied_bids or [""]])
