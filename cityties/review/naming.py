"""Which thing a fact of a draft means: one that the graph knows, else a new one under a name that nothing bears."""

from __future__ import annotations

import hashlib
import re
from functools import cached_property
from typing import Final

from cityties.model import folding
from cityties.model.errors import DataError
from cityties.model.folding import fold
from cityties.model.vocabulary import CODE, CT, ID, PREFIXES, RDFS, SKOS
from cityties.reading.draft import Draft, Fact
from cityties.review.country import country_of, names_of
from cityties.review.wording import Names, called, compose, wordings
from cityties.store import IRI, Literal, Quad, Store

__all__ = ["Things", "slug"]

_LABELS: Final = (f"{RDFS}label", f"{SKOS}prefLabel")
_ALTERNATIVE: Final = f"{SKOS}altLabel"
_ROOMS: Final = {"City": "city", "Region": "region", "Country": "country"}
_CLASSES: Final = frozenset({f"{CT}City", f"{CT}Region", f"{CT}Country"})

_SUBJECTS: Final = """SELECT DISTINCT ?subject WHERE {
  GRAPH ?graph { ?subject ct:%s ?thing } FILTER(?graph != ?own)
}"""


def slug(text: str) -> str:
    """Write a name as the last part of an IRI.

    >>> slug("Büyükşehir Belediye Başkanı"), slug("Chargé d'affaires")
    ('buyuksehir-belediye-baskani', 'charge-d-affaires')
    """
    plain = folding.slug(text)
    return plain[:80].strip("-") or hashlib.blake2b(text.encode(), digest_size=6).hexdigest()


