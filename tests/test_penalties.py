"""Penalties of doubtful variables against the relaxation, and what follows from them."""

from __future__ import annotations

import numpy as np
import pytest
from test_cuts import market

from award_opt.engines import Clock
from award_opt.engines.relaxation import Relaxation
from award_opt.program.parts import Problem
from award_opt.search import branching
from award_opt.search.branching import branched
from award_opt.search.penalties import Penalties, penalties
from award_opt.search.table import Table

CLOSE = 1e-5


def at_vertex(problem: Problem, room: float) -> tuple[Penalties, float, Table] | None:
    """The penalties of all doubtful variables of a relaxation, and its best value."""
    table, relaxation = Table(problem), Relaxation(problem, Clock())
    hints = relaxation.solve()
    if hints is None:
        return None
    doubt = np.flatnonzero(np.minimum(hints.values, 1 - hints.values) > CLOSE)
    variables, rows = relaxation.tableau(doubt)
    duals = hints.duals * table.side
    costs = np.abs(problem.objective - duals @ table.rows), np.abs(duals)
    free = problem.lower < problem.upper
    found = penalties(table, (variables, rows * table.side), hints.values, free, costs, room)
    return found, float(hints.values @ problem.objective), table


def half(problem: Problem, variable: int, value: int) -> Problem:
    """The problem with a variable at a value."""
    lower, upper = problem.lower.copy(), problem.upper.copy()
    lower[variable] = upper[variable] = value
    return problem.within(lower, upper)


@pytest.mark.parametrize("seed", range(60))
def test_rounding_costs_the_relaxation_at_least_the_penalty(seed):
    problem = market(seed)
    found = at_vertex(problem, 1e9)
    if found is None:
        return
    weighed, best, table = found
    for place, variable in enumerate(weighed.variables.tolist()):
        for value in (0, 1):
            small = half(problem, variable, value)
            hints = Relaxation(small, Clock()).solve()
            loss, sums = weighed.loss[value, place], weighed.sums[value, place]
            reached = -np.inf if hints is None else float(hints.values @ problem.objective)
            assert reached <= best - min(loss, 1e8) + CLOSE
            reduced = problem.objective - sums @ table.rows
            bound = np.maximum(reduced * small.lower, reduced * small.upper).sum()
            assert bound + sums @ table.bound <= best - loss + CLOSE * max(1, loss)
            assert (sums[~table.equal] >= -CLOSE).all()


@pytest.mark.parametrize("seed", range(60))
def test_only_what_costs_more_than_the_room_is_beyond_it(seed):
    found = at_vertex(market(seed), 5.0)
    if found is None:
        return
    weighed = found[0]
    beyond = {(variable, value) for variable, value, _ in weighed.beyond(5.0)}
    for place, variable in enumerate(weighed.variables.tolist()):
        for value in (0, 1):
            assert ((variable, value) in beyond) == (weighed.loss[value, place] > 5.0)


def test_the_widest_variable_costs_most_whichever_way_it_is_rounded():
    loss = np.array([[9.0, 4.0, 50.0], [0.0, 5.0, 1.0]])
    weighed = Penalties(np.array([7, 3, 5]), loss, np.zeros((2, 3, 0)))
    alike = np.ones(8, np.int64)

    assert weighed.widest(10.0, alike) == 3
    assert weighed.widest(1000.0, alike) == 5
    assert weighed.widest(10.0, np.where(np.arange(8) == 5, 3, 1)) == 5


@pytest.mark.parametrize("seed", range(60))
def test_branching_is_right_whatever_the_penalties_say(seed, monkeypatch):
    problem = market(seed, size=14)
    wanted = branched(problem, None, Clock())

    def nonsense(table, tableau, *_):
        variables, sums = tableau
        many = len(variables)
        loss = np.random.default_rng(many).choice([0.0, np.inf], (2, many))
        return Penalties(variables, loss, np.stack([sums, -sums]) * 1e3)

    monkeypatch.setattr(branching, "penalties", nonsense)
    monkeypatch.setattr(branching, "FEW", -1)
    monkeypatch.setattr(branching, "LISTABLE", -1)
    found = branched(problem, None, Clock())

    assert found.proven
    assert wanted.proven
    assert (found.values is None) == (wanted.values is None)
    if wanted.values is not None:
        assert problem.value(found.values) == problem.value(wanted.values)
