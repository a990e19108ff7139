"""What stands in the tables and figures of the benchmarks, and how it compares with the aims."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from benchmarks import answers, figures, reach
from benchmarks.families import GROWTH, real
from benchmarks.peers import plan, results

# --- answers, plan, tables, figures


def test_every_planned_book_of_a_family_has_a_proven_answer_or_is_open() -> None:
    known = answers.known()
    for one in ("S", "T1", "T2", "T3", "W", "M"):
        planned = [f"{one}-{seed}" for seed in plan.BY_FAMILY[one].seeds]
        assert [name for name in planned if name not in known] == []
    assert all(isinstance(held["value"], int) and held["proven_by"] for held in known.values())


def test_another_proven_value_is_refused() -> None:
    name, held = next(iter(answers.known().items()))
    answers.agree(name, held["value"])
    with pytest.raises(AssertionError, match=name):
        answers.agree(name, held["value"] + 1)


def answer(name: str, seconds: Sequence[float], **facts: object) -> dict[str, object]:
    base = {"book": "S-0", "bids": 800, "status": "proven", "name": name, "totals": list(seconds),
            "builds": [0.5 for _ in seconds], "bound": 100.0, "value": 100, "peak_mb": 5,
            "versions": {"solver": "1"}, "trace": []}  # fmt: skip
    return {**base, **facts}


def test_the_table_shows_medians_ratios_and_gaps() -> None:
    ours_name = results.GOALS
    found = {
        "names": [ours_name, "HiGHS", "SCIP"],
        "limit": 10,
        "answers": [
            answer(ours_name, [1, 2, 3, 4, 90]),
            answer("HiGHS", [9, 9, 9]),
            answer("SCIP", [10.0], status="open", value=50, bound=110.0),
        ],
    }
    rows = [row.split(" | ") for row in results.table({"families": {"S": found}})[2:]]
    assert rows[0][2:6] == ["1 of 1", "3", "3 to 3", "1"]
    assert rows[1][1:6] == ["HiGHS (3 runs)", "1 of 1", "9", "9 to 9", "3.00"]
    assert rows[2][1:6] == ["SCIP (1 run)" if rows[2][1] != "SCIP" else "SCIP", "0 of 1",
                            "over 10", "", "over 3.33"]  # fmt: skip
    assert rows[2][7] == "100.000%"


def test_the_slope_of_a_power_is_its_exponent() -> None:
    points = [(float(x), 3.0 * x**1.5) for x in (1, 10, 100)]
    assert figures.exponent(points) == pytest.approx(1.5)


def test_figures_have_the_same_bytes_twice() -> None:
    ours_name = results.GOALS
    growth = {
        f"G{regions}": {
            "names": [ours_name],
            "limit": 10,
            "answers": [answer(ours_name, [regions / 100], bids=800 * regions)],
        }
        for regions in GROWTH
    }
    side = {"names": [ours_name, "HiGHS"], "limit": 10,
            "answers": [answer(ours_name, [1]), answer("HiGHS", [3], status="open")]}  # fmt: skip
    traced = answer("HiGHS", [3.0], trace=[[0.1, None, 120.0], [1.0, 90.0, 110.0]])
    linked = {"names": ["HiGHS"], "limit": 10, "answers": [traced]}
    held = {"families": {**growth, "S": side, "M-linked": linked}}
    drawn, again = figures.figures(held), figures.figures(held)
    assert list(drawn) == ["growth", "peers", "bounds"]
    assert {name: one.svg for name, one in drawn.items()} == {
        name: one.svg for name, one in again.items()
    }


# --- what was aimed at


def stand(**seconds: tuple[str, float]) -> reach.Stand:
    """Competitors on one book of S, each proven or open after some seconds."""
    names = {"ours": results.GOALS, "highs": "HiGHS", "naive": "CP-SAT, 1 worker"}
    found = [
        answer(names[key], [time] * 5, status=status) for key, (status, time) in seconds.items()
    ]
    held = {"names": [each["name"] for each in found], "limit": 10, "answers": found}
    return reach.Stand({"families": {"S": held}})


def test_a_lead_is_over_the_best_peer_and_an_open_one_counts_its_limit() -> None:
    found = stand(ours=("proven", 0.5), highs=("proven", 3.0), naive=("open", 10.0))
    assert found.best("S") == {"S-0": 3.0}
    assert found.ahead("S", found.best("S")) == pytest.approx(6)
    naive = found.lines["S", "CP-SAT, 1 worker"]
    assert found.ahead("S", found.times(naive)) == pytest.approx(20)
    unproven = stand(ours=("open", 10.0), highs=("proven", 3.0))
    assert unproven.ahead("S", unproven.best("S")) is None


@pytest.mark.parametrize(
    ("aim", "said"),
    [
        (reach.Aim("a", "b", 0.5), "| a | b | yes |"),
        (reach.Aim("a", "b", 1), "| a | b | yes |"),
        (reach.Aim("a", "b", 1.5), "| a | b | short by a factor 1.5 |"),
        (reach.Aim("a", "", None), "| a | not measured | |"),
    ],
)
def test_an_aim_says_whether_it_is_met(aim: reach.Aim, said: str) -> None:
    assert str(aim) == said


def test_published_optima_are_the_recorded_answers() -> None:
    for published in (real.auctions(), real.coverings()):
        for book, optimum in published:
            assert answers.value_of(book.name) == optimum, book.name