class Things:
    """The things that a draft names, each by its IRI and its names.

    ``source`` is the graph that the draft is about to become: what it says already counts for nothing.
    """

    def __init__(self, draft: Draft, store: Store, source: str = "") -> None:
        self.draft, self.store, self.source = draft, store, source
        self._facts = {fact.id: fact for fact in draft.facts}
        self._iris: dict[str, str] = {}
        self._made: dict[object, str] = {}  # governments by their place and ties by their parties
        self._heard: dict[str, list[Quad]] = {}
        self._open: set[str] = set()  # what is being named: a thing cannot be named after itself

    def fact(self, name: str) -> Fact:
        """Give a fact by its id. Raises DataError where the draft has none of that id."""
        if name not in self._facts:
            raise DataError(f"{name}: no fact of this draft: mend the fact that names it, or read the article again")
        return self._facts[name]

    def iri(self, name: str) -> str:
        """Give the IRI of the thing that a fact means, by the fact's id."""
        if name not in self._iris:
            fact = self.fact(name)
            if name in self._open:
                raise DataError(f"{name}: is told by itself: mend the fact")
            self._open.add(name)
            self._iris[name] = self._linked(fact) or self._found(fact) or self._own(fact)
            self._open.discard(name)
        return self._iris[name]

    def names(self, name: str) -> Names:
        """Say what the thing that a fact means is called: by the graph, else by the draft."""
        return self.known_names(self.iri(name)) or self.composed(self.fact(name))

    def short(self, name: str) -> Names:
        """Say what a thing is called in a sentence: a government goes by the name of its place."""
        fact = self.fact(name)
        if fact.kind != "government":
            return self.names(name)
        places = self.objects(self.iri(name), "governs")
        if places and (told := self.known_names(places[0])):
            return told
        return self.names(fact.text("place")) if fact.text("place") else self.names(name)

    def actor(self, name: str) -> str:
        """Give the IRI of who acts: for a city or a region that is its government."""
        fact = self.fact(name)
        return self.government(name) if fact.kind == "place" and not self.is_country(name) else self.iri(name)

    def is_country(self, name: str) -> bool:
        """Say whether a fact means a country."""
        classes = {quad.object.value for quad in self.told(self.iri(name)) if isinstance(quad.object, IRI)}
        return f"{CT}Country" in classes or (not classes & _CLASSES and self.fact(name).text("class") == "Country")

    def government(self, place: str) -> str:
        """Give the IRI of the government of a place, by the place's fact."""
        told = next((f for f in self.draft.of_kind("government") if f.text("place") == place), None)
        if told and told.text("iri"):
            return self.iri(told.id)
        return self._government(self.iri(place))

    def tie(self, parties: frozenset[str]) -> str:
        """Give the IRI of the tie of some parties: the one that the graph knows, else one named after them."""
        if parties not in self._made:
            name = "-".join(sorted(party.rsplit("/", 1)[-1].lower() for party in parties))
            self._made[parties] = self.known_tie(parties) or self.free("tie", name)
        return self._made[parties]

    def known_tie(self, parties: frozenset[str]) -> str | None:
        """Give the IRI of the tie that the graph knows of some parties, or None."""
        for tie in sorted(self.subjects("party", min(parties))) if parties else ():
            if frozenset(self.objects(tie, "party")) == parties and f"{CT}Tie" in self._classes(tie):
                return tie
        return None

    def told(self, iri: str) -> list[Quad]:
        """Give what graphs other than the draft's own, and other than what follows, say of a thing."""
        if iri not in self._heard:
            self._heard[iri] = [quad for quad in self.store.accounts_of(IRI(iri)) if self._counts(quad)]
        return self._heard[iri]

    def objects(self, iri: str, property_: str) -> list[str]:
        """Give the things that a thing has for one of our properties."""
        predicate = IRI(CT + property_)
        found = {q.object.value for q in self.told(iri) if q.predicate == predicate and isinstance(q.object, IRI)}
        return sorted(found)

    def subjects(self, property_: str, iri: str) -> set[str]:
        """Give the things that have a thing for one of our properties."""
        own = IRI(self.source or f"{ID}source/none")
        rows = self.store.select(_SUBJECTS % property_, thing=IRI(iri), own=own)
        return {subject.value for (subject,) in rows if isinstance(subject, IRI)}

    def known_names(self, iri: str) -> dict[str, str]:
        """Say what the graph calls a thing, by language."""
        found: dict[str, str] = {}
        for quad in self.told(iri):
            if quad.predicate.value in _LABELS and isinstance(quad.object, Literal):
                language = quad.object.language or ""
                found[language] = min(found.get(language, quad.object.value), quad.object.value)
        return found

    def other_names(self, iri: str) -> set[str]:
        """Give all names that the graph has for a thing, in any language."""
        return {
            quad.object.value
            for quad in self.told(iri)
            if quad.predicate.value in (*_LABELS, _ALTERNATIVE) and isinstance(quad.object, Literal)
        }

    def composed(self, fact: Fact) -> dict[str, str]:
        """Make the names of a thing that the graph has none for."""
        if fact.kind == "government" and fact.text("place"):
            place = fact.text("place")
            kind = "Region" if self.fact(place).text("class") == "Region" else "City"
            return compose(wordings("government", kind) or {}, {"place": self.names(place)})
        if fact.kind == "place" and fact.text("class") == "Country":
            return names_of(fact.text("name")) or {"": fact.text("name")}
        if fact.kind == "mission" and (told := wordings("mission", fact.text("missionKind"))):
            return compose(told, self.mission_fields(fact)) or {"": fact.text("name")}
        if fact.kind == "post":
            told = wordings("post", fact.text("role"))
            made = compose(told, self._post_fields(fact)) if told else {}
            return made or {"": self._title(fact)}
        return {"": fact.text("name") or fact.id.partition(":")[2]}

    def mission_fields(self, fact: Fact) -> dict[str, Names]:
        """Name the sender, the seat and the host of a mission."""
        found = {}
        for field, slot in (("sender", "sentBy"), ("seat", "seat"), ("host", "accreditedTo")):
            if fact.text(slot):
                found[field] = self.names(fact.text(slot))
            elif fact.text("iri") and (known := self.objects(self._linked(fact), slot)):
                found[field] = self.known_names(known[0])
        if "host" not in found and fact.text("seat") and (land := self.country(fact.text("seat"))):
            found["host"] = self.known_names(land) or names_of(self.fact(fact.text("seat")).text("country"))
        return found

    def country(self, name: str) -> str | None:
        """Give the IRI of the country that a place lies in, or None where nobody tells."""
        known = self.objects(self.iri(name), "country")
        return known[0] if known else self.told_country(self.fact(name))

    def told_country(self, fact: Fact) -> str | None:
        """Give the IRI of the country that a place lies in by the draft's own word, or None."""
        told = fact.text("country")
        if not told:
            return None
        if told in self._facts:
            return self.iri(told)
        return self.countries.get(fold(told)) or country_of(told) or f"{ID}country/{slug(told)}"

    @cached_property
    def countries(self) -> dict[str, str]:
        """The countries of the graph, by their folded names."""
        rows = self.store.select("SELECT ?land ?name { ?land a ct:Country ; rdfs:label|skos:altLabel ?name }")
        return {
            fold(name.value): land.value for land, name in rows if isinstance(land, IRI) and isinstance(name, Literal)
        }

    def _linked(self, fact: Fact) -> str:
        given = fact.text("iri")
        prefix, colon, tail = given.partition(":")
        whole = PREFIXES[prefix] + tail if colon and prefix in PREFIXES and not tail.startswith("//") else given
        if whole:
            try:
                IRI(whole)
            except ValueError as error:
                raise DataError(f"{fact.id}: iri: {given[:80]!r} is no IRI: link the fact anew") from error
        return whole

    def _found(self, fact: Fact) -> str | None:
        """Find the thing by what it is joined to: the government of a place, a mission at its seat, a post."""
        if fact.kind == "government" and fact.text("place"):
            return self._government(self.iri(fact.text("place")))
        if fact.kind == "mission" and fact.text("sentBy"):
            return self._mission(fact)
        if fact.kind == "post" and fact.text("in"):
            wanted = {fold(name) for name in (*self.composed(fact).values(), fact.text("title")) if name}
            for post in sorted(self.subjects("postIn", self.actor(fact.text("in")))):
                if wanted & {fold(name) for name in self.other_names(post)}:
                    return post
        return None

    def _mission(self, fact: Fact) -> str | None:
        sender, kind = self.iri(fact.text("sentBy")), CODE + fact.text("missionKind")
        for slot in ("seat", "accreditedTo"):
            if not fact.text(slot):
                continue
            for mission in sorted(self.subjects(slot, self.iri(fact.text(slot)))):
                if sender in self.objects(mission, "sentBy") and kind in self.objects(mission, "missionKind"):
                    return mission
        return None

    def _government(self, place: str) -> str:
        if place not in self._made:
            known = self.subjects("governs", place)
            names = self.known_names(place)
            name = slug(called(names, "en")) if names else place.rsplit("/", 1)[-1]
            numbered = re.compile(r"/q\d+$")
            plainest = min(known, key=lambda iri: (bool(numbered.search(iri)), iri)) if known else ""
            self._made[place] = plainest or self.free("government", name)
        return self._made[place]

    def _own(self, fact: Fact) -> str:
        room = _ROOMS.get(fact.text("class"), "city") if fact.kind == "place" else fact.kind
        return self.free(room, slug(called(self.composed(fact), "en")))

    def free(self, room: str, name: str) -> str:
        """Give an IRI that no other graph describes, and no other fact of the draft has."""
        number, given = 1, {*self._iris.values(), *self._made.values()}
        while True:
            iri = f"{ID}{room}/{name}{f'-{number}' if number > 1 else ''}"
            if iri not in given and not self.told(iri):
                return iri
            number += 1

    def _title(self, fact: Fact) -> str:
        title, where = fact.text("title") or fact.text("role") or fact.id, fact.text("in")
        place = called(self.short(where), self.draft.article.lang) if where else ""
        return title if not place or fold(place) in fold(title) else f"{title}, {place}"

    def _post_fields(self, fact: Fact) -> dict[str, Names]:
        where = fact.text("in")
        if not where:
            return {}
        if self.fact(where).kind == "mission":
            return self.mission_fields(self.fact(where))
        return {"place": self.short(where)}

    def _classes(self, iri: str) -> set[str]:
        return {quad.object.value for quad in self.told(iri) if isinstance(quad.object, IRI)}

    def _counts(self, quad: Quad) -> bool:
        return getattr(quad.graph_name, "value", "") != self.source
