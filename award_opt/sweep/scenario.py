"""Scenarios: what each row of a sweep changes, and how many there are without making them all."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from math import prod
from typing import Any, overload

PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class Scenario:
    """One row of a sweep, as a change of what was published; without any change, just that.

    Parameters
    ----------
    what_ifs
        The ids of what-ifs, applied in turn before all else.
    settings
        Pairs such as ``("S3-MAX.limit", "18")``: a field of a rule and its value as a text.
    drop
        The ids of rules that are left out.
    draw
        The number of the draw of score noise; noise and seed stand in the plan.
    gone
        The ids of bids that are withdrawn.
    book
        The seed of an invented bid book, in place of the bids of an instance.
    method
        Another award method, by its name in ``award_opt.methods``.
    """

    what_ifs: tuple[str, ...] = ()
    settings: tuple[tuple[str, str], ...] = ()
    drop: tuple[str, ...] = ()
    draw: int | None = None
    gone: tuple[str, ...] = ()
    book: int | None = None
    method: str | None = None

    def content(self) -> dict[str, Any]:
        """The changes for machines; what is not changed is left out."""
        found = {
            "what_ifs": list(self.what_ifs),
            "settings": dict(self.settings),
            "drop": list(self.drop),
            "draw": self.draw,
            "gone": list(self.gone),
            "book": self.book,
            "method": self.method,
        }
        return {name: value for name, value in found.items() if value not in (None, [], {})}

    def name(self) -> str:
        """A short label that tells the scenario from all others of its sweep, in any language."""
        parts = [
            *self.what_ifs,
            *(f"{path}={value}" for path, value in self.settings),
            *(f"-{rule}" for rule in self.drop),
            *([f"method={self.method}"] if self.method is not None else []),
            *([f"book={self.book}"] if self.book is not None else []),
            *([f"gone={'+'.join(self.gone)}"] if self.gone else []),
            *([f"draw={self.draw}"] if self.draw is not None else []),
        ]
        return " ".join(parts) or PUBLISHED


@dataclass(frozen=True, slots=True)
class Axis:
    """The values that one field of a rule takes, as texts, in their order."""

    path: str
    values: tuple[str, ...]

    @property
    def rule(self) -> str:
        """The id of the rule."""
        return self.path.rpartition(".")[0]


@dataclass(frozen=True, slots=True)
class Ground:
    """One set of rules and the grid that is laid over it.

    ``bare`` says that the rules as they are, without any setting, are a point as well.
    """

    what_ifs: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    axes: tuple[Axis, ...] = ()
    bare: bool = False

    @property
    def points(self) -> int:
        """How many points the grid has."""
        return prod(len(axis.values) for axis in self.axes) + (self.bare and bool(self.axes))

    def settings(self, point: int) -> tuple[tuple[str, str], ...]:
        """The values at a point; the last axis moves first."""
        if self.bare and self.axes:
            if not point:
                return ()
            point -= 1
        found = []
        for axis in reversed(self.axes):
            point, place = divmod(point, len(axis.values))
            found.append((axis.path, axis.values[place]))
        return tuple(reversed(found))


@dataclass(frozen=True, slots=True)
class Space(Sequence[Scenario]):
    """All scenarios of a sweep in their order, each made when it is asked for.

    The product of its parts: the books move slowest, then the rules, then methods, withdrawals and
    draws. ``draws`` of score noise follow the scores as given, so that a point has ``1 + draws``
    scenarios; each point sees the same draws.
    """

    grounds: tuple[Ground, ...] = (Ground(),)
    methods: tuple[str | None, ...] = (None,)
    gone: tuple[tuple[str, ...], ...] = ((),)
    books: Sequence[int | None] = (None,)
    draws: int = 0
    _ends: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _count: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        ends = tuple(accumulate(ground.points for ground in self.grounds))
        per_point = len(self.methods) * len(self.gone) * (1 + self.draws)
        object.__setattr__(self, "_ends", ends)
        object.__setattr__(self, "_count", len(self.books) * ends[-1] * per_point)

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> Scenario: ...
    @overload
    def __getitem__(self, index: slice) -> list[Scenario]: ...
    def __getitem__(self, index: int | slice) -> Scenario | list[Scenario]:
        if isinstance(index, slice):
            return [self._at(place) for place in range(*index.indices(self._count))]
        if not -self._count <= index < self._count:
            raise IndexError(index)
        return self._at(index % self._count)

    def __iter__(self) -> Iterator[Scenario]:
        return (self._at(place) for place in range(len(self)))

    def _at(self, index: int) -> Scenario:
        index, draw = divmod(index, 1 + self.draws)
        index, gone = divmod(index, len(self.gone))
        index, method = divmod(index, len(self.methods))
        book, point = divmod(index, self._ends[-1])
        place = bisect_right(self._ends, point)
        ground = self.grounds[place]
        return Scenario(
            what_ifs=ground.what_ifs,
            settings=ground.settings(point - (self._ends[place - 1] if place else 0)),
            drop=ground.drop,
            draw=draw - 1 if draw else None,
            gone=self.gone[gone],
            book=self.books[book],
            method=self.methods[method],
        )
