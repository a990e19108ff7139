"""The engine's answer to a case, beside the known one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from time import perf_counter

from award_opt.award import AwardFile
from award_opt.check import verify
from award_opt.solve import TiedAwards, all_awards, solve
from benchmarks.cases.case import Case


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a case went: the seconds to solve it; what differs, ``None`` where the answers agree."""

    family: str
    name: str
    seconds: float
    difference: str | None


def outcome(case: Case) -> Outcome:
    """Solve a case to proof, check the award without the solver, and compare."""
    started = perf_counter()
    tied = _all(case)
    award = solve(case.tender, case.instance) if tied is None else tied.chosen
    seconds = perf_counter() - started
    found = (
        _faults(case, award),
        _value(case, award),
        _winners(case, award),
        _ties(case, award),
        _every(case, tied),
    )
    return Outcome(case.family, case.name, seconds, "; ".join(filter(None, found)) or None)


def _all(case: Case) -> TiedAwards | None:
    """All awards that tie, where the case knows them; one more is enough to see a difference."""
    if case.known.every is None:
        return None
    return all_awards(case.tender, case.instance, len(case.known.every) + 1)


def _faults(case: Case, award: AwardFile) -> str:
    if award.status != "optimal":
        return f"status {award.status}"
    findings = verify(case.tender, case.instance, award)
    return "; ".join(f"{each.place}: {each.code} {dict(each.facts)}" for each in findings)


def _value(case: Case, award: AwardFile) -> str:
    known, reached = case.known.value, award.goals[0].value if award.goals else None
    if known is None or (reached is not None and Decimal(reached) == known):
        return ""
    return f"{case.goal} {reached}, and the known optimum is {known}"


def _winners(case: Case, award: AwardFile) -> str:
    if case.known.winners is None:
        return ""
    return _set_difference("winners", (won.bid for won in award.winners), case.known.winners)


def _ties(case: Case, award: AwardFile) -> str:
    known, ties = case.known.tied, award.ties
    if known is None or ties is None or (ties.decided_by != "goals") == known:
        return ""
    return f"decided by {ties.decided_by}, and {'others' if known else 'no others'} tie"


def _every(case: Case, tied: TiedAwards | None) -> str:
    if tied is None or case.known.every is None:
        return ""
    listed = [" ".join(sorted(award)) for award in tied.awards]
    if len(set(listed)) < len(listed):
        return "an award is listed twice"
    if not tied.complete:
        return f"more awards than the {len(case.known.every)} known"
    return _set_difference("awards", listed, (" ".join(sorted(one)) for one in case.known.every))


def _set_difference(what: str, found: Iterable[str], known: Iterable[str]) -> str:
    ours, theirs = frozenset(found), frozenset(known)
    if ours == theirs:
        return ""
    return f"{what}: {sorted(ours - theirs)} too many, {sorted(theirs - ours)} too few"
