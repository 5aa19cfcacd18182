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

_MOVES: Final = 0.1  # seconds between two moves of the bar
_WIDE: Final = 30  # letters of the bar


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
    begun, shown = time.monotonic(), 0.0

    def tick(phase: str, done: int, of: int) -> None:
        nonlocal shown
        now = time.monotonic()
        if now - shown < _MOVES and done != of:
            return
        shown = now
        share = min(1.0, done / of) if of else 0.0
        bar = ("━" * round(share * _WIDE)).ljust(_WIDE) + " " if of else ""
        left = f"  {(now - begun) / done * (of - done):,.0f} s left" if of and done else ""
        print(f"\r\033[K{phase:<18} {bar}{done:>12,}{left}", end="", file=sys.stderr, flush=True)

    try:
        yield tick
    finally:
        print("\r\033[K", end="", file=sys.stderr, flush=True)
