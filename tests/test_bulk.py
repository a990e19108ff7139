"""Columns of large tables are those of the plain reader, whose findings alone are shown."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from bad_instances import INSTANCES
from breaking import Bad, without_criteria
from hypothesis import given
from hypothesis import strategies as st
from inputs import Inputs
from same import plain_columns, same_columns

from award_opt.columns import Columns
from award_opt.errors import InputError
from award_opt.instance import bulk, read_columns, read_instance
from award_opt.instance.coded import Coded, UnsureError, _Column
from award_opt.instance.sheet import EUROS, WHOLE, Range
from award_opt.tender import Tender, read_tender

ROOT = Path(__file__).parents[1]
MODELS = {model.stem: model for model in (ROOT / "models").glob("*.toml")}
SHIPPED = sorted(folder for folder in (ROOT / "instances").iterdir() if folder.name in MODELS)
SCORES = {3: "6.3", 4: "8.4"}
ODD = ["", " ", " 7 ", "x", "-1", "1,5", "1.5", "1e3", "0", "00", "1.005", "11", "B1", "B3", "P1"]
ODD += ["P9", "C1", "1", "4", "L", "tilburg", "west", "valid", "withdrawn", "guidance", "lead"]
ODD += ["é", "e\u0301", "a\u200bb", "a\nb", "9" * 16, "x" * 10_001, "=1+1", "\xa0", "treatment"]


def unscored() -> Inputs:
    """A good instance whose bids carry their score."""
    inputs = Inputs()
    without_criteria(inputs)
    inputs.tables.pop("scores")
    for row, score in SCORES.items():
        inputs.cell("bids", row, "score", score)
    return inputs


def outcome(read: Callable[[Path, Tender], Columns], folder: Path, tender: Tender) -> Any:
    try:
        return plain_columns(read(folder, tender))
    except InputError as error:
        return error.findings


def plainly(folder: Path, tender: Tender) -> Columns:
    return Columns.of(read_instance(folder, tender).bids)


def agrees(inputs: Inputs, root: Path) -> bool:
    """Whether both readers give the same columns or the same findings."""
    try:
        model, folder = inputs.write(root)
        tender = read_tender(model)
    except InputError:
        return True
    return bool(outcome(read_columns, folder, tender) == outcome(plainly, folder, tender))


def breaks(bad: Bad) -> bool:
    """Whether a fault can befall an instance without scores by criterion."""
    inputs = unscored()
    try:
        bad.broken(inputs)
        with tempfile.TemporaryDirectory() as folder:
            inputs.write(Path(folder))
    except (AssertionError, KeyError, IndexError, ValueError, StopIteration, FileNotFoundError):
        return False
    return True


def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the plain reader away."""
    monkeypatch.setattr(bulk, "read_instance", None)


@pytest.mark.parametrize("bad", [bad for bad in INSTANCES if breaks(bad)], ids=lambda bad: bad.name)
def test_a_bad_instance_gets_the_findings_of_the_plain_reader(bad: Bad, tmp_path: Path) -> None:
    inputs = unscored()
    bad.broken(inputs)

    assert agrees(inputs, tmp_path)


@pytest.mark.parametrize(
    "broken",
    [
        lambda inputs: inputs.cell("bids", 3, "score", ""),
        lambda inputs: inputs.cell("bids", 3, "bid", "B1"),
        lambda inputs: inputs.cell("bids", 2, "capacity", "9" * 16),
        lambda inputs: inputs.cell("bids", 2, "draw", "x").cell("bids", 3, "value", "x"),
        lambda inputs: inputs.without("bids", "score"),
        lambda inputs: inputs.row("bids", *[""] * 11),
        lambda inputs: inputs.row("bids"),
    ],
)
def test_a_fault_in_a_scored_bid_is_left_to_the_plain_reader(
    broken: Callable[[Inputs], object], tmp_path: Path
) -> None:
    inputs = unscored()
    broken(inputs)

    assert agrees(inputs, tmp_path)


