"""A sentence as a row of chunks, each with one letter for what it is, so that patterns can be matched over them.

P post, Q post with a department behind its name, X acting, K councillor's title, G word of government, L place,
C country, A adjective of a country, E mission, U mission of Indonesia, W network, T title, N capitalised word,
D word of a department, B chief, l particle of a name, o of, f for, i in, e and, d the, s as, h then, w any other word,
' suffix, and punctuation as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from cityties.model.word_list import read_word_list
from cityties.reading.places.toponym import Naming
from cityties.reading.text.sentence import Sentence
from cityties.reading.words.lexicon import fold
from cityties.reading.words.page import Page, Wording
from cityties.reading.words.word import Word

__all__ = ["Chunk", "chunks", "letters"]

DEPARTMENTAL: Final = frozenset(
    ("head-of-bureau", "head-of-department", "assistant", "minister", "deputy-minister", "director-general", "attache")
)
_JOINTS: Final = (
    *(("o", "of"), ("f", "for"), ("i", "in"), ("e", "and")),
    *(("d", "the"), ("s", "as"), ("h", "then")),
)
_KINDS: Final = {"acting": "X", "member": "K", "government": "G", "country": "C", "adjective": "A", "mission": "E"} | {
    "own-mission": "U",
    "network": "W",
    "chief": "B",
}


_POST: Final = 60  # letters of a post


@dataclass(frozen=True)
class Chunk:
    """A piece of a sentence: its letter, its place in the folded text, and the wording or place that it is."""

    letter: str
    start: int
    end: int
    wording: Wording | None = None
    place: Naming | None = None


def letters(row: Sequence[Chunk]) -> str:
    """Write the letters of a row of chunks as one text."""
    return "".join(chunk.letter for chunk in row)


def chunks(page: Page, sentence: Sentence, places: Sequence[Naming]) -> list[Chunk]:
    """Cut a sentence into chunks."""
    held = [Chunk("L", one.start, one.end, place=one) for one in places if sentence.start <= one.start < sentence.end]
    taken = {place for one in held for place in range(one.start, one.end)}
    for wording in page.wordings_from(sentence.start, sentence.end):
        if not taken.intersection(range(wording.start, wording.end)):
            held.append(Chunk(_letter(wording), wording.start, wording.end, wording=wording))
    covered = {place for chunk in held for place in range(chunk.start, chunk.end)}
    rest = [word for word in page.within(sentence.start, sentence.end) if word.start not in covered]
    row = sorted([*held, *(_word(page, word) for word in rest)], key=lambda chunk: chunk.start)
    return _without_asides(_with_marks(page, sentence, row))


def _without_asides(row: Sequence[Chunk]) -> list[Chunk]:
    """Leave out brackets that hold nothing but a title: "Brigjen (Purn) Andi"."""
    found: list[Chunk] = []
    for chunk in row:
        found.append(chunk)
        if letters(found[-3:]) == "(T)":
            del found[-3:]
    return found


def _letter(wording: Wording) -> str:
    if wording.kind == "post":
        return "Q" if wording.code in DEPARTMENTAL else "P"
    return _KINDS[wording.kind]


def _word(page: Page, word: Word) -> Chunk:
    text = page.stem(word).strip(".")
    return Chunk(_part(page, word, text), word.start, word.stem)


def _part(page: Page, word: Word, text: str) -> str:
    lang = page.lang
    dotted = page.folded[word.end : word.end + 1] == "."
    if text in _words("titles", "before", lang) and (word.capital or dotted or lang != "id"):
        return "T"
    if (word.capital or lang == "en") and text in _words("titles", "departments", lang) and text != "and":
        return "D"
    if not word.capital or text in ("of", "and", "dan", "ve", "the"):
        for letter, joint in _JOINTS:
            if text in _words("titles", "joints", joint):
                return letter
    if text in _words("titles", "particles", "all") and not word.capital:
        return "l"
    if word.capital and (text not in _words("titles", "stops", lang) or _is_name(page, word, text)):
        return "N"
    return "w"


def _is_name(page: Page, word: Word, text: str) -> bool:
    """Say whether a word that mostly forms no name does so here."""
    return _ends_name(page, word, text) or _begins_name(page, word, text)


def _begins_name(page: Page, word: Word, text: str) -> bool:
    """Say whether a first name stands here: right behind a post, and before another part of a name."""
    if text not in _words("titles", "forenames", page.lang) or word.number + 1 >= len(page.words):
        return False
    behind = page.words[word.number + 1]
    named = behind.capital and page.stem(behind) not in _words("titles", "stops", page.lang)
    posts = (one for one in page.wordings_from(word.start - _POST, word.start) if one.kind == "post")
    return named and any(one.end + 1 == word.start for one in posts)


def _ends_name(page: Page, word: Word, text: str) -> bool:
    """Say whether a word that begins no name ends one: "Jaya Negara", where no name goes on behind it."""
    if text not in _words("titles", "endings", page.lang) or word.number == 0:
        return False
    before = page.words[word.number - 1]
    behind = page.words[word.number + 1] if word.number + 1 < len(page.words) else None
    goes_on = behind is not None and behind.capital and page.cased[word.end : behind.start] == " "
    named = before.capital and page.stem(before) not in _words("titles", "stops", page.lang)
    return named and not goes_on and page.cased[before.end : word.start] == " "


@cache
def _words(name: str, section: str, key: str) -> frozenset[str]:
    return frozenset(fold(word).rstrip("~.") for word in read_word_list(name)[section].get(key, ()))


def _with_marks(page: Page, sentence: Sentence, row: list[Chunk]) -> list[Chunk]:
    """Put suffixes and marks between the chunks."""
    found: list[Chunk] = []
    place = sentence.start
    for chunk in (*row, Chunk("", sentence.end, sentence.end)):
        gap = page.folded[place : chunk.start]
        for match in re.finditer(r"'?[^\W_]+|[,;:()\"/-]|\.(?=\s)", gap):
            text = match.group()
            letter = "'" if text[0] == "'" or text[0].isalnum() else text
            if letter == "." and (not found or found[-1].letter in "TKX"):
                continue
            found.append(Chunk(letter, place + match.start(), place + match.end()))
        if chunk.letter:
            found.append(chunk)
        place = chunk.end
    return found
