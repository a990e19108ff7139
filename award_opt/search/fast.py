"""The fast paths of the search, each with its switch: the award is the same without them."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Fast:
    """Which fast paths the search may take.

    Parameters
    ----------
    closed
        Parts where only nested caps bind are decided by rank order, without any solver.
    core
        The relaxation first: its multipliers prove, in integers, which bids are settled, and only
        the rest is searched.
    branch
        Few open bids are settled by branching on relaxations, each branch refuted in integers.
    linked
        Large programs of regions that few rows link are priced and visited region by region first.
    trials
        The order of ties is first tried by exchanges that arithmetic alone decides.
    warm
        What a memory holds of earlier, similar programs is tried first.
    parallel
        Large parts are searched side by side.
    together
        The other fates of many bids are searched at once.
    """

    closed: bool = True
    core: bool = True
    branch: bool = True
    linked: bool = True
    trials: bool = True
    warm: bool = True
    parallel: bool = True
    together: bool = True

    @classmethod
    def none(cls) -> Fast:
        """All of them off: the slow path that the others are tested against."""
        return cls(*(False for _ in fields(cls)))
