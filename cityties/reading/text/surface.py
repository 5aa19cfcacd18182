"""The letters of a text as rules see them: folded to plain ones, glued words apart, each with its place in the text."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from cityties.model.folding import plain

__all__ = ["Surface"]

# Letters that look like Latin ones, and marks that mean what plain ones mean.
_ALIKE: Final = str.maketrans(
    "АВЕКМНОРСТУХаеорсухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧο’‘ʼ´`“”„«»–—‑[]\u00a0\u202f\u2009",
    "ABEKMHOPCTYXaeopcyxijsABEZHIKMNOPTYXo'''''\"\"\"\"\"---()   ",
)
_INVISIBLE: Final = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")
_GLUED: Final = re.compile(
    r"(?<=[a-zçğışöü]{3})(?=[A-ZÇĞİÖŞÜ][a-zçğışöü]{2})|(?<=[a-zçğışöü])(?=\()|(?<=[,;])(?=[A-Za-z])"
)


@dataclass(frozen=True)
class Surface:
    """A text beside its folded form.

    ``cased`` is the text with look-alike letters, accents and typographic marks made plain, glued words set
    apart and invisible characters left out; ``folded`` is the same in small letters, of the same length.
    Rules match in these; `span` leads back to the text.
    """

    text: str
    cased: str
    folded: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Surface:
        """Fold a text, letter by letter.

        >>> Surface.of("Yavaş’ın kotaSurabaya").folded
        "yavas'in kota surabaya"
        """
        breaks = {match.start() for match in _GLUED.finditer(text)}
        letters: list[str] = []
        places: list[int] = []
        for place, character in enumerate(text):
            if place in breaks:
                letters.append(" ")
                places.append(place)
            for letter in _plainly(character):
                letters.append(letter)
                places.append(place)
        places.append(len(text))
        cased = "".join(letters)
        folded = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in cased)
        return cls(text, cased, folded, tuple(places))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Say where in the text a stretch of the folded form stands, without white space around it."""
        while start < end and self.cased[start].isspace():
            start += 1
        while end > start and self.cased[end - 1].isspace():
            end -= 1
        last = self.places[end - 1] + 1 if end > start else self.places[start]
        # A letter written as a plain one and its accent belongs together.
        while last < len(self.text) and unicodedata.combining(self.text[last]):
            last += 1
        return self.places[start], last

    def at(self, place: int) -> int:
        """Say where in the folded form a place of the text stands."""
        return max(0, bisect_right(self.places, place) - 1)


@cache
@lru_cache(maxsize=1 << 16)
def _plainly(character: str) -> str:
    """Give what stands for a character of a text: nothing for what is not seen, and for marks of the one before."""
    if character in _INVISIBLE or unicodedata.combining(character):
        return ""
    alike = character.translate(_ALIKE)
    return alike if alike.isascii() else _letters(alike)


def _letters(letter: str) -> str:
    """Give the plain letters of one letter: "ss" for ß; what is not of our alphabet stays one, without its marks."""
    found = plain(letter) if letter.isalpha() else letter
    return found if found.isascii() and found else unicodedata.normalize("NFD", letter)[0]
