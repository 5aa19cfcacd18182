"""The store: named graphs, one a source, and SPARQL over all of them.

The only room that knows Oxigraph (https://pyoxigraph.readthedocs.io). A store lives in memory
or, with a folder, on disk (RocksDB). The default graph of every query is the union of the named
graphs, so the same triple told by two sources can come twice: queries say DISTINCT.
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
from cityties.model.vocabulary import PREFIXES
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

    @classmethod
    def open(cls, location: str | Path, *, read_only: bool = False, create: bool = False) -> Store:
        """Open a store on disk, or behind an address.

        Raises RequestError where there is no store (unless ``create``), where the folder holds
        something else, or where another program has it open for writing.
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
            if read_only:
                return cls(pyoxigraph.Store.read_only(str(folder)))
            return cls(pyoxigraph.Store(str(folder)))
        except (OSError, RuntimeError) as error:  # the second: a damaged file
            raise RequestError(
                f"{folder}: the store cannot be opened: {_first_line(error)}: build it again, or take a copy"
            ) from error

    def query(self, text: str, **terms: Term | None) -> Rows | bool | list[Triple]:
        """Run any SPARQL query: rows for SELECT, a truth for ASK, triples for CONSTRUCT and DESCRIBE.

        ``terms`` binds variables to terms: they enter as one VALUES row, each written by the RDF
        library itself, so that no text of a user's becomes part of the query. The well-known
        prefixes need not be declared. Raises RequestError with line and column on what is not SPARQL.
        """
        text = with_values(text, {name: term for name, term in terms.items() if term is not None})
        try:
            answer = self._inner.query(text, prefixes=PREFIXES, use_default_graph_as_union=True)
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
        ``default`` and ``named`` are the dataset; without it all graphs together answer. Raises
        RequestError on what is not SPARQL.
        """
        try:
            dataset: dict[str, Any] = {"use_default_graph_as_union": True}
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
        """Write one graph, or all graphs together, in an RDF syntax."""
        triples = (quad.triple for quad in self.quads(graph))
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

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """Give the quads of one graph, or of all."""
        name = None if graph is None else IRI(graph)
        return self._inner.quads_for_pattern(None, None, None, name)

    def about(self, node: IRI | BlankNode, graph: str | None = None) -> Iterator[Quad]:
        """Give the statements whose subject a node is, in one graph or in all; the way to follow a blank node."""
        return self._inner.quads_for_pattern(node, None, None, None if graph is None else IRI(graph))

    def values(self, nodes: Iterable[IRI], properties: Sequence[IRI]) -> Iterator[tuple[IRI, IRI, Term]]:
        """Look up what some nodes have for some properties: node, property, value."""
        for node in nodes:
            for property_ in properties:
                for quad in self._inner.quads_for_pattern(node, property_, None, None):
                    yield node, property_, quad.object

    def named(self, names: Iterable[Literal], properties: Sequence[IRI]) -> set[IRI]:
        """Find the things that have one of some names, to the letter, for one of some properties."""
        return {
            quad.subject
            for name in names
            for property_ in properties
            for quad in self._inner.quads_for_pattern(None, property_, name, None)
            if isinstance(quad.subject, IRI)
        }

    def naming(self, node: IRI) -> Iterator[Quad]:
        """Give the statements whose object a node is."""
        return self._inner.quads_for_pattern(None, None, node, None)

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
        steps = [f"CLEAR SILENT GRAPH {name}" for name in names.values()]
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
        """Load a file of N-Triples into one graph, fast and with little memory, but not all or nothing.

        Raises DataError, with the line, on what is not N-Triples and on things without a name.
        """
        with path.open("rb") as stream, self.loading(graph, str(path)) as loader:
            while lines := stream.readlines(_SLICE):
                loader.put(b"".join(lines))

    @contextmanager
    def loading(self, graph: str, name: str) -> Iterator[Loader]:
        """Give a loader that takes N-Triples, whole lines at a time, into one graph, as bulk_load does."""
        inner, into = self._inner, IRI(graph)

        def load(piece: bytes) -> None:
            inner.bulk_load(input=piece, format=RdfFormat.N_TRIPLES, to_graph=into)

        with Loader(load, name) as loader:
            yield loader

    def conclude(self, graph: str, text: str, each: str = "") -> None:
        """Add to a graph what a CONSTRUCT gives over all graphs together.

        With ``each``, such as "?tie a ct:Tie", the things of that class go in by batches where the text
        says VALUES ?tie { UNDEF }: memory then stays flat, however many there are. Raises RequestError on
        what is no CONSTRUCT.
        """
        name = IRI(graph)
        try:
            for part in self._batches(text, each) if each else (text,):
                found = self._inner.query(part, prefixes=PREFIXES, use_default_graph_as_union=True)
                if not isinstance(found, pyoxigraph.QueryTriples):
                    raise RequestError("a CONSTRUCT or DESCRIBE query is wanted here")
                while batch := [Quad(t.subject, t.predicate, t.object, name) for t in islice(found, _BATCH)]:
                    self._inner.bulk_extend(batch)
        except SyntaxError as error:
            raise RequestError(f"not a SPARQL query: {_first_line(error)}") from error

    def _batches(self, text: str, each: str) -> Iterator[str]:
        variable = each.split()[0]
        place = f"VALUES {variable} {{ UNDEF }}"
        if place not in text:
            raise RequestError(f"each {each}: the text nowhere says {place}")
        things = self._inner.query(
            f"SELECT {variable} WHERE {{ {each} }}", prefixes=PREFIXES, use_default_graph_as_union=True
        )
        while batch := list(islice(cast("pyoxigraph.QuerySolutions", things), _THINGS)):
            told = " ".join(str(found[0]) for found in batch)
            yield text.replace(place, f"VALUES {variable} {{ {told} }}")

    @property
    def model(self) -> Store:
        """The store to follow nodes without a name in, such as the paths of the ontology's readings."""
        return self

    def count(self, graph: str) -> int:
        """Count the statements of one graph."""
        (number,) = self.select("SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?graph { ?s ?p ?o } }", graph=IRI(graph)).rows[0]
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
        return len(self._inner)

    @property
    def dataset(self) -> rdflib.Dataset:
        """The same store as an rdflib Dataset: what is changed there is changed here."""
        import oxrdflib
        import rdflib

        return rdflib.Dataset(store=oxrdflib.OxigraphStore(store=self._inner), default_union=True)


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
