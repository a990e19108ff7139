"""Check, in whole numbers only, that an award is the one that the published method selects.

Run it alone, without the package: ``python -I certificate.py PROGRAM.json CERTIFICATE``. Or call
``check``, which builds the program again from the tender and the bids.

A program has 0/1 variables (bids first), rows ``a x >= b``, ``<= b`` or ``= b``, goals to maximise
one after the other, and two published orders of bids. The award is the lexicographic maximum: goal
by goal, then bid by bid in the order of ties (the goal ``ranking`` goes bid by bid as well).

What is shown, for each goal: no vector keeps all rows, is as good on all goals before, and better
on this one. For each losing bid of an order: none is as good on all before and lets it win.
Parts that no row links are shown one by one; their bounds are added up.

Two other claims are shown in the same way. ``bid``: that a bid fares as it does in every award at
least as good on the goals; vectors in which it fares otherwise all fall short on some goal, at
least as good on those before it. ``infeasible``: that no vector keeps the rows of the rules named,
or of the groups of rules named.

How it is shown that a set of rows (a ``Case``) holds no 0/1 vector:

- *sum*: multiply rows by whole numbers (not negative, save for equations) and add. If the sum
  cannot reach its bound in the box of values still possible, no vector is left in that box.
- *fix*: a variable whose other value such a sum excludes is settled. *probe*: the same for one
  variable, tried at one value.
- *cut*: a row that follows by rounding (mixed-integer rounding, Nemhauser and Wolsey 1990;
  division and rounding up, Chvatal 1973).
- *tree*: split on variables; a sum excludes each leaf.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import sys
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from award_opt.award import AwardFile
    from award_opt.domain import Instance
    from award_opt.tender import Tender

LARGEST_FILE = 64 * 2**20  # bytes, unpacked
LARGEST_NUMBER = 2**512
MOST_WORK = 10**8  # terms multiplied and added in one check
PROGRAM, CERTIFICATE = "award-program/1", "award-certificate/1"
Sum: TypeAlias = Sequence[int]  # row, times, row, times ...


class Refused(Exception):  # noqa: N818 - a verdict, not a fault of the program
    """The certificate shows nothing; ``code`` says why and ``facts`` where."""

    def __init__(self, code: str, **facts: str | int) -> None:
        super().__init__(code, facts)
        self.code, self.facts = code, facts

    def __str__(self) -> str:
        facts = ", ".join(f"{name} {value}" for name, value in self.facts.items())
        return self.code.replace("_", " ") + (f" ({facts})" if facts else "")


def need(held: bool, code: str, **facts: str | int) -> None:
    """Refuse unless ``held``."""
    if not held:
        raise Refused(code, **facts)


def whole(value: Any, low: int = -LARGEST_NUMBER, high: int = LARGEST_NUMBER) -> int:
    """``value``, a whole number from ``low`` to below ``high``."""
    need(type(value) is int and low <= value < high, "not_a_number_in_range")
    return int(value)


class Row(NamedTuple):
    """``sum of a * x[j]`` over ``entries`` (j, a) is at least ``bound``, or equal to it."""

    entries: list[tuple[int, int]]
    bound: int
    equal: bool = False


@dataclass
class Count:
    """What one check has done so far."""

    work: int = 0
    steps: int = 0
    cuts: int = 0
    leaves: int = 0
    limit: int = MOST_WORK

    def spend(self, terms: int) -> None:
        """Refuse a certificate that would take too long."""
        self.work += terms
        need(self.work <= self.limit, "too_much_work", limit=self.limit)


@dataclass
class Case:
    """Rows over 0/1 variables, and the variables ``settled`` so far; to be shown impossible."""

    rows: list[Row]
    size: int
    settled: dict[int, int] = field(default_factory=dict)
    count: Count = field(default_factory=Count)

    def total(self, given: Sum, *, signed: bool = False) -> tuple[dict[int, int], int]:
        """The sum of rows as coefficients and bound."""
        coefficients: dict[int, int] = {}
        bound = 0
        for number, factor in zip(given[::2], given[1::2], strict=True):
            row, times = self.rows[whole(number, 0, len(self.rows))], whole(factor)
            need(signed or times >= 0 or row.equal, "multiplier_negative", number=number)
            self.count.spend(len(row.entries) + 1)
            bound += times * row.bound
            for j, a in row.entries:
                coefficients[j] = coefficients.get(j, 0) + times * a
        return coefficients, bound

    def room(self, given: Sum) -> tuple[int, dict[int, int]]:
        """How far the sum can rise above its bound (negative: no vector is left), and the sum."""
        coefficients, bound = self.total(given)
        most = sum(a * self.settled.get(j, int(a > 0)) for j, a in coefficients.items())
        return most - bound, coefficients

    def fix(self, given: Sum) -> None:
        """Settle every variable whose other value the sum excludes."""
        most, coefficients = self.room(given)
        for j, a in coefficients.items():
            if j not in self.settled and most < abs(a):
                self.settled[j] = int(a > 0)

    def probe(self, j: int, value: int, given: Sum) -> None:
        """Settle ``j``, as the sum excludes that it has this ``value``."""
        self.settle(j, value)
        need(self.room(given)[0] < 0, "probe_not_excluded", variable=j)
        self.settled[j] = 1 - value

    def settle(self, j: int, value: int) -> None:
        """Give an open variable a value."""
        need(whole(j, 0, self.size) not in self.settled, "variable_settled", variable=j)
        self.settled[j] = whole(value, 0, 2)

    def cut(self, given: Sum, divisor: int, flipped: Iterable[int], rounding: int) -> None:
        """Add the row that follows from the sum by rounding.

        With a slack ``s >= 0`` for each row that is no equation, the sum reads ``g z = h`` over
        whole numbers ``z >= 0`` (``flipped`` variables stand as 1 - z). Then
        ``F(g) z >= r * ceil(h / d)`` with ``r = (h - 1) mod d + 1`` and
        ``F(g) = r * floor(g / d) + min(r, g mod d)``. At the end the slacks are written out.
        """
        divisor, rounding = whole(divisor, 1), whole(rounding, 1)
        held, bound = self.total(given, signed=True)
        self.count.cuts += 1
        for j in [j for j in held if j in self.settled]:
            bound -= held.pop(j) * self.settled[j]
        turned = {whole(j, 0, self.size) for j in flipped} & held.keys()
        bound -= sum(held[j] for j in turned)
        rest = (bound - 1) % divisor + 1

        def rounded(g: int) -> int:
            return rest * (g // divisor) + min(rest, g % divisor)

        out = {j: -rounded(-g) if j in turned else rounded(g) for j, g in held.items()}
        right = rest * -(-bound // divisor) + sum(out[j] for j in turned)
        for number, times in zip(given[::2], given[1::2], strict=True):
            row, share = self.rows[number], rounded(-times)
            if share and not row.equal:
                right += share * row.bound
                for j, a in row.entries:
                    if j in self.settled:
                        right -= share * a * self.settled[j]
                    else:
                        out[j] = out.get(j, 0) + share * a
        # divided and rounded up, while negative terms a x stand as -a (1 - x) + a
        right = -(-(right - sum(a for a in out.values() if a < 0)) // rounding)
        out = {j: -(-a // rounding) if a > 0 else a // rounding for j, a in out.items()}
        right += sum(a for a in out.values() if a < 0)
        numbers = (whole(right), *(whole(a) for a in out.values()))
        self.count.spend(len(numbers))
        self.rows.append(Row([(j, a) for j, a in sorted(out.items()) if a], right))

    def tree(self, nodes: Sequence[int], pool: Sequence[Sum]) -> None:
        """Exclude all vectors: ``nodes`` in the order node, branch 0, branch 1.

        A number ``j >= 0`` splits on variable ``j``; ``-1 - k`` is a leaf that ``pool[k]``
        excludes.
        """
        path: list[int] = []
        done = False
        for place, node in enumerate(nodes):
            need(not done, "tree_goes_on", node=place)
            if whole(node) >= 0:
                self.settle(node, 0)
                path.append(node)
                continue
            leaf = pool[whole(-1 - node, 0, len(pool))]
            need(self.room(leaf)[0] < 0, "leaf_not_excluded", node=place)
            self.count.leaves += 1
            while path and self.settled[path[-1]] == 1:
                del self.settled[path.pop()]
            done = not path
            if path:
                self.settled[path[-1]] = 1
        need(done, "tree_unfinished")

    def take(self, steps: Iterable[Any]) -> None:
        """Verify fixes, probes and cuts, in their order."""
        for kind, *given in steps:
            self.count.steps += 1
            need(kind in ("fix", "probe", "cut"), "step_unknown")
            getattr(self, kind)(*given)

    def refute(self, proof: Any) -> None:
        """Verify a whole proof; without one the last row alone must exclude every vector."""
        if proof is None:
            need(self.room([len(self.rows) - 1, 1])[0] < 0, "claim_without_proof")
            return
        self.take(proof["steps"])
        self.tree(proof["tree"], proof["pool"])

    def also(self, *rows: Row) -> Case:
        """The case with more rows; what is settled and cut there stays there."""
        return Case([*self.rows, *rows], self.size, dict(self.settled), self.count)

    def never(self, bids: Any, proof: Any) -> None:
        """Settle ``bids`` as losers, once it is shown impossible that any of them wins."""
        some = Row([(whole(j, 0, self.size), 1) for j in dict.fromkeys(bids)], 1)
        self.also(some).refute(proof)
        self.settled.update((j, 0) for j, _ in some.entries)

    def in_order(self, bids: Iterable[int], award: Sequence[int], proof: Any) -> None:
        """Settle ``bids`` in turn: a loser must be shown to lose, given all before it."""
        proof = {"steps": [], "pool": [], "trees": []} if proof is None else proof
        if "never" in proof:
            self.never(*proof["never"])
        self.take(proof["steps"])
        pool, trees = proof["pool"], iter(proof["trees"])
        for j in bids:
            if j not in self.settled and not award[j]:
                self.settled[j] = 1
                self.tree(next(trees, []), pool)
            self.settled[j] = award[j]
        need(next(trees, None) is None, "tree_left_over")


class Contents(NamedTuple):
    """A program as the checker reads it.

    ``rules[r]`` are the names of row ``r``: its rule, and its rule and group as ``RULE group``.
    """

    digest: str
    bids: list[str]
    size: int
    rows: list[Row]
    rules: list[tuple[str, str]]
    goals: list[tuple[str, dict[int, int]]]
    ranked: list[int]
    tied: list[int]

    def parts(self) -> Iterator[list[int]]:
        """The variables of each part that no row links to another, by first variable."""
        home = list(range(self.size))

        def found(j: int) -> int:
            while home[j] != j:
                home[j] = home[home[j]]
                j = home[j]
            return j

        for row in self.rows:
            for j, _ in row.entries[1:]:
                low, high = sorted((found(j), found(row.entries[0][0])))
                home[high] = low
        parts: dict[int, list[int]] = {}
        for j in range(self.size):
            parts.setdefault(found(j), []).append(j)
        yield from parts.values()


class Verdict(NamedTuple):
    """What was shown: ``optimal``, ``goals`` (bounds only), ``bid`` or ``infeasible``.

    ``named`` holds the bid, or the rules and groups of rules.
    """

    claim: str
    values: list[int]
    bounds: list[int]
    winners: list[str]
    done: Count
    named: list[str]


def _loaded(data: bytes) -> Any:
    """JSON, packed or not, within the limits."""
    if data[:2] == b"\x1f\x8b":
        data = gzip.GzipFile(fileobj=io.BytesIO(data)).read(LARGEST_FILE + 1)
    need(len(data) <= LARGEST_FILE, "file_too_large", limit=LARGEST_FILE)

    return json.loads(data)


def _terms(value: Any, size: int) -> list[tuple[int, int]]:
    return [(whole(j, 0, size), whole(a)) for j, a in value]


def read_program(data: bytes) -> Contents:
    """The program of a file; at-most rows are turned round into at-least rows."""
    found = _loaded(data)
    need(found["format"] == PROGRAM, "format_unknown")
    size, rows = whole(found["size"], 0, 2**31), []
    for _, _, entries, sense, bound in found["rows"]:
        side = -1 if whole(sense, -1, 2) < 0 else 1
        terms = [(j, side * a) for j, a in _terms(entries, size)]
        rows.append(Row(terms, side * whole(bound), sense == 0))
    rules = [(rule, f"{rule} {group}".rstrip()) for rule, group, *_ in found["rows"]]
    goals = [(str(goal), dict(_terms(terms, size))) for goal, terms in found["goals"]]
    bids, ranked, tied = found["bids"], found["ranked"], found["tied"]
    need(sorted(tied) == list(range(len(bids))) and {*ranked} <= {*tied}, "order_incomplete")
    return Contents(hashlib.sha256(data).hexdigest(), bids, size, rows, rules, goals, ranked, tied)


def _award(program: Contents, winners: Iterable[int]) -> list[int]:
    """The 0/1 value of each variable, once they keep every row."""
    ones = {whole(j, 0, program.size) for j in winners}
    award = [int(j in ones) for j in range(program.size)]
    for number, row in enumerate(program.rows):
        over = sum(a * award[j] for j, a in row.entries) - row.bound
        need(over == 0 or (over > 0 and not row.equal), "award_breaks_row", number=number)
    return award


def _part(
    program: Contents, award: list[int], part: list[int], proofs: Any, many: int, case: Case
) -> list[int]:
    """The bounds of a part on the first ``many`` goals; beyond the last goal, ties as well."""
    inside, proof = set(part), proofs.get(str(part[0]), {})

    def in_order(bids: Iterable[int], shown: Any) -> None:
        trial = case.also()
        trial.in_order([j for j in bids if j in inside], award, shown)
        case.settled = trial.settled

    bounds = []
    for place, (goal, weights) in enumerate(program.goals[:many]):
        shown, ranking = proof.get(str(place)), goal == "ranking"
        own = [(j, weights[j]) for j in part if weights.get(j)]
        value = sum(c * award[j] for j, c in own)
        bounds.append(value if shown is None or ranking else whole(shown["bound"]))
        if ranking:
            in_order(program.ranked, shown)
        else:
            case.also(Row(own, bounds[-1] + 1)).refute(shown)
        case.rows.append(Row([], 0) if ranking else Row(own, value))
    if many > len(program.goals):
        in_order(program.tied, proof.get("ties"))
    return bounds


def optimal(program: Contents, content: Any) -> Verdict:
    """That the award is best goal by goal as far as ``bounds`` go, and first among ties.

    Of a ``bid``: that no vector is as good in which it fares otherwise. A ranking decides the bids
    that it holds; else the bid is given the other value, and the last bound must fall short of what
    the award reaches. A goal after the last is 0 for every vector: below it there is none.
    """
    claim, proofs, parts = content["claim"], content["parts"], list(program.parts())
    program = program._replace(goals=program.goals + [("", {})] * (claim == "bid"))
    award, bounds, count = _award(program, content["award"]), content["bounds"], Count()
    values = [sum(c * award[j] for j, c in weights.items()) for _, weights in program.goals]
    many = len(values) + 1 if claim == "optimal" else len(bounds)
    bid = [whole(content["bid"], 0, len(program.bids))] if claim == "bid" else []
    ranked = {*bid} <= {*program.ranked} and "ranking" in [goal for goal, _ in program.goals[:many]]
    given = {} if ranked else {j: 1 - award[j] for j in bid}
    need({*proofs} <= {str(part[0]) for part in parts}, "part_unknown")
    case = Case(program.rows, program.size, given, count)
    shown = [_part(program, award, part, proofs, many, case.also()) for part in parts]
    need(content["values"] == values, "value_differs")
    exact = values if claim == "optimal" else [*values[: many - 1], *bounds[many - 1 :]]
    sums = [sum(column) for column in zip(*shown, strict=True)] if parts else exact
    need(bounds == sums == exact, "bound_differs")
    need(not given or bounds[many - 1 :] < values[many - 1 : many], "bid_not_excluded")
    winners = [name for name, won in zip(program.bids, award, strict=False) if won]
    return Verdict(claim, values, bounds, winners, count, [program.bids[j] for j in bid])


def _infeasible(program: Contents, content: Any) -> Verdict:
    """That no vector keeps the rows of the rules named, or of the groups of rules named."""
    named = {str(rule) for rule in content["rules"]}
    need(named <= {name for names in program.rules for name in names}, "rule_unknown")
    pairs = zip(program.rows, program.rules, strict=True)
    rows = [row if named & {*names} or not names[0] else Row([], 0) for row, names in pairs]
    case = Case(rows, program.size)
    case.refute(content["proof"])
    return Verdict("infeasible", [], [], [], case.count, sorted(named))


def judged(program: bytes, certificate: bytes) -> Verdict:
    """What a certificate shows of a program.

    Raises
    ------
    Refused
        It shows nothing: a step fails, it is about another program, or it cannot be read.
    """
    claims = dict.fromkeys(("optimal", "goals", "bid"), optimal) | {"infeasible": _infeasible}
    try:
        known, content = read_program(program), _loaded(certificate)
        need(content["format"] == CERTIFICATE, "format_unknown")
        need(content["program"] == known.digest, "program_differs", found=known.digest)
        need(content["claim"] in claims, "claim_unknown")
        return claims[content["claim"]](known, content)
    except (LookupError, TypeError, AttributeError, ValueError) as error:
        raise Refused("malformed", reason=f"{type(error).__name__}: {error}") from error
    except (RecursionError, OSError, EOFError, zlib.error) as error:
        raise Refused("unreadable", reason=f"{type(error).__name__}: {error}") from error


def check(
    tender: Tender,
    instance: Instance,
    award: AwardFile,
    certificate: bytes,
    among: AwardFile | None = None,
) -> Verdict:
    """What a certificate shows of an award, the program built again from the inputs.

    Raises
    ------
    Refused
        It shows nothing, or not this award.
    """
    from award_opt.program.program_file import rebuilt  # noqa: PLC0415 - not there when run alone

    chosen = None if among is None else frozenset(winner.bidder for winner in among.winners)
    verdict = judged(rebuilt(tender, instance, chosen), certificate)
    need((verdict.claim == "infeasible") == (award.status == "infeasible"), "status_differs")
    need([winner.bid for winner in award.winners] == sorted(verdict.winners), "winners_differ")
    return verdict


def main(arguments: Sequence[str]) -> int:
    """Print the verdict on the two files named; 0 when it stands, 1 when it is refused."""
    try:
        verdict = judged(*(Path(name).read_bytes() for name in arguments))
    except (Refused, OSError, TypeError) as error:
        sys.stdout.write(f"REFUSED: {error}\n")
        return 1
    facts = f"values {verdict.values}, bounds {verdict.bounds}, {len(verdict.winners)} winners"
    about = f" ({', '.join(verdict.named)})" if verdict.named else ""
    sys.stdout.write(f"VERIFIED {verdict.claim}{about}: {facts}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
