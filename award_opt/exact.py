"""Exact numbers: text to integers and back, without a float in between."""

from __future__ import annotations

import re
from decimal import Decimal
from math import gcd
from typing import Literal, TypeAlias

Mark: TypeAlias = Literal[",", "."]

MAX_INTEGER_DIGITS = 15
MAX_DECIMALS = 9
_NUMBER = {
    mark: re.compile(
        rf"-?[0-9]{{1,{MAX_INTEGER_DIGITS}}}(?:{re.escape(mark)}[0-9]{{1,{MAX_DECIMALS}}})?"
    )
    for mark in (",", ".")
}


def parse(text: str, mark: Mark = ".") -> Decimal | None:
    """The number that ``text`` holds, or ``None`` where it holds none.

    Only digits, one leading minus and the declared decimal mark are read: ``1.234`` under a
    decimal comma, ``1e3``, ``NaN`` and thousands marks are refused rather than guessed.
    """
    if not _NUMBER[mark].fullmatch(text):
        return None
    return Decimal(text.replace(mark, "."))


def decimals(number: Decimal) -> int:
    """How many digits behind the mark ``number`` needs."""
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def scaled(number: Decimal, places: int) -> int | None:
    """``number`` in units of ``10**-places``, or ``None`` where that is not a whole number."""
    value = number.scaleb(places)
    return int(value) if value == value.to_integral_value() else None


def unscaled(value: int, places: int) -> str:
    """``value`` units of ``10**-places`` as a decimal string with exactly ``places`` digits."""
    sign, digits = ("-" if value < 0 else ""), str(abs(value)).rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"


def plain(number: Decimal) -> str:
    """``number`` without exponent and without trailing zeros: ``7.50`` is ``7.5``."""
    text = format(number.normalize(), "f")
    return "0" if text == "-0" else text


def divisor(values: list[int]) -> int:
    """The greatest common divisor of ``values``; 1 where all of them are zero."""
    return gcd(*values) or 1
