"""Laying out a sweep: from what was asked for to a plan, or every fault of it at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from typing import Final

from award_opt import __version__, methods
from award_opt.award import AwardFile
from award_opt.domain import Instance
from award_opt.errors import Finding, InputError
from award_opt.noise import Assessors, Noise
from award_opt.reading import selected
from award_opt.sweep.book import invented
from award_opt.sweep.grammar import Tenders, grounds
from award_opt.sweep.plan import PROVIDERS, Plan
from award_opt.sweep.scenario import Ground, Scenario, Space
from award_opt.tender import Tender
from award_opt.toml import near
from award_opt.what_if import WhatIf, apply

MOST_SCENARIOS: Final = 10_000_000
TOGETHER: Final = "+"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a sweep is asked to vary; everything is combined with everything.

    Parameters
    ----------
    what_ifs
        Names of what-ifs, each beside the published rules; ``a+b`` applies both.
    settings
        Ranges and lists for fields of rules, such as ``S3-MAX.limit=10..20``.
    drop
        Rules of which each is there or left out.
    noise, draws
        The assessors' declared error, and how often all bids are scored once more.
    seed
        Of the draws, and of the first invented book.
    withdrawals
        Also without each winning bid of the published award, and without each bidder that won more.
    methods
        Also under every other defensible method.
    books, providers
        How many bid books to invent, in place of an instance, and for how many organisations.
    """

    what_ifs: Sequence[str] = ()
    settings: Sequence[str] = ()
    drop: Sequence[str] = ()
    noise: Noise = field(default_factory=Noise)
    draws: int = 0
    seed: int = 1
    withdrawals: bool = False
    methods: bool = False
    books: int = 0
    providers: int = PROVIDERS

    def varies(self) -> bool:
        """Whether anything beside the published scenario is asked for."""
        rules = (*self.what_ifs, *self.settings, *self.drop)
        return bool(rules or self.draws or self.withdrawals or self.methods or self.books)


def lay_out(
    tender: Tender,
    instance: Instance | None,
    asked: Asked,
    *,
    what_ifs: Mapping[str, WhatIf] | None = None,
    place: str = "what_if",
    among: AwardFile | None = None,
) -> Plan:
    """The plan of a sweep.

    Parameters
    ----------
    instance
        The bids; ``None`` where ``asked.books`` invents them.
    what_ifs, place
        All known what-ifs, and where messages say that they stand.
    among
        The award of an earlier phase, whose bidders alone are admitted.

    Raises
    ------
    InputError
        Every fault of what is asked at once.
    CheckError, SolverError
        The published award, whose winners are to withdraw, cannot be found.
    """
    faults = list(_clashes(instance, asked))
    tenders = _Tenders(tender, what_ifs or {}, place)
    patched = tenders.under(asked.what_ifs)
    laid: tuple[Ground, ...] = (Ground(),)
    try:
        laid = grounds(patched, asked.settings, asked.drop)
    except InputError as error:
        faults += error.findings
    if faults := [*faults, *tenders.faults]:
        raise InputError(faults)
    chosen = selected(among)
    plan = Plan(
        tender=tender,
        scenarios=Space(laid, books=_books(asked), draws=asked.draws),
        instance=instance,
        what_ifs={names: changed for names, changed in patched.items() if names},
        noise=asked.noise,
        seed=asked.seed,
        providers=asked.providers,
        among=None if chosen is None else tuple(sorted(chosen)),
        engines=engines(),
    )
    return _completed(plan, asked)


def _completed(plan: Plan, asked: Asked) -> Plan:
    """The plan with what depends on bids: methods and withdrawals."""
    bids = plan.instance or invented(plan.tender, plan.providers, plan.seed)
    Assessors(plan.tender, bids, plan.noise)  # refuses noise that does not fit the scale
    named = methods.others(plan.tender, bids.bids) if asked.methods else {}
    gone = list(_withdrawals(plan)) if asked.withdrawals else []
    space = replace(plan.scenarios, methods=(None, *named), gone=((), *gone))
    if len(space) > MOST_SCENARIOS:
        facts = {"value": len(space), "limit": MOST_SCENARIOS}
        raise InputError([Finding("sweep", "sweep_too_many", facts)])
    return replace(plan, scenarios=space)


def engines() -> dict[str, str]:
    """Names and versions of all that has a hand in an answer; no solver is loaded for it."""
    cp_sat, highs = version("ortools"), version("highspy")
    return {"award_opt": __version__, "auto": f"cp_sat {cp_sat}, highs {highs}", "highs": highs}


def _books(asked: Asked) -> Sequence[int | None]:
    return range(asked.seed, asked.seed + asked.books) if asked.books else (None,)


def _clashes(instance: Instance | None, asked: Asked) -> Iterator[Finding]:
    """What cannot be asked together."""
    if instance is None and not asked.books:
        yield Finding("sweep", "sweep_no_bids", {})
    if instance is not None and asked.books:
        yield Finding("--books", "sweep_books_and_bids", {})
    if asked.books and asked.withdrawals:
        yield Finding("--withdrawals", "sweep_books_withdrawals", {})


def _withdrawals(plan: Plan) -> Iterator[tuple[str, ...]]:
    """Each winner of the published award, and all valid bids of each bidder that won more."""
    from award_opt.sweep.work import Worker  # noqa: PLC0415 - brings solvers along

    award = Worker(plan).answer(Scenario())
    if award.status != "optimal" or plan.instance is None:
        raise InputError([Finding("--withdrawals", "sweep_nobody_won", {})])
    bids = {bid.id: bid for bid in plan.instance.bids}
    yield from ((bid,) for bid in award.winners)
    won = Counter(bids[bid].bidder for bid in award.winners)
    for bidder, many in won.items():
        if many > 1:
            own = (bid for bid in plan.instance.bids if bid.bidder == bidder)
            yield tuple(bid.id for bid in own if bid.status == "valid")


class _Tenders:
    """The tender under each what-if that is named; faults are collected."""

    def __init__(self, tender: Tender, known: Mapping[str, WhatIf], place: str) -> None:
        self.tender, self.known, self.place = tender, known, place
        self.faults: list[Finding] = []

    def under(self, texts: Iterable[str]) -> Tenders:
        """The published tender under ``()`` and each what-if under its names."""
        found: dict[tuple[str, ...], Tender] = {(): self.tender}
        for text in dict.fromkeys(texts):
            names = tuple(name.strip() for name in text.split(TOGETHER))
            changed = self._applied(names)
            if changed is not None:
                found[names] = changed
        return found

    def _applied(self, names: Sequence[str]) -> Tender | None:
        unknown = [name for name in names if name not in self.known]
        options = list(self.known)
        self.faults += [
            near(self.place, "unknown_name", name, options, table="what_if") for name in unknown
        ]
        if unknown:
            return None
        tender = self.tender
        try:
            for name in names:
                tender = apply(tender, self.known[name])
        except InputError as error:
            self.faults += error.findings
            return None
        return tender
