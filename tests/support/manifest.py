"""Manifests of the W3C's tests of SPARQL and RDF: each entry as a case, and what two results have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from cityties.store import IRI, BlankNode, Literal, Quad, Rows, Term, Triple, as_stored, canonical, parse

MF: Final = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT: Final = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
UT: Final = "http://www.w3.org/2009/sparql/tests/test-update#"
RS: Final = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
LABEL: Final = "http://www.w3.org/2000/01/rdf-schema#label"


class Statements:
    """Statements by subject, to walk through."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._by_subject: dict[Term, list[tuple[str, Term]]] = {}
        for triple in triples:
            self._by_subject.setdefault(triple.subject, []).append((triple.predicate.value, triple.object))

    def all(self, subject: Term | None, predicate: str) -> list[Term]:
        """Give the values of a property."""
        return [value for name, value in self._by_subject.get(subject, ()) if name == predicate] if subject else []

    def one(self, subject: Term | None, predicate: str) -> Term | None:
        """Give a value of a property, or None."""
        return next(iter(self.all(subject, predicate)), None)

    def of_type(self, *types: str) -> list[Term]:
        """Give the subjects of some types."""
        return [
            s for s in self._by_subject if {str(getattr(t, "value", "")) for t in self.all(s, f"{RDF}type")} & {*types}
        ]

    def items(self, head: Term | None) -> Iterator[Term]:
        """Walk through a list."""
        while isinstance(head, BlankNode):
            first = self.one(head, f"{RDF}first")
            if first is not None:
                yield first
            head = self.one(head, f"{RDF}rest")


@dataclass(frozen=True)
class Case:
    """One entry of a manifest."""

    name: str
    kind: str
    graph: Statements
    entry: Term
    action: Term | None
    result: Term | None

    def file(self, subject: Term | None, predicate: str) -> Path | None:
        """Give the file that a property names."""
        return path_of(self.graph.one(subject, predicate))

    def file_of_result(self) -> Path:
        """Give the file that holds what is to come out."""
        path = path_of(self.result)
        assert path is not None, self.name
        return path

    def files(self, subject: Term | None, predicate: str) -> list[Path]:
        """Give the files that a property names."""
        return [path for value in self.graph.all(subject, predicate) if (path := path_of(value))]


def path_of(term: Term | None) -> Path | None:
    """Give the file that an address names."""
    return Path(unquote(urlsplit(term.value).path)) if isinstance(term, IRI) else None


def cases(folder: Path, manifest_name: str = "manifest.ttl") -> list[Case]:
    """Read the manifest of a group."""
    graph = Statements(quad.triple for quad in parse(folder / manifest_name))
    found = []
    for manifest in graph.of_type(f"{MF}Manifest"):
        for entry in graph.items(graph.one(manifest, f"{MF}entries")):
            kinds = [getattr(kind, "value", "") for kind in graph.all(entry, f"{RDF}type")]
            kind = next((kind.rpartition("#")[2] for kind in kinds if "Test" in kind), "")
            name = str(getattr(entry, "value", "")).rpartition("#")[2]
            found.append(
                Case(name, kind, graph, entry, graph.one(entry, f"{MF}action"), graph.one(entry, f"{MF}result"))
            )
    return found


def rows_of(graph: Statements) -> Rows | bool:
    """Read the answer of a query that is told as RDF."""
    (told,) = graph.of_type(f"{RS}ResultSet")
    truth = graph.one(told, f"{RS}boolean")
    if isinstance(truth, Literal):
        return truth.value == "true"
    names = tuple(sorted(name.value for name in graph.all(told, f"{RS}resultVariable") if isinstance(name, Literal)))
    rows = []
    for solution in graph.all(told, f"{RS}solution"):
        bound: dict[str, Term | None] = {}
        for binding in graph.all(solution, f"{RS}binding"):
            variable = graph.one(binding, f"{RS}variable")
            bound[str(getattr(variable, "value", ""))] = graph.one(binding, f"{RS}value")
        index = graph.one(solution, f"{RS}index")
        rows.append((int(index.value) if isinstance(index, Literal) else 0, tuple(bound.get(name) for name in names)))
    return Rows(names, [row for _, row in sorted(rows, key=lambda one: one[0])])


def alike(one: Rows, other: Rows, *, ordered: bool = False, lax: bool = False) -> bool:
    """Say whether two answers are the same, but for the names of what has none; how often a row comes may be lax."""
    if set(one.variables) != set(other.variables):
        return False
    ours, theirs = (_by_name(rows) for rows in (one, other))
    if lax:
        ours, theirs = list(dict.fromkeys(ours)), list(dict.fromkeys(theirs))
    if not any(isinstance(term, BlankNode) for row in (*ours, *theirs) for term in row):
        return ours == theirs if ordered else Counter(ours) == Counter(theirs)
    return same_quads(_as_quads(ours), _as_quads(theirs))


def _by_name(rows: Rows) -> list[tuple[Term | None, ...]]:
    places = [rows.variables.index(name) for name in sorted(rows.variables)]
    return [tuple(_spelled(row[place]) for place in places) for row in rows]


def _spelled(term: Term | None) -> Term | None:
    """Spell a number as the store spells it: 1.0e0 and 1.0 are one value of their type."""
    if not isinstance(term, Literal) or not term.datatype.value.startswith(XSD):
        return term
    (stored,) = as_stored([Triple(IRI(RS), IRI(RS), term)])
    return stored.object


def _as_quads(rows: list[tuple[Term | None, ...]]) -> list[Quad]:
    """Tell each row as a thing without a name that has its terms."""
    return [
        Quad(BlankNode(f"row{number}"), IRI(f"{RS}v{place}"), term)
        for number, row in enumerate(rows)
        for place, term in enumerate((IRI(f"{RS}row"), *row))
        if term is not None
    ]


def same_quads(one: Iterable[Quad], other: Iterable[Quad]) -> bool:
    """Say whether two sets of statements are the same, but for the names of what has none."""
    return canonical(one) == canonical(other)


def known(told: Mapping[str, Mapping[str, object]], suite: str, group: str) -> set[str]:
    """Name the tests of a group that are known to fail."""
    found: set[str] = set()
    for listed in told.values():
        names = listed.get(f"{suite}/{group}", ())
        assert isinstance(names, list | tuple)
        found |= {str(name) for name in names}
    return found
