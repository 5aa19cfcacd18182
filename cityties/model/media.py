"""Forms of files: by which suffix each goes, and as which media type it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = ["GRAPH_TYPES", "PICTURE_TYPES", "RDF", "RDF_SUFFIXES", "ROWS", "ROW_TYPES", "Form", "type_of"]


@dataclass(frozen=True)
class Form:
    """A form: its suffix without the dot, its media types (the registered one first), and what it is called.

    ``accounts``: it holds named graphs, so that each statement stays with the source that says so.
    """

    suffix: str
    types: tuple[str, ...]
    name: str
    accounts: bool = False


RDF: Final = (
    Form("ttl", ("text/turtle", "application/x-turtle"), "Turtle"),
    Form("nt", ("application/n-triples", "text/plain"), "N-Triples"),
    Form("rdf", ("application/rdf+xml",), "RDF/XML"),
    Form("jsonld", ("application/ld+json",), "JSON-LD"),
    Form("trig", ("application/trig",), "TriG", accounts=True),
    Form("nq", ("application/n-quads",), "N-Quads", accounts=True),
)
ROWS: Final = (
    Form("json", ("application/sparql-results+json", "application/json"), "JSON"),
    Form("xml", ("application/sparql-results+xml", "application/xml", "text/xml"), "XML"),
    Form("csv", ("text/csv",), "CSV"),
    Form("tsv", ("text/tab-separated-values",), "TSV"),
)
PICTURE_TYPES: Final = {
    "html": "text/html",
    "svg": "image/svg+xml",
    "png": "image/png",
    "pdf": "application/pdf",
    "gexf": "application/gexf+xml",
    "graphml": "application/graphml+xml",
}
RDF_SUFFIXES: Final = tuple(form.suffix for form in RDF)


def _by_type(forms: tuple[Form, ...]) -> dict[str, str]:
    """List media types, those that are registered first, each with the suffix of its form."""
    first = {form.types[0]: form.suffix for form in forms}
    return first | {other: form.suffix for form in forms for other in form.types[1:]}


ROW_TYPES: Final = _by_type(ROWS)
GRAPH_TYPES: Final = _by_type(RDF)


def type_of(suffix: str) -> str:
    """Give the media type of a suffix.

    >>> type_of("ttl"), type_of("svg")
    ('text/turtle', 'image/svg+xml')

    Raises KeyError on one that is not known.
    """
    return {form.suffix: form.types[0] for form in (*RDF, *ROWS)}.get(suffix) or PICTURE_TYPES[suffix]
