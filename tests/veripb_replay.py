"""A strict reader of OPB files and VeriPB proofs (version 3.0), as far as this package writes them.

It shares nothing with what writes the proofs. A row is ``sum of a x >= b`` over variables, where
a negative ``a`` stands for the literal ``~x`` in normal form.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

HEADER = "pseudo-Boolean proof version 3.0"
END = "end pseudo-Boolean proof ;"
NUMBER, NAME = re.compile(r"-?[0-9]+"), re.compile(r"(~?)(x[1-9][0-9]*)")


class Wrong(Exception):  # noqa: N818 - a verdict, not a fault
    """The proof shows nothing; says why."""


def demand(held: bool, why: str) -> None:
    if not held:
        raise Wrong(why)


def number(word: str) -> int:
    demand(NUMBER.fullmatch(word) is not None, f"no number: {word}")
    return int(word)


def literal(word: str) -> tuple[str, int]:
    """The variable, and the value that makes the literal true."""
    found = NAME.fullmatch(word)
    demand(found is not None, f"no literal: {word}")
    return found[2], int(not found[1])


@dataclass(frozen=True)
class Row:
    terms: dict[str, int]
    bound: int

    @property
    def degree(self) -> int:
        """The right-hand side in literal normal form."""
        return self.bound - sum(a for a in self.terms.values() if a < 0)

    def plus(self, other: Row) -> Row:
        terms = dict(self.terms)
        for name, a in other.terms.items():
            terms[name] = terms.get(name, 0) + a
        return Row({n: a for n, a in terms.items() if a}, self.bound + other.bound)

    def times(self, factor: int) -> Row:
        demand(factor >= 0, "negative factor")
        return Row({n: a * factor for n, a in self.terms.items() if factor}, self.bound * factor)

    def divided(self, by: int) -> Row:
        demand(by > 0, "divisor not positive")
        terms = {n: (1 if a > 0 else -1) * -(-abs(a) // by) for n, a in self.terms.items()}
        degree = -(-self.degree // by)
        return Row(terms, degree + sum(a for a in terms.values() if a < 0))

    def negated(self) -> Row:
        return Row({n: -a for n, a in self.terms.items()}, 1 - self.bound)

    def slack(self, values: dict[str, int]) -> int:
        """How far what is not yet false exceeds the degree."""
        held = sum(abs(a) for n, a in self.terms.items() if values.get(n, a > 0) == (a > 0))
        return held - self.degree


def row_of(words: list[str]) -> tuple[Row, str]:
    """A row from ``a x ... >= b`` and its sense."""
    *terms, sense, bound = words
    demand(sense in (">=", "=") and len(terms) % 2 == 0, "no row")
    total = Row({}, number(bound))
    for a, word in zip(terms[::2], terms[1::2], strict=True):
        name, value = literal(word)
        c = number(a)
        total = total.plus(Row({name: c}, 0) if value else Row({name: -c}, -c))
    return Row({n: a for n, a in total.terms.items() if a}, total.bound), sense


@dataclass
class Formula:
    rows: list[Row] = field(default_factory=list)
    objective: dict[str, int] | None = None


def read_opb(text: str) -> Formula:
    formula = Formula()
    first, *lines = text.splitlines()
    counts = re.fullmatch(r"\* #variable= ([0-9]+) #constraint= ([0-9]+)", first)
    demand(counts is not None, "no counts")
    written = 0
    for line in lines:
        if line.startswith("*"):
            continue
        *words, end = line.split(" ")
        demand(end == ";", f"no end: {line}")
        if words[0] == "min:":
            demand(formula.objective is None and not formula.rows, "objective not first")
            names = [literal(word) for word in words[2::2]]
            demand(all(value for _, value in names), "negated objective")
            weights = map(number, words[1::2])
            formula.objective = dict(zip((n for n, _ in names), weights, strict=True))
            continue
        row, sense = row_of(words)
        written += 1
        formula.rows.append(row)
        if sense == "=":
            formula.rows.append(Row({n: -a for n, a in row.terms.items()}, -row.bound))
    demand(written == int(counts[2]), "rows missing")
    return formula


class Replay:
    """The database of one proof."""

    def __init__(self, formula: Formula) -> None:
        self.formula = formula
        self.rows: dict[int, Row] = {}
        self.uses: dict[str, set[int]] = defaultdict(set)
        self.last = 0
        self.root: dict[str, int] = {}
        self.reasons: set[int] = set()
        self.contradicted = False
        self.solution: int | None = None
        for row in formula.rows:
            self.add(row)

    def add(self, row: Row) -> int:
        self.last += 1
        self.rows[self.last] = row
        for name in row.terms:
            self.uses[name].add(self.last)
        self._propagate_root([self.last])
        return self.last

    def _propagate_root(self, names: Iterable[int]) -> None:
        if not self.contradicted:
            self.contradicted = self._propagate(self.root, names, self.reasons)

    def drop(self, name: int) -> None:
        demand(name in self.rows and name > len(self.formula.rows), f"cannot delete {name}")
        row = self.rows.pop(name)
        for variable in row.terms:
            self.uses[variable].discard(name)
        if name in self.reasons or self.contradicted:
            self.root, self.reasons, self.contradicted = {}, set(), False
            self._propagate_root(self.rows)

    def row(self, word: str) -> Row:
        demand(number(word) in self.rows, f"no row {word}")
        return self.rows[number(word)]

    def _propagate(
        self, values: dict[str, int], names: Iterable[int], reasons: set[int] | None = None
    ) -> bool:
        """Whether unit propagation from these rows ends in a contradiction."""
        waiting = dict.fromkeys(names)
        while waiting:
            name = next(iter(waiting))
            del waiting[name]
            row = self.rows[name]
            slack = row.slack(values)
            if slack < 0:
                return True
            for variable, a in row.terms.items():
                if abs(a) > slack and variable not in values:
                    values[variable] = int(a > 0)
                    waiting.update(dict.fromkeys(self.uses[variable]))
                    if reasons is not None:
                        reasons.add(name)
        return False

    def follows(self, row: Row) -> bool:
        """Reverse unit propagation."""
        if self.contradicted:
            return True
        before = (self.last, dict(self.root))
        self.last += 1
        name, denied = self.last, row.negated()
        self.rows[name] = denied
        for variable in denied.terms:
            self.uses[variable].add(name)
        found = self._propagate(dict(self.root), [name])
        del self.rows[name]
        for variable in denied.terms:
            self.uses[variable].discard(name)
        self.last = before[0]
        return found

    def pol(self, words: list[str]) -> Row:
        stack: list[Row] = []
        k = 0
        while k < len(words):
            word, after = words[k], words[k + 1] if k + 1 < len(words) else ""
            if word == "+":
                demand(len(stack) > 1, "nothing to add")
                other = stack.pop()
                stack.append(stack.pop().plus(other))
            elif after in ("*", "d"):
                demand(bool(stack), "nothing to multiply")
                top, factor = stack.pop(), number(word)
                stack.append(top.times(factor) if after == "*" else top.divided(factor))
                k += 1
            elif NUMBER.fullmatch(word):
                stack.append(self.row(word))
            else:
                name, value = literal(word)
                stack.append(Row({name: 1}, 0) if value else Row({name: -1}, -1))
            k += 1
        demand(len(stack) == 1, "not one row")
        return stack[0]

    def soli(self, words: list[str]) -> None:
        values = dict(map(literal, words))
        demand(len(values) == len(words), "a variable twice")
        objective = self.formula.objective
        demand(objective is not None, "no objective")
        used = {name for row in self.rows.values() for name in row.terms} | {*objective}
        demand(used <= {*values}, "incomplete solution")
        for row in self.rows.values():
            demand(sum(a * values[n] for n, a in row.terms.items()) >= row.bound, "not a solution")
        reached = sum(c * values[n] for n, c in objective.items())
        self.solution = reached if self.solution is None else min(self.solution, reached)
        self.add(Row({n: -c for n, c in objective.items() if c}, 1 - reached))


def contradiction(row: Row) -> bool:
    return sum(a for a in row.terms.values() if a > 0) < row.bound


def replay(opb: str, proof: str) -> tuple[str, int | None]:
    """What a proof shows of a formula: ``("UNSAT", None)`` or ``("BOUNDS", the optimum)``."""
    formula = read_opb(opb)
    lines = iter(proof.splitlines())
    demand(next(lines, None) == HEADER, "header")
    demand(next(lines, None) == f"f {len(formula.rows)} ;", "number of rows")
    state = Replay(formula)
    for line in lines:
        if line == "output NONE ;":
            return _concluded(state, list(lines))
        _step(state, line, lines)
    raise Wrong("no conclusion")


def _step(state: Replay, line: str, lines: Iterator[str]) -> None:
    kind, *words = line.split(" ")
    if kind == "pbc":
        *words, colon, opening = words
        demand((colon, opening) == (":", "subproof"), "no subproof")
        _contradicted(state, row_of(words)[0], lines)
        return
    demand(bool(words) and words.pop() == ";", f"no end: {line}")
    if kind == "pol":
        state.add(state.pol(words))
    elif kind == "rup":
        row, sense = row_of(words)
        demand(sense == ">=" and state.follows(row), f"does not follow: {line}")
        state.add(row)
    elif kind == "soli":
        state.soli(words)
    elif kind == "del":
        demand(words[:1] == ["id"] and len(words) > 1, "nothing to delete")
        for word in words[1:]:
            state.drop(number(word))
    else:
        raise Wrong(f"unknown rule {kind}")


def _contradicted(state: Replay, row: Row, lines: Iterator[str]) -> None:
    first = state.add(row.negated())
    for line in lines:
        if line.startswith("qed : "):
            _, _, name, end = line.split(" ")
            demand(end == ";" and contradiction(state.row(name)), "no contradiction")
            for inner in range(first, state.last + 1):
                state.drop(inner)
            state.add(row)
            return
        demand(line.startswith("pol "), "only pol inside")
        _step(state, line, lines)
    raise Wrong("subproof without end")


def _concluded(state: Replay, lines: list[str]) -> tuple[str, int | None]:
    demand(len(lines) == 2 and lines[1] == END, "no end")
    words = lines[0].split(" ")
    demand(words.pop(0) == "conclusion" and words.pop() == ";", "no conclusion")
    if words[0] == "UNSAT":
        demand(len(words) == 3 and words[1] == ":", "conclusion")
        demand(contradiction(state.row(words[2])), "no contradiction")
        return "UNSAT", None
    demand(words[0] == "BOUNDS" and len(words) == 5 and words[2] == ":", "conclusion")
    lower, upper = number(words[1]), number(words[4])
    demand(contradiction(state.row(words[3])), "no contradiction")
    demand(state.solution is not None and state.solution <= upper, "no such solution")
    demand(lower == upper == state.solution, "bounds differ")
    return "BOUNDS", lower
