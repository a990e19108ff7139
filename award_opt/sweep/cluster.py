"""The same sweep on workers of dask.distributed, on this machine or on others.

Chunks, limits and retries are those of the local runner. A worker that is killed loses nothing,
since its chunk is done again, and doubles nothing, since results are kept by key.
"""

from __future__ import annotations

import asyncio
import logging
import platform
import ssl
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from ipaddress import ip_address
from itertools import count
from pathlib import Path
from time import monotonic
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import uuid4

from award_opt import __version__
from award_opt.engines import Clock
from award_opt.errors import Facts, Finding, InputError
from award_opt.sweep import early
from award_opt.sweep.crew import (
    Answered,
    AnswerLostError,
    Chunk,
    Done,
    Failed,
    Future,
    Limits,
    WorkerDiedError,
    WorkersLostError,
)
from award_opt.sweep.local import cores, driven
from award_opt.sweep.own_workers import OwnWorkers

LOCAL: Final = "local"
CONNECT_SECONDS: Final = 10
WORKERS_SECONDS: Final = 30
CLOSE_SECONDS: Final = 30
PATIENCE: Final = 3.0  # seconds to fetch an answer that is there
MOST_PATIENCE: Final = 300.0
LOST_SECONDS: Final = 30.0  # a scheduler can forget a chunk when workers die
COUNT_SECONDS: Final = 1.0  # between looks at how many workers there are
DESERTED_SECONDS: Final = 60.0  # without any worker, after which the sweep ends with a word
PACKAGES: Final = ("ortools", "highspy")
PLACE: Final = "--cluster"


@dataclass(frozen=True, slots=True)
class Tls:
    """The files that encrypt the way to a scheduler: authority, own certificate, own key."""

    ca_file: Path
    cert: Path
    key: Path


@dataclass(frozen=True, slots=True)
class Held:
    """What a worker holds of a sweep; only versions like these may answer."""

    plan: Any
    chunk: Chunk
    versions: Mapping[str, str]
    seconds: float | None
    megabytes: int | None


def run(
    plan: Any,
    todo: Iterable[Sequence[int]],
    address: str = LOCAL,
    tls: Tls | None = None,
    jobs: int | None = None,
    limits: Limits | None = None,
    *,
    chunk: Chunk | None = None,
    clock: Clock | None = None,
) -> Iterator[Done | Failed]:
    """The results of the scenarios of a plan, as they come, in any order.

    Parameters
    ----------
    plan, todo, limits, chunk, clock
        As for the local runner.
    address
        ``local`` starts worker processes on this machine; ``tcp://127.0.0.1:8786`` uses a scheduler
        on it; ``tls://host:8786`` one anywhere.
    tls
        The files that ``tls://`` needs.
    jobs
        How many processes ``local`` starts; all cores where absent.

    Raises
    ------
    InputError
        The address, the files, the scheduler or its workers cannot be used, or their versions
        differ from those here.
    """
    if find_spec("distributed") is None:
        raise _error("cluster_absent")
    _require_safe(address, tls)
    made = partial(
        Cluster, plan, address, tls, jobs or cores(), limits or Limits(), chunk or early.answered
    )
    return driven(made, todo, clock or Clock())


