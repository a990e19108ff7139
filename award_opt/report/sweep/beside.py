"""Two awards side by side, on a page, in a terminal and for machines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from award_opt.exact import unscaled
from award_opt.report.html.parts import Section, Table, table
from award_opt.report.numbers import euro, number, short
from award_opt.report.speech import Speech
from award_opt.report.table import aligned, clean
from award_opt.report.words import word
from award_opt.texts import Lang
from award_opt.texts.sweep_report import SWEEP_REPORT, told

if TYPE_CHECKING:
    from award_opt.sweep.compare import Change, Comparison, Delta, Side, Why

NEUTRAL = ("instead", "displaced")


def section(found: Comparison, lang: Lang, place: int) -> Section:
    """The measures beside each other, then each bid that enters or leaves, with its reasons."""
    beside = _Beside(found, lang)
    tables = [beside.measures()] if found.deltas else []
    tables += [
        beside.moved(way, changes)
        for way, changes in (("enters", found.enters), ("leaves", found.leaves))
        if changes
    ]
    return Section(f"compared-{place}", beside.title, (beside.count,), (), tuple(tables))


def lines(found: Comparison, lang: Lang) -> list[str]:
    """The same for a terminal."""
    beside = _Beside(found, lang)
    shown = [beside.title, beside.count]
    for part in section(found, lang, 0).tables:
        reasons = part.sides[-1] == "="
        rows = [row[:-1] if reasons else row for row in (part.header, *part.rows)]
        block = aligned(rows, part.sides[: len(rows[0])].replace("=", "<"), "  ")
        shown += ["", part.caption, block[0]]
        for line, row in zip(block[1:], part.rows, strict=True):
            shown.append(line)
            if reasons:
                shown.append(f"    {row[-1]}")
    return [clean(line) if line else "" for line in shown]


def content(found: Comparison) -> dict[str, Any]:
    """The same for machines; ``mode`` keeps it from passing for an award."""
    return {
        "mode": "simulation",
        "before": found.before.name,
        "after": found.after.name,
        "stays": found.stays,
        "measures": [
            {"name": d.name, "before": d.before, "after": d.after, "change": d.change}
            for d in found.deltas
        ],
        "enters": [_change(change) for change in found.enters],
        "leaves": [_change(change) for change in found.leaves],
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "bid": change.bid,
        "bidder": change.bidder,
        "lot": change.lot,
        "score": change.score,
        "why": [
            {
                "code": why.code,
                "rule": why.rule,
                "group": why.group,
                "bids": list(why.bids),
                "field": why.field,
                "before": why.before,
                "after": why.after,
                "told": why.told,
                "facts": None if why.facts is None else dict(why.facts),
            }
            for why in change.why
        ],
    }


@dataclass(frozen=True)
class _Beside:
    found: Comparison
    lang: Lang

    @cached_property
    def names(self) -> dict[str, Speech]:
        """The names on both sides, whose bids may be others."""
        sides = {"before": self.found.before, "after": self.found.after}
        return {name: Speech(side.tender, side.instance, self.lang) for name, side in sides.items()}

    def say(self, code: str, **facts: str | int) -> str:
        return told(code, self.lang, **facts)

    @property
    def title(self) -> str:
        before, after = (self._scenario(side) for side in (self.found.before, self.found.after))
        return self.say("compared", before=before, after=after)

    @property
    def count(self) -> str:
        found = self.found
        if found.same:
            return self.say("compared_same", stays=found.stays)
        moved = {"enters": len(found.enters), "leaves": len(found.leaves)}
        return self.say("compared_moves", stays=found.stays, **moved)

    def _scenario(self, side: Side) -> str:
        return self.say("published") if side.name == "published" else side.name

    # --- measures

    def measures(self) -> Table:
        header = (
            self.say("measure"),
            self._scenario(self.found.before),
            self._scenario(self.found.after),
            self.say("change"),
        )
        rows = [
            (
                self._measure(delta.name),
                self._value(delta, delta.before),
                self._value(delta, delta.after),
                self._value(delta, delta.change, signed=True),
            )
            for delta in self.found.deltas
        ]
        return table(self.say("compared_measures"), header, rows, "<>>>")

    def _measure(self, name: str) -> str:
        goal = name.removeprefix("goal.")
        return self.say(name) if goal == name else word(f"goal_{goal}", self.lang)

    def _value(self, delta: Delta, exact: str | None, *, signed: bool = False) -> str:
        if exact is None:
            return "-"
        sign = "+" if signed and Decimal(exact) > 0 else ""
        if delta.name in ("money", "goal.lowest_value"):
            return sign + euro(exact, self.lang)
        if delta.name == "small_share":
            return f"{sign}{number(exact, self.lang)}%"
        return sign + short(exact, self.lang)

    # --- bids that enter or leave

    def moved(self, way: str, changes: Sequence[Change]) -> Table:
        codes = ("bid", "bidder", "lot", "points", "reason")
        side = self.found.after if way == "enters" else self.found.before
        names = self.names["after" if way == "enters" else "before"]
        rows = [
            (
                change.bid,
                names.bidder(change.bidder),
                names.lot_of(side.bids[change.bid]),
                "" if change.score is None else number(change.score, self.lang),
                " ".join(self._why(why) for why in change.why),
            )
            for change in changes
        ]
        caption = self.say(f"compared_{way}")
        return table(caption, tuple(map(self.say, codes)), rows, "<<<>=")

    def _why(self, why: Why) -> str:
        facts = {
            "rule": self._rule(why),
            "group": self._group(why),
            "told": self._told(why),
            "status": self._status(why.before),
            "bids": ", ".join(self._bids(why)),
            "before": why.before or "",
            "after": why.after or "",
        }
        if why.field == "score":
            facts |= {end: number(facts[end], self.lang) for end in ("before", "after")}
        return self.say(_code(why), **facts)

    def _told(self, why: Why) -> str:
        """What the rule itself says, on the side where it stands in the way."""
        side, names = self._home(why)
        rule = None if why.rule is None else side.rules.get(why.rule)
        if rule is None or why.told is None or why.facts is None:
            return ""
        shown = {**why.facts, "group": names.group(rule.id, why.group)}
        if (criterion := getattr(rule, "criterion", None)) is not None:
            shown["part"] = names.criterion(criterion)
        return rule.say(why.told, self.lang, shown)

    def _home(self, why: Why) -> tuple[Side, Speech]:
        return getattr(self.found, why.on), self.names[why.on]

    def _rule(self, why: Why) -> str:
        if why.rule is None:
            return ""
        side, names = self._home(why)
        if why.rule not in side.rules:
            names = self.names["before" if why.on == "after" else "after"]
        return f"{why.rule} ({names.rule_text(why.rule).rstrip('.')})"

    def _group(self, why: Why) -> str:
        return "" if why.rule is None else self._home(why)[1].group(why.rule, why.group)

    def _status(self, status: str | None) -> str:
        known = status if status in SWEEP_REPORT else "other_status"
        return "" if known is None else self.say(known)

    def _bids(self, why: Why) -> Iterator[str]:
        side, names = self._home(why)
        for bid in why.bids:
            held = side.bids[bid]
            named = {"bid": bid, "bidder": names.bidder(held.bidder)}
            if held.score is None:
                yield self.say("without_points", **named)
            else:
                exact = unscaled(held.score, side.tender.scoring.decimals)
                yield self.say("with_points", score=number(exact, self.lang), **named)


def _code(why: Why) -> str:
    code = f"why_{why.code}"
    if why.code in ("place", "limit") and why.field == "rule":
        return f"{code}_rule"
    if why.code in ("admitted", "out") and why.rule is not None:
        return f"{code}_rule"
    return f"{code}_group" if why.code in ("needed", "unneeded") and why.group else code
