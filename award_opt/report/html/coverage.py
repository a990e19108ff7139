"""Which care types are contracted where, beside what the rules demand."""

from __future__ import annotations

from collections.abc import Iterator

from award_opt.report import figures
from award_opt.report.figures import Cell
from award_opt.report.html.case import Case
from award_opt.report.html.parts import Picture, Section, Table, table
from award_opt.rules import Coverage
from award_opt.rules._base import Group, Where, count_units, label
from award_opt.tender import Segment

LEAST_CELLS = 4  # fewer need no map


def section(case: Case) -> Section | None:
    """The map of care types by areas of each segment; ``None`` where no segment has care types."""
    speech = case.speech
    pictures: list[Picture] = []
    tables: list[Table] = []
    for segment in case.tender.segments:
        cells = _cells(case, segment)
        if cells:
            tables.append(_table(case, segment, cells))
            pictures += _picture(case, segment, cells)
    if not tables:
        return None
    lines = [speech.phrase("coverage_about")]
    lines += [speech.phrase("coverage_key")] if pictures else []
    title = speech.phrase("coverage")
    return Section("coverage", title, tuple(lines), tuple(pictures), tuple(tables))


def _cells(case: Case, segment: Segment) -> list[list[Cell]]:
    """The count of each care type (rows) in each area (columns)."""
    rule = _rule(case, segment)
    roles = ("lead", "member") if rule is None else rule.roles
    unit = "providers" if rule is None else rule.count
    where: Where = {"segment": (segment.id,)}
    columns = ("area", "care_type") if segment.areas else ("care_type",)
    found = count_units(case.winners, where, columns, unit, roles)
    needed = dict(_needed(case, rule))
    return [
        [Cell(len(found.get(key, ())), needed.get(label(key))) for key in _keys(segment, care)]
        for care in segment.care_types
    ]


def _keys(segment: Segment, care_type: str) -> list[Group]:
    areas: list[Group] = [(area, care_type) for area in segment.areas]
    return areas or [(care_type,)]


def _rule(case: Case, segment: Segment) -> Coverage | None:
    """The coverage rule that speaks of exactly these cells."""
    columns = {"area", "care_type"} if segment.areas else {"care_type"}
    for rule in case.tender.rules:
        if not isinstance(rule, Coverage) or segment.id not in case.tender.in_scope(rule):
            continue
        if set(rule.per) - {"segment"} == columns:
            return rule
    return None


def _needed(case: Case, rule: Coverage | None) -> Iterator[tuple[str, int]]:
    """What the rule demands of each cell, by area and care type."""
    if rule is None:
        return
    known = (case.admission.admitted, case.winners, case.tender.landscape())
    asked = [(tuple(m.group.split("/")), m.limit) for m in rule.measures(*known)]
    if rule.if_short == "goal":
        asked = [(group, rule.at_least) for group, _, _ in rule.cells(*known)]
    for group, needed in asked:
        named = dict(zip(rule.per, group, strict=False))
        key = tuple(named[column] for column in ("area", "care_type") if column in named)
        yield label(key), needed


def _areas(case: Case, segment: Segment) -> list[str]:
    names = {area.id: area.name for area in case.tender.areas}
    return [names[area] for area in segment.areas] or [case.speech.phrase("whole_region")]


def _rows(case: Case, segment: Segment) -> list[str]:
    return [case.speech.care_types([care]) for care in segment.care_types]


def _table(case: Case, segment: Segment, cells: list[list[Cell]]) -> Table:
    names = _areas(case, segment)
    rows: list[tuple[str, ...]] = [
        (care, *(_said(case, cell) for cell in line))
        for care, line in zip(_rows(case, segment), cells, strict=True)
    ]
    caption = case.speech.lot(segment.id, None)
    header = (case.speech.phrase("care_type"), *names)
    return table(caption, header, rows, "<" + ">" * len(names))


def _said(case: Case, cell: Cell) -> str:
    if cell.needed is None:
        return str(cell.found)
    text = f"{cell.found} / {cell.needed}"
    if cell.found == cell.needed:
        return case.speech.phrase("tight_mark", text=text)
    return case.speech.phrase("short_mark", text=text) if cell.found < cell.needed else text


def _picture(case: Case, segment: Segment, cells: list[list[Cell]]) -> Iterator[Picture]:
    every = [cell for line in cells for cell in line]
    if len(every) < LEAST_CELLS or not segment.areas:
        return
    speech, areas = case.speech, _areas(case, segment)
    demanded = [(cell.found, cell.needed) for cell in every if cell.needed is not None]
    alternative = speech.phrase(
        "coverage_alt",
        rows=len(cells),
        columns=len(areas),
        short=sum(found < needed for found, needed in demanded),
        tight=sum(found == needed for found, needed in demanded),
        bare=sum(not cell.found for cell in every),
    )
    drawing = figures.coverage_map(_rows(case, segment), areas, cells)
    caption = speech.phrase("coverage_caption", segment=speech.lot(segment.id, None))
    yield Picture(f"coverage-{segment.id}", caption, alternative, drawing)
