"""The decision in at most ten lines."""

from __future__ import annotations

from collections.abc import Iterator

from award_opt.award import GoalValue
from award_opt.report.html.case import Case
from award_opt.report.html.money import scale_shares, total
from award_opt.report.html.parts import Section
from award_opt.report.numbers import euro, number
from award_opt.report.words import word
from award_opt.rules import Coverage
from award_opt.rules._base import label


def section(case: Case) -> Section:
    """Who decides, what is awarded, how far it is proven, and what it comes to."""
    lines = (*_standing(case), *_outcome(case), *_comparison(case), *_money(case), *_limits(case))
    return Section("decision", case.speech.phrase("decision"), lines, numbered=True)


def _standing(case: Case) -> Iterator[str]:
    if case.award.mode == "simulation":
        what_if = ", ".join(case.award.what_if) or "-"
        yield case.speech.phrase("simulation_line", what_if=what_if)


def _outcome(case: Case) -> Iterator[str]:
    speech, authority = case.speech, case.tender.authority
    if not case.winners:
        yield speech.phrase("decided_nothing", authority=authority)
    else:
        yield speech.phrase(
            "decided",
            authority=authority,
            contracts=len(case.winners),
            bidders=len({bid.bidder for bid in case.winners}),
            lots=len({bid.lot for bid in case.winners}),
            all_lots=len(list(case.lots())),
        )
    yield word(f"status_{case.award.status}", case.lang)


def _comparison(case: Case) -> Iterator[str]:
    speech = case.speech
    took_part = len(case.admission.admitted)
    every = len(case.instance.bids)
    yield speech.phrase("bids_line", bids=every, admitted=took_part, out=every - took_part)
    if case.award.goals:
        yield " ".join(_goal(case, goal) for goal in case.award.goals)
    if case.award.ties is not None:
        yield _ties(case)


def _goal(case: Case, goal: GoalValue) -> str:
    exact = euro if goal.goal == "lowest_value" else number
    return case.speech.phrase(
        "by_goal",
        goal=word(f"goal_{goal.goal}", case.lang),
        value=exact(goal.value, case.lang),
        proof=word("proven" if goal.proven else "not_proven", case.lang),
    )


def _ties(case: Case) -> str:
    ties = case.award.ties
    if ties is None or not ties.tied_bids:
        return word("decided_by_goals", case.lang)
    count, speech = len(ties.tied_bids), case.speech
    if ties.decided_by == "bid":
        return speech.phrase("by_number", count=count)
    return speech.phrase("by_ties", count=count, step=speech.step(ties.decided_by))


def _money(case: Case) -> Iterator[str]:
    speech, cents = case.speech, total(case.winners)
    if not cents:
        return
    bought = {bid.segment for bid in case.winners}
    budgets = [s.budget_cents for s in case.tender.landscape().segments if s.id in bought]
    if None in budgets:
        yield speech.phrase("money_line", value=speech.money(cents))
    else:
        budget = sum(b for b in budgets if b is not None)
        facts = {"share": speech.percent(cents, budget), "budget": speech.money(budget)}
        yield speech.phrase("money_budget_line", value=speech.money(cents), **facts)
    sizes = scale_shares(case.winners)
    small = sizes["micro"] + sizes["small"]
    if small:
        share = speech.percent(small, sum(sizes.values()))
        yield speech.phrase("small_line", share=share)


def _limits(case: Case) -> Iterator[str]:
    speech, ledger = case.speech, case.award.ledger
    if ledger:
        tight = sum(line.binding for line in ledger)
        rules = len(case.tender.rules)
        yield speech.phrase("rules_line", rules=rules, tight=tight, counts=len(ledger))
    if case.winners and (short := list(_short(case))):
        yield speech.phrase("short_line", groups="; ".join(short))
    bought = {bid.lot for bid in case.winners}
    empty = [
        speech.lot(segment.id, area)
        for segment, area in case.lots()
        if (segment.id if area is None else f"{segment.id}/{area}") not in bought
    ]
    if empty and bought:
        yield speech.phrase("empty_line", lots="; ".join(empty))
    yield speech.phrase(f"origin_{case.instance.origin}")


def _short(case: Case) -> Iterator[str]:
    """What stays below what a rule asks where it demands no more than is on offer."""
    admitted, landscape = case.admission.admitted, case.tender.landscape()
    for rule in case.tender.rules:
        if isinstance(rule, Coverage) and rule.if_short != "fail":
            for group, won, _ in rule.cells(admitted, case.winners, landscape):
                if won < rule.at_least:
                    yield case.speech.group(rule.id, label(group)) or case.speech.rule_text(rule.id)
