"""Municipal award decisions: participatory budgeting as Pabulib publishes it.

An election is one segment, a project a bid: votes or points are its score, cost is its value, and
the budget is a ceiling. The published rule `greedy` ranks and skips what does not fit;
`greedy-no-skip` stops there. Equal scores keep the order of the file, as the draw numbers say.

Source: Faliszewski, Flis, Peters, Pierczynski, Skowron, Stolicki, Szufa, Talmon: Participatory
Budgeting: Data, Tools, and Analysis, IJCAI 2023.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import takewhile
from pathlib import Path

from award_opt.domain import Bid, Instance
from award_opt.tender import Tender
from benchmarks.cases.case import (
    Case,
    Fields,
    Known,
    Scale,
    made_bid,
    made_instance,
    made_tender,
    number,
    places,
)

ON_MISFIT = {"greedy": "skip", "greedy-threshold": "skip", "greedy-no-skip": "stop"}
CENT, DEAREST = -2, Decimal(10) ** 10


@dataclass(frozen=True, slots=True)
class Election:
    """A `.pb` file without its votes: what was published of the election and of each project."""

    meta: Mapping[str, str]
    projects: tuple[Mapping[str, str], ...]

    @property
    def official(self) -> frozenset[str]:
        """The projects that the official rule selected; later additions carry another number."""
        return frozenset(
            project["project_id"]
            for project in self.projects
            if project.get("selected", "").strip() == "1"
        )


def read_election(path: Path) -> Election:
    """Read the sections META and PROJECTS; the votes are never parsed.

    Raises
    ------
    ValueError
        The file has no section PROJECTS with the columns ``project_id`` and ``cost``.
    """
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        lines = list(takewhile(lambda line: line.strip("; \t\r\n").upper() != "VOTES", file))
    quoted = _sections(csv.reader(lines, delimiter=";"), path)
    if str(len(quoted.projects)) == quoted.meta.get("num_projects", "").strip():
        return quoted
    bare = _sections(csv.reader(lines, delimiter=";", quoting=csv.QUOTE_NONE), path)
    return max(quoted, bare, key=lambda election: len(election.projects))


def _sections(read: Iterable[list[str]], path: Path) -> Election:
    rows: dict[str, list[list[str]]] = {"META": [], "PROJECTS": []}
    section = rows["META"]
    for row in read:
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if (title := cells[0].upper()) in rows and not any(cells[1:]):
            section = rows[title]
        else:
            section.append(cells)
    header = [name.lower() for name in rows["PROJECTS"][0]] if rows["PROJECTS"] else []
    if not {"project_id", "cost"} <= set(header):
        raise ValueError(f"{path}: PROJECTS has no columns project_id and cost, but {header}")
    return Election(
        meta={key.lower(): ";".join(rest) for key, *rest in rows["META"]},
        projects=tuple(dict(zip(header, cells, strict=False)) for cells in rows["PROJECTS"][1:]),
    )


def scale(election: Election, column: str) -> Scale:
    """The scale that holds every score of ``column`` and the threshold."""
    return Scale.of([*scores(election, column), threshold(election)])


def scores(election: Election, column: str) -> list[Decimal]:
    """The score of each project; none counts as 0."""
    return [number(project.get(column) or "0") for project in election.projects]


def threshold(election: Election) -> Decimal:
    """The least score that may win; 0 where none was published."""
    return number(election.meta.get("min_project_score_threshold") or "0")


def money(amounts: list[Decimal]) -> int:
    """The power of ten that holds every amount as whole cents of a tender.

    A cent, a finer one where an amount needs it, or the coarsest one where amounts are large.
    """
    exact = -places(filter(None, amounts))
    return exact if exact < CENT or max(amounts) >= DEAREST else CENT


def award(name: str, election: Election, column: str, method: Fields) -> tuple[Tender, Instance]:
    """The election under an award method; ``column`` holds the scores.

    What counts as a cent is one, or the power of ten that ``money`` says.
    """
    costs = [number(project["cost"]) for project in election.projects]
    budget = number(election.meta["budget"])
    unit = money([budget, *costs])
    points = scale(election, column)
    rules: list[Fields] = [
        {"id": "BUDGET", "kind": "budget", "ceiling": budget.scaleb(CENT - unit)}
    ]
    if least := threshold(election):
        rules.append({"id": "THRESHOLD", "kind": "min_score", "threshold": points.points(least)})
    method = {"fill": "may_stay_open", "ties": ["score", "draw"], **method}
    tender = made_tender("pabulib", name, rules, method, scale=points)
    facts = zip(election.projects, scores(election, column), costs, strict=True)
    bids: list[Bid] = [
        made_bid(
            project["project_id"],
            score=points.units(score),
            value_cents=int(cost.scaleb(-unit)),
            draw=place,
        )
        for place, (project, score, cost) in enumerate(facts, start=1)
    ]
    return tender, made_instance(tender, bids)


def ranked(line: Mapping[str, str], election: Election) -> Case:
    """An election by its published rule, with the official winners."""
    method = {"goals": ["ranking"], "on_misfit": ON_MISFIT[line["rule"]]}
    tender, instance = award(line["name"], election, line["score_field"], method)
    known = Known(winners=election.official, tied=line["tie_with_different_fate"] == "1")
    return Case(f"pabulib, ranking, {line['rule']}", line["name"], tender, instance, known)


def summed(line: Mapping[str, str], election: Election) -> Case:
    """An election by total score, with the proven optimum."""
    name, column = line["name"], line["score_field"]
    tender, instance = award(name, election, column, {"goals": ["total_score"]})
    best = scale(election, column).points(number(line["opt_score"]))
    known = Known(value=best, tied=line["opt_unique"] != "unique")
    return Case("pabulib, total score", name, tender, instance, known)


def cases(root: Path) -> Iterator[Case]:
    """Every election by total score; by ranking too where the published rule gave the outcome."""
    with (root / "pabulib" / "index.csv").open(encoding="utf-8-sig", newline="") as file:
        index = list(csv.DictReader(file))
    for line in index:
        election = read_election(root / "pabulib" / "elections" / f"{line['name']}.pb")
        if line["status"] == "reproduced" and line["rule"] in ON_MISFIT:
            yield ranked(line, election)
        if line["opt_status"] == "Optimal":
            yield summed(line, election)
