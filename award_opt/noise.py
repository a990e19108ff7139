"""Score noise: what assessors might have given instead, with the same error as ``generate``.

Each of several assessors gives, for each criterion, the published level, or in so many of 100
cases the level above or below it. Their consensus is the mean, rounded to the nearest level; where
two levels are equally near, the published one stays. A bid that carries its score without criteria
moves by a declared number of points instead of a level.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from award_opt.columns import Ints
from award_opt.domain import Bid, Instance
from award_opt.errors import Fact, Finding, InputError, nearest
from award_opt.exact import parse, plain, scaled
from award_opt.generate.dice import Dice
from award_opt.instance.bids import weighted_mean
from award_opt.tender import Tender

ASSESSORS, PERCENT = 3, 15
STEPS = 4  # levels of a criterion above the lowest, where the tender names none
SCORE_STEPS = 20  # the same for a score without criteria
MOST_ASSESSORS = 99
BIDS_KEPT = 16_384  # bids with scores as drawn before, which come back


@dataclass(frozen=True, slots=True)
class Noise:
    """The declared model of the assessors' error.

    Parameters
    ----------
    assessors
        How many assessors score each criterion, independently.
    percent
        In how many of 100 cases an assessor is one level off, up as often as down.
    points
        The level of a score without criteria, in points; a twentieth of the scale where absent.
    """

    assessors: int = ASSESSORS
    percent: int = PERCENT
    points: Decimal | None = None

    @classmethod
    def read(cls, text: str) -> Noise:
        """The noise that ``assessors=3,percent=15,points=2.5`` declares; every part may be absent.

        Raises
        ------
        InputError
            A name that is not known, or a number outside its range.
        """
        known: dict[str, Decimal] = {}
        for part in filter(None, (part.strip() for part in text.split(","))):
            name, _, number = (piece.strip() for piece in part.partition("="))
            known[name] = _number(name, number)
        return cls(
            assessors=int(known.get("assessors", ASSESSORS)),
            percent=int(known.get("percent", PERCENT)),
            points=known.get("points"),
        )

    def consensus(self, dice: Dice, scores: int) -> Ints:
        """By how many levels the assessors together are off in each score: -1, 0 or 1."""
        above, below = dice.fewer((2 * self.percent, self.percent), 200, scores * self.assessors)
        off = above.view(np.int8) - 2 * below.view(np.int8)  # those above only, less those below
        agreed = np.zeros(scores, np.int64)
        for assessor in off.reshape(scores, self.assessors).T:
            agreed += assessor
        return (2 * agreed > self.assessors).astype(np.int64) - (2 * agreed < -self.assessors)


_MOST = {"assessors": MOST_ASSESSORS, "percent": 100, "points": 10**9}


def _number(name: str, text: str) -> Decimal:
    if name not in _MOST:
        facts = {"value": name, "nearest": nearest(name, list(_MOST)) or "assessors"}
        raise InputError([Finding("--noise", "noise_name", facts)])
    value = parse(text)
    least = 1 if name == "assessors" else 0
    fits = value is not None and least <= value <= _MOST[name]
    if value is None or not fits or (name != "points" and value != int(value)):
        bounds: dict[str, Fact] = {"name": name, "value": text, "least": least, "most": _MOST[name]}
        raise InputError([Finding("--noise", "noise_number", bounds)])
    return value


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where a score moves to: the next of ``levels``, or ``step`` within the scale."""

    levels: tuple[int, ...]
    step: int
    low: int
    high: int

    def moved(self, score: int, shift: int) -> int:
        if not shift:
            return score
        if not self.levels:
            return min(max(score + shift * self.step, self.low), self.high)
        if shift > 0:
            return min((level for level in self.levels if level > score), default=score)
        return max((level for level in self.levels if level < score), default=score)


