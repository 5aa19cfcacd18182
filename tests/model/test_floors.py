"""The floors of the house: imports go down only, but for what pyproject.toml names as not yet moved."""

from __future__ import annotations

import pytest
from checkout import ROOT
from importlinter.cli import lint_imports


def test_imports_go_down_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(config_filename="pyproject.toml", cache_dir=None) == 0
