"""Writes facts as statements: each once, every value as the kind of its slot and the ontology type it.

Whoever tells facts (a review, a form, a map of an import) comes here for what no writer of a kind writes itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from cityties.date.day import Day
from cityties.model.vocabulary import CODE, CT, PROV, RDF, RDFS, SECTOR, SKOS, XSD
from cityties.store import IRI, Literal, Triple

__all__ = ["Writer", "term"]

_DATATYPES: Final = {
    "address": f"{XSD}anyURI", "number": f"{XSD}decimal", "term": f"{XSD}duration", "url": f"{XSD}anyURI",
    "whole": f"{XSD}integer",
}  # fmt: skip


class Writer:
    """The statements of one source, in the order in which they came."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._held: dict[Triple, None] = {}
        self._subjects: set[str] = set()

    def triples(self) -> tuple[Triple, ...]:
        """Give all of them."""
        return tuple(self._held)

    def __contains__(self, subject: str) -> bool:
        return subject in self._subjects

    def kind(self, subject: str, class_: str) -> None:
        """Say of which of our classes a thing is."""
        self._put(subject, f"{RDF}type", IRI(CT + class_))

    def link(self, subject: str, property_: str, *things: str) -> None:
        """Join a thing to others by one of our properties; empty ones are passed over."""
        for thing in things:
            if thing:
                self._put(subject, CT + property_, IRI(thing))

    def label(self, subject: str, names: Mapping[str, str]) -> None:
        """Say what a thing is called."""
        for language, name in names.items():
            self._put(subject, f"{RDFS}label", _text(name, language))

    def also(self, subject: str, names: Iterable[str], language: str = "") -> None:
        """Say what a thing is called too."""
        for name in names:
            self._put(subject, f"{SKOS}altLabel", _text(name, language))

    def dated(self, subject: str, property_: str, value: str) -> None:
        """Give a date, as precise as it is told; an empty one is passed over."""
        if value:
            self._put(subject, CT + property_, term("date", value))

    def value(self, subject: str, property_: str, value: str, datatype: str = "string") -> None:
        """Give a value of one of the types of XML Schema, by a property's whole IRI."""
        self._put(subject, property_, Literal(value, datatype=IRI(XSD + datatype)))

    def title(self, subject: str, property_: str, value: str, language: str) -> None:
        """Give a text of a language, by a property's whole IRI."""
        self._put(subject, property_, _text(value, language))

    def say(self, subject: str, predicate: str, *values: IRI | Literal) -> None:
        """Say something of a thing by a property's whole IRI."""
        for value in values:
            self._put(subject, predicate, value)

    def derive(self, subject: str, spans: Iterable[tuple[int, int]] = ()) -> None:
        """Say that a fact is derived from the source, and which places in its text say so."""
        for start, end in spans:
            passage = f"{self.source}#char={start},{end}"
            self.link(subject, "evidencedBy", passage)
            self.kind(passage, "Passage")
            self.link(passage, "inSource", self.source)
            self.value(passage, f"{CT}start", str(start), "integer")
            self.value(passage, f"{CT}end", str(end), "integer")
        self._put(subject, f"{PROV}wasDerivedFrom", IRI(self.source))

    def _put(self, subject: str, predicate: str, value: IRI | Literal) -> None:
        self._subjects.add(subject)
        self._held[Triple(IRI(subject), IRI(predicate), value)] = None


def _plain(value: str) -> str:
    return " ".join(value.replace("\0", "").split())


def _text(value: str, language: str) -> Literal:
    plain = _plain(value)
    return Literal(plain, language=language) if language else Literal(plain)


def term(kind: str, value: object, datatype: str = "", language: str = "") -> IRI | Literal:
    """Write the value of a slot or a field as RDF, by what stands in it; ``datatype`` where a property asks for one.

    >>> str(term("date", "2025-08")), str(term("code", "friendship"))
    ('"2025-08"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>', '<https://w3id.org/cityties/code/friendship>')

    Raises DayError on a date that is none, ValueError on what cannot name a thing.
    """
    told = str(value)
    match kind:
        case "date":
            day = Day.of(told)
            return Literal(str(day), datatype=IRI(day.datatype))
        case "code" | "codes" | "role":
            return IRI(told if "://" in told else CODE + told)
        case "sector":
            return IRI(told if "://" in told else SECTOR + told)
        case "truth":
            return Literal("true" if value in (True, "true") else "false", datatype=IRI(f"{XSD}boolean"))
        case "text" | "texts" | "class" | "labels" | "address" | "url" | "number" | "whole" | "term":
            wanted = datatype or _DATATYPES.get(kind, "")
            return Literal(_plain(told), datatype=IRI(wanted)) if wanted else _text(told, language)
    return IRI(told)
