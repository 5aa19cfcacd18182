"""Wishes: what a sentence says that is held out, wanted or meant: in which fields, in which words, item by item."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from cityties.reading.telling.context import Context
from cityties.reading.text.sentence import Sentence
from cityties.reading.words.cue import Cue

__all__ = ["Wish", "fields_of", "items_of", "words_of"]


@dataclass(frozen=True)
class Wish:
    """What a body holds out, wants or means: toward whom, in which fields, in whose words."""

    name: str
    by: str
    toward: tuple[str, ...]
    sectors: tuple[str, ...]
    what: str
    speaker: str
    sentence: Sentence
    cue: Cue
    sure: float
    item: bool = False


_STOP: Final = re.compile(r"[\"“”»]|[,;.]\s*[\"“”]|;|$")
_AND: Final = r"(?:dan|hingga|serta|sampai|and|ve|as well as)"
_SPLIT: Final = re.compile(rf"\s*,\s*(?:{_AND}\s+)?|\s+{_AND}\s+")
_WORDS: Final = re.compile(r"\w+")
# Fields that the words of a wish themselves may name.
_WORDING: Final = frozenset({"knowledge-exchange", "capacity-building", "science"})
# The sentences around a wish that are asked for its field, in this order.
_NEAR: Final = (-1, 1, -2, -3)


def fields_of(context: Context, sentence: Sentence, cue: Cue, name: str) -> tuple[str, ...]:
    """Give the fields of a wish: in its clause, in its sentence, in what the same speaker said just before or after."""
    spans = [context.clause(sentence, cue.start, cue.end), (sentence.start, sentence.end)]
    if name == "LearningInterest":
        spans += _around(context, sentence)
    for start, end in spans:
        mentions = context.entities.in_span(start, end, "sector")
        told = [one for one in context.cues_in(start, end, "commitments") if one.about.get("class")]
        # "Share good practice" words the wish; it is no field of its own.
        fields = [
            one
            for one in mentions
            if one.fact not in _WORDING or not any(it.start < one.end and one.start < it.end for it in told)
        ]
        found = tuple(dict.fromkeys(one.fact for one in fields))
        if found:
            return found
    return ()


def _around(context: Context, sentence: Sentence) -> list[tuple[int, int]]:
    """Give the sentences around one in which the same speaker told what it goes on from, the nearest first."""
    told = {other.number: other for other in context.told if other.kind != "headline"}
    near = [told.get(sentence.number + step) for step in _NEAR]
    voice = context.speaker(sentence)
    return [(one.start, one.end) for one in near if one is not None and voice and context.speaker(one) == voice]


def items_of(context: Context, sentence: Sentence, cue: Cue) -> list[tuple[int, int]]:
    """Cut what is held out into its items, where words open a list of them: "ranging from … to"."""
    last = _end(context, sentence, cue)
    opening = [
        one
        for one in context.cues_in(cue.end, last, "commitments")
        if one.name == "list" and one.start >= cue.end and one.end < last
    ]
    if not opening:
        return []
    start = opening[-1].end if opening[-1].start - opening[0].end < 3 else opening[0].end
    text = context.article.text[start:last]
    cuts = [match.span() for match in _SPLIT.finditer(text)]
    items: list[tuple[int, int]] = []
    place = 0
    for first, end in (*cuts, (len(text), len(text))):
        if len(_WORDS.findall(text[place:first])) >= 1:
            items.append((start + place, start + first))
        place = end
    return items if len(items) >= 2 else []


def _end(context: Context, sentence: Sentence, cue: Cue) -> int:
    """Say where the words of a wish end: at the end of a quotation or before who said it."""
    found = _STOP.search(context.article.text, cue.end, sentence.end)
    says = [one.start for one in context.cues_in(cue.end, sentence.end, "commitments") if one.name == "says"]
    told = [at for at in says if context.article.text[cue.end : at].rstrip().endswith((",", '"', "”"))]
    return min([found.start() if found else sentence.end, *told])


def words_of(context: Context, sentence: Sentence, cue: Cue) -> str:
    """Word a wish shortly: in Turkish what stands before its cue, else the cue and what follows it."""
    text = context.article.text
    first, last = context.clause(sentence, cue.start, cue.end)
    if context.article.lang == "tr":
        return text[max(first, cue.start - 120) : cue.end].strip(' ,;"“”')
    return text[cue.start : min(_end(context, sentence, cue), last, cue.start + 160)].strip(' ,;"“”')
