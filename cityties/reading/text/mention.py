"""Where a text names something: each naming pinned to its letters and tied to one fact."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property

from cityties.reading.draft import Fact

__all__ = ["Entities", "Mention"]


@dataclass(frozen=True)
class Mention:
    """One stretch of an article's text that names a thing.

    ``kind`` is a kind of fact (place, government, organisation, network, mission, person, post), or ``sector``,
    or ``both`` for words such as "the two cities", whose ``fact`` is empty. ``fact`` is the id of the fact, for
    a sector the local name of its IRI ("public-transport"). ``start`` and ``end`` count characters of
    `Article.text`. ``role`` is a post's role code ("deputy-mayor"); of a place "adjective" ("Korean"),
    "venue", "dateline", "history"; of a person "pronoun" or "short"; of a sector "listed" where the words
    around it speak of cooperation; of a government "own" for "our municipality".
    """

    kind: str
    fact: str
    start: int
    end: int
    role: str = ""


@dataclass(frozen=True)
class Entities:
    """What a text names, and where: facts in the order of their first mention, mentions in that of the text."""

    facts: tuple[Fact, ...] = field(default_factory=tuple)
    mentions: tuple[Mention, ...] = field(default_factory=tuple)

    def in_span(self, start: int, end: int, *kinds: str) -> list[Mention]:
        """Give the mentions that lie within a stretch of the text, of some kinds or, without any, of all."""
        within = self.mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
        return [one for one in within if one.end <= end and (not kinds or one.kind in kinds)]

    @cached_property
    def _starts(self) -> list[int]:
        return [mention.start for mention in self.mentions]

    def fact(self, name: str) -> Fact | None:
        """Find a fact by its id."""
        return next((fact for fact in self.facts if fact.id == name), None)
