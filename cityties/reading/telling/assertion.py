"""Assertions: the sentences of an article with their cues, what in them is denied, planned or hoped, and when."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Self

from cityties.model.language import grammar
from cityties.reading.draft import Article
from cityties.reading.text.mention import Entities
from cityties.reading.text.sentence import Sentence, quotes
from cityties.reading.text.surface import Surface
from cityties.reading.time.day import Day
from cityties.reading.words.cue import Cue, find_cues

__all__ = ["Assertions"]

_READ: Final = frozenset({"body", "quote-only", "headline"})
# A sentence of more characters is none: a table, or a text without stops.
_LONGEST: Final = 2_000
_AWAY: Final = 99
# How many words behind an English verb its mood may be told: "signing a sister city agreement could help".
_BEHIND: Final = 4
_UNDONE: Final = 12


@dataclass(frozen=True)
class Assertions:
    """An article, its sentences, what it names, its days and its cues."""

    article: Article
    surface: Surface
    sentences: Sequence[Sentence]
    entities: Entities
    days: Sequence[Day]
    cues: Sequence[Cue] = field(default=())

    @classmethod
    def of(
        cls,
        article: Article,
        surface: Surface,
        sentences: Sequence[Sentence],
        entities: Entities,
        days: Sequence[Day],
    ) -> Self:
        """Set out: find the cues of the article; "on May 1" tells a day, no wish."""
        dated = {place for day in days for place in range(day.start, day.end)}
        cues = [cue for cue in find_cues(surface, article.lang) if cue.file != "modality" or cue.start not in dated]
        return cls(article, surface, sentences, entities, days, tuple(cues))

    def published(self) -> str:
        """Give the day of publication, empty where it is not known."""
        return self.article.published

    @cached_property
    def told(self) -> list[Sentence]:
        """The sentences that tell something: no boilerplate, no question, nothing that never ends."""
        return [
            sentence
            for sentence in self.sentences
            if sentence.kind in _READ
            and sentence.end - sentence.start <= _LONGEST
            and not (sentence.kind != "headline" and self.asks(sentence))
        ]

    @cached_property
    def told_by_number(self) -> Mapping[int, list[Sentence]]:
        """The sentences that tell something, by their numbers, which several parts of one have in common."""
        found: dict[int, list[Sentence]] = {}
        for sentence in self.told:
            found.setdefault(sentence.number, []).append(sentence)
        return found

    def words(self, start: int, end: int) -> str:
        """Give a stretch of the text, folded."""
        return self.surface.folded[self.surface.at(start) : self.surface.at(end)]

    def cues_in(self, start: int, end: int, *files: str) -> list[Cue]:
        """Give the cues of a stretch, of some files or of all."""
        first = bisect_right(self._starts, start - 1)
        found = []
        for cue in self.cues[first:]:
            if cue.start >= end:
                break
            if cue.end <= end and (not files or cue.file in files):
                found.append(cue)
        return found

    @cached_property
    def _starts(self) -> list[int]:
        return [cue.start for cue in self.cues]

    def days_in(self, start: int, end: int) -> list[Day]:
        """Give the days that a stretch tells."""
        return [day for day in self.days if start <= day.start and day.end <= end]

    def clause(self, sentence: Sentence, start: int, end: int) -> tuple[int, int]:
        """Say from where to where the clause around a stretch of a sentence goes."""
        first, last = sentence.start, sentence.end
        for place in self._breaks(sentence):
            if place <= start:
                first = place
            elif place >= end:
                last = min(last, place)
        return first, last

    def _breaks(self, sentence: Sentence) -> list[int]:
        found = [
            sentence.start + match.start()
            for match in re.finditer(r";|\s[–—]\s|—", self.article.text[sentence.start : sentence.end])
        ]
        for cue in self.cues_in(sentence.start, sentence.end, "negation"):
            if cue.name == "turns-to" and cue.start > sentence.start:
                found.append(cue.start)
        for start, end in self.quotes:
            found += [place for place in (start, end) if sentence.start < place < sentence.end and end - start > 40]
        return sorted(found)

    @cached_property
    def quotes(self) -> list[tuple[int, int]]:
        """Where the quotations of the article stand."""
        return quotes(self.article.text)

    def quoted(self, place: int) -> tuple[int, int] | None:
        """Give the quotation around a place of the text, None outside of any; a mere title in marks is none."""
        return next((span for span in self.quotes if span[0] <= place < span[1] and span[1] - span[0] > 25), None)

    # Denied, planned, hoped

    def denied(self, sentence: Sentence, start: int, end: int) -> bool:
        """Say whether a stretch is denied in its clause."""
        first, last = self.clause(sentence, start, end)
        told = [one for one in self.cues_in(first, last, "steps") if one.about.get("negative")]
        for cue in self.cues_in(first, last, "negation"):
            if any(one.start <= cue.start and cue.end <= one.end for one in told):
                # "Not renewed" is a turn of its own: it denies nothing else.
                continue
            if cue.name == "undoes" and cue.start >= end and self._between(end, cue.start) <= _UNDONE:
                return True
            if cue.name == "neither" and (cue.end <= start or cue.start < end):
                return True
            if cue.name in ("denies", "denies-doing") and self._denies(cue, start, end):
                return True
        return False

    def _denies(self, cue: Cue, start: int, end: int) -> bool:
        """Say whether a word of denial stands in a stretch, or near enough to deny it."""
        if cue.start < end and cue.end > start:
            return True
        if cue.name == "denies-doing" and cue.start >= end and self.words(start, end).endswith(("an", "en")):
            return False
        before = self._between(cue.end, start) if cue.end <= start else _AWAY
        behind = self._between(end, cue.start) if cue.start >= end else _AWAY
        ahead, after = grammar(self.article.lang, "reach")
        return bool(before <= ahead or behind <= after)

    def mood(self, sentence: Sentence, start: int, end: int) -> str:
        """Say how a stretch is told: as a hope, as a plan, as resolved, or as done ("")."""
        first, last = self.clause(sentence, start, end)
        found: set[str] = set()
        for cue in self.cues_in(first, last, "modality"):
            near = (
                self._between(end, cue.start) <= 7
                if cue.start >= end
                else self._between(cue.end, start) <= 6
                if cue.end <= start
                else True
            )
            if not near or (self.article.lang == "tr" and cue.end <= start and cue.name == "plan"):
                continue
            if self.article.lang == "en" and cue.start >= end and self._between(end, cue.start) > _BEHIND:
                continue
            found.add(cue.name)
        return next((name for name in ("hope", "plan", "resolved") if name in found), "")

    def asked(self, sentence: Sentence, start: int) -> bool:
        """Say whether what is told from a place on is what somebody asks or offers, in words before it."""
        first, _ = self.clause(sentence, start, start + 1)
        return any(cue.name == "asked" for cue in self.cues_in(first, start, "modality"))

    def _between(self, start: int, end: int) -> int:
        return len(self.article.text[start:end].split())

    def asks(self, sentence: Sentence) -> bool:
        """Say whether a sentence is a question, which tells nothing."""
        return self.article.text[sentence.start : sentence.end].rstrip('"”» ').endswith("?")
