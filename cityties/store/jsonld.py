"""JSON-LD (https://www.w3.org/TR/json-ld11/) with a context: short names for terms, values typed once and for all.

The context is ontology/context.jsonld, generated from the ontology; it stands in each document too, so that none
needs a network to be read.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final

from cityties.model import resources
from cityties.model.errors import RequestError
from cityties.model.vocabulary import RDF, XSD
from cityties.store.term import IRI, BlankNode, Literal, Triple

__all__ = ["CONTEXT", "write_jsonld"]

CONTEXT: Final = "context.jsonld"
_TYPE: Final = f"{RDF}type"
_STRING: Final = f"{XSD}string"


def write_jsonld(triples: Iterable[Triple]) -> bytes:
    """Write triples, in the order given, as one flat document. Raises RequestError on a statement about a statement."""
    context = _Context(_read())
    things: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        subject = context.node(triple.subject)
        if triple.predicate.value == _TYPE and isinstance(triple.object, IRI):
            things[subject]["@type"].append(context.term(triple.object.value))
            continue
        name = context.term(triple.predicate.value)
        things[subject][name].append(context.value(name, triple.object))
    graph = [{"@id": thing, **{name: _one(values) for name, values in told.items()}} for thing, told in things.items()]
    document = {"@context": _read(), "@graph": graph}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


@cache
def _read() -> dict[str, Any]:
    path = resources.folder("ontology") / CONTEXT
    context: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["@context"]
    return context


def _one(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


class _Context:
    """Names by IRI, and of which type the values of each are."""

    def __init__(self, held: Mapping[str, Any]) -> None:
        self._types: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._starts: list[tuple[str, str]] = []
        prefixes = {name: iri for name, iri in held.items() if isinstance(iri, str) and iri.endswith(("/", "#"))}
        self._starts = sorted(((iri, name) for name, iri in prefixes.items()), key=lambda one: -len(one[0]))
        for name, told in held.items():
            if isinstance(told, dict):
                self._names[_whole(told["@id"], prefixes)] = name
                if "@type" in told:
                    self._types[name] = told["@type"] if told["@type"] == "@id" else _whole(told["@type"], prefixes)
        self._known = {*prefixes, *self._names.values()}

    def term(self, iri: str) -> str:
        """Give the name of a property or a class."""
        return self._names.get(iri) or self._short(iri)

    def node(self, node: object) -> str:
        """Give how a thing is named."""
        if isinstance(node, BlankNode):
            return f"_:{node.value}"
        if not isinstance(node, IRI):
            raise RequestError(f"{node}: JSON-LD holds no statement about a statement: export .ttl or .trig")
        return self._short(node.value)

    def value(self, name: str, value: object) -> Any:
        """Give a value of a property, in short where the context says of which type it is."""
        if not isinstance(value, Literal):
            named = self.node(value)
            return named if self._types.get(name) == "@id" else {"@id": named}
        if value.language:
            return {"@value": value.value, "@language": value.language}
        datatype, usual = value.datatype.value, self._types.get(name, _STRING)
        if datatype == usual:
            return value.value
        return {"@value": value.value} | ({} if datatype == _STRING else {"@type": self._short(datatype)})

    def _short(self, iri: str) -> str:
        for start, name in self._starts:
            local = iri[len(start) :]
            if iri.startswith(start) and local and not local.startswith("//"):
                return f"{name}:{local}"
        if iri.partition(":")[0] in self._known:
            raise RequestError(f"{iri}: JSON-LD would take this address for a short one: export .ttl or .trig")
        return iri


def _whole(short: str, prefixes: Mapping[str, str]) -> str:
    prefix, _, local = short.partition(":")
    return prefixes[prefix] + local if prefix in prefixes else short
