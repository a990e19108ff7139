"""What happens inside a worker of a cluster; imported only where ``distributed`` is installed."""

from __future__ import annotations

from threading import Lock

from distributed import Worker, WorkerPlugin

from award_opt.sweep.cluster import Held, versions
from award_opt.sweep.crew import Answered, WorkersLostError, answered
from award_opt.sweep.local import limit_memory

_HELD: dict[str, Held] = {}
_ONE_AT_A_TIME = Lock()  # timers and solvers are of the process, not of a thread


class Hold(WorkerPlugin):
    """Keeps the plan of a sweep in a worker for as long as the sweep lasts."""

    def __init__(self, sweep: str, held: Held) -> None:
        self.sweep, self.held = sweep, held

    def setup(self, worker: Worker) -> None:
        """Take the plan in hand."""
        if self.held.megabytes is not None:
            limit_memory(self.held.megabytes)
        _HELD[self.sweep] = self.held

    def teardown(self, worker: Worker) -> None:
        """Forget it."""
        _HELD.pop(self.sweep, None)


def work(sweep: str, numbers: tuple[int, ...]) -> Answered:
    """The results of some scenarios of a sweep.

    Raises
    ------
    WorkersLostError
        This worker came later and has other versions, or not the plan.
    """
    held = _HELD.get(sweep)
    if held is None or held.versions != versions():
        raise WorkersLostError(f"a worker with {versions()} joined")
    with _ONE_AT_A_TIME:
        try:
            return answered(held.chunk, held.plan, numbers, held.seconds)
        except OSError as error:  # of the scenario, not of the way to it
            raise RuntimeError(f"{type(error).__name__}: {error}") from error
