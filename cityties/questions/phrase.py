"""Ways to ask: what the questions' headers list under `asked`, weighed so that a sentence finds the nearest.

A way to ask is a few words with slots, such as "sister cities of {city}". Words that stand for one
idea count as one (graph/languages/*/asking.toml); of the others their beginnings are compared, so that
endings make little difference. What many questions use weighs less.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from cityties.model.folding import fold
from cityties.model.language import languages, read_words
from cityties.questions.question import Question, questions

__all__ = ["Phrase", "centre", "endings", "features", "idle", "is_known", "likeness", "phrases"]

_SLOT: Final = re.compile(r"\{([\w-]+)\}")
_BEGINNING: Final = 5  # letters of a word that is compared
_SHORT: Final = 3  # letters of a beginning that stands for itself alone: mou, ag
_IDEA: Final = 1.0
_WORD: Final = 0.35  # what a word weighs beside an idea
_FORMS: Final = frozenset({"=negation", "=whether", "=who"})  # how something is asked, not what
_STRANGE: Final = 0.9  # what a word weighs that no way to ask has: it asks for something else

Features = Mapping[str, float]


@dataclass(frozen=True)
class Phrase:
    """One way to ask a question: its words, the parameters it has slots for in their order, its language."""

    question: Question
    lang: str
    text: str
    slots: tuple[str, ...]
    features: Features

    @property
    def types(self) -> tuple[str, ...]:
        """The types of the slots, in the order of the words."""
        types = {parameter.name: parameter.type for parameter in self.question.parameters}
        return tuple(types[slot] for slot in self.slots)


@cache
def phrases() -> tuple[Phrase, ...]:
    """Give every way to ask every question, with the weights of its words."""
    return tuple(
        Phrase(question, lang, text, tuple(_SLOT.findall(text)), features(_SLOT.sub(" ", text)))
        for question, lang, text in _told()
    )


@cache
def centre(name: str, slots: frozenset[str]) -> Features:
    """Give what the ways to ask a question with the same slots have in common: the mean of their features."""
    return mean(
        [phrase.features for phrase in phrases() if phrase.question.name == name and set(phrase.slots) == slots]
    )


def mean(several: Sequence[Features]) -> Features:
    """Give the mean of features, each first brought to the length of one."""
    total: dict[str, float] = {}
    for one in several:
        length = _length(one) or 1.0
        for feature, weight in one.items():
            total[feature] = total.get(feature, 0.0) + weight / length / len(several)
    return total


def features(text: str) -> Features:
    """Give the ideas and words of a text with their weights."""
    counted = Counter(_ideas_and_words(text))
    return {feature: _weight(feature) * math.sqrt(count) for feature, count in counted.items()}


def likeness(one: Features, other: Features) -> float:
    """Say how near two texts are, 0 to 1: the cosine of their features."""
    shared = sum(weight * other[feature] for feature, weight in one.items() if feature in other)
    lengths = _length(one) * _length(other)
    return shared / lengths if lengths else 0.0


def is_known(word: str) -> bool:
    """Say whether a word means something to the questions: an idle one, an idea, or a word of a way to ask."""
    return all(feature.startswith("=") or feature in _weights() for feature in _ideas_and_words(word))


@cache
def idle() -> frozenset[str]:
    """Name the words that say nothing of what is asked, in every language of graph/languages."""
    return frozenset(fold(word) for asking in _asking() for word in (*asking["idle"], *asking["passing"]))


@cache
def endings() -> tuple[str, ...]:
    """Name the endings that names take in a sentence, the longest first, folded."""
    found = {fold(ending) for asking in _asking() for ending in asking["endings"]}
    return tuple(sorted(found, key=lambda ending: (-len(ending), ending)))


@cache
def _asking() -> tuple[Mapping[str, Any], ...]:
    return tuple(read_words(language, "asking") for language in languages())


@cache
def _beginnings() -> Mapping[int, Mapping[str, tuple[str, ...]]]:
    """Give the beginnings that stand for ideas, by their number of words, the most first, with the ideas of each."""
    found: dict[int, dict[str, tuple[str, ...]]] = {}
    for asking in _asking():
        for idea, told in asking["ideas"].items():
            for beginning in map(fold, told):
                alike = found.setdefault(len(beginning.split()), {})
                alike[beginning] = tuple(dict.fromkeys((*alike.get(beginning, ()), f"={idea}")))
    return {size: found[size] for size in sorted(found, reverse=True)}


def _ideas_and_words(text: str) -> Iterator[str]:
    left = fold(text).split()
    for size, told in _beginnings().items():
        at = 0
        while at + size <= len(left):
            ideas = _ideas_of(left[at : at + size], told)
            if ideas:
                yield from ideas
                del left[at : at + size]
            else:
                at += 1
    yield from (word[:_BEGINNING] for word in left if word not in idle())


def _ideas_of(words: Sequence[str], told: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Give the ideas that some words stand for: the last of them may go on, unless the beginning is short."""
    whole = " ".join(words)
    if whole in told:
        return told[whole]
    if len(words) == 1 and (root := _without_prefix(whole)):
        found = _ideas_of([root], told)
        if found:
            return found
    shortest = len(whole) - len(words[-1]) + 1
    for length in range(len(whole) - 1, max(shortest, _SHORT), -1):
        if whole[:length] in told:
            return told[whole[:length]]
    return ()


def _without_prefix(word: str) -> str:
    """Take off what a language puts before a root, as in bermitra; empty where nothing is there to be taken off."""
    for prefix in _prefixes():
        if word.startswith(prefix) and len(word) - len(prefix) > _SHORT:
            return word.removeprefix(prefix)
    return ""


@cache
def _prefixes() -> tuple[str, ...]:
    return tuple(
        sorted({prefix for asking in _asking() for prefix in asking["prefixes"]}, key=lambda one: (-len(one), one))
    )


@cache
def _told() -> tuple[tuple[Question, str, str], ...]:
    return tuple(
        (question, lang, text)
        for question in questions().values()
        for lang, texts in sorted(question.asked.items())
        for text in texts
    )


@cache
def _weights() -> Features:
    """Say how much an idea or a word tells: the fewer questions use it, the more."""
    used: dict[str, set[str]] = {}
    for question, _, text in _told():
        for feature in _ideas_and_words(_SLOT.sub(" ", text)):
            used.setdefault(feature, set()).add(question.name)
    every = len(questions())
    return {feature: math.log(1 + every / len(names)) for feature, names in used.items()}


def _weight(feature: str) -> float:
    weights = _weights()
    if feature in weights:
        return weights[feature] * (_IDEA if feature.startswith("=") and feature not in _FORMS else _WORD)
    return math.log(1 + len(questions())) * _STRANGE


def _length(one: Features) -> float:
    return math.sqrt(sum(weight * weight for weight in one.values()))
