"""What the things of a draft, and those of its gold, are called: every name that a comparison may meet."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from cityties.reading.draft import Draft, Fact
from cityties.reading.gold import Gold
from cityties.reading.likeness import alike, bare, same_words
from cityties.store import IRI, Literal, Store
from cityties.vocabulary import RDFS, SKOS

__all__ = ["Naming"]

_NAMES = tuple(IRI(iri) for iri in (f"{RDFS}label", f"{SKOS}prefLabel", f"{SKOS}altLabel"))
_HOMES = {"government": "place", "organisation": "place", "mission": ""}


class Naming:
    """Names of the places, governments and missions of one draft beside those of its gold."""

    def __init__(self, draft: Draft, gold: Gold, store: Store) -> None:
        self.draft = draft
        self._gold = gold
        self._store = store
        self._facts = {fact.id: fact for fact in draft.facts}
        self._known: dict[str, frozenset[str]] = {}
        self.missions: dict[str, str] = {}  # a mission's fact: its surface in gold

    def of_fact(self, name: str) -> frozenset[str]:
        """Give the bare names of a fact: its own, those of the text, those that the graph knows."""
        if name not in self._known:
            self._known[name] = frozenset()  # a fact that names itself in a circle ends here
            fact = self._facts.get(name)
            self._known[name] = frozenset(filter(None, self._all(fact))) if fact else frozenset({bare(name)})
        return self._known[name]

    def of_gold(self, name: str) -> frozenset[str]:
        """Give the bare names by which gold calls a place or body."""
        own = bare(name)
        return frozenset({own, *self._aliases.get(own, ())})

    def is_body(self, name: str, fact: str) -> bool:
        """Say whether a body that gold names is that of a fact: a place, its government, a mission."""
        if not name or not fact:
            return False
        if alike(self.of_gold(name), self.of_fact(fact)):
            return True
        told = self.missions.get(fact)
        if told and same_words(told, name):
            return True
        found = self._facts.get(fact)
        return bool(found and found.kind == "mission" and any(same_words(name, one) for one in self.surfaces(found)))

    def surfaces(self, fact: Fact) -> list[str]:
        """Give a fact's own name and the words of the text that name it."""
        text = self.draft.article.text
        return [one for one in (fact.text("name"), *(text[start:end] for start, end in fact.spans)) if one]

    def country(self, fact: Fact) -> str:
        """Give the bare English name of the country that a place lies in, nothing where it is not told."""
        told = fact.text("country")
        named = self._facts.get(told)
        names = self._labels(named.text("iri") or told, "en") if named else self._labels(told, "en")
        return bare(names[0] if names else named.text("name") if named else told)

    def _all(self, fact: Fact | None) -> Iterable[str]:
        if fact is None:
            return
        for one in self.surfaces(fact):
            yield bare(one)
        for one in self._labels(fact.text("iri")):
            yield bare(one)
        home = fact.text("place")
        if home:
            yield from self.of_fact(home)

    def _labels(self, iri: str, lang: str | None = None) -> list[str]:
        if not iri.startswith(("http://", "https://")):
            return []
        found = self._store.values([IRI(iri)], _NAMES)
        return [
            name.value for _, _, name in found if isinstance(name, Literal) and (lang is None or name.language == lang)
        ]

    @cached_property
    def _aliases(self) -> dict[str, set[str]]:
        """What gold's rows of cities call the same place: in the text, and in English."""
        found: dict[str, set[str]] = {}
        for row in self._gold.rows("cities") or ():
            names = {bare(str(row.get(key) or "")) for key in ("name", "qid_or_english")} - {""}
            for name in names:
                found.setdefault(name, set()).update(names)
        return found
