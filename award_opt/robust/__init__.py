"""How much hangs on the scores, on each winner and on the method: a simulation, not an award."""

from award_opt.interval import Interval, wilson
from award_opt.noise import Assessors, Noise
from award_opt.robust.desk import Desk
from award_opt.robust.find import DRAWS, Robustness, Stability, Withdrawal, robust
from award_opt.robust.methods import Method
from award_opt.robust.units import UnitChange, by_unit, unit_findings

__all__ = [
    "DRAWS",
    "Assessors",
    "Desk",
    "Interval",
    "Method",
    "Noise",
    "Robustness",
    "Stability",
    "UnitChange",
    "Withdrawal",
    "by_unit",
    "robust",
    "unit_findings",
    "wilson",
]
