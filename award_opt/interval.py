"""How sure a share of draws is: Wilson's interval in whole numbers, rounded outwards."""

from __future__ import annotations

from dataclasses import dataclass
from math import isqrt

from award_opt.exact import unscaled

PLACES = 4
SCALE = 10**PLACES


@dataclass(frozen=True, slots=True)
class Interval:
    """A share and its 95% interval, as decimal strings with four digits behind the mark.

    ``low`` is rounded down and ``high`` up, so that the interval is never smaller than it should
    be; ``share`` is rounded half up.
    """

    share: str
    low: str
    high: str


def wilson(hits: int, draws: int) -> Interval:
    """Wilson's 95% interval (z = 1.96) for ``hits`` out of ``draws``; no float is involved.

    Without any draw the share is 0 and the interval runs from 0 to 1.

    References
    ----------
    Wilson (1927), Probable inference, the law of succession, and statistical inference.
    """
    if not draws:
        return Interval(_text(0), _text(0), _text(SCALE))
    # all times 1250: z**2 is 2401/625, so that centre, root and whole stay rational
    centre, whole = SCALE * (1250 * hits + 2401), 1250 * draws + 4802
    under = SCALE**2 * (6_002_500 * hits * (draws - hits) + 5_764_801 * draws)
    root = isqrt((under - 1) // draws) + 1
    low, high = (centre - root) // whole, -(-(centre + root) // whole)
    share = (2 * SCALE * hits + draws) // (2 * draws)
    return Interval(_text(share), _text(max(low, 0)), _text(min(high, SCALE)))


def _text(scaled: int) -> str:
    return unscaled(scaled, PLACES)
