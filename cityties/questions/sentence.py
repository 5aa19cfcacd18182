"""A question in plain words: which question of the library it asks, of what.

The words that are left when names are taken out are held against the ways to ask that the headers
list; the names fill the slots. Where no way to ask is near enough, or two questions are as near as
each other, nothing is answered: the nearest are named instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Final

from cityties.display.answer import Answer
from cityties.display.label import Labels
from cityties.model.errors import RequestError
from cityties.questions.mention import Mention, Names, find_mentions, names_of
from cityties.questions.phrase import Phrase, centre, features, is_known, likeness, phrases
from cityties.questions.question import Question, ask
from cityties.questions.reply import reply
from cityties.store import Store

__all__ = ["Reading", "answer_sentence", "nearest", "understand"]

_FORMS: Final = frozenset({"=negation", "=whether"})
_LEAST: Final = 0.45  # how near a way to ask has to be
_MARGIN: Final = 0.05  # how much nearer than any other question's
_SINGLE: Final = 0.5  # how much the one way to ask counts beside what all of the question have in common
_UNUSED: Final = 0.6  # what is left of the nearness for each name that a way to ask has no slot for


@dataclass(frozen=True)
class Reading:
    """How a sentence may be read: the question, its parameters as IRIs or days, how near, by which words.

    ``left_out`` are names of the sentence that the question has no place for.
    """

    question: Question
    parameters: Mapping[str, str]
    nearness: float
    phrase: Phrase
    left_out: tuple[str, ...] = ()


def understand(store: Store, sentence: str, names: Names | None = None) -> Reading:
    """Say which question a sentence asks, and of what.

    Raises RequestError with the three nearest questions where none is near enough or two are as near.
    """
    known = names_of(store) if names is None else names
    found = list(_best_of_each(_readings(sentence, known)))
    if strange := _strange_name(sentence, known):
        raise RequestError(
            f"{strange}: no city, person or other thing of that name is in this graph: {_offered(found)}"
        )
    # A question that leaves a name of the sentence out would answer something else.
    whole = [reading for reading in found if not reading.left_out]
    if whole and whole[0].nearness >= _LEAST and not _is_denied(sentence, known, whole[0]):
        rival = whole[1].nearness if len(whole) > 1 else 0.0
        if whole[0].nearness - rival >= _MARGIN:
            return whole[0]
    raise RequestError(f"{' '.join(sentence.split())[:80]}: no question asks just that: {_offered(found)}")


def answer_sentence(store: Store, sentence: str, lang: str = "en") -> tuple[str, Answer]:
    """Answer a question in plain words by a sentence and rows. Raises RequestError as `understand` does."""
    reading = understand(store, sentence)
    answer = ask(store, reading.question.name, reading.parameters, lang)
    return reply(store, reading.question, answer, _names(store, reading.parameters, lang), lang), answer


def _names(store: Store, parameters: Mapping[str, str], lang: str) -> dict[str, str]:
    labels = Labels(store, lang)
    return {name: labels.label(value) if "://" in value else value for name, value in parameters.items()}


def nearest(store: Store, sentence: str, names: Names | None = None, limit: int = 3) -> list[Reading]:
    """Give the nearest readings of a sentence, one a question, the nearest first."""
    return list(_best_of_each(_readings(sentence, names_of(store) if names is None else names)))[:limit]


def _readings(sentence: str, names: Names) -> Iterator[Reading]:
    mentions, rest = find_mentions(sentence, names)
    asked = features(rest)
    for phrase in phrases():
        filled = _fill(phrase, mentions)
        if filled is None:
            continue
        filled |= _days(phrase.question, mentions, filled)
        left_out = tuple(_left_out(mentions, set(filled.values())))
        unused = len(mentions) - len(filled)
        near = _SINGLE * likeness(asked, phrase.features)
        near += (1 - _SINGLE) * likeness(asked, centre(phrase.question.name, frozenset(phrase.slots)))
        yield Reading(phrase.question, filled, near * _UNUSED**unused, phrase, left_out if unused else ())


def _fill(phrase: Phrase, mentions: Sequence[Mention]) -> dict[str, str] | None:
    """Give each slot the one thing that a mention means, in the order of the words where that fits."""
    for chosen in _arrangements(mentions, len(phrase.slots)):
        meant = [mention.of(type_) for mention, type_ in zip(chosen, phrase.types, strict=True)]
        if all(len(things) == 1 for things in meant) and len(set(meant)) == len(meant):
            return {slot: next(iter(things)) for slot, things in zip(phrase.slots, meant, strict=True)}
    return None


def _left_out(mentions: Iterable[Mention], meant: set[str]) -> Iterator[str]:
    """Give the names that fill nothing; of a name that is said twice, the second."""
    for mention in mentions:
        used = set().union(*mention.things.values()) & meant
        meant -= used
        if not used:
            yield mention.text


def _days(question: Question, mentions: Sequence[Mention], filled: Mapping[str, str]) -> dict[str, str]:
    """Let days that no slot takes be the day as of which is asked, or the first and the last of two."""
    days = sorted(day for mention in mentions for day in mention.of("date") if day not in filled.values())
    free = [p.name for p in question.parameters if p.type == "date" and p.spoken and p.name not in filled]
    for names in (("as-of",), ("from", "to")):
        if len(days) == len(names) and set(names) <= set(free):
            return dict(zip(names, days, strict=True))
    return {}


def _arrangements(mentions: Sequence[Mention], wanted: int) -> Iterator[tuple[Mention, ...]]:
    if len(mentions) <= 6:
        yield from permutations(mentions, wanted)


def _is_denied(sentence: str, names: Names, reading: Reading) -> bool:
    """Say whether the sentence says no, or asks yes or no, where the way to ask does not: another question."""
    return bool(_FORMS & features(find_mentions(sentence, names)[1]).keys() - reading.phrase.features.keys())


def _strange_name(sentence: str, names: Names) -> str:
    """Give a word within the sentence that is written as a name and known to nobody."""
    rest = find_mentions(sentence, names)[1]
    for found in re.finditer(r"(?<=[^\W\d_][ ,])\s*([^\W\d_][\w-]{2,})", rest):
        word = str(found[1])
        if word[:1].isupper() and not word.isupper() and not is_known(word):
            return word
    return ""


def _best_of_each(readings: Iterable[Reading]) -> Iterator[Reading]:
    seen: set[str] = set()
    for reading in sorted(readings, key=lambda reading: (-reading.nearness, reading.question.name)):
        if reading.question.name not in seen:
            seen.add(reading.question.name)
            yield reading


def _offered(found: Sequence[Reading]) -> str:
    from cityties.questions.question import questions

    shown = [reading.question for reading in found[:3]] or [questions()["what-is-here"]]
    return "nearest are " + "; ".join(f"{question.name} ({question.summary})" for question in shown)
