"""The guarded process: reads one workbook within limits and prints its cells as lines of JSON."""

from __future__ import annotations

import json
import re
import sys
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from decimal import Decimal
from importlib import import_module
from typing import Any

from award_opt.exact import plain
from award_opt.workbook.container import faults

BROKEN, OUT_OF_MEMORY, TOO_MUCH = 10, 11, 12
UNUSED = ("numpy", "PIL", "pandas")  # the library takes them along where they are installed
DIGITS = 15  # what Excel keeps of a number
_LITERAL = re.compile(r'"[^"]*"|\\.')
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def main(path: str, memory: int, seconds: int, characters: int) -> None:
    """Print every sheet of the workbook, or the faults that keep it from being read."""
    absent: Any = None
    sys.modules.update(dict.fromkeys(UNUSED, absent))
    for name in ("openpyxl.reader.excel", "award_opt.workbook.shape"):
        import_module(name)  # before the limit, which is on what a file takes
    _limit(memory, seconds)
    try:
        for line in lines(path):
            text = json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n"
            characters -= len(text)
            if characters < 0:
                sys.exit(TOO_MUCH)
            sys.stdout.buffer.write(text.encode())
    except zipfile.BadZipFile as error:
        print(error, file=sys.stderr)  # noqa: T201
        sys.exit(BROKEN)
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)
    except zlib.error as error:
        if not str(error).startswith("Error -4 "):  # its own word for a lack of memory
            raise
        sys.exit(OUT_OF_MEMORY)


def _limit(memory: int, seconds: int) -> None:
    if sys.platform != "win32":
        import resource  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if sys.platform != "darwin":  # which refuses a limit below what it has mapped already
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def lines(path: str) -> Iterator[Any]:
    """What there is to say of a workbook: its faults, then for each sheet its rows and a check."""
    with zipfile.ZipFile(path) as archive:
        found = list(faults(archive))
        yield {"faults": found}
        if found:
            return
        yield from _sheets(path, archive)


def _sheets(path: str, archive: zipfile.ZipFile) -> Iterator[Any]:
    from openpyxl.reader.excel import ExcelReader  # noqa: PLC0415

    from award_opt.workbook.shape import shapes, strings  # noqa: PLC0415

    class Reader(ExcelReader):  # type: ignore[misc]
        """The library's reader, but for shared texts, in which it drops letters (``x005F_``)."""

        def read_strings(self) -> None:
            self.shared_strings = strings(archive)

    outlines = shapes(archive)
    reader = Reader(path, read_only=True, keep_links=False)
    reader.read()
    known = {sheet.title: sheet for sheet in reader.wb.worksheets}
    for shape in outlines:
        yield {
            "sheet": shape.name,
            "hidden": shape.hidden,
            "merged": shape.merged,
            "hidden_rows": shape.hidden_rows,
            "hidden_columns": shape.hidden_columns,
        }
        filled = 0
        if shape.name in known:
            known[shape.name].reset_dimensions()
            for number, row in enumerate(known[shape.name].iter_rows(), 1):
                filled += sum(cell.value is not None for cell in row)
                cells = _row(row)
                if cells:
                    yield [number, cells]
        yield {"agree": filled == shape.filled}


def _row(row: Sequence[Any]) -> list[str]:
    cells = [_coded(cell) for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _coded(cell: Any) -> str:
    value, kind = cell.value, cell.data_type
    if value is None:
        return ""
    if kind == "s" and not value.strip():
        return ""
    if kind == "s":
        return f"s{_ESCAPED.sub(_character, value) if '_x' in value else value}"
    if kind == "n":
        return _number(value, "%" in cell.number_format and _scales(cell.number_format))
    if kind == "f":
        return "f"
    return f"{kind if kind in 'bde' else 'e'}{value}"


def _number(value: int | float, percent: bool) -> str:
    """The shortest decimal text that is this number; Excel keeps fractions in binary."""
    exact = Decimal(repr(value))
    if not exact.is_finite():
        return f"e{value}"
    if len(exact.normalize().as_tuple().digits) > DIGITS:
        return f"x{plain(exact)}"
    return f"{'p' if percent else 'n'}{plain(exact)}"


def _scales(shown: str) -> bool:
    """Whether a number format shows a hundred times the number; a quoted sign is only a letter."""
    return "%" in _LITERAL.sub("", shown)


def _character(found: re.Match[str]) -> str:
    return chr(int(found[1], 16))
