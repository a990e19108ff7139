"""The published award, and the awards of changed bids or another method beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from award_opt import check, order, outcome
from award_opt.admission import admitted, every_rule
from award_opt.award import AwardFile, Status
from award_opt.columns import Ints
from award_opt.domain import Bid, Instance
from award_opt.errors import CheckError, Finding
from award_opt.judge import Judge
from award_opt.program import EXACT_LIMIT, Objective, Program, compile_program
from award_opt.reading import selected
from award_opt.tender import Tender


@dataclass(frozen=True, slots=True)
class Beside:
    """Another award beside the published one; no ``winners`` unless ``status`` is ``optimal``."""

    status: Status
    winners: tuple[Bid, ...]

    @property
    def ids(self) -> frozenset[str]:
        """The winning bids."""
        return frozenset(bid.id for bid in self.winners)


class Desk:
    """The published award, proven once more, and the ground on which others are laid beside it."""

    def __init__(
        self,
        tender: Tender,
        instance: Instance,
        award: AwardFile,
        among: AwardFile | None,
        judge: Judge,
    ) -> None:
        """Prove the award.

        Raises
        ------
        CheckError
            The inputs contradict the award, it is not the best one, or there is none.
        """
        wrong = check.verify(tender, instance, award, among)
        if wrong:
            raise CheckError(wrong)
        self.tender, self.instance, self.judge = tender, instance, judge
        self.among = selected(among)
        self.program = compile_program(tender, instance, self.among)
        base = _settled(outcome.best(self.program, judge))
        if base.status != "optimal":
            raise CheckError([Finding("robust", f"robust_{base.status}", {})])
        if [bid.id for bid in base.winners] != [winner.bid for winner in award.winners]:
            raise CheckError([Finding("robust", "robust_other_award", {})])
        self.winners = base.winners
        self.won = base.ids
        self._filtered, self._compiled = _by_score(tender)

    def under(self, tender: Tender) -> Beside:
        """The award of the same bids under another method or other rules."""
        return self._best(compile_program(tender, self.instance, self.among))

    def of(self, bids: Sequence[Bid]) -> Beside:
        """The award of other bids under the published rules."""
        changed = replace(self.instance, bids=tuple(bids))
        return self._best(compile_program(self.tender, changed, self.among))

    def rescored(self, bids: Sequence[Bid]) -> Beside:
        """The award of the same bids with other scores: thresholds apply again, all else stays."""
        return self._best(self._with_scores(bids))

    def _best(self, program: Program) -> Beside:
        """The best award of a program, searched from the published one where that is lawful."""
        wins = np.array([bid.id in self.won for bid in program.columns.bids], np.int64)
        return _settled(outcome.best(program, self.judge, program.complete(wins)))

    def _with_scores(self, bids: Sequence[Bid]) -> Program:
        """The published program with other scores; compiled anew where more than goals moves."""
        changed = replace(self.instance, bids=tuple(bids))
        if not self._compiled:
            standing = self._standing(changed)
            if standing is not None:
                program = _rescored(self.program, self.tender, standing)
                if program is not None:
                    return program
        return compile_program(self.tender, changed, self.among)

    def _standing(self, changed: Instance) -> tuple[Bid, ...] | None:
        """The admitted bids with their other scores; ``None`` where other bids are admitted."""
        before = [bid.id for bid in self.program.columns.bids]
        if not self._filtered:
            fresh = {bid.id: bid for bid in changed.bids}
            return tuple(fresh[bid] for bid in before)
        now = admitted(self.tender, changed, self.among)
        return now if [bid.id for bid in now] == before else None


def _settled(found: outcome.Outcome) -> Beside:
    proven = found.status == "optimal"
    return Beside(found.status, tuple(found.winners()) if proven else ())


def _by_score(tender: Tender) -> tuple[bool, bool]:
    """Whether filters read scores, and whether rows of the program do."""
    filtered = rows = False
    for rule in every_rule(tender):
        if rule.kind == "min_score" or any(column == "score" for column, _ in rule.uses()):
            filtered |= rule.STAGE is not None
            rows |= rule.STAGE is None
    stops = "ranking" in tender.award.goals and tender.award.on_misfit == "stop"
    return filtered, rows or stops


def _rescored(program: Program, tender: Tender, bids: tuple[Bid, ...]) -> Program | None:
    """The same rows under other scores; ``None`` where these leave exact 53-bit arithmetic."""
    score = np.array([bid.score or 0 for bid in bids], np.int64)
    weights = tender.award.lot_weights
    points = score * np.array([weights.get(bid.lot, 1) for bid in bids], np.int64)
    if int(np.abs(points).astype(object).sum()) >= EXACT_LIMIT:
        return None
    place = {bid.id: position for position, bid in enumerate(bids)}
    return replace(
        program,
        columns=replace(program.columns, bids=bids, score=score),
        objectives=tuple(_other(objective, points) for objective in program.objectives),
        ranked=_places(order.rank_order(tender, bids), place),
        tied=_places(order.tie_order(tender, bids), place),
    )


def _other(objective: Objective, points: Ints) -> Objective:
    if objective.goal != "total_score":
        return objective
    coefficient = np.zeros(len(objective.coefficient), np.int64)
    coefficient[: len(points)] = points
    return replace(objective, coefficient=coefficient)


def _places(bids: Sequence[Bid], place: dict[str, int]) -> Ints:
    return np.array([place[bid.id] for bid in bids], np.int64)
