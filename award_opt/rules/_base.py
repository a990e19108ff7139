"""The shape that every rule kind has: schema, texts, rows (first reading), measures (second).

The first reading works on columns and makes integer rows, for solvers and proofs. The second
works on plain bids and counts, for the checker; it never calls the first. ``where`` and ``per``
are read twice as well: by ``in_scope`` and ``keys`` here in plain Python, by ``rules._vector`` on
columns.

Filters work in stages: ``roles``, then ``requirements``, then ``packages``. All filters of a stage
see the same bids, those that stand after the stage before; what they keep out leaves at once, so
that the order of the rules never matters. ``out`` holds the submitted bids that are out already,
the invalid ones among them. The stage ``packages`` is repeated until nothing more leaves.
"""

from __future__ import annotations

from abc import ABC
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from itertools import product
from typing import Annotated, Any, ClassVar, Literal, TypeAlias

import numpy as np
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, Strict

from award_opt.columns import Columns, Ints, Mask
from award_opt.domain import Bid, Landscape, Party, Role, Unit
from award_opt.errors import Fact
from award_opt.exact import unscaled
from award_opt.rules._words import Lang, Texts, filled, within

Group: TypeAlias = tuple[str, ...]
ColumnType: TypeAlias = Literal["text", "number"]
IfShort: TypeAlias = Literal["fail", "as_available"]

AT_MOST, EQUAL, AT_LEAST = -1, 0, 1
PUBLISHED = ("segment", "area", "lot", "care_type")
OWN_TEXTS = ("bid", "bidder", "segment", "area", "lot", "status", "package")


