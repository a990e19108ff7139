"""Small published grounds, opened bids and rules of every kind, for property tests.

The pools below are shared, so that any rule fits any landscape and any instance.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from itertools import product
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from award_opt import rules as kinds
from award_opt.domain import (
    BASIS_POINTS,
    ROLES,
    Bid,
    Instance,
    Landscape,
    Party,
    Provider,
    SegmentFacts,
    lot_id,
)

SEGMENTS = ("1", "2", "4")
AREAS = ("north", "west")
CARE_TYPES = ("day", "guidance")
BIDDERS = ("A", "B", "C")
OWNERS = {"p": "p", "q": "p", "r": "r", "s": "s"}
SCALE = {"p": "large", "q": "small", "r": "micro", "s": None}
PACKAGES = ("K", "L")
TERRITORIES = ("heath", "river")
NUMBERS = ("-2", "0", "7.5", "49.99", "50")
CRITERIA = ("plan", "vision")
IDS = tuple(f"b{k}" for k in range(1, 7))
CENTS = (0, 1, 74, 75, 100, 925, 1000, 999_999_999)


@st.composite
def landscapes(draw: DrawFn, most: int = 3) -> Landscape:
    """One to ``most`` segments, with or without areas, care types and a budget."""
    names = draw(st.lists(st.sampled_from(SEGMENTS), min_size=1, max_size=most, unique=True))
    segments = [
        SegmentFacts(
            id=name,
            areas=draw(st.sampled_from([(), AREAS, AREAS[:1]])),
            care_types=draw(st.sampled_from([(), CARE_TYPES, CARE_TYPES[1:]])),
            budget_cents=draw(st.none() | st.sampled_from(CENTS)),
        )
        for name in names
    ]
    return Landscape(tuple(segments), score_decimals=draw(st.integers(0, 2)))


@st.composite
def parties(draw: DrawFn) -> tuple[Party, ...]:
    """A sole provider or a coalition of two or three; a provider may hold two roles."""
    several = draw(st.lists(st.sampled_from(sorted(OWNERS)), min_size=1, max_size=3))
    cuts = sorted(draw(st.integers(0, BASIS_POINTS)) for _ in several[1:])
    shares: list[int | None] = [
        high - low for low, high in zip([0, *cuts], [*cuts, BASIS_POINTS], strict=True)
    ]
    if draw(st.integers(0, 9)) == 0:
        shares = [None] * len(several)
    roles = ["lead", *(draw(st.sampled_from(ROLES[1:])) for _ in several[1:])]
    return tuple(
        Party(name, OWNERS[name], role, share, SCALE[name])
        for name, role, share in zip(several, roles, shares, strict=True)
    )


@st.composite
def bids(draw: DrawFn, name: str, landscape: Landscape) -> Bid:
    """A bid for one of the lots of the landscape, with gaps wherever the files allow them."""
    segment = draw(st.sampled_from(landscape.segments))
    offered = draw(st.sets(st.sampled_from(segment.care_types))) if segment.care_types else ()
    maybe = st.none() | st.sampled_from(NUMBERS)
    attributes = {
        "places": draw(maybe),
        "territory": draw(st.none() | st.sampled_from(TERRITORIES)),
    }
    edge = 60 * 10**landscape.score_decimals
    scores = st.sampled_from([None, 0, edge - 1, edge, edge + 1])
    criteria = {criterion: draw(scores) for criterion in CRITERIA}
    return Bid(
        id=name,
        bidder=draw(st.sampled_from(BIDDERS)),
        segment=segment.id,
        area=draw(st.sampled_from(segment.areas)) if segment.areas else None,
        score=draw(scores),
        value_cents=draw(st.none() | st.sampled_from(CENTS)),
        capacity=draw(st.none() | st.integers(0, 4)),
        status=draw(st.sampled_from(["valid", "valid", "withdrawn"])),
        package=draw(st.none() | st.sampled_from(PACKAGES)),
        draw=int(name[1:]),
        offers={
            care_type: draw(st.none() | st.integers(0, 4))
            for care_type in segment.care_types
            if care_type in offered
        },
        parties=draw(parties()),
        criteria={name: score for name, score in criteria.items() if score is not None},
        attributes={name: value for name, value in attributes.items() if value is not None},
    )


@st.composite
def instances(draw: DrawFn, landscape: Landscape, most: int = len(IDS)) -> Instance:
    """Up to ``most`` bids for the lots of ``landscape``."""
    number = draw(st.integers(0, most))
    return Instance(
        tender="t",
        title="random",
        origin="synthetic",
        providers={name: Provider(name, name, OWNERS[name], SCALE[name]) for name in OWNERS},
        bids=tuple(draw(bids(name, landscape)) for name in IDS[:number]),
    )


def some(pool: tuple[str, ...]) -> SearchStrategy[tuple[str, ...]]:
    """One or more of a pool."""
    return st.lists(st.sampled_from(pool), min_size=1, max_size=2, unique=True).map(tuple)


POOLS = {
    "segment": SEGMENTS,
    "area": AREAS,
    "care_type": CARE_TYPES,
    "lot": tuple(lot_id(s, a) for s, a in product(SEGMENTS, (None, *AREAS))),
    "bidder": BIDDERS,
    "bid": IDS,
    "package": PACKAGES,
    "territory": TERRITORIES,
}
PER = ("segment", "area", "lot", "care_type", "bidder", "territory")


@st.composite
def wheres(draw: DrawFn, least: int = 0) -> dict[str, tuple[str, ...]]:
    """A filter on up to two columns."""
    columns = draw(
        st.lists(st.sampled_from(sorted(POOLS)), min_size=least, max_size=2, unique=True)
    )
    return {column: draw(some(POOLS[column])) for column in columns}


def pers(pool: tuple[str, ...] = PER) -> SearchStrategy[tuple[str, ...]]:
    """Up to two columns to group by."""
    return st.lists(st.sampled_from(pool), max_size=2, unique=True).map(tuple)


SHARES = st.sampled_from([Decimal(x) for x in ("0", "7.5", "33.3333", "50", "100")])
COUNTS = st.integers(0, 3)
UNITS = st.sampled_from(["contracts", "bidders", "providers", "owners"])
IF_SHORT = st.sampled_from(["fail", "as_available"])
ROLE_SETS = st.lists(st.sampled_from(ROLES), min_size=1, unique=True).map(tuple)
AMOUNTS = st.sampled_from([Decimal(x) for x in ("0", "0.75", "7.5", "10.0001", "1e9")])
GROUPS = {"per": pers()}
COUNTED = {"count": UNITS, "roles": ROLE_SETS}


def tables(
    numbers: SearchStrategy[Any], per: tuple[str, ...] = PER
) -> SearchStrategy[dict[str, Any]]:
    """``per`` with a number, or with a table over some of its groups."""

    def with_limit(columns: tuple[str, ...]) -> SearchStrategy[dict[str, Any]]:
        labels = ["/".join(names) for names in product(*(POOLS[column] for column in columns))]
        table = st.dictionaries(st.sampled_from(labels), numbers, max_size=4)
        return st.fixed_dictionaries({"per": st.just(columns), "limit": numbers | table})

    return pers(per).flatmap(with_limit)


def with_table(
    name: str, numbers: SearchStrategy[Any], per: tuple[str, ...] = PER, **fields: Any
) -> SearchStrategy[dict[str, Any]]:
    """Fields of a rule whose limit ``name`` may be a table."""
    return st.builds(
        lambda drawn, rest: {"per": drawn["per"], name: drawn["limit"], **rest},
        tables(numbers, per),
        st.fixed_dictionaries(fields),
    )


def _filters() -> SearchStrategy[dict[str, Any]]:
    names = st.none() | some(NUMBERS)
    bound = st.none() | st.sampled_from([Decimal(x) for x in ("-2", "0", "7.5", "49.995", "50")])
    numeric = st.fixed_dictionaries(
        {
            "column": st.sampled_from(["places", "value", "capacity", "absent"]),
            "at_least": bound,
            "at_most": bound,
            "one_of": names,
        }
    )
    text = st.sampled_from(["territory", "area", "care_type", "absent"]).flatmap(
        lambda column: st.fixed_dictionaries(
            {"column": st.just(column), "one_of": some(POOLS.get(column, TERRITORIES))}
        )
    )
    return numeric | text


def _of() -> SearchStrategy[dict[str, tuple[str, ...]]]:
    pools = {
        "scale": ("micro", "small", "medium", "large"),
        "provider": tuple(OWNERS),
        "owner": tuple(OWNERS),
    }
    return st.lists(st.sampled_from(sorted(pools)), min_size=1, max_size=2, unique=True).flatmap(
        lambda names: st.fixed_dictionaries({name: some(pools[name]) for name in names})
    )


def _fields(**fields: Any) -> SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(fields)


FIELDS: dict[str, SearchStrategy[dict[str, Any]]] = {
    "all_qualifying": _fields(),
    "budget": with_table(
        "ceiling", AMOUNTS, column=st.sampled_from(["value", "capacity", "places"])
    ),
    "capacity": with_table("demand", COUNTS, if_short=IF_SHORT),
    "coverage": _fields(
        **GROUPS,
        **COUNTED,
        at_least=COUNTS,
        if_short=st.sampled_from(["fail", "as_available", "goal"]),
    ),
    "exclusive": _fields(**GROUPS),
    "fixed": _fields(
        bid=st.sampled_from([*IDS, "absent"]),
        outcome=st.sampled_from(["wins", "loses"]),
        reason=st.just("ruled by the court"),
        signed_by=st.just("the board"),
        where=st.just({}),
    ),
    "max_lots": _fields(
        count=st.sampled_from(["bidders", "providers", "owners"]), roles=ROLE_SETS, limit=COUNTS
    ),
    "max_share": _fields(
        per=pers(),
        count=st.sampled_from(["bidders", "providers", "owners"]),
        roles=ROLE_SETS,
        limit=SHARES,
    )
    | _fields(
        per=st.sampled_from([(), ("segment",)]),
        count=st.sampled_from(["bidders", "providers", "owners"]),
        limit=SHARES,
        base=st.just("budget"),
    ),
    "max_winners": _fields(**GROUPS, **COUNTED, limit=COUNTS),
    "min_score": _fields(
        threshold=st.sampled_from([Decimal(x) for x in ("0", "59.995", "60", "60.001", "100")]),
        criterion=st.none() | st.sampled_from(CRITERIA),
    ),
    "min_share": _fields(
        of=_of(),
        share=SHARES,
        per=st.sampled_from(["contract", "segment", "tender"]),
        roles=ROLE_SETS,
    )
    | _fields(
        of=_of(), share=SHARES, per=st.sampled_from(["segment", "tender"]), base=st.just("budget")
    ),
    "min_winners": _fields(**GROUPS, **COUNTED, at_least=COUNTS, if_short=IF_SHORT),
    "one_role": _fields(
        scope=st.sampled_from(["lot", "segment", "tender"]),
        count=st.sampled_from(["providers", "owners"]),
        roles=ROLE_SETS,
        resolution=st.sampled_from(["flag", "keep_own_bid", "exclude_all"]),
    ),
    "package": _fields(),
    "requirement": _filters(),
    "requires": _fields(**GROUPS, needs=wheres(least=1)),
}
CLASSES: dict[str, Callable[..., kinds.Rule]] = {
    kind.model_fields["kind"].default: kind for kind in kinds.KINDS
}


@st.composite
def rules(draw: DrawFn, kind: str) -> kinds.Rule:
    """A rule of one kind, for any landscape and instance of this module."""
    fields = draw(FIELDS[kind])
    fields.setdefault("where", draw(st.just({}) | wheres()))
    source = kinds.Source(document="d", quote="q")
    return CLASSES[kind](id="R", source=source, **fields)
