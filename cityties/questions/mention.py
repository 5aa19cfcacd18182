"""Mentions: the things of a store that a sentence names, in any language, with or without the endings of one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cityties.date.day import DayError
from cityties.date.parse import read_day
from cityties.model.folding import fold
from cityties.model.vocabulary import WD
from cityties.model.word_list import read_word_list
from cityties.names.catalogue import Catalogue, catalogue
from cityties.names.country import number_of
from cityties.questions.phrase import endings, idle
from cityties.store import Store

__all__ = ["Mention", "find_mentions", "names_of"]

_LONGEST: Final = 7  # words of a name
_SHORTEST_STEM: Final = 3  # letters that a name keeps when an ending is taken off
_TYPES: Final = {
    "City": "city",
    "Region": "city",
    "Country": "country",
    "Person": "person",
    "Sector": "sector",
    "CityNetwork": "network",
    "Source": "source",
}
_OTHERS: Final = ("DiplomaticMission", "Embassy", "ConsulateGeneral", "Consulate", "Organisation", "LocalGovernment")
_YEAR: Final = re.compile(r"\b\d{4}(?:-\d{2}(?:-\d{2})?)?\b")
_BEFORE: Final = 20  # letters before a year in which its month and day stand
_WORD: Final = re.compile(r"[\w]+", re.UNICODE)

Names = Mapping[str, Mapping[str, frozenset[str]]]


@dataclass(frozen=True)
class Mention:
    """What a part of a sentence names: the place in it, and for each type the IRIs it may mean.

    A day is of the type "date" and holds its own text.
    """

    start: int
    end: int
    text: str
    things: Mapping[str, frozenset[str]]

    def of(self, type_: str) -> frozenset[str]:
        """Give what it may mean as a parameter of a type; "thing" takes all but days."""
        if type_ == "thing":
            found = [things for kind, things in self.things.items() if kind != "date"]
            return frozenset().union(*found)
        return self.things.get(type_, frozenset())


def names_of(store: Store) -> Names:
    """Give every name that a store knows, folded, with the things that bear it, by type."""
    return _Known(catalogue(store))


class _Known(Mapping[str, Mapping[str, frozenset[str]]]):
    """What a name may mean, looked up when it is asked."""

    def __init__(self, known: Catalogue) -> None:
        self._known = known
        lands = {iri for iri, kinds in zip(known.things, known.classes, strict=True) if "Country" in kinds}
        self._adjectives: dict[str, set[str]] = {}
        for word, country in _adjectives():
            if country in lands:
                self._adjectives.setdefault(word, set()).add(country)

    def __getitem__(self, form: str) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for place in self._known.by_form.get(form, ()):
            number = self._known.owners[place]
            for kind in self._known.classes[number]:
                if kind in _TYPES or kind in _OTHERS:
                    found.setdefault(_TYPES.get(kind, "other"), set()).add(self._known.things[number])
        if form in self._adjectives:
            found.setdefault("country", set()).update(self._adjectives[form])
        if not found:
            raise KeyError(form)
        return {type_: frozenset(things) for type_, things in found.items()}

    def __iter__(self) -> Iterator[str]:
        return (form for form in {**self._known.by_form, **self._adjectives} if form in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _adjectives() -> Iterator[tuple[str, str]]:
    """Give the adjectives of countries, and their further names, folded, with the country: Turkish, Türkiye."""
    for code, words in read_word_list("countries").items():
        if number := number_of(code):
            for word in (*words.get("adjective", ()), *words.get("name", ())):
                yield fold(word), WD + number


def find_mentions(sentence: str, names: Names) -> tuple[list[Mention], str]:
    """Find what a sentence names, the longest names first; give the mentions in order, and the words left over."""
    words = [(found.start(), found.end()) for found in _WORD.finditer(sentence)]
    taken = list(_days(sentence, words))
    for length in range(min(_LONGEST, len(words)), 0, -1):
        for at in range(len(words) - length + 1):
            start, end = words[at][0], words[at + length - 1][1]
            if any(start < mention.end and mention.start < end for mention in taken):
                continue
            found = _named(sentence[start:end], names)
            if found:
                taken.append(Mention(start, _past_ending(sentence, end), sentence[start:end], found))
    taken.sort(key=lambda mention: mention.start)
    return taken, "".join(_between(sentence, taken))


def _days(sentence: str, words: Sequence[tuple[int, int]]) -> Iterator[Mention]:
    """Find the days that a sentence names by a year and what stands before it: 2014, March 2022, 20 Ağustos 2025."""
    for year in _YEAR.finditer(sentence):
        begins = [
            year.start(),
            *(start for start, end in words if year.start() - _BEFORE <= start and end <= year.start()),
        ]
        for start in sorted(begins):
            try:
                day = read_day(sentence[start : year.end()])
            except DayError:
                continue
            yield Mention(
                start, _past_ending(sentence, year.end()), sentence[start : year.end()], {"date": frozenset({day})}
            )
            break


def _named(text: str, names: Names) -> Mapping[str, frozenset[str]]:
    """Look a part of a sentence up: as it stands, else without an ending of a language."""
    folded = fold(text)
    if folded in idle() or folded.isdigit():
        return {}
    if folded in names:
        return names[folded]
    if re.search(r"\w['’ʼ`]\w", text):  # what stands before the apostrophe is looked up by itself
        return {}
    for ending in endings():
        stem = folded.removesuffix(ending)
        if stem != folded and len(stem) >= _SHORTEST_STEM and stem in names and stem not in idle():
            return names[stem]
    return {}


def _past_ending(sentence: str, end: int) -> int:
    """Take what an apostrophe ties to a name along with it: Ankara'nın, Ankara's."""
    found = re.match(r"['’ʼ`]\w{1,6}", sentence[end:])
    return end + found.end() if found else end


def _between(sentence: str, mentions: Sequence[Mention]) -> Iterator[str]:
    at = 0
    for mention in mentions:
        yield sentence[at : mention.start] + " "
        at = max(at, mention.end)
    yield sentence[at:]
