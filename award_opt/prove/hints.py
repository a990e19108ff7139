"""A case beside its relaxation: what whole numbers hold, and what floating point suggests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from award_opt.certificate import Case
from award_opt.engines.lp import Floats, Relaxation
from award_opt.prove.memory import NONE

SCALES = (2**4, 2**8, 2**12, 2**18, 2**26, 2**36, 2**48)
FIX_SCALES = (2**10, 2**20, 2**34)


class Hinted:
    """A case with its relaxation, and the steps verified so far.

    ``target`` is the row that the relaxation maximises towards and should not reach; ``numbers``
    are the other rows that it sees, ``variables`` those of the part.
    """

    def __init__(
        self, case: Case, variables: Sequence[int], numbers: Sequence[int], target: int | None
    ) -> None:
        self.case, self.variables, self.target = case, variables, target
        self.place = {j: k for k, j in enumerate(variables)}
        self.base = len(case.rows)
        goal = {} if target is None else dict(case.rows[target].entries)
        self.lp = Relaxation([goal.get(j, 0) for j in variables])
        self.numbers: list[int] = []
        self.table: dict[int, Floats] = {}
        if target is not None:
            self.table[target] = self._dense(target)
        for number in numbers:
            self.admit(number)
        self.lower, self.upper = np.zeros(len(variables)), np.ones(len(variables))
        self.follow(j for j in case.settled if j in self.place)
        self.steps: list[list[Any]] = []

    def admit(self, number: int) -> None:
        """Show a row to the relaxation."""
        row = self.case.rows[number]
        self.numbers.append(number)
        self.table[number] = self._dense(number)
        local = [(self.place[j], a) for j, a in row.entries]
        self.lp.add(local, row.bound, equal=row.equal)

    def forget(self, places: Sequence[int]) -> None:
        """Drop rows from the relaxation by their places in it."""
        self.lp.drop(places)
        gone = set(places)
        for place in places:
            del self.table[self.numbers[place]]
        self.numbers = [number for place, number in enumerate(self.numbers) if place not in gone]

    def _dense(self, number: int) -> Floats:
        """The coefficients of a row by variable of the part."""
        dense = np.zeros(len(self.variables))
        for j, a in self.case.rows[number].entries:
            dense[self.place[j]] = a
        return dense

    def _sum(self, multipliers: Floats, scale: int, *, to_target: bool) -> list[int]:
        given = [self.target, scale] if to_target and self.target is not None else []
        for k in np.flatnonzero(np.abs(multipliers) * scale >= 0.5).tolist():
            times = round(float(multipliers[k]) * scale)
            number = self.numbers[k]
            if times > 0 or (times and self.case.rows[number].equal):
                given += [number, times]
        return given

    def excluded(self) -> list[int] | None:
        """A sum that excludes every vector of the box, if the relaxation knows one."""
        if self.lp.state == "optimal":
            if self.target is None or self.beyond() > -self._noise():
                return None
            return self._first(self.lp.multipliers, to_target=True)
        ray = self.lp.ray() if self.lp.state == "infeasible" else None
        if ray is not None and len(ray) and np.abs(ray).max() > 0:
            ray = ray / np.abs(ray).max()
            for side in (ray, -ray):
                given = self._first(side, to_target=False)
                if given is not None:
                    return given
        return self._elastic() if self.lp.state == "infeasible" else None

    def _first(self, multipliers: Floats, *, to_target: bool) -> list[int] | None:
        for scale in SCALES:
            given = self._sum(multipliers, scale, to_target=to_target)
            if self._seems(given) and self.case.room(given)[0] < 0:
                return given
        return None

    def _seems(self, given: Sequence[int]) -> bool:
        """Whether a sum excludes every vector of the box, as far as floating point can tell."""
        if not given:
            return False
        coefficients, bound = self.roughly(given)
        most = np.maximum(coefficients * self.lower, coefficients * self.upper).sum()
        return bool(most - bound < max(1.0, 1e-12 * abs(bound)))

    def roughly(self, given: Sequence[int]) -> tuple[Floats, float]:
        """A sum of rows of the relaxation in floating point: coefficients and bound."""
        times = np.array(given[1::2], np.float64)
        coefficients: Floats = times @ np.stack([self.table[number] for number in given[::2]])
        pairs = zip(given[::2], given[1::2], strict=True)
        return coefficients, float(sum(t * self.case.rows[number].bound for number, t in pairs))

    def _elastic(self) -> list[int] | None:
        """The same from the least amount by which all rows must give way."""
        room = Relaxation([*([0] * len(self.variables)), -1])
        room.hold(len(self.variables), 0, 1)
        for k, j in enumerate(self.variables):
            value = self.case.settled.get(j)
            if value is not None:
                room.hold(k, value, value)
        numbers: list[tuple[int, int]] = []
        for number in [*self.numbers, *([] if self.target is None else [self.target])]:
            row = self.case.rows[number]
            for side in (1, -1) if row.equal else (1,):
                entries = [(self.place[j], side * a) for j, a in row.entries]
                give = sum(abs(a) for _, a in entries) + abs(row.bound)
                room.add([*entries, (len(self.variables), give)], side * row.bound, equal=False)
                numbers.append((number, side))
        if room.solve() != "optimal":
            return None
        largest = max(float(np.abs(room.multipliers).max(initial=0.0)), 1e-300)
        for scale in SCALES:
            given: list[int] = []
            for (number, side), y in zip(numbers, room.multipliers / largest, strict=True):
                times = round(float(y) * scale)
                given += [number, side * times] if times > 0 else []
            if self.case.room(given)[0] < 0:
                return given
        return None

    def _noise(self) -> float:
        """What floating point may be off by: nearer to the target nothing is tried."""
        bound = 0 if self.target is None else self.case.rows[self.target].bound
        return max(1e-6, 1e-11 * abs(bound))

    def beyond(self) -> float:
        """How far the relaxation still reaches past the target; negative when it falls short."""
        bound = 0 if self.target is None else self.case.rows[self.target].bound
        return self.lp.value - bound + NONE

    def settle(self) -> bool:
        """A step that settles variables whose other value the bound excludes."""
        if self.target is None or self.lp.state != "optimal":
            return False
        multipliers, best = self.lp.multipliers, (0, [0])
        for scale in FIX_SCALES:
            given = self._sum(multipliers, scale, to_target=True)
            most, coefficients = self.case.room(given)
            many = sum(most < abs(a) for j, a in coefficients.items() if j not in self.case.settled)
            best = max(best, (many, given), key=lambda choice: choice[0])
        if not best[0]:
            return False
        before = set(self.case.settled)
        self.case.fix(best[1])
        self.steps.append(["fix", best[1]])
        self.follow(j for j in self.case.settled if j not in before)
        return True

    def best_sum(self, scale: int) -> list[int]:
        """The sum that bounds the target best; it begins with the target, ``scale`` times."""
        return self._sum(self.lp.multipliers, scale, to_target=True)

    def hold(self, j: int, value: int) -> None:
        """Settle a bid, whatever it was before."""
        self.case.settled[j] = value
        self.follow([j])

    def follow(self, changed: Iterable[int]) -> None:
        """Hold variables in the relaxation as the case has them."""
        for j in changed:
            k, value = self.place[j], self.case.settled.get(j)
            self.lower[k], self.upper[k] = value or 0, 1 if value is None else value
            self.lp.hold(k, int(self.lower[k]), int(self.upper[k]))

    def open(self) -> bool:
        """Whether the relaxation leaves anything to show."""
        return self.lp.state == "optimal" and (self.target is None or self.beyond() > 0)
