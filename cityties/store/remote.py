"""A store behind an address: any server that speaks SPARQL 1.1, asked and written over HTTP.

Queries go by the SPARQL Protocol (https://www.w3.org/TR/sparql11-protocol/), whole graphs by the
Graph Store Protocol where the server has one, else by SPARQL Update. Credentials come from the
environment (CITYTIES_USER and CITYTIES_PASSWORD, or CITYTIES_TOKEN); CITYTIES_UPDATE and
CITYTIES_GRAPH_STORE name the addresses for writing where they are not those that the server's
make has them at. docs/endpoints.md says how each make of server is used.
"""

from __future__ import annotations

import re
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, NoReturn

from cityties.model import resources
from cityties.model.errors import RequestError
from cityties.model.language import files_of
from cityties.model.media import type_of
from cityties.model.vocabulary import FACTS_GRAPH, INFERRED_GRAPH, ONTOLOGY_GRAPH
from cityties.store.asking import Asking
from cityties.store.binding import with_values
from cityties.store.connection import Connection
from cityties.store.dialect import (
    STAGED,
    batches,
    format_of,
    is_account,
    plain,
    plain_triple,
    with_prefixes,
    with_valid_names,
)
from cityties.store.loading import Loader
from cityties.store.local import LocalStore
from cityties.store.rdf import parse, parse_text, read_answer, serialize
from cityties.store.term import IRI, BlankNode, Literal, Node, Quad, RdfFormat, Rows, Term, Triple

if TYPE_CHECKING:
    import httpx
    import rdflib

__all__ = ["RemoteStore"]

