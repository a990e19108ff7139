"""A solver runs in a thread of its own, which a limit, a signal or a fault ends."""

from __future__ import annotations

import threading
import time

import pytest
from small_problems import boxed

from award_opt.engines import Clock, interruptible
from award_opt.engines.cp_sat import CpSat
from award_opt.errors import SolverError
from award_opt.texts import say


def nothing() -> None:
    """Stop nothing."""


@pytest.mark.parametrize("brief", [True, False])
def test_a_solver_that_raises_is_named_in_both_languages(brief):
    def broken() -> None:
        raise RuntimeError("out of pivots")

    with pytest.raises(SolverError) as failure:
        interruptible(broken, nothing, Clock(), "highs", brief=brief)

    (finding,) = failure.value.findings
    assert finding.facts == {"engine": "highs", "said": "RuntimeError: out of pivots"}
    for lang in ("nl", "en"):
        assert "out of pivots" in say(finding.code, lang, finding.facts)


def test_a_model_that_cp_sat_refuses_is_an_error():
    huge = boxed([({0: 2**62, 1: 2**62}, -1, 2**62)], [1, 1])

    with pytest.raises(SolverError, match="solver_failed"):
        CpSat().solve(huge, Clock())


def test_ctrl_c_in_a_brief_search_is_not_swallowed():
    def interrupted() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interruptible(interrupted, nothing, Clock(), "highs", brief=True)


def test_a_stopped_clock_stops_the_search():
    clock, stop = Clock(), threading.Event()
    clock.stopped.set()

    interruptible(lambda: stop.wait(20), stop.set, clock, "cp_sat")

    assert stop.is_set()


def test_a_search_that_ends_is_not_waited_for():
    start = time.thread_time()

    interruptible(nothing, nothing, Clock(), "cp_sat")

    assert time.thread_time() - start < 0.1
