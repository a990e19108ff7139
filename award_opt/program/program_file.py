"""A program as a file: canonical JSON, which proofs and their digests stand on."""

from __future__ import annotations

import json

from award_opt.domain import Instance
from award_opt.program.program import Program, compile_program
from award_opt.tender import Tender

FORMAT = "award-program/1"


def rebuilt(tender: Tender, instance: Instance, among: frozenset[str] | None = None) -> bytes:
    """The program file of a tender and its bids; ``among`` as in ``compile_program``."""
    return described(compile_program(tender, instance, among))


def described(program: Program) -> bytes:
    """The program file: the same program gives the same bytes.

    A row is ``[rule, group, [[column, coefficient], ...], sense, bound]``, with sense -1 for at
    most, 0 for equal, 1 for at least. Rows of the rule "" define indicators. Goals are vectors to
    maximise, in their order; ``ranked`` and ``tied`` are bids in the published orders.
    """
    rows, cut = program.rows, program.rows.start.tolist()
    entries = [[j, a] for j, a in zip(rows.column.tolist(), rows.coefficient.tolist(), strict=True)]
    content = {
        "format": FORMAT,
        "bids": [bid.id for bid in program.columns.bids],
        "size": program.size,
        "rows": [
            [
                program.rules[rule] if rule >= 0 else "",
                rows.group[number],
                entries[cut[number] : cut[number + 1]],
                int(rows.sense[number]),
                int(rows.bound[number]),
            ]
            for number, rule in enumerate(rows.rule.tolist())
        ],
        "goals": [
            [goal.goal, [[j, c] for j, c in enumerate(goal.coefficient.tolist()) if c]]
            for goal in program.objectives
        ],
        "ranked": program.ranked.tolist(),
        "tied": program.tied.tolist(),
    }
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
