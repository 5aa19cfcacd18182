"""The context for JSON-LD, made from the ontology: ontology/context.jsonld."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from cityties.facts.intake import read_facts, read_model
from cityties.model import resources
from cityties.model.output import write_whole
from cityties.model.vocabulary import CT, ID, KINDS, OWL, PREFIXES, RDF, RDFS, XSD, compact
from cityties.store import IRI, Literal, Triple
from cityties.store.jsonld import CONTEXT

__all__ = ["context", "main"]

_TYPE: Final = f"{RDF}type"
_RANGE: Final = f"{RDFS}range"


def context() -> str:
    """Give the context: prefixes, a name for each class and property of ours, and of which type its values are."""
    triples = [triple for graph in read_model().values() for triple in graph if isinstance(triple.subject, IRI)]
    types: dict[str, set[str]] = {}
    for triple in triples:
        if isinstance(triple.subject, IRI) and triple.predicate.value == _TYPE and isinstance(triple.object, IRI):
            types.setdefault(triple.subject.value, set()).add(triple.object.value)
    held: dict[str, Any] = {}
    for iri in sorted(types):
        if f"{OWL}Class" in types[iri] and iri.startswith(CT):
            held[iri.removeprefix(CT)] = {"@id": compact(iri)}
    for iri in sorted(types):
        if f"{OWL}ObjectProperty" in types[iri]:
            held[_name(iri)] = {"@id": compact(iri), "@type": "@id"}
        elif f"{OWL}DatatypeProperty" in types[iri] and iri.startswith(CT):
            held[_name(iri)] = {"@id": compact(iri), **_datatype(iri, triples)}
    for iri in sorted(_leading_to_things([*triples, *(t for graph in read_facts().values() for t in graph)])):
        held.setdefault(_name(iri), {"@id": compact(iri), "@type": "@id"})
    prefixes = {"id": ID, **{name: iri for name, iri in PREFIXES.items() if name not in KINDS}}
    first = {name: iri for name, iri in sorted(prefixes.items()) if name not in held}
    return json.dumps({"@context": {"@version": 1.1, **first, **held}}, indent=1) + "\n"


def _leading_to_things(triples: list[Triple]) -> set[str]:
    """Name the properties of others that have things for values, never texts, wherever we use them."""
    found: dict[str, bool] = {}
    for triple in triples:
        name = triple.predicate.value
        if name != _TYPE and not name.startswith(CT):
            found[name] = found.get(name, True) and not isinstance(triple.object, Literal)
    return {name for name, always in found.items() if always}


def _name(iri: str) -> str:
    return iri.removeprefix(CT) if iri.startswith(CT) else compact(iri)


def _datatype(iri: str, triples: list[Triple]) -> dict[str, str]:
    """Say of which one type of XML Schema the values of a property are, where they are of one."""
    ranges = {
        triple.object.value
        for triple in triples
        if isinstance(triple.subject, IRI) and triple.subject.value == iri and triple.predicate.value == _RANGE
        if isinstance(triple.object, IRI)
    }
    (only,) = ranges if len(ranges) == 1 else ("",)
    return {"@type": compact(only)} if only.startswith(XSD) and only != f"{XSD}string" else {}


def main(path: Path | None = None) -> Path:
    """Write the context where it lies in a checkout."""
    return write_whole(path or resources.folder("ontology") / CONTEXT, context())


if __name__ == "__main__":
    main()
