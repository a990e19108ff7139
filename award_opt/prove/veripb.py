"""A certificate told again for VeriPB, a proof checker that others made: formulas and proofs.

The proofs are in version 3.0 of the VeriPB proof format, of which these lines are used:

- ``f N;`` counts the inequalities of the OPB file, in which an equation counts twice;
- ``soli L ...;`` logs the award and asks for a better one: objective below its value;
- ``pol ...;`` adds rows in reverse Polish notation, with ``*`` and ``d``; a literal stands for the
  axiom that it is at least 0;
- ``rup C;`` follows by unit propagation;
- ``pbc C : subproof`` ... ``qed : ID;`` follows by contradiction, from ``C`` negated;
- ``del id ID ...;`` drops what is no longer used;
- ``output NONE;``, ``conclusion BOUNDS V : ID V;`` or ``conclusion UNSAT : ID;``, and the end.

Each part of the program that no row links to another, and each stage of the method, is a pair of
files of its own: ``goal-1-part-001.opb`` with its ``.pbp``. What an earlier stage showed (a goal
reached, the fate of a bid) stands among the rows of a later one, with a comment that says so. An
order of bids is an objective with weights that are powers of two. Parts add up.

How the steps of a certificate are told:

- a sum: ``pol``; what it settles or excludes: ``rup``;
- a cut: with ``U`` the sum rounded to whole multiples of the divisor and ``N`` its bound, the cut
  holds where ``U >= N``; negating it gives ``U <= N - 1`` by division, from which it follows again;
- a tree: a clause for each leaf, then for each node from its two branches.

References
----------
VeriPB proof format overview, version 3.0. Gocht and Nordström (2021), Certifying parity reasoning
efficiently using pseudo-Boolean proofs. Gocht (2022), Certifying correctness for combinatorial
algorithms by using pseudo-Boolean reasoning.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from award_opt.certificate import Contents, Row, read_program
from award_opt.prove.log import Log, Terms, line

INDEX = "index.json"


def told(program: bytes, certificate: bytes) -> dict[str, bytes]:
    """The files, by name; ``index.json`` says what each pair shows.

    Parameters
    ----------
    certificate
        One that the checker accepts, and that claims ``optimal``, ``bid`` or ``infeasible``.
    """
    contents, content = read_program(program), json.loads(gzip.decompress(certificate))
    tale = _Tale(contents, content)
    if content["claim"] == "infeasible":
        tale.clash()
    else:
        tale.award()
    index = json.dumps(tale.index, sort_keys=True, indent=1, ensure_ascii=False)
    files = {name: text.encode() for name, text in tale.files.items()}
    return {INDEX: f"{index}\n".encode(), **files}


class _Tale:
    """The files so far, and the list of what they show."""

    def __init__(self, contents: Contents, content: dict[str, Any]) -> None:
        self.contents, self.content = contents, content
        self.files: dict[str, str] = {}
        self.index: list[dict[str, Any]] = []
        won = {*content.get("award", [])}
        self.won = [int(j in won) for j in range(contents.size)]

    def pair(self, name: str, log: Log, terms: Terms, **shown: Any) -> None:
        """Write a pair of files; the objective of the first is to minimise minus ``terms``."""
        self.files[f"{name}.opb"] = "".join(f"{each}\n" for each in _opb(self.contents, log, terms))
        self.files[f"{name}.pbp"] = log.text()
        self.index.append({"opb": f"{name}.opb", "proof": f"{name}.pbp", **shown})

    def clash(self) -> None:
        """That the rows of the named rules clash."""
        named = {*self.content["rules"]}
        pairs = zip(self.contents.rows, self.contents.rules, strict=True)
        kept = [not names[0] or bool(named & {*names}) for _, names in pairs]
        log = Log(self.contents, (pair for pair in enumerate(self.contents.rows) if kept[pair[0]]))
        log.refute(self.content["proof"])
        self.pair("infeasible", log, [], infeasible=sorted(named))

    def award(self) -> None:
        """That the award is best, or a bid fares as it does: stage by stage, part by part."""
        goals, bid = [goal for goal, _ in self.contents.goals], self.content.get("bid")
        many = len(goals) + 1 if bid is None else len(self.content["bounds"])
        ranked = bid in self.contents.ranked and "ranking" in goals[:many]
        for number, variables in enumerate(self.contents.parts(), start=1):
            part = _Part(self, variables, f"part-{number:03}")
            if bid in part.inside and not ranked:
                part.ask(bid)
            proofs = self.content["parts"].get(str(variables[0]), {})
            for place, goal in enumerate(goals[:many]):
                if goal == "ranking":
                    part.order(self.contents.ranked, f"goal-{place + 1}", proofs.get(str(place)))
                    part.goals.append(("", Row([], 0)))
                else:
                    part.goal(place, f"goal-{place + 1}", proofs.get(str(place)))
            if many > len(goals) and bid is None:
                part.order(self.contents.tied, "ties", proofs.get("ties"))
            elif many > len(goals) and part.asked:
                part.goal(None, "lawful", proofs.get(str(len(goals))))


class _Part:
    """A part of the program through the stages of the method.

    ``goals`` are the rows that hold goals at what was reached, ``fixed`` the fates known by then.
    """

    def __init__(self, tale: _Tale, variables: list[int], name: str) -> None:
        self.tale, self.variables, self.name = tale, variables, name
        self.inside, self.asked = {*variables}, False
        self.rows = [
            (number, row)
            for number, row in enumerate(tale.contents.rows)
            if row.entries and row.entries[0][0] in self.inside
        ]
        self.goals: list[tuple[str, Row]] = []
        self.fixed: list[tuple[str, int, int]] = []

    def ask(self, bid: int) -> None:
        """Ask what holds where a bid fares otherwise than in the award."""
        self.asked = True
        self.fixed.append(("asked: the bid fares otherwise", bid, 1 - self.tale.won[bid]))

    def _log(self) -> Log:
        return Log(self.tale.contents, self.rows, self.goals, self.fixed)

    def goal(self, place: int | None, stage: str, proof: Any) -> None:
        """That no more of a goal can be reached; as ``place`` left out: that nothing is lawful."""
        weights = {} if place is None else self.tale.contents.goals[place][1]
        own = [(j, weights[j]) for j in self.variables if weights.get(j)]
        value = sum(c * self.tale.won[j] for j, c in own)
        bound = value if proof is None else proof["bound"]
        if own or bound < 0:
            log = self._log()
            shown = {"goal": stage, "part": self.name, "at_most": bound}
            if self.asked:
                log.ask("refuted: more than the bound", Row(own, bound + 1))
            else:
                log.aim(log.better(own, self.tale.won, self.variables))
            log.refute(proof)
            name = f"{stage}-{self.name}"
            self.tale.pair(name, log, [] if self.asked else own, **shown)
        self.goals.append((f"reached by the award: {stage}", Row(own, value)))

    def order(self, every: Sequence[int], stage: str, proof: Any) -> None:
        """That an order of bids selects the award; first, that some bids never win."""
        won, name = self.tale.won, f"{stage}-{self.name}"
        proof = {"steps": [], "pool": [], "trees": []} if proof is None else proof
        if "never" in proof:
            never, shown = proof["never"]
            log, terms = self._log(), [(j, 1) for j in never]
            log.aim(log.better(terms, won, self.variables))
            log.refute(shown)
            before = f"{stage}-never-{self.name}"
            self.tale.pair(before, log, terms, never=self._named(never), part=self.name)
            self.fixed += [(f"shown by {before}", j, 0) for j in never]
        known = {j for _, j, _ in self.fixed}
        free = [j for j in every if j in self.inside and j not in known]
        if free:
            log = self._log()
            terms = [(j, 2 ** (len(free) - 1 - k)) for k, j in enumerate(free)]
            log.better(terms, won, self.variables)
            log.in_order(free, won, proof)
            self.tale.pair(name, log, terms, order=self._named(free), part=self.name)
            self.fixed += [(f"shown by {name}", j, won[j]) for j in free]

    def _named(self, bids: Iterable[int]) -> list[str]:
        return [self.tale.contents.bids[j] for j in bids]


def _opb(contents: Contents, log: Log, terms: Terms) -> Iterator[str]:
    used = sorted({j for _, row in log.formula for j, _ in row.entries} | {j for j, _ in terms})
    yield f"* #variable= {max(used, default=0) + 1} #constraint= {len(log.formula)}"
    for j in used:
        if j < len(contents.bids):
            yield f"* x{j + 1} : bid {' '.join(contents.bids[j].split())}"
    if log.reached is not None:
        yield f"min: {' '.join(f'{-c} x{j + 1}' for j, c in terms)} ;"
    before = ""
    for comment, row in log.formula:
        if comment != before:
            yield f"* {' '.join(comment.split())}"
            before = comment
        yield line(row)
