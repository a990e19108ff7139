"""The proof of an order: each loser loses, given the fates of all before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from award_opt.certificate import Case, Row
from award_opt.engines import Clock
from award_opt.prove.parts import Part, Proof
from award_opt.prove.refuter import BetterFound, Refuter
from award_opt.prove.trim import trimmed


class Order:
    """The proof that each loser of an order loses, given the fates of all before it."""

    def __init__(
        self,
        part: Part,
        bids: list[int],
        award: list[int],
        flexible: Sequence[int],
        clock: Clock,
    ) -> None:
        self.part, self.bids, self.award, self.clock = part, bids, award, clock
        self.flexible = set(flexible)
        self.using: dict[int, list[int]] = {j: [] for j in bids}
        for number in part.numbers:
            for j, _ in part.rows[number].entries:
                if j in self.using:
                    self.using[j].append(number)

    def proof(self) -> Proof | None:
        """Trees for the losers that are not settled by then; ``None`` where there are none."""
        award = self.award
        if all(award[j] or j in self.part.settled for j in self.bids):
            return None
        plain = self._plain()
        return self._searched() if plain is None else plain

    def _plain(self) -> Proof | None:
        """A proof by one row for each loser, if that is enough."""
        case, pool, trees = self.part.case(), [], []
        for j in self.bids:
            if j not in case.settled and not self.award[j]:
                case.settled[j] = 1
                given = self._row(case, j)
                if given is None:
                    return None
                pool.append(given)
                trees.append([-len(pool)])
            case.settled[j] = self.award[j]
        return trimmed({"steps": [], "pool": pool, "trees": trees}, len(self.part.rows))

    def _row(self, case: Case, j: int) -> list[int] | None:
        for number in self.using[j]:
            for times in (1, -1) if case.rows[number].equal else (1,):
                if case.room([number, times])[0] < 0:
                    return [number, times]
        return None

    def _searched(self) -> Proof:
        never = self._never()
        case = self.part.case()
        case.settled.update((j, 0) for j in never["never"][0])
        refuter = self._refuter(case)
        if any(not self.award[j] and j not in case.settled for j in self.bids):
            refuter.lp.solve()
            refuter.tighten(6)
        trees = [tree for j in self.bids for tree in self._decided(refuter, j)]
        content = {"steps": refuter.steps, "pool": refuter.pool, "trees": trees}
        return {**trimmed(content, refuter.base), **(never if never["never"][0] else {})}

    def _never(self) -> Proof:
        """The losers that win in no award that ties, shown at once."""
        award, flexible = self.award, set(self.flexible)
        while True:
            losers = [j for j in self.bids if not award[j] and j not in self.part.settled]
            losers = [j for j in losers if j not in flexible]
            if not losers:
                return {"never": [[], None]}
            refuter = self._refuter(self.part.case(Row([(j, 1) for j in losers], 1)))
            try:
                refuter.root()
                tree = refuter.tree()
            except BetterFound as found:
                flexible |= self._tied(found)
                continue
            proof = {"steps": refuter.steps, "pool": refuter.pool, "tree": tree}
            return {"never": [losers, trimmed(proof, refuter.base)]}

    def _tied(self, found: BetterFound) -> set[int]:
        """The bids in which a tied award differs; raises it where it comes first in the order."""
        winners, award = set(found.winners), self.award
        differing = [j for j in self.bids if (j in winners) != bool(award[j])]
        if not differing or not award[differing[0]]:
            raise found
        return {*differing}

    def _refuter(self, case: Case) -> Refuter:
        """A refuter of awards that tie on the goals so far; it aims below the first goal."""
        part, goals = self.part, self.part.goals
        target = goals[0] if goals else None
        numbers = [*part.numbers, *goals[1:], *range(len(part.rows), len(case.rows))]
        return Refuter(case, part.variables, numbers, target, self.clock)

    def _decided(self, refuter: Refuter, j: int) -> Iterator[list[int]]:
        """Settle a bid as the award has it; the tree that excludes that it wins, if it loses."""
        case, award = refuter.case, self.award
        if j not in case.settled and not award[j]:
            refuter.hold(j, 1)
            given = self._row(case, j)
            if given is None:
                yield refuter.tree()
            else:
                refuter.pool.append(given)
                yield [-len(refuter.pool)]
        refuter.hold(j, award[j])
