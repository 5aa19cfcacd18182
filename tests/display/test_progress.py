"""Slow work says what it does: a bar on a terminal, lines where standard error is a pipe, nothing when quick."""

from __future__ import annotations

import sys

import pytest

from cityties.display.progress import _lines, progress


def test_without_a_terminal_a_line_is_written_every_ten_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    clock = iter([0.0, 1.0, 11.0, 11.0, 12.0, 25.0, 25.0, 40.0, 40.0])
    tick = _lines(lambda: next(clock))
    tick("reading", 10, 100)  # after one second: too soon
    tick("reading", 1500, 2000)
    tick("reading", 1600, 2000)
    tick("checking", 0, 0)
    tick("loading", 7, 0)
    assert capsys.readouterr().err.splitlines() == ["reading: 1,500 of 2,000 …", "checking …", "loading: 7 …"]


def test_quick_and_quiet_work_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    for quiet in (False, True):
        with progress(quiet) as tick:
            tick("reading", 1, 2)
    assert capsys.readouterr().err == ""


def test_on_a_terminal_a_bar_tells_the_phase(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    with progress() as tick:
        tick("reading", 50, 100)
        tick("placing", 0, 0)
    told = capsys.readouterr().err
    assert "reading" in told and "placing" in told
