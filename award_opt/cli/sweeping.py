"""What ``sweep`` does with a plan: run it, show how far it is, write what it says."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from award_opt.cli.solve import stopped_by_ctrl_c
from award_opt.cli.stream import complain, deliver_json, emit, require_folder, stream_atomically
from award_opt.engines import Clock
from award_opt.errors import Fact, Finding, InputError
from award_opt.report import sweep as report
from award_opt.sweep import local
from award_opt.sweep.answers import Answers
from award_opt.sweep.crew import Done, Failed, Limits
from award_opt.sweep.plan import Plan
from award_opt.sweep.result import SIMULATION
from award_opt.sweep.run import STORE, Progress, Runner, Sweep, Tally
from award_opt.sweep.store import Store
from award_opt.texts import Lang, say

if TYPE_CHECKING:
    from award_opt.sweep.breaks import Corners, Steps
    from award_opt.sweep.compare import Comparison
    from award_opt.sweep.frontier import Measure
    from award_opt.sweep.tradeoff import Tradeoff

STOPPED = 3
GLANCE = 0.1  # seconds between two looks at the counts


@dataclass(frozen=True, slots=True)
class Machine:
    """Where the scenarios are worked out, and what one of them may take."""

    jobs: int | None
    cluster: str | None
    tls: tuple[Path | None, Path | None, Path | None]
    seconds: float
    megabytes: int

    def runner(self, clock: Clock) -> Runner:
        """The runner of these processes.

        Raises
        ------
        InputError
            Only some of the files for TLS are named.
        """
        limits = Limits(self.seconds, self.megabytes)
        if self.cluster is None:
            return lambda plan, todo: local.run(plan, todo, self.jobs, limits, clock=clock)
        return self._cluster(self.cluster, limits, clock)

    def _cluster(self, address: str, limits: Limits, clock: Clock) -> Runner:
        from award_opt.sweep import cluster

        ca_file, cert, key = self.tls
        tls = None
        if ca_file is not None and cert is not None and key is not None:
            tls = cluster.Tls(ca_file, cert, key)
        elif any(self.tls):
            raise InputError([Finding("--tls-ca", "sweep_tls_incomplete")])

        def run(plan: bytes, todo: Iterable[list[int]]) -> Iterator[Done | Failed]:
            return cluster.run(plan, todo, address, tls, self.jobs, limits, clock=clock)

        return run


@dataclass(frozen=True, slots=True)
class Told:
    """What is printed and exported afterwards."""

    lang: Lang
    as_json: bool
    compare: tuple[tuple[str, str], ...]
    breaks: tuple[str, ...]
    frontier: tuple[Measure, ...]
    export: Path | None

    def require_target(self) -> None:
        """Refuse, before any long work, an export that could not be written.

        Raises
        ------
        InputError
            The file cannot be written, or its kind is not known.
        """
        if self.export is not None:
            require_folder(self.export)
            report.require_kind(self.export)


def worked(plan: Plan, folder: Path, machine: Machine, told: Told) -> int:
    """Run the sweep in ``folder`` and write what it says; the exit code."""
    told.require_target()
    clock = Clock()
    runner = machine.runner(clock)
    with Store.open(_store_of(folder)) as store:
        sweep = Sweep(plan, store)
        try:
            found = _Found.of(sweep, told)
        except KeyboardInterrupt:
            store.keep_plan(plan.to_bytes())
            complain([Finding(str(folder), "sweep_asked_stopped")], told.lang)
            return STOPPED
        with counting(told.lang) as progress, stopped_by_ctrl_c(clock):
            tally = sweep.run(runner, progress)
        if tally.done < tally.total:
            complain([Finding(str(folder), "sweep_stopped", _facts(tally))], told.lang)
            return STOPPED
        asked = (found.breaks, found.comparisons(), found.tradeoffs)
        files = report.files(found.answers, told.lang, *asked)
        for name, write in files.items():
            (folder / name).parent.mkdir(exist_ok=True)
            stream_atomically(folder / name, write)
        return _tell(sweep, told, found, _run_lines(tally, folder, list(files), told.lang))


def told_of(folder: Path, told: Told) -> int:
    """Say how far the sweep in ``folder`` is; the exit code."""
    told.require_target()
    with Store.look(folder / STORE) as store:
        content = store.plan()
        if content is None:
            raise InputError([Finding(str(folder), "sweep_no_plan")])
        sweep = Sweep(Plan.from_bytes(content), store)
        tally = sweep.look()
        todo = tally.total - tally.done
        facts: dict[str, Fact] = {"done": tally.reused, "aside": tally.aside, "todo": todo}
        return _tell(sweep, told, _Found.of(sweep, told), [say("sweep_status", told.lang, facts)])


def _store_of(folder: Path) -> Path:
    """The store in a folder, which is made where there is none.

    Raises
    ------
    InputError
        The folder cannot be made, or it holds something else.
    """
    require_folder(folder / STORE) if folder.is_dir() else require_folder(folder)
    if folder.is_dir() and not (folder / STORE).exists() and any(folder.iterdir()):
        raise InputError([Finding(str(folder), "sweep_folder_taken")])
    folder.mkdir(exist_ok=True)
    return folder / STORE


# --- what is said


@dataclass(frozen=True, slots=True)
class _Found:
    """What the results say: the answers, and what was asked of them."""

    answers: Answers
    breaks: tuple[Steps | Corners, ...]
    tradeoffs: tuple[Tradeoff, ...]
    pairs: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, sweep: Sweep, told: Told) -> _Found:
        """Find break points, and the scenarios to compare; needs no result of the sweep.

        Raises
        ------
        InputError
            What is asked does not fit the sweep.
        """
        answers = sweep.answers()
        pairs = tuple((answers.find(before), answers.find(after)) for before, after in told.compare)
        turns: tuple[Steps | Corners, ...] = ()
        traced: tuple[Tradeoff, ...] = ()
        if told.breaks or told.frontier:  # what solves here brings solvers along
            from award_opt.sweep.kept import Kept
            from award_opt.sweep.seek import breaks
            from award_opt.sweep.tradeoff import tradeoff

            plan, kept = sweep.plan, Kept(sweep.plan, sweep.store)
            turns = tuple(
                breaks(plan, text, answer=sweep.answer, kept=kept) for text in told.breaks
            )
            traced = tuple(tradeoff(plan, measure, kept=kept) for measure in told.frontier)
        return cls(answers, turns, traced, pairs)

    def comparisons(self) -> list[Comparison]:
        """The pairs of scenarios side by side, by their results."""
        return [self.answers.compared(*pair) for pair in self.pairs]


def _tell(sweep: Sweep, told: Told, found: _Found, lines: list[str]) -> int:
    """Print, compare and export; the exit code."""
    lang, tally = told.lang, sweep.tally
    if told.export is not None:
        asked = (found.breaks, found.tradeoffs)
        for path, write in report.exports(found.answers, told.export, lang, *asked).items():
            stream_atomically(path, write)
            lines.append(say("sweep_exported", lang, {"file": str(path)}))
    aside = sweep.aside()
    if told.as_json:
        deliver_json(_content(sweep, aside, found))
    else:
        title: dict[str, Fact] = {"total": tally.total, "tender": sweep.plan.tender.id}
        said = [say("sweep_simulation", lang, title), *lines]
        for turns in found.breaks:
            said += ["", *report.break_lines(found.answers, turns, lang)]
        for traced in found.tradeoffs:
            said += ["", *report.tradeoff_lines(found.answers, traced, lang)]
        for comparison in found.comparisons():
            said += ["", *report.comparison_lines(comparison, lang)]
        emit("\n".join(said))
    if aside:
        complain([Finding("sweep", "sweep_set_aside", {"count": len(aside)})], lang)
        complain(aside.values(), lang)
    return 0 if tally.complete else STOPPED


def _content(sweep: Sweep, aside: dict[int, Finding], found: _Found) -> dict[str, Any]:
    tally = sweep.tally
    return {
        "mode": SIMULATION,
        "tender": sweep.plan.tender.id,
        "plan": sweep.plan.digest(),
        "scenarios": tally.total,
        "solved": tally.solved,
        "reused": tally.reused,
        "set_aside": [
            {"scenario": why.place, "code": why.code, "facts": dict(why.facts)}
            for why in aside.values()
        ],
        "complete": tally.complete,
        "breaks": [report.break_content(each) for each in found.breaks],
        "frontiers": [report.tradeoff_content(found.answers, each) for each in found.tradeoffs],
        "comparisons": [report.comparison_content(each) for each in found.comparisons()],
    }


def _run_lines(tally: Tally, folder: Path, files: list[str], lang: Lang) -> list[str]:
    code = "sweep_tally" if tally.solved or tally.aside else "sweep_nothing_solved"
    beside = [name for name in files if "/" not in name]
    figures = len(files) - len(beside)
    written: dict[str, Fact] = {
        "folder": str(folder),
        "files": ", ".join(beside),
        "figures": figures,
    }
    return [say(code, lang, _facts(tally)), say("sweep_written", lang, written)]


def _facts(tally: Tally) -> dict[str, Fact]:
    return {
        "total": tally.total,
        "done": tally.done,
        "solved": tally.solved,
        "reused": tally.reused,
        "aside": tally.aside,
    }


# --- progress


@contextmanager
def counting(lang: Lang) -> Iterator[Progress | None]:
    """Show on stderr how far the sweep is, where a person is looking."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[told]}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(say("sweep_working", lang, {}), total=None, told="")
        yield _Watch(lambda **facts: shown.update(task, **facts), lang)


class _Watch:
    """Passes the counts on, not too often, with the rate of what is solved."""

    def __init__(self, show: Callable[..., None], lang: Lang) -> None:
        self.show, self.lang = show, lang
        self.began = self.last = time.monotonic()

    def __call__(self, tally: Tally) -> None:
        now = time.monotonic()
        if now - self.last < GLANCE and tally.done < tally.total:
            return
        self.last = now
        rate = f"{tally.solved / max(now - self.began, GLANCE):.1f}"
        if self.lang == "nl":
            rate = rate.replace(".", ",")
        facts: dict[str, Fact] = {**_facts(tally), "rate": rate}
        told = say("sweep_rate", self.lang, facts)
        self.show(completed=tally.done, total=tally.total, told=told)
