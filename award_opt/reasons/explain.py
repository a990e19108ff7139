"""From an award to one reason per bid."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from award_opt import check, order
from award_opt.admission import enters, every_rule
from award_opt.award import AwardFile
from award_opt.columns import Ints
from award_opt.domain import Bid, Instance
from award_opt.errors import CheckError, Finding
from award_opt.exact import unscaled
from award_opt.program.program import Objective
from award_opt.reading import Admission, admission, selected
from award_opt.reasons.codes import CAPS, code_of, filter_code, status_code
from award_opt.reasons.reason import STOP, Evidence, Gap, Kind, Passing, Reason, Swap
from award_opt.reasons.room import Room
from award_opt.reasons.standing import Standing
from award_opt.rules import AllQualifying, AnyRule, Fixed
from award_opt.search import outcome
from award_opt.search.fates import Fates, Stand
from award_opt.solve import Options
from award_opt.tender import Tender


def explain(
    tender: Tender,
    instance: Instance,
    award: AwardFile,
    among: AwardFile | None = None,
    options: Options | None = None,
) -> tuple[Reason, ...]:
    """Exactly one reason for every bid, in the order of the bids, invalid ones included.

    Raises
    ------
    CheckError
        The award is not proven, or the checker contradicts it: an addition or exchange that keeps
        all rules and is better is such a contradiction.
    """
    wrong = check.verify(tender, instance, award, among)
    if wrong:
        raise CheckError(wrong)
    stand = stand_of(tender, instance, award, among, options)
    return of_stand(stand, award, among)


def stand_of(
    tender: Tender,
    instance: Instance,
    award: AwardFile,
    among: AwardFile | None = None,
    options: Options | None = None,
) -> Stand:
    """A verified award on its compiled program.

    Raises
    ------
    CheckError
        The award is not proven best, or no award is lawful.
    """
    if award.status == "infeasible":
        raise CheckError([Finding("award", "no_award_to_explain")])
    if award.status != "optimal":
        raise CheckError([Finding("award", "award_not_proven", {"status": award.status})])
    judge = (options or Options(cross_check=False)).judge()
    return Stand.of(tender, instance, award, among, judge)


def of_stand(
    stand: Stand,
    award: AwardFile,
    among: AwardFile | None = None,
    only: Collection[str] | None = None,
) -> tuple[Reason, ...]:
    """The reasons of a verified award whose program is compiled already; ``only`` for some bids."""
    work = _Reasons(stand, award, selected(among), stand.fates)
    wanted = [bid for bid in stand.instance.bids if only is None or bid.id in only]
    work.look_ahead(wanted)
    return tuple(work.reason(bid) for bid in wanted)


@dataclass
class _Reasons:
    stand: Stand
    award: AwardFile
    among: frozenset[str] | None
    fates: Fates | None

    def __post_init__(self) -> None:
        tender = self.stand.tender
        self.place = {bid.id: place for place, bid in enumerate(self.stand.bids)}
        self.standing = Standing.of(tender, self.stand.bids)
        self.won = {winner.bid for winner in self.award.winners}
        self.winners = [bid for bid in self.stand.bids if bid.id in self.won]
        self.by_lot: dict[str, list[Bid]] = {}
        self.rank: dict[str, int] = {}
        self.lot_winners: dict[str, list[Bid]] = {}
        for bid in self.standing.ordered:
            lot = self.by_lot.setdefault(bid.lot, [])
            lot.append(bid)
            self.rank[bid.id] = len(lot)
            if bid.id in self.won:
                self.lot_winners.setdefault(bid.lot, []).append(bid)
        self.published = [self.place[bid.id] for bid in self.standing.ordered]
        self.rules: Mapping[str, AnyRule] = {rule.id: rule for rule in every_rule(tender)}
        self._rooms: dict[int, Room] = {}

    def look_ahead(self, bids: Sequence[Bid]) -> None:
        """Find the best award with each bid that is passed over, all of them together."""
        losers = [bid for bid in bids if bid.id in self.place and bid.id not in self.won]
        passed = [self.place[bid.id] for bid in losers if self._lower(bid)]
        if self.fates is not None:
            self.fates.together(passed, lambda _: None)

    @cached_property
    def admission(self) -> Admission:
        return admission(self.stand.tender, self.stand.instance, self.among)

    def reason(self, bid: Bid) -> Reason:
        if bid.id not in self.place:
            return self._filtered(bid)
        if bid.id in self.won:
            return self._winner(bid)
        return replace(self._lost(bid), behind=self._behind(bid))

    def _lost(self, bid: Bid) -> Reason:
        lower = self._lower(bid)
        if lower:
            return self._passed_over(bid, lower)
        step = self._tie(bid)
        if step is not None:
            return self._said(bid, "tie", "tie", step=step)
        return self._outranked(bid)

    def _said(
        self,
        bid: Bid,
        kind: Kind,
        code: str,
        rules: Sequence[str] = (),
        evidence: Sequence[Evidence] = (),
        passing: Passing | None = None,
        gap: Gap | None = None,
        step: str | None = None,
    ) -> Reason:
        compared = bid.id in self.rank and self.standing.merit(bid) is not None
        decimals = self.stand.tender.scoring.decimals
        return Reason(
            bid=bid.id,
            bidder=bid.bidder,
            lot=bid.lot,
            kind=kind,
            code=code,
            rank=self.rank[bid.id] if compared else None,
            ranked=len(self.by_lot.get(bid.lot, ())),
            measure=self.standing.measure,
            score=None if bid.score is None else unscaled(bid.score, decimals),
            value=None if bid.value_cents is None else unscaled(bid.value_cents, 2),
            criteria=self._criteria(bid),
            winners=tuple(other.id for other in self._lot_winners(bid)),
            rules=tuple(rules),
            evidence=tuple(evidence),
            passing=passing,
            gap=gap,
            step=step,
        )

    def _criteria(self, bid: Bid) -> dict[str, str]:
        """The bid's scores per criterion, in the published order of criteria."""
        decimals = self.stand.tender.scoring.decimals
        names = [each.id for each in self.stand.tender.criteria if each.id in bid.criteria]
        return {name: unscaled(bid.criteria[name], decimals) for name in names}

    def _lot_winners(self, bid: Bid) -> list[Bid]:
        """The winners of the bid's lot, best first; in a lot without ranks by bid id."""
        if bid.lot in self.by_lot:
            return self.lot_winners.get(bid.lot, [])
        return [other for other in self.winners if other.lot == bid.lot]

    def _lower(self, bid: Bid) -> list[Bid]:
        """The winners of the bid's lot that are strictly worse."""
        return [other for other in self._lot_winners(bid) if self.standing.above(bid, other)]

    def _behind(self, bid: Bid) -> tuple[Swap, ...]:
        """What keeps the bid from the places of winners that are as good and rank behind it."""
        merit = self.standing.merit(bid)
        if merit is None or bid.id not in self.rank:
            return ()
        after = [w for w in self._lot_winners(bid) if self.rank[w.id] > self.rank[bid.id]]
        return tuple(self._swap(bid, w) for w in after if self.standing.merit(w) == merit)

    # --- bids that take no part, and winners

    def _filtered(self, bid: Bid) -> Reason:
        if not enters(bid, None):
            return self._said(bid, "filtered", status_code(bid.status))
        if not enters(bid, self.among):
            return self._said(bid, "filtered", "not_selected")
        refused = [refusal for refusal in self.admission.refusals if refusal.bid == bid.id]
        evidence = [Evidence(each.rule, each.code, each.facts) for each in refused]
        rules = list(dict.fromkeys(each.rule for each in refused))
        return self._said(bid, "filtered", filter_code(self.rules[rules[0]]), rules, evidence)

    def _winner(self, bid: Bid) -> Reason:
        room, local = self._room(bid)
        rules = room.broken(room.changed(None, local))
        kinds = {type(self.rules[rule]) for rule in rules if rule in self.rules}
        code = "won"
        if Fixed in kinds:
            code = "override"
        elif AllQualifying in kinds:
            code = "all_qualifying"
        return self._said(bid, "won", code, rules)

    # --- losers that took part

    def _outranked(self, bid: Bid) -> Reason:
        room, local = self._room(bid)
        if self._stopped(bid):
            return self._said(bid, "outranked", "after_stop", [STOP])
        rules = [rule for rule in room.broken(room.changed(local, None)) if rule != STOP]
        if not rules:
            return self._by_goal(bid, "outranked")
        evidence = self._before(rules, bid) if "ranking" in self.stand.tender.award.goals else []
        evidence = evidence or self._breaches(rules, [*self.winners, bid])
        return self._said(bid, "outranked", self._code(rules, bid, False), rules, evidence)

    def _by_goal(self, bid: Bid, kind: Kind, passing: Passing | None = None) -> Reason:
        """The goal refuses what the rules allow; or, where it does not, the order of ties."""
        gap = self._gap(bid)
        step = self._decider(bid) if gap is None else None
        code = "goal" if step is None else "tie"
        return self._said(bid, kind, code, passing=passing, gap=gap, step=step)

    def _stopped(self, bid: Bid) -> bool:
        """Whether the ranking of the lot ended before the bid."""
        award = self.stand.tender.award
        if "ranking" not in award.goals or award.on_misfit != "stop":
            return False
        lot = self.by_lot.get(bid.lot, [])
        return any(other.id not in self.won for other in lot[: self.rank.get(bid.id, 1) - 1])

    def _tie(self, bid: Bid) -> str | None:
        """The step of the published order that decided against the bid; ``None`` if none did."""
        if "ranking" not in self.stand.tender.award.goals:
            tied = self.award.ties is not None and bid.id in self.award.ties.tied_bids
            return self._decider(bid) if tied else None
        for other in reversed(self._lot_winners(bid)):
            equal = self.standing.merit(other) == self.standing.merit(bid)
            if equal and not self._exchange(bid, other):
                return order.decider(self.stand.tender, [bid, other])
        return None

    def _decider(self, bid: Bid) -> str:
        """The published step between the bid and the tied winners that equal it in its lot."""
        tied = set() if self.award.ties is None else set(self.award.ties.tied_bids)
        equal = [
            other
            for other in self._lot_winners(bid)
            if other.id in tied and self.standing.merit(other) == self.standing.merit(bid)
        ]
        if equal:
            return order.decider(self.stand.tender, [bid, equal[-1]])
        return "goals" if self.award.ties is None else self.award.ties.decided_by

    # --- pass-overs

    def _passed_over(self, bid: Bid, lower: Sequence[Bid]) -> Reason:
        room, local = self._room(bid)
        swaps = tuple(self._swap(bid, other) for other in lower)
        lawful = any(not swap.rules for swap in swaps)
        trial = None if self.fates is None else self.fates.known(self.place[bid.id])
        sequence = None if lawful else room.sequence(local, self._above(bid, room), trial)
        unavoidable = not lawful and self._unavoidable(room, local, trial)
        passing = Passing(swaps, sequence, unavoidable)
        if sequence is None:
            return self._by_goal(bid, "passed_over", passing)
        evidence = self._before(sequence, bid)
        code = self._code(sequence, bid, True)
        return self._said(bid, "passed_over", code, sequence, evidence, passing)

    def _above(self, bid: Bid, room: Room) -> list[int]:
        """The bids of the part that were decided before the bid, as variables of the part."""
        before = self.published[: self.published.index(self.place[bid.id])]
        inside = np.isin(np.array(before, np.int64), room.part.variables)
        return [room.local(other) for other, here in zip(before, inside, strict=True) if here]

    def _unavoidable(self, room: Room, local: int, trial: Ints | None) -> bool:
        others = sum(each.largest() for each in self._every_room() if each is not room)
        return not room.holds(local, len(self.won) - others, trial)

    def _gap(self, bid: Bid) -> Gap | None:
        """The first goal on which the best award with the bid is worse; ``None`` where none is."""
        place = self.place[bid.id]
        if self.fates is not None:
            best, objective = self.fates.best(place), self.fates.objective
            if best is not None and best < self.fates.reached:
                return _gap(objective, self.fates.reached, objective.value(best))
        found = outcome.best(self.stand.program.forcing({place: 1}), self.stand.judge)
        for objective, reached in zip(self.stand.program.objectives, found.reached, strict=True):
            own = int((objective.coefficient * self.stand.values).sum())
            if reached.total != own:
                return _gap(objective, own, reached.value)
        return None

    # --- rules and rooms

    def _before(self, rules: Sequence[str], bid: Bid) -> list[Evidence]:
        """What the caps among the rules say of the bid beside the winners decided before it."""
        if self.place[bid.id] not in self.published:
            return []
        before = self.published[: self.published.index(self.place[bid.id])]
        winners = [self.stand.bids[other] for other in before if self.stand.values[other]]
        capped = [rule for rule in rules if rule in self.rules and self.rules[rule].kind in CAPS]
        found = self._breaches(capped, [*winners, bid])
        return [replace(evidence, before=True) for evidence in found]

    def _breaches(self, rules: Sequence[str], winners: Sequence[Bid]) -> list[Evidence]:
        """What the rules say of these winners, by the second reading."""
        landscape = self.stand.tender.landscape()
        ordered = sorted(winners, key=lambda bid: bid.id)
        return [
            Evidence(name, breach.code, breach.facts, breach.group)
            for name in rules
            for breach in self.rules[name].breaches(self.stand.bids, ordered, landscape)
        ]

    def _code(self, rules: Sequence[str], bid: Bid, passed_over: bool) -> str:
        known = [self.rules[rule] for rule in rules if rule in self.rules]
        tender = self.stand.tender
        return code_of(known, tender, bid, passed_over=passed_over) if known else "after_stop"

    def _room(self, bid: Bid) -> tuple[Room, int]:
        place = self.place[bid.id]
        room = next(each for each in self._every_room() if self._inside(each, place))
        return room, room.local(place)

    @staticmethod
    def _inside(room: Room, place: int) -> bool:
        variables = room.part.variables
        found = int(np.searchsorted(variables, place))
        return found < len(variables) and int(variables[found]) == place

    def _swap(self, enters: Bid, leaves: Bid) -> Swap:
        rules = self._exchange(enters, leaves)
        gap = None if rules else self._shortfall(self._exchanged(enters, leaves))
        return Swap(leaves.id, rules, gap)

    def _exchange(self, enters: Bid, leaves: Bid) -> tuple[str, ...]:
        """The rules that break when one bid wins instead of another, in the order of the model."""
        changed = self._exchanged(enters, leaves)
        broken = {rule for room, values in changed for rule in room.broken(values)}
        return tuple(rule for rule in self.stand.program.rules if rule in broken)

    def _exchanged(self, enters: Bid, leaves: Bid) -> list[tuple[Room, Ints]]:
        """The parts of the award that change when one bid wins instead of another."""
        (room, local), (other, gone) = self._room(enters), self._room(leaves)
        if room is other:
            return [(room, room.changed(local, gone))]
        return [(room, room.changed(local, None)), (other, other.changed(None, gone))]

    def _shortfall(self, changed: Sequence[tuple[Room, Ints]]) -> Gap | None:
        """The first goal on which the changed parts make the award worse; ``None`` if none does."""
        for objective in self.stand.program.objectives:
            gain = sum(
                int((objective.coefficient[room.part.variables] * (values - room.values)).sum())
                for room, values in changed
            )
            if gain:
                own = int((objective.coefficient * self.stand.values).sum())
                return _gap(objective, own, objective.value(own + gain))
        return None

    def _every_room(self) -> list[Room]:
        if not self._rooms:
            rooms = (Room.of(self.stand, part) for part in self.stand.parts)
            self._rooms = dict(enumerate(rooms))
        return list(self._rooms.values())


def _gap(objective: Objective, reached: int, with_bid: int) -> Gap:
    """What the award reaches on a goal beside the value with the bid."""
    award = objective.value(reached)
    return Gap(
        objective.goal, unscaled(award, objective.places), unscaled(with_bid, objective.places)
    )
