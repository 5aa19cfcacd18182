"""The names that wait for a decision, and decisions on many of them at once: each can be taken back whole.

What is decided together bears the same mark, so that one undo takes out just that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Final

from cityties.model.folding import fold
from cityties.model.vocabulary import ID
from cityties.names.country import code_of, part_of
from cityties.names.decision import CANDIDATES, Decision, read_candidates, read_decisions, write_decisions

__all__ = ["NOBODY", "Waiting", "decide_all", "lone", "undo_last", "waiting"]

NOBODY: Final = f"{ID}city/unknown"  # stands where no candidate was found
_TOGETHER: Final = re.compile(r"together (\d+)")


@dataclass(frozen=True)
class Waiting:
    """A name nobody has decided on, with the things it may mean, the likeliest first."""

    subject: str
    candidates: tuple[Decision, ...]

    @property
    def country(self) -> str:
        """The country that is told with it, empty where none is."""
        tail = self.subject.rpartition(", ")[2] if ", " in self.subject else ""
        return tail if tail and (code_of(tail) or part_of(tail)) else ""

    @property
    def name(self) -> str:
        """The name alone."""
        return self.subject.removesuffix(f", {self.country}") if self.country else self.subject

    @property
    def where(self) -> str:
        """Where it stands, and what stands beside it."""
        return next((one.comment for one in self.candidates if one.comment), "")

    @property
    def things(self) -> tuple[Decision, ...]:
        """The candidates that are things."""
        return tuple(one for one in self.candidates if one.thing != NOBODY)


def waiting(table: Path) -> list[Waiting]:
    """Give the names that wait beside a table of decisions, by country and name; what is decided waits no more."""
    decided = read_decisions(table)
    done = {fold(one.subject) for one in decided if one.same}
    denied = {(fold(one.subject), one.thing) for one in decided if not one.same}
    found = []
    for subject, several in groupby(read_candidates(table.with_name(CANDIDATES)), key=lambda one: one.subject):
        if fold(subject) in done:
            continue
        left = tuple(one for one in several if (fold(subject), one.thing) not in denied)
        found.append(Waiting(subject, left))
    return sorted((one for one in found if one.candidates), key=lambda one: (fold(one.country), fold(one.subject)))


def lone(names: Iterable[Waiting]) -> list[Decision]:
    """Give the decisions for all names with a told country that have one candidate alone."""
    return [one.things[0] for one in names if one.country and len(one.things) == 1]


def decide_all(table: Path, decisions: Sequence[Decision], author: str, day: str) -> int:
    """Note decisions together, under one mark; an older one on the same name and thing gives way. Give their number."""
    held = read_decisions(table)
    number = 1 + max((_number(one) for one in held), default=0)
    mark = f"together {number}"
    new = [replace(one, author=author, day=day, score=None, comment=mark, source="") for one in decisions]
    meant = {(fold(one.subject), one.thing) for one in new}
    sure = {fold(one.subject) for one in new if one.same}
    kept = [
        one
        for one in held
        if (fold(one.subject), one.thing) not in meant and not (one.same and fold(one.subject) in sure)
    ]
    write_decisions(table, [*kept, *new])
    return len(new)


def undo_last(table: Path) -> list[Decision]:
    """Take out what was decided together last; give it, empty where there is nothing of the kind."""
    held = read_decisions(table)
    last = max((_number(one) for one in held), default=0)
    out = [one for one in held if last and _number(one) == last]
    if out:
        write_decisions(table, [one for one in held if one not in out])
    return out


def _number(decision: Decision) -> int:
    found = _TOGETHER.fullmatch(decision.comment)
    return int(found[1]) if found else 0
