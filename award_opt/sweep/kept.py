"""What is asked of a plan beside its scenarios, kept in the store: points and lines."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from award_opt.award import canonical
from award_opt.sweep.plan import Plan
from award_opt.sweep.result import SIMULATION
from award_opt.sweep.scenario import Scenario
from award_opt.sweep.store import Store

Award: TypeAlias = tuple[int, int, tuple[str, ...]]
"""Two whole numbers and the winning bids: score and measure, or a line's start and slope."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Answers about the published tender of a plan, each under the digest of all it rests on.

    They are kept one by one, so that a kill loses no more than the one under way. Where ``store``
    is ``None`` or only read, what is not known is worked out and not kept.
    """

    plan: Plan
    store: Store | None = None

    def answer(
        self, question: tuple[str | int | None, ...], ask: Callable[[], Award | None]
    ) -> Award | None:
        """The answer that is kept, else that of ``ask``; ``None`` where no award is lawful."""
        key = self.key(question)
        if self.store is not None and self.store.have([key]):  # one that is damaged is asked anew
            (data,) = self.store.get([key])
            known = json.loads(data or b"{}")["found"]
            return None if known is None else (known[0], known[1], tuple(known[2]))
        found = ask()
        if self.store is not None and self.store.writes:
            content = {"mode": SIMULATION, "question": list(question), "found": found}
            self.store.put([(key, canonical(content))], alike=False)
        return found

    def key(self, question: tuple[str | int | None, ...]) -> str:
        """SHA-256 over the question and all that the published award depends on."""
        asked = [self.plan.key(Scenario()), *question]
        return hashlib.sha256(canonical(asked)).hexdigest()
