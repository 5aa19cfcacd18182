"""What the things of a draft, and those of its gold, are called: every name that a comparison may meet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from typing import Any

from cityties.model.vocabulary import RDFS, SECTOR, SKOS
from cityties.reading.draft import Draft, Fact
from cityties.reading.gauge.gold import Gold
from cityties.reading.gauge.likeness import alike, bare, same_words
from cityties.reading.words.country import countries
from cityties.store import IRI, Literal, Store, is_address

__all__ = ["Naming", "parties_of", "sector_names"]

_NAMES = tuple(IRI(iri) for iri in (f"{RDFS}label", f"{SKOS}prefLabel", f"{SKOS}altLabel"))
_HOMES = {"government": "place", "organisation": "place", "mission": ""}


class Naming:
    """Names of the places, governments and missions of one draft beside those of its gold."""

    def __init__(self, draft: Draft, gold: Gold, store: Store) -> None:
        self.draft = draft
        self.gold = gold
        self.store = store
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

    def are_parties(self, told: Any, parties: Sequence[str]) -> bool:
        """Say whether the parties that gold names are those of a draft, each one of them."""
        left = list(parties)
        for name in told or ():
            one = next((party for party in left if self.is_body(str(name), party)), None)
            if one is None:
                return False
            left.remove(one)
        return not left and bool(told)

    def sector(self, label: str) -> str:
        """Give the local name of a sector that gold names by its English label."""
        return sector_names(self.store).get(bare(label), label)

    def surfaces(self, fact: Fact) -> list[str]:
        """Give a fact's own name and the words of the text that name it."""
        text = self.draft.article.text
        return [one for one in (fact.text("name"), *(text[start:end] for start, end in fact.spans)) if one]

    def is_country(self, name: str, told: str) -> bool:
        """Say whether a country that gold names is the one that a slot tells: an id, a name, two letters."""
        named = self._facts.get(told)
        names = [*self.surfaces(named), *self._labels(named.text("iri"))] if named else [told, *self._labels(told)]
        if alike([bare(name)], map(bare, names)):
            return True
        code = countries().code(name)
        return code is not None and any(one == code or countries().code(one) == code for one in names)

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

    def _labels(self, iri: str) -> list[str]:
        if not is_address(iri):
            return []
        found = self.store.values([IRI(iri)], _NAMES)
        return [name.value for _, _, name in found if isinstance(name, Literal)]

    @cached_property
    def _aliases(self) -> dict[str, set[str]]:
        """What gold's rows of cities call the same place: in the text, and in English."""
        found: dict[str, set[str]] = {}
        for row in self.gold.rows("cities") or ():
            names = {bare(str(row.get(key) or "")) for key in ("name", "qid_or_english")} - {""}
            for name in names:
                found.setdefault(name, set()).update(names)
        return found


def parties_of(fact: Fact) -> list[str]:
    """Give the parties of a step, or the member of a membership."""
    return fact.names("parties") or [one for one in (fact.text("member"),) if one]


@cache
def sector_names(store: Store) -> dict[str, str]:
    """Give the local names of sectors by their bare English labels, as gold names them."""
    query = "SELECT ?sector ?name { ?sector a ct:Sector ; skos:prefLabel ?name FILTER(LANG(?name) = 'en') }"
    return {
        bare(name.value): sector.value.removeprefix(SECTOR)
        for sector, name in store.select(query)
        if isinstance(name, Literal) and isinstance(sector, IRI)
    }
