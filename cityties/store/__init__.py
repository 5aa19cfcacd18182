"""The store: where facts and accounts are kept, and SPARQL over them."""

from cityties.store.local import (
    IRI,
    BlankNode,
    Literal,
    Quad,
    RdfFormat,
    Rows,
    Store,
    Term,
    Triple,
    as_stored,
    canonical,
    parse,
    parse_text,
    read_answer,
    serialize,
    with_values,
)

__all__ = [
    "IRI",
    "BlankNode",
    "Literal",
    "Quad",
    "RdfFormat",
    "Rows",
    "Store",
    "Term",
    "Triple",
    "as_stored",
    "canonical",
    "parse",
    "parse_text",
    "read_answer",
    "serialize",
    "with_values",
]
