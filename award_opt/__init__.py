"""Award tenders by published rules: proven best, checked without a solver, explained.

The names below are the public interface. They load when they are used: importing the package
imports neither a solver nor numpy.

============================  =====================================================================
``read_tender``               a model file as a ``Tender``
``read_instance``             a folder or workbook of bids as an ``Instance`` of ``Bid`` objects
``read_what_ifs``             the named changes of ``<model>.whatif.toml``
``apply_what_if``             the tender with such a change
``best_award``                the proven award as an ``AwardFile``; ``Options`` say how to solve
``tied_awards``               the awards that tie with it on all goals
``verify``                    everything in an award that the inputs contradict, without a solver
``explain``                   one ``Reason`` for each bid
``bid_margins``               the ``Margin`` of each bid: how far it is from another fate
``rule_prices``               what each rule costs
``rule_conflicts``            when nothing is lawful: the smallest conflicts and the least repairs
``robustness``                the award under noise, withdrawals and other methods
``plan_sweep``                the scenarios that ``SweepOptions`` ask for, beside the published one
``run_sweep``                 their answers, kept in a folder; the same again solves nothing
``sweep_breaks``              exactly where the award changes as one limit, weight or score moves
``sweep_frontier``            every point that the published rules allow: points against a measure
``html_report``               one page about an award, with its figures
``sweep_report``              one page about a sweep, with its figures
``bidder_letters``            a Word letter for each bidder
``AwardOptError``             the root of all errors; ``InputError`` where an input is to blame
============================  =====================================================================
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from award_opt.award import AwardFile
    from award_opt.check import verify
    from award_opt.conflict import conflicts as rule_conflicts
    from award_opt.domain import Bid, Instance
    from award_opt.errors import AwardOptError, InputError
    from award_opt.instance import read_instance
    from award_opt.letters import bidder_letters
    from award_opt.margins import Margin
    from award_opt.margins import margins as bid_margins
    from award_opt.prices import prices as rule_prices
    from award_opt.reasons import Reason
    from award_opt.reasons.explain import explain
    from award_opt.report.html import html_report
    from award_opt.report.sweep import sweep_page as sweep_report
    from award_opt.robust import robust as robustness
    from award_opt.solve import Options
    from award_opt.solve import all_awards as tied_awards
    from award_opt.solve import solve as best_award
    from award_opt.sweep.lay import Asked as SweepOptions
    from award_opt.sweep.lay import lay_out as plan_sweep
    from award_opt.sweep.run import run_sweep
    from award_opt.sweep.seek import breaks as sweep_breaks
    from award_opt.sweep.tradeoff import tradeoff as sweep_frontier
    from award_opt.tender import Tender, read_tender
    from award_opt.what_if import apply as apply_what_if
    from award_opt.what_if import read_what_ifs

__version__ = "0.2.0"

__all__ = [
    "AwardFile",
    "AwardOptError",
    "Bid",
    "InputError",
    "Instance",
    "Margin",
    "Options",
    "Reason",
    "SweepOptions",
    "Tender",
    "apply_what_if",
    "best_award",
    "bid_margins",
    "bidder_letters",
    "explain",
    "html_report",
    "plan_sweep",
    "read_instance",
    "read_tender",
    "read_what_ifs",
    "robustness",
    "rule_conflicts",
    "rule_prices",
    "run_sweep",
    "sweep_breaks",
    "sweep_frontier",
    "sweep_report",
    "tied_awards",
    "verify",
]

# The functions that share their name with the module that holds them go by a longer one here.
_HOMES = {
    "AwardFile": "award.AwardFile",
    "AwardOptError": "errors.AwardOptError",
    "Bid": "domain.Bid",
    "InputError": "errors.InputError",
    "Instance": "domain.Instance",
    "Margin": "margins.Margin",
    "Options": "solve.Options",
    "Reason": "reasons.Reason",
    "SweepOptions": "sweep.lay.Asked",
    "Tender": "tender.Tender",
    "apply_what_if": "what_if.apply",
    "best_award": "solve.solve",
    "bid_margins": "margins.margins",
    "bidder_letters": "letters.bidder_letters",
    "explain": "reasons.explain",
    "html_report": "report.html.html_report",
    "plan_sweep": "sweep.lay.lay_out",
    "read_instance": "instance.read_instance",
    "read_tender": "tender.read_tender",
    "read_what_ifs": "what_if.read_what_ifs",
    "robustness": "robust.robust",
    "rule_conflicts": "conflict.conflicts",
    "rule_prices": "prices.prices",
    "run_sweep": "sweep.run.run_sweep",
    "sweep_breaks": "sweep.seek.breaks",
    "sweep_frontier": "sweep.tradeoff.tradeoff",
    "sweep_report": "report.sweep.sweep_page",
    "tied_awards": "solve.all_awards",
    "verify": "check.verify",
}


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, _, inside = _HOMES[name].rpartition(".")
    return getattr(import_module(f"{__name__}.{module}"), inside)


def __dir__() -> list[str]:
    """Only the public names."""
    return [*__all__, "__version__"]
