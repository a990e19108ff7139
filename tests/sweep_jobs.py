"""Work for sweep runners that needs no tender: numbers in, keys and bytes out, and mishaps."""

from __future__ import annotations

import hashlib
import os
import signal
import sys
import time


def key(number):
    return hashlib.sha256(f"scenario {number}".encode()).hexdigest()


def result(number):
    return f"result {number} ".encode() * 20


def chunk(plan, numbers):
    """``plan`` maps numbers to mishaps; ``"pause"`` is how long each scenario takes."""
    rows = []
    for number in numbers:
        time.sleep(plan.get("pause", 0))
        mishap(plan.get(number), plan)
        rows.append((key(number), result(number)))
    return rows


def mishap(kind, plan):
    if kind == "exit":
        os._exit(3)
    if kind == "segv":
        os.kill(os.getpid(), signal.SIGSEGV)
    if kind == "hang":
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
        while True:
            time.sleep(60)
    if kind == "memory":
        bytearray(8 * 1024**3)
    if kind == "error":
        raise ValueError("no such thing")
    if kind == "once" and not os.path.exists(plan["mark"]):
        open(plan["mark"], "x").close()
        os._exit(1)


def groups(count, size=100):
    return (list(range(start, min(start + size, count))) for start in range(0, count, size))


def main(path, count, jobs, pause):
    """One sweep of ``count`` scenarios into the store at ``path``, as the command runs it.

    It says how many are left, and a word before each commit.
    """
    from pathlib import Path

    from award_opt.sweep import local
    from award_opt.sweep.store import Store

    with Store.open(Path(path)) as store:
        have = store.have(key(number) for number in range(int(count)))
        todo = [number for number in range(int(count)) if key(number) not in have]
        say(f"{len(todo)}\n")
        for found in local.run({"pause": float(pause)}, [todo], int(jobs), chunk=chunk):
            say("commit\n")
            store.put(found.rows)


def say(text):
    sys.stdout.write(text)
    sys.stdout.flush()


if __name__ == "__main__":
    from sweep_jobs import main as run  # workers know the functions by this name

    run(*sys.argv[1:])
