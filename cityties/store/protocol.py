"""What a store is to all other rooms, whichever engine keeps it.

Named graphs hold accounts: what one source says. The default graph holds facts: each statement of the accounts
once, and what follows from them; `cityties.facts.settle` keeps it so. SPARQL means what the standard says: without
FROM the default graph answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol

from cityties.store.loading import Loader
from cityties.store.term import IRI, BlankNode, Literal, Node, Quad, RdfFormat, Rows, Term, Triple

if TYPE_CHECKING:
    import rdflib

__all__ = ["Store"]


class Store(Protocol):
    """Accounts in named graphs, facts in the default graph, SPARQL over both.

    A store that cannot do a thing raises RequestError and says so.
    """

    far: bool  # whether what is asked and written goes over a network

    # Asking.

    def query(self, text: str, /, base: str | None = None, **terms: Term | None) -> Rows | bool | list[Triple]:
        """Run any SPARQL query: rows for SELECT, a truth for ASK, triples for CONSTRUCT and DESCRIBE.

        ``terms`` binds variables to terms: they enter as one VALUES row, each written by the RDF
        library itself, so that no text of a user's becomes part of the query. The well-known
        prefixes need not be declared; ``base`` is what relative IRIs are relative to. Raises RequestError with line
        and column on what is not SPARQL.
        """

    def select(self, text: str, /, **terms: Term | None) -> Rows:
        """Run a SELECT. Raises RequestError on any other kind of query."""

    def select_among(self, text: str, name: str, things: Sequence[Term]) -> Rows:
        """Run a SELECT in which a variable is one of some terms. Raises RequestError on any other query."""

    def construct(self, text: str) -> list[Triple]:
        """Run a CONSTRUCT or DESCRIBE. Raises RequestError on any other kind of query."""

    def ask(self, text: str, /, **terms: Term | None) -> bool:
        """Run an ASK. Raises RequestError on any other kind of query."""

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
        """Run any SPARQL query and write its answer: rows as json, xml, csv or tsv, triples in an RDF syntax.

        Says which it wrote, "rows" or "triples", or None where the form for its kind is not given.
        ``default`` and ``named`` are the dataset, in the place of the one that the query names by FROM. Raises
        RequestError on what is not SPARQL.
        """

    def graphs(self) -> list[str]:
        """Name the graphs of the store, sorted."""

    def facts(self) -> Iterator[Triple]:
        """Give the statements of the default graph."""

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """Give the accounts: the statements of one named graph, or of all."""

    def about(self, node: IRI | BlankNode, graph: str | None = None) -> Iterator[Quad]:
        """Give the facts whose subject a node is, or what one named graph says of it."""

    def accounts_of(self, node: IRI | BlankNode) -> Iterator[Quad]:
        """Give what the named graphs say of a node, each in its graph."""

    def naming(self, node: IRI) -> Iterator[Quad]:
        """Give the facts whose object a node is."""

    def accounts_naming(self, node: IRI) -> Iterator[Quad]:
        """Give the statements of the named graphs whose object a node is."""

    def conclusions(self) -> Iterator[Triple]:
        """Give the facts that no named graph says: what follows from the others."""

    def values(self, nodes: Iterable[Node], properties: Sequence[IRI]) -> Iterator[tuple[Node, IRI, Term]]:
        """Look up what some nodes have for some properties: node, property, value."""

    def bearers(self, nodes: Iterable[Node], properties: Sequence[IRI]) -> Iterator[tuple[Node, IRI, IRI | BlankNode]]:
        """Look up what has some nodes for some properties: node, property, the thing that has it."""

    def named(self, names: Iterable[Literal], properties: Sequence[IRI]) -> set[IRI]:
        """Find the things that have one of some names, to the letter, for one of some properties."""

    def holds(self, quad: Quad) -> bool:
        """Say whether a statement stands in its graph."""

    def count(self, graph: str | None = None) -> int:
        """Count the statements of one named graph, or the facts."""

    def __len__(self) -> int:
        """Count what the named graphs say, statement by statement."""

    def __hash__(self) -> int:
        """Let what was made of a store be kept beside it."""

    @property
    def model(self) -> Store:
        """The store to follow nodes without a name in, such as the paths of the ontology's readings."""

    @property
    def dataset(self) -> rdflib.Dataset:
        """The same store as an rdflib Dataset."""

    # Writing accounts. The facts stay as they were until they are settled.

    def update(self, text: str, base: str | None = None) -> None:
        """Run a SPARQL update: all of it, or none. Raises RequestError on what is none."""

    def replace(self, graphs: Mapping[str, Sequence[Triple]]) -> None:
        """Put whole graphs in the place of what stood under their names."""

    def put_file(self, graph: str, path: Path) -> None:
        """Put a file of N-Triples in the place of what stood in one graph: whole or not at all."""

    def add(self, graph: str, triples: Iterable[Triple]) -> None:
        """Add statements to one graph."""

    def remove(self, graph: str, triples: Iterable[Triple]) -> None:
        """Take statements out of one graph; those that are not there are passed over."""

    def drop(self, graph: str) -> None:
        """Forget one graph."""

    def bulk_load(self, path: Path, graph: str) -> None:
        """Load a file of N-Triples into one graph and the facts, fast and with little memory, not all or nothing."""

    def loading(self, graph: str, name: str, *, facts: bool = True) -> AbstractContextManager[Loader]:
        """Give a loader that takes N-Triples, whole lines at a time, into one graph, as bulk_load does."""

    # The facts.

    def gather(self, things: Iterable[IRI | BlankNode] | None = None) -> None:
        """Let the facts be just what the named graphs say: of some things, or of all."""

    def forget(self, properties: Iterable[IRI]) -> None:
        """Take out of the facts what no named graph says, of some properties."""

    def add_facts(self, triples: Iterable[Triple]) -> None:
        """Add statements to the facts."""

    def remove_facts(self, triples: Iterable[Triple]) -> None:
        """Take statements out of the facts; those that are not there are passed over."""

    def rename_fact(self, old: IRI, new: IRI) -> None:
        """Let every fact that names one thing name another instead."""

    def conclude(self, text: str, each: str = "", things: Iterable[Term] | None = None) -> None:
        """Add to the facts what a CONSTRUCT gives: with ``each``, of the things of a class, or of some ``things``."""

    # The files.

    @property
    def is_outdated(self) -> bool:
        """Say whether an earlier cityties wrote the store: what followed stood in a named graph, facts nowhere."""

    def copy_to(self, folder: Path) -> None:
        """Copy a store on disk into a new folder."""

    def flush(self) -> None:
        """Make sure that all is on disk."""

    def close(self) -> None:
        """Let the files, or the connection, go. The store is of no use afterwards."""
