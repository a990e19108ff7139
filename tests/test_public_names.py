"""The public interface: which names there are, and that they cost nothing until they are used."""

from __future__ import annotations

import inspect
import subprocess
import sys

import pytest
from cli import blocked, environment

import award_opt


def test_the_public_names_are_these() -> None:
    assert award_opt.__all__ == [
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
    assert dir(award_opt) == sorted([*award_opt.__all__, "__version__"])


@pytest.mark.parametrize("name", award_opt.__all__)
def test_a_public_name_is_documented_and_typed(name: str) -> None:
    found = getattr(award_opt, name)
    assert f"``{name}``" in (award_opt.__doc__ or "")
    assert inspect.getdoc(found)
    if inspect.isfunction(found):
        signature = inspect.signature(found)
        assert signature.return_annotation is not inspect.Signature.empty
        kinds = [parameter.annotation for parameter in signature.parameters.values()]
        assert inspect.Parameter.empty not in kinds


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'solve_it'"):
        award_opt.solve_it  # noqa: B018


def test_importing_the_package_loads_nothing_heavy() -> None:
    heavy = ("ortools", "highspy", "numpy", "pandas", "pydantic", "matplotlib", "docx", "jinja2")
    program = f"{blocked(*heavy)}\nimport award_opt\nprint(len(dir(award_opt)))"
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment({}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == (f"{len(award_opt.__all__) + 1}\n", "")
