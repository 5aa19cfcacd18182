"""Exports for other tools: RDF in six syntaxes, tables, and graphs for Gephi; same input, same bytes."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cityties.model.errors import RequestError
from cityties.model.output import write_folder, write_whole
from cityties.model.vocabulary import INFERRED_GRAPH
from cityties.store import IRI, Quad, RdfFormat, Store, canonical, serialize

if TYPE_CHECKING:
    import networkx as nx

RDF_FORMATS: Final = {
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".jsonld": RdfFormat.JSON_LD,
    ".rdf": RdfFormat.RDF_XML,
}
_WITH_GRAPHS: Final = frozenset({RdfFormat.TRIG, RdfFormat.N_QUADS, RdfFormat.JSON_LD})
_GRAPHS: Final = (".graphml", ".gexf")


def export(store: Store, target: Path, *, inferred: bool = False, lang: str = "en") -> Path:
    """Write the store to a file by its suffix, or as CSV tables of nodes and edges to a folder.

    RDF holds what is stated (facts, codes, sectors, ontology) and, with ``inferred``, what follows.
    Formats with named graphs keep them; the others hold the union. Blank nodes are named by
    RDFC-1.0 and statements are sorted. Raises RequestError on a suffix it does not know.
    """
    suffix = target.suffix.lower()
    if suffix in RDF_FORMATS:
        return write_whole(target, rdf(store, RDF_FORMATS[suffix], inferred=inferred))
    if suffix in _GRAPHS:
        from cityties.network.multigraph import network

        return write_whole(target, _gephi(network(store, lang=lang), suffix))
    if suffix:
        known = " ".join([*RDF_FORMATS, *_GRAPHS])
        raise RequestError(f"{target}: no export goes by that suffix: use {known}, or a folder for CSV")
    from cityties.network.multigraph import network

    graph = network(store, lang=lang)
    return write_folder(target, lambda folder: _tables(graph, folder))


def rdf(store: Store, format: RdfFormat, *, inferred: bool = False) -> bytes:
    """Write the store's statements in one RDF syntax, sorted."""
    quads = list(store.quads())
    if inferred:  # in a graph of their own, so that they are not taken for what a source says
        follows = IRI(INFERRED_GRAPH)
        quads += [Quad(t.subject, t.predicate, t.object, follows) for t in store.conclusions()]
    if format in _WITH_GRAPHS:
        return serialize(canonical(quads), format)
    merged = canonical(Quad(q.subject, q.predicate, q.object) for q in quads)
    return serialize([quad.triple for quad in merged], format)


def _flat(graph: nx.MultiDiGraph) -> nx.MultiDiGraph:
    """Keep of a network what Gephi and spreadsheets can hold: texts, numbers, truths."""
    import networkx as nx

    flat = nx.MultiDiGraph()
    for node, attributes in sorted(graph.nodes(data=True)):
        flat.add_node(node, **_plain(attributes))
    edges = sorted(graph.edges(keys=True, data=True), key=lambda edge: (edge[0], edge[1], str(edge[2])))
    for number, (start, end, _, attributes) in enumerate(edges):
        flat.add_edge(start, end, key=str(number), **_plain(attributes))
    return flat


def _plain(attributes: dict[str, object]) -> dict[str, str | int | float | bool]:
    plain: dict[str, str | int | float | bool] = {}
    for name, value in sorted(attributes.items()):
        if isinstance(value, str | int | float | bool):
            plain[name.rstrip("_")] = value
        elif isinstance(value, list | tuple | set) and all(isinstance(item, str) for item in value):
            plain[name.rstrip("_")] = " ".join(sorted(str(item) for item in value))
    return plain


def _gephi(graph: nx.MultiDiGraph, suffix: str) -> bytes:
    import networkx as nx

    flat = _flat(graph)
    buffer = io.BytesIO()
    if suffix == ".graphml":
        nx.write_graphml_xml(flat, buffer, named_key_ids=True)
        return buffer.getvalue()
    text = "\n".join(nx.generate_gexf(flat, prettyprint=True)) + "\n"
    return re.sub(r' lastmodifieddate="[^"]*"', "", text, count=1).encode("utf-8")


def _tables(graph: nx.MultiDiGraph, folder: Path) -> None:
    flat = _flat(graph)
    nodes = [{"id": node, **attributes} for node, attributes in flat.nodes(data=True)]
    edges = [{"source": start, "target": end, **attributes} for start, end, attributes in flat.edges(data=True)]
    write_whole(folder / "nodes.csv", _csv(nodes, ("id", "label", "cls")))
    write_whole(folder / "edges.csv", _csv(edges, ("source", "target", "reading", "caption")))


def _csv(rows: list[dict[str, object]], first: tuple[str, ...]) -> str:
    others = sorted({name for row in rows for name in row} - set(first))
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, [*first, *others], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()
