"""Programs of one tender as its rules and bids change, without compiling what did not."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import compress, pairwise
from operator import attrgetter, is_not

import numpy as np

from award_opt import order
from award_opt.admission import every_rule, standing
from award_opt.columns import Codes, Columns, Mask, Numbers
from award_opt.domain import Bid, Instance, Landscape
from award_opt.order import Orders
from award_opt.program.assembly import Assembly
from award_opt.program.goals import Goals, Objective
from award_opt.program.program import Program, assembled, compile_columns, stops
from award_opt.rules import AnyRule, Coverage, MinScore
from award_opt.rules._base import Block
from award_opt.tender import Tender

GROUNDS_KEPT = 16  # sets of admitted bids
BLOCKS_KEPT = 32  # versions of one rule over the same bids
REREAD = frozenset({"total_score", "ranking", "least_transfers"})  # goals that add no indicator

_standing_data = attrgetter(
    "id",
    "bidder",
    "segment",
    "area",
    "value_cents",
    "capacity",
    "package",
    "draw",
    "offers",
    "parties",
    "attributes",
)


class Compiler:
    """The programs of a tender and its bids, and of changed rules and changed bids.

    ``program(...)`` gives what ``compile_program`` would give, byte for byte. What is not changed
    is not compiled again:

    - bids that got other scores (the total or by criterion) or another status, or that are left
      out: filters and orders are read anew, rows only where other bids are admitted;
    - rules that are new or changed: only their own rows; where just limits moved, only the bounds.

    Bids that changed in another way, or a changed ground of lots and budgets, are compiled as a
    whole. A compiler keeps at most ``GROUNDS_KEPT`` sets of admitted bids. It is not safe to
    share between threads.
    """

    def __init__(
        self, tender: Tender, instance: Instance, among: frozenset[str] | None = None
    ) -> None:
        self.tender, self.among = tender, among
        self._bids = instance.bids
        self._data = [_standing_data(bid) for bid in instance.bids]
        self._place = {bid.id: place for place, bid in enumerate(instance.bids)}
        self._columns = Columns.of(instance.bids)
        self._every = np.ones(len(instance.bids), np.bool_)
        self._filters: tuple[Tender, Filters] | None = None
        self._stood: tuple[Filters, Mask] | None = None
        self._grounds: OrderedDict[bytes, _Ground] = OrderedDict()

    def program(self, tender: Tender | None = None, bids: Sequence[Bid] | None = None) -> Program:
        """The program of a changed tender, or of changed bids, or of both.

        Parameters
        ----------
        tender
            With other limits, or with rules left out or added; left out: as it was.
        bids
            The bids with other scores or statuses, some of them perhaps left out, in the same
            order; left out: as they were.

        Raises
        ------
        InputError
            A row or goal whose numbers do not fit exact 53-bit arithmetic.
        """
        tender = tender or self.tender
        if bids is None or bids is self._bids:
            return self._compiled(tender, _Book(self._columns, self._every))
        book = self._book(bids)
        if book is None:
            every = Columns.of(bids)
            return compile_columns(tender, every.only(standing(tender, every, self.among)), every)
        return self._compiled(tender, book)

    def _book(self, bids: Sequence[Bid]) -> _Book | None:
        """The changed bids on the same ground; ``None`` where they changed in another way."""
        if len(bids) == len(self._bids):
            places: Sequence[int] = range(len(bids))
            moved = [*compress(places, map(is_not, bids, self._bids))]
        else:
            places = [self._place.get(bid.id, -1) for bid in bids]
            if any(after <= before for before, after in pairwise((-1, *places))):
                return None
            moved = [k for k, place in enumerate(places) if bids[k] is not self._bids[place]]
        changed = {places[k]: bids[k] for k in moved}
        if any(_standing_data(bid) != self._data[place] for place, bid in changed.items()):
            return None
        kept = self._every
        if len(bids) < len(self._bids):
            kept = np.zeros(len(self._bids), np.bool_)
            kept[places] = True
        return _Book(_changed(self._columns, changed), kept)

    def _compiled(self, tender: Tender, book: _Book) -> Program:
        every = book.every
        admitted = self._admitted(tender, every)
        if tender.landscape() != self.tender.landscape():
            return compile_columns(tender, every.only(admitted), every)
        inside = book.kept.copy()
        inside[book.kept] = admitted
        ground, columns = self._ground(inside, every, admitted)
        return ground.program(tender, columns, every)

    def _admitted(self, tender: Tender, every: Columns) -> Mask:
        """Which bids are admitted; known where neither filters changed nor what they read."""
        filters = self._filters_of(tender)
        if every.texts is not self._columns.texts or (
            every is not self._columns and filters.scored
        ):
            return standing(tender, every, self.among)
        if self._stood is None or self._stood[0] != filters:
            self._stood = filters, standing(tender, self._columns, self.among)
        return self._stood[1]

    def _filters_of(self, tender: Tender) -> Filters:
        if self._filters is None or self._filters[0] is not tender:
            self._filters = tender, Filters.of(tender)
        return self._filters[1]

    def _ground(self, inside: Mask, every: Columns, admitted: Mask) -> tuple[_Ground, Columns]:
        """What is known of some admitted bids, and these with their scores as they now are."""
        key = inside.tobytes()
        ground = self._grounds.pop(key, None)
        if ground is None:
            columns = every.only(admitted)
            ground = _Ground(columns)
        else:
            columns = _scored(ground.columns, every, admitted)
        self._grounds[key] = ground
        if len(self._grounds) > GROUNDS_KEPT:
            self._grounds.popitem(last=False)
        return ground, columns


@dataclass(frozen=True, slots=True)
class Filters:
    """What decides which bids are admitted; ``scored`` where their scores have a say in it."""

    rules: tuple[AnyRule, ...]
    landscape: Landscape
    scored: bool

    @classmethod
    def of(cls, tender: Tender) -> Filters:
        """The filters of a tender."""
        rules = tuple(rule for rule in every_rule(tender) if rule.STAGE is not None)
        return cls(rules, tender.landscape(), any(map(_reads_scores, rules)))


def _reads_scores(rule: AnyRule) -> bool:
    return isinstance(rule, MinScore) or any(column == "score" for column, _ in rule.uses())


@dataclass(frozen=True, slots=True)
class _Book:
    """Changed bids: the columns of those that are ``kept`` of the bids as they were."""

    columns: Columns
    kept: Mask

    @property
    def every(self) -> Columns:
        """The bids that are kept."""
        return self.columns.only(self.kept)


def _changed(columns: Columns, changed: dict[int, Bid]) -> Columns:
    """The columns with some bids replaced by others that differ in scores and status alone."""
    if not changed:
        return columns
    bids = list(columns.bids)
    texts: Mapping[str, Codes] = columns.texts
    moved = any(bid.status != bids[place].status for place, bid in changed.items())
    for place, bid in changed.items():
        bids[place] = bid
    if moved:
        texts = {**texts, "status": Codes.of([bid.status for bid in bids])}
    places = [*changed]
    score = _put(columns.numbers["score"], places, [bids[place].score for place in places])
    return replace(
        columns,
        bids=tuple(bids),
        texts=texts,
        numbers={**columns.numbers, "score": score},
        criteria=_criteria(columns, bids, places),
    )


def _criteria(columns: Columns, bids: Sequence[Bid], places: Sequence[int]) -> dict[str, Numbers]:
    """The scores by criterion with those of some bids as they now are."""
    before, now = columns.bids, bids
    moved = [place for place in places if before[place].criteria is not now[place].criteria]
    if any(before[place].criteria.keys() != now[place].criteria.keys() for place in moved):
        return Columns.scored(bids)
    return {
        name: _put(held, moved, [bids[place].criteria.get(name) for place in moved])
        for name, held in columns.criteria.items()
    }


def _put(held: Numbers, places: Sequence[int], numbers: Sequence[int | None]) -> Numbers:
    """A column with some of its numbers replaced."""
    if not places:
        return held
    fresh = Numbers.of(numbers)
    values, known = held.values.copy(), held.known.copy()
    values[places], known[places] = fresh.values, fresh.known
    return Numbers(values, known)


def _scored(columns: Columns, every: Columns, admitted: Mask) -> Columns:
    """The columns of admitted bids, with the scores that they have among all bids."""
    rows = np.flatnonzero(admitted)
    criteria = {name: held.only(rows) for name, held in every.criteria.items()}
    return replace(
        columns,
        bids=tuple(compress(every.bids, admitted.tolist())),
        numbers={**columns.numbers, "score": every.numbers["score"].only(rows)},
        criteria={name: held for name, held in criteria.items() if held.known.any()},
    )


@dataclass(slots=True)
class _Known:
    """A program on a ground, and the tender and blocks that it was made from."""

    tender: Tender
    blocks: list[Block]
    stages: tuple[str, ...]
    program: Program
    orders: Orders | None = None


@dataclass(slots=True)
class _Ground:
    """Admitted bids, and what was compiled from them; scores may differ, nothing else."""

    columns: Columns
    _blocks: dict[str, list[tuple[AnyRule, Block]]] = field(default_factory=dict)
    _last: _Known | None = None

    def program(self, tender: Tender, columns: Columns, every: Columns) -> Program:
        """The program of the admitted bids, with their scores as they now are in ``columns``."""
        known = self._last
        if known is not None and known.tender is tender:
            return self._scored_again(known, columns, every)
        blocks = [self._block(rule, tender.landscape()) for rule in tender.rules]
        if stops(tender):
            return assembled(tender, columns, blocks, every)
        if known is not None and _same_shape(known, tender, blocks):
            program = _moved(known, tender, blocks, columns, every)
        else:
            program = assembled(tender, columns, blocks, every)
        self._last = _Known(tender, blocks, order.stages(tender), program)
        return program

    @staticmethod
    def _scored_again(known: _Known, columns: Columns, every: Columns) -> Program:
        """The program of the same tender, with other scores."""
        if known.orders is None:
            known.orders = Orders(known.tender, columns)
        program = _rescored(known.program, known.tender, columns, every)
        ranked, tied = known.orders.ranked(columns), known.orders.tied(columns)
        return replace(program, ranked=ranked, tied=tied)

    def _block(self, rule: AnyRule, landscape: Landscape) -> Block:
        versions = self._blocks.setdefault(rule.id, [])
        for known, block in versions:
            if known is rule or known == rule:
                return block
        block = rule.rows(self.columns, landscape)
        versions.insert(0, (rule, block))
        del versions[BLOCKS_KEPT:]
        return block


def _same_shape(known: _Known, tender: Tender, blocks: Sequence[Block]) -> bool:
    """Whether a program differs from a known one in bounds, scores and orders at most."""
    return (
        known.stages == order.stages(tender)
        and len(known.tender.rules) == len(tender.rules)
        and all(map(_alike, known.tender.rules, tender.rules, known.blocks, blocks))
    )


def _alike(was: AnyRule, rule: AnyRule, old: Block, new: Block) -> bool:
    if was.id != rule.id or _counts(was) != _counts(rule):
        return False
    return old is new or (
        len(old.labels) == len(new.labels)
        and old.labels == new.labels
        and all(
            np.array_equal(getattr(old, name), getattr(new, name))
            for name in ("row", "term", "coefficient", "set_id", "set_member")
        )
    )


def _counts(rule: AnyRule) -> AnyRule | None:
    """The rule where a goal counts its groups, for which its rows do not speak."""
    return rule if isinstance(rule, Coverage) and rule.if_short == "goal" else None


def _moved(
    known: _Known, tender: Tender, blocks: Sequence[Block], columns: Columns, every: Columns
) -> Program:
    """The known program with other bounds, scores and orders."""
    program, rows = known.program, known.program.rows
    moved = [k for k, block in enumerate(blocks) if block is not known.blocks[k]]
    if moved:
        sense, bound = rows.sense.copy(), rows.bound.copy()
        for k in moved:
            own = rows.rule == k
            sense[own], bound[own] = blocks[k].sense, blocks[k].bound
        rows = replace(rows, sense=sense, bound=bound)
    ranked, tied = order.rows(tender, columns)
    return replace(_rescored(program, tender, columns, every), rows=rows, ranked=ranked, tied=tied)


def _rescored(program: Program, tender: Tender, columns: Columns, every: Columns) -> Program:
    """The same rows with the goals of other scores."""
    goals = Goals(tender, columns, every, Assembly(columns.n))
    objectives = tuple(_reread(goals, program, each) for each in program.objectives)
    return replace(program, columns=columns, objectives=objectives)


def _reread(goals: Goals, program: Program, objective: Objective) -> Objective:
    if objective.goal not in REREAD:
        return objective
    return goals.objective(objective.goal).over(program.size)
