"""How likely each bid wins when scores are drawn again, for every point of a sweep by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from award_opt.interval import Interval, wilson
from award_opt.sweep.result import Result
from award_opt.sweep.scenario import Scenario

Row: TypeAlias = tuple[Scenario, Result | None]


@dataclass(frozen=True, slots=True)
class Chance:
    """In how many draws a bid wins; ``won`` is its fate with the scores as given, if known."""

    bid: str
    won: bool | None
    wins: int
    draws: int

    @property
    def interval(self) -> Interval:
        """The share of draws in which the bid wins, with its 95% interval."""
        return wilson(self.wins, self.draws)

    @property
    def doubtful(self) -> bool:
        """Whether the draws disagree, among themselves or with the scores as given."""
        steady = self.wins in (0, self.draws)
        return not steady or (self.won is not None and self.won != (self.wins > 0))


@dataclass(frozen=True, slots=True)
class Chances:
    """The draws at one point of a sweep.

    ``draws`` have an answer, in ``lawless`` of them no award keeps all rules; ``missing`` draws
    have none yet. ``same`` draws give the very award of the scores as given; ``None`` where that
    one is not known. ``bids`` win in some draw or with the scores as given, in the order of ids.
    """

    scenario: Scenario
    draws: int
    lawless: int
    missing: int
    same: int | None
    bids: tuple[Chance, ...]

    @property
    def identical(self) -> Interval | None:
        """The share of draws that give the very award of the scores as given."""
        return None if self.same is None else wilson(self.same, self.draws)

    def edge(self) -> list[Chance]:
        """The bids whose fate hangs on the draw, those nearest to half of the draws first."""
        doubtful = [each for each in self.bids if each.doubtful]
        return sorted(doubtful, key=lambda each: (abs(2 * each.wins - each.draws), each.bid))


def chances(rows: Iterable[Row]) -> tuple[Chances, ...]:
    """The chance of every bid at each point that has draws, in the order of the sweep.

    A draw without a lawful award is a draw in which nobody wins; a draw that was not solved is left
    out and counted as missing. The scores as given stand right before the draws of their point.
    """
    counted = Counted()
    for scenario, result in rows:
        counted.add(scenario, result)
    return counted.chances()


class Counted:
    """The wins of a sweep as they come, for every point by itself."""

    def __init__(self) -> None:
        self._tallies: dict[Scenario, _Tally] = {}
        self._given: tuple[Scenario, Result | None] = (Scenario(), None)

    def add(self, scenario: Scenario, result: Result | None) -> None:
        """Look at one scenario; the scores as given stand right before their draws."""
        if scenario.draw is None:
            self._given = scenario, result
            return
        point = replace(scenario, draw=None)
        if point not in self._tallies:
            given = self._given[1] if self._given[0] == point else None
            lawful = given is not None and given.status == "optimal"
            self._tallies[point] = _Tally(given.winners if given and lawful else None)
        self._tallies[point].add(result)

    def chances(self) -> tuple[Chances, ...]:
        """The chances at every point that has draws so far."""
        return tuple(tally.chances(point) for point, tally in self._tallies.items())


@dataclass(slots=True)
class _Tally:
    """Counts draws, so that the memory does not grow with their number."""

    given: tuple[str, ...] | None  # the winners with the scores as given
    draws: int = 0
    lawless: int = 0
    missing: int = 0
    wins: Counter[str] = field(default_factory=Counter)
    same: int = 0

    def add(self, result: Result | None) -> None:
        if result is None or result.status == "refused":
            self.missing += 1
        else:
            self.draws += 1
            self.lawless += result.status == "infeasible"
            self.wins.update(result.winners)
            self.same += result.status == "optimal" and result.winners == self.given

    def chances(self, point: Scenario) -> Chances:
        given = self.given
        won = set(given or ())
        return Chances(
            scenario=point,
            draws=self.draws,
            lawless=self.lawless,
            missing=self.missing,
            same=None if given is None else self.same,
            bids=tuple(
                Chance(bid, None if given is None else bid in won, self.wins[bid], self.draws)
                for bid in sorted({*self.wins, *won})
            ),
        )
