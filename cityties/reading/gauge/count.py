"""Counts: how many facts gold has, how many a reading found, how many are right; and how sure such a figure is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

__all__ = ["Count", "interval", "total"]

_TIMES: Final = 1000  # samples
_TAIL: Final = 0.025  # of the samples, at each end
_SEED: Final = 20  # the same interval each time


@dataclass
class Count:
    """How many facts gold has, how many a reading found, and how many of these are right."""

    gold: int = 0
    found: int = 0
    right: int = 0

    @property
    def precision(self) -> float | None:
        """Give the share of what was found that is right; None where nothing was found."""
        return self.right / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """Give the share of gold that was found; None where gold has nothing."""
        return self.right / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        """Give the harmonic mean of precision and recall; None where gold has nothing and nothing was found.

        >>> round(Count(gold=4, found=3, right=2).f1, 3)
        0.571
        """
        return 2 * self.right / (self.gold + self.found) if self.gold + self.found else None


def total(counts: Sequence[Count]) -> Count:
    """Add the counts of several articles.

    >>> total([Count(1, 2, 1), Count(3, 1, 1)])
    Count(gold=4, found=3, right=2)
    """
    return Count(sum(one.gold for one in counts), sum(one.found for one in counts), sum(one.right for one in counts))


def interval(counts: Sequence[Count]) -> tuple[float, float] | None:
    """Give the bounds within which F1 lies in 95 of 100 draws of as many articles from these (bootstrap).

    None where there is no figure, or but one article to draw from.
    """
    if len(counts) < 2 or total(counts).f1 is None:
        return None
    draw = Random(_SEED)
    drawn = (total(draw.choices(counts, k=len(counts))).f1 for _ in range(_TIMES))
    figures = sorted(figure for figure in drawn if figure is not None)
    last = len(figures) - 1
    return figures[round(_TAIL * last)], figures[round((1 - _TAIL) * last)]
