"""Draws of score noise, withdrawals and other methods, each solved beside the award."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeVar

from award_opt.admission import enters
from award_opt.award import AwardFile, Status
from award_opt.domain import Bid, Instance
from award_opt.generate.dice import Dice
from award_opt.interval import Interval, wilson
from award_opt.noise import Assessors, Noise
from award_opt.robust import methods
from award_opt.robust.desk import Beside, Desk
from award_opt.robust.methods import Method
from award_opt.search.judge import Judge
from award_opt.solve import Options
from award_opt.tender import Tender

Found = TypeVar("Found")
Progress = Callable[[int, int], None]
DRAWS = 200
REMEMBERED = 1000  # draws whose award is kept for a draw with the same scores


@dataclass(frozen=True, slots=True)
class Stability:
    """In how many draws of score noise a bid wins; ``won`` is its fate in the award."""

    bid: str
    won: bool
    wins: int
    draws: int

    @property
    def interval(self) -> Interval:
        """The share of draws in which the bid wins."""
        return wilson(self.wins, self.draws)

    @property
    def steady(self) -> bool:
        """Whether every draw gave the bid the fate that it has in the award."""
        return self.wins == (self.draws if self.won else 0)


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """The award without some bids of one bidder; the others keep their scores.

    ``leaves`` are winners that lose then, apart from ``bids`` themselves. With ``whole`` all valid
    bids of the bidder are gone, as after an exclusion.
    """

    bidder: str
    bids: tuple[str, ...]
    whole: bool
    status: Status
    enters: tuple[str, ...]
    leaves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Robustness:
    """The answers; everything here is a simulation.

    ``draws`` were done of the ``asked``; in ``same`` of them the whole award is the published one,
    in ``lawless`` of them no award keeps all rules. ``points`` is the level of a score without
    criteria.
    """

    mode: Literal["simulation"]
    noise: Noise
    points: str
    seed: int
    asked: int
    draws: int
    same: int
    lawless: int
    bids: tuple[Stability, ...]
    withdrawals: tuple[Withdrawal, ...]
    methods: tuple[Method, ...]

    @property
    def identical(self) -> Interval:
        """The share of draws in which the whole award is the published one."""
        return wilson(self.same, self.draws)

    @property
    def proven(self) -> bool:
        """Whether no limit struck: every award behind these numbers is proven."""
        statuses = [each.status for each in self.withdrawals]
        statuses += [each.status for each in self.methods]
        done = self.draws == self.asked
        return done and all(status in ("optimal", "infeasible") for status in statuses)


def robust(
    tender: Tender,
    instance: Instance,
    award: AwardFile,
    noise: Noise | None = None,
    draws: int = DRAWS,
    seed: int = 1,
    *,
    among: AwardFile | None = None,
    withdrawals: bool = True,
    judge: Judge | None = None,
    progress: Progress | None = None,
) -> Robustness:
    """How the award moves under score noise, withdrawals and other methods.

    Parameters
    ----------
    award
        The proven award of these inputs.
    noise
        The declared model of the assessors' error.
    draws, seed
        How often all bids are scored once more; the same seed gives the same answer everywhere,
        and the first draws are the same whatever their number.
    withdrawals
        Also solve without each winning bid, and without each bidder that won more than one.
    progress
        Called with the number of awards done and to do.

    Raises
    ------
    CheckError
        The inputs contradict ``award``, or it is not the proven best one.
    InputError
        The noise does not fit the published scale.
    """
    noise = noise or Noise()
    assessors = Assessors(tender, instance, noise)
    desk = Desk(tender, instance, award, among, judge or Options().judge())
    gone = list(_gone(desk)) if withdrawals else []
    under = methods.others(desk)
    count = _Count(progress, draws + len(gone) + len(under))
    done, wins, same, lawless = 0, Counter[str](), 0, 0
    for found in _drawn(desk, assessors, draws, seed):
        done += 1
        wins.update(found.ids)
        lawless += found.status == "infeasible"
        same += found.status == "optimal" and found.ids == desk.won
        count.one()
    return Robustness(
        mode="simulation",
        noise=noise,
        points=assessors.points,
        seed=seed,
        asked=draws,
        draws=done,
        same=same,
        lawless=lawless,
        bids=tuple(
            Stability(bid.id, bid.id in desk.won, wins[bid.id], done)
            for bid in instance.bids
            if enters(bid, desk.among)
        ),
        withdrawals=tuple(count.each(_withdrawn(desk, *each) for each in gone)),
        methods=tuple(count.each(methods.method(desk, each) for each in under)),
    )


class _Count:
    """Tells whoever looks on how far the work is."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self.progress, self.total, self.done = progress, total, 0

    def one(self) -> None:
        self.done += 1
        if self.progress is not None:
            self.progress(self.done, self.total)

    def each(self, found: Iterator[Found]) -> Iterator[Found]:
        for one in found:
            self.one()
            yield one


def _drawn(desk: Desk, assessors: Assessors, draws: int, seed: int) -> Iterator[Beside]:
    """The award of each draw; equal scores are solved once; ends where a limit strikes."""
    known: dict[tuple[object, ...], Beside] = {
        _scores(desk.instance.bids): Beside("optimal", desk.winners)
    }
    for number in range(draws):
        bids = assessors.again(Dice.of(seed, f"noise {number}"))
        key = _scores(bids)
        found = known.get(key) or desk.of(bids)
        if found.status not in ("optimal", "infeasible"):
            return
        if len(known) < REMEMBERED:
            known[key] = found
        yield found


def _scores(bids: Sequence[Bid]) -> tuple[object, ...]:
    return tuple((bid.score, *bid.criteria.values()) for bid in bids)


def _gone(desk: Desk) -> Iterator[tuple[tuple[Bid, ...], bool]]:
    """Each winning bid, and all bids of each bidder with more than one of them."""
    for bid in desk.winners:
        yield (bid,), False
    won = Counter(bid.bidder for bid in desk.winners)
    for bidder, number in won.items():
        if number > 1:
            own = (bid for bid in desk.instance.bids if bid.bidder == bidder)
            yield tuple(bid for bid in own if bid.status == "valid"), True


def _withdrawn(desk: Desk, gone: tuple[Bid, ...], whole: bool) -> Withdrawal:
    ids = {bid.id for bid in gone}
    found = desk.of(
        [replace(b, status="withdrawn") if b.id in ids else b for b in desk.instance.bids]
    )
    stays = [bid.id for bid in desk.winners if bid.id not in ids]
    lawful = found.status == "optimal"
    return Withdrawal(
        bidder=gone[0].bidder,
        bids=tuple(bid.id for bid in gone),
        whole=whole,
        status=found.status,
        enters=tuple(bid.id for bid in found.winners if bid.id not in desk.won),
        leaves=tuple(bid for bid in stays if lawful and bid not in found.ids),
    )
