"""Goes through the names that wait, in the terminal: by country and name, one key a decision."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from cityties.model.extra import need
from cityties.model.key import read_key
from cityties.model.vocabulary import compact
from cityties.names.decision import Decision
from cityties.names.waiting import Waiting, decide_all, lone, undo_last, waiting

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["Deciding", "listed"]

_KEYS: Final = (
    "[1-9] it is that  [n] none of these  [a] all names with a country and one candidate  [s] later  [u] undo  [q] end"
)


class Deciding:
    """Asks for one name after the other; each answer is noted at once. ``run`` gives how many were decided."""

    def __init__(
        self, table: Path, author: str, day: str, keys: IO[str] | None = None, console: Console | None = None
    ) -> None:
        need("terminal", "deciding names one by one")
        from rich.console import Console

        self._table, self._author, self._day = table, author, day
        self._keys = keys or sys.stdin
        self._console = console or Console(highlight=False)
        self._later: set[str] = set()
        self._shown = ""

    def run(self) -> int:
        """Go through the names until none waits, or q."""
        before = len(waiting(self._table))
        while names := [one for one in waiting(self._table) if one.subject not in self._later]:
            one = names[0]
            if self._shown != one.subject:
                self._show(one, len(names))
            key = read_key(self._keys)
            if key == "q":
                break
            self._act(key, one, names)
        return before - len(waiting(self._table))

    def _act(self, key: str, one: Waiting, names: Sequence[Waiting]) -> None:
        if key == "s":
            self._later.add(one.subject)
        elif key == "u":
            out = undo_last(self._table)
            self._later -= {decision.subject for decision in out}
            self._say(f"taken back: {len(out)}" if out else "nothing to take back")
            self._shown = ""
        elif key == "a":
            self._note(lone(names))
        elif key == "n" and one.things:
            self._note([replace(thing, same=False) for thing in one.things])
            self._later.add(one.subject)
        elif key.isdecimal() and 1 <= int(key) <= len(one.things):
            self._note([one.things[int(key) - 1]])
        else:
            self._say(_KEYS)

    def _note(self, decisions: Sequence[Decision]) -> None:
        if not decisions:
            self._say("none")
            return
        noted = decide_all(self._table, decisions, self._author, self._day)
        self._say(f"noted: {noted}")

    def _show(self, one: Waiting, left: int) -> None:
        self._shown = one.subject
        self._console.rule(style="dim")
        self._say(f"{one.country or '(no country told)'}: {one.name}   ({left} wait)", "bold")
        self._say(f"  {one.where}", "dim")
        for number, thing in enumerate(one.things, 1):
            score = f"{thing.score:.2f}" if thing.score is not None else ""
            self._say(f"  {number}  {thing.label}  {compact(thing.thing)}  {score}")
        if not one.things:
            self._say('  no candidate: name it by `cityties decide "NAME" wd:Q… --by WHO`')
        self._say(_KEYS, "dim")

    def _say(self, text: str, style: str = "") -> None:
        from rich.text import Text

        self._console.print(Text("".join(letter if letter.isprintable() else " " for letter in text), style))


def listed(names: Sequence[Waiting]) -> str:
    """Write the names that wait, by country, each with its candidates and where it stands."""
    lines = []
    for country, several in groupby(names, key=lambda one: one.country):
        lines.append(country or "(no country told)")
        for one in several:
            lines.append(f"  {one.name}  {one.where}".rstrip())
            lines += [f"    {compact(thing.thing)}  {thing.label}" for thing in one.things]
    return "\n".join("".join(letter if letter.isprintable() else " " for letter in line) for line in lines)
