"""The parts of a program under proof, each with the goals that it reached so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from award_opt.certificate import Case, Contents, Count, Row

Proof: TypeAlias = dict[str, Any]
Tell: TypeAlias = Callable[[str, int, int], None]  # goal, part, number of parts

NO_LIMIT = 10**15  # the prover may work longer than the checker


@dataclass(slots=True)
class Part:
    """A part under proof: its rows from ``base`` on hold goals at what was reached."""

    variables: list[int]
    numbers: list[int]
    rows: list[Row]
    settled: dict[int, int] = field(default_factory=dict)
    proofs: dict[str, Any] = field(default_factory=dict)
    base: int = 0
    inside: frozenset[int] = frozenset()

    @property
    def goals(self) -> list[int]:
        """The rows that hold goals at what was reached."""
        return [n for n in range(self.base, len(self.rows)) if self.rows[n].entries]

    def case(self, *more: Row) -> Case:
        """The rows of the part and some more, to be refuted."""
        return Case([*self.rows, *more], NO_LIMIT, dict(self.settled), Count(limit=NO_LIMIT))


def parts_of(contents: Contents) -> list[Part]:
    """The parts, each with the rows over its own variables."""
    home: dict[int, int] = {}
    parts: list[Part] = []
    for place, variables in enumerate(contents.parts()):
        home.update(dict.fromkeys(variables, place))
        rows = [*contents.rows]
        inside = frozenset(variables)
        parts.append(Part(variables, [], rows, base=len(rows), inside=inside))
    for number, row in enumerate(contents.rows):
        if row.entries:
            parts[home[row.entries[0][0]]].numbers.append(number)
    return parts
