"""The cluster runner: the results of the local one, over encrypted ways, among equal versions."""

from __future__ import annotations

import asyncio
import os
import sys
from typing import ClassVar

import pytest
from distributed import LocalCluster, Security
from random_tenders import random_case
from sweep_jobs import chunk, groups
from sweep_runs import CODES, MISHAPS, expected, gathered, hunted, run_cluster

from award_opt.errors import InputError
from award_opt.sweep import cluster, local
from award_opt.sweep.cluster import Tls
from award_opt.sweep.crew import Limits
from award_opt.sweep.lay import Asked, lay_out
from award_opt.sweep.own_workers import OwnWorkers
from award_opt.sweep.run import Sweep
from award_opt.sweep.store import Store
from award_opt.texts import render

WORKER_KILLS = int(os.environ.get("AWARD_OPT_WORKER_KILLS", "1"))


def refused(run):
    with pytest.raises(InputError) as error:
        list(run())
    for finding in error.value.findings:
        for lang in ("nl", "en"):
            assert "{" not in render(finding, lang)
    return [finding.code for finding in error.value.findings]


def at(address, tls=None):
    return refused(lambda: cluster.run({}, groups(10), address, tls, chunk=chunk))


def named(mishaps, count):
    rows, aside = gathered(run_cluster(mishaps, count, limits=Limits(60, 512)))
    assert rows == expected(set(range(count)) - set(mishaps))
    assert {number: each.code for number, each in aside.items()} == {
        number: CODES[kind] for number, kind in mishaps.items()
    }


def test_the_cluster_does_what_can_be_done_and_names_the_rest():
    named({3: "exit", 7: "memory", 9: "error"}, 20)


@pytest.mark.long
def test_the_cluster_names_every_kind_of_mishap():
    named(MISHAPS, 200)


@pytest.mark.long
def test_a_hang_on_the_cluster_is_ended_and_named():
    rows, aside = gathered(run_cluster({11: "hang"}, 40, limits=Limits(0.5)))
    assert rows == expected(set(range(40)) - {11})
    assert {number: each.code for number, each in aside.items()} == {11: "aside_time"}


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="finds processes in /proc")
def test_killed_cluster_workers_lose_nothing_and_double_nothing(tmp_path):
    hunted(run_cluster, tmp_path / "s", WORKER_KILLS)


class Watched(OwnWorkers):
    """Own workers that a test can get hold of."""

    known: ClassVar = []

    def __init__(self, *words):
        super().__init__(*words)
        self.known.append(self)

    def give_up(self):
        """Do what dask does with a worker that is away too long, to all of them."""

        async def closed():
            for name, worker in list(self.cluster.workers.items()):
                await worker.close()
                del self.cluster.workers[name]

        asyncio.run_coroutine_threadsafe(closed(), self.cluster.loop.asyncio_loop).result(30)


def test_workers_that_dask_gives_up_are_started_again(monkeypatch):
    monkeypatch.setattr(cluster, "OwnWorkers", Watched)
    found = run_cluster({"pause": 0.002}, 400)
    first = next(found)
    Watched.known[-1].give_up()
    assert gathered([first, *found]) == (expected(range(400)), {})


def test_a_sweep_whose_workers_stay_away_ends_with_a_word(monkeypatch):
    monkeypatch.setattr(cluster, "OwnWorkers", Watched)
    monkeypatch.setattr(Watched, "mend", lambda self: None)
    monkeypatch.setattr(cluster, "DESERTED_SECONDS", 2.0)
    found = run_cluster({"pause": 0.002}, 10_000)
    next(found)
    Watched.known[-1].give_up()
    assert refused(lambda: found) == ["cluster_deserted"]


