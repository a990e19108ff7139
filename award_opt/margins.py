"""Margins: the points that a loser was short, and those that a winner could lose and still win.

A margin speaks of the goal alone: the score (or the value) changes in the goal and nowhere else,
all rules, filters and later goals stay as they are. Strictly beyond the margin the fate of the bid
changes, strictly within it it stays; exactly at it the later goals and the order of ties decide.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from award_opt import order
from award_opt.award import AwardFile
from award_opt.columns import Ints
from award_opt.domain import Bid, Instance
from award_opt.exact import unscaled
from award_opt.program.program import Program, Rows
from award_opt.search import outcome
from award_opt.search.fates import Fates, Stand
from award_opt.search.stages import Search
from award_opt.solve import Options
from award_opt.tender import Tender

Progress: TypeAlias = Callable[[int, int], None]
VALUE_PLACES = 2


@dataclass(frozen=True, slots=True)
class Margin:
    """How far one admitted bid is from another fate; exact decimal strings.

    Parameters
    ----------
    difference
        What the award is worth more, in the goal's unit, than the best award in which the bid has
        the other fate; absent under ``ranking``, and where no such award is lawful (``fixed``).
    changes_at, equal_at, keeps_at
        The first score (value, under ``lowest_value``), at the published resolution, at which the
        fate surely changes; the one at which later goals and ties decide, if there is one; the last
        one at which it surely stays. Absent where no score changes the fate.
    fixed
        No lawful award, as good on all earlier goals, gives the bid another fate: no score helps.
    on_scale
        ``changes_at`` can be reached on the published scale.
    """

    bid: str
    lot: str
    won: bool
    goal: str
    difference: str | None
    changes_at: str | None
    equal_at: str | None
    keeps_at: str | None
    fixed: bool
    on_scale: bool


def margins(
    tender: Tender,
    instance: Instance,
    award: AwardFile,
    among: AwardFile | None = None,
    options: Options | None = None,
    progress: Progress | None = None,
) -> tuple[Margin, ...]:
    """The margin of every admitted bid, in the order of the bids, each exact.

    Empty where the method neither adds up points or money nor ranks.

    Parameters
    ----------
    award
        A proven award, verified before.
    progress
        Called with the number of bids done and the number of all.
    """
    judge = (options or Options(cross_check=False)).judge()
    return of_stand(Stand.of(tender, instance, award, among, judge), progress)


def of_stand(
    stand: Stand, progress: Progress | None = None, only: Collection[str] | None = None
) -> tuple[Margin, ...]:
    """The margins of an award whose program is compiled already; ``only`` for some bids."""
    measure = _measure(stand)
    if measure is None:
        return ()
    chosen = [k for k, bid in enumerate(stand.bids) if only is None or bid.id in only]
    count = _Count(progress, len(chosen))
    if stand.fates is not None:
        stand.fates.together(chosen, count.more)
    return tuple(count.after(measure(bid), done) for done, bid in enumerate(chosen, start=1))


@dataclass(slots=True)
class _Count:
    """Tells whoever looks on how far the work is, each number once."""

    progress: Progress | None
    total: int
    done: int = 0

    def more(self, many: int) -> None:
        """So many more bids are done."""
        self.reach(self.done + many)

    def reach(self, done: int) -> None:
        """At least so many bids are done."""
        while self.done < done:
            self.done += 1
            if self.progress is not None:
                self.progress(self.done, self.total)

    def after(self, margin: Margin, done: int) -> Margin:
        """The margin, with ``done`` bids done."""
        self.reach(done)
        return margin


def _measure(stand: Stand) -> Callable[[int], Margin] | None:
    if stand.fates is not None:
        return _Summed(stand, stand.fates).margin
    return _Ranked(stand).margin if "ranking" in stand.tender.award.goals else None


# --- goals that add up points or money


@dataclass(frozen=True, slots=True)
class _Summed:
    stand: Stand
    fates: Fates

    def margin(self, bid: int) -> Margin:
        best, goal = self.fates.best(bid), self.fates.objective
        if best is None:
            return _margin(self.stand, bid, goal.goal)
        gap = self.fates.reached - best
        return _margin(
            self.stand, bid, goal.goal, unscaled(gap, goal.places), self._edges(bid, gap)
        )

    def _edges(self, bid: int, gap: int) -> Edges:
        """The steps of the bid's own number at which ``gap`` is passed, met and not yet met."""
        own, weight = self._own(bid)
        if own is None:
            return None, None, None
        gain = 1 if self.fates.objective.goal == "total_score" else -1
        towards = gain if not self.stand.values[bid] else -gain
        beyond, whole = gap // weight + 1, gap % weight == 0
        within = -(-gap // weight) - 1
        equal = own + towards * (gap // weight) if whole else None
        return own + towards * beyond, equal, own + towards * within

    def _own(self, bid: int) -> tuple[int | None, int]:
        facts = self.stand.bids[bid]
        if self.fates.objective.goal == "lowest_value":
            return facts.value_cents, 1
        return facts.score, self.stand.tender.award.lot_weights.get(facts.lot, 1)


Edges: TypeAlias = tuple[int | None, int | None, int | None]


def _margin(
    stand: Stand, bid: int, goal: str, difference: str | None = None, edges: Edges | None = None
) -> Margin:
    facts = stand.bids[bid]
    places = VALUE_PLACES if goal == "lowest_value" else stand.tender.scoring.decimals
    changes, equal, keeps = edges or (None, None, None)
    return Margin(
        bid=facts.id,
        lot=facts.lot,
        won=bool(stand.values[bid]),
        goal=goal,
        difference=difference,
        changes_at=_written(changes, places),
        equal_at=_written(equal, places),
        keeps_at=_written(keeps, places),
        fixed=edges is None,
        on_scale=changes is not None and _reachable(stand.tender, goal, changes),
    )


def _written(value: int | None, places: int) -> str | None:
    return None if value is None else unscaled(value, places)


def _reachable(tender: Tender, goal: str, value: int) -> bool:
    if goal == "lowest_value":
        return value >= 0
    scoring = tender.scoring
    unit = 10**scoring.decimals
    return bool(scoring.minimum * unit <= value <= scoring.maximum * unit)


# --- ranking


@dataclass(frozen=True, slots=True)
class _Ranked:
    """The score at which a bid takes another place in its lot, and with it another fate.

    A higher place never hurts where bids that do not fit are skipped: whoever decided before stays
    so, and what left room for the bid and more leaves room for the bid. So the places are halved.
    """

    stand: Stand

    def margin(self, bid: int) -> Margin:
        own = self.stand.bids[bid].score
        if own is None or not (self.stand.program.ranked == bid).any():
            return _margin(self.stand, bid, "ranking")
        won = bool(self.stand.values[bid])
        steps = list(self._steps(bid, own, won))
        first = self._first(bid, steps, won)
        if first is None:
            return _margin(self.stand, bid, "ranking")
        edges = (first, None, first + 1 if won else first - 1)
        return _margin(self.stand, bid, "ranking", None, edges)

    def _steps(self, bid: int, own: int, won: bool) -> Sequence[int]:
        """The scores at which the bid's place in its lot can change, nearest first."""
        lot, away = self.stand.bids[bid].lot, -1 if won else 1
        scores = {other.score for other in self._others(bid, lot) if other.score is not None}
        steps = {score + step for score in scores for step in (0, away)}
        return sorted((s for s in steps if (s - own) * away > 0), key=lambda s: abs(s - own))

    def _others(self, bid: int, lot: str) -> Iterator[Bid]:
        return (b for k, b in enumerate(self.stand.bids) if k != bid and b.lot == lot)

    def _first(self, bid: int, steps: Sequence[int], won: bool) -> int | None:
        """The first of ``steps`` at which the bid's fate is another."""
        if self.stand.tender.award.on_misfit == "stop":
            return next((s for s in steps if self._wins_after_stop(bid, s) != won), None)
        low, high = 0, len(steps)
        while low < high:
            middle = (low + high) // 2
            if self._wins(bid, steps[middle]) != won:
                high = middle
            else:
                low = middle + 1
        return steps[low] if low < len(steps) else None

    def _order(self, bid: int, score: int) -> Ints:
        """The ranked bids with this bid's score changed."""
        bids = list(self.stand.bids)
        bids[bid] = replace(bids[bid], score=score)
        place = {other.id: k for k, other in enumerate(bids)}
        ranked = order.rank_order(self.stand.tender, bids)
        return np.array([place[other.id] for other in ranked], np.int64)

    def _wins(self, bid: int, score: int) -> bool:
        stand, ranked = self.stand, self._order(bid, score)
        (part,) = [part for part in stand.parts if bid in part.variables]
        before = ranked[: int(np.flatnonzero(ranked == bid)[0]) + 1]
        local = np.searchsorted(part.variables, before[np.isin(before, part.variables)])
        search = Search(part, stand.judge)
        stage = stand.stage_of("ranking")
        search.problem, search.values = stand.as_good(part, stage), stand.values[part.variables]
        if not search.decide([int(j) for j in local]):
            raise KeyboardInterrupt  # the search was stopped
        return bool(search.values[local[-1]])

    def _wins_after_stop(self, bid: int, score: int) -> bool:
        stand, ranked = self.stand, self._order(bid, score)
        stage = stand.stage_of("ranking")
        changed = replace(
            stand.program,
            rows=_chained(stand.program, ranked),
            ranked=ranked,
            objectives=stand.program.objectives[: stage + 1],
        )
        found = outcome.best(changed, stand.judge)
        if found.status == "infeasible":
            return False
        if found.status != "optimal":
            raise KeyboardInterrupt  # the search was stopped
        return bool(found.values()[bid])


def _chained(program: Program, ranked: Ints) -> Rows:
    """The rows with "nobody wins below the first that does not fit" in another order."""
    rule = len(program.rules) - 1
    rows = program.rows.only(np.flatnonzero(program.rows.rule != rule))
    lot = program.columns.texts["lot"].codes
    above, below = ranked[:-1], ranked[1:]
    same = lot[above] == lot[below]
    above, below = above[same], below[same]
    many = len(above)
    return Rows(
        start=np.r_[rows.start, rows.start[-1] + 2 * np.arange(1, many + 1)],
        column=np.r_[rows.column, np.stack([above, below], axis=1).ravel()],
        coefficient=np.r_[rows.coefficient, np.tile(np.array([-1, 1]), many)],
        sense=np.r_[rows.sense, np.full(many, -1)],
        bound=np.r_[rows.bound, np.zeros(many, np.int64)],
        rule=np.r_[rows.rule, np.full(many, rule)],
        group=(*rows.group, *("",) * many),
    )
