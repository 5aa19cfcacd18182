"""A place's name where it stands in a text, and the words around it that rules of places look at."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from cityties.model.word_list import read_word_list
from cityties.reading.places.atlas import Spot
from cityties.reading.words.lexicon import fold
from cityties.reading.words.page import Page, Wording
from cityties.reading.words.word import Word

__all__ = [
    "LARGE",
    "Naming",
    "beside",
    "is_known",
    "run_ahead",
    "run_behind",
    "stops",
    "word_before",
    "wording_at",
]

LARGE: Final = 100_000  # inhabitants: such a name needs no word beside it
_LONGEST: Final = 2  # words of a name that no gazetteer has
_REACH: Final = 60  # letters
_AFTER: Final = frozenset((" ", " the ", " of ", " of the ", " for ", "-", "'s ", ") "))
_BETWEEN: Final = re.compile(r"(?:'\w{1,6})? (?:, )?")


@dataclass(eq=False)
class Naming:
    """A place where a name stands, folded letters ``start`` to ``end`` (without a suffix), and what it means.

    ``cue`` is what beside it tells that it is a place: government, post, kind ("Kota"), mission, country,
    preposition, acts, pair, or nothing; ``code`` the code of the word beside it, which begins or ends at
    ``outer``. ``near`` are countries that it lies in, ``far`` those that it does not. ``locates`` says that it
    only tells where another lies: "Windsor, Ontario"; ``glued`` that a suffix was cut off it that no apostrophe
    sets apart.
    """

    start: int
    end: int
    name: str
    spots: list[Spot]
    cue: str = ""
    code: str = ""
    outer: tuple[int, int] = (0, 0)
    near: set[str] = field(default_factory=set)
    far: set[str] = field(default_factory=set)
    chosen: Spot | None = None
    locates: bool = False
    glued: bool = False

    @property
    def renowned(self) -> bool:
        """Say whether the graph or our list has it, or a large city is called so."""
        return any(spot.origin != "gazetteer" or (spot.main and spot.population >= LARGE) for spot in self.spots)


def wording_at(page: Page, start: int | None = None, end: int | None = None) -> Wording | None:
    """Give the wording of a lexicon that begins right behind a place, or ends right before it."""
    if start is not None:
        for wording in page.wordings_from(start + 1, start + _REACH):
            if _BETWEEN.fullmatch(page.folded[start : wording.start]):
                return wording
    if end is not None:
        for wording in page.wordings_from(end - 2 * _REACH, end):
            if wording.end < end and page.folded[wording.end : end] in _AFTER:
                return wording
    return None


def word_before(page: Page, start: int) -> str:
    """Give the word before a place, an article passed over."""
    found = re.search(r"([^\W\d_]+) (?:the )?$", page.folded[max(0, start - 24) : start])
    return found[1] if found else ""


@cache
def beside(lang: str, *kinds: str) -> frozenset[str]:
    """Give the small words that stand before places: of some kinds (in, with, other), or all."""
    given = read_word_list("places")["beside"][lang]
    return frozenset(fold(word) for kind, words in given.items() if not kinds or kind in kinds for word in words)


def run_behind(page: Page, end: int) -> list[Word]:
    """Give the capitalised words right behind a place, two at most, that no lexicon has."""
    found: list[Word] = []
    for word in page.within(end, end + _REACH):
        gap = page.cased[found[-1].end if found else end : word.start]
        if not word.capital or gap not in (" ", "-") or len(found) == _LONGEST or is_known(page, word):
            break
        found.append(word)
        if word.stem < word.end:
            break
    return found


def run_ahead(page: Page, start: int) -> list[Word]:
    """Give the capitalised words right before a place, two at most, that no lexicon has."""
    found: list[Word] = []
    for word in reversed(page.within(max(0, start - _REACH), start)):
        gap = page.cased[word.stem : found[0].start if found else start]
        bare = gap == "" and not found
        if not word.capital or not (bare or re.fullmatch(r"(?:'\w+)? |-", gap)) or len(found) == _LONGEST:
            break
        if is_known(page, word) or (found and word.stem < word.end):
            break
        found.insert(0, word)
    return found


def is_known(page: Page, word: Word) -> bool:
    """Say whether a word is one of a lexicon, a title, or one that forms no names."""
    if page.stem(word) in stops(page.lang):
        return True
    return any(word.start < wording.end for wording in page.wordings_from(word.start - 2 * _REACH, word.start + 1))


@cache
def stops(lang: str) -> frozenset[str]:
    """Give the words that form no names, though they stand with a capital letter."""
    given = read_word_list("titles")
    words = (*given["stops"].get(lang, ()), *given["departments"].get(lang, ()), *given["before"].get(lang, ()))
    return frozenset(fold(word) for word in words)
