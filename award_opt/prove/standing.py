"""A proven award on a changed program: often its old proof still shows it best, without a solve.

Rows are known by rule and group, bids by their id, indicators by what they count. So limits,
shares, scores and values may change, rules may come and go, and losers may withdraw.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeAlias

from award_opt.certificate import Contents, Refused, Row, optimal
from award_opt.program.program import Program

Name: TypeAlias = Hashable


class Standing:
    """An award with the certificate that it is best in ``program``, to be tried on others.

    Parameters
    ----------
    program
        The program that the certificate is about, or its contents.
    certificate
        One that claims ``optimal``, accepted by the checker.
    """

    def __init__(self, program: Program | Contents, certificate: bytes) -> None:
        self.contents = contents_of(program)
        self.content = json.loads(gzip.decompress(certificate))

    def still_best(self, program: Program | Contents) -> bool:
        """Whether the old proof shows that the award is the one that a changed program selects.

        All that it uses is verified again in whole numbers, by the checker's own functions. A
        ``False`` says nothing about the award: solve.
        """
        new = contents_of(program)
        try:
            content = self._moved(new)
            optimal(new, content)
        except (Refused, LookupError, StopIteration):
            return False
        return True

    @cached_property
    def _variables(self) -> list[Name]:
        return _variable_names(self.contents)

    @cached_property
    def _rows(self) -> list[Name]:
        return _row_names(self.contents, self._variables)

    @cached_property
    def _parts(self) -> dict[int, list[int]]:
        return {part[0]: part for part in self.contents.parts()}

    def _losers(self, first: int, stage: str) -> list[int]:
        """The losers of a part in the order of a stage."""
        order = self.contents.tied if stage == "ties" else self.contents.ranked
        inside, won = {*self._parts[first]}, {*self.content["award"]}
        return [j for j in order if j in inside and j not in won]

    def _anchor(self, first: int, move: _Same | _Move) -> int:
        """A variable of a part that is still there."""
        return next(j for part in self._parts[first] if (j := move.known(part)) is not None)

    def _moved(self, new: Contents) -> dict[str, Any]:
        """The certificate in the numbers of another program.

        Raises
        ------
        LookupError
            It uses a row or a variable that the other program has not.
        """
        old, proofs = self.contents, self.content["parts"]
        move = _Same(old, new) if _alike(old, new) else _Move(self, new)
        award = [move.variable(j) for j in self.content["award"]]
        won, home = {*award}, {}
        parts = list(new.parts())
        for part in parts:
            home.update(dict.fromkeys(part, part[0]))
        moved: dict[str, dict[str, Any]] = {}
        for first, stages in proofs.items():
            known = moved.setdefault(str(home[self._anchor(int(first), move)]), {})
            for stage, proof in stages.items():
                if stage in known:
                    raise LookupError(stage)  # two parts have become one
                known[stage] = move.proof(proof, self._losers(int(first), stage))
        for part in parts:
            for stage, proof in moved.get(str(part[0]), {}).items():
                if "bound" in proof:
                    proof["bound"] = _reached(new, int(stage), won.intersection(part))
        values = [_reached(new, place, won) for place in range(len(new.goals))]
        return {
            "claim": "optimal",
            "award": award,
            "values": values,
            "bounds": values,
            "parts": moved,
        }


class _Same:
    """The old numbers, in a program with the same bids and rows."""

    def __init__(self, old: Contents, new: Contents) -> None:
        del old, new

    def variable(self, j: int) -> int:
        """The variable in the new program."""
        return j

    def known(self, j: int) -> int | None:
        """The same; ``None`` where it is gone."""
        return j

    def proof(self, proof: Any, losers: Sequence[int] = ()) -> Any:
        """A proof that may be changed."""
        del losers
        return dict(proof)


class _Move:
    """The numbers of a proof in another program; what is gone there counts as a loser."""

    def __init__(self, old: Standing, new: Contents) -> None:
        variables = _variable_names(new)
        place = {name: j for j, name in enumerate(variables)}
        self._variable = [place.get(name) for name in old._variables]
        rows = {name: number for number, name in enumerate(_row_names(new, variables))}
        self._row = [rows.get(name) for name in old._rows]
        self._beyond = len(new.rows) - len(old.contents.rows)

    def variable(self, j: int) -> int:
        """The variable in the new program."""
        found = self._variable[j]
        if found is None:
            raise LookupError(j)
        return found

    def known(self, j: int) -> int | None:
        """The same; ``None`` where it is gone."""
        return self._variable[j]

    def row(self, number: int) -> int:
        """The row in the new program; those after the last are goals and cuts."""
        if number >= len(self._row):
            return number + self._beyond
        found = self._row[number]
        if found is None:
            raise LookupError(number)
        return found

    def proof(self, proof: Mapping[str, Any], losers: Sequence[int] = ()) -> dict[str, Any]:
        """The same proof; of an order, ``losers`` are those of its part in their order."""
        steps = [self._step(*step) for step in proof["steps"]]
        moved = {**proof, "steps": [step for step in steps if step]}
        moved["pool"] = [self._sum(given) for given in proof["pool"]]
        if "tree" in proof:
            moved["tree"] = self._nodes(proof["tree"])
        if "trees" in proof:
            never = {*proof["never"][0]} if "never" in proof else set()
            moved["trees"] = self._trees(proof["trees"], [j for j in losers if j not in never])
        if "never" in proof:
            bids, shown = proof["never"]
            moved["never"] = [self._there(bids), self.proof(shown)]
        return moved

    def _there(self, variables: Iterable[int]) -> list[int]:
        return [self.variable(j) for j in variables if self._variable[j] is not None]

    def _step(self, kind: str, *given: Any) -> list[Any]:
        """A step; none where it settles what is gone."""
        if kind == "probe":
            if self._variable[given[0]] is None:
                return []
            return [kind, self.variable(given[0]), given[1], self._sum(given[2])]
        if kind == "cut":
            return [kind, self._sum(given[0]), given[1], self._there(given[2]), given[3]]
        return [kind, self._sum(given[0])]

    def _sum(self, given: Sequence[int]) -> list[int]:
        moved = list(given)
        moved[::2] = [self.row(number) for number in given[::2]]
        return moved

    def _nodes(self, nodes: Sequence[int]) -> list[int]:
        """A tree; of a split on what is gone, the branch at 0."""
        moved: list[int] = []
        skipped: dict[int, int] = {}
        place = 0
        while place < len(nodes):
            node = nodes[place]
            if place in skipped:
                place = skipped[place]
                continue
            place += 1
            if node >= 0 and self._variable[node] is None:
                other = _after(nodes, place)
                skipped[other] = _after(nodes, other)
            else:
                moved.append(node if node < 0 else self.variable(node))
        return moved

    def _trees(self, trees: Sequence[Sequence[int]], losers: Sequence[int]) -> list[list[int]]:
        """The trees of an order, one for each of the ``losers``; not of those that are gone."""
        if all(self._variable[j] is not None for j in losers):
            return [self._nodes(tree) for tree in trees]
        if trees and len(trees) != len(losers):
            raise LookupError("trees")  # some losers were settled before
        pairs = zip(losers, trees, strict=False)
        return [self._nodes(tree) for j, tree in pairs if self._variable[j] is not None]


def _after(nodes: Sequence[int], place: int) -> int:
    """The place after the tree that begins at ``place``."""
    waiting = 1
    while waiting:
        waiting += 1 if nodes[place] >= 0 else -1
        place += 1
    return place


def still_best(old: Program, certificate: bytes, new: Program) -> bool:
    """Whether the certificate of the best award of ``old`` shows the same award best in ``new``.

    For many programs in turn, make one ``Standing``.
    """
    return Standing(old, certificate).still_best(new)


def contents_of(program: Program | Contents) -> Contents:
    """A program as the checker reads it, without the way through a file and its digest."""
    if isinstance(program, Contents):
        return program
    rows, cut = program.rows, program.rows.start.tolist()
    flat = list(zip(rows.column.tolist(), rows.coefficient.tolist(), strict=True))
    turned = list(zip(rows.column.tolist(), (-rows.coefficient).tolist(), strict=True))
    told, names = [], []
    senses, bounds = rows.sense.tolist(), rows.bound.tolist()
    for number, rule in enumerate(rows.rule.tolist()):
        entry = slice(cut[number], cut[number + 1])
        below = senses[number] < 0
        bound = -bounds[number] if below else bounds[number]
        told.append(Row((turned if below else flat)[entry], bound, senses[number] == 0))
        name = program.rules[rule] if rule >= 0 else ""
        names.append((name, f"{name} {rows.group[number]}".rstrip()))
    goals = [
        (goal.goal, {j: c for j, c in enumerate(goal.coefficient.tolist()) if c})
        for goal in program.objectives
    ]
    bids = [bid.id for bid in program.columns.bids]
    ranked, tied = program.ranked.tolist(), program.tied.tolist()
    return Contents("", bids, program.size, told, names, goals, ranked, tied)


def _alike(old: Contents, new: Contents) -> bool:
    """Whether bids, rows and what defines indicators stand in the same places."""
    if (old.bids, old.size, old.rules) != (new.bids, new.size, new.rules):
        return False
    pairs = zip(old.rows, new.rows, old.rules, strict=True)
    return all(one == other for one, other, names in pairs if not names[0])


def _variable_names(contents: Contents) -> list[Name]:
    """Bids by their id; an indicator by the row that says what it counts."""
    names: list[Name] = [*contents.bids, *range(len(contents.bids), contents.size)]
    for row, (rule, _) in zip(contents.rows, contents.rules, strict=True):
        if not rule and row.entries and max(row.entries)[1] < 0:
            column, times = max(row.entries)
            terms = tuple((names[j], a) for j, a in row.entries if j != column)
            names[column] = (terms, times)
    return names


def _row_names(contents: Contents, variables: Sequence[Name]) -> list[Name]:
    """A row by rule, group and place among those alike; a definition by all that it says."""
    found: list[Name] = []
    seen: dict[str, int] = {}
    for row, (rule, name) in zip(contents.rows, contents.rules, strict=True):
        if rule:
            seen[name] = seen.get(name, 0) + 1
            found.append((name, seen[name]))
        else:
            terms = tuple(sorted((str(variables[j]), a) for j, a in row.entries))
            found.append(("", terms, row.bound))
    return found


def _reached(contents: Contents, place: int, won: Iterable[int]) -> int:
    weights = contents.goals[place][1]
    return sum(weights.get(j, 0) for j in won)
