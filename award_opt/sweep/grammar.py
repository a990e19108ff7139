"""The grammar of ranges and grids: ``S3-MAX.limit=10..20``, ``=80..110:5``, ``=10,12,15``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import chain, combinations
from typing import Final, TypeAlias

from award_opt.errors import Finding, InputError
from award_opt.exact import parse, plain
from award_opt.sweep.patch import patched
from award_opt.sweep.scenario import Axis, Ground
from award_opt.tender import Tender
from award_opt.toml import near, shown

Tenders: TypeAlias = Mapping[tuple[str, ...], Tender]

MOST_VALUES: Final = 100_000
MOST_DROPPED: Final = 10


def axis(text: str) -> Axis:
    """The axis that a text such as ``S4-MAX.limit=80..110:5`` describes.

    Values are separated by commas; ``a..b`` stands for all numbers from ``a`` up to and including
    ``b`` in steps of 1, ``a..b:step`` in steps of ``step``. Decimals are exact. Words stand for
    themselves. A value that comes again counts once.

    Raises
    ------
    InputError
        Every fault of the text at once.
    """
    path, equals, values = text.partition("=")
    place = f"--set {shown(text)}"
    name, _, field = path.strip().rpartition(".")
    if not (equals and name and field):
        raise InputError([Finding(place, "sweep_set_form", {"value": shown(text)})])
    found: dict[str, None] = {}
    faults: list[Finding] = []
    for part in values.split(","):
        read = _values(place, part.strip())
        if isinstance(read, Finding):
            faults.append(read)
        else:
            found.update(dict.fromkeys(read))
    if faults:
        raise InputError(faults)
    return Axis(f"{name}.{field}", tuple(found))


def _values(place: str, part: str) -> list[str] | Finding:
    first, dots, rest = part.partition("..")
    if not part:
        return Finding(place, "sweep_value_missing", {})
    if not dots:
        number = parse(part)
        return [part if number is None else plain(number)]
    last, colon, step = rest.partition(":")
    numbers = [parse(piece.strip()) for piece in (first, last, step if colon else "1")]
    if None in numbers:
        return Finding(place, "sweep_range_form", {"value": shown(part)})
    low, high, width = (number for number in numbers if number is not None)
    if width <= 0 or high < low:
        return Finding(place, "sweep_range_empty", {"value": shown(part)})
    return _range(place, low, high, width)


def _range(place: str, low: Decimal, high: Decimal, step: Decimal) -> list[str] | Finding:
    many = int((high - low) // step) + 1
    if many > MOST_VALUES:
        return Finding(place, "sweep_range_long", {"value": many, "limit": MOST_VALUES})
    return [plain(low + k * step) for k in range(many)]


def grounds(tenders: Tenders, settings: Sequence[str], drop: Sequence[str]) -> tuple[Ground, ...]:
    """The grids of a sweep, one for each what-if and each choice of rules left out.

    An axis is laid over every ground that has its rule: a range for a rule that only a what-if adds
    is swept there alone. The rules of each ground as they are stay a point of their own.

    Parameters
    ----------
    tenders
        The tender under each what-if, the published one under ``()`` first.
    settings
        Texts as ``axis`` reads them; their product makes the grid.
    drop
        The ids of rules of which each is there or left out, in every combination.

    Raises
    ------
    InputError
        Every fault of all texts at once.
    """
    axes, faults = _axes(settings)
    for one in axes:
        faults += _axis_faults(tenders, one)
    faults += list(_drop_faults(tenders, drop))
    if faults:
        raise InputError(faults)
    found: dict[tuple[tuple[str, ...], tuple[str, ...]], Ground] = {}
    for names, tender in tenders.items():
        rules = [rule.id for rule in tender.rules]
        known = [rule for rule in dict.fromkeys(drop) if rule in rules]
        for gone in _subsets(known):
            there = tuple(one for one in axes if one.rule in rules and one.rule not in gone)
            found[names, gone] = Ground(names, gone, there, bare=True)
    return tuple(found.values())


def _axes(settings: Sequence[str]) -> tuple[list[Axis], list[Finding]]:
    axes: dict[str, Axis] = {}
    faults: list[Finding] = []
    for text in settings:
        try:
            one = axis(text)
        except InputError as error:
            faults += error.findings
            continue
        if one.path in axes:
            faults.append(Finding(f"--set {shown(text)}", "sweep_set_twice", {"value": one.path}))
        axes[one.path] = one
    return list(axes.values()), faults


def _axis_faults(tenders: Tenders, one: Axis) -> list[Finding]:
    """Every fault of the axis against the first tender that has its rule, each code once."""
    place = f"--set {one.path}"
    tender = next((t for t in tenders.values() if one.rule in _ids(t)), None)
    if tender is None:
        known = list(dict.fromkeys(chain.from_iterable(_ids(t) for t in tenders.values())))
        return [near(place, "unknown_name", one.rule, known, table="rules")]
    found: dict[str, Finding] = {}
    for value in one.values:
        try:
            patched(tender, ((one.path, value),))
        except InputError as error:
            for fault in error.findings:
                found.setdefault(fault.code, Finding(place, fault.code, fault.facts))
            if found:
                break
    return list(found.values())


def _drop_faults(tenders: Tenders, drop: Sequence[str]) -> Iterator[Finding]:
    known = list(dict.fromkeys(chain.from_iterable(_ids(t) for t in tenders.values())))
    for rule in dict.fromkeys(drop):
        if rule not in known:
            yield near(f"--drop {shown(rule)}", "unknown_name", rule, known, table="rules")
    if len(dict.fromkeys(drop)) > MOST_DROPPED:
        facts = {"value": len(dict.fromkeys(drop)), "limit": MOST_DROPPED}
        yield Finding("--drop", "sweep_drop_many", facts)


def _ids(tender: Tender) -> list[str]:
    return [rule.id for rule in tender.rules]


def _subsets(rules: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Every choice of rules, none of them first."""
    return chain.from_iterable(combinations(rules, many) for many in range(len(rules) + 1))
