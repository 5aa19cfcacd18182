"""The register of an article: each thing that it names becomes one fact, and each naming a mention of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cityties.model import folding
from cityties.reading.draft import Fact, Value
from cityties.reading.text.mention import Entities, Mention
from cityties.reading.text.surface import Surface

__all__ = ["Register", "slug"]

_SPANNING: Final = frozenset(("tenure", "post", "person"))  # kinds whose further places are told, too


class Register:
    """Facts by their ids, and mentions. Places are those of the folded text."""

    def __init__(self, surface: Surface) -> None:
        """Open an empty register."""
        self._surface = surface
        self.facts: dict[str, Fact] = {}
        self.mentions: list[Mention] = []

    def words(self, start: int, end: int) -> str:
        """Give the words of the text at a stretch of its folded form, on one line."""
        return " ".join(self._surface.text[slice(*self._surface.span(start, end))].split())

    def iri(self, name: object) -> str:
        """Give the IRI of a fact, empty where there is no such fact or it has none."""
        fact = self.facts.get(name) if isinstance(name, str) else None
        return fact.text("iri") if fact else ""

    def text(self, name: object, slot: str = "name") -> str:
        """Give the text of a slot of a fact."""
        fact = self.facts.get(name) if isinstance(name, str) else None
        return fact.text(slot) if fact else ""

    def mention(self, kind: str, fact: str, start: int, end: int, role: str = "") -> None:
        """Add a mention of a fact; one of "both" has none."""
        if kind == "both" or fact:
            self.mentions.append(Mention(kind, fact, *self._surface.span(start, end), role))

    def add(self, name: str, slots: Mapping[str, Value], span: tuple[int, int], rule: str, score: float) -> str:
        """Add a fact, or a further stretch of words to one that is there; give its id. Empty slots are left out."""
        place = self._surface.span(*span)
        there = self.facts.get(name)
        if there is None:
            filled = {slot: value for slot, value in slots.items() if value not in ("", [])}
            self.facts[name] = Fact(name, name.partition(":")[0], filled, (place,), rule, score)
        else:
            more = there.kind in _SPANNING and place not in there.spans
            spans = (*there.spans, place) if more else there.spans
            self.facts[name] = Fact(name, there.kind, there.slots, spans, there.rule, max(there.score, score))
        return name

    def entities(self) -> Entities:
        """Give what was registered, in the order of the text."""
        facts = sorted(self.facts.values(), key=lambda fact: (min(fact.spans), fact.id))
        return Entities(tuple(facts), tuple(sorted(self.mentions, key=lambda one: (one.start, -one.end))))


def slug(name: str) -> str:
    """Write a name as a part of an id.

    >>> slug("Ho Chi Minh City"), slug("Türkiye")
    ('ho-chi-minh-city', 'turkiye')
    """
    return folding.slug(Surface.of(name).cased) or "unnamed"