def test_real_scenarios_are_stored_alike_by_every_runner(tmp_path):
    tender, instance = random_case(3, 6)
    plan = lay_out(tender, instance, Asked(draws=40, methods=True))
    runners = {
        "one": lambda content, todo: local.run(content, todo, 1),
        "two": lambda content, todo: local.run(content, todo, 2),
        "cluster": lambda content, todo: cluster.run(content, todo, jobs=2),
    }
    stored = []
    for name, runner in runners.items():
        with Store.open(tmp_path / name) as store:
            tally = Sweep(plan, store).run(runner)
            assert tally.complete
            assert Sweep(plan, store).run(runner).solved == 0, "a second run has nothing to do"
            stored.append(list(store.items()))
    assert stored[0] == stored[1] == stored[2]
    assert len(stored[0]) > 40


# --- ways that bids may travel


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("tcp://10.0.0.7:8786", "cluster_needs_tls"),
        ("tcp://cluster.example:8786", "cluster_needs_tls"),
        ("tcp://[2001:db8::1]:8786", "cluster_needs_tls"),
        ("tcp://127.0.0.1.example:8786", "cluster_needs_tls"),
        ("tls://10.0.0.7:8786", "cluster_tls_files"),
        ("10.0.0.7:8786", "cluster_address"),
        ("http://127.0.0.1:8786", "cluster_address"),
        ("tcp://127.0.0.1", "cluster_address"),
        ("tcp://127.0.0.1:99999", "cluster_address"),
        ("remote", "cluster_address"),
    ],
)
def test_an_address_beyond_this_machine_needs_tls(address, code):
    assert at(address) == [code]


def test_tls_files_that_are_none_are_refused(tmp_path):
    (tmp_path / "a.pem").write_text("no certificate")
    wrong = Tls(tmp_path / "a.pem", tmp_path / "a.pem", tmp_path / "a.pem")
    assert at("tls://127.0.0.1:8786", wrong) == ["cluster_tls_refused"]
    absent = Tls(tmp_path / "b.pem", tmp_path / "b.pem", tmp_path / "b.pem")
    assert at("tls://127.0.0.1:8786", absent) == ["cluster_tls_refused"]


def test_a_scheduler_that_does_not_answer_is_said(monkeypatch):
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 0.2)
    assert at("tcp://127.0.0.1:9") == ["cluster_unreachable"]


def test_without_the_package_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(cluster, "find_spec", lambda name: None)
    assert at("local") == ["cluster_absent"]


@pytest.fixture(scope="module")
def encrypted(tmp_path_factory):
    """A scheduler and a worker that speak TLS alone, as a user starts them; and the files."""
    folder = tmp_path_factory.mktemp("tls")
    made = Security.temporary()
    paths = {}
    for name, held in (
        ("ca", made.tls_ca_file),
        ("cert", made.tls_client_cert),
        ("key", made.tls_client_key),
    ):
        paths[name] = folder / f"{name}.pem"
        paths[name].write_text(held)
    with LocalCluster(
        n_workers=1,
        threads_per_worker=1,
        processes=False,
        protocol="tls://",
        host="127.0.0.1",
        security=made,
        dashboard_address="127.0.0.1:0",
        scheduler_kwargs={"dashboard": False},
    ) as running:
        yield running.scheduler_address, Tls(paths["ca"], paths["cert"], paths["key"])


def test_an_existing_scheduler_is_used_over_tls(encrypted):
    address, tls = encrypted
    assert address.startswith("tls://")
    done = gathered(cluster.run({}, groups(500), address, tls, chunk=chunk))
    assert done == (expected(range(500)), {})
    again = gathered(cluster.run({}, groups(50), address, tls, chunk=chunk))
    assert again == (expected(range(50)), {})


def test_workers_of_another_version_are_refused(encrypted, monkeypatch):
    here = cluster.versions

    class Elsewhere:
        def run(self, function):
            return {"tls://10.0.0.7:1": {**here(), "ortools": "9.15.1"}, "tls://10.0.0.8:1": here()}

    def check():
        cluster._require_same_versions(Elsewhere())
        return []

    assert refused(check) == ["cluster_versions"]


def test_the_plan_is_taken_back_from_the_workers(encrypted):
    plugin = pytest.importorskip("award_opt.sweep.plugin")
    address, tls = encrypted
    gathered(cluster.run({}, groups(10), address, tls, chunk=chunk))
    assert plugin._HELD == {}
