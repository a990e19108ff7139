"""A sweep as tidy tables: one row per scenario, one per winner, one per rule and group.

Rows are made when they are asked for, so that a million scenarios take no more memory than one.
Every number is an exact text or a whole number; columns say which.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from award_opt.domain import Bid
from award_opt.exact import decimals, parse, unscaled
from award_opt.sweep.result import SIMULATION, Result
from award_opt.sweep.scenario import Scenario

Kind: TypeAlias = Literal["text", "count", "decimal", "truth", "texts"]
Cell: TypeAlias = str | int | bool | tuple[str, ...] | None
Line: TypeAlias = tuple[Cell, ...]
Row: TypeAlias = tuple[Scenario, Result | None]
Rows: TypeAlias = Callable[[], Iterable[Row]]
OPEN: Final = "open"  # the status of a scenario without an answer
SLACKS_KEPT: Final = 1024
MEASURED: Final = ("score", "contracts", "partners", "money", "small_share")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in files, what its cells hold, and how many decimals they need.

    ``text``, ``count`` (whole), ``decimal`` (an exact text), ``truth`` or ``texts`` (a list).
    ``money`` and ``small_share`` are euro and percent.
    """

    name: str
    kind: Kind
    places: int = 0


STAMPED: Final = (Column("scenario", "text"), Column("mode", "text"))


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a sweep; ``rows`` starts anew each time it is called."""

    name: str
    columns: tuple[Column, ...]
    rows: Callable[[], Iterator[Line]]


def tables(
    rows: Rows,
    scenarios: Sequence[Scenario],
    bids: Callable[[Scenario], Mapping[str, Bid]],
    setting: Callable[[Scenario, str], str | None],
) -> tuple[Table, ...]:
    """The tables ``scenarios``, ``winners`` and ``slack``, in the order of the sweep.

    Parameters
    ----------
    rows
        Gives every scenario with its result, ``None`` where it has none yet.
    scenarios
        All scenarios in their order.
    bids
        The bids of a scenario by id, for the bidders and lots of its winners.
    setting
        What a field of a rule is in a scenario that does not set it, as a text; ``None`` where the
        rule is not there.
    """
    found = _Survey.of(rows())
    found.complete(scenarios, setting)
    return (
        _scenario_table(rows, found, setting),
        _winner_table(rows, bids),
        _slack_table(rows, found),
    )


# --- what the scenarios have in common


@dataclass(slots=True)
class _Survey:
    """What is varied and what was measured, from one look at all rows."""

    settings: dict[str, Column] = field(default_factory=dict)
    parts: set[str] = field(default_factory=set)
    goals: dict[str, int] = field(default_factory=dict)
    rules: dict[str, int] = field(default_factory=dict)
    score_places: int = 0

    @classmethod
    def of(cls, rows: Iterable[Row]) -> _Survey:
        survey = cls()
        for scenario, result in rows:
            survey._changed(scenario)
            if result is not None:
                survey._measured(result)
        return survey

    def complete(
        self, scenarios: Iterable[Scenario], setting: Callable[[Scenario, str], str | None]
    ) -> None:
        """Let the columns of settings hold what scenarios leave as it was published."""
        for scenario in scenarios if self.settings else ():
            for path in self.settings.keys() - dict(scenario.settings).keys():
                if (value := setting(scenario, path)) is not None:
                    self.settings[path] = _wider(self.settings[path], path, value)

    def _changed(self, scenario: Scenario) -> None:
        for part, held in _parts(scenario).items():
            if held not in (None, ()):
                self.parts.add(part)
        for path, value in scenario.settings:
            self.settings[path] = _wider(self.settings.get(path), path, value)

    def _measured(self, result: Result) -> None:
        self.score_places = max(self.score_places, _places(result.score))
        for goal, value, _ in result.goals:
            self.goals[goal] = max(self.goals.get(goal, 0), _places(value))
        for rule, places in _rooms(result.slack):
            self.rules[rule] = max(self.rules.get(rule, 0), places)

    def varied(self) -> dict[str, int]:
        """The rules that some setting moves and that some award was measured by."""
        moved = {path.rpartition(".")[0] for path in self.settings}
        return {rule: places for rule, places in self.rules.items() if rule in moved}


_PARTS: Final[dict[str, Kind]] = {
    "what_ifs": "texts",
    "drop": "texts",
    "method": "text",
    "book": "count",
    "gone": "texts",
    "draw": "count",
}


def _parts(scenario: Scenario) -> dict[str, Cell]:
    """What a scenario changes beside its settings."""
    return {name: getattr(scenario, name) for name in _PARTS}


def _wider(known: Column | None, path: str, value: str) -> Column:
    """The column of a setting that holds ``value`` as well: whole, decimal or else text."""
    number = parse(value)
    if number is None or (known is not None and known.kind == "text"):
        return Column(path, "text")
    places = max(decimals(number), known.places if known else 0)
    return Column(path, "decimal" if places else "count", places)


def _places(exact: str | None) -> int:
    return len((exact or "").partition(".")[2])


@lru_cache(SLACKS_KEPT)
def _rooms(slack: tuple[tuple[str, str, str], ...]) -> tuple[tuple[str, int], ...]:
    """The rules that slack names, and the decimals that each needs; the same slack comes back."""
    found: dict[str, int] = {}
    for rule, _, room in slack:
        found[rule] = max(found.get(rule, 0), _places(room))
    return tuple(found.items())


# --- the tables


def _scenario_table(
    rows: Rows, survey: _Survey, setting: Callable[[Scenario, str], str | None]
) -> Table:
    """One row per scenario: what it changes, what it came to, and the room in what was moved."""
    settings = tuple(survey.settings.values())
    parts = tuple(name for name in _PARTS if name in survey.parts)
    varied = survey.varied()
    columns = (
        *STAMPED,
        *(Column(name, _PARTS[name]) for name in parts),
        *settings,
        Column("status", "text"),
        Column("proven", "truth"),
        *(Column(f"goal.{goal}", _sort(n), n) for goal, n in survey.goals.items()),
        Column("score", "decimal", survey.score_places),
        Column("contracts", "count"),
        Column("partners", "count"),
        Column("money", "decimal", 2),
        Column("small_share", "decimal", 2),
        Column("covered", "count"),
        Column("cells", "count"),
        Column("passed_over", "count"),
        *(Column(f"slack.{rule}", _sort(n), n) for rule, n in varied.items()),
        Column("winners", "texts"),
    )

    def lines() -> Iterator[Line]:
        for scenario, result in rows():
            held, chosen = _parts(scenario), dict(scenario.settings)
            yield (
                scenario.name(),
                SIMULATION,
                *(held[name] for name in parts),
                *(
                    _typed(each, chosen.get(each.name) or setting(scenario, each.name))
                    for each in settings
                ),
                *_outcome(result, tuple(survey.goals), tuple(varied)),
            )

    return Table("scenarios", columns, lines)


def _sort(places: int) -> Kind:
    return "decimal" if places else "count"


def _typed(column: Column, value: str | None) -> Cell:
    """A value of a setting, a whole number where its column holds those."""
    return int(Decimal(value)) if value is not None and column.kind == "count" else value


def _outcome(result: Result | None, goals: tuple[str, ...], rules: tuple[str, ...]) -> Line:
    lawful = result is not None and result.status == "optimal"
    if result is None or not lawful:
        status = OPEN if result is None else result.status
        none = (None,) * (len(goals) + len(MEASURED) + 3 + len(rules))
        return (status, None if result is None else True, *none, ())
    reached = {goal: value for goal, value, _ in result.goals}
    return (
        result.status,
        all(proven for _, _, proven in result.goals),
        *(_number(reached.get(goal)) for goal in goals),
        result.score,
        result.contracts,
        result.partners,
        _exact(result.money_cents),
        _exact(result.small_bp),
        result.covered,
        result.cells,
        result.passed_over,
        *(_number(_least(result, rule)) for rule in rules),
        result.winners,
    )


def _number(exact: str | None) -> Cell:
    return int(exact) if exact is not None and "." not in exact else exact


def _exact(hundredths: int | None) -> str | None:
    return None if hundredths is None else unscaled(hundredths, 2)


def _least(result: Result, rule: str) -> str | None:
    """The least room that a rule leaves in any of its groups."""
    found = [slack for name, _, slack in result.slack if name == rule]
    return min(found, key=Decimal, default=None)


def _winner_table(rows: Rows, bids: Callable[[Scenario], Mapping[str, Bid]]) -> Table:
    """One row per winning bid of every scenario."""
    columns = (*STAMPED, *(Column(name, "text") for name in ("bid", "bidder", "lot")))

    def lines() -> Iterator[Line]:
        for scenario, result in rows():
            if result is not None and result.winners:
                known, name = bids(scenario), scenario.name()
                for bid in result.winners:
                    yield name, SIMULATION, bid, known[bid].bidder, known[bid].lot

    return Table("winners", columns, lines)


def _slack_table(rows: Rows, survey: _Survey) -> Table:
    """One row per rule and group of every lawful scenario: the room that is left."""
    places = max(survey.rules.values(), default=0)
    columns = (
        *STAMPED,
        *(Column(name, "text") for name in ("rule", "group")),
        Column("slack", "decimal", places),
    )

    def lines() -> Iterator[Line]:
        for scenario, result in rows():
            name = scenario.name()
            for rule, group, slack in result.slack if result is not None else ():
                yield name, SIMULATION, rule, group, slack

    return Table("slack", columns, lines)
