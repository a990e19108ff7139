"""The families of the benchmarks: frozen, one meaning for every competitor, proven answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from award_opt.bench import compare, gate
from award_opt.columns import Columns, Ints
from award_opt.program.program import compile_columns
from benchmarks import answers, figures, ours, reach
from benchmarks import compare as gate_command
from benchmarks.families import FAMILIES, GROWTH, Book, market, packages, real, tight
from benchmarks.families.market import Market
from benchmarks.families.packages import Auction
from benchmarks.families.tight import Tight
from benchmarks.peers import plan, results, tables
from benchmarks.peers.arrays import arrays
from benchmarks.peers.loops import fill

DIGESTS = {
    "S-0": "d216adf290d13bda5e19f4bcc356b0c4d03df10a585f8acd280cdcfd47fb82cf",
    "S-19": "110e945a0c51c7b505c56b50a7d0b840893d546de1ecbf1a15b25747bcce8f9a",
    "M-0": "8a56ebf6aac948103c0db4717f844ea523ca76afd4100763604ab3f27ff913fc",
    "M-linked-0": "1fb3a7a3ab4f7419590c82552032d6995750c02547365533af1bf3f3d7f9c15b",
    "T1-0": "08e1edac5602f5f884ada309e8d01caef100dfa2505c839baf634920de90330a",
    "T2-0": "ec83ce77b01f5f03dbd01457c67397f1979382920bca130471651c6fb3c3cd94",
    "T3-0": "a831d89f1616e7975f8f630394aa8f273636497d62b857b9638f67901a3bdc55",
    "W-0": "6ca0bad9d377413ac43ae14c69405c792687707928a659ae8d760650da2aecb7",
    "G1-0": "8728caa0c86c8181cc001854ca9b673a3c761e7cee9c2bf42d3eeba39b7d1296",
    "G4-0": "4795521624a6651d23a918ed90f93f4bae1cca80a845ae79811fabd63212272e",
}  # fmt: skip
MARKET = Market("tiny", 2, 4, 3, 2, (1, 2), 2, limit=2, near=1, slack=140, demand=30)
TIGHT = Tight(
    "tiny", 2, 5, 2, 3, 3, 40, 1, limit=1, distinct=3, small_bp=2000, slack=130, demand=20
)
LOOSE = Market("loose", 1, 4, 3, 2, (2, 2), 3, limit=2, slack=400, demand=20)
TINY: dict[str, Callable[[int], Book]] = {
    "loose": lambda seed: market.build(LOOSE, seed),
    "market": lambda seed: market.build(MARKET, seed),
    "tight": lambda seed: tight.build(TIGHT, seed),
    "packages": lambda seed: packages.build(Auction("tiny", 8, 9), seed),
}
MOST = 12  # bids whose subsets are all tried


def book_of(name: str) -> Book:
    family, _, seed = name.rpartition("-")
    book = FAMILIES[family].build(int(seed))
    assert book is not None
    return book


def tiny_books(kind: str) -> list[Book]:
    every = (TINY[kind](seed) for seed in range(30))
    return [book for book in every if book.n <= MOST][:6]


def subsets(n: int) -> list[Ints]:
    return [np.array(wins, np.int64) for wins in product((0, 1), repeat=n)]


# --- frozen


@pytest.mark.parametrize("name", DIGESTS)
def test_the_tables_of_a_book_never_change(name: str) -> None:
    assert book_of(name).digest() == DIGESTS[name]


def test_another_seed_gives_another_book() -> None:
    assert book_of("S-0").digest() != book_of("S-1").digest()


def test_a_digest_sees_every_column() -> None:
    book = TINY["market"](0)
    for name, table in book.tables.items():
        for column, held in table.items():
            changed = {**book.tables, name: {**table, column: held + 1}}
            same = replace(book, tables=changed).digest() == book.digest()
            assert same == (len(held) == 0), (name, column)


@pytest.mark.parametrize("kind", TINY)
def test_columns_from_arrays_are_those_of_the_bids(kind: str) -> None:
    for book in tiny_books(kind):
        made, read = book.columns(), Columns.of(book.bids())
        assert tuple(made.bids) == read.bids
        left, right = (compile_columns(book.tender, columns) for columns in (made, read))
        for name in ("start", "column", "coefficient", "sense", "bound", "rule"):
            assert (getattr(left.rows, name) == getattr(right.rows, name)).all(), name
        assert left.tied.tolist() == right.tied.tolist()


def test_small_shares_follow_from_the_parties() -> None:
    book = book_of("S-3")
    bids, parties = book.tables["bids"], book.tables["parties"]
    share = np.zeros(book.n, np.int64)
    np.add.at(share, parties["bid"], parties["share_bp"] * book.small[parties["provider"]])
    assert (share == bids["small_bp"]).all()
    whole = np.zeros(book.n, np.int64)
    np.add.at(whole, parties["bid"], parties["share_bp"])
    assert (whole == 10_000).all()


# --- one meaning for every competitor


@pytest.mark.parametrize("kind", TINY)
def test_the_tables_and_the_tender_allow_the_same_awards(kind: str) -> None:
    books = tiny_books(kind)
    assert len(books) > 2
    lawful = 0
    for book in books:
        program = compile_columns(book.tender, book.columns())
        for wins in subsets(book.n):
            by_rows = not len(program.rows.broken(program.complete(wins)))
            assert by_rows == (not tables.broken(book.tables, wins)), (book.name, wins)
            lawful += by_rows
    assert lawful


@dataclass(frozen=True)
class Term:
    """A variable with its weight."""

    column: int
    weight: int = 1

    def __rmul__(self, factor: int) -> Term:
        return Term(self.column, self.weight * factor)


class Rows:
    """A model that only keeps its rows."""

    def __init__(self, bids: int) -> None:
        self.size = bids
        self.rows: list[tuple[list[Term], str, int]] = []

    def binary(self, name: str) -> Term:
        del name
        self.size += 1
        return Term(self.size - 1)

    def add(self, terms: Sequence[Term], sense: str, bound: int) -> None:
        self.rows.append((list(terms), sense, bound))

    def lawful(self, wins: Ints, bids: int) -> bool:
        values = np.zeros(self.size, np.int64)
        values[:bids] = wins
        for terms, sense, bound in self.rows:  # x <= y: the least y that will do
            if sense == "<" and bound == 0 and len(terms) == 2 and terms[1].column >= bids:
                values[terms[1].column] |= values[terms[0].column]
        held = [
            (sum(t.weight * values[t.column] for t in terms), s, b) for terms, s, b in self.rows
        ]
        return all({"<": v <= b, "=": v == b, ">": v >= b}[s] for v, s, b in held)


@pytest.mark.parametrize("kind", TINY)
def test_the_hand_written_model_allows_the_same_awards(kind: str) -> None:
    for book in tiny_books(kind)[:4]:
        model = Rows(book.n)
        fill(model, book.tables, [Term(b) for b in range(book.n)])
        for wins in subsets(book.n):
            assert model.lawful(wins, book.n) == (not tables.broken(book.tables, wins))


@pytest.mark.parametrize("kind", TINY)
def test_the_array_model_allows_the_same_awards(kind: str) -> None:
    for book in tiny_books(kind)[:4]:
        rows = arrays(book.tables)
        owner = np.repeat(np.arange(len(rows.low)), np.diff(rows.start))
        for wins in subsets(book.n):
            values = np.zeros(len(rows.weight), np.int64)
            values[: book.n] = wins
            for entry in np.flatnonzero(rows.column >= book.n):
                other = rows.column[entry - 1]
                if rows.coefficient[entry] == -1 and other < book.n:
                    values[rows.column[entry]] |= values[other]
            held = np.bincount(owner, rows.coefficient * values[rows.column], len(rows.low))
            kept = ((held >= rows.low) & (held <= rows.high)).all()
            kept = kept and (values >= rows.lower).all()
            assert kept == (not tables.broken(book.tables, wins))


@pytest.mark.parametrize("name", ["S-0", "T1-2", "W-0", "G1-0"])
def test_the_award_of_a_book_is_the_proven_one(name: str) -> None:
    book = book_of(name)
    found = ours.checked(book, ours.awarded(ours.compiled(book), ours.judge()))
    assert found.proven
    assert found.value == answers.value_of(name)
    assert tables.broken(book.tables, found.wins) == []
    assert tables.value(book.tables, found.wins) == found.value


def test_tables_survive_their_file(tmp_path: Path) -> None:
    book = TINY["market"](1)
    tables.write(tmp_path / "book.npz", book.tables)
    again = replace(book, tables=tables.read(tmp_path / "book.npz"))
    assert again.digest() == book.digest()


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


# --- the gate


def measured(**counts: int) -> dict[str, object]:
    return {"cases": {"S-0": {"solve": {"counts": counts, "micros": [5, 7, 6]}}}}


@pytest.mark.parametrize(
    ("before", "now", "fails"),
    [
        ({"rows": 100}, {"rows": 100}, False),
        ({"rows": 100}, {"rows": 105}, False),
        ({"rows": 100}, {"rows": 106}, True),
        ({"rows": 100}, {"rows": 1}, False),
        ({"rows": 0}, {"rows": 1}, True),
        ({"rows": 1}, {}, True),
        ({}, {"rows": 1}, False),
        ({"nodes": 1, "branched": 1}, {"nodes": 9, "branched": 9}, False),
        ({"iterations": 20}, {"iterations": 22}, True),
        ({"peak_kib": 100}, {"peak_kib": 356}, False),
        ({"peak_kib": 100}, {"peak_kib": 357}, True),
        ({"peak_kib": 10_000}, {"peak_kib": 11_500}, False),
        ({"peak_kib": 10_000}, {"peak_kib": 11_501}, True),
    ],
)
def test_a_count_more_than_five_percent_worse_fails(
    before: dict[str, int], now: dict[str, int], fails: bool
) -> None:
    assert bool(gate(compare(measured(**now), measured(**before)))) == fails


def test_time_is_never_judged_but_a_missing_case_is() -> None:
    slow = measured(rows=1)
    slow["cases"]["S-0"]["solve"]["micros"] = [900]  # type: ignore[index]
    assert gate(compare(slow, measured(rows=1))) == ()
    assert gate(compare({"cases": {}}, measured(rows=1)))
    assert gate(compare(measured(rows=1), {"cases": {}})) == ()


def test_the_gate_command_says_what_got_worse(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, rows in (("old", 10), ("new", 11)):
        held = {"kind": "award-opt bench", **measured(rows=rows)}
        (tmp_path / name).write_text(json.dumps(held), encoding="utf-8")
    assert gate_command.main([str(tmp_path / "old"), str(tmp_path / "old")]) == 0
    assert gate_command.main([str(tmp_path / "new"), str(tmp_path / "old")]) == 1
    said = capsys.readouterr().out
    assert "WORSE" in said
    assert "+10%" in said


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
