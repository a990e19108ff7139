"""The answers of a sweep: all of them functions of the plan and the results in its order.

Whatever ran the scenarios, and in what order they were done, the answers are the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Final

from award_opt.domain import Bid, Instance
from award_opt.errors import CheckError, Fact, Finding, InputError, nearest
from award_opt.sweep.chances import Chances, Counted
from award_opt.sweep.compare import Comparison, Side, compare
from award_opt.sweep.extra import chance_table, frontier_table
from award_opt.sweep.frontier import Frontier, Gathered
from award_opt.sweep.patch import written
from award_opt.sweep.plan import Plan
from award_opt.sweep.result import Result
from award_opt.sweep.scenario import Ground, Scenario
from award_opt.sweep.shelf import Shelf
from award_opt.sweep.table import Row, Table, tables

if TYPE_CHECKING:
    from award_opt.sweep.work import Worker


@dataclass(frozen=True, slots=True)
class Glance:
    """What one look at all results gives.

    ``ends`` counts how scenarios ended, ``open`` without a result. ``published`` is the result of
    the published scenario, ``least`` and ``most`` are those with the fewest and the most points
    among the scenarios with the scores as given.
    """

    ends: Mapping[str, int]
    published: Result | None
    least: tuple[Scenario, Result] | None
    most: tuple[Scenario, Result] | None
    frontiers: tuple[Frontier, ...]
    chances: tuple[Chances, ...]

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Glance:
        """Look at every row once."""
        ends, points, wins = Counter[str](), Gathered(), Counted()
        published: Result | None = None
        least: tuple[Scenario, Result] | None = None
        most: tuple[Scenario, Result] | None = None
        for scenario, result in rows:
            ends["open" if result is None else result.status] += 1
            points.add(scenario, result)
            wins.add(scenario, result)
            if result is not None and scenario.draw is None:
                published = result if scenario == PUBLISHED_SCENARIO else published
                if result.score is not None:
                    least = (scenario, result) if _below(result, least) else least
                    most = (scenario, result) if _above(result, most) else most
        return cls(ends, published, least, most, points.frontiers(), wins.chances())


def _below(result: Result, other: tuple[Scenario, Result] | None) -> bool:
    return other is None or Decimal(result.score or 0) < Decimal(other[1].score or 0)


def _above(result: Result, other: tuple[Scenario, Result] | None) -> bool:
    return other is None or Decimal(result.score or 0) > Decimal(other[1].score or 0)


PUBLISHED_SCENARIO: Final = Scenario()
MOST_NAMES: Final = 2000  # looked through for the nearest to a wrong one


@dataclass(frozen=True)
class Answers:
    """A plan with its results.

    Parameters
    ----------
    results
        Gives the results in the order of the plan, which are read once as a rule; ``None`` for a
        scenario that has none: not done yet, or set aside.
    """

    plan: Plan
    results: Callable[[], Iterable[Result | None]]

    def rows(self) -> Iterator[Row]:
        """Every scenario with its result; once all are read, they are kept in few bytes each."""
        return zip(self.plan.scenarios, self._read(), strict=True)

    def _read(self) -> Iterator[Result | None]:
        if self._shelves:
            yield from self._shelves[0]
            return
        shelf = Shelf(self.bids_by_id)
        for result in self.results():
            shelf.add(result)
            yield result
        if not shelf.full:
            self._shelves.append(shelf)

    @cached_property
    def _shelves(self) -> list[Shelf]:
        """The results, once they were all read; none where they are too many to keep."""
        return []

    def tables(self) -> tuple[Table, ...]:
        """The tables of scenarios, winners and slack, and of frontiers and chances if any."""
        found = tables(self.rows, self.plan.scenarios, self.bids, self.setting)
        more = [frontier_table(self.frontiers)] if self.frontiers else []
        more += [chance_table(self.chances, self.bids_by_id)] if self.chances else []
        return (*found, *more)

    @property
    def frontiers(self) -> tuple[Frontier, ...]:
        """Points against partners, small providers and money."""
        return self.glance.frontiers

    @property
    def chances(self) -> tuple[Chances, ...]:
        """How likely each bid wins, at every point whose scores were drawn again."""
        return self.glance.chances

    @cached_property
    def glance(self) -> Glance:
        """What one look at all results gives."""
        return Glance.of(self.rows())

    def find(self, name: str) -> int:
        """The place of a scenario by its name.

        Raises
        ------
        InputError
            No scenario has that name.
        """
        names: list[str] = []
        for place, scenario in enumerate(self.plan.scenarios):
            if scenario.name() == name:
                return place
            if len(names) < MOST_NAMES:
                names.append(scenario.name())
        facts: dict[str, Fact] = {"value": name, "nearest": nearest(name, names) or names[0]}
        raise InputError([Finding("--compare", "answers_no_scenario", facts)])

    def compared(self, before: int, after: int) -> Comparison:
        """Two scenarios side by side, by their places in the plan.

        Raises
        ------
        CheckError
            One of them has no award.
        """
        one, other = self._result(before), self._result(after)
        sides = (self._side(before, one), self._side(after, other))
        return compare(*sides, (one, other))

    def _side(self, place: int, result: Result) -> Side:
        scenario = self.plan.scenarios[place]
        return Side(
            name=scenario.name(),
            tender=self.plan.of(scenario),
            instance=self._worker.instance(scenario),
            winners=result.winners,
            among=self.plan.selected,
        )

    def _result(self, place: int) -> Result:
        found = next(result for k, result in enumerate(self.results()) if k == place)
        if found is None or found.status != "optimal":
            name = self.plan.scenarios[place].name()
            raise CheckError([Finding("--compare", "answers_no_award", {"value": name})])
        return found

    # --- what tables say beside the results

    def ground_scenario(self, ground: Ground) -> Scenario:
        """The rules of a ground without any setting, with the bids of its first scenario."""
        return Scenario(ground.what_ifs, drop=ground.drop, book=self.plan.scenarios.books[0])

    @cached_property
    def instance(self) -> Instance:
        """The bids as opened; before publication the first invented book."""
        return self.plan.instance or self._worker.instance(self.plan.scenarios[0])

    @cached_property
    def _worker(self) -> Worker:
        from award_opt.sweep.work import Worker  # noqa: PLC0415 - brings solvers along

        return Worker(self.plan)

    @cached_property
    def bids_by_id(self) -> Mapping[str, Bid]:
        """The bids as opened, by id; none where all are invented."""
        instance = self.plan.instance
        return {} if instance is None else {bid.id: bid for bid in instance.bids}

    def bids(self, scenario: Scenario) -> Mapping[str, Bid]:
        """The bids of a scenario; their bidders and lots are those that were opened or invented."""
        if scenario.book is None:
            return self.bids_by_id
        return {bid.id: bid for bid in self._worker.instance(scenario).bids}

    def setting(self, scenario: Scenario, path: str) -> str | None:
        """What a field of a rule is in a scenario, as a text; ``None`` where it is not there."""
        name, _, field = path.rpartition(".")
        try:
            tender = self.plan.of(scenario)
        except InputError:
            return None
        rule = next((rule for rule in tender.rules if rule.id == name), None)
        return None if rule is None else written(getattr(rule, field))
