"""Sweeps against the naive way, on one core, on two and on a cluster: all ratios in one run.

``python -m benchmarks.bench_sweep [--scenarios 10000] [--naive 20] [--grow 100 100000] [--write]``

The naive way reads the tender and the bids, scores them once more, builds and solves, for each
scenario anew; it is sampled, and each sampled award is asserted equal. Every run is a process of
its own, from reading the files to the last result in the store, with the start of its workers:
"first after" says when the first result was there, "ms each" counts all of it, "ms each, at work"
what comes after. All runs of one size must have stored the same. The last table is a plan on paper:
what a million scenarios take, and what would give way first, from what was measured here.
``--write`` puts it all in the README.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import median
from time import perf_counter

from award_opt.domain import Instance
from award_opt.generate.dice import Dice
from award_opt.instance import read_instance
from award_opt.noise import Assessors, Noise
from award_opt.sweep import cluster, crew, early, local
from award_opt.sweep.crew import Answered, Done, Failed, Limits
from award_opt.sweep.lay import Asked, lay_out
from award_opt.sweep.plan import Plan
from award_opt.sweep.run import Sweep
from award_opt.sweep.store import Store
from award_opt.tender import Tender, read_tender
from benchmarks import idle

ROOT = Path(__file__).parents[1]
README = ROOT / "benchmarks" / "README.md"
BEGIN, END = "<!-- sweep: begin -->", "<!-- sweep: end -->"
MODEL = "hvb-youth-2022"
SEED = 1
MILLION = 1_000_000
LINE = 125e6  # bytes a second of a gigabit
FLEETS = (10, 100, 1_000)
MEGABYTE = 1024 * 1024


def read() -> tuple[Tender, Instance]:
    """The shipped tender and its bids, from their files."""
    tender = read_tender(ROOT / "models" / f"{MODEL}.toml")
    return tender, read_instance(ROOT / "instances" / MODEL, tender)


def planned(scenarios: int) -> Plan:
    """The published scores and draws of score noise."""
    return lay_out(*read(), Asked(draws=scenarios - 1, seed=SEED))


# --- one run, in a process of its own


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run took: seconds, megabytes of this process and of its largest worker, and bytes.

    ``first`` are the seconds until the first result.
    """

    scenarios: int
    seconds: float
    first: float
    megabytes: float
    worker_megabytes: float
    stored: int
    digest: str

    @property
    def each(self) -> float:
        """Seconds for each scenario."""
        return self.seconds / self.scenarios

    @property
    def at_work(self) -> float:
        """Seconds for each scenario without the start."""
        return (self.seconds - self.first) / self.scenarios


def ran(runner: str, jobs: int, scenarios: int) -> Ran:
    """One sweep from files to store."""
    started = perf_counter()
    early.load(early.LOCAL if runner == "local" else early.CLUSTER)
    plan = planned(scenarios)
    watch = _Watch()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sweep.sqlite"
        with Store.open(path) as store:
            tally = Sweep(plan, store).run(
                lambda data, todo: watch.results(_run(runner, jobs, data, todo))
            )
        seconds = perf_counter() - started
        own = _peak(_facts(Path("/proc/self/status")))  # its own: rusage remembers who forked it
        if tally.solved != scenarios:
            raise AssertionError(f"{tally.solved} of {scenarios} done")
        with Store.look(path) as store:
            digest = _digest(store)
        first = watch.first - started
        stored = path.stat().st_size
        return Ran(scenarios, seconds, first, own, watch.largest, stored, digest)


def _digest(store: Store) -> str:
    digest = hashlib.sha256()
    for item in store.items():
        digest.update(repr(item).encode())
    return digest.hexdigest()


def _run(runner: str, jobs: int, plan: bytes, todo: Iterable[list[int]]) -> Iterator[Done | Failed]:
    run = local.run if runner == "local" else cluster.run
    return run(plan, todo, jobs=jobs)


@dataclass(slots=True)
class _Watch:
    """When the first result came, and the memory of the largest worker so far, in megabytes."""

    first: float = 0.0
    largest: float = 0.0

    def results(self, run: Iterator[Done | Failed]) -> Iterator[Done | Failed]:
        """The results of a runner as they come."""
        last = 0.0
        for found in run:
            now = perf_counter()
            self.first = self.first or now
            if now > last + 1:
                self.largest, last = max(self.largest, _largest_worker()), now
            yield found


def _largest_worker() -> float:
    """The peak memory of the largest process that was started from here, in megabytes."""
    family, peak = {os.getpid()}, 0.0
    for status in sorted(Path("/proc").glob("[0-9]*/status"), key=lambda path: int(path.parts[2])):
        try:
            facts = _facts(status)
        except OSError:
            continue
        if int(facts["PPid"]) in family:
            family.add(int(facts["Pid"]))
            peak = max(peak, _peak(facts))
    return peak


