"""The solver gate lets no version pass that signs a wrong award."""

from __future__ import annotations

import numpy as np
import pytest
from brute import lawful_points
from random_tenders import random_case

from award_opt import solve as solving
from award_opt.engines import Answer, Clock, gate
from award_opt.engines.cp_sat import CpSat
from award_opt.engines.highs import Highs
from award_opt.errors import Finding, SolverError


@pytest.mark.parametrize("name", gate.OPTIMA)
def test_the_known_optima_are_those_of_brute_force(name):
    problem = gate.known_problem(name)

    assert max(problem.value(p) for p in lawful_points(problem)) == gate.OPTIMA[name]


@pytest.mark.parametrize("engine", [CpSat(), CpSat(own_presolve=True), Highs()])
def test_the_installed_engines_pass(engine):
    assert gate.faults(engine) == ()


class Old:
    """An engine that answers as OR-Tools 9.15.6755 does: a lawful award, far from the best."""

    name, version = "cp_sat", "9.15.6755"

    def solve(self, problem, clock, hint=None):
        return Answer("optimal", np.zeros(problem.size, np.int64), 0)


def test_an_engine_that_signs_a_worse_award_fails():
    found = gate.faults(Old())

    assert [finding.code for finding in found] == ["gate", "gate"]
    assert found[0].facts["right"] == 19


def test_solve_refuses_an_engine_that_fails(monkeypatch):
    monkeypatch.setattr(solving, "cp_sat_faults", lambda: (Finding("x", "gate", {}),))

    with pytest.raises(SolverError, match="gate"):
        solving.solve(*random_case(1))


def test_a_clock_without_limit_never_strikes():
    assert not Clock().over()
    assert Clock(0.0).over()
