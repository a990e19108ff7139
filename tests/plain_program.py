"""Rows put together plainly: one set, one row and one entry at a time."""

from __future__ import annotations

from collections.abc import Sequence

from award_opt.program.program import Program
from award_opt.rules._base import AT_LEAST, AT_MOST, Block

Row = tuple[int, str, dict[int, int], int, int]  # rule, group, entries, sense, bound


class PlainAssembly:
    """What ``Assembly`` does, for readers and for tests."""

    def __init__(self, n: int) -> None:
        self.n = self.size = n
        self.rows: list[Row] = []
        self.indicators: list[tuple[int, list[int], int]] = []
        self._known: dict[tuple[int, ...], int] = {}

    def add(self, block: Block, rule: int) -> None:
        """Append the rows of a block, its sets turned into variables."""
        variables = [*range(self.n), *self._sets(block)]
        entries: list[dict[int, int]] = [{} for _ in block.labels]
        for row, term, coefficient in zip(block.row, block.term, block.coefficient, strict=True):
            held = entries[row]
            held[variables[term]] = held.get(variables[term], 0) + int(coefficient)
        for place, held in enumerate(entries):
            sense, bound = int(block.sense[place]), int(block.bound[place])
            self._row(rule, block.labels[place], held, sense, bound)

    def _sets(self, block: Block) -> list[int]:
        members: dict[int, set[int]] = {}
        for name, member in zip(block.set_id, block.set_member, strict=True):
            members.setdefault(int(name), set()).add(int(member))
        return [self.indicator(sorted(members[name])) for name in sorted(members)]

    def indicator(self, terms: Sequence[int]) -> int:
        """The variable that is 1 exactly when one of the terms is."""
        if len(terms) == 1:
            return terms[0]
        if tuple(terms) not in self._known:
            self._known[tuple(terms)] = column = self.size
            self.size += 1
            self.indicators.append((column, list(terms), 1))
            for term in terms:
                self._row(-1, "", {term: 1, column: -1}, AT_MOST, 0)
            self._row(-1, "", {**dict.fromkeys(terms, 1), column: -1}, AT_LEAST, 0)
        return self._known[tuple(terms)]

    def _row(self, rule: int, group: str, entries: dict[int, int], sense: int, bound: int) -> None:
        kept = {j: a for j, a in sorted(entries.items()) if a}
        self.rows.append((rule, group, kept, sense, bound))


def plain_rows(program: Program) -> list[Row]:
    """The rows of a program as a list."""
    rows = program.rows
    return [
        (
            int(rows.rule[k]),
            rows.group[k],
            dict(
                zip(
                    rows.column[rows.start[k] : rows.start[k + 1]].tolist(),
                    rows.coefficient[rows.start[k] : rows.start[k + 1]].tolist(),
                    strict=True,
                )
            ),
            int(rows.sense[k]),
            int(rows.bound[k]),
        )
        for k in range(len(rows.bound))
    ]


def plain_parts(program: Program) -> list[list[int]]:
    """The variables of each part; those without a row are one part together."""
    home = list(range(program.size))

    def root(j: int) -> int:
        while home[j] != j:
            j = home[j]
        return j

    linked = [list(entries) for _, _, entries, _, _ in plain_rows(program)]
    used = {j for row in linked for j in row}
    for row in [*linked, [j for j in range(program.size) if j not in used]]:
        for j in row[1:]:
            low, high = sorted((root(row[0]), root(j)))
            home[high] = low
    parts: dict[int, list[int]] = {}
    for j in range(program.size):
        parts.setdefault(root(j), []).append(j)
    return [members for _, members in sorted(parts.items())]
