"""Published cases with known answers, each read as a tender and an instance.

``python -m benchmarks.cases`` solves them all and says where an answer differs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

from benchmarks.cases import abcvoting, cats, orlib, pabulib
from benchmarks.cases.case import Case

Cases: TypeAlias = Callable[[Path], Iterator[Case]]


def families() -> Mapping[str, Cases]:
    """The reader of each family, by the name of its folder."""
    modules = (pabulib, cats, orlib, abcvoting)
    return {module.__name__.rpartition(".")[2]: module.cases for module in modules}
