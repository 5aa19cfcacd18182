"""The store in memory or, with a folder, on disk (RocksDB): Oxigraph (https://pyoxigraph.readthedocs.io)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, cast

import pyoxigraph

from cityties.model.errors import RequestError
from cityties.model.nesting import refuse_deep_query
from cityties.model.vocabulary import CT, INFERRED_GRAPH, PREFIXES
from cityties.store import generation
from cityties.store.asking import Asking
from cityties.store.binding import with_values
from cityties.store.loading import Lines, Loader
from cityties.store.rdf import first_line, known_prefixes, parse, serialize
from cityties.store.term import IRI, BlankNode, Literal, Node, Quad, RdfFormat, Rows, Term, Triple

if TYPE_CHECKING:
    import rdflib

__all__ = ["LocalStore", "as_stored"]

_SLICE: Final = 8_000_000  # bytes
_BATCH: Final = 50_000  # statements
_THINGS: Final = 10_000  # in one text of a query
_LOOKED_UP: Final = 200  # things in one text of an update: more, and the store would rather scan than look up
_FACTS: Final = pyoxigraph.DefaultGraph()
_ACCOUNT_OF: Final = IRI(f"{CT}accountOf")
_UNSAY: Final = "DELETE {{ ?s ?p ?o }} WHERE {{ {values} ?s ?p ?o FILTER NOT EXISTS {{ GRAPH ?g {{ ?s ?p ?o }} }} %s }}"
_SAY: Final = "INSERT {{ ?s ?p ?o }} WHERE {{ {values} GRAPH ?g {{ ?s ?p ?o }} }}"
# Nor does any account of the fact say so, in its own names of what the fact names.
_JOINED: Final = (
    "FILTER NOT EXISTS { ?sa ct:accountOf ?s . GRAPH ?sg { ?sa ?p ?o } } "
    "FILTER NOT EXISTS { ?oa ct:accountOf ?o . GRAPH ?og { ?s ?p ?oa } } "
    "FILTER NOT EXISTS { ?ba ct:accountOf ?s . ?bb ct:accountOf ?o . GRAPH ?bg { ?ba ?p ?bb } }"
)


class LocalStore(Asking):
    """A store that Oxigraph keeps, in this very process."""

    far = False  # whether what is asked and written goes over a network

    def __init__(self, inner: pyoxigraph.Store | None = None) -> None:
        self._inner = pyoxigraph.Store() if inner is None else inner
        self._in_memory = inner is None
        self.place: Path | None = None  # the folder that it was opened at
        self.generation: Path | None = None  # the generation in it, where it is only read

    @classmethod
    def open(
        cls, location: str | Path, *, read_only: bool = False, create: bool = False, outdated: bool = False
    ) -> LocalStore:
        """Open a store on disk, as `cityties.store.open_store` says."""
        folder = Path(location)
        if read_only or not create:
            folder = generation.current(folder) or folder
        holds_store = (folder / "CURRENT").is_file()
        if not holds_store and not create:
            raise RequestError(f"{folder}: no store there: make one with `cityties build --store {folder}`")
        if folder.exists() and not folder.is_dir():
            raise RequestError(f"{folder}: a file, where a store needs a folder: name another place")
        if not holds_store and folder.is_dir() and any(folder.iterdir()):
            raise RequestError(f"{folder}: holds other files than a store: name an empty or a new folder")
        try:
            store = cls(pyoxigraph.Store.read_only(str(folder)) if read_only else pyoxigraph.Store(str(folder)))
        except (OSError, RuntimeError) as error:  # the second: a damaged file
            raise RequestError(
                f"{folder}: the store cannot be opened: {first_line(error)}: build it again, or take a copy"
            ) from error
        store.place = Path(location)
        store.generation = folder if read_only and folder != store.place else None
        if store.is_outdated and not outdated:
            raise RequestError(
                f"{location}: a store of an earlier cityties: renew it with `cityties build --store {location}`"
            )
        return store

    @property
    def is_outdated(self) -> bool:
        """Say whether an earlier cityties wrote the store: what followed stood in a named graph, facts nowhere."""
        return self._inner.contains_named_graph(IRI(INFERRED_GRAPH))

    def query(self, text: str, /, base: str | None = None, **terms: Term | None) -> Rows | bool | list[Triple]:
        """Run any SPARQL query: rows for SELECT, a truth for ASK, triples for CONSTRUCT and DESCRIBE."""
        refuse_deep_query(text)  # before its terms, which are a row of VALUES: it is the same text each time
        text = with_values(text, terms)
        try:
            answer = self._inner.query(text, prefixes=PREFIXES, base_iri=base)
            if isinstance(answer, pyoxigraph.QuerySolutions):
                variables = tuple(variable.value for variable in answer.variables)
                return Rows(variables, [tuple(solution) for solution in answer])
            if isinstance(answer, pyoxigraph.QueryBoolean):
                return bool(answer)
            return list(answer)
        except SyntaxError as error:
            raise RequestError(f"not a SPARQL query: {first_line(error)}") from error
        except (RuntimeError, OSError, ValueError) as error:
            raise RequestError(f"the query cannot be run: {first_line(error)}") from error

    def write_answer(
        self,
        text: str,
        target: IO[bytes],
        *,
        rows: str | None,
        triples: RdfFormat | None,
        default: Sequence[str] = (),
        named: Sequence[str] = (),
        base: str | None = None,
    ) -> str | None:
        """Run any SPARQL query and write its answer: rows as json, xml, csv or tsv, triples in an RDF syntax."""
        refuse_deep_query(text)
        try:
            dataset: dict[str, Any] = {}
            if default or named:
                dataset = {"default_graph": [IRI(g) for g in default], "named_graphs": [IRI(g) for g in named]}
            answer = self._inner.query(text, prefixes=PREFIXES, base_iri=base, **dataset)
            if isinstance(answer, pyoxigraph.QueryTriples):
                if triples is None:
                    return None
                pyoxigraph.serialize(answer, target, format=triples, prefixes=known_prefixes(triples))
                return "triples"
            form = rows and pyoxigraph.QueryResultsFormat.from_extension(rows)
            if not form:
                return None
            answer.serialize(target, format=form)
            return "rows"
        except SyntaxError as error:
            raise RequestError(f"not a SPARQL query: {first_line(error)}") from error
        except (RuntimeError, ValueError) as error:
            raise RequestError(f"the query cannot be run: {first_line(error)}") from error

    def graphs(self) -> list[str]:
        """Name the graphs of the store, sorted."""
        return sorted(graph.value for graph in self._inner.named_graphs() if isinstance(graph, IRI))

    def facts(self) -> Iterator[Triple]:
        """Give the statements of the default graph."""
        return (quad.triple for quad in self._facts())

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """Give the accounts: the statements of one named graph, or of all."""
        if graph is not None:
            return self._inner.quads_for_pattern(None, None, None, IRI(graph))
        return (quad for name in self.graphs() for quad in self.quads(name))

    def about(self, node: IRI | BlankNode, graph: str | None = None) -> Iterator[Quad]:
        """Give the facts whose subject a node is, or what one named graph says of it."""
        return self._facts(node) if graph is None else self._inner.quads_for_pattern(node, None, None, IRI(graph))

    def accounts_of(self, node: IRI | BlankNode) -> Iterator[Quad]:
        """Give what the named graphs say of a node, each in its graph."""
        return _named(self._inner.quads_for_pattern(node, None, None, None))

    def naming(self, node: IRI) -> Iterator[Quad]:
        """Give the facts whose object a node is."""
        return self._facts(None, None, node)

    def accounts_naming(self, node: IRI) -> Iterator[Quad]:
        """Give the statements of the named graphs whose object a node is."""
        return _named(self._inner.quads_for_pattern(None, None, node, None))

    def conclusions(self) -> Iterator[Triple]:
        """Give the facts that no named graph says: what follows from the others."""
        return (quad.triple for quad in self._facts() if not self._is_said(quad.triple))

    def values(self, nodes: Iterable[Node], properties: Sequence[IRI]) -> Iterator[tuple[Node, IRI, Term]]:
        """Look up what some nodes have for some properties: node, property, value."""
        for node in nodes:
            for property_ in properties:
                for quad in self._facts(node, property_):
                    yield node, property_, quad.object

    def bearers(self, nodes: Iterable[Node], properties: Sequence[IRI]) -> Iterator[tuple[Node, IRI, IRI | BlankNode]]:
        """Look up what has some nodes for some properties: node, property, the thing that has it."""
        for node in nodes:
            for property_ in properties:
                for quad in self._facts(None, property_, node):
                    if isinstance(quad.subject, IRI | BlankNode):
                        yield node, property_, quad.subject

    def named(self, names: Iterable[Literal], properties: Sequence[IRI]) -> set[IRI]:
        """Find the things that have one of some names, to the letter, for one of some properties."""
        return {
            quad.subject
            for name in names
            for property_ in properties
            for quad in self._facts(None, property_, name)
            if isinstance(quad.subject, IRI)
        }

    def _facts(
        self, subject: IRI | BlankNode | None = None, predicate: IRI | None = None, value: Term | None = None
    ) -> Iterator[Quad]:
        return self._inner.quads_for_pattern(subject, predicate, value, _FACTS)

    def _is_said(self, triple: Triple) -> bool:
        """Say whether an account says a fact, in its own names of what the fact names."""
        return any(
            True
            for subject in self._accounts(triple.subject)
            for value in self._accounts(triple.object)
            for _ in _named(self._inner.quads_for_pattern(subject, triple.predicate, value, None))
        )

    def _accounts(self, term: Any) -> list[Any]:
        if not isinstance(term, IRI):
            return [term]
        return [term, *(quad.subject for quad in self._facts(None, _ACCOUNT_OF, term) if quad.subject != term)]

    def update(self, text: str, base: str | None = None) -> None:
        """Run a SPARQL update: all of it, or none. Raises RequestError on what is none."""
        refuse_deep_query(text, is_update=True)
        try:
            self._inner.update(text, prefixes=PREFIXES, base_iri=base)
        except (SyntaxError, ValueError, RuntimeError, OSError) as error:
            raise RequestError(f"the update cannot be run: {first_line(error)}") from error

    def put_file(self, graph: str, path: Path) -> None:
        """Put a file of N-Triples in the place of what stood in one graph: whole or not at all."""
        self.replace({graph: [quad.triple for quad in parse(path, RdfFormat.N_TRIPLES)]})

    def replace(self, graphs: Mapping[str, Sequence[Triple]]) -> None:
        """Put whole graphs in the place of what stood under their names: all of them, or none."""
        names = {name: IRI(name) for name in graphs}  # refuses what is not an IRI
        if not any(True for name in graphs for _ in self.quads(name)):
            self._inner.extend(
                Quad(triple.subject, triple.predicate, triple.object, names[name])
                for name, triples in graphs.items()
                for triple in triples
            )
            return
        steps = [f"DROP SILENT GRAPH {name}" for name in names.values()]
        for name, triples in graphs.items():
            if triples:
                lines = serialize(triples, RdfFormat.N_TRIPLES).decode()
                steps.append(f"INSERT DATA {{ GRAPH {names[name]} {{\n{lines}}} }}")
        self._inner.update(" ;\n".join(steps))  # one transaction

    def add(self, graph: str, triples: Iterable[Triple]) -> None:
        """Add statements to one graph: all of them, or none."""
        name = IRI(graph)
        self._inner.extend(Quad(t.subject, t.predicate, t.object, name) for t in triples)

    def drop(self, graph: str) -> None:
        """Forget one graph."""
        self._inner.remove_graph(IRI(graph))

    def remove(self, graph: str, triples: Iterable[Triple]) -> None:
        """Take statements out of one graph; those that are not there are passed over."""
        name = IRI(graph)
        for t in triples:
            self._inner.remove(Quad(t.subject, t.predicate, t.object, name))

    def bulk_load(self, path: Path, graph: str) -> None:
        """Load a file of N-Triples into one graph and the facts, fast and with little memory, not all or nothing.

        Raises DataError, with the line, on what is not N-Triples and on things without a name.
        """
        with path.open("rb") as stream, self.loading(graph, str(path)) as loader:
            while lines := stream.readlines(_SLICE):
                loader.put(b"".join(lines))

    @contextmanager
    def loading(self, graph: str, name: str, *, facts: bool = True) -> Iterator[Loader]:
        """Give a loader that takes N-Triples, whole lines at a time, into one graph, as bulk_load does."""
        into: list[IRI | pyoxigraph.DefaultGraph] = [IRI(graph), *([_FACTS] if facts else [])]

        def load(piece: bytes) -> None:  # may live on when the store is closed, and must not keep its files open
            for target in into:
                self._inner.bulk_load(input=piece, format=RdfFormat.N_TRIPLES, to_graph=target)

        with Loader(load, name) as loader:
            yield loader

    def load_text(self, graph: str, text: bytes) -> None:
        """Load N-Triples that we wrote ourselves into one graph and the facts, in memory and in one go."""
        for target in (IRI(graph), _FACTS):
            self._inner.bulk_load(input=text, format=RdfFormat.N_TRIPLES, to_graph=target)

    def pour_into(self, other: LocalStore) -> None:
        """Write all that this store holds into an empty one, slice by slice, so that memory stays flat."""
        for name in self.graphs():
            self._pour(IRI(name), other)
        self._pour(_FACTS, other)

    def _pour(self, graph: IRI | pyoxigraph.DefaultGraph, other: LocalStore) -> None:
        def load(piece: bytes) -> None:
            other._inner.bulk_load(input=piece, format=RdfFormat.N_TRIPLES, to_graph=graph)

        with Loader(load, str(graph)) as loader:
            lines = Lines(loader.put, other._inner.extend, graph)
            self._inner.dump(cast("IO[bytes]", lines), RdfFormat.N_TRIPLES, from_graph=graph)
            lines.close()

    # The default graph.

    def add_facts(self, triples: Iterable[Triple]) -> None:
        """Add statements to the default graph alone: for a store that is thrown away after a look."""
        self._inner.extend(Quad(t.subject, t.predicate, t.object) for t in triples)

    def load_facts(self, path: Path) -> None:
        """Load a file of N-Triples that was looked at before into the default graph alone, without a second look."""
        self._inner.bulk_load(path=str(path), format=RdfFormat.N_TRIPLES, to_graph=_FACTS)

    def gather(self, things: Iterable[IRI | BlankNode] | None = None) -> None:
        """Let the default graph hold just what the named graphs say: of some things, or of all.

        What was concluded of these things goes.
        """
        if things is None:
            self._inner.update(_UNSAY.format(values="") % "")
            if self._in_memory:
                self._inner.update(_SAY.format(values=""))
                return
            quads = self._inner.quads_for_pattern(None, None, None, None)
            said = (Quad(q.subject, q.predicate, q.object) for q in _named(quads))
            while batch := list(islice(said, _BATCH)):
                self._inner.bulk_extend(batch)
            return
        remaining = iter(things)
        while some := list(islice(remaining, _LOOKED_UP)):
            names = " ".join(str(thing) for thing in some if isinstance(thing, IRI))
            values = f"VALUES ?s {{ {names} }}"
            self._inner.update(f"{_UNSAY.format(values=values) % ''} ; {_SAY.format(values=values)}")
            for thing in some:
                if isinstance(thing, BlankNode):  # which no text of a query can name
                    self._gather_nameless(thing)

    def _gather_nameless(self, thing: BlankNode) -> None:
        said = {Quad(q.subject, q.predicate, q.object) for q in self.accounts_of(thing)}
        for quad in set(self._facts(thing)) - said:
            self._inner.remove(quad)
        self._inner.extend(said)

    def forget(self, properties: Iterable[IRI]) -> None:
        """Take out of the default graph what no account says, of some properties."""
        for property_ in properties:
            self._inner.update(_UNSAY.format(values=f"VALUES ?p {{ {property_} }}") % _JOINED, prefixes=PREFIXES)

    def remove_facts(self, triples: Iterable[Triple]) -> None:
        """Take statements out of the facts; those that are not there are passed over."""
        for t in triples:
            self._inner.remove(Quad(t.subject, t.predicate, t.object))

    def rename_fact(self, old: IRI, new: IRI) -> None:
        """Let every fact that names one thing name another instead."""
        moved = {*self._facts(old), *self._facts(None, None, old)}
        self._inner.extend(
            Quad(new if q.subject == old else q.subject, q.predicate, new if q.object == old else q.object)
            for q in moved
        )
        for quad in moved:
            self._inner.remove(quad)

    def conclude(self, text: str, each: str = "", things: Iterable[Term] | None = None) -> None:
        """Add to the default graph what a CONSTRUCT gives.

        With ``each``, such as "?tie a ct:Tie", the things of that class, or only some ``things``, go in by batches
        where the text says VALUES ?tie { UNDEF }: memory then stays flat, however many there are. Raises
        RequestError on what is no CONSTRUCT.
        """
        try:
            for part in self._batches(text, each, things) if each else (text,):
                found = self._inner.query(part, prefixes=PREFIXES)
                if not isinstance(found, pyoxigraph.QueryTriples):
                    raise RequestError("a CONSTRUCT or DESCRIBE query is wanted here")
                while batch := [Quad(t.subject, t.predicate, t.object) for t in islice(found, _BATCH)]:
                    self._inner.bulk_extend(batch)
        except SyntaxError as error:
            raise RequestError(f"not a SPARQL query: {first_line(error)}") from error

    def _batches(self, text: str, each: str, things: Iterable[Term] | None) -> Iterator[str]:
        variable = each.split()[0]
        place = f"VALUES {variable} {{ UNDEF }}"
        if place not in text:
            raise RequestError(f"each {each}: the text nowhere says {place}")
        if things is None:
            found = self._inner.query(f"SELECT {variable} WHERE {{ {each} }}", prefixes=PREFIXES)
            things = (one[0] for one in cast("pyoxigraph.QuerySolutions", found))
        named = (str(thing) for thing in things if not isinstance(thing, BlankNode))
        while batch := list(islice(named, _THINGS)):
            yield text.replace(place, f"VALUES {variable} {{ {' '.join(batch)} }}")

    @property
    def model(self) -> LocalStore:
        """The store to follow nodes without a name in, such as the paths of the ontology's readings."""
        return self

    def count(self, graph: str | None = None) -> int:
        """Count the statements of one named graph, or the facts."""
        pattern = "{ ?s ?p ?o }" if graph is None else f"{{ GRAPH {IRI(graph)} {{ ?s ?p ?o }} }}"
        (number,) = self.select(f"SELECT (COUNT(*) AS ?n) WHERE {pattern}").rows[0]
        return int(number.value) if isinstance(number, Literal) else 0

    def holds(self, quad: Quad) -> bool:
        """Say whether a statement stands in its graph."""
        return quad in self._inner

    def copy_to(self, folder: Path) -> None:
        """Copy a store on disk into a new folder: links to the same files, so that size does not matter."""
        self._inner.backup(str(folder))

    def close(self) -> None:
        """Let the files of a store on disk go. The store is of no use afterwards."""
        self._inner = pyoxigraph.Store()

    def flush(self) -> None:
        """Make sure that all is on disk."""
        self._inner.flush()

    def compact(self) -> None:
        """Put the files of a store on disk in order: some seconds a million statements, once.

        A store that was written slice by slice is read three to five times as fast afterwards.
        """
        self._inner.optimize()

    def __len__(self) -> int:
        """Count what the named graphs say, statement by statement."""
        return sum(self.count(name) for name in self.graphs())

    @property
    def dataset(self) -> rdflib.Dataset:
        """The same store as an rdflib Dataset: what is changed there is changed here."""
        import oxrdflib
        import rdflib

        return rdflib.Dataset(store=oxrdflib.OxigraphStore(store=self._inner))


def _named(quads: Iterable[Quad]) -> Iterator[Quad]:
    return (quad for quad in quads if quad.graph_name != _FACTS)


def as_stored(triples: Iterable[Triple]) -> list[Triple]:
    """Give statements, each once, as a store gives them back: with its own spelling of numbers and language tags."""
    store = LocalStore()
    store.add(INFERRED_GRAPH, triples)
    return [quad.triple for quad in store.quads()]
