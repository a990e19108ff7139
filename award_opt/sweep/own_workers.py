"""Workers of dask.distributed on this machine alone, started again for as long as a sweep lasts."""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
from collections.abc import Mapping
from concurrent.futures import Future
from contextlib import suppress
from importlib import import_module
from typing import Any, Final

from award_opt.sweep import early
from award_opt.sweep.crew import Chunk

GONE: Final = ("closed", "failed")
OWN: Final[Mapping[str, Any]] = {
    # a chunk whose worker dies is done again one scenario at a time, by the drive
    "distributed.scheduler.allowed-failures": 0,
}


class OwnWorkers:
    """A scheduler in this process and its worker processes, reached over loopback only."""

    def __init__(self, jobs: int, chunk: Chunk) -> None:
        distributed, own = import_module("distributed"), dict(OWN)
        if "forkserver" in multiprocessing.get_all_start_methods():
            own["distributed.worker.multiprocessing-method"] = "forkserver"
        with import_module("dask").config.set(own):
            if len(own) > len(OWN):
                context = import_module("distributed.utils").get_mp_context()
                context.set_forkserver_preload(["award_opt.sweep.plugin", early.loaded_for(chunk)])
            self.cluster: Any = distributed.LocalCluster(
                n_workers=jobs,
                threads_per_worker=1,
                processes=True,
                host="127.0.0.1",
                dashboard_address="127.0.0.1:0",  # any free port, and no other machine reaches it
                scheduler_kwargs={"dashboard": False},
                memory_limit=None,
                silence_logs=logging.CRITICAL,
            )
        self._mending: Future[None] | None = None

    def mend(self) -> None:
        """Begin to start again those that are gone for good.

        dask gives a worker up that is not there some seconds after a loss, as one that was lost
        again in the meantime.
        """
        if self._mending is None or self._mending.done():
            loop = self.cluster.loop.asyncio_loop
            self._mending = asyncio.run_coroutine_threadsafe(self._mended(), loop)

    async def _mended(self) -> None:
        for name, worker in list(self.cluster.workers.items()):
            if worker.status.name in GONE:
                del self.cluster.workers[name]
        with suppress(OSError, RuntimeError, TimeoutError):  # those that end as they start: later
            await self.cluster._correct_state()

    def close(self, seconds: float) -> None:
        """End them."""
        self.cluster.close(timeout=seconds)
