"""Words and phrases that rules look for, from files that a non-programmer edits: graph/reading/*.toml.

The only room that compiles wordings, with the library regex (https://github.com/mrabarnett/mrab-regex).
A wording is matched in a text's folded form, so that case, accents and Turkish dots make no difference.
One that ends in ~ may take any ending.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from cityties.model import folding
from cityties.model.word_list import read_word_list
from cityties.reading.text.surface import Surface

__all__ = ["Hit", "Lexicon", "fold", "key", "wordings"]

ANY: Final = "all"


@dataclass(frozen=True)
class Hit:
    """Where a wording stands in a folded text, and the code that it stands for."""

    start: int
    end: int
    code: str


class Lexicon:
    """Wordings by code, found in a text longest first."""

    def __init__(self, given: Iterable[tuple[str, str]]) -> None:
        """Compile pairs of a wording and its code; of two codes for one wording the first is kept."""
        import regex

        self._codes: dict[str, str] = {}
        self._stems: dict[str, str] = {}
        for wording, code in given:
            word = " ".join(fold(wording).split())
            if word.endswith("~"):
                stem = word.rstrip("~ ")
                self._stems.setdefault(stem, code)
                if stem.endswith("k"):
                    # Turkish softens it: gençlik, gençliğin.
                    self._stems.setdefault(f"{stem[:-1]}g", code)
            elif word:
                self._codes.setdefault(word, code)
        self._pattern = regex.compile(
            r"(?<![^\W_])(?:(?P<whole>\L<whole>)(?![^\W_])|(?P<stem>\L<stems>)[^\W\d_]*+)",
            whole=list(self._codes) or ["\0"],
            stems=list(self._stems) or ["\0"],
        )
        self._stem = regex.compile(r"(?P<stem>\L<stems>)[^\W\d_]*+", stems=list(self._stems) or ["\0"])

    @classmethod
    def load(cls, name: str, *langs: str) -> Lexicon:
        """Load a file of codes, each with its wordings by language: only those of some languages, and of all."""
        return cls(wordings(name, *langs))

    def find(self, folded: str, start: int = 0, end: int | None = None) -> Iterator[Hit]:
        """Go through the wordings in a folded text from left to right; the longest at each place."""
        place, last = start, len(folded) if end is None else end
        spaced = folded.translate(_BLANKS)
        while match := self._pattern.search(spaced, place, last):
            found = match
            stem = self._stem.match(spaced, match.start(), last)
            if stem and stem.end() > match.end():
                found = stem
            whole = found.groupdict().get("whole")
            code = self._codes[whole] if whole else self._stems[found["stem"]]
            yield Hit(found.start(), found.end(), code)
            place = found.end()

    def code(self, text: str) -> str | None:
        """Say which code a whole text stands for, None where it is no wording."""
        for hit in self.find(folded := fold(text).strip()):
            return hit.code if (hit.start, hit.end) == (0, len(folded)) else None
        return None

    def first(self, text: str) -> str | None:
        """Say which code the first wording in a text stands for."""
        return next((hit.code for hit in self.find(fold(text))), None)


_BLANKS: Final = str.maketrans("\n\t\r", "   ")


def fold(text: str) -> str:
    """Fold a wording as texts are folded.

    >>> fold("Büyükşehir Belediye Başkanı")
    'buyuksehir belediye baskani'
    """
    return Surface.of(text).folded


def key(name: str) -> str:
    """Write a name so that case, accents, hyphens and apostrophes make no difference.

    >>> key("Kara-Suu"), key("ŞANLIURFA")
    ('kara suu', 'sanliurfa')
    """
    return folding.fold(Surface.of(name).cased)


def wordings(name: str, *langs: str) -> Iterator[tuple[str, str]]:
    """Go through the wordings of a file with their codes, in some languages (all where none is told)."""
    for code, by_language in read_word_list(name).items():
        for lang, words in by_language.items():
            if not langs or lang in (*langs, ANY):
                yield from ((word, code) for word in words)