class Assessors:
    """The assessors of one tender, who may score its bids once more."""

    def __init__(self, tender: Tender, instance: Instance, noise: Noise) -> None:
        self.tender, self.instance, self.noise = tender, instance, noise
        scoring = tender.scoring
        low = int(scoring.minimum.scaleb(scoring.decimals))
        high = int(scoring.maximum.scaleb(scoring.decimals))
        held = (scaled(level, scoring.decimals) for level in scoring.levels)
        levels = tuple(sorted(level for level in held if level is not None))
        ladder = tuple(low + (high - low) * k // STEPS for k in range(STEPS + 1))
        self._level = _Scale(levels, max(ladder[1] - ladder[0], 1), low, high)
        own = _step(tender, noise.points, high - low)
        self._score = _Scale(levels if noise.points is None else (), own, low, high)
        self._criteria = {each.id: tender.criteria_of(each.id) for each in tender.segments}
        cells = tuple(self._assessed())
        self._criterion = [criterion for _, criterion in cells]
        self._place = np.array([place for place, _ in cells], np.int64)
        self._moved: dict[tuple[int, bytes], Bid] = {}

    @property
    def points(self) -> str:
        """The level of a score without criteria, as an exact decimal string."""
        return plain(Decimal(self._score.step).scaleb(-self.tender.scoring.decimals))

    def again(self, dice: Dice) -> tuple[Bid, ...]:
        """All bids of the instance, scored once more; those that keep their scores are the same."""
        shifts = self.noise.consensus(dice, len(self._criterion)).astype(np.int8)
        bids = list(self.instance.bids)
        places = dict.fromkeys(self._place[np.flatnonzero(shifts)].tolist())
        first, last = np.searchsorted(self._place, [[*places], [p + 1 for p in places]]).tolist()
        for place, start, end in zip(places, first, last, strict=True):
            bids[place] = self._again(place, start, shifts[start:end])
        return tuple(bids)

    def _again(self, place: int, start: int, shifts: NDArray[np.int8]) -> Bid:
        """A bid with its scores moved, from memory where they moved so before."""
        key = place, shifts.tobytes()
        found = self._moved.get(key)
        if found is None:
            if len(self._moved) >= BIDS_KEPT:
                self._moved.clear()
            names = self._criterion[start : start + len(shifts)]
            shift = {names[k]: int(shifts[k]) for k in np.flatnonzero(shifts).tolist()}
            found = self._moved[key] = self._scored(self.instance.bids[place], shift)
        return found

    def _assessed(self) -> Iterator[tuple[int, str | None]]:
        """What is scored once more, in the order drawn: a bid by its place, and a criterion of it.

        Without criteria it is the score of the bid as a whole.
        """
        for place, bid in enumerate(self.instance.bids):
            if bid.score is not None and self.tender.scored(bid.segment):
                names = [each.id for each in self._criteria[bid.segment]]
                whole = not names or any(name not in bid.criteria for name in names)
                yield from ((place, name) for name in ((None,) if whole else names))

    def _scored(self, bid: Bid, shift: Mapping[str | None, int]) -> Bid:
        """A bid with some scores moved."""
        if None in shift:
            return replace(bid, score=self._score.moved(bid.score or 0, shift[None]))
        criteria = self._criteria[bid.segment]
        scores = {
            each.id: self._level.moved(bid.criteria[each.id], shift.get(each.id, 0))
            for each in criteria
        }
        if all(bid.criteria[name] == score for name, score in scores.items()):
            return bid
        total = weighted_mean(criteria, list(scores.values()), self.tender.scoring.rounding)
        return replace(bid, score=total, criteria=_frozen(bid.criteria, scores))


def _step(tender: Tender, points: Decimal | None, width: int) -> int:
    """A level of a score without criteria, in units of the last published decimal.

    Raises
    ------
    InputError
        More decimals than the tender publishes.
    """
    if points is None:
        return max(width // SCORE_STEPS, 1)
    step = scaled(points, tender.scoring.decimals)
    if step is None:
        facts: dict[str, Fact] = {"value": plain(points), "decimals": tender.scoring.decimals}
        raise InputError([Finding("--noise", "noise_decimals", facts)])
    return step


def _frozen(before: Mapping[str, int], after: Mapping[str, int]) -> Mapping[str, int]:
    return MappingProxyType({**before, **after})
