"""The published award, and the awards of changed bids or another method beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress

import numpy as np

from award_opt import check
from award_opt.award import AwardFile, Status
from award_opt.domain import Bid, Instance
from award_opt.errors import CheckError, Finding
from award_opt.program.compiled import Compiler
from award_opt.program.program import Program
from award_opt.reading import selected
from award_opt.search import outcome
from award_opt.search.demands import Demands
from award_opt.search.judge import Judge
from award_opt.search.memory import Memory
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
        self._compiler = Compiler(tender, instance, self.among)
        self.program = self._compiler.program()
        self._memory = Memory()
        self._demands = Demands(self.program)
        base = _settled(outcome.best(self.program, judge, memory=self._memory))
        if base.status != "optimal":
            raise CheckError([Finding("robust", f"robust_{base.status}", {})])
        if [bid.id for bid in base.winners] != [winner.bid for winner in award.winners]:
            raise CheckError([Finding("robust", "robust_other_award", {})])
        self.winners = base.winners
        self.won = base.ids

    def under(self, tender: Tender) -> Beside:
        """The award of the same bids under another method or other rules."""
        return self._best(self._compiler.program(tender))

    def of(self, bids: Sequence[Bid]) -> Beside:
        """The award of the same bids with other scores or without some, under the same rules."""
        return self._best(self._compiler.program(bids=bids))

    def _best(self, program: Program) -> Beside:
        """The best award of a program: by rank order, else searched from the published one.

        None is begun after the clock said stop, even where no search would be needed.
        """
        if self.judge.clock.over():
            return Beside("unknown", ())
        ranked = self._ranked(program)
        if ranked is not None:
            return ranked
        wins = np.array([bid.id in self.won for bid in program.columns.bids], np.int64)
        known = program.complete(wins)
        return _settled(outcome.best(program, self.judge, known, self._memory))

    def _ranked(self, program: Program) -> Beside | None:
        """The award where rank order under caps and a few demands decides it; else ``None``."""
        if not self.judge.fast.closed:
            return None
        if not self._demands.fits(program):
            self._demands = Demands(program)
        values = self._demands.best(program)
        if values is None:
            return None
        return Beside("optimal", tuple(compress(program.columns.bids, values.tolist())))


def _settled(found: outcome.Outcome) -> Beside:
    proven = found.status == "optimal"
    return Beside(found.status, tuple(found.winners()) if proven else ())
