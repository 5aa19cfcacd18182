"""The store: where facts and accounts are kept, and SPARQL over them."""

from cityties.store.local import LocalStore, as_stored
from cityties.store.place import is_address, open_store
from cityties.store.protocol import Store
from cityties.store.rdf import canonical, parse, parse_text, read_answer, serialize
from cityties.store.term import IRI, BlankNode, Literal, Quad, RdfFormat, Rows, Term, Triple

__all__ = [
    "IRI",
    "BlankNode",
    "Literal",
    "LocalStore",
    "Quad",
    "RdfFormat",
    "Rows",
    "Store",
    "Term",
    "Triple",
    "as_stored",
    "canonical",
    "is_address",
    "open_store",
    "parse",
    "parse_text",
    "read_answer",
    "serialize",
]
