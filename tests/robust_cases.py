"""Awards for tests of robustness: random ones, and that of the youth tender."""

from __future__ import annotations

from decimal import Decimal

import pytest
from cli import YOUTH
from random_tenders import random_case
from readme_blocks import ROOT
from test_solve import lawful_awards

from award_opt.instance import read_instance
from award_opt.robust import Noise
from award_opt.solve import Options, solve
from award_opt.tender import read_tender

SEEDS = [seed for seed in range(60) if any(True for _ in lawful_awards(*random_case(seed, 6)))]
LOUD = Noise(assessors=1, percent=60, points=Decimal(20))


def judge():
    return Options(cross_check=False).judge()


def solved(seed, most=6):
    tender, instance = random_case(seed, most)
    return tender, instance, solve(tender, instance, Options(cross_check=False))


@pytest.fixture(scope="module")
def youth():
    tender = read_tender(ROOT / YOUTH)
    instance = read_instance(ROOT / "instances/hvb-youth-2022", tender)
    award = solve(tender, instance, Options(cross_check=False))
    return tender, instance, award
