"""One key at a time from a terminal, where the system can."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

__all__ = ["read_key", "single_keys"]


def read_key(stream: IO[str]) -> str:
    """Read one key from a terminal, or the first letter of a line from elsewhere; the end of input is q."""
    if stream.isatty():
        with single_keys(stream):
            key = stream.read(1)
        return "q" if key in ("", "\x03", "\x04") else key.lower()
    line = stream.readline()
    return line.strip()[:1].lower() if line else "q"


@contextmanager
def single_keys(stream: IO[str]) -> Iterator[None]:
    """Let a terminal hand over each key at once, where the system can."""
    try:
        import termios
        import tty
    except ImportError:
        yield
        return
    before = termios.tcgetattr(stream)
    try:
        tty.setcbreak(stream, termios.TCSADRAIN)  # what was typed ahead stays
        yield
    finally:
        termios.tcsetattr(stream, termios.TCSADRAIN, before)
