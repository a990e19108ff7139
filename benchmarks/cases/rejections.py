"""Why each project lost in real elections: ``python -m benchmarks.cases.rejections``.

For each project that an official outcome rejected, the reason that ``award_opt.reasons`` gives is
compared with the one that follows from the published rule, the budget left at that moment included.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import islice
from pathlib import Path

from award_opt.reasons import Reason, explain
from award_opt.solve import Options, solve
from benchmarks.cases import pabulib
from benchmarks.cases.case import folder, number

EXPECTED = {
    "ceiling": "cost_exceeds_remaining_budget",
    "after_stop": "after_first_that_did_not_fit",
    "min_score": "below_minimum_score",
}
CUSTOM = "greedy-custom"  # a city's own rule, which stopped at the first misfit too


@dataclass(frozen=True, slots=True)
class Compared:
    """One rejected project: the reason expected and the one given; ``left`` is budget left."""

    election: str
    project: str
    expected: str
    found: str
    left: Decimal
    found_left: Decimal | None

    @property
    def agrees(self) -> bool:
        """Whether the reason agrees, and the budget left where the budget is the reason."""
        same = self.expected == self.found
        return same and (self.found_left is None or self.found_left == self.left)


def rejections(root: Path) -> dict[str, list[Mapping[str, str]]]:
    """The expected reasons, by election."""
    found: dict[str, list[Mapping[str, str]]] = {}
    path = root / "pabulib" / "expected_rejections.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        for line in csv.DictReader(file):
            found.setdefault(line["election"], []).append(line)
    return found


def compared(root: Path, name: str, lines: Sequence[Mapping[str, str]]) -> Iterator[Compared]:
    """Every rejected project of one election beside the reason that we give."""
    with (root / "pabulib" / "index.csv").open(encoding="utf-8-sig", newline="") as file:
        index = next(line for line in csv.DictReader(file) if line["name"] == name)
    election = pabulib.read_election(root / "pabulib" / "elections" / f"{name}.pb")
    rule = "greedy-no-skip" if index["rule"] == CUSTOM else index["rule"]
    case = pabulib.ranked({**index, "rule": rule}, election)
    award = solve(case.tender, case.instance, Options(cross_check=False))
    reasons = {each.bid: each for each in explain(case.tender, case.instance, award)}
    unit = pabulib.money([number(each["cost"]) for each in [*election.projects, budget(election)]])
    for line in lines:
        reason = reasons[line["project_id"]]
        yield Compared(
            election=name,
            project=line["project_id"],
            expected=line["reason"],
            found=EXPECTED.get(reason.code, reason.code),
            left=number(line["budget_left_at_that_moment"]),
            found_left=_left(reason, unit) if reason.code == "ceiling" else None,
        )


def budget(election: pabulib.Election) -> Mapping[str, str]:
    """The budget in the shape of a project."""
    return {"cost": election.meta["budget"]}


def _left(reason: Reason, unit: int) -> Decimal:
    """The budget that was left when the bid's turn came, in the money of the election."""
    facts = next(each.facts for each in reason.evidence if each.rule == "BUDGET")
    left = Decimal(str(facts["limit"])) - Decimal(str(facts["found"])) + Decimal(reason.value or 0)
    return left.scaleb(unit - pabulib.CENT)


def share(worker: int, workers: int, root: Path, limit: int | None) -> list[Compared]:
    """The comparisons of every ``workers``-th election, from ``worker`` on."""
    elections = islice(sorted(rejections(root).items()), limit)
    own = islice(elections, worker, None, workers)
    return [each for name, lines in own for each in compared(root, name, lines)]


def table(found: Sequence[Compared]) -> str:
    """The counts by expected reason, in Markdown."""
    every, agree = Counter(each.expected for each in found), Counter[str]()
    agree.update(each.expected for each in found if each.agrees)
    lines = ["| reason | rejected bids | agree | differ |", "|---|---:|---:|---:|"]
    for reason, many in sorted(every.items()):
        lines.append(f"| {reason} | {many:,} | {agree[reason]:,} | {many - agree[reason]:,} |")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the driver; 0 where all agree, 1 where one differs, 2 where the cases are absent."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cases.rejections")
    parser.add_argument("--limit", type=int, help="at most so many elections")
    parser.add_argument("--jobs", type=int, default=1, help="processes (1)")
    parser.add_argument("--cases", type=Path, help="their folder (AWARD_OPT_CASES)")
    options = parser.parse_args(arguments)
    root = folder(options.cases)
    if not (root / "pabulib" / "expected_rejections.csv").is_file():
        parser.error(f"no cases at {root}: say where with --cases or AWARD_OPT_CASES")
    one = partial(share, workers=options.jobs, root=root, limit=options.limit)
    with ProcessPoolExecutor(options.jobs) as pool:
        found = [each for part in pool.map(one, range(options.jobs)) for each in part]
    print(table(found))
    wrong = [each for each in found if not each.agrees]
    for each in wrong:
        print(each, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
