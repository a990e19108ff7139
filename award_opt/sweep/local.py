"""A sweep on all cores of this machine."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, Final

from pebble import ProcessExpired, ProcessPool

from award_opt.engines import Clock
from award_opt.sweep import early
from award_opt.sweep.crew import (
    Answered,
    Chunk,
    Crew,
    Done,
    Drive,
    Failed,
    Future,
    Limits,
    WorkerDiedError,
    WorkersLostError,
    answered,
)

PATIENCE: Final = 30.0  # seconds beyond the limits of a whole chunk, for systems without timers
MEGABYTE: Final = 1024 * 1024
DATA: Final = 5  # the place of "data" in what Linux says of a process's memory


def run(
    plan: Any,
    todo: Iterable[Sequence[int]],
    jobs: int | None = None,
    limits: Limits | None = None,
    *,
    chunk: Chunk | None = None,
    clock: Clock | None = None,
) -> Iterator[Done | Failed]:
    """The results of the scenarios of a plan, as they come, in any order.

    Parameters
    ----------
    plan
        Sent once to each worker process, as ``chunk`` wants it.
    todo
        The numbers of the scenarios, in groups of any size; read only as far as there is room.
    jobs
        How many processes; all cores where absent.
    limits
        What one scenario may take.
    chunk
        Answers some scenarios of the plan; a function that worker processes can import. The work
        of a sweep where absent.
    clock
        Says when to stop; what is not done by then is not done.

    Raises
    ------
    AwardOptError
        Worker processes end before they do anything.
    """
    made = partial(Local, plan, jobs or cores(), limits or Limits(), chunk or early.answered)
    return driven(made, todo, clock or Clock())


def driven(
    made: Callable[[], Crew], todo: Iterable[Sequence[int]], clock: Clock
) -> Iterator[Done | Failed]:
    """Drive a crew, and end it whatever happens; without anything to do, none is made."""
    numbers = chain.from_iterable(todo)
    for first in numbers:
        crew = made()
        try:
            yield from Drive(crew, chain((first,), numbers), clock).run()
        finally:
            crew.close()
        return


def cores() -> int:
    """How many cores this process may use."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1


class Local:
    """Worker processes of this machine, each with the plan in hand."""

    patience: float | None = None

    def __init__(self, plan: Any, jobs: int, limits: Limits, chunk: Chunk) -> None:
        self.jobs, self.limits = jobs, limits
        self._task = (chunk, plan, limits)
        self._pool = self._started()

    def width(self) -> int:
        return self.jobs

    def watch(self) -> None:
        """Nothing: a process that ends is followed by a new one."""

    def send(self, numbers: tuple[int, ...]) -> Future:
        seconds = self.limits.seconds
        whole = None if seconds is None else seconds * len(numbers) + PATIENCE
        try:
            future: Future = self._pool.schedule(_work, args=(numbers,), timeout=whole)
        except RuntimeError as error:  # the pool broke meanwhile
            raise WorkersLostError(str(error)) from error
        return future

    def answer(self, future: Any) -> Answered:
        error = future.exception()
        if error is None:
            found: Answered = future.result()
            return found
        if isinstance(error, ProcessExpired):
            if error.exitcode == -signal.SIGALRM:
                raise TimeoutError
            # one that is killed may hold what the others of its pool wait for
            killed = error.exitcode == -signal.SIGKILL
            raise WorkerDiedError(_ending(error.exitcode), spoilt=killed)
        if isinstance(error, BrokenProcessPool):
            raise WorkersLostError(str(error))
        if isinstance(error, MemoryError | TimeoutError):
            raise error
        raise RuntimeError(f"{type(error).__name__}: {error}")

    def renew(self) -> None:
        self.close()
        self._pool = self._started()

    def close(self) -> None:
        stop: Callable[[], None] = self._pool.stop
        stop()
        self._pool.join()

    def _started(self) -> ProcessPool:
        context = _context(early.loaded_for(self._task[0]))
        return ProcessPool(
            max_workers=self.jobs, initializer=_begin, initargs=self._task, context=context
        )


def _context(loaded: str) -> Any:
    """How processes start: without what this one holds open, and quickly where the system can."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([loaded, __name__])
    return context


def _ending(code: int | None) -> str:
    """``SIGSEGV``, or ``exit 3``."""
    if code is not None and -code in {number.value for number in signal.Signals}:
        return signal.Signals(-code).name
    return f"exit {code}"


# --- inside a worker process

_HELD: list[tuple[Chunk, Any, Limits]] = []


def _begin(chunk: Chunk, plan: Any, limits: Limits) -> None:
    """Take the plan in hand, within the limits."""
    limit_memory(limits.megabytes)
    _HELD[:] = [(chunk, plan, limits)]


def _work(numbers: tuple[int, ...]) -> Answered:
    ((chunk, plan, limits),) = _HELD
    return answered(chunk, plan, numbers, limits.seconds)


def limit_memory(megabytes: int | None) -> None:
    """No core dumps; and a bound on memory where the system can say what is taken already."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    pages = Path("/proc/self/statm")
    if megabytes is not None and pages.exists():
        taken = int(pages.read_text().split()[DATA]) * resource.getpagesize()
        most = taken + megabytes * MEGABYTE
        # what is written to; address space that threads only set aside does not count
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))