_ASKED: Final = 300  # things looked up by one query
_FORM: Final = re.compile(r"\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.IGNORECASE)
_HIDDEN: Final = re.compile(r"#[^\n]*|<[^<>\s]*>|\b(?:PREFIX|BASE)\b\s*[^\s<]*", re.IGNORECASE)
_FROM: Final = re.compile(r"(?<![?$\w:-])FROM\b", re.IGNORECASE)
_CONSTRUCT: Final = re.compile(r"\bCONSTRUCT\s*\{([^{}]*)\}\s*WHERE", re.IGNORECASE)


class RemoteStore(Asking):
    """The same as a Store, behind an address. Each write is one request, or staged and then moved in one."""

    far = True

    def __init__(self, address: str, client: httpx.Client | None = None) -> None:
        self.address = address
        self._line = Connection(address, client)
        weakref.finalize(self, self._line.close)

    # Asking.

    def query(self, text: str, /, base: str | None = None, **terms: Term | None) -> Rows | bool | list[Triple]:
        """Run any SPARQL query there. Raises RequestError as every store does."""
        form = _form(text)
        told = self._told(with_values(text, terms), base)
        if form in ("SELECT", "ASK"):
            reply = self._line.ask(told, "application/sparql-results+json")
            answer = read_answer(with_valid_names(reply.content), self.address)
            if reply.headers.get("x-sparql-maxrows"):
                raise RequestError(
                    f"{self.address}: cuts answers at {reply.headers['x-sparql-maxrows']} rows, so this one is not "
                    "whole: raise the server's limit (Virtuoso: ResultSetMaxRows)"
                )
            if isinstance(answer, Rows):
                return Rows(answer.variables, [tuple(map(plain, row)) for row in answer])
            return answer
        reply = self._line.ask(told, "application/n-triples, text/plain;q=0.9, text/turtle;q=0.8")
        return [plain_triple(quad.triple) for quad in parse_text(reply.text, format_of(reply))]

    def _told(self, text: str, base: str | None, dataset: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Say what is sent of a query: with the facts as its default graph, unless it names another dataset."""
        if dataset is None:
            dataset = {} if _FROM.search(_HIDDEN.sub(" ", text)) else self._dataset
        head = f"BASE {IRI(base)}\n" if base else ""
        return {"query": head + with_prefixes(text), **dataset}

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
        """Run any SPARQL query there and write its answer, in the form in which the server is asked for it."""
        is_rows = _form(text) in ("SELECT", "ASK")
        media = (type_of(rows) if rows else None) if is_rows else triples and triples.media_type
        if not media:
            return None
        dataset = {"default-graph-uri": list(default), "named-graph-uri": list(named)} if default or named else None
        reply = self._line.ask(self._told(text, base, dataset), media)
        if reply.headers.get("content-type", "").split(";")[0].strip() != media:
            raise RequestError(f"{self.address}: does not answer as {media}: ask for another form")
        target.write(reply.content)
        return "rows" if is_rows else "triples"

    @cached_property
    def _facts_graph(self) -> str | None:
        """Say in which graph the facts stand where the server has no default graph of its own; else None."""
        found = self._rows(f"SELECT ?p WHERE {{ GRAPH <{FACTS_GRAPH}> {{ ?s ?p ?o }} }} LIMIT 1")
        return FACTS_GRAPH if found else None

    @cached_property
    def _dataset(self) -> Mapping[str, Any]:
        """Name the graphs to ask, where the server's own default graph does not hold the facts."""
        if self._facts_graph is None:
            return {}
        # Two, of which one is empty: Virtuoso stumbles over paths such as ex:p? where it is one graph alone.
        return {"default-graph-uri": [self._facts_graph, STAGED], "named-graph-uri": self.graphs()}

    def _choose_facts_graph(self) -> None:
        """Find out, before facts are written, whether the default graph there is one, or all graphs together."""
        if self._facts_graph is not None:
            return
        mark = f"<{STAGED}> <{STAGED}> <{STAGED}>"
        self.update(f"INSERT DATA {{ GRAPH <{STAGED}> {{ {mark} }} }}")
        found = self._rows(f"SELECT ?s WHERE {{ ?s <{STAGED}> <{STAGED}> }}")
        self.update(f"DROP SILENT GRAPH <{STAGED}>")
        if found:
            self.__dict__["_facts_graph"] = FACTS_GRAPH

    def graphs(self) -> list[str]:
        """Name the graphs there, sorted, without those that the server keeps for itself."""
        rows = self._rows("SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
        return sorted(row[0].value for row in rows if isinstance(row[0], IRI) and is_account(row[0]))

    def facts(self) -> Iterator[Triple]:
        """Give the statements of the default graph: fetched whole."""
        return iter(self._whole(self._facts_graph))

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """Give the quads of one graph, or of all: fetched whole, graph by graph."""
        for name in [graph] if graph else self.graphs():
            for triple in self._whole(name):
                yield Quad(triple.subject, triple.predicate, triple.object, IRI(name))

    def _whole(self, name: str | None) -> list[Triple]:
        accept = {"Accept": "application/n-triples, text/plain;q=0.9, text/turtle;q=0.8"}
        if self._line.graph_store:
            which = {"graph": name} if name else {"default": ""}
            reply = self._line.send("GET", self._line.graph_store, params=which, headers=accept, missing=True)
            if reply.status_code == 404:
                return []
            return [plain_triple(quad.triple) for quad in parse_text(reply.text, format_of(reply))]
        pattern = f"GRAPH {IRI(name)} {{ ?s ?p ?o }}" if name else "?s ?p ?o"
        answer = self.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}")
        return answer if isinstance(answer, list) else []

    def about(self, node: IRI | BlankNode, graph: str | None = None) -> Iterator[Quad]:
        """Give the facts whose subject a node is, or what one named graph says of it.

        Raises RequestError on a blank node: it has no name there.
        """
        _refuse_nameless(node, self.address)
        if graph is not None:
            return self._matching("?p ?o", f"{node} ?p ?o", graph, lambda g, p, o: Quad(node, p, o, g))
        rows = self.select(f"SELECT ?p ?o WHERE {{ {node} ?p ?o }}")
        return iter([Quad(node, p, o) for p, o in rows if isinstance(p, IRI) and o is not None])

    def accounts_of(self, node: IRI | BlankNode) -> Iterator[Quad]:
        """Give what the named graphs say of a node, each in its graph. Raises RequestError on a blank node."""
        _refuse_nameless(node, self.address)
        return self._matching("?p ?o", f"{node} ?p ?o", None, lambda g, p, o: Quad(node, p, o, g))

    def naming(self, node: IRI) -> Iterator[Quad]:
        """Give the facts whose object a node is."""
        rows = self.select(f"SELECT ?s ?p WHERE {{ ?s ?p {node} }}")
        return iter([Quad(s, p, node) for s, p in rows if isinstance(s, IRI | BlankNode) and isinstance(p, IRI)])

    def accounts_naming(self, node: IRI) -> Iterator[Quad]:
        """Give the statements of the named graphs whose object a node is."""
        return self._matching("?s ?p", f"?s ?p {node}", None, lambda g, s, p: Quad(s, p, node, g))

    def conclusions(self) -> Iterator[Triple]:
        """Give the facts that no account says, in its own names of what they name: what follows from the others."""
        rows = self.select("SELECT ?s ?p ?o WHERE { ?s ?p ?o FILTER NOT EXISTS { GRAPH ?g { ?s ?p ?o } } }")
        told = self.select("SELECT ?account ?fact WHERE { ?account ct:accountOf ?fact }")
        names: dict[object, object] = {row[0]: row[1] for row in told}
        said = set()
        for account in names:
            if isinstance(account, IRI):
                for quad in (*self.accounts_of(account), *self.accounts_naming(account)):
                    subject, value = (names.get(end, end) for end in (quad.subject, quad.object))
                    said.add((subject, quad.predicate, value))
        return iter([Triple(*row) for row in rows if row not in said])  # type: ignore[arg-type]

    def values(self, nodes: Iterable[Node], properties: Sequence[IRI]) -> Iterator[tuple[Node, IRI, Term]]:
        """Look up what some nodes have for some properties: node, property, value."""
        return self._looked_up(nodes, properties, "?node ?property ?found")

    def bearers(self, nodes: Iterable[Node], properties: Sequence[IRI]) -> Iterator[tuple[Node, IRI, IRI | BlankNode]]:
        """Look up what has some nodes for some properties: node, property, the thing that has it."""
        for node, property_, thing in self._looked_up(nodes, properties, "?found ?property ?node"):
            if isinstance(thing, IRI | BlankNode):
                yield node, property_, thing

    def _looked_up(
        self, nodes: Iterable[Node], properties: Sequence[IRI], pattern: str
    ) -> Iterator[tuple[Node, IRI, Term]]:
        """Ask for so many nodes at once as a query holds; what has no name cannot be asked for from afar."""
        given = {node.value: node for node in nodes if isinstance(node, IRI)}
        listed = list(given)
        wanted = " ".join(map(str, properties))
        for start in range(0, len(listed), _ASKED):
            some = " ".join(str(given[name]) for name in listed[start : start + _ASKED])
            for node, property_, found in self.select(
                f"SELECT DISTINCT ?node ?property ?found WHERE {{ VALUES ?node {{ {some} }} "
                f"VALUES ?property {{ {wanted} }} {pattern} }}"
            ):
                if isinstance(node, IRI) and node.value in given and isinstance(property_, IRI) and found is not None:
                    yield given[node.value], property_, found

    def named(self, names: Iterable[Literal], properties: Sequence[IRI]) -> set[IRI]:
        """Find the things that have one of some names, to the letter, for one of some properties."""
        wanted = " ".join(map(str, properties))
        rows = self.select(
            f"SELECT DISTINCT ?thing WHERE {{ VALUES ?name {{ {' '.join(map(str, names))} }} "
            f"VALUES ?property {{ {wanted} }} ?thing ?property ?name }}"
        )
        return {thing for (thing,) in rows if isinstance(thing, IRI)}

    def _matching(self, names: str, pattern: str, graph: str | None, make: Any) -> Iterator[Quad]:
        where = f"VALUES ?g {{ {IRI(graph)} }} " if graph else ""
        rows = self._rows(f"SELECT DISTINCT ?g {names} WHERE {{ {where}GRAPH ?g {{ {pattern} }} }}")
        return iter([make(*row) for row in rows if is_account(row[0])])

    def holds(self, quad: Quad) -> bool:
        """Say whether a statement stands in its graph."""
        found = self._rows(f"SELECT ?g WHERE {{ GRAPH ?g {{ {quad.triple} }} FILTER(?g = {quad.graph_name}) }}")
        return bool(found)

    def count(self, graph: str | None = None) -> int:
        """Count the statements of one named graph, or the facts."""
        graph = graph or self._facts_graph
        pattern = "?s ?p ?o" if graph is None else f"GRAPH {IRI(graph)} {{ ?s ?p ?o }}"
        (number,) = self._rows(f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}")[0]
        return int(number.value) if isinstance(number, Literal) else 0

    def __len__(self) -> int:
        return sum(self.count(name) for name in self.graphs())

    def _rows(self, query: str) -> list[tuple[Term | None, ...]]:
        """Ask for graphs by name, whichever graphs there are by now."""
        reply = self._line.ask({"query": query}, "application/sparql-results+json")
        answer = read_answer(with_valid_names(reply.content), self.address)
        return answer.rows if isinstance(answer, Rows) else []

    @cached_property
    def model(self) -> LocalStore:
        """The ontology that cityties ships, in memory: nodes without a name can be followed there."""
        local = LocalStore()
        paths = [*resources.files("ontology", "*.ttl"), *resources.files("ontology", "alignments/*.ttl")]
        paths += files_of("labels.ttl")
        local.add(ONTOLOGY_GRAPH, [quad.triple for path in paths for quad in parse(path)])
        local.gather()
        return local

    @property
    def dataset(self) -> rdflib.Dataset:
        """The same store as an rdflib Dataset, asked through rdflib's own SPARQL client."""
        import rdflib
        from rdflib.plugins.stores.sparqlstore import SPARQLUpdateStore

        inner = SPARQLUpdateStore(self.address, self._line.update_address, context_aware=True)
        return rdflib.Dataset(store=inner)

    # Writing.

    def update(self, text: str, base: str | None = None) -> None:
        """Run a SPARQL update there."""
        head = f"BASE {IRI(base)}\n" if base else ""
        self._line.tell({"update": head + with_prefixes(text)})
        self.__dict__.pop("_dataset", None)  # there may be other graphs now

    def replace(self, graphs: Mapping[str, Sequence[Triple]]) -> None:
        """Put whole graphs in the place of what stood under their names: each whole or not at all."""
        for name, triples in graphs.items():
            self._put_graph(name, serialize(triples, RdfFormat.N_TRIPLES), triples)

    def put_file(self, graph: str, path: Path) -> None:
        """Put a file of N-Triples in the place of what stood in one graph: whole or not at all."""
        if self._line.graph_store:
            self._put_graph(graph, path.read_bytes(), ())
        else:
            self._put_graph(graph, b"", [quad.triple for quad in parse(path, RdfFormat.N_TRIPLES)])

    def _put_graph(self, name: str, data: bytes, triples: Sequence[Triple]) -> None:
        IRI(name)  # refuses what is not an IRI
        if self._line.graph_store:
            kind = {"Content-Type": "application/n-triples"}
            told = {"params": {"graph": name}, "headers": kind, "content": data}
            reply = self._line.send("PUT", self._line.graph_store, missing=True, **told)
            self.__dict__.pop("_dataset", None)
            if reply.status_code != 404:
                return
            self._line.do_without_graph_store()  # what answered there was no graph store
            triples = triples or [quad.triple for quad in parse_text(data.decode(), RdfFormat.N_TRIPLES)]
        self.update(f"DROP SILENT GRAPH <{STAGED}>")
        self._insert(STAGED, triples)
        move = f"MOVE SILENT GRAPH <{STAGED}> TO {IRI(name)}" if triples else f"DROP SILENT GRAPH {IRI(name)}"
        self.update(move)

    def add(self, graph: str, triples: Iterable[Triple]) -> None:
        """Add statements to one graph."""
        self._insert(graph, list(triples))

    def remove(self, graph: str, triples: Iterable[Triple]) -> None:
        """Take statements out of one graph; those that are not there are passed over."""
        for some in batches(list(triples)):
            lines = serialize(some, RdfFormat.N_TRIPLES).decode()
            self.update(f"DELETE DATA {{ GRAPH {IRI(graph)} {{\n{lines}}} }}")

    def drop(self, graph: str) -> None:
        """Forget one graph."""
        self.update(f"DROP SILENT GRAPH {IRI(graph)}")

    # The default graph.

    def gather(self, things: Iterable[IRI | BlankNode] | None = None) -> None:
        """Let the facts be just what the named graphs say: of some things, or of all."""
        self._choose_facts_graph()
        if things is None:
            self.update(f"CLEAR SILENT {f'GRAPH <{self._facts_graph}>' if self._facts_graph else 'DEFAULT'}")
            self._say("")
            return
        listed = list(things)
        named = [str(thing) for thing in listed if isinstance(thing, IRI)]
        for start in range(0, len(named), _ASKED):
            some = f"VALUES ?s {{ {' '.join(named[start : start + _ASKED])} }}"
            self._unsay(some)
            self._say(some)
        if len(named) < len(listed):  # whose names the server keeps for itself: all that have none
            self._unsay("FILTER(isBlank(?s))")
            self._say("FILTER(isBlank(?s))")

    def forget(self, properties: Iterable[IRI]) -> None:
        """Take out of the facts what no named graph says, of some properties."""
        for property_ in properties:
            self._unsay(f"VALUES ?p {{ {property_} }}", self._among_accounts())

    def add_facts(self, triples: Iterable[Triple]) -> None:
        """Add statements to the facts."""
        for some in batches(list(triples)):
            lines = serialize(some, RdfFormat.N_TRIPLES).decode()
            self.update(f"INSERT DATA {{ {self._among_facts(lines)} }}")

    def remove_facts(self, triples: Iterable[Triple]) -> None:
        """Take statements out of the facts; those that are not there are passed over."""
        for some in batches(list(triples)):
            lines = serialize(some, RdfFormat.N_TRIPLES).decode()
            self.update(f"DELETE DATA {{ {self._among_facts(lines)} }}")

    def rename_fact(self, old: IRI, new: IRI) -> None:
        """Let every fact that names one thing name another instead."""
        for pattern in ("?s ?p {}", "{} ?p ?o"):
            away, come = (self._among_facts(pattern.format(name)) for name in (old, new))
            self.update(f"DELETE {{ {away} }} INSERT {{ {come} }} WHERE {{ {away} }}")

    def _among_accounts(self) -> str:
        """Say that no account of a fact says it either, in its own names of what the fact names."""
        parts: list[str] = []
        for subject, value in (("?sa", "?o"), ("?s", "?oa"), ("?ba", "?bb")):
            linked = [f"{a} ct:accountOf {f}" for a, f in ((subject, "?s"), (value, "?o")) if a != f]
            graph = f"?g{len(parts)}"
            other = f" FILTER({graph} != <{self._facts_graph}>)" if self._facts_graph else ""
            told = f"GRAPH {graph} {{ {subject} ?p {value} }}{other}"
            parts.append(f"FILTER NOT EXISTS {{ {self._among_facts(' . '.join(linked))} {told} }}")
        return " ".join(parts)

    def _say(self, which: str) -> None:
        graphs = " ".join(str(IRI(name)) for name in self.graphs())
        self.update(
            f"INSERT {{ {self._among_facts('?s ?p ?o')} }} "
            f"WHERE {{ {which} VALUES ?g {{ {graphs} }} GRAPH ?g {{ ?s ?p ?o }} }}"
        )

    def _unsay(self, which: str, besides: str = "") -> None:
        fact = self._among_facts("?s ?p ?o")
        other = f" FILTER(?g != <{self._facts_graph}>)" if self._facts_graph else ""
        said = f"GRAPH ?g {{ ?s ?p ?o }}{other}"
        self.update(f"DELETE {{ {fact} }} WHERE {{ {which} {fact} FILTER NOT EXISTS {{ {said} }} {besides} }}")

    def _among_facts(self, pattern: str) -> str:
        return f"GRAPH <{self._facts_graph}> {{ {pattern} }}" if self._facts_graph else pattern

    def conclude(self, text: str, each: str = "", things: Iterable[Term] | None = None) -> None:
        """Add to the facts what a CONSTRUCT gives: drawn by the server itself, of some things or of all at once."""
        if not each:
            self._draw(text)
            return
        place = f"VALUES {each.split()[0]} {{ UNDEF }}"
        if things is None:
            self._draw(text.replace(place, ""))
            return
        named = [str(thing) for thing in things if not isinstance(thing, BlankNode)]
        for start in range(0, len(named), _ASKED):
            some = " ".join(named[start : start + _ASKED])
            self._draw(text.replace(place, f"VALUES {each.split()[0]} {{ {some} }}"))

    def _draw(self, text: str) -> None:
        found = _CONSTRUCT.search(text)
        if found is None:
            raise RequestError("a CONSTRUCT query is wanted here")
        head, body = text[: found.start()], text[found.end() :]
        insert = f"INSERT {{ {self._among_facts(found[1])} }}"
        where = f"{{ GRAPH <{self._facts_graph}> {body} }}" if self._facts_graph else body
        self.update(f"{head}{insert} WHERE {where}")

    # What a server cannot do.

    def bulk_load(self, path: Path, graph: str) -> None:
        """Raise RequestError: use put_file."""
        self._refuse("load in bulk")

    def loading(self, graph: str, name: str, *, facts: bool = True) -> AbstractContextManager[Loader]:
        """Raise RequestError: use put_file."""
        self._refuse("load in bulk")

    def copy_to(self, folder: Path) -> None:
        """Raise RequestError: the files are the server's."""
        self._refuse("copy its files")

    def _refuse(self, what: str) -> NoReturn:
        raise RequestError(f"{self.address}: a server cannot {what} from afar: use a store on disk")

    @property
    def is_outdated(self) -> bool:
        """Say whether an earlier cityties wrote the store: what followed stood in a named graph, facts nowhere."""
        return INFERRED_GRAPH in self.graphs()

    def flush(self) -> None:
        """Do nothing: the server looks after its disk."""

    def close(self) -> None:
        """Let the connection go."""
        self._line.close()

    def _insert(self, graph: str, triples: Sequence[Triple]) -> None:
        for some in batches(triples):
            lines = serialize(some, RdfFormat.N_TRIPLES).decode()
            nameless = "_:" in lines  # which some servers take in a template only
            head, tail = ("INSERT", " WHERE {}") if nameless else ("INSERT DATA", "")
            self.update(f"{head} {{ GRAPH {IRI(graph)} {{\n{lines}}} }}{tail}")


def _form(text: str) -> str:
    """Say which form of query a text is. Raises RequestError where it is none."""
    found = _FORM.search(_HIDDEN.sub(" ", text))
    if found is None:
        raise RequestError("not a SPARQL query: it says neither SELECT, ASK, CONSTRUCT nor DESCRIBE")
    return found[1].upper()


def _refuse_nameless(node: IRI | BlankNode, address: str) -> None:
    if isinstance(node, BlankNode):
        raise RequestError(f"{address}: a node without a name cannot be followed from afar")
