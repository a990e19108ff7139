"""Results that were read once, in few bytes each, to be read again without the store."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import compress
from typing import Final, TypeAlias, cast

import numpy as np

from award_opt.award import canonical
from award_opt.sweep.result import Ended, Result

MOST: Final = 256 * 1024 * 1024  # bytes, beyond which results are read from the store each time
POOLED: Final = 150  # bytes that a text of a pool takes beside its own
EACH: Final = 16  # bytes of numbers
RECENT: Final = 1024
Room: TypeAlias = tuple[tuple[str, str, str], ...]


class _Pool:
    """Each different text once, by number."""

    def __init__(self) -> None:
        self.texts: list[bytes] = []
        self.size = 0
        self._number: dict[bytes, int] = {}

    def number(self, text: bytes) -> int:
        """The number of a text, which is kept where it is new."""
        found = self._number.get(text)
        if found is None:
            found = self._number[text] = len(self.texts)
            self.texts.append(text)
            self.size += len(text) + POOLED
        return found


class Shelf:
    """Results in their order; ``full`` where they are too many, so that nothing is kept.

    Most scenarios of a sweep share their winners or their slack with others; what is left of each
    is a short text.
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        self.full = False
        self._names = sorted(names)
        self._place = {name: place for place, name in enumerate(self._names)}
        self._clear()

    def _clear(self) -> None:
        self._text, self._end = bytearray(), array("Q")
        self._slack, self._slacks, self._groups = array("I"), _Pool(), _Pool()
        self._room = lru_cache(RECENT)(self._room_number)
        self._winners, self._awards = array("I"), _Pool()

    def __len__(self) -> int:
        return len(self._end)

    @property
    def size(self) -> int:
        """How many bytes the results take, roughly."""
        pools = (self._slacks, self._groups, self._awards)
        return len(self._text) + EACH * len(self) + sum(pool.size for pool in pools)

    def add(self, result: Result | None) -> None:
        """Keep one more, unless they are too many."""
        if self.full:
            return
        if result is not None:
            self._text += canonical(_rest(result))
            self._slack.append(self._room(result.slack))
            self._winners.append(self._awards.number(self._marks(result.winners)))
        else:
            self._slack.append(0)
            self._winners.append(0)
        self._end.append(len(self._text))
        if self.size > MOST:
            self._clear()
            self.full = True

    def __iter__(self) -> Iterator[Result | None]:
        slack, award = lru_cache(RECENT)(self._slack_of), lru_cache(RECENT)(self._award_of)
        first = 0
        for end, room, won in zip(self._end, self._slack, self._winners, strict=True):
            text = self._text[first:end]
            yield _made(text, award(won), slack(room)) if text else None
            first = end

    def _room_number(self, slack: Room) -> int:
        """The number of some slack; its groups, which are mostly the same, are kept apart."""
        groups = canonical([(rule, group) for rule, group, _ in slack])
        rooms = [self._groups.number(groups), *(room for _, _, room in slack)]
        return self._slacks.number(canonical(rooms))

    def _marks(self, winners: tuple[str, ...]) -> bytes:
        """The winners as bits by the places of their names; new names come behind."""
        for name in winners:
            if name not in self._place:
                self._place[name] = len(self._names)
                self._names.append(name)
        marks = np.zeros(len(self._names), np.bool_)
        marks[[self._place[name] for name in winners]] = True
        return np.packbits(marks).tobytes()

    def _award_of(self, number: int) -> tuple[str, ...]:
        bits = np.unpackbits(np.frombuffer(self._awards.texts[number], np.uint8))
        return tuple(sorted(compress(self._names, bits.tolist())))

    def _slack_of(self, number: int) -> Room:
        place, *rooms = json.loads(self._slacks.texts[number])
        groups = json.loads(self._groups.texts[place])
        return tuple((*pair, room) for pair, room in zip(groups, rooms, strict=True))


def _rest(result: Result) -> list[object]:
    """All of a result but its winners and slack."""
    counts = (result.covered, result.cells, result.passed_over)
    money = (result.money_cents, result.small_bp)
    return [result.status, result.goals, result.score, result.partners, *money, *counts]


def _made(text: bytearray, winners: tuple[str, ...], slack: Room) -> Result:
    status, goals, score, partners, money, small, covered, cells, passed = json.loads(text)
    return Result(
        status=cast(Ended, status),
        goals=tuple((goal, value, proven) for goal, value, proven in goals),
        winners=winners,
        score=score,
        partners=partners,
        money_cents=money,
        small_bp=small,
        covered=covered,
        cells=cells,
        passed_over=passed,
        slack=slack,
    )
