"""Long lists of texts of which few differ, such as the groups of a million rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import overload

import numpy as np
from numpy.typing import NDArray


class Labels(Sequence[str]):
    """A list of texts: text ``k`` is ``names[codes[k]]``."""

    __slots__ = ("codes", "names")

    def __init__(self, codes: NDArray[np.int64], names: Sequence[str]) -> None:
        self.codes, self.names = codes, names

    @classmethod
    def joined(cls, parts: Iterable[Sequence[str]]) -> Labels:
        """The texts of all parts, one after the other; the name 0 is the empty text."""
        names, codes = [""], [np.zeros(0, np.int64)]
        for part in parts:
            own = part if isinstance(part, Labels) else cls(np.arange(len(part)), part)
            codes.append(own.codes + len(names))
            names += own.names
        return cls(np.concatenate(codes), names)

    def only(self, rows: NDArray[np.int64]) -> Labels:
        """The texts of the chosen rows, in that order."""
        return Labels(self.codes[rows], self.names)

    @overload
    def __getitem__(self, row: int) -> str: ...
    @overload
    def __getitem__(self, row: slice) -> Labels: ...
    def __getitem__(self, row: int | slice) -> str | Labels:
        if isinstance(row, slice):
            return Labels(self.codes[row], self.names)
        return self.names[int(self.codes[row])]

    def __len__(self) -> int:
        return len(self.codes)

    def __iter__(self) -> Iterator[str]:
        return map(self.names.__getitem__, self.codes.tolist())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or isinstance(other, str):
            return NotImplemented
        return len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Labels({list(self)!r})"