def _facts(status: Path) -> dict[str, str]:
    return dict(line.split(":", 1) for line in status.read_text().splitlines())


def _peak(facts: dict[str, str]) -> float:
    return int(facts.get("VmHWM", "0").split()[0]) / 1024


def in_a_process(runner: str, jobs: int, scenarios: int) -> Ran:
    """The same in a fresh process, so that peaks of memory are its own."""
    words = [sys.executable, "-m", "benchmarks.bench_sweep", "--one", runner, str(jobs)]
    told = subprocess.run(
        [*words, str(scenarios)], check=True, capture_output=True, text=True, cwd=ROOT
    )
    return Ran(**json.loads(told.stdout))


# --- the naive way


def naive(numbers: Sequence[int], scenarios: int) -> float:
    """The median seconds of one scenario; its award is asserted equal to that of the sweep."""
    from award_opt.solve import solve  # noqa: PLC0415 - the runs load no solver for themselves
    from award_opt.sweep.work import Worker  # noqa: PLC0415

    worker, seconds = Worker(planned(scenarios)), []
    for number in numbers:
        started = perf_counter()
        tender, instance = read()
        bids = Assessors(tender, instance, Noise()).again(Dice.of(SEED, f"noise {number}"))
        award = solve(tender, replace(instance, bids=bids))
        seconds.append(perf_counter() - started)
        known = worker.answer(worker.plan.scenarios[number + 1])
        if list(known.winners) != [winner.bid for winner in award.winners]:
            raise AssertionError(f"draw {number}: another award")
    return median(seconds)


# --- what one scheduler, one writer and one line keep up with


@dataclass(frozen=True, slots=True)
class Bounds:
    """Chunks a second through the scheduler, results a second into the store, bytes a result."""

    chunks: float
    rows: float
    rows_one_by_one: float
    raw: float
    packed: float
    stored: float


