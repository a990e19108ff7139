"""Several cores at work on the parts of a program; the result does not depend on how many."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from typing import TypeVar

from award_opt.search import processes
from award_opt.search.judge import Judge
from award_opt.search.processes import Carried

Item = TypeVar("Item")
Own = TypeVar("Own", bound=Carried)
Result = TypeVar("Result")

LARGE = 400  # variables of a part from which a thread of its own pays
MANY = 20_000  # variables in all from which copies of this process pay
FEW = 2


def spread(
    task: Callable[[Own], Result], items: Sequence[Own], sizes: Sequence[int], judge: Judge
) -> list[Result]:
    """What ``each`` gives, by copies of this process where there is enough to do.

    Python holds one lock for all threads of a process, so that these gain by solvers alone. Where
    copying is not safe, or the system refuses it, threads do the same.
    """
    many = min(cores(), sum(size >= LARGE for size in sizes))
    pays = many >= FEW and sum(sizes) >= MANY and not judge.clock.over()
    if pays and judge.fast.parallel and processes.safe():
        with suppress(processes.RefusedError):
            return processes.each(task, items, sizes, judge, many)
    return each(task, items, sizes, judge)


def each(
    task: Callable[[Item], Result], items: Sequence[Item], sizes: Sequence[int], judge: Judge
) -> list[Result]:
    """What a task gives for each of the items, in their order.

    Tasks on large items run side by side: solvers leave the interpreter to others meanwhile. An
    interrupt stops the judge's clock, so that each task ends with what it has.

    Parameters
    ----------
    sizes
        The variables behind each item.
    """
    threads = min(cores(), sum(size >= LARGE for size in sizes))
    if not judge.fast.parallel or threads < FEW:
        return [task(item) for item in items]
    with ThreadPoolExecutor(threads) as pool:
        running = [pool.submit(task, item) for item in items]
        pending = set(running)
        while pending:
            try:
                pending = wait(pending).not_done
            except KeyboardInterrupt:
                judge.clock.stopped.set()
        return [one.result() for one in running]


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
