"""A case that writes down, for VeriPB, each step that it takes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from award_opt.certificate import Case, Contents, Count, Row, Sum
from award_opt.prove.parts import NO_LIMIT

Terms: TypeAlias = list[tuple[int, int]]
Factors: TypeAlias = list[tuple[str, int]]  # identifiers or literals, and how often each is added
Linear: TypeAlias = dict[int, int]  # coefficients by variable; the constant under CONSTANT

CONSTANT = -1
VERSION = "pseudo-Boolean proof version 3.0"


def line(row: Row) -> str:
    """A row as OPB writes it."""
    return f"{_sum(row.entries) or '0 x1'} {'=' if row.equal else '>='} {row.bound} ;"


def _sum(terms: Iterable[tuple[int, int]]) -> str:
    return " ".join(f"{a} x{j + 1}" for j, a in terms if a)


def _literal(j: int, value: int) -> str:
    return f"x{j + 1}" if value else f"~x{j + 1}"


def _add(total: Linear, factor: int, terms: Iterable[tuple[int, int]]) -> None:
    for j, a in terms:
        total[j] = total.get(j, 0) + factor * a


class Log(Case):
    """The formula of an OPB file, and the proof that refutes it, line by line.

    ``formula`` are its rows with the comment of each. ``ids[number]`` are the identifiers of a row,
    the second that of an equation the other way round; ``units[j]`` is that of a settled variable.
    """

    def __init__(
        self,
        contents: Contents,
        rows: Iterable[tuple[int, Row]],
        goals: Iterable[tuple[str, Row]] = (),
        fixed: Iterable[tuple[str, int, int]] = (),
    ) -> None:
        many = len(contents.rows)
        super().__init__([Row([], 0)] * many, contents.size, {}, Count(limit=NO_LIMIT))
        self.formula: list[tuple[str, Row]] = []
        self.ids: list[tuple[int, ...]] = [()] * many
        self.units: dict[int, int] = {}
        self.last = 0
        self.written: list[str] = []
        self.reached: int | None = None
        for number, row in rows:
            self.rows[number] = row
            self.ids[number] = self._given(f"rule {contents.rules[number][1]}".rstrip(), row)
        for comment, row in goals:
            self.ask(comment, row)
        for comment, j, value in fixed:
            self.settled[j] = value
            self.units[j] = self._given(comment, Row([(j, 1)], value, True))[1 - value]

    def _given(self, comment: str, row: Row) -> tuple[int, ...]:
        self.formula.append((comment, row))
        self.last += 2 if row.equal else 1
        return (self.last - 1, self.last) if row.equal else (self.last,)

    def ask(self, comment: str, row: Row) -> None:
        """Append a row to the formula; one without entries only keeps the numbers right."""
        self.rows.append(row)
        self.ids.append(self._given(comment, row) if row.entries else ())

    def better(self, own: Terms, award: Sequence[int], variables: Iterable[int]) -> Row:
        """Log the award, and the row that asks for more of ``own`` than it reaches."""
        self.reached = sum(c * award[j] for j, c in own)
        self._write(f"soli {' '.join(_literal(j, award[j]) for j in variables)} ;")
        return Row(own, self.reached + 1)

    def aim(self, row: Row) -> None:
        """Make the row that was logged last the next one that sums may use."""
        self.rows.append(row)
        self.ids.append((self.last,))

    # --- lines

    def _write(self, text: str) -> int:
        self.written.append(text)
        self.last += 1
        return self.last

    def _drop(self, *names: int) -> None:
        self.written.append(f"del id {' '.join(map(str, names))} ;")

    def _pol(self, factors: Factors, divisor: int = 1) -> int:
        words: list[str] = []
        for token, times in factors:
            if times:
                plus = ["+"] if words else []
                words += [token, *([str(times), "*"] if times > 1 else []), *plus]
        return self._write(" ".join(["pol", *words, *([str(divisor), "d"] * (divisor > 1)), ";"]))

    def _factors(self, given: Sum) -> Factors:
        pairs = zip(given[::2], given[1::2], strict=True)
        return [
            (str(self.ids[number][times < 0]), abs(times))
            for number, times in pairs
            if times and self.ids[number]
        ]

    def _summed(self, given: Sum) -> list[int]:
        """The sum as a line of its own, unless it is a row that is there already."""
        factors = self._factors(given)
        return [self._pol(factors)] if len(factors) > 1 else []

    def _clause(self, path: Iterable[tuple[int, int]]) -> int:
        """That not all variables of a path have their values; of an empty path: contradiction."""
        words = [f"1 {_literal(j, 1 - value)}" for j, value in path]
        return self._write(" ".join(["rup", *words, ">= 1 ;"]))

    def text(self) -> str:
        """The whole proof; its last line so far is the contradiction."""
        many = sum(2 if row.equal else 1 for _, row in self.formula)
        best = "" if self.reached is None else str(-self.reached)
        claim = f"BOUNDS {best} : {self.last} {best}" if best else f"UNSAT : {self.last}"
        end = ["output NONE ;", f"conclusion {claim} ;", "end pseudo-Boolean proof ;"]
        return "\n".join([VERSION, f"f {many} ;", *self.written, *end]) + "\n"

    # --- steps

    def fix(self, given: Sum) -> None:
        """As the checker does; a line for each variable that is settled."""
        before = set(self.settled)
        super().fix(given)
        summed = self._summed(given)
        self._settle([(j, value) for j, value in self.settled.items() if j not in before])
        if summed:
            self._drop(*summed)

    def probe(self, j: int, value: int, given: Sum) -> None:
        """As the checker does."""
        super().probe(j, value, given)
        summed = self._summed(given)
        self._settle([(j, 1 - value)])
        if summed:
            self._drop(*summed)

    def _settle(self, found: Iterable[tuple[int, int]]) -> None:
        for j, value in found:
            self.units[j] = self._clause([(j, 1 - value)])

    def tree(self, nodes: Sequence[int], pool: Sequence[Sum]) -> None:
        """As the checker does; a clause for each leaf and each node."""
        self._split(nodes, pool, [])

    def _split(self, nodes: Sequence[int], pool: Sequence[Sum], path: Terms) -> int:
        """The clause that a tree under a path shows."""
        Case(self.rows, self.size, dict(self.settled), self.count).tree(nodes, pool)
        start, shown = len(path), 0
        lefts: list[int] = []
        for node in nodes:
            if node >= 0:
                path = [*path, (node, 0)]
                continue
            summed = self._summed(pool[-1 - node])
            shown = self._clause(path)
            if summed:
                self._drop(*summed)
            while len(path) > start and path[-1][1] == 1:
                path = path[:-1]
                halves = (lefts.pop(), shown)
                shown = self._clause(path)
                self._drop(*halves)
            if len(path) > start:
                lefts.append(shown)
                path = [*path[:-1], (path[-1][0], 1)]
        return shown

    def refute(self, proof: Any) -> None:
        """As the checker does; without a proof the last row alone contradicts."""
        super().refute(proof)
        if proof is None:
            self._clause([])

    def in_order(self, bids: Iterable[int], award: Sequence[int], proof: Any) -> None:
        """Settle bids in turn: winners by the weights of the order, losers by their trees."""
        self.take(proof["steps"])
        trees = iter(proof["trees"])
        for j in bids:
            if j in self.settled:
                continue
            if award[j]:
                self._settle([(j, 1)])
            else:
                self.settled[j] = 1
                self.units[j] = self._split(next(trees, []), proof["pool"], [(j, 1)])
            self.settled[j] = award[j]
        self._clause([])

    # --- cuts

    def cut(self, given: Sum, divisor: int, flipped: Iterable[int], rounding: int) -> None:
        """As the checker does; shown by contradiction, then divided."""
        turned = list(flipped)
        super().cut(given, divisor, turned, 1)
        whole = self.rows.pop()
        name = self._contradicted(whole, _Rounding(self, given, divisor, turned))
        if rounding > 1:
            whole_name, name = name, self._pol([(str(name), 1)], rounding)
            self._drop(whole_name)
        super().cut(given, divisor, turned, rounding)
        self.ids.append((name,))

    def _contradicted(self, cut: Row, how: _Rounding) -> int:
        self.written.append(f"pbc {_sum(cut.entries) or '0 x1'} >= {cut.bound} : subproof")
        self.last += 1
        denied = str(self.last)
        below = self._pol([(denied, 1), *how.low, *self._rest(how.above(), cut)], how.rest)
        times = how.divisor - how.rest
        factors = [(str(below), times), *how.high, *how.equations]
        self._pol([*factors, *self._rest(how.below(), cut), (denied, 1)])
        return self._write(f"qed : {self.last} ;")

    def _rest(self, reached: Linear, cut: Row) -> Factors:
        """What cancels the settled variables in which a sum differs from a cut."""
        _add(reached, -1, cut.entries)
        found: Factors = []
        for j, a in sorted(reached.items()):
            if a and j != CONSTANT:
                up = int(a < 0)  # raised by x >= its value, or lowered by x <= its value
                axiom = self.settled[j] != up
                found.append((_literal(j, up) if axiom else str(self.units[j]), abs(a)))
        return found


class _Rounding:
    """What a cut rounds: with whole numbers ``z >= 0``, ``U`` the sum of them as rounded.

    ``low`` and ``high`` are those rounded down and up, with what each lacks or has in excess.
    """

    def __init__(self, log: Log, given: Sum, divisor: int, flipped: Sequence[int]) -> None:
        held, bound = log.total(given, signed=True)
        bound -= sum(held.pop(j) * log.settled[j] for j in [j for j in held if j in log.settled])
        turned = {*flipped} & held.keys()
        bound -= sum(held[j] for j in turned)
        self.divisor, self.rest = divisor, (bound - 1) % divisor + 1
        self.rounded: Linear = {CONSTANT: bound // -divisor}  # U - N
        self.low: Factors = []
        self.high: Factors = []
        self.equations: Factors = []
        self.slack: tuple[Linear, Linear, Linear] = ({}, {}, {})
        for j, a in held.items():
            z = [(j, -1), (CONSTANT, 1)] if j in turned else [(j, 1)]
            self._take(_literal(j, int(j not in turned)), -a if j in turned else a, z)
        for number, times in zip(given[::2], given[1::2], strict=True):
            row = log.rows[number]
            side = [*row.entries, (CONSTANT, -row.bound)]
            if not row.equal:
                if log.ids[number]:
                    self._take(str(log.ids[number][0]), -times, side)
            elif times:
                self.equations.append((str(log.ids[number][times < 0]), abs(times)))
                _add(self.slack[2], times, side)

    def _take(self, name: str, a: int, z: Terms) -> None:
        over = a % self.divisor
        up = over >= self.rest
        _add(self.rounded, a // self.divisor + up, z)
        if over:
            times = self.divisor - over if up else over
            (self.high if up else self.low).append((name, times))
            _add(self.slack[up], times, z)

    def above(self) -> Linear:
        """What is at least 0 where ``U >= N``."""
        total = dict(self.slack[0])
        _add(total, self.rest, self.rounded.items())
        return total

    def below(self) -> Linear:
        """What is at least 0 where ``U <= N - 1``."""
        total = dict(self.slack[1])
        _add(total, 1, self.slack[2].items())
        _add(total, self.rest - self.divisor, [*self.rounded.items(), (CONSTANT, 1)])
        return total
