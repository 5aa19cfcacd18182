"""What the ontology and the shapes say of classes: their properties, what these lead to, and how many."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Final

from cityties.model import resources
from cityties.model.language import files_of
from cityties.model.vocabulary import CT, OWL, PREFIXES, RDF, RDFS, SH, SKOS, XSD
from cityties.store.rdf import parse
from cityties.store.term import IRI, BlankNode, Literal, Term

__all__ = ["Ontology", "Property", "expanded", "ontology"]

_SCHEMA: Final = "https://schema.org/"
_DAY: Final = f"{CT}DayShape"
_OBJECT: Final = f"{OWL}ObjectProperty"
_KINDS: Final = (_OBJECT, f"{OWL}DatatypeProperty")
_TARGETS: Final = (f"{SH}targetClass", f"{SH}targetSubjectsOf")


@dataclass(frozen=True)
class Property:
    """A property of a class: what it leads to (classes or a datatype), how few and how many values there may be.

    ``most`` is None where there may be any number. ``day`` says that its values are days, as precise as the source.
    """

    iri: str
    labels: Mapping[str, str]
    ranges: tuple[str, ...]
    least: int
    most: int | None
    day: bool
    links: bool

    @property
    def name(self) -> str:
        """The last part of its IRI, such as signedOn."""
        return self.iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


class Ontology:
    """The ontology and the shapes of one folder, and what languages call its terms, read once."""

    def __init__(self, folder: Path, labels: Iterable[Path]) -> None:
        self._said: dict[str, dict[str, list[Term]]] = {}
        self._above: dict[str, list[str]] = {}
        for path in (*sorted(folder.glob("*.ttl")), *sorted((folder / "shapes").glob("*.ttl")), *labels):
            for quad in parse(path):
                about = self._said.setdefault(_key(quad.subject), {})
                about.setdefault(quad.predicate.value, []).append(quad.object)

    def labels(self, iri: str) -> dict[str, str]:
        """Say what a term is called, by language."""
        found: dict[str, str] = {}
        for one in (*self._values(iri, f"{SKOS}prefLabel"), *self._values(iri, f"{RDFS}label")):
            if isinstance(one, Literal):
                found.setdefault(one.language or "", one.value)
        return found

    def above(self, iri: str) -> list[str]:
        """Name a class and all that it is a kind of, the nearest first."""
        if iri not in self._above:
            found = [iri]
            for one in found:
                found += [p for p in self._links(one, f"{RDFS}subClassOf") if p not in found]
            self._above[iri] = found
        return self._above[iri]

    def below(self, iri: str) -> list[str]:
        """Name the kinds of a class that the ontology declares, in its order."""
        return [one for one in self.classes if one != iri and iri in self.above(one)]

    def nearest(self, iri: str, among: Container[str]) -> str | None:
        """Find the nearest of some classes that a class is a kind of, itself included."""
        return next((one for one in self.above(iri) if one in among), None)

    def is_code(self, iri: str) -> bool:
        """Say whether a class is one of codes, such as the kinds of ties."""
        return f"{SKOS}Concept" in self.above(iri)

    @cached_property
    def classes(self) -> list[str]:
        """Our own classes, in the order of the ontology."""
        return [iri for iri in self._said if iri.startswith(CT) and f"{OWL}Class" in self._links(iri, f"{RDF}type")]

    def properties(self, classes: Iterable[str]) -> list[Property]:
        """List what may be said of things of some classes, in the order of the ontology; what follows is left out."""
        wanted = list(classes)
        around = {one for iri in wanted for one in self.above(iri)}
        shaped = {path for targets, path, _ in self._shapes if targets & around}
        return [
            self.property(iri, wanted) for iri, domains in self._stated.items() if around & domains or iri in shaped
        ]

    def property(self, iri: str, classes: Iterable[str]) -> Property:
        """Describe one property as things of some classes have it."""
        least, most = self._counts(iri, {one for own in classes for one in self.above(own)})
        kinds = self._links(iri, f"{RDF}type")
        ranges = (*self._links(iri, f"{RDFS}range"), *self._links(iri, f"{_SCHEMA}rangeIncludes"))
        return Property(
            iri,
            self.labels(iri),
            ranges,
            least,
            1 if f"{OWL}FunctionalProperty" in kinds else most,
            iri in self._days,
            _OBJECT in kinds or any(not one.startswith(XSD) for one in ranges),
        )

    @cached_property
    def _stated(self) -> dict[str, set[str]]:
        """Our own properties that sources state, each with the classes of what has it.

        What follows by a rule is none of them, nor is a name that reads another property backwards.
        """
        found, apart = {}, {f"{CT}concluded", f"{OWL}inverseOf"}
        for iri, said in self._said.items():
            if iri.startswith(CT) and not apart & set(said) and set(_KINDS) & set(self._links(iri, f"{RDF}type")):
                found[iri] = {*self._links(iri, f"{RDFS}domain"), *self._links(iri, f"{_SCHEMA}domainIncludes")}
        return found

    @cached_property
    def _shapes(self) -> list[tuple[set[str], str, Mapping[str, list[Term]]]]:
        """Each shape of a property: the classes or properties it is for, its path, and what it says."""
        found: list[tuple[set[str], str, Mapping[str, list[Term]]]] = []
        for said in list(self._said.values()):
            targets = {one.value for name in _TARGETS for one in said.get(name, ()) if isinstance(one, IRI)}
            for part in said.get(f"{SH}property", ()) if targets else ():
                inner = self._said.get(_key(part), {})
                paths = [one.value for one in inner.get(f"{SH}path", ()) if isinstance(one, IRI)]
                found += [(targets, path, inner) for path in paths]
        return found

    @cached_property
    def _days(self) -> set[str]:
        return {path for _, path, said in self._shapes if IRI(_DAY) in said.get(f"{SH}node", ())}

    def _counts(self, iri: str, classes: set[str]) -> tuple[int, int | None]:
        least, most = 0, None
        for targets, path, said in self._shapes:
            if path != iri or not targets & {*classes, iri}:
                continue
            if IRI(f"{SH}Warning") not in said.get(f"{SH}severity", ()) and targets & classes:
                least = max(least, _number(said, "minCount") or 0)
            told = _number(said, "maxCount")
            most = told if most is None else min(most, told if told is not None else most)
        return least, most

    def _values(self, iri: str, predicate: str) -> list[Term]:
        return self._said.get(iri, {}).get(predicate, [])

    def _links(self, iri: str, predicate: str) -> list[str]:
        return [one.value for one in self._values(iri, predicate) if isinstance(one, IRI)]


def ontology() -> Ontology:
    """Give the ontology that is shipped."""
    return _read(resources.folder("ontology"), tuple(files_of("labels.ttl")))


def expanded(name: str) -> str:
    """Write a name such as rdfs:label whole; one without a prefix is our own.

    >>> expanded("party"), expanded("rdfs:label")
    ('https://w3id.org/cityties/ontology#party', 'http://www.w3.org/2000/01/rdf-schema#label')
    """
    prefix, colon, tail = name.partition(":")
    return PREFIXES[prefix] + tail if colon else CT + name


@cache
def _read(folder: Path, labels: tuple[Path, ...]) -> Ontology:
    return Ontology(folder, labels)


def _key(term: Term) -> str:
    return f"_:{term.value}" if isinstance(term, BlankNode) else str(getattr(term, "value", term))


def _number(said: Mapping[str, list[Term]], name: str) -> int | None:
    told = [int(one.value) for one in said.get(SH + name, ()) if isinstance(one, Literal)]
    return told[0] if told else None
