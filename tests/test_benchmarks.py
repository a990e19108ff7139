"""The families of the benchmarks: frozen, and one meaning for every competitor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from award_opt.columns import Columns, Ints
from award_opt.program.program import compile_columns
from benchmarks import answers, ours
from benchmarks.families import FAMILIES, Book, market, packages, tight
from benchmarks.families.market import Market
from benchmarks.families.packages import Auction
from benchmarks.families.tight import Tight
from benchmarks.peers import tables
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
