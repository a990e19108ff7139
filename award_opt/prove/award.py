"""The proof of a whole award: goal by goal and part by part, then the orders of bids."""

from __future__ import annotations

import gzip
import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from award_opt.certificate import (
    CERTIFICATE,
    Contents,
    Count,
    Row,
    Verdict,
    judged,
    read_program,
)
from award_opt.engines import Clock
from award_opt.prove.denial import Denial
from award_opt.prove.goal import Bounded, Goal, Rung
from award_opt.prove.order import Order
from award_opt.prove.parts import Part, Tell, parts_of
from award_opt.prove.refuter import LimitStruckError

LADDER: tuple[Rung, ...] = ("exact", "gap", "root", "unproven")
EXACT_SHARE = 0.6  # of the time limit; the rest is for the nearest bound


@dataclass(frozen=True, slots=True)
class Proven:
    """A certificate, packed, that the checker accepted; and how far down the ladder it stands.

    ``exact``: the award is the one that the method selects, or none is lawful. ``gap``: a bound
    better than the root's is proven. ``root``: the bound of the relaxation alone. ``unproven``:
    only that the award is lawful. ``rules`` are those that clash.
    """

    data: bytes
    rung: Rung
    verdict: Verdict
    rules: tuple[str, ...] = ()


def packed(content: Any) -> bytes:
    """Canonical JSON, packed; the same content gives the same bytes."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return gzip.compress(text.encode(), compresslevel=9, mtime=0)


def prove(
    program: bytes,
    winners: Sequence[int] | None,
    clock: Clock,
    tell: Tell | None = None,
    flexible: Sequence[int] = (),
    rules: Collection[str] | None = None,
) -> Proven:
    """The certificate of an award.

    Parameters
    ----------
    program
        As ``certificate.described`` writes it.
    winners
        All variables at 1, indicators among them; ``None`` claims that no award is lawful.
    tell
        Called with the goal, the part and the number of parts, as the proof goes on.
    flexible
        Bids that are known to tie; a hint that saves time.
    rules
        Where no award is lawful: show it from these rules alone, such as those of one conflict. A
        group of a rule is named ``RULE group``.

    Raises
    ------
    BetterFound
        The claim is wrong: here is a better award, or a lawful one.
    """
    contents = read_program(program)
    tell = tell or (lambda goal, part, parts: None)
    if winners is None:
        content, rung = Denial(_keeping(contents, rules), clock, tell, rules).content()
    else:
        content, rung = _Assertion(contents, winners, flexible, clock, tell).content()
    if content is None:
        return Proven(b"", "unproven", Verdict("unknown", [], [], [], Count(), []))
    data = packed({"format": CERTIFICATE, "program": contents.digest, **content})
    return Proven(data, rung, judged(program, data), tuple(content.get("rules", ())))


def _keeping(contents: Contents, rules: Collection[str] | None) -> Contents:
    """The program with the rows of all other rules made empty; definitions stay."""
    if rules is None:
        return contents
    pairs = zip(contents.rows, contents.rules, strict=True)
    rows = [
        row if not names[0] or any(name in rules for name in names) else Row([], 0)
        for row, names in pairs
    ]
    return contents._replace(rows=rows)


class _Assertion:
    """The claim that an award is the one that the method selects."""

    def __init__(
        self,
        contents: Contents,
        winners: Sequence[int],
        flexible: Sequence[int],
        clock: Clock,
        tell: Tell,
    ) -> None:
        self.contents, self.tell, self.flexible = contents, tell, flexible
        self.award = [0] * contents.size
        for j in winners:
            self.award[j] = 1
        self.parts = parts_of(contents)
        self.clock = clock
        left = clock.left()
        self.exact = clock if left is None else Clock(EXACT_SHARE * left, clock.stopped)
        self.rung: Rung = "exact"

    def content(self) -> tuple[dict[str, Any], Rung]:
        """The certificate's content and its rung."""
        values = [
            sum(c * self.award[j] for j, c in weights.items()) for _, weights in self.contents.goals
        ]
        bounds = self._bounds()
        if self.rung == "exact" and not self._order(self.contents.tied, "ties"):
            self.rung = "gap"
        if not bounds and self.contents.goals:
            self.rung = "unproven"
        return {
            "claim": "optimal" if self.rung == "exact" else "goals",
            "award": [j for j, value in enumerate(self.award) if value],
            "values": values,
            "bounds": bounds,
            "parts": {
                str(part.variables[0]): part.proofs for part in self.parts if self._told(part)
            },
        }, self.rung

    def _told(self, part: Part) -> bool:
        part.proofs = {name: proof for name, proof in part.proofs.items() if proof is not None}
        return bool(part.proofs)

    def _bounds(self) -> list[int]:
        """The bounds proven, up to the first goal that is not exact."""
        bounds: list[int] = []
        for place, (goal, weights) in enumerate(self.contents.goals):
            if goal == "ranking":
                if not self._order(self.contents.ranked, str(place)):
                    self.rung = "gap"
                    return bounds
                bounds.append(sum(c * self.award[j] for j, c in weights.items()))
                continue
            reached = [self._goal(part, place) for part in self._each(goal)]
            bounds.append(sum(each.bound for each in reached))
            self.rung = max((each.rung for each in reached), key=LADDER.index, default="exact")
            if self.rung != "exact":
                return bounds
        return bounds

    def _each(self, goal: str) -> Iterator[Part]:
        for number, part in enumerate(self.parts):
            self.tell(goal, number, len(self.parts))
            yield part

    def _goal(self, part: Part, place: int) -> Bounded:
        """The part's bound on a goal."""
        weights = self.contents.goals[place][1]
        own = [(j, weights[j]) for j in part.variables if weights.get(j)]
        value = sum(c * self.award[j] for j, c in own)
        reached = Goal(part, own, value).bounded(self.exact, self.clock)
        part.rows.append(Row(own, value))
        part.proofs[str(place)] = reached.proof
        return reached

    def _order(self, bids: Sequence[int], name: str) -> bool:
        """Prove an order of bids in every part; ``False`` where a limit struck."""
        for part in self._each(name):
            own = [j for j in bids if j in part.inside]
            try:
                part.proofs[name] = Order(part, own, self.award, self.flexible, self.exact).proof()
            except LimitStruckError:
                return False
            part.settled.update((j, self.award[j]) for j in own)
            part.rows.append(Row([], 0))
        return True
