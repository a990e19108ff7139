"""The gate: ``python -m benchmarks.compare NEW BASELINE``.

It fails where a count is more than 5% worse than in the baseline, or is no longer measured; time is
shown and not judged.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from award_opt.bench import compare, gate, read
from award_opt.bench.compare import TOLERANCE, Content
from award_opt.cli.stream import complain
from award_opt.errors import Finding, InputError
from award_opt.report.bench import changes

WRONG = 2  # as award-opt says it of a file that it cannot use


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what changed; 1 where something got worse, 2 where a file is not one of these."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.compare")
    parser.add_argument("new", type=Path)
    parser.add_argument("baseline", type=Path)
    options = parser.parse_args(arguments)
    try:
        new, baseline = _read(options.new), _read(options.baseline)
    except InputError as error:
        complain(error.findings, "en")
        return WRONG
    differences = compare(new, baseline)
    print("\n".join(changes(differences, str(options.baseline), TOLERANCE, "en")))
    return 1 if gate(differences) else 0


def _read(path: Path) -> Content:
    try:
        return read(path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError([Finding(str(path), "file_trouble", {"reason": reason})]) from error


if __name__ == "__main__":
    sys.exit(main())
