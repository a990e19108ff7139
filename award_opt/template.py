"""The sheets of a tender's workbook: help, checks and drop-downs; empty, or filled with tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from award_opt.domain import ROLES, SCALES
from award_opt.errors import Fact
from award_opt.exact import plain
from award_opt.instance import LAYOUTS, STATUSES
from award_opt.instance.head import Head
from award_opt.instance.header import DERIVED, asked, holds_numbers
from award_opt.instance.workbook import INSTANCE
from award_opt.tender import Tender
from award_opt.texts import TEXTS, Lang, say
from award_opt.workbook.write import ANY, TEXT, Between, Cell, Choice, Column, Form, workbook_bytes

ORIGINS = ("public", "synthetic", "hypothesis")
HEAD_FIELDS = ("format", "tender", "title", "origin", "made_by", "seed", "note")
WIDE = ("name", "title", "meaning", "bidder", "municipality", "value")
LISTS, HELP = "lists", "help"
ZERO, HUNDRED = Decimal(0), Decimal(100)

Rows = Sequence[Sequence[Cell]]


def template(tender: Tender, lang: Lang) -> bytes:
    """An empty workbook for the bids of a tender; the same tender gives the same bytes."""
    sheets = Sheets(tender, lang)
    tables = {table: (header, ()) for table, header in sheets.headers().items()}
    return sheets.workbook({"format": "1", "tender": tender.id}, tables)


def filled(
    tender: Tender, lang: Lang, head: Head, tables: Mapping[str, tuple[Sequence[str], Rows]]
) -> bytes:
    """A workbook with these tables, each a header and rows, in the dress of the template."""
    known = head.model_dump(include=set(HEAD_FIELDS), exclude_none=True)
    return Sheets(tender, lang).workbook({key: str(known[key]) for key in known}, tables)


@dataclass(frozen=True)
class Sheets:
    """The sheets of one tender in one language."""

    tender: Tender
    lang: Lang

    def workbook(
        self, head: Mapping[str, str], tables: Mapping[str, tuple[Sequence[str], Rows]]
    ) -> bytes:
        """A workbook with a head, these tables, and the sheets that help to fill them in."""
        forms = [self._head(head)]
        forms += [self._table(name, *tables[name]) for name in LAYOUTS if name in tables]
        title = getattr(self.tender.title, self.lang)
        return workbook_bytes([*forms, self._help(forms), self._lists()], title)

    def headers(self) -> dict[str, tuple[str, ...]]:
        """The columns of each table that this tender has use for."""
        tender = self.tender
        own = {table: layout.columns for table, layout in LAYOUTS.items()}
        unused = {
            "area": not any(segment.areas for segment in tender.segments),
            "score": not self._scored_whole,
            "package": "package" not in self._asked,
        }
        bids = [column for column in own["bids"] if not unused.get(column, False)]
        further = [c for c in self._asked if c not in (*own["bids"], *DERIVED)]
        found = {**own, "bids": (*bids, *further)}
        if not tender.criteria:
            del found["scores"]
        return found

    @cached_property
    def _asked(self) -> Mapping[str, str]:
        return asked(self.tender)

    @property
    def _scored_whole(self) -> bool:
        """Whether bids of some segment carry their score, for want of criteria."""
        tender = self.tender
        return any(tender.scored(s.id) and not tender.criteria_of(s.id) for s in tender.segments)

    # --- one sheet

    def _head(self, head: Mapping[str, str]) -> Form:
        columns = [
            Column(name, self._help_of(INSTANCE, name), width=width, locked=name == "field")
            for name, width in _FIELD_VALUE
        ]
        return Form(
            INSTANCE,
            columns,
            [(name, head.get(name)) for name in HEAD_FIELDS],
            protected=True,
            notes=[self._help_of(INSTANCE, name) for name in HEAD_FIELDS],
            checks={HEAD_FIELDS.index("origin") + 1: self._choice("origin")},
        )

    def _table(self, table: str, header: Sequence[str], rows: Rows) -> Form:
        columns = [self._column(table, name) for name in header]
        return Form(table, columns, rows, protected=True)

    def _column(self, table: str, name: str) -> Column:
        check: Choice | Between | None = None
        if (table, name) in _CHOICES:
            check = self._choice(_CHOICES[table, name])
        elif holds_numbers(table, name, self._asked):
            check = self._numbers(table, name)
        note = self._help_of(table, name)
        return Column(name, note, self._shown(table, name), _width(name), check)

    def _shown(self, table: str, name: str) -> str:
        if not holds_numbers(table, name, self._asked):
            return TEXT
        places = {"score": self.tender.scoring.decimals, "value": 2, "share": 2}
        if name in ("capacity", "draw", "clients"):
            return "0"
        return _places(places[name], name == "value") if name in places else ANY

    def _choice(self, name: str) -> Choice | None:
        values = self._listed[name]
        message = say("choose", self.lang, {})
        at = list(self._listed).index(name)
        return Choice(LISTS, at, len(values), message) if values else None

    def _numbers(self, table: str, name: str) -> Choice | Between | None:
        scale = self.tender.scoring
        if name == "score":
            if scale.levels and (table == "scores" or self._scored_whole):
                return self._choice("score")
            return self._between("number_between", scale.minimum, scale.maximum)
        if name == "share":
            return self._between("number_between", ZERO, HUNDRED)
        if name in ("capacity", "draw", "clients"):
            return self._between("whole_from", ZERO)
        return self._between("number_from", ZERO) if name == "value" else None

    def _between(self, code: str, low: Decimal, high: Decimal | None = None) -> Between:
        facts = {"minimum": plain(low), "maximum": "" if high is None else plain(high)}
        whole = code == "whole_from"
        message = say(code, self.lang, facts)
        return Between("integer" if whole else "decimal", low, high, message)

    # --- what helps to fill them in

    def _help_of(self, table: str, name: str) -> str:
        code = f"help_{table}_{name}"
        if code in TEXTS:
            return say(code, self.lang, self._facts)
        readers = ", ".join(self._readers(name))
        sort = self._asked.get(name)
        return say("help_free" if sort is None else f"help_{sort}", self.lang, {"readers": readers})

    @cached_property
    def _facts(self) -> Mapping[str, Fact]:
        scale = self.tender.scoring
        step = Decimal(1).scaleb(-scale.decimals)
        bounds = {"minimum": scale.minimum, "maximum": scale.maximum, "step": step}
        texts = {name: plain(number) for name, number in bounds.items()}
        return {name: text.replace(".", self._mark) for name, text in texts.items()}

    @property
    def _mark(self) -> str:
        return "," if self.lang == "nl" else "."

    def _readers(self, column: str) -> Iterator[str]:
        for rule in self.tender.rules:
            if any(column == name for name, _ in rule.uses()):
                yield rule.id
        if column == "clients" and "least_transfers" in self.tender.award.goals:
            yield "least_transfers"

    def _help(self, forms: Sequence[Form]) -> Form:
        names = ("help_sheet", "help_column", "help_meaning")
        widths = (14, 18, 90)
        columns = [
            Column(say(name, self.lang, {}), width=width)
            for name, width in zip(names, widths, strict=True)
        ]
        title = {"title": getattr(self.tender.title, self.lang)}
        rows: list[Sequence[Cell]] = [
            (None, None, say("help_title", self.lang, title)),
            (None, None, say("help_how", self.lang, {})),
            *((INSTANCE, name, self._help_of(INSTANCE, name)) for name in HEAD_FIELDS),
        ]
        for form in forms[1:]:
            rows += [(form.name, column.name, column.note) for column in form.columns]
        return Form(HELP, columns, rows, protected=True, fixed=True)

    @cached_property
    def _listed(self) -> Mapping[str, Sequence[Cell]]:
        """The values of every drop-down, and beside them what they stand for."""
        tender, lang = self.tender, self.lang
        areas = dict.fromkeys(area for segment in tender.segments for area in segment.areas)
        names = {area.id: area.name for area in tender.areas}
        return {
            "segment": [segment.id for segment in tender.segments],
            "segment_name": [getattr(segment.name, lang) for segment in tender.segments],
            "area": list(areas),
            "area_name": [names[area] for area in areas],
            "care_type": [care.id for care in tender.care_types],
            "care_type_name": [getattr(care.name, lang) for care in tender.care_types],
            "criterion": [criterion.id for criterion in tender.criteria],
            "criterion_name": [
                getattr(criterion.name, lang) if criterion.name else criterion.id
                for criterion in tender.criteria
            ],
            "score": list(tender.scoring.levels),
            "status": STATUSES,
            "scale": SCALES,
            "role": ROLES,
            "origin": ORIGINS,
        }

    def _lists(self) -> Form:
        known = self._listed
        columns = [
            Column(name, shown=ANY if name == "score" else TEXT, width=_width(name))
            for name in known
        ]
        height = max(len(values) for values in known.values())
        rows = [
            [values[row] if row < len(values) else None for values in known.values()]
            for row in range(height)
        ]
        return Form(LISTS, columns, rows, protected=True, fixed=True)


_FIELD_VALUE = (("field", 14), ("value", 70))
_CHOICES = {
    ("providers", "scale"): "scale",
    ("parties", "role"): "role",
    ("bids", "segment"): "segment",
    ("bids", "area"): "area",
    ("bids", "status"): "status",
    ("scores", "criterion"): "criterion",
    ("offers", "care_type"): "care_type",
}


def _width(name: str) -> int:
    return 28 if name in WIDE or name.endswith("_name") else 14


def _places(count: int, thousands: bool) -> str:
    whole = "#,##0" if thousands else "0"
    return f"{whole}.{'0' * count}" if count else whole
