"""The proof that no award keeps all rows, and the rules that it stands on."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from award_opt.certificate import Contents
from award_opt.engines import Clock
from award_opt.prove.goal import Rung
from award_opt.prove.parts import Proof, Tell, parts_of
from award_opt.prove.refuter import BetterFound, LimitStruckError, Refuter
from award_opt.prove.trim import trimmed


class Denial:
    """The claim that no award keeps all rows."""

    def __init__(
        self, contents: Contents, clock: Clock, tell: Tell, rules: Collection[str] | None = None
    ) -> None:
        self.contents, self.clock, self.tell, self.rules = contents, clock, tell, rules

    def content(self) -> tuple[dict[str, Any] | None, Rung]:
        """The certificate's content, with the rules that the proof stands on."""
        proof = self._bare() or self._linked()
        if proof is None:
            return None, "unproven"
        used = {number for given in _sums(proof) for number in given[::2]}
        base = len(self.contents.rules)
        names = [self.contents.rules[n] for n in used if n < base]
        told = {own[1] if self.rules and own[1] in self.rules else own[0] for own in names}
        return {"claim": "infeasible", "rules": sorted(told - {""}), "proof": proof}, "exact"

    def _bare(self) -> Proof | None:
        """A row without bids that asks for some."""
        for number, row in enumerate(self.contents.rows):
            if not row.entries and (row.bound > 0 or (row.equal and row.bound)):
                given = [number, 1 if row.bound > 0 else -1]
                return {"steps": [], "pool": [given], "tree": [-1]}
        return None

    def _linked(self) -> Proof | None:
        lawful: list[int] = []
        parts = parts_of(self.contents)
        struck = False
        for place, part in enumerate(parts):
            self.tell("infeasible", place, len(parts))
            refuter = Refuter(part.case(), part.variables, part.numbers, None, self.clock)
            try:
                refuter.root()
                tree = refuter.tree()
            except BetterFound as found:
                lawful += found.winners
            except LimitStruckError:
                struck = True
            else:
                content = {"steps": refuter.steps, "pool": refuter.pool, "tree": tree}
                return trimmed(content, refuter.base)
        if not struck:
            raise BetterFound(lawful)
        return None


def _sums(proof: Proof) -> Iterator[list[int]]:
    yield from proof["pool"]
    for step in proof["steps"]:
        yield step[3] if step[0] == "probe" else step[1]
