"""How far each rule can be relaxed, step by step, and what each step weighs.

Default weights, multiplied by the weight that a user gives a rule:

- one place on a cap, one lot on a limit of lots, one winner or provider fewer in one cell: 1;
- a percentage point of a share that is begun: 1; of a maximum share, beyond ten, steps of ten;
- a percent of a ceiling or of a demand that is begun: 1; beyond ten, steps of ten;
- a rule that is dropped: 10.

Of a rule with very many terms every second step is left out, until few enough remain.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TypeAlias

from award_opt.columns import Columns
from award_opt.domain import Landscape
from award_opt.exact import decimals
from award_opt.rules import AnyRule
from award_opt.rules._base import PUBLISHED, groups, label
from award_opt.tender import Tender

Value: TypeAlias = int | Decimal

DROPPED = 10  # the weight of a rule left out altogether
PERCENTS = (*range(1, 11), *range(20, 101, 10))
MOST_TERMS = 500_000  # of one ladder, all rungs together
MOST_STEPS = 30  # of places, lots, winners
WHOLE = ("fixed", "all_qualifying", "exclusive", "requires", "package")
CELLWISE = {"max_winners": "limit", "min_winners": "at_least", "coverage": "at_least"}
TABLES = {"capacity": "demand", "budget": "ceiling"}
SHARES = {"min_share": "share", "max_share": "limit"}


@dataclass(frozen=True, slots=True)
class Rung:
    """A relaxed value of the field, and what it weighs in all; ``None`` drops the rule."""

    value: Value | None
    weight: int


@dataclass(frozen=True, slots=True)
class Ladder:
    """The values that one rule, or one of its groups, could have been given, tightest first.

    ``group`` is ``None`` where the whole rule moves. Between two rungs lie finer values, whole
    multiples of ``10**-places``, where ``places`` is given.
    """

    rule: AnyRule
    field: str
    published: Value | None
    rungs: tuple[Rung, ...]
    group: str | None = None
    places: int | None = None

    def thinned(self, terms: int) -> Ladder:
        """The ladder with few enough rungs for a rule of so many terms; the last one stays."""
        rungs = self.rungs
        while len(rungs) > 1 and terms * len(rungs) > MOST_TERMS:
            rungs = rungs[::-2][::-1]
        return replace(self, rungs=rungs)

    def relaxed(self, value: Value | None) -> AnyRule:
        """The rule with the value; only the rows of the ladder's own group mean anything."""
        if self.rule.kind in TABLES and self.group:
            table = {} if value is None else {self.group: value}
            return self.rule.model_copy(update={self.field: table})
        return self.rule.model_copy(update={self.field: value})


@dataclass(frozen=True, slots=True)
class Wishes:
    """What may be changed: a weight per rule, the most steps per rule, and rules to be kept."""

    weights: Mapping[str, int] = field(default_factory=dict)
    most: Mapping[str, int] = field(default_factory=dict)
    keep: frozenset[str] = frozenset()


def ladders(tender: Tender, columns: Columns, wishes: Wishes) -> list[Ladder]:
    """Every way in which the rules of a tender may be relaxed, in the order of the model."""
    found = []
    for rule in tender.rules:
        if rule.id in wishes.keep:
            continue
        for ladder in _of(rule, tender.landscape(), columns):
            rungs = _wished(ladder.rungs, rule.id, wishes)
            if rungs:
                found.append(replace(ladder, rungs=rungs))
    return found


def _wished(rungs: Sequence[Rung], rule: str, wishes: Wishes) -> tuple[Rung, ...]:
    weight, most = wishes.weights.get(rule, 1), wishes.most.get(rule, len(rungs))
    return tuple(Rung(rung.value, rung.weight * weight) for rung in rungs[:most])


def _of(rule: AnyRule, landscape: Landscape, columns: Columns) -> Iterator[Ladder]:
    if rule.kind in WHOLE:
        yield Ladder(rule, "", None, (Rung(None, DROPPED),))
    elif rule.kind in CELLWISE:
        yield from _cells(rule, CELLWISE[rule.kind], landscape, columns)
    elif rule.kind == "max_lots":
        yield _counted(rule, "limit", None, columns.n)
    elif rule.kind in SHARES and getattr(rule, "per", None) != "contract":
        yield _share(rule, SHARES[rule.kind])
    elif rule.kind in TABLES:
        yield from _amounts(rule, TABLES[rule.kind], landscape, columns)


def _counted(rule: AnyRule, name: str, group: str | None, available: int) -> Ladder:
    published: int = getattr(rule, name)
    if name == "limit":
        steps = range(published + 1, min(available, published + MOST_STEPS) + 1)
    else:
        steps = range(published - 1, max(-1, published - MOST_STEPS - 1), -1)
    rungs = tuple(Rung(value, abs(value - published)) for value in steps)
    return Ladder(rule, name, published, rungs, group)


def _cells(rule: AnyRule, name: str, landscape: Landscape, columns: Columns) -> Iterator[Ladder]:
    per: tuple[str, ...] = getattr(rule, "per", ())
    if getattr(rule, "if_short", "") == "goal":
        return
    if not per or not all(column in PUBLISHED for column in per):
        yield _counted(rule, name, None, columns.n)
        return
    for group in groups(landscape, rule.where, per, ()):
        yield _counted(rule, name, label(group), columns.n)


def _share(rule: AnyRule, name: str) -> Ladder:
    published: Decimal = getattr(rule, name)
    whole = published if name == "share" else 100 - published
    room = int(whole.to_integral_value(ROUND_CEILING))
    steps = range(1, room) if name == "share" else [p for p in PERCENTS if p < room]
    rungs = [
        Rung(published - step if name == "share" else published + step, step) for step in steps
    ]
    if room:
        rungs.append(Rung(Decimal(0) if name == "share" else Decimal(100), room))
    return Ladder(rule, name, published, tuple(rungs), places=decimals(published))


def _amounts(rule: AnyRule, name: str, landscape: Landscape, columns: Columns) -> Iterator[Ladder]:
    held: Mapping[str, Value] | Value = getattr(rule, name)
    per: tuple[str, ...] = getattr(rule, "per", ())
    if isinstance(held, Mapping):
        for group, value in sorted(held.items()):
            yield _percents(rule, name, value, group)
    elif per:
        for key in groups(landscape, rule.where, per, columns.bids):
            yield _percents(rule, name, held, label(key))
    else:
        yield _percents(rule, name, held, None)


def _percents(rule: AnyRule, name: str, published: Value, group: str | None) -> Ladder:
    down = name == "demand"
    places = 0 if down else max(2, decimals(Decimal(published)))
    unit = Decimal(1).scaleb(-places)
    rungs: list[Rung] = []
    for percent in PERCENTS:
        moved = Decimal(published) * (100 - percent if down else 100 + percent) / 100
        value = moved.quantize(unit, ROUND_FLOOR if down else ROUND_CEILING)
        last = rungs[-1].value if rungs else Decimal(published)
        if value != last:
            rungs.append(Rung(int(value) if down else value, percent))
    if not down:
        rungs.append(Rung(None, 2 * PERCENTS[-1]))
    return Ladder(rule, name, published, tuple(rungs), group, places)
