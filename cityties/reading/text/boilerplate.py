"""Lines on a page that are no part of its article: links, credits, menus, counters (graph/reading/boilerplate.toml)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from cityties.model.errors import ModelError
from cityties.model.word_list import read_word_list
from cityties.reading.text.surface import Surface

__all__ = ["abbreviations", "is_outside", "is_surrounding", "link_of", "unstamped"]

_BULLET: Final = re.compile(r"^[\s\-–—•*>|#:()\[\]]+")
_MARKS: Final = (":", "|", "/", "©", "-", "–", "(", "")  # what may follow the words that begin such a line
_LINK: Final = 200  # characters
_NOTICE: Final = 400
_SURROUNDING: Final = 120


@dataclass(frozen=True)
class _Words:
    begins: tuple[str, ...]
    linking: frozenset[str]
    holds: tuple[str, ...]
    abbreviations: frozenset[str]
    lines: re.Pattern[str]
    stamp: re.Pattern[str]


def link_of(line: str, strict: bool = False) -> tuple[bool, str]:
    """Say whether a line is a link, a credit or a notice, and what it holds beyond the words that say so."""
    words = _words()
    folded = _BULLET.sub("", Surface.of(line).folded)
    for begin in words.begins:
        if folded.startswith(begin) and not folded[len(begin) : len(begin) + 1].isalnum():
            rest = folded[len(begin) :].lstrip()
            if rest[:1] in _MARKS and (rest or not strict):
                return True, rest.lstrip(" :|/-–")
            if begin.count(" ") and begin.split()[0] in words.linking and len(line) < _LINK:
                return True, rest
    if not strict and len(folded) < _NOTICE:
        return any(one in folded for one in words.holds), folded
    return False, ""


def is_surrounding(line: str) -> bool:
    """Say whether a line looks like a part of the page around an article: a menu, a price, a counter, a file."""
    return len(line) <= _SURROUNDING and _words().lines.fullmatch(Surface.of(line).folded.strip()) is not None


def is_outside(line: str) -> bool:
    """Say whether a line is no part of an article, by its words or by its look."""
    return is_surrounding(line) or link_of(line)[0]


def unstamped(text: str) -> tuple[str, str]:
    """Take off the day that a store of pages has written before a text; give both.

    >>> unstamped(" date 2025-05-02 The mayors met.")
    ('The mayors met.', '2025-05-02')
    """
    found = _words().stamp.match(text)
    return (text[found.end() :], found[1]) if found else (text, "")


def abbreviations() -> frozenset[str]:
    """Give the words after which a full stop ends no sentence."""
    return _words().abbreviations


@cache
def _words() -> _Words:
    words = read_word_list("boilerplate")
    try:
        around = words["surroundings"]
        return _Words(
            tuple(sorted({word for row in words["begins"].values() for word in row}, key=len, reverse=True)),
            frozenset(words["linking"]["all"]),
            tuple(words["holds"]["all"]),
            frozenset(word for row in words["abbreviations"].values() for word in row),
            re.compile("|".join(f"(?:{line})" for line in around["lines"])),
            re.compile(around["stamp"]),
        )
    except (KeyError, TypeError, AttributeError, re.error) as error:
        raise ModelError(f"boilerplate.toml: not whole: {error}: see the comment at its top") from error
