"""Awards of the same bids, read once more: each rule for each set of winners that it speaks of.

What a rule says of an award depends on the admitted bids within its scope, and on which of them
win. Awards of many scenarios differ in few lots, so that most of what rules say is known already.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import compress, repeat
from operator import attrgetter
from typing import Final, TypeAlias, TypeVar

import numpy as np

from award_opt.columns import Ints
from award_opt.domain import Bid, Instance, Landscape
from award_opt.rules import AnyRule, Coverage
from award_opt.rules._base import in_scope
from award_opt.sweep import recheck
from award_opt.sweep.yardstick import Yardstick
from award_opt.tender import Tender

KEPT: Final = 4096  # awards of one rule
RULES_KEPT: Final = 512
WIDE: Final = frozenset({"fixed", "requires"})  # kinds that see winners outside their ``where``
WINS: Final = 2
Room: TypeAlias = tuple[tuple[str, str, str], ...]
_id = attrgetter("id")
Key = TypeVar("Key")
Value = TypeVar("Value")


@dataclass(slots=True)
class _Heard:
    """What one rule said of awards, by the marks of the bids in its scope.

    A ``fickle`` rule reads what scenarios change, so that marks do not say all of it.
    """

    rule: AnyRule
    scope: Ints
    fickle: bool
    rooms: dict[bytes, Room] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Award:
    """The bids that take part in a scenario, those that win, and a mark for every bid."""

    bids: Sequence[Bid]
    admitted: Sequence[Bid]
    winners: Sequence[Bid]
    marks: bytes

    def within(self, scope: Ints) -> bytes:
        """The marks of some bids."""
        return np.frombuffer(self.marks, np.uint8)[scope].tobytes()

    def won(self) -> list[bool]:
        """For each bid whether it wins."""
        won: list[bool] = (np.frombuffer(self.marks, np.uint8) == WINS).tolist()
        return won


class Readings:
    """The second reading of awards of the same bids in one landscape.

    From scenario to scenario, scores and statuses of the bids differ, and nothing else.
    """

    def __init__(self, instance: Instance, landscape: Landscape, yardstick: Yardstick) -> None:
        self._bids, self._landscape, self._yardstick = instance.bids, landscape, yardstick
        self._ids = [bid.id for bid in instance.bids]
        self._bidders = [bid.bidder for bid in instance.bids]
        self._values = [bid.value_cents for bid in instance.bids]
        self._parts = [yardstick.part(bid) for bid in instance.bids]
        self._scopes: dict[tuple[tuple[str, tuple[str, ...]], ...], Ints] = {}
        self._heard: dict[int, _Heard] = {}
        self._cells: dict[tuple[int, bool, bytes], tuple[int, int]] = {}

    def award(self, bids: Sequence[Bid], admitted: Sequence[Bid], winners: Sequence[Bid]) -> Award:
        """An award with its marks; ``bids`` are those of the scenario."""
        marks = dict.fromkeys(map(_id, admitted), 1)
        marks.update(dict.fromkeys(map(_id, winners), WINS))
        told = bytes(map(marks.get, self._ids, repeat(0)))
        return Award(bids, admitted, winners, told)

    def room(self, tender: Tender, award: Award) -> Room:
        """The room that every rule leaves in every group.

        Raises
        ------
        SolverError
            A rule is broken.
        """
        found: list[tuple[str, str, str]] = []
        for rule in tender.rules:
            found += self._room(rule, award)
        return tuple(found)

    def money(self, award: Award) -> tuple[int | None, int | None]:
        """The value of the winners in cents, and the share of small providers in basis points.

        ``None`` where a value or a share is not known.
        """
        won = award.won()
        values, parts = [*compress(self._values, won)], [*compress(self._parts, won)]
        cents = None if None in values else sum(filter(None, values))
        return cents, self._yardstick.share(values, parts)

    def partners(self, award: Award) -> int:
        """How many different bidders win."""
        return len(set(compress(self._bidders, award.won())))

    def cells(self, tender: Tender, award: Award) -> tuple[int, int]:
        """How many of the published cells are reached, of how many."""
        found = [
            self._reached(place, rule, self._yardstick.keeps(tender, rule), award)
            for place, rule in enumerate(self._yardstick.coverage)
        ]
        return sum(reached for reached, _ in found), sum(every for _, every in found)

    def _reached(self, place: int, rule: Coverage, kept: bool, award: Award) -> tuple[int, int]:
        key = place, kept, b"" if kept else award.within(self._scope(rule))
        known = self._cells.get(key)
        if known is None or _fickle(rule):
            cells = self._yardstick.reached(rule, self._landscape, award.bids, award.winners)
            known = len(cells) if kept else sum(cells), len(cells)
            _keep(self._cells, key, known, KEPT)
        return known

    def _room(self, rule: AnyRule, award: Award) -> Room:
        heard = self._heard.get(id(rule))  # the rule is kept beside, so that its id stays its own
        if heard is None:
            heard = _Heard(rule, self._scope(rule), _fickle(rule))
            _keep(self._heard, id(rule), heard, RULES_KEPT)
        if heard.fickle:
            return self._fresh(rule, award)
        marks = award.within(heard.scope)
        known = heard.rooms.get(marks)
        if known is None:
            known = self._fresh(rule, award)
            _keep(heard.rooms, marks, known, KEPT)
        return known

    def _fresh(self, rule: AnyRule, award: Award) -> Room:
        return tuple(recheck.room_of(rule, self._landscape, award.admitted, award.winners))

    def _scope(self, rule: AnyRule) -> Ints:
        """The places of the bids that a rule speaks of."""
        where = () if rule.kind in WIDE else tuple(rule.where.items())
        if where not in self._scopes:
            inside = [k for k, bid in enumerate(self._bids) if in_scope(bid, dict(where))]
            self._scopes[where] = np.array(inside, np.int64)
        return self._scopes[where]


def _fickle(rule: AnyRule) -> bool:
    return any(column in ("score", "status") for column, _ in rule.uses())


def _keep(held: dict[Key, Value], key: Key, value: Value, most: int) -> None:
    if len(held) >= most:
        held.clear()
    held[key] = value
