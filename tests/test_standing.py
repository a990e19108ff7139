"""An old proof names the best award of a changed program, or says nothing."""

from __future__ import annotations

import dataclasses
import json
import random

import pytest
from random_tenders import random_case
from readme_blocks import ROOT
from small_programs import best, random_program, written

from award_opt.certificate import read_program
from award_opt.engines import Clock
from award_opt.generate import generate
from award_opt.instance import read_instance
from award_opt.program.program import compile_program
from award_opt.program.program_file import described
from award_opt.prove import Standing, certify, prove, still_best
from award_opt.prove.standing import contents_of
from award_opt.solve import Options, solve
from award_opt.tender import read_tender

FAST = Options(cross_check=False)
MODEL = ROOT / "models" / "hvb-youth-2022-small-share.toml"


def copied(program):
    return json.loads(json.dumps(program))


def bound_moved(rng, program):
    if program["rows"]:
        rng.choice(program["rows"])[4] += rng.choice((-2, -1, 1, 2))


def score_moved(rng, program):
    terms = [term for _, goal in program["goals"] for term in goal]
    if terms:
        rng.choice(terms)[1] += rng.choice((-2, -1, 1, 2))


def row_dropped(rng, program):
    if program["rows"]:
        del program["rows"][rng.randrange(len(program["rows"]))]


def row_added(rng, program):
    terms = [[j, rng.randint(-3, 3)] for j in range(program["size"])]
    row = ["NEW", "", [term for term in terms if term[1]], rng.choice((-1, 1)), rng.randint(-3, 3)]
    program["rows"].insert(rng.randint(0, len(program["rows"])), row)


def rows_shuffled(rng, program):
    """Rules in another order; those alike keep theirs."""
    order = {rule: rng.random() for rule in ("CAP", "COVER", "SHARE", "")}
    program["rows"].sort(key=lambda row: order[row[0]])


def order_changed(rng, program):
    rng.shuffle(program["tied"])


def bid_gone(rng, program):
    """A bid withdrawn: its variable goes, the others move up."""
    if len(program["bids"]) < 2:
        return
    gone = rng.randrange(len(program["bids"]))

    def moved(terms):
        return [[j - (j > gone), a] for j, a in terms if j != gone]

    del program["bids"][gone]
    program["size"] -= 1
    for row in program["rows"]:
        row[2] = moved(row[2])
    program["goals"] = [[goal, moved(terms)] for goal, terms in program["goals"]]
    for order in ("ranked", "tied"):
        program[order] = [j - (j > gone) for j in program[order] if j != gone]


CHANGES = (
    *(bound_moved, score_moved, row_dropped, row_added),
    *(rows_shuffled, order_changed, bid_gone),
)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_an_old_proof_still_shows_is_so(change):
    rng, shown, settled = random.Random(change.__name__), 0, 0
    for seed in range(250):
        program, truth = random_program(seed), best(random_program(seed))
        if truth is None:
            continue
        old = Standing(read_program(written(program)), prove(written(program), truth, Clock()).data)
        names = {program["bids"][j] for j in truth if j < len(program["bids"])}
        for _ in range(4):
            other = copied(program)
            change(rng, other)
            now = best(other)
            same = now is not None and names == {
                other["bids"][j] for j in now if j < len(other["bids"])
            }
            found = old.still_best(read_program(written(other)))
            assert same or not found
            shown += found
            settled += same
    assert shown > settled / 4 > 20


def test_the_same_program_is_still_shown():
    for seed in range(60):
        program, truth = random_program(seed), best(random_program(seed))
        if truth is not None:
            contents = read_program(written(program))
            assert Standing(contents, prove(written(program), truth, Clock()).data).still_best(
                contents
            )


# --- tenders


def changed(rng, tender, instance):
    """A score or a value moved, a bid withdrawn, or a rule dropped."""
    kind = rng.choice(("score", "value", "withdrawn", "rule"))
    if kind == "rule" and len(tender.rules) > 2:
        gone = rng.choice([rule.id for rule in tender.rules[2:]])
        return tender.model_copy(
            update={"rules": tuple(rule for rule in tender.rules if rule.id != gone)}
        ), instance
    bid = rng.choice(instance.bids)
    fields = {"status": "withdrawn"}
    if kind == "score" and bid.score is not None:
        fields = {"score": max(0, bid.score + rng.choice((-100, -10, 10, 100)))}
    elif kind == "value":
        fields = {"value_cents": max(1, bid.value_cents + rng.choice((-100, 100)))}
    bids = tuple(dataclasses.replace(b, **fields) if b is bid else b for b in instance.bids)
    return tender, dataclasses.replace(instance, bids=bids)


def test_an_old_proof_on_a_changed_tender_names_what_solving_finds():
    shown = same = 0
    for seed in range(70):
        tender, instance = random_case(seed)
        award = solve(tender, instance, FAST)
        if award.status != "optimal":
            continue
        program = compile_program(tender, instance)
        old = Standing(program, certify(tender, instance, award).data)
        rng = random.Random(seed)
        for _ in range(4):
            other = changed(rng, tender, instance)
            again = solve(*other, FAST)
            alike = again.status == "optimal" and winners(again) == winners(award)
            found = old.still_best(compile_program(*other))
            assert alike or not found
            shown += found
            same += alike
    assert shown > same / 2 > 20


def winners(award):
    return [winner.bid for winner in award.winners]


@pytest.mark.parametrize("name", ["hvb-youth-2022", "utrecht-2020-territories", "nob-2020"])
def test_a_program_is_read_as_its_file_is(name):
    tender = read_tender(ROOT / "models" / f"{name}.toml")
    program = compile_program(tender, read_instance(ROOT / "instances" / name, tender))

    own, theirs = contents_of(program), read_program(described(program))

    assert own._replace(digest="") == theirs._replace(digest="")


def test_most_single_changes_of_a_real_tender_are_settled_without_a_solve(tmp_path):
    tender = read_tender(MODEL)
    generate(tender, 160, 2, tmp_path)
    instance = read_instance(tmp_path, tender)
    award = solve(tender, instance, FAST)
    data = certify(tender, instance, award).data
    base = compile_program(tender, instance)
    old, won = Standing(base, data), set(winners(award))
    scores = {bid.id: bid.score for bid in base.columns.bids if bid.id not in won}
    losers = [name for name, score in scores.items() if score is not None][:8]

    def moved(name, **fields):
        bids = tuple(
            dataclasses.replace(bid, **fields) if bid.id == name else bid for bid in instance.bids
        )
        return compile_program(tender, dataclasses.replace(instance, bids=bids))

    withdrawn = [old.still_best(moved(name, status="withdrawn")) for name in losers]
    lower = [old.still_best(moved(name, score=scores[name] - 50)) for name in losers]

    assert sum(withdrawn) >= 6
    assert sum(lower) >= 6
    assert not still_best(base, data, moved(sorted(won)[0], status="withdrawn"))
