"""Why each bid won or lost: one reason per bid, proven where it claims that something cannot be."""

from award_opt.reasons.explain import explain, of_stand, stand_of
from award_opt.reasons.reason import STOP, Evidence, Gap, Passing, Reason, Swap

__all__ = [
    "STOP",
    "Evidence",
    "Gap",
    "Passing",
    "Reason",
    "Swap",
    "explain",
    "of_stand",
    "stand_of",
]