def _as_tuple(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Names: TypeAlias = Annotated[tuple[str, ...], BeforeValidator(_as_tuple), Field(min_length=1)]
Where: TypeAlias = dict[str, Names]
Per: TypeAlias = Annotated[tuple[str, ...], BeforeValidator(_as_tuple)]
Roles: TypeAlias = Annotated[tuple[Role, ...], BeforeValidator(_as_tuple), Field(min_length=1)]
Count: TypeAlias = Annotated[int, Strict(), Field(ge=0, le=10**9)]
Percent: TypeAlias = Annotated[Decimal, Field(ge=0, le=100, decimal_places=4)]
Amount: TypeAlias = Annotated[Decimal, Field(ge=0, le=10**13, decimal_places=6)]
Table: TypeAlias = dict[str, Amount]


class Source(BaseModel):
    """Where a rule was published."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    document: str
    quote: Annotated[str, Field(min_length=1)]
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of one rule: ``sum coefficient * term  <sense>  bound`` for each of the ``m`` rows.

    Entries are triples (row, term, coefficient). A term below ``n`` is a bid; term ``n + s`` is the
    indicator "any bid of set ``s`` wins", whose members are the pairs
    (``set_id``, ``set_member``). ``labels[r]`` names the group of row ``r``, "" for all in scope.
    """

    labels: Sequence[str]
    sense: Ints
    bound: Ints
    row: Ints
    term: Ints
    coefficient: Ints
    set_id: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    set_member: Ints = field(default_factory=lambda: np.zeros(0, np.int64))

    @classmethod
    def empty(cls) -> Block:
        """No rows at all."""
        none = np.zeros(0, np.int64)
        return cls((), none, none, none, none, none)


@dataclass(frozen=True, slots=True)
class Measure:
    """What a rule counts in an award, group by group, beside its limit (integers, same unit).

    ``unit`` tells readers what the integers count; ``places`` how many decimals they hide.
    """

    rule: str
    group: str
    found: int
    sense: int
    limit: int
    code: str = "breach"
    facts: Mapping[str, Fact] = field(default_factory=dict)
    places: int = 0
    unit: Literal["number", "euro"] = "number"

    @property
    def slack(self) -> int:
        """How far the count is from its limit; negative where the rule is broken."""
        difference = self.limit - self.found
        return {AT_MOST: difference, AT_LEAST: -difference, EQUAL: -abs(difference)}[self.sense]


@dataclass(frozen=True, slots=True)
class Breach:
    """One broken rule with its witness; ``code`` picks the text, ``facts`` fill it."""

    rule: str
    group: str
    code: str
    facts: Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A bid that a filter rule keeps out, and why."""

    rule: str
    bid: str
    code: str
    facts: Mapping[str, Fact]


class Rule(BaseModel, ABC):
    """A published award rule. A kind overrides the parts that it needs."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    TEXTS: ClassVar[Texts]
    DUTCH: ClassVar[str]
    STAGE: ClassVar[Literal["roles", "requirements", "packages"] | None] = None
    OVERRIDE: ClassVar[bool] = False  # whether the rule departs by hand from the published ones

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:-]*$", max_length=64)]
    source: Source
    where: Where = Field(default_factory=dict)

    # --- what readers of models and instances ask

    def uses(self) -> Iterator[tuple[str, ColumnType]]:
        """The bid columns that the rule reads, so that the reader can demand and parse them.

        Columns of other tables are written ``offers.capacity``, ``parties.share``,
        ``providers.scale``.
        """
        for column in (*self.where, *self._groups_by()):
            yield column, "text"

    def mentions(self) -> Iterator[tuple[str, str]]:
        """Pairs (column, name): every name that should exist, such as ("segment", "4")."""
        for column, names in self.where.items():
            for name in names:
                yield column, name

    def faults(self, landscape: Landscape) -> Iterator[tuple[str, Mapping[str, Fact]]]:
        """Why the rule cannot be read against this landscape: codes of ``TEXTS`` with facts."""
        del landscape
        yield from ()

    def _groups_by(self) -> tuple[str, ...]:
        per = getattr(self, "per", ())
        return per if isinstance(per, tuple) else ()

    # --- filters: which bids take no part at all

    def removed(self, columns: Columns, landscape: Landscape, out: Columns | None = None) -> Mask:
        """First reading of a filter: which bids are kept out; shape ``(n,)``.

        ``columns`` holds the bids that still stand, ``out`` the submitted bids already out.
        """
        del landscape, out
        return np.zeros(columns.n, np.bool_)

    def refusals(
        self, bids: Sequence[Bid], landscape: Landscape, out: Sequence[Bid] = ()
    ) -> Iterator[Refusal]:
        """Second reading of a filter: the bids kept out and why; never calls ``removed``.

        A bid may be refused more than once, for different reasons.
        """
        del bids, landscape, out
        yield from ()

    def flagged(self, bids: Sequence[Bid], landscape: Landscape) -> Iterator[Breach]:
        """What people should look at among the valid bids, whether or not the rule acts on it."""
        del bids, landscape
        yield from ()

    # --- limits: what the winners together must keep

    def rows(self, columns: Columns, landscape: Landscape) -> Block:
        """First reading: the rule over the admitted bids as integer rows."""
        del columns, landscape
        return Block.empty()

    def measures(
        self, admitted: Sequence[Bid], winners: Sequence[Bid], landscape: Landscape
    ) -> Iterator[Measure]:
        """Second reading: what the winners reach, group by group; never calls ``rows``.

        ``admitted`` are all bids that passed the filters, ``winners`` are among them.
        """
        del admitted, winners, landscape
        yield from ()

    def unmeetable(self, admitted: Sequence[Bid], landscape: Landscape) -> Iterator[Measure]:
        """The groups where less is on offer than demanded; ``found`` is what is on offer.

        No award can meet these, whatever the other rules say.
        """
        del admitted, landscape
        yield from ()

    def breaches(
        self, admitted: Sequence[Bid], winners: Sequence[Bid], landscape: Landscape
    ) -> Iterator[Breach]:
        """How the winners break the rule; empty when they keep it."""
        for measure in self.measures(admitted, winners, landscape):
            if measure.slack < 0:
                yield Breach(self.id, measure.group, measure.code, shown(measure))

    def say(self, code: str, lang: Lang, facts: Mapping[str, Any]) -> str:
        """The text for ``code``, filled with the rule's own fields and the facts."""
        per = getattr(self, "per", ())
        scope = within(self.where, (per,) if isinstance(per, str) else per, lang)
        return filled(
            self.TEXTS[code][lang],
            lang,
            {**dict(self), **self.wording(lang), "within": scope, **facts},
        )

    def wording(self, lang: Lang) -> Mapping[str, str]:
        """What the texts say beside fields and facts."""
        del lang
        return {}


