"""A head start for worker processes: they load what they need while this one reads its inputs."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, Final

WORK: Final = "award_opt.sweep.work"
LOCAL: Final = (WORK, "award_opt.sweep.local")
CLUSTER: Final = ("award_opt.sweep.plugin", WORK)


def load(modules: tuple[str, ...] = LOCAL) -> None:
    """Begin to load modules in the process that workers are forked from, where there is one."""
    if "forkserver" in multiprocessing.get_all_start_methods():
        from multiprocessing import (  # noqa: PLC0415 - not on every system
            forkserver,
            resource_tracker,
        )

        multiprocessing.get_context("forkserver").set_forkserver_preload(list(modules))
        resource_tracker.ensure_running()  # which would let signals through again
        # workers inherit that Ctrl-C does not strike them: who asked stops them
        held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            forkserver.ensure_running()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, held)


def answered(plan: bytes, numbers: Sequence[int]) -> list[tuple[str, bytes]]:
    """The work of a sweep; loaded where it is done, with its solvers."""
    rows: list[tuple[str, bytes]] = import_module(WORK).chunk(plan, numbers)
    return rows


def loaded_for(chunk: Callable[..., Any]) -> str:
    """The module that a process needs for a kind of work."""
    return WORK if chunk is answered else chunk.__module__
