"""The graph as data: for Gephi, for pandas and R, for a triple store; each file one click away."""

from __future__ import annotations

from typing import Final

from cityties.model.media import RDF, Form
from cityties.pages.frame import Frame, PageError
from cityties.questions.export import GRAPHS, graph_file, rdf, tables

__all__ = ["download", "page"]

_TABLES: Final = ("nodes.csv", "edges.csv")
_RDF: Final[dict[str, Form]] = {f"cityties.{form.suffix}": form for form in RDF}
_NETWORKS: Final = {f"network{suffix}": suffix for suffix in GRAPHS}
_MEDIA: Final = {".gexf": "application/gexf+xml", ".graphml": "application/graphml+xml"}


def page(frame: Frame) -> bytes:
    """List the files, with the lines that read them."""
    accounts = [name for name, form in _RDF.items() if form.accounts]
    facts = [name for name, form in _RDF.items() if not form.accounts]
    return frame.page(
        "data", frame.words["data"], networks=sorted(_NETWORKS), tables=_TABLES, facts=facts, accounts=accounts
    )


def download(frame: Frame, name: str) -> tuple[str, bytes]:
    """Write a file: its media type and what it holds. Raises PageError where there is no such file."""
    if name in _TABLES:
        return "text/csv", tables(frame.store, frame.lang)[name].encode()
    if name in _NETWORKS:
        suffix = _NETWORKS[name]
        return _MEDIA[suffix], graph_file(frame.store, suffix, frame.lang)
    if name in _RDF:
        return _RDF[name].types[0], rdf(frame.store, _RDF[name])
    raise PageError(name)
