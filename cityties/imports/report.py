"""What a reading met on its way: what was read and taken, what was left out, and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final, TypeAlias

__all__ = ["Line", "Problem", "Reading", "told_line"]

# Where something stands: the number of its line, or words such as "sheet 2023, row 4".
Line: TypeAlias = "int | str"

_KEPT: Final = 1000


@dataclass(frozen=True)
class Problem:
    """Something that was left out: where, and why."""

    line: Line
    reason: str
    what: str = ""

    def __str__(self) -> str:
        """Write the problem as one line for people."""
        place = f"{told_line(self.line)}: " if self.line else ""
        return f"{place}{self.what}: {self.reason}" if self.what else f"{place}{self.reason}"


def told_line(line: Line) -> str:
    """Say where something stands.

    >>> told_line(4), told_line("sheet 2023, row 4")
    ('line 4', 'sheet 2023, row 4')
    """
    return f"line {line}" if isinstance(line, int) else line


@dataclass
class Reading:
    """Counts of what was read; every problem is counted by its reason, the first thousand are kept whole."""

    read: int = 0
    taken: int = 0
    problems: list[Problem] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    passed_over: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    def leave(self, reason: str, what: str = "", line: Line = 0) -> None:
        """Note a fault: something that should have been taken and could not be."""
        self.left_out[reason] += 1
        if len(self.problems) < _KEPT:
            self.problems.append(Problem(line, reason, what))

    def pass_over(self, reason: str) -> None:
        """Count something that is none of our business."""
        self.passed_over[reason] += 1
