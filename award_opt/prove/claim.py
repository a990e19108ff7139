"""What an award file claims, put to the prover."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from award_opt.award import AwardFile
from award_opt.certificate import Refused, check
from award_opt.domain import Instance
from award_opt.engines import Clock
from award_opt.errors import Finding, InputError, SolverError
from award_opt.program.program import Program, compile_program
from award_opt.program.program_file import described
from award_opt.prove.award import Proven, prove
from award_opt.prove.fate import prove_bid
from award_opt.prove.parts import Tell
from award_opt.prove.refuter import BetterFound
from award_opt.reading import selected
from award_opt.tender import Tender


def certify(
    tender: Tender,
    instance: Instance,
    award: AwardFile,
    among: AwardFile | None = None,
    clock: Clock | None = None,
    tell: Tell | None = None,
) -> Proven:
    """The certificate of an award, which the checker accepted.

    Raises
    ------
    InputError
        The award claims nothing that can be proven, or it is no award of these inputs.
    SolverError
        The prover found a better award, or a lawful one where there should be none.
    """
    if award.status == "unknown":
        raise InputError([Finding("award", "prove_nothing_claimed")])
    program = compile_program(tender, instance, selected(among))
    winners = None if award.status == "infeasible" else _winners(program, award)
    with _believed(program):
        proven = prove(described(program), winners, clock or Clock(), tell, _tied(program, award))
    _accepted(tender, instance, award, among, proven)
    return proven


def certify_bid(
    tender: Tender,
    instance: Instance,
    award: AwardFile,
    bid: str,
    among: AwardFile | None = None,
    clock: Clock | None = None,
    tell: Tell | None = None,
) -> Proven:
    """The certificate that a bid fares as it does in every award at least as good.

    Raises
    ------
    InputError
        There is no such award or bid, or the bid was not admitted.
    AsGood
        The bid fares otherwise in an award as good on every goal.
    SolverError
        The prover found a better award.
    """
    if award.status not in ("optimal", "feasible"):
        raise InputError([Finding("award", "prove_nothing_claimed")])
    program = compile_program(tender, instance, selected(among))
    place = _positions(program, [bid])
    if not place:
        known = any(each.id == bid for each in instance.bids)
        code = "prove_bid_not_admitted" if known else "prove_bid_unknown"
        raise InputError([Finding("--bid", code, {"bid": bid})])
    winners = _winners(program, award)
    with _believed(program):
        proven = prove_bid(
            described(program), winners, place[0], clock or Clock(), tell, _tied(program, award)
        )
    _accepted(tender, instance, award, among, proven)
    return proven


@contextmanager
def _believed(program: Program) -> Iterator[None]:
    """Say which award is better where the prover found one."""
    try:
        yield
    except BetterFound as found:
        bids = program.columns.bids
        better = ", ".join(bids[j].id for j in sorted(found.winners) if j < len(bids))
        raise SolverError([Finding("award", "prove_better_found", {"bids": better})]) from found


def _accepted(
    tender: Tender, instance: Instance, award: AwardFile, among: AwardFile | None, proven: Proven
) -> None:
    """Have the checker read what is about to be handed out."""
    try:
        if proven.data:
            check(tender, instance, award, proven.data, among)
    except Refused as refusal:
        refused = Finding("award", f"refused_{refusal.code}", refusal.facts)
        raise SolverError([Finding("award", "prove_refused"), refused]) from refusal


def _tied(program: Program, award: AwardFile) -> list[int]:
    return _positions(program, [] if award.ties is None else award.ties.tied_bids)


def _positions(program: Program, bids: list[str]) -> list[int]:
    index = {bid.id: j for j, bid in enumerate(program.columns.bids)}
    return [index[bid] for bid in bids if bid in index]


def _winners(program: Program, award: AwardFile) -> list[int]:
    """All variables at 1, indicators among them."""
    won = _positions(program, [winner.bid for winner in award.winners])
    wins = np.zeros(program.columns.n, np.int64)
    wins[won] = 1
    values = program.complete(wins)
    if len(won) != len(award.winners) or len(program.rows.broken(values)):
        raise InputError([Finding("award", "prove_unlawful")])
    return [int(j) for j in np.flatnonzero(values)]
