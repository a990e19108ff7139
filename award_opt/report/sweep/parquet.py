"""Tables of a sweep as Parquet, typed and exact: amounts are decimals, never floats."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import IO, TYPE_CHECKING, Any, Final

from award_opt.errors import Finding, InputError
from award_opt.report.sweep.files import in_batches

if TYPE_CHECKING:
    from award_opt.sweep.table import Cell, Column, Table  # writing tables needs no solver

GROUP: Final = 65_536  # rows held in memory at once
LISTS: Final = 4096  # the same where a cell holds a list
DIGITS: Final = 38  # of a 128-bit decimal
METADATA: Final = {"mode": "simulation"}


def write_parquet(table: Table, target: IO[bytes]) -> None:
    """Write a table as Parquet, in the same bytes for the same rows.

    ``decimal`` columns are 128-bit decimals with the digits that they need, ``count`` columns
    64-bit integers, ``texts`` lists; the file says that it is a simulation.

    Raises
    ------
    InputError
        The library for this format is not installed.
    """
    arrow, parquet = _library()
    schema = arrow.schema([(column.name, _type(arrow, column)) for column in table.columns])
    schema = schema.with_metadata({**METADATA, "table": table.name})
    with parquet.ParquetWriter(target, schema, compression="zstd", version="2.6") as writer:
        size = LISTS if any(column.kind == "texts" for column in table.columns) else GROUP
        for lines in in_batches(table.rows(), size):
            columns = zip(*lines, strict=True)
            arrays = [
                arrow.array(_typed(column, cells), type=field.type)
                for column, cells, field in zip(table.columns, columns, schema, strict=True)
            ]
            writer.write_table(arrow.Table.from_arrays(arrays, schema=schema))


def _library() -> tuple[Any, Any]:
    try:
        import pyarrow  # noqa: PLC0415 - optional
        import pyarrow.parquet  # noqa: PLC0415
    except ImportError as error:
        raise InputError([Finding("--export", "answers_no_parquet", {})]) from error
    return pyarrow, pyarrow.parquet


def _type(arrow: Any, column: Column) -> Any:
    return {
        "text": arrow.string(),
        "texts": arrow.list_(arrow.string()),
        "truth": arrow.bool_(),
        "count": arrow.int64(),
        "decimal": arrow.decimal128(DIGITS, column.places),
    }[column.kind]


def _typed(column: Column, cells: Sequence[Cell]) -> list[Any]:
    """Exact texts as decimals with the column's own number of digits."""
    if column.kind != "decimal":
        return [list(cell) if isinstance(cell, tuple) else cell for cell in cells]
    unit = Decimal(1).scaleb(-column.places)
    return [None if cell is None else Decimal(str(cell)).quantize(unit) for cell in cells]
