"""The proof that a bid fares as it does in every award at least as good."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from award_opt.certificate import CERTIFICATE, Count, Row, Verdict, judged, read_program
from award_opt.engines import Clock
from award_opt.prove.award import Proven, packed
from award_opt.prove.goal import Goal
from award_opt.prove.order import Order
from award_opt.prove.parts import Part, Tell, parts_of
from award_opt.prove.refuter import BetterFound, LimitStruckError


class AsGood(Exception):  # noqa: N818 - news, not a fault
    """The bid fares otherwise in an award as good on all goals, in which ``bids`` win.

    ``winners`` are its variables at 1.
    """

    def __init__(self, winners: list[int], bids: list[str]) -> None:
        super().__init__(winners, bids)
        self.winners, self.bids = winners, bids


def prove_bid(
    program: bytes,
    winners: Sequence[int],
    bid: int,
    clock: Clock,
    tell: Tell | None = None,
    flexible: Sequence[int] = (),
) -> Proven:
    """The certificate that a loser wins, or a winner loses, in no award at least as good.

    As good is meant goal by goal; the order of ties comes after the goals and plays no part.

    Parameters
    ----------
    program, winners, tell, flexible
        As ``prove`` takes them.
    bid
        The variable of the bid.

    Raises
    ------
    AsGood
        The claim is wrong: here is an award as good.
    BetterFound
        The award is not the best.
    """
    tell = tell or (lambda goal, part, parts: None)
    fate = _Fate(program, winners, bid, clock, tell, flexible)
    try:
        content = fate.content()
    except LimitStruckError:
        return Proven(b"", "unproven", Verdict("unknown", [], [], [], Count(), []))
    data = packed(content)
    return Proven(data, "exact", judged(program, data))


class _Fate:
    """The claim that a bid fares in every award at least as good as it does in the award."""

    def __init__(
        self,
        program: bytes,
        winners: Sequence[int],
        bid: int,
        clock: Clock,
        tell: Tell,
        flexible: Sequence[int],
    ) -> None:
        contents = read_program(program)
        won, goals = {*winners}, [goal for goal, _ in contents.goals]
        self.contents = contents._replace(goals=[*contents.goals, ("lawful", {})])
        self.bid, self.clock, self.tell = bid, clock, tell
        self.award = [int(j in won) for j in range(self.contents.size)]
        self.parts, self.flexible = parts_of(self.contents), flexible
        self.home = next(part for part in self.parts if bid in part.inside)
        self.ranked = bid in self.contents.ranked and "ranking" in goals
        self.tied: list[int] = []
        if not self.ranked:
            self.home.settled[bid] = 1 - self.award[bid]

    def content(self) -> dict[str, Any]:
        """The certificate's content."""
        bounds = self._bounds()
        proofs = {
            str(part.variables[0]): {k: v for k, v in part.proofs.items() if v is not None}
            for part in self.parts
        }
        return {
            "format": CERTIFICATE,
            "program": self.contents.digest,
            "claim": "bid",
            "bid": self.bid,
            "award": [j for j, value in enumerate(self.award) if value],
            "values": [self._reached(list(own.items())) for _, own in self.contents.goals],
            "bounds": bounds,
            "parts": {first: proof for first, proof in proofs.items() if proof},
        }

    def _reached(self, own: Iterable[tuple[int, int]]) -> int:
        return sum(c * self.award[j] for j, c in own)

    def _bounds(self) -> list[int]:
        """The bounds up to the goal that decides."""
        bounds: list[int] = []
        for place, (goal, weights) in enumerate(self.contents.goals):
            reached = self._reached(weights.items())
            if goal == "ranking":
                self._ordered(str(place))
                bounds.append(reached)
                if self.ranked:
                    return bounds
                continue
            bounds.append(sum(self._bound(part, place) for part in self._each(goal)))
            if bounds[-1] < reached:
                return bounds
        others = [j for j, won in enumerate(self.award) if won and j not in self.home.inside]
        winners, bids = sorted([*others, *self.tied]), self.contents.bids
        raise AsGood(winners, [bids[j] for j in winners if j < len(bids)])

    def _each(self, goal: str) -> Iterator[Part]:
        for number, part in enumerate(self.parts):
            self.tell(goal, number, len(self.parts))
            yield part

    def _bound(self, part: Part, place: int) -> int:
        """The part's bound on a goal; below what the award reaches where the bid decides it."""
        weights = self.contents.goals[place][1]
        own = [(j, weights[j]) for j in part.variables if weights.get(j)]
        goal = Goal(part, own, self._reached(own))
        bound, proof = goal.value, None
        try:
            if part is self.home and not self.ranked:
                bound, proof = goal.short(self.clock)
            else:
                proof = goal.exactly(self.clock)
        except BetterFound as found:
            self.tied = found.winners
            ones = {*found.winners}
            if sum(c for j, c in own if j in ones) > goal.value:
                raise
            proof = goal.exactly(self.clock)
        part.proofs[str(place)] = proof
        part.rows.append(Row(own, goal.value))
        return bound

    def _ordered(self, name: str) -> None:
        """The proof of an order of bids in every part."""
        for part in self._each(name):
            own = [j for j in self.contents.ranked if j in part.inside]
            part.proofs[name] = Order(part, own, self.award, self.flexible, self.clock).proof()
            part.settled.update((j, self.award[j]) for j in own)
            part.rows.append(Row([], 0))
