"""What a search remembers: which splits helped, and which sums excluded a box."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from award_opt.engines.lp import Floats

KEPT = 256  # sums
NONE = 1e-7  # below this a hint of the relaxation counts as nothing


@dataclass(slots=True)
class Gains:
    """How much the bound fell per unit of rounding, by variable and direction."""

    seen: dict[tuple[int, int], tuple[float, int]] = field(default_factory=dict)

    def note(self, j: int, value: int, gain: float) -> None:
        """Remember one trial."""
        total, many = self.seen.get((j, value), (0.0, 0))
        self.seen[j, value] = (total + gain, many + 1)

    def trials(self, j: int) -> int:
        """How often both directions were tried."""
        return min(self.seen.get((j, value), (0.0, 0))[1] for value in (0, 1))

    def score(self, j: int, x: float) -> float:
        """What splitting on ``j`` promises."""
        down, up = (self._mean(j, value) for value in (0, 1))
        return max(down * x, 1e-6) * max(up * (1 - x), 1e-6)

    def _mean(self, j: int, value: int) -> float:
        total, many = self.seen.get((j, value), (0.0, 0))
        return total / many if many else 1.0


class Recent:
    """The last sums that excluded a box, in floating point, to see soon whether one does again."""

    def __init__(self, size: int) -> None:
        self.above, self.below = np.zeros((KEPT, size)), np.zeros((KEPT, size))
        self.bounds = np.zeros(KEPT)
        self.places = [-1] * KEPT
        self.many = 0

    def add(self, row: Floats, bound: float, place: int) -> None:
        """Remember a sum by its place in the pool."""
        slot = self.many % KEPT
        self.above[slot], self.below[slot] = np.maximum(row, 0), np.minimum(row, 0)
        self.bounds[slot], self.places[slot] = bound, place
        self.many += 1

    def excluding(self, lower: Floats, upper: Floats) -> list[int]:
        """The places of up to three sums that seem to exclude the box."""
        used = min(self.many, KEPT)
        room = self.above[:used] @ upper + self.below[:used] @ lower - self.bounds[:used]
        return [self.places[k] for k in np.argsort(room)[:3].tolist() if room[k] < NONE]
