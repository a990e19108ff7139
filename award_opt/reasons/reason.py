"""What a reason holds: codes and facts; ``report.reasons`` puts them into words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from award_opt.errors import Fact

Kind: TypeAlias = Literal["filtered", "won", "passed_over", "tie", "outranked"]
STOP = "ranking"  # the rule that the ranking of a lot ends at the first bid that does not fit


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a rule itself says of the bid: a code of its texts with the facts and the group.

    ``before`` where only the winners that were decided before the bid are counted beside it.
    """

    rule: str
    code: str
    facts: Mapping[str, Fact]
    group: str = ""
    before: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """The first goal on which an award with the bid falls short; exact decimal strings."""

    goal: str
    award: str
    with_bid: str


@dataclass(frozen=True, slots=True)
class Swap:
    """The rules that break when the bid takes the place of a ``winner`` that stands lower.

    None where the exchange is lawful: then ``gap`` is the goal that refuses it, and where there is
    no gap either, the changed award is as good and the order of ties refuses it.
    """

    winner: str
    rules: tuple[str, ...]
    gap: Gap | None = None


@dataclass(frozen=True, slots=True)
class Passing:
    """Why a bid was passed over, at three levels.

    Parameters
    ----------
    swaps
        Each winner of the lot that stands lower, by rank.
    sequence
        With every decision on higher-ranked bids as it fell: rules that together leave no place,
        of which none can be missed. ``None`` where a place remains.
    unavoidable
        No lawful award with at least as many contracts holds the bid.
    """

    swaps: tuple[Swap, ...]
    sequence: tuple[str, ...] | None
    unavoidable: bool


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one bid won or lost.

    Parameters
    ----------
    code
        A filter, a rule that decided, ``goal``, ``tie``, ``after_stop`` or ``won``.
    rank, ranked
        The bid's place among the admitted bids of its lot, and their number; absent where the bids
        are not compared.
    measure
        What the places go by: ``score`` or ``value``.
    score, value, criteria
        The bid's own, as exact decimal strings; ``criteria`` by criterion.
    winners
        The winning bids of the lot, best first.
    rules
        The rules that decided, in the order of the model; for a winner those that break without it.
    behind
        The winners of the lot that are as good as the losing bid and rank behind it.
    step
        The step of the published order of ties that decided.
    """

    bid: str
    bidder: str
    lot: str
    kind: Kind
    code: str
    rank: int | None = None
    ranked: int = 0
    measure: str = "score"
    score: str | None = None
    value: str | None = None
    criteria: Mapping[str, str] = field(default_factory=dict)
    winners: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    passing: Passing | None = None
    behind: tuple[Swap, ...] = ()
    gap: Gap | None = None
    step: str | None = None

    @property
    def lowest(self) -> str | None:
        """The lowest-ranked winner of the lot."""
        return self.winners[-1] if self.winners else None
