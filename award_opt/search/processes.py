"""Copies of this process at work on a list of items, each taking the next item when it is done.

A copy shares the program with its parent until one of them writes, so that only what a task finds
has to travel. Copying is safe where nothing else in the process runs, which ``safe`` says.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from multiprocessing import connection
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue
from traceback import format_exception
from types import TracebackType
from typing import Any, Final, Generic, Protocol, TypeVar

from award_opt.engines import Clock
from award_opt.errors import Finding, SolverError
from award_opt.interrupts import breaks_off, noted, strike
from award_opt.search.judge import Judge, Tally

POLL: Final = 0.1  # seconds after which a stopped clock is noticed
STOP: Final = -1  # an order: the clock was stopped
THREADS: Final = Path("/proc/self/task")


class Carried(Protocol):
    """An item that a task changes: what it became is carried from one process to another."""

    def carried(self) -> Any:
        """What the item became."""

    def resume(self, state: Any) -> None:
        """Become the same in this process."""


class RefusedError(Exception):
    """The system starts no more processes."""


Item = TypeVar("Item", bound=Carried)
Result = TypeVar("Result")


def safe() -> bool:
    """Whether this process may be copied: it is no worker itself, and nothing else in it runs.

    A thread that is inside a library may hold locks that nobody would release in the copy. Pools
    of libraries sleep while nobody asks them, and hold none.
    """
    return (
        sys.platform == "linux"
        and multiprocessing.parent_process() is None
        and threading.active_count() == 1
        and threading.current_thread() is threading.main_thread()
        and _asleep()
    )


def _asleep() -> bool:
    """Whether every other thread of this process sleeps."""
    own = str(threading.get_native_id())
    for thread in THREADS.iterdir():
        with suppress(OSError):  # a thread that just ended
            told = (thread / "stat").read_text("utf-8")
            if thread.name != own and told.rpartition(") ")[2][:1] != "S":
                return False
    return True


def each(
    task: Callable[[Item], Result],
    items: Sequence[Item],
    sizes: Sequence[int],
    judge: Judge,
    many: int,
) -> list[Result]:
    """What a task gives for each of the items, in their order, by ``many`` copies of this process.

    The items and the judge's counts become what they would be without copies. An interrupt stops
    the judge's clock, so that each task ends with what it has.

    Raises
    ------
    SolverError
        A copy ended before its work was done (``worker_lost``).
    RefusedError
        The system starts no more processes; nothing was done.
    """
    order = sorted(range(len(items)), key=lambda place: -sizes[place])
    with _Crew(task, items, judge, many) as crew:
        replies = crew.replies(order)
    found: list[Result] = []
    for place, item in enumerate(items):
        reply = replies[place]
        if reply.fault is not None:
            raise reply.fault
        item.resume(reply.state)
        judge.also(reply.tally, reply.unconfirmed)
        found.append(reply.result)
    return found


@dataclass(slots=True)
class _Reply:
    """What one task gave, and what it took."""

    place: int
    result: Any = None
    state: Any = None
    fault: BaseException | None = None
    tally: Tally = field(default_factory=Tally)
    unconfirmed: int = 0


class _Crew(Generic[Item, Result]):
    """The copies, from their start to their end."""

    def __init__(
        self, task: Callable[[Item], Result], items: Sequence[Item], judge: Judge, many: int
    ) -> None:
        self.task, self.items, self.judge, self.many = task, items, judge, many
        self.pids: list[int] = []
        self.pipes: list[Connection] = []

    def __enter__(self) -> _Crew[Item, Result]:
        try:
            while len(self.pids) < self.many:
                self._start()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for pipe in self.pipes:
            pipe.close()
        for pid in self.pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for pid in self.pids:
            with suppress(ChildProcessError):
                os.waitpid(pid, 0)

    def _start(self) -> None:
        ours, theirs = multiprocessing.Pipe()
        held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            pid = _forked()
            if not pid:
                _live([*self.pipes, ours], theirs, held, self.task, self.items, self.judge)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, held)
            theirs.close()
        self.pids.append(pid)
        self.pipes.append(ours)

    def replies(self, order: Sequence[int]) -> dict[int, _Reply]:
        """The replies for all items; where a task failed, for all up to that item."""
        replies: dict[int, _Reply] = {}
        wanted, waiting = set(order), list(reversed(order))
        with _uninterrupted(self.judge.clock) as stopped:
            for pipe in self.pipes:
                _next(pipe, waiting, wanted)
            while wanted:
                for pipe in self._heard(stopped):
                    reply = _reply(pipe)
                    replies[reply.place] = reply
                    wanted.discard(reply.place)
                    if reply.fault is not None:  # what comes after it does not matter any more
                        wanted = {place for place in wanted if place < reply.place}
                    _next(pipe, waiting, wanted)
        return replies

    def _heard(self, stopped: Callable[[], bool]) -> list[Connection]:
        """The pipes with a reply; all copies are told once the clock is stopped."""
        if stopped():
            for pipe in self.pipes:
                _order(pipe, STOP)
        heard = connection.wait(self.pipes, POLL)
        return [pipe for pipe in self.pipes if pipe in heard]


def _forked() -> int:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads, which ``safe`` looked at
        try:
            return os.fork()
        except OSError as fault:
            raise RefusedError from fault


@contextmanager
def _uninterrupted(clock: Clock) -> Iterator[Callable[[], bool]]:
    """Meanwhile an interrupt breaks nothing off but stops the clock; says once that it stopped."""
    struck: list[int] = []
    told = False

    def stopped() -> bool:
        nonlocal told
        if struck:
            clock.stopped.set()
        first = clock.stopped.is_set() and not told
        told = told or first
        return first

    own, before = breaks_off(), signal.getsignal(signal.SIGINT)
    if own:
        signal.signal(signal.SIGINT, lambda number, _: struck.append(number))
    try:
        yield stopped
    finally:
        if own:
            signal.signal(signal.SIGINT, before)
        if struck:
            noted.struck = noted.struck or before is strike
            clock.stopped.set()


def _next(pipe: Connection, waiting: list[int], wanted: set[int]) -> None:
    """Give a copy the next item that is wanted, if there is one."""
    while waiting:
        place = waiting.pop()
        if place in wanted:
            _order(pipe, place)
            return


def _order(pipe: Connection, order: int) -> None:
    try:
        pipe.send(order)
    except OSError as fault:
        raise _lost() from fault


def _reply(pipe: Connection) -> _Reply:
    try:
        reply: _Reply = pipe.recv()
    except (EOFError, OSError) as fault:
        raise _lost() from fault
    return reply


def _lost() -> SolverError:
    return SolverError([Finding("solve", "worker_lost", {})])


# --- in the copy


def _live(
    others: Sequence[Connection],
    pipe: Connection,
    signals: set[int | signal.Signals],
    task: Callable[[Item], Result],
    items: Sequence[Item],
    judge: Judge,
) -> None:
    """The life of a copy: it never returns to what its parent was doing."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent says when to stop
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, signals)
        gc.freeze()  # a collection would write to, and so copy, what is shared
        for other in others:
            other.close()
        judge.fast = replace(judge.fast, parallel=False)
        orders: SimpleQueue[int] = SimpleQueue()
        threading.Thread(target=_listen, args=(pipe, orders, judge.clock), daemon=True).start()
        while True:
            pipe.send(_done(task, items, orders.get(), judge))
    finally:
        os._exit(1)


def _listen(pipe: Connection, orders: SimpleQueue[int], clock: Clock) -> None:
    """Take orders; a copy ends with its parent."""
    try:
        while True:
            order = pipe.recv()
            if order == STOP:
                clock.stopped.set()
            else:
                orders.put(order)
    finally:
        os._exit(0)


def _done(
    task: Callable[[Item], Result], items: Sequence[Item], place: int, judge: Judge
) -> _Reply:
    judge.tally, judge.unconfirmed = Tally(), 0
    try:
        result = task(items[place])
        state = items[place].carried()
    except BaseException as fault:  # whatever it is, it belongs to whoever asked
        fault.add_note("".join(format_exception(fault)))
        return _Reply(place, fault=fault)
    return _Reply(place, result, state, None, judge.tally, judge.unconfirmed)
