"""Bound propagation in integers: what follows from the decisions made so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from award_opt.program.parts import Problem


@dataclass(slots=True)
class _Row:
    """``sum coefficient * x <= bound``, with the least that the box still allows on the left."""

    entries: list[tuple[int, int]]
    bound: int
    least: int
    largest: int


@dataclass(slots=True)
class Box:
    """The values still possible for each 0/1 variable, narrowed by the rows.

    ``value[j]`` is 0 or 1 once decided, else ``None``. Propagation is sound, not complete: a
    decision that it refutes is impossible, one that it allows may still be.
    """

    value: list[int | None]
    _rows: list[_Row] = field(default_factory=list)
    _uses: list[list[tuple[int, int]]] = field(default_factory=list)
    _trail: list[int] = field(default_factory=list)
    consistent: bool = True

    @classmethod
    def of(cls, problem: Problem) -> Box:
        """The box of a problem, with all that its bounds and rows imply."""
        box = cls([None] * problem.size, [], [[] for _ in range(problem.size)])
        rows = problem.rows
        start, column, coefficient = (
            rows.start.tolist(),
            rows.column.tolist(),
            rows.coefficient.tolist(),
        )
        for row, (sense, bound) in enumerate(
            zip(rows.sense.tolist(), rows.bound.tolist(), strict=True)
        ):
            cut = slice(start[row], start[row + 1])
            entries = list(zip(column[cut], coefficient[cut], strict=True))
            if sense <= 0:
                box._add(entries, bound)
            if sense >= 0:
                box._add([(j, -a) for j, a in entries], -bound)
        fixed = zip(problem.lower.tolist(), problem.upper.tolist(), strict=True)
        box.consistent = box._settle(range(len(box._rows))) and all(
            box.assign(j, low) for j, (low, high) in enumerate(fixed) if low == high
        )
        return box

    def _add(self, entries: list[tuple[int, int]], bound: int) -> None:
        for j, a in entries:
            self._uses[j].append((len(self._rows), a))
        least = sum(min(a, 0) for _, a in entries)
        self._rows.append(_Row(entries, bound, least, max((abs(a) for _, a in entries), default=0)))

    def assign(self, j: int, value: int) -> bool:
        """Decide a variable and all that follows; ``False`` where no vector is left."""
        if self.value[j] is not None:
            return self.value[j] == value
        queue = self._set(j, value)
        return self._settle(queue)

    def try_assign(self, j: int, value: int) -> bool:
        """Whether propagation allows a value; the box stays as it was."""
        mark = len(self._trail)
        allowed = self.assign(j, value)
        self.undo(mark)
        return allowed

    def undo(self, mark: int) -> None:
        """Take back all decisions made after the trail had ``mark`` entries."""
        while len(self._trail) > mark:
            j = self._trail.pop()
            value = self.value[j]
            self.value[j] = None
            for row, a in self._uses[j]:
                self._rows[row].least -= a * (value or 0) - min(a, 0)

    def _set(self, j: int, value: int) -> list[int]:
        self.value[j] = value
        self._trail.append(j)
        for row, a in self._uses[j]:
            self._rows[row].least += a * value - min(a, 0)
        return [row for row, _ in self._uses[j]]

    def _settle(self, queue: range | list[int]) -> bool:
        pending = list(queue)
        while pending:
            row = self._rows[pending.pop()]
            slack = row.bound - row.least
            if slack < 0:
                return False
            if row.largest > slack:
                for j, a in row.entries:
                    if self.value[j] is None and abs(a) > slack:
                        pending += self._set(j, 0 if a > 0 else 1)
        return True
