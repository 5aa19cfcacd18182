"""Names that are spelled nearly so, nearest first: for a word with a slip.

By rapidfuzz where it is there (it comes with cityties[read] and cityties[serve]); without it one name is compared by
Python's own difflib, and whole indexes are not.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

__all__ = ["near_places", "nearest", "slips"]

_TRIED: Final = 12  # names that are looked at closely


def nearest(name: str, among: Iterable[str], most: int = 4, least: float = 0.6) -> list[str]:
    """Give the names that are spelled most like one, nearest first: with few slips for their length.

    >>> nearest("jakrata", ["ankara", "jakarta", "lima"], least=0.5)
    ['jakarta']
    """
    names = list(among)
    try:
        import rapidfuzz  # noqa: F401
    except ImportError:
        found = difflib.get_close_matches(name, names, n=_TRIED, cutoff=least)
    else:
        found = [names[place] for place, _ in near_places(name, names, _TRIED, least)]
    ranked = sorted((slips(name, one), place, one) for place, one in enumerate(found))
    return [one for count, _, one in ranked if count <= max(1, max(len(name), len(one)) // 3)][:most]


def slips(one: str, other: str) -> int:
    """Count the slips of the pen between two words: a letter too many, too few, another, or two turned round.

    >>> slips("jakrata", "jakarta"), slips("jakrata", "ankara")
    (1, 4)
    """
    before, last = [0] * (len(other) + 1), list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        now = [row, *[0] * len(other)]
        for column, against in enumerate(other, 1):
            now[column] = min(last[column] + 1, now[column - 1] + 1, last[column - 1] + (letter != against))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == against:
                now[column] = min(now[column], before[column - 2] + 1)
        before, last = last, now
    return last[-1]


def near_places(name: str, among: Sequence[str], most: int, least: float) -> Iterator[tuple[int, float]]:
    """Give the places of the names that are spelled most like one, and how much (0 to 1); none without rapidfuzz."""
    try:
        from rapidfuzz import fuzz, process
    except ImportError:
        return
    for _, score, place in process.extract(name, among, scorer=fuzz.ratio, limit=most, score_cutoff=100 * least):
        yield place, score / 100
