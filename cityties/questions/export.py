"""Exports for other tools: RDF in six syntaxes, tables, and graphs for Gephi; same input, same bytes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from cityties.display.spreadsheet import csv_text
from cityties.model.errors import CitytiesError, RequestError
from cityties.model.media import RDF, Form
from cityties.model.output import write_folder, write_whole
from cityties.model.plugin import EXPORTERS, load, names
from cityties.model.vocabulary import INFERRED_GRAPH
from cityties.questions.tables import kind_tables
from cityties.store import IRI, Quad, RdfFormat, Store, Triple, canonical, serialize
from cityties.store.jsonld import write_jsonld

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["GRAPHS", "RDF_FORMS", "advice", "export", "graph_file", "rdf", "tables", "triples_as"]

RDF_FORMS: Final = {f".{form.suffix}": form for form in RDF}
GRAPHS: Final = (".graphml", ".gexf")


def export(store: Store, target: Path, *, inferred: bool = False, lang: str = "en", spreadsheet: bool = False) -> Path:
    """Write the store to a file by its suffix, or as CSV tables to a folder: nodes, edges, and one a kind of thing.

    TriG and N-Quads hold the accounts: what each source says, in a graph of its own. The other syntaxes hold the
    facts, each once, with the sources it is derived from. With ``inferred``, what follows by the rules is there too.
    ``spreadsheet`` makes the tables safe for Excel and its kin. Blank nodes are named by RDFC-1.0 and statements
    are sorted. A suffix that it does not know is looked for among those that other packages add (docs/plugins.md).
    Raises RequestError on one that nobody knows.
    """
    suffix = target.suffix.lower()
    if suffix in RDF_FORMS:
        return write_whole(target, rdf(store, RDF_FORMS[suffix], inferred=inferred))
    if suffix and suffix not in GRAPHS:
        added = names(EXPORTERS)
        if suffix[1:] in added:
            return write_whole(target, _plugged(store, suffix[1:], lang))
        known = " ".join([*RDF_FORMS, *GRAPHS, *(f".{name}" for name in added)])
        raise RequestError(f"{target}: no export goes by that suffix: use {known}, or a folder for CSV")
    if suffix:
        return write_whole(target, graph_file(store, suffix, lang))
    made = tables(store, lang, spreadsheet=spreadsheet)

    def write(folder: Path) -> None:
        for name, text in made.items():
            write_whole(folder / name, text)

    return write_folder(target, write)


def _plugged(store: Store, name: str, lang: str) -> bytes:
    """Have the exporter of another package write the store. Raises RequestError where it does not."""
    write = load(EXPORTERS, name, "exporter")
    try:
        written = write(store, lang)
    except CitytiesError:
        raise
    except Exception as error:  # whatever the code of another does
        raise RequestError(f"{name}: the exporter gave up: {type(error).__name__}: {error}") from error
    if not isinstance(written, bytes):
        raise RequestError(f"{name}: the exporter gives no bytes: it has to")
    return written


def graph_file(store: Store, suffix: str, lang: str = "en") -> bytes:
    """Write the network for Gephi: ``.gexf`` or ``.graphml``."""
    from cityties.network.multigraph import network

    return _gephi(network(store, lang=lang), suffix)


def tables(store: Store, lang: str = "en", *, spreadsheet: bool = False) -> dict[str, str]:
    """Write CSV tables, for pandas, R or a spreadsheet: ``nodes.csv`` and ``edges.csv``, and one a kind of thing."""
    from cityties.network.multigraph import network

    made = _tables(network(store, lang=lang), spreadsheet)
    kinds = kind_tables(store)
    return made | {
        f"{name}.csv": csv_text(heads, rows, spreadsheet=spreadsheet, ends="\n") for name, heads, rows in kinds
    }


def advice(target: Path) -> str:
    """Say what an export leaves out, and which suffix keeps it; nothing where it keeps all."""
    form = RDF_FORMS.get(target.suffix.lower())
    if form is None or form.accounts:
        return ""
    return "facts, each once, with their sources; what each source says by itself is kept by .trig and .nq"


def rdf(store: Store, form: Form, *, inferred: bool = False) -> bytes:
    """Write the store's accounts or facts in one RDF syntax, sorted."""
    if form.accounts:
        quads = list(store.quads())
        if inferred:  # in a graph of their own, so that they are not taken for what a source says
            quads += [Quad(t.subject, t.predicate, t.object, IRI(INFERRED_GRAPH)) for t in store.conclusions()]
        return serialize(canonical(quads), _format(form))
    left_out = set() if inferred else set(store.conclusions())
    return triples_as([triple for triple in store.facts() if triple not in left_out], form)


def triples_as(triples: list[Triple], form: Form) -> bytes:
    """Write triples in one RDF syntax, sorted."""
    listed = [quad.triple for quad in canonical(Quad(t.subject, t.predicate, t.object) for t in triples)]
    return write_jsonld(listed) if form.suffix == "jsonld" else serialize(listed, _format(form))


def _format(form: Form) -> RdfFormat:
    found = RdfFormat.from_extension(form.suffix)
    assert found is not None
    return found


def _gephi(graph: nx.MultiDiGraph, suffix: str) -> bytes:
    from cityties.network.gephi import Part, told_of, write_network

    nodes = [
        Part(node, str(data.get("label", node)), told_of(data, ("label",)))
        for node, data in sorted(graph.nodes(data=True))
    ]
    edges = [
        Part(
            str(number),
            str(data.get("caption", "")),
            told_of(data, ("details", "facts", "directed")),
            ends=(start, end),
            directed=bool(data.get("directed", True)),
            kind=str(data.get("relation", "")),
        )
        for number, (start, end, data) in enumerate(_edges(graph))
    ]
    return write_network(nodes, edges, suffix, "What cityties holds, as a network")


def _edges(graph: nx.MultiDiGraph) -> list[tuple[str, str, dict[str, object]]]:
    edges = sorted(graph.edges(keys=True, data=True), key=lambda edge: (edge[0], edge[1], str(edge[2])))
    return [(start, end, data) for start, end, _, data in edges]


def _tables(graph: nx.MultiDiGraph, spreadsheet: bool) -> dict[str, str]:
    from cityties.network.gephi import told_of

    nodes = [{"id": node, **told_of(data, ())} for node, data in sorted(graph.nodes(data=True))]
    edges = [{"source": start, "target": end, **told_of(data, ("facts",))} for start, end, data in _edges(graph)]
    made = {}
    for name, rows, first in (
        ("nodes.csv", nodes, ("id", "label", "cls")),
        ("edges.csv", edges, ("source", "target", "reading", "caption")),
    ):
        heads = [*first, *sorted({column for row in rows for column in row} - set(first))]
        cells = ([row.get(head, "") for head in heads] for row in rows)
        made[name] = csv_text(heads, cells, spreadsheet=spreadsheet, ends="\n")
    return made