def bounds(sample: int = 200, rows: int = 20_000, chunks: int = 2_000) -> Bounds:
    """Measured on this machine."""
    from award_opt.sweep.work import Worker  # noqa: PLC0415

    plan = planned(MILLION)
    worker = Worker(plan)
    results = [worker.answer(plan.scenarios[number]).to_bytes() for number in range(sample)]
    with tempfile.TemporaryDirectory() as folder:
        one_by_one, _ = _written(plan, results, rows // 10, 1, Path(folder) / "one")
        together, stored = _written(plan, results, rows, sample, Path(folder) / "many")
    packed = len(_packed(results, 0).packed) / sample
    raw = sum(map(len, results)) / sample
    return Bounds(_chunks_a_second(chunks), together, one_by_one, raw, packed, stored / rows)


def _packed(results: Sequence[bytes], first: int) -> Answered:
    keys = (hashlib.sha256(str(first + k).encode()).hexdigest() for k in range(len(results)))
    return Answered.of(list(zip(keys, results, strict=True)), 0.0)


def _written(
    plan: Plan, results: Sequence[bytes], rows: int, size: int, path: Path
) -> tuple[float, int]:
    """Results a second that one process looks up, unpacks and writes; bytes of the store."""
    answers = [_packed(results[:size], first) for first in range(0, rows, size)]
    with Store.open(path) as store:
        started = perf_counter()
        for number, answer in enumerate(answers):
            wanted = range(number * size, (number + 1) * size)
            store.have([plan.key(plan.scenarios[each]) for each in wanted])
            store.put(answer.rows())
        seconds = perf_counter() - started
    return rows / seconds, path.stat().st_size


def _chunks_a_second(chunks: int) -> float:
    """How many chunks of one scenario go through a scheduler with two worker processes."""
    crew.MOST, crew.AHEAD = 1, 200  # type: ignore[misc]  # as many as from many workers
    limits = Limits(None, None)
    found = cluster.run(b"", [range(chunks)], jobs=2, limits=limits, chunk=idle.nothing)
    next(found)
    started = perf_counter()
    return sum(1 for _ in found) / (perf_counter() - started)


# --- the tables


def speed(scenarios: int, sampled: int) -> Iterator[str]:
    """The sweep beside the naive way, and its runners beside each other."""
    one = in_a_process("local", 1, scenarios)
    two = in_a_process("local", 2, scenarios)
    dask = in_a_process("cluster", 2, scenarios)
    if len({run.digest for run in (one, two, dask)}) > 1:
        raise AssertionError("the runners stored different results")
    step = max(1, (scenarios - 1) // sampled)
    slow = naive(range(0, scenarios - 1, step)[:sampled], scenarios)
    yield (
        f"| {scenarios:,} noise scenarios of {MODEL} | seconds | first after, s | ms each |"
        " ms each, at work | ratio |"
    )
    yield "|---|---:|---:|---:|---:|---|"
    yield (
        f"| naive: read, build, solve each ({sampled} sampled) | {slow * scenarios:,.0f} |"
        f" | {slow * 1000:.1f} | | |"
    )
    yield _line("local, one process", one, f"naive / this: {slow / one.each:.1f}")
    yield _line("local, two processes", two, f"one / this: {one.seconds / two.seconds:.2f}")
    yield _line(
        "dask.distributed, two worker processes",
        dask,
        f"this / local: {dask.seconds / two.seconds:.2f}",
    )


def _line(name: str, run: Ran, ratio: str) -> str:
    return (
        f"| {name} | {run.seconds:,.1f} | {run.first:.1f} | {run.each * 1000:.2f} |"
        f" {run.at_work * 1000:.2f} | {ratio} |"
    )


def growth(sizes: Sequence[int]) -> Iterator[str]:
    """Cost and memory from few scenarios to many, in two processes."""
    yield (
        "| scenarios | ms each | ms each, at work | sweep, MB | largest worker, MB |"
        " store, bytes each |"
    )
    yield "|---:|---:|---:|---:|---:|---:|"
    for size in sizes:
        run = in_a_process("local", 2, size)
        yield (
            f"| {size:,} | {run.each * 1000:.2f} | {run.at_work * 1000:.2f} |"
            f" {run.megabytes:.0f} | {run.worker_megabytes:.0f} | {run.stored / size:.0f} |"
        )


def on_paper(cost: float, known: Bounds) -> Iterator[str]:
    """A million scenarios on fleets of workers, and what would give way first."""
    yield (
        f"| {MILLION:,} scenarios of {cost * 1000:.1f} ms | chunks / s | results / s | MB / s |"
        " seconds, without bounds | seconds | held up by | as single tasks, unpacked |"
    )
    yield "|---:|---:|---:|---:|---:|---:|---|---|"
    yield (
        f"| one scheduler, writer, gigabit | {known.chunks:,.0f} | {known.rows:,.0f} |"
        f" {LINE / 1e6:.0f} | | | | |"
    )
    for workers in FLEETS:
        yield _fleet(workers, cost, known)


def _fleet(workers: int, cost: float, known: Bounds) -> str:
    chunk = crew.Pace(workers).seconds
    free = MILLION * cost / workers
    asked = {
        "scheduler": (workers / chunk, known.chunks),
        "writer": (workers / cost, known.rows),
        "line": (workers / cost * known.packed, LINE),
    }
    single = {
        "scheduler": (workers / cost, known.chunks),
        "writer": (workers / cost, known.rows_one_by_one),
        "line": (workers / cost * known.raw, LINE),
    }
    seconds, by = _held_up(free, asked)
    slow, first = _held_up(free, single)
    rates = [each for each, _ in asked.values()]
    return (
        f"| {workers:,} workers | {rates[0]:,.0f} | {rates[1]:,.0f} | {rates[2] / 1e6:.2f} |"
        f" {free:,.0f} | {seconds:,.0f} | {by} | {slow:,.0f} s: {first} |"
    )


def _held_up(free: float, asked: dict[str, tuple[float, float]]) -> tuple[float, str]:
    """The seconds that it takes, and which bound makes it so."""
    name = max(asked, key=lambda each: asked[each][0] / asked[each][1])
    wanted, most = asked[name]
    return (free, "nothing") if wanted <= most else (free * wanted / most, name)


def facts(known: Bounds) -> str:
    """The bytes of a result on its way."""
    return (
        f"A result is {known.raw:,.0f} bytes, {known.packed:.0f} on its way in a chunk and"
        f" {known.stored:.0f} in the store with key, digest and index; committed one by one,"
        f" {known.rows_one_by_one:,.0f} a second are written."
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bench_sweep")
    parser.add_argument("--scenarios", type=int, default=10_000)
    parser.add_argument("--naive", type=int, default=20)
    parser.add_argument("--grow", type=int, nargs="*", default=[100, 1_000, 10_000, 100_000])
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--one", nargs=3, metavar=("RUNNER", "JOBS", "SCENARIOS"))
    options = parser.parse_args(arguments)
    if options.one:
        runner, jobs, scenarios = options.one
        print(json.dumps(asdict(ran(runner, int(jobs), int(scenarios)))))
        return 0
    lines: list[str] = []
    for line in _tables(options):
        print(line, flush=True)
        lines.append(line)
    if options.write:
        text = README.read_text(encoding="utf-8")
        before, after = text.split(BEGIN)[0], text.split(END)[1]
        README.write_text("\n".join([before + BEGIN, *lines, END + after]), encoding="utf-8")
    return 0


def _tables(options: argparse.Namespace) -> Iterator[str]:
    yield from speed(options.scenarios, options.naive)
    yield ""
    yield from growth(options.grow)
    yield ""
    known = bounds()
    cost = in_a_process("local", 1, 5_000).at_work
    yield from on_paper(cost, known)
    yield ""
    yield facts(known)


if __name__ == "__main__":
    sys.exit(main())
