"""Make certificates: proofs in whole numbers that the award is best, for ``certificate`` to check.

Hints come from a linear relaxation in floating point. Every step is made with the checker's own
functions before it is written, so that a wrong hint costs time and never truth.
"""

from __future__ import annotations

from award_opt.prove.again import again
from award_opt.prove.award import Proven, prove
from award_opt.prove.claim import certify, certify_bid
from award_opt.prove.fate import AsGood, prove_bid
from award_opt.prove.goal import Rung
from award_opt.prove.refuter import BetterFound
from award_opt.prove.standing import Standing, still_best
from award_opt.prove.veripb import told

__all__ = [
    "AsGood",
    "BetterFound",
    "Proven",
    "Rung",
    "Standing",
    "again",
    "certify",
    "certify_bid",
    "prove",
    "prove_bid",
    "still_best",
    "told",
]
