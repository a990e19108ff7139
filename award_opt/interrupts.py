"""Ctrl-C is noted as well as raised: on its way the exception can get lost, a note cannot.

Python drops an exception that is raised within a callback of C code or while an object dies.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType


@dataclass(slots=True)
class _Noted:
    """Whether Ctrl-C ``struck``, and whether the command is ``ending`` and then ends undisturbed.

    Both are plain fields: an interrupt can come in the midst of a call, but not of an assignment.
    """

    struck: bool = False
    ending: bool = False


noted = _Noted()


@contextmanager
def noting(*, to_the_end: bool) -> Iterator[None]:
    """Note every Ctrl-C, unless this process ignores it or answers it otherwise.

    Parameters
    ----------
    to_the_end
        Until this process is gone; otherwise until the block is.
    """
    before = signal.getsignal(signal.SIGINT)
    noted.struck = noted.ending = False
    ours = threading.current_thread() is threading.main_thread() and breaks_off()
    if ours:
        signal.signal(signal.SIGINT, strike)
    try:
        yield
    finally:
        if ours and to_the_end:  # Python takes its own handlers away before it is gone
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        elif ours:
            signal.signal(signal.SIGINT, before)
            noted.struck = noted.ending = False


def breaks_off() -> bool:
    """Whether Ctrl-C now raises ``KeyboardInterrupt``."""
    return signal.getsignal(signal.SIGINT) in (signal.default_int_handler, strike)


def strike(number: int, frame: FrameType | None) -> None:
    """Note an interrupt and break off what is being done.

    Raises
    ------
    KeyboardInterrupt
        The command is not ending yet.
    """
    del number, frame
    noted.struck = True
    require_none()


def require_none() -> None:
    """Break off where an interrupt was noted, as its exception may have been lost.

    Raises
    ------
    KeyboardInterrupt
        There was one, and the command is not ending yet.
    """
    if noted.struck and not noted.ending:
        raise KeyboardInterrupt
