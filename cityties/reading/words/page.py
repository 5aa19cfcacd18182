"""An article as the rules of entities see it: its words, its sentences, and the wordings of the lexicons in it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

from cityties.model.word_list import read_word_list
from cityties.reading.draft import Article
from cityties.reading.text.sentence import Sentence
from cityties.reading.text.surface import Surface
from cityties.reading.words.country import abbreviations, adjectives, countries
from cityties.reading.words.lexicon import Hit, Lexicon, wordings
from cityties.reading.words.word import Word, words

__all__ = ["DIPLOMATIC", "Page", "Wording", "open_page"]

DIPLOMATIC: Final = frozenset(
    ("ambassador", "consul-general", "consul", "honorary-consul", "charge-d-affaires", "attache", "counsellor")
)


@dataclass(frozen=True)
class Wording:
    """A wording of a lexicon in the folded text: the lexicon (``kind``), its code, its place."""

    kind: str
    code: str
    start: int
    end: int


class Page:
    """What the rules look at. Places are those of the folded text, until `Surface.span` leads back."""

    def __init__(self, article: Article, surface: Surface, sentences: Sequence[Sentence]) -> None:
        self.article = article
        self.surface = surface
        self.lang = article.lang
        self.cased = surface.cased
        self.folded = surface.folded
        self.words = words(surface.cased, article.lang)
        self.sentences = [
            Sentence(surface.at(one.start), surface.at(one.end - 1) + 1, one.kind, one.number) for one in sentences
        ]
        self.small = frozenset(surface.folded[word.start : word.end] for word in self.words if not word.capital)
        self._begins = [one.start for one in self.sentences]
        self._starts = [word.start for word in self.words]
        self.wordings = _longest([*self._wordings(), *self._countries()])

    def sentence(self, place: int) -> Sentence | None:
        """Give the sentence at a place."""
        number = bisect_right(self._begins, place) - 1
        return self.sentences[number] if number >= 0 and place < self.sentences[number].end else None

    def within(self, start: int, end: int) -> list[Word]:
        """Give the words that begin within a stretch."""
        return self.words[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def stem(self, word: Word) -> str:
        """Give the folded letters of a word without its suffix."""
        return self.folded[word.start : word.stem]

    def ties_within(self, start: int, end: int) -> bool:
        """Say whether a stretch has a word of ties between cities."""
        return _within(self._tie_words, start, end)

    def sisters_within(self, start: int, end: int) -> bool:
        """Say whether a stretch has a word for sister cities."""
        return _within(self._sister_words, start, end)

    def acts_at(self, place: int) -> bool:
        """Say whether a word that makes a place act stands right behind it."""
        hit = next(_acts(self.lang).find(self.folded, place, min(place + 24, len(self.folded))), None)
        return hit is not None and re.fullmatch(r"'?\w{0,5},? ", self.folded[place : hit.start]) is not None

    @cached_property
    def _tie_words(self) -> list[tuple[int, int]]:
        return [(hit.start, hit.end) for hit in _ties(self.lang).find(self.folded)]

    @cached_property
    def _sister_words(self) -> list[tuple[int, int]]:
        return [(hit.start, hit.end) for hit in _sisters(self.lang).find(self.folded)]

    @cached_property
    def _wording_starts(self) -> list[int]:
        return [wording.start for wording in self.wordings]

    def wordings_from(self, start: int, end: int) -> list[Wording]:
        """Give the wordings that begin within a stretch."""
        return self.wordings[bisect_left(self._wording_starts, start) : bisect_left(self._wording_starts, end)]

    def of_kind(self, *kinds: str) -> Iterator[Wording]:
        """Go through the wordings of some lexicons."""
        return (wording for wording in self.wordings if wording.kind in kinds)

    def _wordings(self) -> Iterator[Wording]:
        for hit in _lexicon(self.lang).find(self.folded):
            kind, _, code = hit.code.partition(":")
            yield Wording(kind, code, hit.start, hit.end)
        for hit in _networks().find(self.folded):
            if any(letter.isupper() for letter in self.cased[hit.start : hit.end]):
                yield Wording("network", hit.code, hit.start, hit.end)

    def _countries(self) -> Iterator[Wording]:
        before, after = _forms()
        ends = {hit.end: hit.start for hit in before.find(self.folded)}
        starts = {hit.start: hit.end for hit in after.find(self.folded)}
        for hit in countries().find(self.folded):
            if self._names(hit):
                start = (
                    ends.get(hit.start - 1, hit.start) if self.folded[hit.start - 1 : hit.start] == " " else hit.start
                )
                end = starts.get(hit.end + 1, hit.end) if self.folded[hit.end : hit.end + 1] == " " else hit.end
                yield Wording("country", hit.code, start, end)
        for hit in adjectives().find(self.folded):
            if self._names(hit):
                yield Wording("adjective", hit.code, hit.start, hit.end)

    def _names(self, hit: Hit) -> bool:
        text = self.cased[hit.start : hit.end]
        return text.isupper() if self.folded[hit.start : hit.end] in abbreviations() else any(map(str.isupper, text))


def _within(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    place = bisect_left(spans, (start, 0))
    return place < len(spans) and spans[place][1] <= end


def open_page(article: Article, surface: Surface, sentences: Sequence[Sentence]) -> Page:
    """Make the page of an article."""
    return Page(article, surface, sentences)


def _longest(wordings: list[Wording]) -> list[Wording]:
    """Keep of wordings that overlap the longest, the first of equals; in the order of the text."""
    kept: list[Wording] = []
    taken: set[int] = set()
    for wording in sorted(wordings, key=lambda one: (one.start - one.end, one.start)):
        if not taken.intersection(range(wording.start, wording.end)):
            taken.update(range(wording.start, wording.end))
            kept.append(wording)
    return sorted(kept, key=lambda one: one.start)


@cache
def _lexicon(lang: str) -> Lexicon:
    given: list[tuple[str, str]] = []
    titles = read_word_list("titles")
    for word in (*titles["acting"].get(lang, ()), *titles["acting"].get("all", ())):
        given.append((word, "acting:"))
    given += [(word, "member:") for word in titles["members"].get(lang, ())]
    given += [(word, f"post:{code}") for word, code in wordings("posts", lang)]
    if lang == "en":
        given += [(f"{word}s", f"post:{code}") for word, code in wordings("posts", lang) if not word.endswith("s")]
    given += [(word, "chief:") for word in titles["chief"].get(lang, ())]
    given += [(word, f"mission:{code.rsplit('-', 1)[0]}") for word, code in wordings("missions", lang)]
    given += [
        (word, f"own-mission:{code}") for code, row in read_word_list("missions")["indonesian"].items() for word in row
    ]
    given += [(word, f"government:{code}") for word, code in wordings("governments", lang)]
    return Lexicon(given)


@cache
def _networks() -> Lexicon:
    return Lexicon((word, name) for name, row in read_word_list("places")["networks"].items() for word in {name, *row})


@cache
def _ties(lang: str) -> Lexicon:
    return Lexicon((word, "tie") for word in read_word_list("places")["ties"][lang])


@cache
def _sisters(lang: str) -> Lexicon:
    return Lexicon((word, "tie") for word in read_word_list("places")["sisterhood"][lang])


@cache
def _acts(lang: str) -> Lexicon:
    return Lexicon((word, "act") for word in read_word_list("places")["acts"][lang])


@cache
def _forms() -> tuple[Lexicon, Lexicon]:
    forms = read_word_list("countries")["forms"]
    return Lexicon((word, "") for word in forms["before"]), Lexicon((word, "") for word in forms["after"])
