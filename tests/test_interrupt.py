import os
import signal
import threading

import pytest

from award_opt.engines import Clock, interruptible


@pytest.mark.parametrize("pause", [0.03, 0.05, 0.07])
def test_an_interrupted_search_is_stopped_and_waited_for(pause: float) -> None:
    clock, told = Clock(), threading.Event()
    ended: list[bool] = []

    def search() -> None:
        threading.Timer(pause, os.kill, (os.getpid(), signal.SIGINT)).start()
        told.wait(20)
        threading.Event().wait(0.3)  # a solver takes a while to stop
        ended.append(told.is_set())

    interruptible(search, told.set, clock, "cp_sat")
    assert ended == [True]
    assert clock.stopped.is_set()
