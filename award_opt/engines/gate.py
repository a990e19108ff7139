"""The solver gate: programs with known answers, which a solver must get right before it is used.

OR-Tools 9.15.6755 calls 7 optimal on the first program and 11 on the second; 19 and 18 are right.
The shape is that of an award: an at-most-one row inside a large row of mixed signs, such as a
small-provider share in cents (upstream issue 5293).
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

import numpy as np

from award_opt.engines import Clock, Engine
from award_opt.engines.cp_sat import CpSat
from award_opt.errors import Fact, Finding
from award_opt.program.parts import Problem
from award_opt.program.program import Rows

OPTIMA = {"gate_1096.json": 19, "gate_1490.json": 18}


def known_problem(name: str) -> Problem:
    """One of the programs of the gate, by its file name."""
    size, objective, rows = json.loads((files("award_opt.engines") / name).read_text())
    many = [len(entries) for entries, _ in rows]
    return Problem(
        rows=Rows(
            start=np.r_[0, np.cumsum(many)].astype(np.int64),
            column=np.array([column for entries, _ in rows for column, _ in entries], np.int64),
            coefficient=np.array([value for entries, _ in rows for _, value in entries], np.int64),
            sense=np.full(len(rows), -1),
            bound=np.array([bound for _, bound in rows], np.int64),
            rule=np.zeros(len(rows), np.int64),
            group=("",) * len(rows),
        ),
        lower=np.zeros(size, np.int64),
        upper=np.ones(size, np.int64),
        objective=np.array(objective, np.int64),
    )


def faults(engine: Engine) -> tuple[Finding, ...]:
    """What an engine gets wrong on the programs of the gate; empty when it may be used."""
    found = []
    for name, optimum in OPTIMA.items():
        problem = known_problem(name)
        answer = engine.solve(problem, Clock())
        value = -1 if answer.values is None else problem.value(answer.values)
        lawful = answer.values is not None and problem.lawful(answer.values)
        if answer.verdict != "optimal" or value != optimum or not lawful:
            facts: dict[str, Fact] = {
                "engine": engine.name,
                "version": engine.version,
                "verdict": answer.verdict,
                "found": value,
                "right": optimum,
            }
            found.append(Finding(name, "gate", facts))
    return tuple(found)


@cache
def cp_sat_faults() -> tuple[Finding, ...]:
    """The faults of the installed CP-SAT, as configured here and with its own presolve defaults."""
    return (*faults(CpSat()), *faults(CpSat(own_presolve=True)))
