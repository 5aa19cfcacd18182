"""When two names mean the same: folded, without words such as "city of", with room for a slip of the pen."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any, Final

from cityties.model.errors import RequestError
from cityties.reading.gauge.gold import terms
from cityties.reading.text.surface import Surface

__all__ = ["alike", "bare", "is_near", "same_head", "same_person", "same_words"]

_PLACE: Final = 90  # of 100: names of places as near as that are one
_PERSON: Final = 85
_WORDS: Final = 80
_LEAST: Final = 5  # letters: shorter names must be the same


def bare(name: str) -> str:
    """Write a name of a place or its government without letters' marks and without what only says its kind.

    >>> bare("Pemerintah Kota Semarang"), bare("Nilüfer Belediyesi"), bare("Esslingen am Neckar")
    ('semarang', 'nilufer', 'esslingen')
    """
    folded = _beside().sub("", _plain(name))
    without = " ".join(word for word in folded.split() if word not in _generic())
    return without or folded


def alike(ones: Iterable[str], others: Iterable[str]) -> bool:
    """Say whether one of some bare names is one of others, or nearly."""
    ones, others = frozenset(filter(None, ones)), frozenset(filter(None, others))
    if ones & others:
        return True
    ratio = _fuzz().ratio
    return any(
        ratio(one, other) >= _PLACE
        for one in ones
        for other in others
        if min(len(one), len(other)) >= _LEAST and one[0] == other[0]
    )


def same_person(ones: Iterable[str], others: Iterable[str]) -> bool:
    """Say whether names of a person, in their spellings, are of one: titles, initials and slips forgiven.

    >>> same_person(["Mansur Yavaş"], ["Mansur Yava", "Yavaş"]), same_person(["Rano Karno"], ["Budi Karno"])
    (True, False)
    """
    fuzz = _fuzz()
    for one in map(_plain, ones):
        for other in map(_plain, others):
            if fuzz.ratio(one, other) >= _PERSON:
                return True
            shorter = min(len(one.split()), len(other.split()))
            if shorter > 1 and fuzz.token_set_ratio(one, other) >= 100:
                return True
    return False


def same_words(one: str, other: str) -> bool:
    """Say whether two wordings of a post or a mission are nearly the same, in whatever order.

    >>> same_words("KBRI Canberra", "KBRI di Canberra"), same_words("Wali Kota", "Direktur")
    (True, False)
    """
    one, other = _plain(one), _plain(other)
    return bool(one and other) and (_fuzz().token_sort_ratio(one, other) >= _WORDS or _within(one, other))


def is_near(one: str, other: str) -> bool:
    """Say whether two days may be the same: one is not told, or is the other told more coarsely."""
    return one.startswith(other) or other.startswith(one)


def same_head(one: str, other: str, lang: str) -> bool:
    """Say whether a post that is told by one word is the head of another's title, which leads in Indonesian.

    >>> same_head("Başkan", "Belediye Başkanı", "tr"), same_head("Başkan", "Başkan Yardımcısı", "tr")
    (True, False)
    """
    short, words = _plain(one).split(), _plain(other).split()
    head = words[:1] if lang == "id" else words[-1:]
    return len(short) == 1 and len(short[0]) >= _LEAST and bool(head) and head[0].startswith(short[0])


def _within(one: str, other: str) -> bool:
    shorter, longer = sorted((set(one.split()), set(other.split())), key=len)
    return len(shorter) > 1 and shorter <= longer


def _plain(name: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", Surface.of(name).folded).split())


@cache
def _beside() -> re.Pattern[str]:
    return re.compile(rf"(?<=\w) (?:{'|'.join(map(re.escape, terms().beside))}) .*$")


@cache
def _generic() -> frozenset[str]:
    return frozenset(Surface.of(word).folded for word in terms().generic)


@cache
def _fuzz() -> Any:
    try:
        from rapidfuzz import fuzz
    except ImportError as error:
        raise RequestError("measuring needs RapidFuzz: install cityties[read]") from error
    return fuzz
