"""The scenarios of the youth tender as tests lay them out."""

from __future__ import annotations

import pytest
from readme_blocks import ROOT

from award_opt.domain import Instance
from award_opt.instance import read_instance
from award_opt.sweep.lay import Asked, lay_out
from award_opt.sweep.plan import Plan
from award_opt.tender import Tender, read_tender
from award_opt.what_if import read_what_ifs

YOUTH = ROOT / "models" / "hvb-youth-2022.toml"
WHAT_IFS = ROOT / "models" / "hvb-youth-2022.whatif.toml"


@pytest.fixture(scope="module")
def tender() -> Tender:
    return read_tender(YOUTH)


@pytest.fixture(scope="module")
def instance(tender: Tender) -> Instance:
    return read_instance(ROOT / "instances" / "hvb-youth-2022", tender)


def laid(tender: Tender, instance: Instance | None, **asked: object) -> Plan:
    known = read_what_ifs(WHAT_IFS)
    return lay_out(tender, instance, Asked(**asked), what_ifs=known)  # type: ignore[arg-type]
