"""Runs of sweep runners on make-believe work, and the killing of their workers."""

from __future__ import annotations

import os
import random
import signal
import threading
from contextlib import suppress
from pathlib import Path

from sweep_jobs import chunk, groups, key, result

from award_opt.sweep import cluster, local
from award_opt.sweep.crew import Failed
from award_opt.sweep.store import Store

MISHAPS = {3: "exit", 40: "segv", 77: "error", 160: "memory"}
CODES = {"exit": "aside_crash", "segv": "aside_crash", "error": "aside_error"}
CODES |= {"memory": "aside_memory", "hang": "aside_time"}


def gathered(found):
    """All results by key, each once, and what was set aside by number."""
    rows, aside = {}, {}
    for each in found:
        if isinstance(each, Failed):
            assert each.number not in aside
            aside[each.number] = each
        else:
            for name, data in each.rows:
                assert name not in rows, "a result came twice"
                rows[name] = data
    return rows, aside


def expected(numbers):
    return {key(number): result(number) for number in numbers}


def run_local(plan, count, jobs=2, **options):
    return local.run(plan, groups(count), jobs, chunk=chunk, **options)


def run_cluster(plan, count, jobs=2, **options):
    return cluster.run(plan, groups(count), "local", jobs=jobs, chunk=chunk, **options)


def workers():
    """The process ids of this process's own workers, and not of what starts or tidies for them."""
    family, found = {os.getpid(): b""}, []
    for stat in sorted(Path("/proc").glob("[0-9]*/stat"), key=lambda path: int(path.parts[2])):
        try:
            head, _, rest = stat.read_text().rpartition(")")
            words = stat.with_name("cmdline").read_bytes()
        except OSError:
            continue
        process, parent = int(head.split(" ", 1)[0]), int(rest.split()[1])
        if parent in family:
            family[process] = words
            forked = b"forkserver" in words and b"forkserver" in family[parent]
            if forked or b"spawn_main" in words:
                found.append(process)
    return found


def hunted(runner, path, kills, seed=2):
    """Run sweeps while workers are killed; the store must be that of an undisturbed run."""
    count, dice, killed = 400 + 200 * kills, random.Random(seed), []
    enough, running = threading.Event(), threading.Event()

    def kill():
        while len(killed) < kills and not enough.wait(0.2 + dice.random()):
            found = workers() if running.is_set() else []
            for process in dice.sample(found, min(1, len(found))):
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
                    killed.append(process)

    hunter = threading.Thread(target=kill, daemon=True)
    with Store.open(path) as store:
        rounds = 0
        while not rounds or len(killed) < kills:
            found = runner({"pause": 0.002}, count)
            first = next(found)
            if not rounds:
                hunter.start()
            running.set()
            rows, aside = gathered([first, *found])
            running.clear()
            assert (rows, aside) == (expected(range(count)), {})
            store.put(sorted(rows.items()))
            rounds += 1
        enough.set()
        hunter.join()
        assert dict(store.items()) == expected(range(count))
