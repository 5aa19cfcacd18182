"""Progress: what slow work is at, as a bar on a terminal, as lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, TypeAlias

__all__ = ["Tick", "progress"]

Tick: TypeAlias = Callable[[str, int, int], None]

_SILENT: Final = 10.0  # seconds between two lines where there is no terminal; quicker work says nothing


@contextmanager
def progress(quiet: bool = False) -> Iterator[Tick]:
    """Give a function that is told a phase, how much of it is done, and of how much (0: not known).

    On a terminal it moves a bar with counts and the time left, which goes when the work is done. Where
    standard error is a pipe or a file, a line is written every ten seconds.
    """
    if quiet:
        yield lambda phase, done, of: None
    elif sys.stderr.isatty():
        with _bar() as tick:
            yield tick
    else:
        yield _lines()


def _lines(now: Callable[[], float] = time.monotonic) -> Tick:
    last = now()

    def tick(phase: str, done: int, of: int) -> None:
        nonlocal last
        if now() - last >= _SILENT:
            last = now()
            counted = f": {done:,}" + (f" of {of:,}" if of else "") if done else ""
            print(f"{phase}{counted} …", file=sys.stderr, flush=True)

    return tick


@contextmanager
def _bar() -> Iterator[Tick]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description:<18}"),
        BarColumn(),
        TextColumn("{task.completed:>12,.0f}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, object] = {}

        def tick(phase: str, done: int, of: int) -> None:
            if phase not in tasks:
                tasks[phase] = bar.add_task(phase, total=of or None)
            bar.update(tasks[phase], completed=done)  # type: ignore[arg-type]

        yield tick
