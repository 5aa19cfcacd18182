"""How servers differ: what they keep for themselves, how they spell terms, which texts they take."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from cityties.model.vocabulary import FACTS_GRAPH, PREFIXES, XSD
from cityties.store.term import IRI, BlankNode, Literal, RdfFormat, Term, Triple

if TYPE_CHECKING:
    import httpx

__all__ = ["STAGED", "batches", "format_of", "is_account", "plain", "plain_triple", "with_prefixes", "with_valid_names"]

STAGED: Final = "urn:cityties:staged"  # a graph that is written before it is moved to its place
_BATCH: Final = 500  # statements an update, where there is no Graph Store Protocol
# Graphs that a server keeps for itself.
_ITS_OWN: Final = (
    "http://www.openlinksw.com/",
    "http://localhost:8890/",
    "http://localuriqaserver/",
    "http://www.w3.org/ns/ldp#",
    "http://www.w3.org/2002/07/owl#",
    "urn:virtuoso:",
    "urn:activitystreams",
    "urn:core:services:sparql",
)


def with_valid_names(data: bytes) -> bytes:
    """Name nodes without a name as RDF allows where a server (Virtuoso) names them nodeID://b10000."""
    if b'"nodeID://' not in data:
        return data
    import orjson

    held = orjson.loads(data)
    for row in held.get("results", {}).get("bindings", ()):
        for cell in row.values():
            if cell.get("type") == "bnode":
                cell["value"] = cell["value"].removeprefix("nodeID://")
    return orjson.dumps(held)


def with_prefixes(text: str) -> str:
    """Declare the well-known prefixes that a text uses and does not declare."""
    told = {name.lower() for name in re.findall(r"\bPREFIX\s+([\w-]*):", text, re.IGNORECASE)}
    lines = [f"PREFIX {name}: <{iri}>" for name, iri in PREFIXES.items() if name not in told and f"{name}:" in text]
    return "\n".join([*lines, text])


def format_of(reply: httpx.Response) -> RdfFormat:
    """Say in which syntax a server answers."""
    kind = reply.headers.get("content-type", "").split(";")[0].strip()
    return RdfFormat.from_media_type(kind) or RdfFormat.N_TRIPLES if kind != "text/plain" else RdfFormat.N_TRIPLES


def is_account(graph: Term | None) -> bool:
    """Say whether a graph is one of ours that holds accounts."""
    return isinstance(graph, IRI) and graph.value not in (FACTS_GRAPH, STAGED) and not graph.value.startswith(_ITS_OWN)


def plain(term: Term | None) -> Term | None:
    """Write truths and durations as XSD does, where a server (Virtuoso) writes 0 and 1, and months."""
    if isinstance(term, Literal) and term.datatype.value == f"{XSD}boolean" and term.value in ("0", "1"):
        return Literal(str(term.value == "1").lower(), datatype=term.datatype)
    if isinstance(term, Literal) and term.datatype.value == f"{XSD}duration" and term.value.isdigit():
        years, months = divmod(int(term.value), 12)
        return Literal(f"P{years}Y" if not months else f"P{term.value}M", datatype=term.datatype)
    return term


def plain_triple(triple: Triple) -> Triple:
    """Write the object of a statement as XSD does."""
    return Triple(triple.subject, triple.predicate, plain(triple.object))  # type: ignore[arg-type]


def batches(triples: Sequence[Triple]) -> Iterator[list[Triple]]:
    """Give some statements after the other: those of nodes without names all at once."""
    loose = [t for t in triples if isinstance(t.subject, BlankNode) or isinstance(t.object, BlankNode)]
    if loose:
        yield loose
    named = [t for t in triples if not (isinstance(t.subject, BlankNode) or isinstance(t.object, BlankNode))]
    for start in range(0, len(named), _BATCH):
        yield named[start : start + _BATCH]
