"""Describes the things that accepted facts name: places, governments, missions, people, posts."""

from __future__ import annotations

from collections.abc import Callable

from cityties.facts.writer import Writer, term
from cityties.kinds import draft_kinds, ontology
from cityties.model.folding import fold
from cityties.model.vocabulary import CODE, CT, ID, RDFS
from cityties.reading.draft import Fact
from cityties.review.country import names_of
from cityties.review.naming import Things
from cityties.review.wording import compose, wordings
from cityties.store import IRI, Store

__all__ = ["Entities"]


class Entities:
    """Writes what a source says of things: in full where only sources tell of them, else only what is new."""

    def __init__(self, things: Things, put: Writer) -> None:
        self._things, self._put = things, put
        self._done: set[str] = set()
        self.named: Callable[[str], str] = self.describe  # gives the IRI of any fact that a slot names

    def describe(self, name: str) -> str:
        """Describe the thing that a fact means, and what it rests on; give its IRI."""
        fact, iri = self._things.fact(name), self._things.iri(name)
        if name in self._done:
            return iri
        self._done.add(name)
        match fact.kind:
            case "place":
                self._place(fact, iri)
            case "government":
                self._government(iri, fact.text("place"))
            case "mission":
                self._mission(fact, iri)
            case _:
                self._other(fact, iri)
        self.rest(fact, iri)
        return iri

    def rest(self, fact: Fact, iri: str) -> None:
        """Say by their properties what kinds.toml does not name."""
        for slot in draft_kinds()[fact.kind].slots.values():
            given = fact.slots.get(slot.name)
            if slot.listed or not given:
                continue
            values = given if isinstance(given, list) else [given]
            if slot.type in ("ref", "refs"):
                acting = "place" in slot.kinds and "government" in slot.kinds
                for name in map(str, values):
                    stands = acting and self._things.fact(name).kind == "place"
                    self._put.say(iri, slot.path, IRI(self.actor(name) if stands else self.named(name)))
            else:
                kind = "sector" if slot.scheme == "Sector" else slot.type
                language = self._things.draft.article.lang
                self._put.say(iri, slot.path, *(term(kind, one, slot.datatype, language) for one in values))

    def actor(self, name: str) -> str:
        """Describe who acts: for a city or a region that is its government."""
        iri = self._things.actor(name)
        if iri == self._things.iri(name):
            return self.describe(name)
        self._government(iri, name)
        return iri

    def _place(self, fact: Fact, iri: str) -> None:
        if self._told_for_good(iri):
            return
        class_ = next((c for c in ("City", "Region", "Country") if self._is(iri, c)), fact.text("class") or "City")
        self._put.kind(iri, class_)
        self._put.label(iri, self._things.names(fact.id))
        land = self._things.country(fact.id) if class_ != "Country" else None
        if land and land != iri:
            self._put.link(iri, "country", land)
            self._country(land, fact.text("country"))

    def _country(self, iri: str, told: str) -> None:
        if any(fact.kind == "place" and self._things.iri(fact.id) == iri for fact in self._things.draft.facts):
            return
        if not self._things.told(iri):
            self._put.kind(iri, "Country")
            self._put.label(iri, names_of(told) or {"": told})

    def _government(self, iri: str, place: str) -> None:
        if place:
            self.describe(place)
        if self._told_for_good(iri):
            return
        self._put.kind(iri, "LocalGovernment")
        names = self._things.known_names(iri)
        if place:
            kind = "Region" if self._things.fact(place).text("class") == "Region" else "City"
            names = names or compose(wordings("government", kind) or {}, {"place": self._things.names(place)})
            self._put.link(iri, "governs", self._things.iri(place))
        else:
            self._put.link(iri, "governs", *self._things.objects(iri, "governs"))
        self._put.label(iri, names)

    def _mission(self, fact: Fact, iri: str) -> None:
        kind = fact.text("missionKind") or self._code(iri, "missionKind")
        self._put.kind(iri, mission_class(self._things.store, kind))
        self._put.label(iri, self._things.names(fact.id))
        self._call(fact, iri)
        for slot in ("sentBy", "accreditedTo", "seat"):
            told = [self.describe(fact.text(slot))] if fact.text(slot) else self._things.objects(iri, slot)
            self._put.link(iri, slot, *told)
        self._put.link(iri, "missionKind", CODE + kind if kind else "")
        self._put.derive(iri, fact.spans)

    def _other(self, fact: Fact, iri: str) -> None:
        kind = draft_kinds()[fact.kind]
        self._put.kind(iri, fact.text("class") or kind.iri.removeprefix(CT))
        self._put.label(iri, self._things.names(fact.id))
        self._call(fact, iri)
        if fact.kind == "post":
            self._post(fact, iri)
        if fact.kind == "organisation" and fact.text("place"):
            self._put.link(iri, "seat", self.describe(fact.text("place")))
        if not kind.thing:
            evidenced = any(one.iri == f"{CT}evidencedBy" for one in ontology().properties([kind.iri]))
            self._put.derive(iri, fact.spans if evidenced else ())

    def _post(self, fact: Fact, iri: str) -> None:
        where = fact.text("in")
        self._put.link(iri, "postIn", *([self.actor(where)] if where else self._things.objects(iri, "postIn")))
        heads = (wordings("post", fact.text("role")) or {}).get("heads", ())
        if where and self._things.fact(where).text("missionKind") in heads:
            self._put.link(self._things.iri(where), "headedBy", iri)

    def _call(self, fact: Fact, iri: str) -> None:
        """Note the spellings of the article that the graph has not."""
        names = self._things.names(fact.id).values()
        known = {fold(name) for name in (*names, *self._things.other_names(iri))}
        spellings = [name for name in (fact.text("name"), *fact.names("otherNames")) if name]
        language = self._things.draft.article.lang if fact.kind != "person" else ""
        told = {name for name in spellings if fold(name) not in known or (name not in names and fact.kind == "person")}
        self._put.also(iri, sorted(told), language)

    def _told_for_good(self, iri: str) -> bool:
        """Say whether a graph that is no source, which could be replaced, describes a thing."""
        return any(
            quad.predicate.value == f"{RDFS}label"
            and not str(getattr(quad.graph_name, "value", "")).startswith(f"{ID}source/")
            for quad in self._things.told(iri)
        )

    def _is(self, iri: str, class_: str) -> bool:
        return any(getattr(quad.object, "value", "") == CT + class_ for quad in self._things.told(iri))

    def _code(self, iri: str, property_: str) -> str:
        return next((code.removeprefix(CODE) for code in self._things.objects(iri, property_)), "")


def mission_class(store: Store, kind: str) -> str:
    """Name the class of missions of a kind: consulate-general is a ConsulateGeneral."""
    name = "".join(part.capitalize() for part in kind.split("-"))
    return name if any(True for _ in store.about(IRI(CT + name))) else "DiplomaticMission"
