"""Names that are spelled nearly so, nearest first: for a word with a slip."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

__all__ = ["nearest"]


def nearest(name: str, among: Iterable[str], most: int = 4, least: float = 0.6) -> list[str]:
    """Give the names that are spelled most like one, nearest first.

    >>> nearest("jakrata", ["ankara", "jakarta", "lima"], least=0.5)
    ['jakarta', 'ankara']
    """
    names = list(among)
    try:
        from rapidfuzz import fuzz, process
    except ImportError:
        return difflib.get_close_matches(name, names, n=most, cutoff=least)
    found = process.extract(name, names, scorer=fuzz.ratio, limit=most, score_cutoff=100 * least)
    return [one for one, _, _ in found]
