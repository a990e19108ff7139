"""All irreducible conflicts of one part: sets of members that cannot be kept together.

References
----------
Liffiton, Previti, Malik and Marques-Silva (2016), Fast, flexible MUS enumeration (MARCO): a map of
the sets not yet judged; each set that can be kept rules out its subsets, each conflict its
supersets. Chinneck and Dravnieks (1991), Locating minimal infeasible constraint sets in linear
programs (the elastic relaxation as a hint, deletion for certainty).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from award_opt.columns import Mask
from award_opt.conflict.members import Struck, Trial
from award_opt.errors import Finding, SolverError
from award_opt.program.parts import Problem
from award_opt.program.program import Rows
from award_opt.rules._base import AT_LEAST, AT_MOST

ROUNDS = 3000  # sets put on trial; a list cut short says so


def minimal(trial: Trial, limit: int) -> tuple[list[Mask], bool]:
    """Up to ``limit`` irreducible conflicts, and whether there are no others.

    Each is verified: no award keeps all its members, and for each member left out some award keeps
    the others.
    """
    found: list[Mask] = []
    try:
        for conflict in _each(trial):
            if len(found) == limit:
                return found, False
            found.append(conflict)
    except Struck:
        return found, False
    return found, True


def _each(trial: Trial) -> Iterator[Mask]:
    """Every irreducible conflict.

    Raises
    ------
    Struck
        A limit struck before all were found.
    """
    unjudged = _free_map(len(trial.members))
    for _ in range(ROUNDS):
        seed = _largest(unjudged, trial)
        if seed is None:
            return
        if trial.lawful(seed):
            left_out = np.flatnonzero(~(trial.kept(seed) | seed))
            unjudged = unjudged.also(left_out, np.ones(len(left_out), np.int64), AT_LEAST, 1)
            continue
        conflict = _verified(trial, _shrunk(trial, seed))
        inside = np.flatnonzero(conflict)
        ones = np.ones(len(inside), np.int64)
        unjudged = unjudged.also(inside, ones, AT_MOST, len(inside) - 1)
        yield conflict
    raise Struck


def _free_map(size: int) -> Problem:
    none, empty = np.zeros(size, np.int64), np.zeros(0, np.int64)
    rows = Rows(np.zeros(1, np.int64), empty, empty, empty, empty, empty, ())
    return Problem(rows, none, none + 1, none + 1)


def _largest(unjudged: Problem, trial: Trial) -> Mask | None:
    """A largest set not yet judged: in no kept set, and without a known conflict."""
    answer = trial.judge.solve(unjudged, None, confirm=False)
    if answer.verdict == "infeasible":
        answer = trial.judge.solve(unjudged, None)
    if answer.values is not None:
        return answer.values.astype(np.bool_)
    if answer.verdict == "infeasible":
        return None
    raise Struck


def _shrunk(trial: Trial, members: Mask) -> Mask:
    """An irreducible conflict within a conflict: whatever is not needed is left out, in chunks."""
    suspects = trial.suspects(members)
    current = suspects if not trial.lawful(suspects) else members.copy()
    size = max(1, int(current.sum()) // 2)
    while True:
        chunks = np.flatnonzero(current)
        for first in range(0, len(chunks), size):
            without = current.copy()
            without[chunks[first : first + size]] = False
            if not trial.lawful(without):
                current = without
        if size == 1:
            return current
        size = max(1, size // 2)


def _verified(trial: Trial, conflict: Mask) -> Mask:
    """The conflict, once both engines agree that it is one and every member proves needed."""
    refuted = trial.lawful(conflict, confirm=True)
    for member in np.flatnonzero(conflict):
        without = conflict.copy()
        without[member] = False
        refuted = refuted or not trial.lawful(without, confirm=True)
    if refuted:
        raise SolverError([Finding("conflict", "conflict_refuted", {})])
    return conflict
