"""An old certificate on a changed program: often it still shows the award best, without a solve."""

from __future__ import annotations

import gzip
import json
from typing import Any

from award_opt.certificate import Contents, Refused, Verdict, judged, read_program
from award_opt.prove.award import packed


def again(old: bytes, program: bytes) -> tuple[bytes, Verdict] | None:
    """The certificate for a changed program, where the old sums still exclude all that is better.

    The award stays as it was; goal values are taken anew. Rows are known by their number, so the
    changed program must have as many; another limit, score, value or share leaves them in place.
    ``None`` says nothing about the award: prove or solve it afresh.

    Parameters
    ----------
    old
        A certificate that claims ``optimal`` or ``infeasible``.
    program
        The changed program, as a program file.
    """
    contents, content = read_program(program), json.loads(gzip.decompress(old))
    content["program"] = contents.digest
    if content["claim"] == "optimal":
        _revalue(contents, content)
    data = packed(content)
    try:
        return data, judged(program, data)
    except Refused:
        return None


def _revalue(contents: Contents, content: dict[str, Any]) -> None:
    won = set(content["award"])

    def reached(place: int, inside: set[int]) -> int:
        return sum(c for j, c in contents.goals[place][1].items() if j in inside)

    content["values"] = content["bounds"] = [
        reached(place, won) for place in range(len(contents.goals))
    ]
    for part in contents.parts():
        for place, proof in content["parts"].get(str(part[0]), {}).items():
            if "bound" in proof:
                proof["bound"] = reached(int(place), won.intersection(part))
