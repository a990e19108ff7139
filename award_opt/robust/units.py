"""Counting units: who would win if a rule counted bidders instead of contracts, and so on."""

from __future__ import annotations

from dataclasses import dataclass

from award_opt.award import AwardFile, Status
from award_opt.domain import Instance, Unit
from award_opt.errors import Fact, Finding
from award_opt.lint.units import recounted
from award_opt.robust.desk import Desk
from award_opt.rules._words import word
from award_opt.search.judge import Judge
from award_opt.solve import Options, solve
from award_opt.tender import Tender


@dataclass(frozen=True, slots=True)
class UnitChange:
    """What changes where rule ``rule`` counts by ``unit``."""

    rule: str
    unit: Unit
    status: Status
    enters: tuple[str, ...]
    leaves: tuple[str, ...]


def by_unit(desk: Desk) -> tuple[UnitChange, ...]:
    """Every other counting unit of every rule under which the award is another one, solved."""
    found = []
    for rule, unit, tender in recounted(desk.tender):
        other = desk.under(tender)
        lawful = other.status == "optimal"
        enters = tuple(bid.id for bid in other.winners if bid.id not in desk.won)
        leaves = tuple(bid.id for bid in desk.winners if lawful and bid.id not in other.ids)
        if not lawful or enters or leaves:
            found.append(UnitChange(rule, unit, other.status, enters, leaves))
    return tuple(found)


def unit_findings(
    tender: Tender, instance: Instance, among: AwardFile | None = None, judge: Judge | None = None
) -> tuple[Finding, ...]:
    """The counting units that change the award, as findings; none where no award is proven."""
    judge = judge or Options(cross_check=False).judge()
    award = solve(tender, instance, Options(cross_check=False, among=among, clock=judge.clock))
    if award.status != "optimal":
        return ()
    desk = Desk(tender, instance, award, among, judge)
    return tuple(_finding(desk, change) for change in by_unit(desk))


def _finding(desk: Desk, change: UnitChange) -> Finding:
    count = next(getattr(rule, "count", "") for rule in desk.tender.rules if rule.id == change.rule)
    facts: dict[str, Fact] = {
        "rule": change.rule,
        "unit_nl": word(change.unit, "nl"),
        "unit_en": word(change.unit, "en"),
        "count_nl": word(count, "nl"),
        "count_en": word(count, "en"),
        "enters": len(change.enters),
        "leaves": len(change.leaves),
    }
    code = "lint_unit_changes" if change.status == "optimal" else "lint_unit_fails"
    return Finding(f"rules[{change.rule}]", code, facts)
