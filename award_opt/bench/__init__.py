"""How long each phase of an award takes, what it costs in counts, and what changed since."""

from award_opt.bench.compare import Difference, compare, gate, read
from award_opt.bench.measure import PHASES, Bench, Desk, Inputs, Phase, content, measure

__all__ = [
    "PHASES",
    "Bench",
    "Desk",
    "Difference",
    "Inputs",
    "Phase",
    "compare",
    "content",
    "gate",
    "measure",
    "read",
]
