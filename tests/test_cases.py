"""Published cases: their formats are read as they come, and the engine gives the known answers."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from benchmarks.cases import abcvoting, cats, families, orlib, pabulib
from benchmarks.cases.__main__ import BEGIN, END, README, chosen, report, table, write
from benchmarks.cases.answer import Outcome, outcome
from benchmarks.cases.case import Case, Known, folder, number, places

OF_EACH_LINE = 3
ELECTION = """META
key;value
description;"Parks; and ""squares"" too"
num_projects;4
budget;1 000.5
rule;greedy
min_project_score_threshold;2
PROJECTS
project_id;cost;votes;name;selected
7;400.25;5;"A; ""quoted"" name";1
8;900;4;Too dear;0
 9 ;600.25;4;Fits ;1
10;1;1;Below the threshold;2
VOTES
voter_id;vote
1;7,8
"""


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


# --- the formats


def test_a_number_is_read_with_spaces_and_either_mark() -> None:
    assert [number(text) for text in ("4000.0", "1 250", " 12,5", "1e3")] == [
        Decimal("4000"),
        Decimal("1250"),
        Decimal("12.5"),
        Decimal("1000"),
    ]


def test_decimals_count_those_that_are_needed() -> None:
    assert places([Decimal("4000.0"), Decimal("1.25"), Decimal("1E+3")]) == 2


def test_an_election_is_read_without_its_votes(tmp_path: Path) -> None:
    election = pabulib.read_election(written(tmp_path / "a.pb", ELECTION))
    assert election.meta["description"] == 'Parks; and "squares" too'
    assert [project["project_id"] for project in election.projects] == ["7", "8", "9", "10"]
    assert election.official == {"7", "9"}


def test_a_quote_that_never_closes_swallows_no_project(tmp_path: Path) -> None:
    torn = ELECTION.replace('"A; ""quoted"" name"', '"A torn name')
    election = pabulib.read_election(written(tmp_path / "a.pb", torn))
    assert [project["project_id"] for project in election.projects] == ["7", "8", "9", "10"]


def test_a_byte_order_mark_and_carriage_returns_are_no_part_of_an_election(tmp_path: Path) -> None:
    path = tmp_path / "a.pb"
    path.write_bytes(b"\xef\xbb\xbf" + ELECTION.replace("\n", "\r\n").encode())
    assert pabulib.read_election(path).official == {"7", "9"}


def test_an_election_that_a_spreadsheet_saved_ends_where_its_votes_begin(tmp_path: Path) -> None:
    padded = ELECTION.replace("VOTES\n", "VOTES;;;;\n").replace("PROJECTS\n", "PROJECTS;;;;\n")
    election = pabulib.read_election(written(tmp_path / "a.pb", padded))
    assert [project["project_id"] for project in election.projects] == ["7", "8", "9", "10"]


def test_an_election_without_costs_is_refused_by_name(tmp_path: Path) -> None:
    path = written(tmp_path / "a.pb", ELECTION.replace("cost", "price"))
    with pytest.raises(ValueError, match=r"a\.pb: PROJECTS has no columns project_id and cost"):
        pabulib.read_election(path)


def test_an_election_becomes_exact_money_scores_and_draw_numbers(tmp_path: Path) -> None:
    election = pabulib.read_election(written(tmp_path / "a.pb", ELECTION))
    method = {"goals": ["ranking"], "on_misfit": "skip"}
    tender, instance = pabulib.award("a", election, "votes", method)
    assert [(bid.id, bid.score, bid.value_cents, bid.draw) for bid in instance.bids] == [
        ("10", 1, 100, 4),
        ("7", 5, 40_025, 1),
        ("8", 4, 90_000, 2),
        ("9", 4, 60_025, 3),
    ]
    assert [rule.kind for rule in tender.rules] == ["budget", "min_score"]


def test_money_finer_than_a_cent_grows_with_its_ceiling(tmp_path: Path) -> None:
    path = written(tmp_path / "a.pb", ELECTION.replace("400.25", "400.2575"))
    method = {"goals": ["total_score"]}
    tender, instance = pabulib.award("a", pabulib.read_election(path), "votes", method)
    assert instance.bids[1].value_cents == 4_002_575
    assert dict(tender.rules[0])["ceiling"] == Decimal("100050")


def test_large_money_is_counted_in_the_coarsest_unit_that_is_exact(tmp_path: Path) -> None:
    text = ELECTION.replace("1 000.5", "5e13").replace("400.25", "2e13").replace("600.25", "3e13")
    path = written(tmp_path / "a.pb", text.replace(";900;", ";1e11;").replace("10;1;", "10;1e12;"))
    method = {"goals": ["total_score"]}
    tender, instance = pabulib.award("a", pabulib.read_election(path), "votes", method)
    assert [bid.value_cents for bid in instance.bids] == [10, 200, 1, 300]
    assert dict(tender.rules[0])["ceiling"] == Decimal(5)


def test_half_points_are_counted_in_tenths(tmp_path: Path) -> None:
    path = written(tmp_path / "a.pb", ELECTION.replace("25;5;", "25;5.5;"))
    method = {"goals": ["total_score"]}
    tender, instance = pabulib.award("a", pabulib.read_election(path), "votes", method)
    assert tender.scoring.decimals == 1
    assert [bid.score for bid in instance.bids] == [10, 55, 40, 40]


def test_package_bids_are_read_between_comments(tmp_path: Path) -> None:
    text = "%% made\n\ngoods 2\nbids 2\ndummy 1\n\n0\t15.5\t0\t2\t#\n1\t7\t0\t1\t2\t#\n"
    assert cats.read_bids(written(tmp_path / "a.txt", text)) == [
        ("0", Decimal("15.5"), ["0", "2"]),
        ("1", Decimal(7), ["0", "1", "2"]),
    ]


def test_a_covering_problem_is_read_across_its_lines(tmp_path: Path) -> None:
    path = written(tmp_path / "scp.txt", " 2 3 \n 5 6\n 7\n 2\n 1 3\n 1 2 \n")
    assert orlib.read_covering(path) == ([5, 6, 7], [[1, 3], [2]])


def test_assignment_problems_are_read_one_after_the_other(tmp_path: Path) -> None:
    path = written(tmp_path / "gap.txt", "2\n1 2\n3 4\n1 1\n2\n2 1\n5\n6\n1\n2\n8 9\n")
    first, second = orlib.read_assignments(path)
    assert (first.gain, first.load, first.capacity) == ([[3, 4]], [[1, 1]], [2])
    assert (second.gain, second.load, second.capacity) == ([[5], [6]], [[1], [2]], [8, 9])


def test_a_list_over_two_lines_is_one_value() -> None:
    text = 'description: "a: [b"\nprofile: [[0, 1], [\n    1]]\ncompute:\n- rule_id: av\n'
    assert list(abcvoting.entries(text)) == [
        ("description", "a: [b"),
        ("profile", [[0, 1], [1]]),
        ("compute", ""),
        ("rule_id", "av"),
    ]


def test_a_list_that_is_not_closed_is_refused() -> None:
    with pytest.raises(ValueError, match="a list is not closed: profile"):
        list(abcvoting.entries("profile: [[0, 1]\n"))


# --- the answers


def least_cost() -> Case:
    problem = orlib.Assignment([[1, 9], [5, 2]], [[3, 3], [3, 3]], [3, 3])
    return orlib.assignment("two by two", problem, Decimal(3), most=False)


def elections(tmp_path: Path, winners: frozenset[str]) -> Case:
    election = pabulib.read_election(written(tmp_path / "a.pb", ELECTION))
    method = {"goals": ["ranking"], "on_misfit": "skip"}
    tender, instance = pabulib.award("a", election, "votes", method)
    return Case("pabulib", "a", tender, instance, Known(winners=winners))


def test_an_assignment_of_least_cost_is_found() -> None:
    assert outcome(least_cost()).difference is None


def test_a_ranking_skips_what_does_not_fit(tmp_path: Path) -> None:
    assert outcome(elections(tmp_path, frozenset({"7", "9"}))).difference is None


def test_other_winners_than_the_known_ones_are_a_difference(tmp_path: Path) -> None:
    found = outcome(elections(tmp_path, frozenset({"7", "8"}))).difference
    assert found == "winners: ['9'] too many, ['8'] too few"


@pytest.mark.skipif(
    not folder().is_dir(),
    reason=f"the published cases are not at {folder()}; AWARD_OPT_CASES says where they are",
)
@pytest.mark.parametrize("family", sorted(families()))
def test_published_cases_have_their_known_answers(family: str) -> None:
    outcomes = [outcome(case) for case in chosen(folder(), family, OF_EACH_LINE)]
    assert len(outcomes) >= OF_EACH_LINE
    assert [each for each in outcomes if each.difference is not None] == []


# --- the table


def test_the_table_counts_each_line_and_names_what_differs(
    capsys: pytest.CaptureFixture[str],
) -> None:
    outcomes = [Outcome("a", "1", 1.0, None), Outcome("a", "2", 3.0, "worse")]
    assert table(outcomes).splitlines()[-1] == "| a | 2 | 1 | 1 | 4.0 | 2.000 | 3.00 |"
    assert report(outcomes) == 1
    assert capsys.readouterr().err == "a: 2: worse\n"


def test_the_table_replaces_what_stood_between_the_markers(tmp_path: Path) -> None:
    path = written(tmp_path / "README.md", f"before\n{BEGIN}\nold\n{END}\nafter\n")
    write("new", path)
    assert path.read_text(encoding="utf-8") == f"before\n{BEGIN}\nnew\n{END}\nafter\n"


def test_the_readme_has_the_markers_once() -> None:
    text = README.read_text(encoding="utf-8")
    assert (text.count(BEGIN), text.count(END)) == (1, 1)
