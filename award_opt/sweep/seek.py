"""Break points of one parameter of a plan, asked for as ``S3-MAX.limit=10..20`` and the like."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from award_opt.errors import Fact, Finding, InputError
from award_opt.exact import parse, plain, scaled
from award_opt.program.program import compile_program
from award_opt.search.judge import Judge
from award_opt.solve import Options
from award_opt.sweep.breaks import (
    MOST_SOLVES,
    Asked,
    Corners,
    Line,
    Standing,
    Steps,
    by_line,
    by_unit,
    nested,
)
from award_opt.sweep.kept import Award, Kept
from award_opt.sweep.linear import KINDS, family
from award_opt.sweep.patch import patched, written
from award_opt.sweep.plan import Plan
from award_opt.sweep.result import Result
from award_opt.sweep.scenario import Scenario
from award_opt.sweep.work import Worker
from award_opt.toml import near

Breaks: TypeAlias = Steps | Corners
Answer: TypeAlias = Callable[[Scenario], Result]


def breaks(
    plan: Plan,
    asked_for: str,
    judge: Judge | None = None,
    asked: Asked | None = None,
    answer: Answer | None = None,
    kept: Kept | None = None,
) -> Breaks:
    """Where the published award changes as one parameter moves, all else as published.

    Parameters
    ----------
    asked_for
        ``RULE.FIELD=LOW..HIGH`` for a limit, exact to one unit of the last decimal that is written
        (``5.00..9.00`` to hundredths); ``weight:LOT=LOW..HIGH``, ``criterion:ID=LOW..HIGH`` or
        ``points:BID=LOW..HIGH`` for what enters the total score linearly, exact as fractions.
    asked
        Called with the number of awards solved so far.
    answer
        Gives the result of a scenario with another limit; solved anew where absent.
    kept
        Holds the answers about linear parameters; they are not kept where absent.

    Raises
    ------
    InputError
        The text, the parameter or the range does not fit the plan.
    CheckError
        A value of a linear parameter that could not be proven.
    """
    name, low, high = _read(asked_for)
    if name.partition(":")[0] in KINDS:
        ends = (Fraction(low), Fraction(high))
        return _linear(kept or Kept(plan), name, ends, judge, asked)
    return _limit(plan, name, (low, high), asked, answer or Worker(plan).answer)


def _read(text: str) -> tuple[str, Decimal, Decimal]:
    name, _, span = text.partition("=")
    low, dots, high = span.partition("..")
    ends = parse(low.strip()), parse(high.strip())
    if not name.strip() or not dots or ends[0] is None or ends[1] is None or ends[1] < ends[0]:
        raise InputError([Finding("--breaks", "breaks_form", {"value": text})])
    return name.strip(), ends[0], ends[1]


def _linear(
    kept: Kept,
    name: str,
    ends: tuple[Fraction, Fraction],
    judge: Judge | None,
    asked: Asked | None,
) -> Corners:
    chosen, plan = judge or Options().judge(), kept.plan
    instance = Worker(plan).instance(Scenario())
    found = family(compile_program(plan.tender, instance, plan.selected), plan.tender, name)

    def solve(value: Fraction) -> Line | None:
        def ask() -> Award | None:
            line = found.line(value, chosen)
            return None if line is None else (line.start, line.slope, line.award)

        known = kept.answer(("line", name, str(value)), ask)
        return None if known is None else Line(*known)

    return Corners(name, found.published, by_line(*ends, solve, asked))


def _limit(
    plan: Plan,
    path: str,
    ends: tuple[Decimal, Decimal],
    asked: Asked | None,
    answer: Answer,
) -> Steps:
    name, _, field = path.rpartition(".")
    rule = next((rule for rule in plan.tender.rules if rule.id == name), None)
    if rule is None:
        known = [rule.id for rule in plan.tender.rules]
        raise InputError([near("--breaks", "unknown_name", name, known, table="rules")])
    places = max(map(_written_places, ends))
    low, high = (int(end.scaleb(places)) for end in ends)
    monotone = nested(plan.tender, rule, field)
    if not monotone and high - low >= MOST_SOLVES:
        facts: dict[str, Fact] = {"value": path, "limit": MOST_SOLVES}
        raise InputError([Finding("--breaks", "breaks_too_long", facts)])
    for end in (low, high):
        patched(
            plan.tender, ((path, plain(Decimal(end).scaleb(-places))),)
        )  # refuses a value that is not one
    counted = _Counted(asked)

    def solve(value: int) -> Standing:
        result = answer(Scenario(settings=((path, plain(Decimal(value).scaleb(-places))),)))
        return Standing(result.winners if result.status == "optimal" else None)

    stretches = by_unit(low, high, solve, nested=monotone, asked=counted)
    published = parse(written(getattr(rule, field)))
    here = None if published is None else scaled(published, places)
    return Steps(path, places, here, stretches, counted.solves)


def _written_places(end: Decimal) -> int:
    exponent = end.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


class _Counted:
    """Counts solves, and tells whoever looks on."""

    def __init__(self, asked: Asked | None) -> None:
        self.asked, self.solves = asked, 0

    def __call__(self, solves: int) -> None:
        self.solves = solves
        if self.asked is not None:
            self.asked(solves)
