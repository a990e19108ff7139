"""Our own way from the tables of a book to a proven and checked award, step by step."""

from __future__ import annotations

from dataclasses import dataclass

from award_opt.columns import Columns, Ints
from award_opt.program.program import Program, compile_columns
from award_opt.search import outcome
from award_opt.search.judge import Judge
from award_opt.search.outcome import Outcome
from award_opt.solve import Options
from benchmarks.families import Book


@dataclass(frozen=True, slots=True)
class Found:
    """The award of a book: 1 for each bid that wins; ``bound`` is absent where unknown."""

    wins: Ints
    value: int
    bound: int | None

    @property
    def proven(self) -> bool:
        """Whether no lawful award has a higher total score."""
        return self.bound == self.value


def judge(*, cross_check: bool = False, seconds: float | None = None) -> Judge:
    """A judge as ``solve`` has it; the second engine only where it is asked for."""
    return Options(cross_check=cross_check, time_limit=seconds).judge()


def awarded(program: Program, by: Judge, *, ties: bool = False) -> Outcome:
    """The best award on the goals, and with ``ties`` the first in the published order."""
    return outcome.best(program, by, ties=ties)


def checked(book: Book, found: Outcome) -> Found:
    """The award, once all rows hold in integers and the tables give the same value.

    Raises
    ------
    AssertionError
        The award breaks a row, or the tables give it another value.
    """
    program, values = found.program, found.values()
    broken = program.rows.broken(values)
    if len(broken):
        raise AssertionError(f"{book.name}: the award breaks {len(broken)} rows")
    reached = found.reached[0]
    scale = scale_of(book, program)
    value, rest = divmod(reached.total, scale)
    wins = values[: book.n]
    if rest or value != book.value(wins):
        raise AssertionError(f"{book.name}: {value} and the tables say {book.value(wins)}")
    bound = None if reached.bound is None else reached.bound // scale
    return Found(wins, value, bound)


def scale_of(book: Book, program: Program) -> int:
    """What one unit of the tables' scores is worth in the program's objective."""
    del program
    return 100_000 if book.least_money else 1


def compiled(book: Book, columns: Columns | None = None) -> Program:
    """The program of a book."""
    return compile_columns(book.tender, columns or book.columns())
