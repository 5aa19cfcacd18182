"""One value where there can be but one: which of several that sources tell a fact takes.

Of days that agree, the more precise; of values that do not, the better attested: curated source before
document before data set, then the number of independent sources, then the newer. The others stay in
their accounts, and are told as disputed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cityties.store import Literal, Term

__all__ = ["Source", "Telling", "agree", "choose"]

_DAY: Final = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


@dataclass(frozen=True)
class Source:
    """What makes a source count: its rank (3 what cityties ships besides sources, 2 curated, 1 document, 0 data set).

    ``published`` is a day as text, empty where it is not known; ``after`` are the sources it repeats.
    """

    iri: str
    rank: int = 1
    published: str = ""
    after: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Telling:
    """A value, and the sources that tell it."""

    value: Term
    sources: tuple[Source, ...]


def choose(tellings: Sequence[Telling]) -> tuple[Term, bool]:
    """Give the one value that a fact takes, and whether others do not agree with it.

    >>> from cityties.store import Literal
    >>> year, day = Telling(Literal("2025"), (Source("a"),)), Telling(Literal("2025-08-19"), (Source("b"),))
    >>> value, disputed = choose([year, day])
    >>> value.value, disputed
    ('2025-08-19', False)
    """
    best = max(tellings, key=lambda one: _standing(one, tellings))
    precise = max((one for one in tellings if agree(one.value, best.value)), key=lambda one: _precision(one, best))
    return precise.value, any(not agree(one.value, precise.value) for one in tellings)


def agree(one: Term, other: Term) -> bool:
    """Say whether two values can both be true: equal, or two days of which one is the other more precisely."""
    if one == other:
        return True
    if not (isinstance(one, Literal) and isinstance(other, Literal)):
        return False
    first, second = one.value, other.value
    if not (_DAY.fullmatch(first) and _DAY.fullmatch(second)):
        return False
    return first.startswith(second) or second.startswith(first)


def _standing(one: Telling, tellings: Iterable[Telling]) -> tuple[int, int, str, str]:
    """How well a value is attested, with what agrees with it; the text itself breaks a tie, the same way each time."""
    with_it = {source.iri: source for other in tellings if agree(other.value, one.value) for source in other.sources}
    rank = max((source.rank for source in one.sources), default=0)
    newest = max((source.published for source in one.sources), default="")
    return (rank, _independent(with_it), newest, _reversed(str(one.value)))


def _independent(sources: Mapping[str, Source]) -> int:
    """Count sources, but not one that repeats another of them."""
    return sum(not (source.after & sources.keys()) for source in sources.values())


def _precision(one: Telling, best: Telling) -> tuple[int, bool, str]:
    day = isinstance(one.value, Literal) and _DAY.fullmatch(one.value.value)
    return (len(str(one.value)) if day else 0, one == best, _reversed(str(one.value)))


def _reversed(text: str) -> str:
    """Let the first by alphabet be the greatest."""
    return "".join(chr(0x10FFFF - ord(letter)) for letter in text)
