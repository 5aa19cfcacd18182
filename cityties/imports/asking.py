"""Asks in the terminal whether a guessed map is right; elsewhere it is shown, and taken only where that was told."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from cityties.imports.guess import Guess
from cityties.model.errors import RequestError
from cityties.model.output import write_whole

__all__ = ["Asking"]


class Asking:
    """Who runs the command: at a terminal, or having said ``yes``. ``save`` is where the map is to be written."""

    def __init__(self, *, yes: bool = False, save: Path | None = None, quiet: bool = False) -> None:
        self._yes, self._save, self._quiet = yes, save, quiet

    def values(self, lacking: Sequence[str], why: str) -> Mapping[str, str]:
        """Ask for cells that all rows share. Raises RequestError where nobody is there to ask, or none is given."""
        told = {}
        if not sys.stdin.isatty() or not sys.stdout.isatty():
            given = " ".join(f"--value {name}=…" for name in lacking)
            raise RequestError(f"{why}: no column tells {' and '.join(lacking)}: tell it for all rows: {given}")
        print(f"{why}: no column tells {' and '.join(lacking)}. What is it, for all rows?")
        for name in lacking:
            told[name] = input(f"  {name}: ").strip()
            if not told[name]:
                raise RequestError(f"{name}: not told: nothing was taken")
        return told

    def agrees(self, guess: Guess, shown: str) -> bool:
        """Show how a table would be read, and ask. Raises RequestError where nobody is there to ask."""
        if not (self._yes and self._quiet):
            print("".join(letter if letter.isprintable() or letter == "\n" else " " for letter in shown))
        if self._save:
            print(f"Written: {write_whole(self._save, guess.text)}: mend it, and give it with --map")
            return False
        if self._yes:
            return True
        if not sys.stdin.isatty():
            raise RequestError(
                "nothing was taken: give --yes if this is right; else --save-map FILE, mend it, and give it with --map"
            )
        return input("Take it in? (y/N) ").strip().lower()[:1] in ("y", "e")
