"""Shared by all tests: how many random cases a test tries, and the tender of the README."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from cli import call
from hypothesis import HealthCheck, settings
from readme_blocks import write_own_tender

pytest_plugins = ["laid_out", "records", "robust_cases"]

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
# a change is judged by the same cases on every machine; `long` looks further
settings.register_profile(
    "change", max_examples=60, deadline=None, derandomize=True, suppress_health_check=SLOW
)
settings.register_profile(
    "long", max_examples=2000, deadline=None, suppress_health_check=SLOW, print_blob=True
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "change"))


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tender of the README, in a folder of its own that is the current one."""
    write_own_tender(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def award(own: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """The award of the README's tender."""
    assert call(capsys, "solve", "models/veendorp.toml", "-o", "award.json").code == 0
    return own / "award.json"