class Cluster:
    """The workers of one scheduler, each with the plan in hand."""

    patience: float | None = LOST_SECONDS

    def __init__(
        self,
        plan: Any,
        address: str,
        tls: Tls | None,
        jobs: int,
        limits: Limits,
        chunk: Chunk,
    ) -> None:
        self.limits, self._tls = limits, tls
        self._numbers, self._name = count(), f"award-opt-{uuid4().hex}"
        self._width, self._manned, self._counted = 1, monotonic(), 0.0
        self._count: Any = None
        self._patience, self._under_way = PATIENCE, set[Any]()
        self._own: OwnWorkers | None = None
        self._client: Any = None
        self._silence = ExitStack()
        silence = import_module("distributed.utils").silence_logging_cmgr
        self._silence.enter_context(silence(logging.CRITICAL))  # what matters is said in words
        try:
            if address == LOCAL:
                self._own = OwnWorkers(jobs, chunk)
            self._client = _client(self._own.cluster if self._own else address, tls)
            self._ready(plan, chunk)
        except RuntimeError as error:  # a worker that cannot start, or ends while it does
            self.close()
            raise _error("workers_lost", {"reason": str(error)}) from error
        except BaseException:
            self.close()
            raise

    def _ready(self, plan: Any, chunk: Chunk) -> None:
        """Give the plan to every worker, also to those that come later."""
        try:
            self._client.wait_for_workers(1, timeout=WORKERS_SECONDS)
        except TimeoutError as error:
            raise _error("cluster_no_workers", {"seconds": WORKERS_SECONDS}) from error
        if self._tls is None:
            for worker in sorted(self._client.nthreads()):
                _require_loopback(worker)
        _require_same_versions(self._client)
        megabytes = self.limits.megabytes if self._own else None
        held = Held(plan, chunk, versions(), self.limits.seconds, megabytes)
        self._client.register_plugin(_plugin().Hold(self._name, held), name=self._name)

    def width(self) -> int:
        """How many workers there were at the latest look; they may come and go."""
        return self._width

    def watch(self) -> None:
        """Count the workers now and then, without waiting for a scheduler that does not answer.

        Raises
        ------
        InputError
            There are none for too long.
        """
        now = monotonic()
        if now - self._manned > DESERTED_SECONDS:
            raise _error("cluster_deserted", {"seconds": f"{DESERTED_SECONDS:g}"})
        if now - self._counted > COUNT_SECONDS and (self._count is None or self._count.done()):
            self._counted = now
            self._count = asyncio.run_coroutine_threadsafe(
                self._look(), self._client.loop.asyncio_loop
            )
            if self._own is not None:
                self._own.mend()

    async def _look(self) -> None:
        with suppress(OSError):
            there = len(await self._client.scheduler.ncores())
            if there:
                self._width, self._manned = there, monotonic()

    def send(self, numbers: tuple[int, ...]) -> Future:
        key = f"{self._name}-{next(self._numbers)}"
        sent = self._client.submit(_plugin().work, self._name, numbers, key=key, pure=False)
        loop = self._client.loop.asyncio_loop
        future = asyncio.run_coroutine_threadsafe(self._fetched(sent), loop)
        self._under_way.add(future)
        future.add_done_callback(self._under_way.discard)
        return future

    async def _fetched(self, sent: Any) -> Answered:
        """The answer, once it is there; many are fetched at the same time."""
        there, loop = asyncio.Event(), asyncio.get_running_loop()

        def tell(_: Any) -> None:
            with suppress(RuntimeError):  # the loop is closed: nobody waits any more
                loop.call_soon_threadsafe(there.set)

        sent.add_done_callback(tell)
        await there.wait()
        try:
            found: Answered = await asyncio.wait_for(sent, self._patience)
        except TimeoutError as error:
            # mostly the worker died with the answer; longer next time, for ways that are just slow
            self._patience = min(2 * self._patience, MOST_PATIENCE)
            raise AnswerLostError from error
        self._patience = PATIENCE
        return found

    def answer(self, future: Any) -> Answered:
        try:
            error = future.exception()
        except CancelledError as gone:
            raise WorkersLostError(str(gone)) from gone
        if error is None:
            found: Answered = future.result()
            return found
        if isinstance(error, AnswerLostError | MemoryError | WorkersLostError):
            raise error
        if type(error).__name__ == "KilledWorker":
            raise WorkerDiedError(tries=1 + int(getattr(error, "allowed_failures", 0)))
        if isinstance(error, CancelledError | OSError):
            raise WorkersLostError(str(error)) from error
        raise RuntimeError(f"{type(error).__name__}: {error}")

    def renew(self) -> None:
        raise _error("cluster_lost", {"reason": "connection"})

    def close(self) -> None:
        """Take the plan back from the workers, and end those that were started here."""
        for future in list(self._under_way):
            future.cancel()
        if self._client is not None:
            if self._own is None:
                self._take_back()
            self._client.close(timeout=CLOSE_SECONDS)
        if self._own is not None:
            self._own.close(CLOSE_SECONDS)
        self._silence.close()

    def _take_back(self) -> None:
        """Have the workers forget the plan, as far as they answer."""
        with suppress(OSError, RuntimeError, CancelledError, TimeoutError):
            asyncio.run_coroutine_threadsafe(
                self._client.scheduler.unregister_worker_plugin(name=self._name),
                self._client.loop.asyncio_loop,
            ).result(PATIENCE)


