"""What follows a parameter, and two of them together: sections with lines and grids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final, TypeAlias

from award_opt.exact import unscaled
from award_opt.report.html.parts import Picture, Section, Table, table
from award_opt.report.numbers import MARKS, number
from award_opt.report.speech import Speech
from award_opt.report.sweep.curves import Across, Reading, responses
from award_opt.report.sweep.tiles import Square, grid
from award_opt.report.sweep.view import COUNTS, MEASURES, View, inked, measured

if TYPE_CHECKING:
    from award_opt.sweep.result import Result
    from award_opt.sweep.scenario import Axis, Ground, Scenario

Settings: TypeAlias = tuple[tuple[str, str], ...]
Point: TypeAlias = dict[str, str]
MOST_POINTS: Final = 20_000  # of a ground; more are left to the tables
MOST_GROUNDS: Final = 4
GRIDS: Final = ("score", "partners", "small_share")
TABLED: Final = ("score", "contracts", "partners", "small_share", "money", "passed_over")


@dataclass(frozen=True)
class Field:
    """The points of one ground by their settings, with the results of every book."""

    view: View
    ground: Ground
    place: int
    results: Mapping[Settings, Sequence[Result | None]]

    def middle(self, point: Point, measure: str) -> str | int | None:
        """A measure at a point: that of the middle book; ``None`` where no book has an award."""
        found = self.values(point, measure)
        return found[(len(found) - 1) // 2] if found else None

    def values(self, point: Point, measure: str) -> list[str | int]:
        """A measure at a point in every book that has an award, the least first."""
        found = [
            value
            for result in self.results.get(self.key(point), ())
            if result is not None and result.status == "optimal"
            if (value := measured(result, measure)) is not None
        ]
        return sorted(found, key=Decimal)

    def key(self, point: Point) -> Settings:
        """The settings of a point, in the order of the axes."""
        return tuple((axis.path, point[axis.path]) for axis in self.ground.axes)

    def published(self, axis: Axis) -> str | None:
        """What the field is where no scenario sets it."""
        return self.view.answers.setting(self.scenario, axis.path)

    @property
    def scenario(self) -> Scenario:
        """The rules of the ground without any setting."""
        return self.view.answers.ground_scenario(self.ground)

    def centre(self) -> Point:
        """The published values where the grid has them, else its middle ones."""
        found = {}
        for axis in self.ground.axes:
            known = self.published(axis)
            middle = axis.values[(len(axis.values) - 1) // 2]
            found[axis.path] = middle if known is None or known not in axis.values else known
        return found

    @property
    def name(self) -> str:
        """What the ground changes beside its settings; "" for the published rules."""
        name = replace(self.scenario, book=None).name()
        return "" if name == "published" else name

    @property
    def here(self) -> str:
        """What the legend calls the values that no setting moves."""
        return self.view.say("unchanged" if self.name else "published")

    def rule(self, rule: str) -> str:
        """A rule of the ground by its id and what it says."""
        plan = self.view.answers.plan
        speech = Speech(plan.of(self.scenario), self.view.answers.instance, self.view.lang)
        return f"{rule} ({speech.rule_text(rule).rstrip('.')})"


def sections(view: View) -> Iterator[Section]:
    """For each ground a grid where it has two parameters, and lines along each of them."""
    for field in _fields(view):
        if len(field.ground.axes) == 2:
            yield _grid(field)
        for nth, axis in enumerate(field.ground.axes):
            if len(axis.values) > 1:
                yield _along(field, axis, f"{field.place}-{nth}")


def _fields(view: View) -> Iterator[Field]:
    grounds = view.answers.plan.scenarios.grounds
    laid = [g for g in grounds if g.axes and g.points <= MOST_POINTS][:MOST_GROUNDS]
    found: dict[tuple[tuple[str, ...], tuple[str, ...]], dict[Settings, list[Result | None]]] = {
        (ground.what_ifs, ground.drop): {} for ground in laid
    }
    for scenario, result in view.answers.rows() if laid else ():
        inside = found.get((scenario.what_ifs, scenario.drop))
        plain = scenario.draw is None and not scenario.gone and scenario.method is None
        if inside is not None and plain:
            inside.setdefault(scenario.settings, []).append(result)
    for place, ground in enumerate(laid):
        yield Field(view, ground, place, found[ground.what_ifs, ground.drop])


# --- along one parameter


def _along(field: Field, axis: Axis, name: str) -> Section:
    view, across = field.view, _across(field, axis)
    points = [{**field.centre(), axis.path: value} for value in axis.values]
    books = len(view.answers.plan.scenarios.books) > 1
    readings = [
        Reading(
            view.axis(measure),
            [inked(measure, field.middle(point, measure)) for point in points],
            view.ink,
            measure in COUNTS,
            [_band(measure, field.values(point, measure)) for point in points] if books else (),
        )
        for measure in MEASURES
        if any(field.middle(point, measure) is not None for point in points) or measure == "score"
    ]
    drawing = responses(across, readings, (field.here, view.say("no_award")))
    title = view.say("along", path=axis.path)
    if field.name:
        title = view.say("part_of", item=title, ground=field.name)
    caption = view.say("along_caption", path=axis.path)
    picture = Picture(f"along-{name}", caption, _along_alt(field, axis, points), drawing)
    lines = tuple(_about(field, axis))
    return Section(f"along-{name}", title, lines, (picture,), (_table(field, axis, points),))


def _band(measure: str, values: Sequence[str | int]) -> tuple[float, float] | None:
    """The least and the most of a measure on their way to ink."""
    if not values:
        return None
    return inked(measure, values[0]) or 0.0, inked(measure, values[-1]) or 0.0


def _about(field: Field, axis: Axis) -> Iterator[str]:
    view = field.view
    yield view.say("along_about", rule=field.rule(axis.rule))
    fixed = [
        f"{other.path} = {field.centre()[other.path]}"
        for other in field.ground.axes
        if other is not axis
    ]
    if fixed:
        yield view.say("along_fixed", fixed=", ".join(fixed))
    books = len(view.answers.plan.scenarios.books)
    if books > 1:
        yield view.say("along_books", books=books)


def _along_alt(field: Field, axis: Axis, points: Sequence[Point]) -> str:
    view, ends = field.view, {"low": axis.values[0], "high": axis.values[-1]}
    scores = [value for p in points if (value := field.middle(p, "score")) is not None]
    if not scores:
        return view.say("along_alt_none", path=axis.path, **ends)
    least, most = (view.exact("score", end(scores, key=Decimal)) for end in (min, max))
    return view.say("along_alt", path=axis.path, least=least, most=most, **ends)


def _table(field: Field, axis: Axis, points: Sequence[Point]) -> Table:
    view = field.view
    header = (axis.path, *(view.say(measure) for measure in TABLED), view.say("status"))
    rows = [
        (
            point[axis.path],
            *(view.exact(measure, field.middle(point, measure)) for measure in TABLED),
            status(view, field.results.get(field.key(point), ())),
        )
        for point in points
    ]
    caption = view.say("along_caption", path=axis.path)
    return table(caption, header, rows, "<" + ">" * len(TABLED) + "<")


def status(view: View, results: Sequence[Result | None]) -> str:
    """What scenarios came to, the plainest outcome first."""
    found = ["open" if result is None else result.status for result in results] or ["open"]
    return view.say(f"status_{min(found, key=('optimal', 'infeasible', 'refused', 'open').index)}")


def _across(field: Field, axis: Axis) -> Across:
    """The values where they stand on the axis: by size where all are numbers, else in order."""
    known, numbers = field.published(axis), True
    try:
        places = [float(Decimal(value)) for value in axis.values]
        here = None if known is None else float(Decimal(known))
    except InvalidOperation:
        numbers = False
        places = [float(place) for place in range(len(axis.values))]
        here = float(axis.values.index(known)) if known in axis.values else None
    inside = here is not None and min(places) <= here <= max(places)
    mark = MARKS[field.view.lang][1] if numbers else "."
    labels = [value.replace(".", mark) for value in axis.values]
    return Across(axis.path, places, labels, here if inside else None)


# --- two parameters together


def _grid(field: Field) -> Section:
    view = field.view
    across, down = _sides(field.ground)
    pictures = tuple(_picture(field, across, down, measure) for measure in GRIDS)
    title = view.say("grid", across=across.path, down=down.path)
    if field.name:
        title = view.say("part_of", item=title, ground=field.name)
    rules = [view.say("along_about", rule=field.rule(axis.rule)) for axis in (across, down)]
    lines = (view.say("grid_about"), *dict.fromkeys(rules))
    return Section(f"grid-{field.place}", title, lines, pictures)


def _sides(ground: Ground) -> tuple[Axis, Axis]:
    """The longer axis goes across."""
    one, other = ground.axes
    return (one, other) if len(one.values) >= len(other.values) else (other, one)


def _picture(field: Field, across: Axis, down: Axis, measure: str) -> Picture:
    view = field.view
    lines = [
        [field.middle({across.path: x, down.path: y}, measure) for x in across.values]
        for y in down.values
    ]
    cells = [[Square(inked(measure, v), _written(view, measure, v)) for v in row] for row in lines]
    caption = view.say(
        "grid_caption", measure=view.say(measure), across=across.path, down=down.path
    )
    words = (view.axis(measure), field.here, view.say("no_award"))
    drawing = grid(_across(field, across), _across(field, down), cells, words)
    known = [value for row in lines for value in row if value is not None]
    lawless = len(across.values) * len(down.values) - len(known)
    least, most = (
        (view.exact(measure, end(known, key=Decimal)) for end in (min, max)) if known else "--"
    )
    facts = {"columns": len(across.values), "rows": len(down.values), "lawless": lawless}
    alternative = view.say("grid_alt", least=least, most=most, **facts)
    return Picture(f"grid-{field.place}-{measure}", caption, alternative, drawing)


def _written(view: View, measure: str, value: str | int | None) -> str:
    """A number for a small cell: whole points and counts, percents with one decimal."""
    if value is None:
        return ""
    if measure == "small_share":
        return number(unscaled((int(value) + 5) // 10, 1), view.lang)
    return view.ink(round(float(value)))
