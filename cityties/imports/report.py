"""What a reading met on its way: what was read and taken, what was left out, and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

__all__ = ["Problem", "Reading"]

_KEPT: Final = 1000


@dataclass(frozen=True)
class Problem:
    """Something that was left out: where, and why."""

    line: int
    reason: str
    what: str = ""

    def __str__(self) -> str:
        """Write the problem as one line for people."""
        place = f"line {self.line}: " if self.line else ""
        return f"{place}{self.what}: {self.reason}" if self.what else f"{place}{self.reason}"


@dataclass
class Reading:
    """Counts of what was read; every problem is counted by its reason, the first thousand are kept whole."""

    read: int = 0
    taken: int = 0
    problems: list[Problem] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    passed_over: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    def leave(self, reason: str, what: str = "", line: int = 0) -> None:
        """Note a fault: something that should have been taken and could not be."""
        self.left_out[reason] += 1
        if len(self.problems) < _KEPT:
            self.problems.append(Problem(line, reason, what))

    def pass_over(self, reason: str) -> None:
        """Count something that is none of our business."""
        self.passed_over[reason] += 1
