"""What the tests share: the shipped graph, loaded once and only read."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cityties import intake
from cityties.store import Store

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def shipped() -> Store:
    """The shipped graph with what follows from it."""
    return intake.shipped()


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run a command in this process: its status, its standard output, its standard error."""
    from cityties.cli import main

    def call(*arguments: str) -> tuple[int, str, str]:
        try:
            status = main(list(arguments))
        except SystemExit as stop:
            status = int(stop.code or 0)
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return call


@pytest.fixture
def python() -> str:
    """The interpreter that runs the tests."""
    return sys.executable
