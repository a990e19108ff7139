"""What it takes off a bound at least to round a doubtful variable: one step of the dual simplex.

The step also says which sum of rows shows it; nothing is concluded before that is done in integers.

References
----------
Driebeek (1966), An algorithm for the solution of mixed integer programming problems; Tomlin (1971),
An improved branch and bound method for integer programming.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from award_opt.columns import Ints, Mask
from award_opt.search.table import Table

Floats: TypeAlias = NDArray[np.float64]

DUST = 1e-9
LEAST = 1e-3  # of the room above what is asked for: what rounding counts for at least in a choice


@dataclass(frozen=True, slots=True)
class Penalties:
    """What rounding each of the ``variables`` down, and up, takes off the bound: ``loss``.

    Shape ``(2, k)``; ``sums`` are the multipliers of rows that show it, shape ``(2, k, m)``.
    """

    variables: Ints
    loss: Floats
    sums: Floats

    def beyond(self, room: float) -> list[tuple[int, int, Floats]]:
        """The variables and values that seem to cost more than the room, and what shows it."""
        value, place = np.nonzero(self.loss > room)
        sums = self.sums[value, place]
        return list(zip(self.variables[place].tolist(), value.tolist(), sums, strict=True))

    def widest(self, room: float, weight: Ints) -> int:
        """The variable of which both values cost most, by weight; beyond the room all is one."""
        down, up = np.clip(self.loss, LEAST * room, room)
        return int(self.variables[(down * up * weight[self.variables]).argmax()])


def penalties(
    table: Table,
    tableau: tuple[Ints, Floats],
    values: Floats,
    free: Mask,
    costs: tuple[Floats, Floats],
    room: float,
) -> Penalties:
    """The penalties of the doubtful variables of a vertex, none of them much above the room.

    Parameters
    ----------
    tableau
        The variables, basic at the vertex, and the multipliers that give their tableau rows.
    values, free
        The vertex, and which variables may move.
    costs
        What the bound loses by each variable, and by each row, when it leaves the vertex.
    """
    variables, sums = tableau
    upwards = np.where(values < 0.5, 1.0, -1.0)  # the way that a variable at rest can move
    moves = np.hstack([(sums @ table.reals) * upwards, sums])
    moves[:, np.hstack([~free, table.equal])] = 0.0
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.hstack(costs) / np.abs(moves)
    down = np.where(moves > DUST, ratio, np.inf).min(axis=1, initial=np.inf)
    up = np.where(moves < -DUST, ratio, np.inf).min(axis=1, initial=np.inf)
    away = np.vstack([values[variables], 1 - values[variables]])
    step = np.minimum(np.vstack([down, up]), 2 * (room + 1) / away)
    signed = step * np.array([[-1.0], [1.0]])
    return Penalties(variables, step * away, costs[1] + signed[:, :, None] * sums)
