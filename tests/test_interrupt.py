import os
import signal
import threading
from pathlib import Path

import pytest
from cli import YOUTH, call, process

from award_opt.engines import Clock, interruptible
from award_opt.interrupts import noted, noting, require_none


@pytest.mark.parametrize("pause", [0.03, 0.05, 0.07])
def test_an_interrupted_search_is_stopped_and_waited_for(pause: float) -> None:
    clock, told = Clock(), threading.Event()
    ended: list[bool] = []

    def search() -> None:
        threading.Timer(pause, os.kill, (os.getpid(), signal.SIGINT)).start()
        told.wait(20)
        threading.Event().wait(0.3)  # a solver takes a while to stop
        ended.append(told.is_set())

    interruptible(search, told.set, clock, "cp_sat")
    assert ended == [True]
    assert clock.stopped.is_set()


LOST = """
import atexit, os, signal, weakref
class Thing: pass
def strike(*_):
    os.kill(os.getpid(), signal.SIGINT)
    for _ in range(100): pass
def lose():
    thing = Thing()
    held = weakref.ref(thing, strike)
    del thing
"""
LOSING = """
import award_opt.{module} as place
before = place.{name}
def losing(*words, **named):
    found = before(*words, **named)
    lose()
    return found
place.{name} = losing
"""
IN_EXPLAIN = LOSING.format(module="report.reasons", name="lines")
IN_LETTERS = LOSING.format(module="reasons", name="explain")
IN_STREAM = LOSING.format(module="cli.stream", name="os.fsync")
IN_GENERATE = LOSING.format(module="generate", name="generate")
TOLD = {"en": "interrupted before", "nl": "onderbroken voordat"}


@pytest.fixture(scope="module")
def award(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("award") / "award.json"
    assert process("solve", YOUTH, "-o", path).code == 0
    return path


@pytest.mark.parametrize(
    ("lang", "before", "words"),
    [
        ("nl", IN_EXPLAIN, ["explain", YOUTH, "award.json", "--no-margins"]),
        ("en", IN_EXPLAIN, ["explain", YOUTH, "award.json", "--no-margins"]),
        ("nl", IN_LETTERS, ["letters", YOUTH, "award.json", "--date", "2026-01-31", "-o", "out"]),
        ("en", IN_GENERATE, ["generate", YOUTH, "--providers", "9", "--seed", "1", "-o", "out"]),
        ("nl", IN_STREAM, ["solve", YOUTH, "-o", "out"]),
    ],
)
def test_a_lost_interrupt_still_ends_the_command_and_writes_nothing(
    lang: str, before: str, words: list[str], award: Path, tmp_path: Path
) -> None:
    paths = {"award.json": award, "out": tmp_path / "out"}
    done = process(*(paths.get(word, word) for word in words), "--lang", lang, before=LOST + before)
    assert (done.code, done.out) == (3, "")
    assert TOLD[lang] in done.err
    assert not list(tmp_path.iterdir())


def test_a_second_interrupt_changes_neither_the_message_nor_the_code(award: Path) -> None:
    before = "from award_opt import cli\ntell = cli.complain\n"
    before += "def complain(*words):\n    strike()\n    tell(*words)\n    strike()\n"
    before += "cli.complain = complain\natexit.register(strike)\n"
    done = process("explain", YOUTH, award, before=LOST + IN_EXPLAIN + before)
    assert done.code == 3
    assert done.err.splitlines()[-1].startswith("award-opt: interrupted")


def test_a_command_that_is_done_is_not_interrupted(award: Path) -> None:
    done = process("verify", YOUTH, award, before=f"{LOST}atexit.register(strike)")
    assert (done.code, done.err) == (0, "")


def test_a_program_that_calls_a_command_keeps_its_own_ctrl_c(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert call(capsys, "rules").code == 0
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    noted.struck = noted.ending = True
    assert call(capsys, "rules").code == 0
    assert (noted.struck, noted.ending) == (False, False)


def test_an_interrupt_that_was_noted_stops_every_clock() -> None:
    with noting(to_the_end=False):
        assert not Clock().over()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        assert Clock().over()
        with pytest.raises(KeyboardInterrupt):
            require_none()
    assert not Clock().over()


def test_an_ignored_interrupt_stays_ignored() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with noting(to_the_end=True):
            assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_process_that_is_gone_soon_ignores_ctrl_c() -> None:
    before = "import atexit, signal\n"
    before += "atexit.register(lambda: print(signal.getsignal(signal.SIGINT).name))"
    assert process("rules", before=before).out.splitlines()[-1] == "SIG_IGN"
