"""The store: named graphs, one a source; a default graph of facts; and SPARQL as the standard says.

The only room that knows Oxigraph (https://pyoxigraph.readthedocs.io). A store lives in memory
or, with a folder, on disk (RocksDB). Named graphs hold accounts: what one source says. The default
graph holds facts: each statement of the accounts once, and what follows from them. ``cityties.facts.settle``
keeps it so; what writes a named graph here leaves the default graph to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeAlias, cast

import pyoxigraph
from pyoxigraph import BlankNode, Literal, Quad, RdfFormat, Triple
from pyoxigraph import NamedNode as IRI  # noqa: N814

from cityties.model.errors import DataError, RequestError
from cityties.model.vocabulary import INFERRED_GRAPH, PREFIXES
from cityties.store import generation
from cityties.store.loading import Loader

if TYPE_CHECKING:
    import rdflib

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

# The outermost pattern: the first WHERE that no comment hides, and its brace.
# A query may say by a comment, `# parameters`, that they belong elsewhere, as into a sub-select.
_PARAMETERS = re.compile(r"^[ \t]*# parameters[ \t]*$", re.MULTILINE)
_PATTERN = re.compile(r"^[^#\n]*?\bWHERE\s*\{", re.MULTILINE)
_SLICE = 8_000_000  # bytes
_BATCH = 50_000  # statements
_THINGS = 10_000  # in one text of a query
_LOOKED_UP = 200  # things in one text of an update: more, and the store would rather scan than look up
_FACTS = pyoxigraph.DefaultGraph()
_UNSAY = "DELETE {{ ?s ?p ?o }} WHERE {{ {values} ?s ?p ?o FILTER NOT EXISTS {{ GRAPH ?g {{ ?s ?p ?o }} }} }}"
_SAY = "INSERT {{ ?s ?p ?o }} WHERE {{ {values} GRAPH ?g {{ ?s ?p ?o }} }}"

Term: TypeAlias = IRI | BlankNode | Literal | Triple


@dataclass(frozen=True)
class Rows:
    """The answer of a SELECT: its variables, and one tuple of terms a row (None where unbound)."""

    variables: tuple[str, ...]
    rows: list[tuple[Term | None, ...]]

    def __iter__(self) -> Iterator[tuple[Term | None, ...]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def _repr_html_(self) -> str:
        from cityties.display.answer import Answer

        return Answer.of_rows(self)._repr_html_()


class Store:
    """Named graphs that can be queried together, replaced one by one, and seen through rdflib."""

    def __init__(self, inner: pyoxigraph.Store | None = None) -> None:
        self._inner = pyoxigraph.Store() if inner is None else inner
        self._in_memory = inner is None

    @classmethod
    def open(
        cls, location: str | Path, *, read_only: bool = False, create: bool = False, outdated: bool = False
    ) -> Store:
        """Open a store on disk, or behind an address.

        Raises RequestError where there is no store (unless ``create``), where it was written by an earlier cityties
        (unless ``outdated``), where the folder holds something else, or where another program has it open for writing.
        """
        if str(location).startswith(("http://", "https://")):
            from cityties.store.remote import RemoteStore

            return RemoteStore(str(location))
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
                f"{folder}: the store cannot be opened: {_first_line(error)}: build it again, or take a copy"
            ) from error
        if store.is_outdated and not outdated:
            raise RequestError(
                f"{location}: a store of an earlier cityties: renew it with `cityties build --store {location}`"
            )
        return store

    @property
    def is_outdated(self) -> bool:
        """Say whether an earlier cityties wrote the store: what followed stood in a named graph, facts nowhere."""
        return self._inner.contains_named_graph(IRI(INFERRED_GRAPH))

    def query(self, text: str, **terms: Term | None) -> Rows | bool | list[Triple]:
        """Run any SPARQL query: rows for SELECT, a truth for ASK, triples for CONSTRUCT and DESCRIBE.

        ``terms`` binds variables to terms: they enter as one VALUES row, each written by the RDF
        library itself, so that no text of a user's becomes part of the query. The well-known
        prefixes need not be declared. Raises RequestError with line and column on what is not SPARQL.
        """
        text = with_values(text, {name: term for name, term in terms.items() if term is not None})
        try:
            answer = self._inner.query(text, prefixes=PREFIXES)
            if isinstance(answer, pyoxigraph.QuerySolutions):
                variables = tuple(variable.value for variable in answer.variables)
                return Rows(variables, [tuple(solution) for solution in answer])
            if isinstance(answer, pyoxigraph.QueryBoolean):
                return bool(answer)
            return list(answer)
        except SyntaxError as error:
            raise RequestError(f"not a SPARQL query: {_first_line(error)}") from error
        except (RuntimeError, OSError, ValueError) as error:
            raise RequestError(f"the query cannot be run: {_first_line(error)}") from error

    def write_answer(
        self,
        text: str,
        target: IO[bytes],
        *,
        rows: str | None,
        triples: RdfFormat | None,
        default: Sequence[str] = (),
        named: Sequence[str] = (),
    ) -> str | None:
        """Run any SPARQL query and write its answer: rows as json, xml, csv or tsv, triples in an RDF syntax.

        Says which it wrote, "rows" or "triples", or None where the form for its kind is not given.
        ``default`` and ``named`` are the dataset, in the place of the one that the query names by FROM. Raises
        RequestError on what is not SPARQL.
        """
        try:
            dataset: dict[str, Any] = {}
            if default or named:
                dataset = {"default_graph": [IRI(g) for g in default], "named_graphs": [IRI(g) for g in named]}
            answer = self._inner.query(text, prefixes=PREFIXES, **dataset)
            if isinstance(answer, pyoxigraph.QueryTriples):
                if triples is None:
                    return None
                pyoxigraph.serialize(answer, target, format=triples, prefixes=_prefixes(triples))
                return "triples"
            form = rows and pyoxigraph.QueryResultsFormat.from_extension(rows)
            if not form:
                return None
            answer.serialize(target, format=form)
            return "rows"
        except SyntaxError as error:
            raise RequestError(f"not a SPARQL query: {_first_line(error)}") from error
        except (RuntimeError, ValueError) as error:
            raise RequestError(f"the query cannot be run: {_first_line(error)}") from error

    def write_graph(self, graph: str | None, target: IO[bytes], form: RdfFormat) -> None:
        """Write one graph, or the facts, in an RDF syntax."""
        triples = self.facts() if graph is None else (quad.triple for quad in self.quads(graph))
        pyoxigraph.serialize(triples, target, format=form, prefixes=_prefixes(form))

    def write_about(self, node: IRI, target: IO[bytes], form: RdfFormat) -> None:
        """Write what is said of a node, with what its nodes without a name hold, in an RDF syntax."""
        found: dict[Triple, None] = {}
        waiting: list[IRI | BlankNode] = [node]
        while waiting:
            for quad in self.about(waiting.pop()):
                if quad.triple not in found and isinstance(quad.object, BlankNode):
                    waiting.append(quad.object)
                found[quad.triple] = None
        pyoxigraph.serialize(list(found), target, format=form, prefixes=_prefixes(form))

    def select(self, text: str, **terms: Term | None) -> Rows:
        """Run a SELECT. Raises RequestError on any other kind of query."""
        answer = self.query(text, **terms)
        if not isinstance(answer, Rows):
            raise RequestError("a SELECT query is wanted here")
        return answer

    def select_among(self, text: str, name: str, terms: Sequence[Term]) -> Rows:
        """Run a SELECT in which a variable is one of some terms. Raises RequestError on any other query."""
        rows = " ".join(str(term) for term in terms)
        return self.select(_with_head(text, f"VALUES ?{name} {{ {rows} }}"))

    def construct(self, text: str) -> list[Triple]:
        """Run a CONSTRUCT or DESCRIBE. Raises RequestError on any other kind of query."""
        answer = self.query(text)
        if not isinstance(answer, list):
            raise RequestError("a CONSTRUCT or DESCRIBE query is wanted here")
        return answer

    def ask(self, text: str, **terms: Term | None) -> bool:
        """Run an ASK. Raises RequestError on any other kind of query."""
        answer = self.query(text, **terms)
        if not isinstance(answer, bool):
            raise RequestError("an ASK query is wanted here")
        return answer

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

    def values(self, nodes: Iterable[IRI], properties: Sequence[IRI]) -> Iterator[tuple[IRI, IRI, Term]]:
        """Look up what some nodes have for some properties: node, property, value."""
        for node in nodes:
            for property_ in properties:
                for quad in self._facts(node, property_):
                    yield node, property_, quad.object

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
        found = self._inner.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
        return any(True for _ in _named(found))

    def update(self, text: str) -> None:
        """Run a SPARQL update: all of it, or none. Raises RequestError on what is none."""
        try:
            self._inner.update(text, prefixes=PREFIXES)
        except (SyntaxError, ValueError, RuntimeError, OSError) as error:
            raise RequestError(f"the update cannot be run: {_first_line(error)}") from error

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
        inner = self._inner
        into: list[IRI | pyoxigraph.DefaultGraph] = [IRI(graph), *([_FACTS] if facts else [])]

        def load(piece: bytes) -> None:
            for target in into:
                inner.bulk_load(input=piece, format=RdfFormat.N_TRIPLES, to_graph=target)

        with Loader(load, name) as loader:
            yield loader

    # The default graph.

    def gather(self, things: Iterable[IRI | BlankNode] | None = None) -> None:
        """Let the default graph hold just what the named graphs say: of some things, or of all.

        What was concluded of these things goes.
        """
        if things is None:
            self._inner.update(_UNSAY.format(values=""))
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
            self._inner.update(f"{_UNSAY.format(values=values)} ; {_SAY.format(values=values)}")
            for thing in some:
                if isinstance(thing, BlankNode):  # which no text of a query can name
                    self._gather_nameless(thing)

    def _gather_nameless(self, thing: BlankNode) -> None:
        said = {Quad(q.subject, q.predicate, q.object) for q in self.accounts_of(thing)}
        for quad in set(self._facts(thing)) - said:
            self._inner.remove(quad)
        self._inner.extend(said)

    def forget(self, properties: Iterable[IRI]) -> None:
        """Take out of the default graph what no named graph says, of some properties."""
        for property_ in properties:
            self._inner.update(_UNSAY.format(values=f"VALUES ?p {{ {property_} }}"))

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
            raise RequestError(f"not a SPARQL query: {_first_line(error)}") from error

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
    def model(self) -> Store:
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


def parse(path: Path, format: RdfFormat | None = None) -> list[Quad]:
    """Read an RDF file whole.

    Raises DataError that names file, line and column where it is not what its suffix says.
    """
    chosen = format or RdfFormat.from_extension(path.suffix.lstrip(".").lower())
    if chosen is None:
        raise DataError(f"{path}: no RDF format goes by that suffix: use .ttl, .trig, .nt, .nq, .jsonld or .rdf")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DataError(f"{path}: cannot be read: {error.strerror or error}") from error
    try:
        return list(pyoxigraph.parse(data, format=chosen, base_iri=path.resolve().as_uri(), rename_blank_nodes=True))
    except SyntaxError as error:
        place = f":{error.lineno}:{error.offset}" if error.lineno else ""
        raise DataError(f"{path}{place}: not {chosen.name}: {_first_line(error)}") from error
    except ValueError as error:
        raise DataError(f"{path}: not {chosen.name}: {_first_line(error)}") from error


def parse_text(text: str, format: RdfFormat) -> list[Quad]:
    """Read RDF from a text. Raises DataError where it is not of the format."""
    try:
        return list(pyoxigraph.parse(text.encode("utf-8"), format=format))
    except (SyntaxError, ValueError) as error:
        raise DataError(f"not {format.name}: {_first_line(error)}") from error


def read_answer(data: bytes, where: str) -> Rows | bool:
    """Read the JSON that a server answers a SELECT or an ASK with. Raises RequestError on anything else."""
    try:
        answer = pyoxigraph.parse_query_results(data, pyoxigraph.QueryResultsFormat.JSON)
        if isinstance(answer, pyoxigraph.QueryBoolean):
            return bool(answer)
        return Rows(tuple(variable.value for variable in answer.variables), [tuple(solution) for solution in answer])
    except (SyntaxError, ValueError) as error:
        raise RequestError(f"{where}: answers with what is no SPARQL result: {_first_line(error)}") from error


def as_stored(triples: Iterable[Triple]) -> list[Triple]:
    """Give statements, each once, as a store gives them back: with its own spelling of numbers and language tags."""
    store = Store()
    store.add(INFERRED_GRAPH, triples)
    return [quad.triple for quad in store.quads()]


def canonical(quads: Iterable[Quad]) -> list[Quad]:
    """Name blank nodes by RDFC-1.0 (https://www.w3.org/TR/rdf-canon/) and sort: same data, same list."""
    dataset = pyoxigraph.Dataset(quads)
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(dataset, key=_order)


def serialize(statements: Iterable[Triple] | Iterable[Quad], format: RdfFormat) -> bytes:
    """Write triples or quads in the order given, with the prefixes that occur in them."""
    listed: list[Triple | Quad] = list(statements)
    prefixes = None if format in (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS) else _used_prefixes(listed)
    written = pyoxigraph.serialize(cast(list[Quad], listed), format=format, prefixes=prefixes)
    if written is None:
        raise RequestError(f"nothing was written as {format.name}")
    return written


def _prefixes(form: RdfFormat) -> dict[str, str] | None:
    return None if form in (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS) else PREFIXES


def _used_prefixes(statements: Sequence[Triple | Quad]) -> dict[str, str]:
    seen: set[str] = set()
    for statement in statements:
        terms: list[object] = [statement.subject, statement.predicate, statement.object]
        if isinstance(statement, Quad):
            terms.append(statement.graph_name)
        for term in terms:
            if isinstance(term, Literal):
                term = term.datatype
            if isinstance(term, IRI):
                cut = max(term.value.rfind("/"), term.value.rfind("#")) + 1
                seen.add(term.value[:cut])
    return {name: iri for name, iri in PREFIXES.items() if iri in seen}


def _order(quad: Quad) -> tuple[str, str, str, str]:
    return (str(quad.graph_name), str(quad.subject), str(quad.predicate), str(quad.object))


def with_values(text: str, terms: dict[str, Term]) -> str:
    """Bind variables by a VALUES row at the head of a query's outermost pattern."""
    if not terms:
        return text
    names = " ".join(f"?{name}" for name in terms)
    row = " ".join(str(term) for term in terms.values())
    return _with_head(text, f"VALUES ({names}) {{ ({row}) }}")


def _with_head(text: str, values: str) -> str:
    if _PARAMETERS.search(text):
        return _PARAMETERS.sub(lambda mark: values, text)
    found = _PATTERN.search(text)
    if found is None:
        raise RequestError("the query has no pattern that parameters could be bound in: write WHERE { … }")
    return f"{text[: found.end()]}\n  {values}{text[found.end() :]}"


def _first_line(error: BaseException) -> str:
    text = error.msg if isinstance(error, SyntaxError) else str(error)
    return text.splitlines()[0] if text else type(error).__name__