def shown(measure: Measure) -> dict[str, Fact]:
    """The facts of a measure for its text: numbers with decimals become plain decimal strings."""
    return {
        "found": _shown(measure.found, measure.places),
        "limit": _shown(measure.limit, measure.places),
        "group": measure.group,
        **measure.facts,
    }


def _shown(value: int, places: int) -> Fact:
    return unscaled(value, places).rstrip("0").rstrip(".") if places else value


# --- plain reading of where, per, count


def in_scope(bid: Bid, where: Where) -> bool:
    """Whether a bid is among those that ``where`` selects."""
    for column, wanted in where.items():
        if column == "care_type":
            if not any(care_type in wanted for care_type in bid.offers):
                return False
        elif text(bid, column) not in wanted:
            return False
    return True


def text(bid: Bid, column: str) -> str | None:
    """A text column of a bid, whether of its own or an attribute."""
    if column in OWN_TEXTS:
        value: str | None = getattr(bid, "id" if column == "bid" else column)
        return value
    return bid.attributes.get(column)


def keys(bid: Bid, per: Sequence[str], where: Where) -> Iterator[Group]:
    """The groups that a bid in scope belongs to; several where ``per`` holds ``care_type``."""
    wanted = where.get("care_type")
    values: list[list[str]] = []
    for column in per:
        if column == "care_type":
            values.append([c for c in bid.offers if wanted is None or c in wanted])
        else:
            value = text(bid, column)
            values.append([] if value is None else [value])
    yield from product(*values)


def groups(
    landscape: Landscape, where: Where, per: Sequence[str], bids: Iterable[Bid]
) -> list[Group]:
    """All groups of a rule, in a fixed order.

    Published combinations come from the landscape, so that a cell without any bid is there too;
    groups of an attribute are those that the bids in scope name.
    """
    if not per:
        return [()]
    if all(column in PUBLISHED for column in per):
        published = tuple((column, where[column]) for column in where if column in PUBLISHED)
        return list(_published(landscape, published, tuple(per)))
    return sorted({key for bid in bids if in_scope(bid, where) for key in keys(bid, per, where)})


@lru_cache(maxsize=1024)
def _published(
    landscape: Landscape, where: tuple[tuple[str, tuple[str, ...]], ...], per: tuple[str, ...]
) -> tuple[Group, ...]:
    found: dict[Group, None] = {}
    asked = [(column, frozenset(wanted)) for column, wanted in where]
    by_care_type = "care_type" in per or any(column == "care_type" for column, _ in where)
    for cell in landscape.cells(by_care_type=by_care_type):
        inside = all(cell.get(column) in wanted for column, wanted in asked)
        if inside and all(column in cell for column in per):
            found[tuple(cell[column] for column in per)] = None
    return tuple(found)


def label(group: Group) -> str:
    """A group as ledgers and messages write it."""
    return "/".join(group)


def units(bid: Bid, count: Unit, roles: Sequence[Role]) -> Iterator[str]:
    """What a winning bid counts as: itself, its bidder, its providers or their owners."""
    if count == "contracts":
        yield bid.id
    elif count == "bidders":
        yield bid.bidder
    else:
        for party in parties(bid, roles):
            yield party.provider if count == "providers" else party.owner


def parties(bid: Bid, roles: Sequence[Role]) -> Iterator[Party]:
    """The parties of a bid whose role counts."""
    return (party for party in bid.parties if party.role in roles)


def count_units(
    bids: Iterable[Bid], where: Where, per: Sequence[str], count: Unit, roles: Sequence[Role]
) -> dict[Group, set[str]]:
    """The distinct units of the bids in scope, by group; groups without any are left out."""
    found: dict[Group, set[str]] = {}
    for bid in bids:
        if in_scope(bid, where):
            own = set(units(bid, count, roles))
            for key in keys(bid, per, where):
                if key in found:
                    found[key] |= own
                else:
                    found[key] = own.copy()
    return found


def by_group(bids: Iterable[Bid], where: Where, per: Sequence[str]) -> dict[Group, list[Bid]]:
    """The bids in scope, by group; groups without any are left out."""
    found: dict[Group, list[Bid]] = {}
    for bid in bids:
        if in_scope(bid, where):
            for key in keys(bid, per, where):
                found.setdefault(key, []).append(bid)
    return found
