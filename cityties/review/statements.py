"""Gathers the statements of one source: each once, values typed as the shipped sources type them."""

from __future__ import annotations

from collections.abc import Iterable

from cityties.date.day import Day
from cityties.model.vocabulary import CT, PROV, RDF, RDFS, SKOS, XSD
from cityties.review.wording import Names
from cityties.store import IRI, Literal, Triple

__all__ = ["Statements"]


class Statements:
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

    def label(self, subject: str, names: Names) -> None:
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
            day = Day.of(value)
            self._put(subject, CT + property_, Literal(str(day), datatype=IRI(day.datatype)))

    def value(self, subject: str, property_: str, value: str, datatype: str = "string") -> None:
        """Give a value of one of the types of XML Schema, by a property's whole IRI."""
        self._put(subject, property_, Literal(value, datatype=IRI(XSD + datatype)))

    def title(self, subject: str, property_: str, value: str, language: str) -> None:
        """Give a text of a language, by a property's whole IRI."""
        self._put(subject, property_, _text(value, language))

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


def _text(value: str, language: str) -> Literal:
    plain = " ".join(value.replace("\0", "").split())
    return Literal(plain, language=language) if language else Literal(plain)
