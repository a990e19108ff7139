"""What a run of the benchmarks leaves out stands below its tests."""

from __future__ import annotations

import pytest

from benchmarks.suite import asked_in_full, left_out


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """List what is left out."""
    for line in left_out(asked_in_full()):
        terminalreporter.write_line(line)
