"""From files to a store: parse, name the source, put each source in whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from cityties.facts.provenance import take_apart
from cityties.facts.settle import settle
from cityties.model import resources
from cityties.model.errors import DataError, ModelError
from cityties.model.language import files_of
from cityties.model.media import RDF_SUFFIXES
from cityties.model.vocabulary import CODE, CT, DATASET_GRAPH, INFERRED_GRAPH, ONTOLOGY_GRAPH, PLACES_GRAPH, RDF, SECTOR
from cityties.store import IRI, LocalStore, Quad, Store, Triple, as_stored, parse
from cityties.store.nameless import refuse_alike

_TYPE = IRI(f"{RDF}type")
_SOURCE = IRI(f"{CT}Source")
_NAMED = {"places": PLACES_GRAPH, "dataset": DATASET_GRAPH}
_OURS = (INFERRED_GRAPH, ONTOLOGY_GRAPH, CODE, SECTOR)  # in each store already, as in our own exports
_SUFFIXES = frozenset(f".{suffix}" for suffix in RDF_SUFFIXES)


def shipped() -> Store:
    """Load what cityties ships, into memory: ontology, codes, sectors, facts, and what follows."""
    store = LocalStore()
    put(store, {**read_model(), **read_facts()})
    settle(store)
    return store


def read_model() -> dict[str, list[Triple]]:
    """Read the ontology, its alignments, the codes and the sectors: triples by graph."""
    graphs: dict[str, list[Triple]] = {}
    for path in resources.files("ontology", "*.ttl") + resources.files("ontology", "alignments/*.ttl"):
        name = {"codes": CODE, "sectors": SECTOR}.get(path.stem, ONTOLOGY_GRAPH)
        _append(graphs, parse(path), name)
    for path in files_of("labels.ttl"):
        for quad in parse(path):
            _append(graphs, [quad], _home_of_label(path, quad))
    return graphs


def _home_of_label(path: Path, quad: Quad) -> str:
    """Give the graph of a term that a language names. Raises ModelError where it names what is no term."""
    term = quad.subject.value if isinstance(quad.subject, IRI) else ""
    for space, graph in ((CODE, CODE), (SECTOR, SECTOR), (CT, ONTOLOGY_GRAPH)):
        if term.startswith(space):
            return graph
    raise ModelError(f"{path}: {term}: no term, code or sector: what is in the graph is named by a source")


def read_facts() -> dict[str, list[Triple]]:
    """Read the facts that cityties ships: triples by graph, one graph a source."""
    paths = resources.files("graph", "*.ttl") + resources.files("graph", "sources/*.ttl")
    return read(paths)


def read(paths: Iterable[Path]) -> dict[str, list[Triple]]:
    """Read files of facts: triples by graph. A folder stands for the RDF files below it.

    A file with named graphs keeps them; a file of one source is named by that source; one of several, such as our
    own export as Turtle, is taken apart by what its things are derived from.
    Raises DataError where a file cannot be read, is not RDF, names no source, or where two files
    claim the same graph.
    """
    graphs: dict[str, list[Triple]] = {}
    owners: dict[str, Path] = {}
    for path in _expand(paths):
        quads = parse(path)
        refuse_alike(quads, str(path))
        mine: dict[str, list[Triple]] = {}
        plain: list[Triple] = []
        for quad in quads:
            if isinstance(quad.graph_name, IRI):
                mine.setdefault(quad.graph_name.value, []).append(quad.triple)
            else:
                plain.append(quad.triple)
        for name, triples in _by_source(path, plain).items():
            mine.setdefault(name, []).extend(triples)
        if not mine:
            raise DataError(f"{path}: holds no statement: hand in a file with facts")
        for ours in _OURS:
            mine.pop(ours, None)
        for name in mine:
            if name in owners:
                raise DataError(
                    f"{path}: says it is {name}, which {owners[name]} is already: give each source one file"
                )
            owners[name] = path
        graphs.update(mine)
    if not graphs:
        raise DataError("no file with facts was found: hand in .ttl, .trig, .nt, .nq, .jsonld or .rdf files")
    return graphs


def _by_source(path: Path, plain: Sequence[Triple]) -> dict[str, list[Triple]]:
    """Give the triples of a file without named graphs by the source that says so: one, or those it derives from."""
    if not plain:
        return {}
    several = len({t.subject for t in plain if t.predicate == _TYPE and t.object == _SOURCE}) > 1
    if several and not path.is_relative_to(resources.folder("graph")):
        terms = {t.subject for t in _flat(read_model()) if isinstance(t.subject, IRI)}
        common = {name: said for name, said in read_facts().items() if name in (PLACES_GRAPH, DATASET_GRAPH)}
        try:
            parts = take_apart(plain, terms, set(as_stored(_flat(common))))
        except DataError as error:
            raise DataError(f"{path}: {error}") from error
        if parts:
            return parts
    return {graph_name(path, plain): list(plain)}


def _flat(graphs: Mapping[str, list[Triple]]) -> list[Triple]:
    return [triple for said in graphs.values() for triple in said]


def graph_name(path: Path, triples: Sequence[Triple]) -> str:
    """Say which graph a file's statements belong to.

    That is the one ct:Source it describes, the one whose name ends like the file's where it
    describes several, or what is shipped under a fixed name. Raises DataError where none is found.
    """
    sources = sorted(
        {
            triple.subject.value
            for triple in triples
            if triple.predicate == _TYPE and triple.object == _SOURCE and isinstance(triple.subject, IRI)
        }
    )
    same = [source for source in sources if source.rsplit("/", 1)[-1] == path.stem]
    if len(same) == 1:
        return same[0]
    if path.stem in _NAMED and path.parent == resources.folder("graph"):
        return _NAMED[path.stem]
    if len(sources) == 1:
        return sources[0]
    if not sources:
        raise DataError(f"{path}: names no source: describe the document it restates as a ct:Source")
    raise DataError(
        f"{path}: names {len(sources)} sources ({sources[0]}, {sources[1]}, …): "
        "give each a file of its own, or a named graph in a .trig file"
    )


def put(store: Store, graphs: dict[str, list[Triple]]) -> None:
    """Put graphs into a store: each replaced whole, all of them or none."""
    store.replace(graphs)


def _expand(paths: Iterable[Path]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            below = sorted(p for p in path.rglob("*") if p.suffix.lower() in _SUFFIXES and p.is_file())
            if not below:
                raise DataError(f"{path}: no RDF file in that folder: hand in one that has some")
            found.extend(below)
        else:
            found.append(path)
    return list(dict.fromkeys(found))


def _append(graphs: dict[str, list[Triple]], quads: Iterable[Quad], name: str) -> None:
    graphs.setdefault(name, []).extend(quad.triple for quad in quads)
