"""Names that are spelled nearly so, nearest first: for a word with a slip.

By rapidfuzz where it is there (it comes with cityties[read] and cityties[serve]); without it one name is compared by
Python's own difflib, and whole indexes are not.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence

__all__ = ["near_places", "nearest"]


def nearest(name: str, among: Iterable[str], most: int = 4, least: float = 0.6) -> list[str]:
    """Give the names that are spelled most like one, nearest first.

    >>> nearest("jakrata", ["ankara", "jakarta", "lima"], least=0.5)
    ['jakarta', 'ankara']
    """
    names = list(among)
    try:
        import rapidfuzz  # noqa: F401
    except ImportError:
        return difflib.get_close_matches(name, names, n=most, cutoff=least)
    return [names[place] for place, _ in near_places(name, names, most, least)]


def near_places(name: str, among: Sequence[str], most: int, least: float) -> Iterator[tuple[int, float]]:
    """Give the places of the names that are spelled most like one, and how much (0 to 1); none without rapidfuzz."""
    try:
        from rapidfuzz import fuzz, process
    except ImportError:
        return
    for _, score, place in process.extract(name, among, scorer=fuzz.ratio, limit=most, score_cutoff=100 * least):
        yield place, score / 100