@given(data=st.data())
def test_no_cell_is_read_differently(data: st.DataObject) -> None:
    inputs = unscored()
    for _ in range(data.draw(st.integers(1, 2))):
        table = data.draw(st.sampled_from(sorted(inputs.tables)))
        rows = inputs.tables[table]
        row = data.draw(st.integers(0 if data.draw(st.integers(0, 9)) == 0 else 1, len(rows) - 1))
        rows[row][data.draw(st.integers(0, len(rows[row]) - 1))] = data.draw(st.sampled_from(ODD))
    if data.draw(st.booleans()):
        inputs.head["decimal"] = '","'
    with tempfile.TemporaryDirectory() as folder:
        assert agrees(inputs, Path(folder))


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)
def test_shipped_instances_have_the_same_columns(folder: Path) -> None:
    tender = read_tender(MODELS[folder.name])

    assert same_columns(read_columns(folder, tender), plainly(folder, tender))


def test_a_good_instance_needs_no_plain_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inputs = unscored().column("bids", "colour", "red").cell("bids", 3, "colour", "")
    inputs.cell("bids", 4, "colour", " red")
    inputs.row("offers", "B1", "treatment", "7")
    model, folder = inputs.write(tmp_path)
    tender = read_tender(model)
    expected = plainly(folder, tender)
    alone(monkeypatch)

    columns = read_columns(folder, tender)

    assert same_columns(columns, expected)
    assert not isinstance(columns.bids, tuple)


@pytest.mark.parametrize("table", ["parties", "offers"])
def test_further_tables_may_be_absent(
    table: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inputs = unscored().cell("bids", 2, "bidder", "P1")
    inputs.tables["parties"] = [["bidder", "provider", "role"], ["P1", "P1", "lead"]]
    inputs.tables.pop(table)
    model, folder = inputs.write(tmp_path)
    tender = read_tender(model)
    expected = plainly(folder, tender)
    alone(monkeypatch)

    assert same_columns(read_columns(folder, tender), expected)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_dialect_does_not_matter(
    delimiter: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inputs = unscored().column("bids", "plaats", "Één")
    inputs.delimiter, inputs.encoding = delimiter, "cp1252"
    inputs.head |= {"delimiter": repr(delimiter).replace("'", '"'), "encoding": '"windows-1252"'}
    model, folder = inputs.write(tmp_path)
    tender = read_tender(model)
    alone(monkeypatch)

    columns = read_columns(folder, tender)

    assert columns.texts["plaats"].labels == ("Één",)
    assert columns.bids[0].value_cents == 50_000_000
    assert columns.bids[1].value_cents == 25_000_050


def test_digits_are_read_as_the_plain_reader_reads_them() -> None:
    held = Coded("value", ["12", "", "007"], np.array([2, 1, 0, 2]), ".")

    assert held.numbers(EUROS).values.tolist() == [700, 0, 1200, 700]
    assert held.numbers(WHOLE).known.tolist() == [True, False, True, True]


@pytest.mark.parametrize("text", ["11", "9" * 16, "-1", "1.25", "x"])
def test_a_number_outside_its_range_is_left_to_the_plain_reader(text: str) -> None:
    held = Coded("score", ["7", text], np.array([0, 1]), ".")

    with pytest.raises(UnsureError):
        held.numbers(Range(1, maximum=Decimal(10)))


def test_many_different_texts_are_read_as_few_are() -> None:
    few, many = _Column(), _Column()
    for start in (0, 100):
        few.take([str(k % 3) for k in range(start, start + 100)])
        many.take([str(k) for k in range(start, start + 100)])

    texts, codes = few.coded()
    assert [texts[code] for code in codes] == [str(k % 3) for k in range(200)]
    assert len(texts) == 3
    texts, codes = many.coded()
    assert [texts[code] for code in codes] == [str(k) for k in range(200)]
