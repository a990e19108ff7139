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
from award_opt.bench.compare import TOLERANCE
from award_opt.report.bench import changes


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what changed; 1 where something got worse."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.compare")
    parser.add_argument("new", type=Path)
    parser.add_argument("baseline", type=Path)
    options = parser.parse_args(arguments)
    differences = compare(read(options.new), read(options.baseline))
    print("\n".join(changes(differences, str(options.baseline), TOLERANCE, "en")))
    return 1 if gate(differences) else 0


if __name__ == "__main__":
    sys.exit(main())
