"""One self-contained page about a sweep, stamped as the simulation that it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from award_opt.instance import instance_digest
from award_opt.report.html import Report
from award_opt.report.html.page import rendered
from award_opt.report.html.parts import Section, table
from award_opt.report.sweep import along, beside, together, turns
from award_opt.report.sweep.view import View, measured
from award_opt.rules._words import word

if TYPE_CHECKING:
    from award_opt.sweep.answers import Answers
    from award_opt.sweep.breaks import Corners, Steps
    from award_opt.sweep.compare import Comparison
    from award_opt.sweep.result import Result
    from award_opt.sweep.scenario import Scenario
    from award_opt.sweep.tradeoff import Tradeoff
    from award_opt.texts import Lang

MOST_ROWS: Final = 200
SHOWN: Final = ("score", "contracts", "partners", "small_share", "money", "covered", "passed_over")


def sweep_page(
    answers: Answers,
    lang: Lang = "nl",
    breaks: Sequence[Steps | Corners] = (),
    comparisons: Sequence[Comparison] = (),
    tradeoffs: Sequence[Tradeoff] = (),
) -> Report:
    """The page with its figures; the same plan and results give the same bytes.

    Parameters
    ----------
    breaks, comparisons, tradeoffs
        What ``seek.breaks``, ``Answers.compared`` and ``tradeoff`` found; what is left out gets no
        section.
    """
    view = View(answers, lang)
    sections = list(_sections(view, breaks, comparisons, tradeoffs))
    drawings = {p.name: p.drawing for section in sections for p in section.pictures}
    heading = view.say("heading", tender=getattr(answers.plan.tender.title, lang))
    return Report(rendered(lang, heading, sections, view.say("banner")), drawings)


def _sections(
    view: View,
    breaks: Sequence[Steps | Corners],
    comparisons: Sequence[Comparison],
    tradeoffs: Sequence[Tradeoff],
) -> Iterator[Section]:
    yield _brief(view)
    yield from along.sections(view)
    yield from filter(None, [together.frontiers(view), together.tradeoffs(view, tradeoffs)])
    yield from filter(None, [turns.section(view, breaks)])
    yield from together.odds(view)
    for place, found in enumerate(comparisons):
        yield beside.section(found, view.lang, place)
    yield _scenarios(view)
    yield _rests(view)


# --- in brief


def _brief(view: View) -> Section:
    lines = (*_counts(view), *_base(view), *_same(view))
    return Section("brief", view.say("brief"), lines, numbered=True)


def _counts(view: View) -> Iterator[str]:
    plan = view.answers.plan
    yield view.say("brief_simulation", authority=plan.tender.authority)
    ends = view.answers.glance.ends
    kinds = ("optimal", "infeasible", "refused", "open")
    total = len(plan.scenarios)
    yield view.say("brief_count", total=total, **{kind: ends.get(kind, 0) for kind in kinds})
    of = "; ".join(
        ", ".join(word(name, view.lang) for name in names) for names in plan.yardstick.of.values()
    )
    yield view.say("brief_small", of=of)


def _base(view: View) -> Iterator[str]:
    seen = view.answers.glance
    base, least, most = seen.published, seen.least, seen.most
    if base is not None and base.score is not None:
        facts = {"contracts": base.contracts, "partners": base.partners}
        yield view.say("brief_base", score=view.exact("score", base.score), **facts)
    if least is not None and most is not None and least[1].score != most[1].score:
        yield view.say(
            "brief_range",
            low=view.exact("score", least[1].score),
            low_name=view.scenario(least[0]),
            high=view.exact("score", most[1].score),
            high_name=view.scenario(most[0]),
        )


def _same(view: View) -> Iterator[str]:
    """What the draws say of the published rules."""
    for found in view.answers.chances:
        if found.scenario.name() == "published" and found.identical is not None:
            low, high = together.ends(view, found.identical)
            share = together.share(view, found.identical)
            facts = {"same": found.same or 0, "draws": found.draws}
            yield view.say("brief_same", share=share, low=low, high=high, **facts)


# --- all scenarios


def _scenarios(view: View) -> Section:
    header = (
        view.say("scenario"),
        view.say("status"),
        *(view.say(name) for name in SHOWN),
        view.say("enters"),
        view.say("leaves"),
    )
    rows: list[tuple[str, ...]] = []
    count, first = 0, None
    for scenario, result in view.answers.rows():
        if scenario.draw is None:
            count += 1
            first = result if first is None else first
            if len(rows) < MOST_ROWS:
                rows.append(_row(view, scenario, result, first))
    lines = () if count == len(rows) else (view.say("all_cut", shown=len(rows), count=count),)
    sides = "<<" + ">" * (len(header) - 2)
    tables = (table(view.say("all_caption"), header, rows, sides),)
    return Section("scenarios", view.say("all"), lines, (), tables)


def _row(
    view: View, scenario: Scenario, result: Result | None, first: Result | None
) -> tuple[str, ...]:
    name, ended = view.scenario(scenario), along.status(view, [result])
    if result is None or result.status != "optimal":
        return name, ended, *[""] * (len(SHOWN) + 2)
    own, other = set(result.winners), set(first.winners if first is not None else ())
    moved = (str(len(own - other)), str(len(other - own))) if other else ("", "")
    return name, ended, *(view.exact(n, measured(result, n)) for n in SHOWN), *moved


# --- what it rests on


def _rests(view: View) -> Section:
    header = (view.say("part"), view.say("stated"))
    tables = (table(view.say("rests"), header, list(_inputs(view)), "<<"),)
    return Section("rests", view.say("rests"), (view.say("rests_about"),), (), tables)


def _inputs(view: View) -> Iterator[tuple[str, ...]]:
    plan = view.answers.plan
    yield view.say("rests_plan"), plan.digest()
    yield view.say("rests_tender"), plan.tender.digest()
    if plan.instance is not None:
        yield view.say("rests_instance"), instance_digest(plan.instance)
    else:
        books = plan.scenarios.books
        yield view.say("rests_books"), f"{plan.providers}; {books[0]} - {books[-1]}"
    if plan.scenarios.draws:
        noise = plan.noise
        yield view.say("rests_noise"), f"{noise.assessors}; {noise.percent}; {plan.seed}"
    for name, version in sorted(plan.engines.items()):
        yield view.say("rests_engine", name=name), version