def versions() -> dict[str, str]:
    """What must be the same here and in every worker, since results could depend on it."""
    python = ".".join(platform.python_version_tuple()[:2])
    packages = {name: version(name) for name in PACKAGES}
    return {"python": python, "award_opt": __version__, **packages}


def _distributed() -> Any:
    return import_module("distributed")


def _plugin() -> Any:
    return import_module("award_opt.sweep.plugin")


def _client(target: Any, tls: Tls | None) -> Any:
    distributed, security = _distributed(), None
    if tls is not None:
        security = distributed.Security(
            tls_ca_file=str(tls.ca_file),
            tls_client_cert=str(tls.cert),
            tls_client_key=str(tls.key),
            require_encryption=True,
        )
    try:
        return distributed.Client(
            target, timeout=CONNECT_SECONDS, security=security, set_as_default=False
        )
    except (OSError, ValueError) as error:
        raise _error("cluster_unreachable", {"seconds": CONNECT_SECONDS}) from error


def _require_same_versions(client: Any) -> None:
    """Refuse workers that could answer otherwise.

    Raises
    ------
    InputError
        All of them, each with what differs.
    """
    try:
        told: Mapping[str, Mapping[str, str]] = client.run(versions)
    except (ImportError, AttributeError) as error:
        raise _error("cluster_no_package", {"reason": str(error)}) from error
    wanted = versions()
    found = [
        Finding(
            PLACE,
            "cluster_versions",
            {"worker": worker, "name": name, "found": theirs.get(name, "?"), "wanted": own},
        )
        for worker, theirs in sorted(told.items())
        for name, own in wanted.items()
        if theirs.get(name) != own
    ]
    if found:
        raise InputError(found)


def _require_safe(address: str, tls: Tls | None) -> None:
    """Refuse an address over which bids would travel in the open.

    Raises
    ------
    InputError
        It is no address, it lies beyond this machine without TLS, or TLS lacks its files.
    """
    if address == LOCAL:
        return
    host = _host(address)
    if address.startswith("tls://"):
        if tls is None:
            raise _error("cluster_tls_files")
        _require_usable(tls)
    elif not _is_loopback(host):
        raise _error("cluster_needs_tls", {"value": address.removeprefix("tcp://")})


def _require_usable(tls: Tls) -> None:
    try:
        context = ssl.create_default_context(cafile=tls.ca_file)
        context.load_cert_chain(tls.cert, tls.key)
    except OSError as error:
        raise _error("cluster_tls_refused", {"reason": error.strerror or str(error)}) from error


def _require_loopback(worker: str) -> None:
    if not _is_loopback(_host(worker)):
        raise _error("cluster_needs_tls", {"value": worker.removeprefix("tcp://")})


def _host(address: str) -> str:
    try:
        parts = urlsplit(address)
        host, port, scheme = parts.hostname, parts.port, parts.scheme
    except ValueError:
        host = port = scheme = None
    if scheme not in ("tcp", "tls") or host is None or port is None:
        raise _error("cluster_address", {"value": address})
    return host


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _error(code: str, facts: Facts | None = None) -> InputError:
    return InputError([Finding(PLACE, code, facts or {})])
