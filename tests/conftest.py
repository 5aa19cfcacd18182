"""What the tests share: the shipped graph, loaded once and only read."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest
from checkout import BROWSER

from cityties.facts import intake
from cityties.store import Store

# Tests and golden answers mean the curated graph, unless they name another store.
os.environ["CITYTIES_STORE"] = "curated"

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def shipped() -> Store:
    """The shipped graph with what follows from it."""
    return intake.shipped()


@pytest.fixture(scope="session")
def world_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of a user's data that holds the world's store: made once, whichever of the processes comes first."""
    base = tmp_path_factory.getbasetemp()
    home = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "world-home"
    before, os.environ["XDG_DATA_HOME"] = os.environ.get("XDG_DATA_HOME"), str(home)
    try:
        from cityties.imports.world.store import open_world

        open_world(quiet=True).close()
    finally:
        os.environ.pop("XDG_DATA_HOME")
        if before is not None:
            os.environ["XDG_DATA_HOME"] = before
    return home


@pytest.fixture
def world(world_home: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The store that a command opens without --store: the world's."""
    from cityties.imports.world.store import open_world

    monkeypatch.setenv("XDG_DATA_HOME", str(world_home))
    monkeypatch.delenv("CITYTIES_STORE")
    return open_world(quiet=True)


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


def _without(reason: str) -> NoReturn:
    """Skip where there is no browser; fail where the build promises one."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, which asks nobody for anything by itself."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _without("playwright is not installed")
    program = shutil.which("chromium")
    if program is None:
        _without("no chromium on this machine")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=BROWSER)
        yield started
        started.close()
