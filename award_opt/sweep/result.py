"""What one scenario came to, in whole numbers and exact texts, as canonical bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Literal, TypeAlias

from award_opt.award import canonical

Ended: TypeAlias = Literal["optimal", "infeasible", "refused"]
SIMULATION: Final = "simulation"
MARK: Final = '"'  # stands for a long list, which is written apart; no other text is just this
LONG: Final = canonical(MARK)
SLACKS_KEPT: Final = 1024


@dataclass(frozen=True, slots=True)
class Result:
    """The proven best award of a scenario, measured; a simulation.

    Parameters
    ----------
    status
        ``optimal``; ``infeasible`` where no award keeps all rules; ``refused`` where the changed
        rules make no tender. All that follows is empty, ``None`` or 0 unless it is ``optimal``.
    goals
        Each goal of the method in its order, its value as an exact text, and that it is proven.
    winners
        The winning bids, sorted.
    score
        The points of all winners together, by the published weights of lots, as an exact text.
    partners
        How many different bidders win.
    money_cents
        The value of all winners; ``None`` where the value of one is not known.
    small_bp
        The share of that value which goes to small providers, in basis points rounded down, by the
        published definition; ``None`` where nothing is awarded or a value is not known.
    covered, cells
        How many cells of the published coverage rules are reached, of how many.
    passed_over
        How many admitted bids lose while a worse bid of their lot wins.
    slack
        The room that every rule leaves in every group, as an exact text.
    """

    status: Ended
    goals: tuple[tuple[str, str, bool], ...] = ()
    winners: tuple[str, ...] = ()
    score: str | None = None
    partners: int = 0
    money_cents: int | None = None
    small_bp: int | None = None
    covered: int = 0
    cells: int = 0
    passed_over: int = 0
    slack: tuple[tuple[str, str, str], ...] = ()

    @property
    def contracts(self) -> int:
        """How many contracts are awarded."""
        return len(self.winners)

    def content(self) -> dict[str, Any]:
        """All of it for machines; ``mode`` keeps it from passing for an award."""
        return {
            "mode": SIMULATION,
            "status": self.status,
            "goals": [list(goal) for goal in self.goals],
            "winners": list(self.winners),
            "score": self.score,
            "partners": self.partners,
            "money_cents": self.money_cents,
            "small_bp": self.small_bp,
            "covered": self.covered,
            "cells": self.cells,
            "passed_over": self.passed_over,
            "slack": [list(each) for each in self.slack],
        }

    def to_bytes(self) -> bytes:
        """The canonical bytes; equal results give equal bytes on every machine."""
        content = self.content()
        content["slack"] = content["winners"] = MARK
        before, between, after = canonical(content).split(LONG)
        return b"".join([before, _rooms(self.slack), between, _names(self.winners), after])

    @classmethod
    def from_bytes(cls, data: bytes) -> Result:
        """Read a result that ``to_bytes`` wrote.

        Raises
        ------
        ValueError
            The bytes are none.
        """
        try:
            return cls._of(json.loads(data))
        except (KeyError, TypeError) as error:
            raise ValueError("no result of a sweep") from error

    @classmethod
    def _of(cls, held: Mapping[str, Any]) -> Result:
        if held["mode"] != SIMULATION:
            raise ValueError("not the result of a simulation")
        return cls(
            status=held["status"],
            goals=tuple((goal, value, proven) for goal, value, proven in held["goals"]),
            winners=tuple(held["winners"]),
            score=held["score"],
            partners=held["partners"],
            money_cents=held["money_cents"],
            small_bp=held["small_bp"],
            covered=held["covered"],
            cells=held["cells"],
            passed_over=held["passed_over"],
            slack=tuple((rule, group, slack) for rule, group, slack in held["slack"]),
        )


@lru_cache(SLACKS_KEPT)
def _rooms(slack: tuple[tuple[str, str, str], ...]) -> bytes:
    """Slack as JSON: most of a result's bytes, and the same in many."""
    return canonical([list(each) for each in slack])


def _names(bids: tuple[str, ...]) -> bytes:
    """The names of bids as JSON; written at once where none needs an escape."""
    text = '","'.join(bids)
    escaped = not text.isprintable() or "\\" in text or text.count('"') > 2 * (len(bids) - 1)
    return canonical(list(bids)) if escaped or not bids else f'["{text}"]'.encode()
