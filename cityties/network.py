"""The graph as a networkx MultiDiGraph, projected by what the ontology declares of its edges.

Which classes stand for edges, from where to where, under which caption, stands in the ct:Reading
individuals of ontology/readings.ttl; this room names no class of the domain.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final, TypedDict

from cityties.errors import ModelError
from cityties.names import Labels
from cityties.store import IRI, BlankNode, Literal, Store, Term
from cityties.vocabulary import CT, RDF, SH

if TYPE_CHECKING:
    import networkx as nx

_NIL: Final = f"{RDF}nil"
_PARTS: Final = ("readSource", "readTarget", "readCaption", "readFrom", "readUntil", "readDetail")


class Detail(TypedDict):
    """One piece of evidence of an edge: what, when, who says so, and where in the text."""

    label: str
    date: str
    source: str
    title: str
    address: str
    passage: str


@dataclass(frozen=True)
class Reading:
    """How one class of things is read as edges: SPARQL property paths from the thing."""

    name: str
    reads: str
    directed: bool
    paths: Mapping[str, str]
    classes: tuple[str, ...]


def readings(store: Store) -> list[Reading]:
    """Read what the ontology declares of its edges. Raises ModelError where it declares nothing."""
    store = store.model
    found = []
    rows = store.select(
        "SELECT DISTINCT ?reading ?reads ?directed "
        "{ ?reading a ct:Reading ; ct:reads ?reads ; ct:readDirected ?directed } ORDER BY ?reading"
    )
    for reading, reads, directed in rows:
        if not (isinstance(reading, IRI) and isinstance(reads, IRI) and isinstance(directed, Literal)):
            raise ModelError("ontology/readings.ttl: a reading names no class, or not whether it is directed")
        paths = {}
        for part in _PARTS:
            values = store.select(f"SELECT DISTINCT ?path WHERE {{ ?reading ct:{part} ?path }}", reading=reading).rows
            if values and values[0][0] is not None:
                paths[part] = _path(store, values[0][0])
        narrower = store.select("SELECT DISTINCT ?cls WHERE { ?cls rdfs:subClassOf* ?reads }", reads=reads)
        classes = {reads.value} | {cls.value for (cls,) in narrower if isinstance(cls, IRI)}
        name = reading.value.rsplit("#", 1)[-1]
        found.append(Reading(name, reads.value, directed.value == "true", paths, tuple(sorted(classes))))
    if not found:
        raise ModelError("ontology/readings.ttl: declares no reading: the network would have no edges")
    return found


def network(store: Store, lang: str = "en", as_of: str | None = None) -> nx.MultiDiGraph:
    """Give the whole graph as a network.

    Nodes are IRIs, with ``label``, ``cls`` (its most specific class, a name of the ontology),
    ``clsLabel``, ``country``, ``lat``, ``long``. Edges have the key (reading, IRI of the thing read)
    and ``reading``, ``relation`` (the reading in words), ``caption``, ``cls``, ``directed``,
    ``from_`` and ``until`` (dates as precise as the source, or empty), ``sources`` (IRIs) and
    ``details`` (list of Detail). An undirected edge stands once, from the smaller IRI to the larger.
    With ``as_of`` (YYYY, YYYY-MM or YYYY-MM-DD) what began later or had ended is left out.
    """
    import networkx as nx

    if as_of is not None:
        from cityties.questions import date

        date(as_of)
    labels = Labels(store, lang)
    folds = _folds(store)
    evidence = _evidence(store, labels)
    graph = nx.MultiDiGraph()
    for reading in readings(store):
        _add_edges(graph, store, reading, labels, folds, evidence, as_of)
    _describe(graph, store, labels)
    return graph


def city_network(store: Store) -> nx.Graph:
    """Give the places whose ties are agreed and not ended, as a simple undirected graph."""
    import networkx as nx

    graph = nx.Graph()
    for one, other in store.select("SELECT DISTINCT ?one ?other { ?one ct:tiedWith ?other } ORDER BY ?one ?other"):
        if isinstance(one, IRI) and isinstance(other, IRI) and one.value < other.value:
            graph.add_edge(one.value, other.value)
    return graph


def within(begin: str, end: str, as_of: str | None) -> bool:
    """Say whether something that lasted from begin to end was so on a day; unknown dates do not speak against it."""
    if as_of is None:
        return True
    started = not begin or as_of[: len(begin)] >= begin[: len(as_of)]
    lasting = not end or end[: len(as_of)] >= as_of[: len(end)]
    return started and lasting


def _add_edges(
    graph: nx.MultiDiGraph,
    store: Store,
    reading: Reading,
    labels: Labels,
    folds: Mapping[str, str],
    evidence: Mapping[str, list[Detail]],
    as_of: str | None,
) -> None:
    ends: dict[str, tuple[set[str], set[str]]] = {}
    facts: dict[str, dict[str, set[str]]] = {}
    classes: dict[str, str] = {}
    for thing, cls, source, target, caption, begin, until, detail in store.select(_query(reading)):
        if not isinstance(thing, IRI) or not isinstance(source, IRI) or not isinstance(target, IRI):
            continue
        starts, stops = ends.setdefault(thing.value, (set(), set()))
        starts.add(folds.get(source.value, source.value))
        stops.add(folds.get(target.value, target.value))
        if isinstance(cls, IRI):
            classes[thing.value] = max(classes.get(thing.value, ""), cls.value)
        kept = facts.setdefault(thing.value, {"caption": set(), "from": set(), "until": set(), "detail": set()})
        for name, term in (("caption", caption), ("from", begin), ("until", until), ("detail", detail)):
            if isinstance(term, Literal) and name == "caption" and term.language not in (None, labels.lang):
                continue
            if isinstance(term, IRI | Literal):
                kept[name].add(term.value)
    relation = labels.label(CT + reading.name)
    for iri, (starts, stops) in sorted(ends.items()):
        kept = facts[iri]
        details = [one for who in sorted({iri, *kept["detail"]}) for one in evidence.get(who, [])]
        dates = sorted(kept["from"]) or sorted(one["date"] for one in details if one["date"])
        first, last = (dates[0] if dates else ""), (max(kept["until"]) if kept["until"] else "")
        if not within(first, last, as_of):
            continue
        words = sorted(labels.label(word) if word.startswith("http") else word for word in kept["caption"])
        attributes = {
            "reading": reading.name,
            "relation": relation,
            "caption": "; ".join(words) or (labels.label(classes[iri]) if "readCaption" in reading.paths else relation),
            "cls": classes[iri].rsplit("#", 1)[-1],
            "directed": reading.directed,
            "from_": first,
            "until": last,
            "sources": sorted({one["source"] for one in details if one["source"]}),
            "details": details,
        }
        pairs = (
            [(one, other) for one in sorted(starts) for other in sorted(stops) if one != other]
            if reading.directed
            else list(combinations(sorted(starts | stops), 2))
        )
        for one, other in pairs:
            graph.add_edge(one, other, key=(reading.name, iri), **attributes)


def _query(reading: Reading) -> str:
    classes = " ".join(str(IRI(cls)) for cls in reading.classes)
    lines = [f"VALUES ?cls {{ {classes} }} ?thing a ?cls ."]
    for part, name in (("readSource", "source"), ("readTarget", "target")):
        path = reading.paths.get(part)
        lines.append(f"?thing {path} ?{name} ." if path else f"BIND(?thing AS ?{name})")
    for part, name in (
        ("readCaption", "caption"),
        ("readFrom", "begin"),
        ("readUntil", "until"),
        ("readDetail", "detail"),
    ):
        path = reading.paths.get(part)
        if path:
            lines.append(f"OPTIONAL {{ ?thing {path} ?{name} }}")
    return (
        "SELECT DISTINCT ?thing ?cls ?source ?target ?caption ?begin ?until ?detail WHERE { " + " ".join(lines) + " }"
    )


def _path(store: Store, node: Term) -> str:
    """Write a SHACL path (an IRI, a list, an inverse) as a SPARQL property path."""
    if isinstance(node, IRI):
        return str(node)
    if not isinstance(node, BlankNode):
        raise ModelError(f"ontology/readings.ttl: {node}: neither a property nor a list of properties")
    triples: dict[str, Term] = {}
    for quad in store.about(node):
        triples[quad.predicate.value] = quad.object
    if f"{SH}inversePath" in triples:
        return f"^{_path(store, triples[f'{SH}inversePath'])}"
    if f"{RDF}first" not in triples:
        raise ModelError("ontology/readings.ttl: a path is neither a list nor an inverse")
    first, rest = _path(store, triples[f"{RDF}first"]), triples[f"{RDF}rest"]
    if isinstance(rest, IRI) and rest.value == _NIL:
        return first
    return f"{first}/{_path(store, rest)}"


def _folds(store: Store) -> dict[str, str]:
    rows = store.select("SELECT DISTINCT ?thing ?into { ?property ct:foldsInto true . ?thing ?property ?into }")
    return {one.value: other.value for one, other in rows if isinstance(one, IRI) and isinstance(other, IRI)}


def _evidence(store: Store, labels: Labels) -> dict[str, list[Detail]]:
    rows = store.select(
        """SELECT DISTINCT ?fact ?source ?date ?title ?address ?start ?end {
  ?fact prov:wasDerivedFrom ?source .
  OPTIONAL { ?fact ct:date|ct:signedOn|ct:noLaterThan|ct:from|ct:attestedOn ?date }
  OPTIONAL { ?source dcterms:title ?title }
  OPTIONAL { ?source ct:address ?address }
  OPTIONAL { ?fact ct:evidencedBy ?passage . ?passage ct:inSource ?source ; ct:start ?start ; ct:end ?end }
} ORDER BY ?fact ?source ?start ?date"""
    )
    found: dict[str, list[Detail]] = {}
    labels.learn(term.value for row in rows for term in row[:2] if isinstance(term, IRI))
    for fact, source, date, title, address, start, end in rows:
        if not isinstance(fact, IRI) or not isinstance(source, IRI):
            continue
        passage = f"{start.value}–{end.value}" if isinstance(start, Literal) and isinstance(end, Literal) else ""
        detail = Detail(
            label=labels.label(fact),
            date=date.value if isinstance(date, Literal) else "",
            source=source.value,
            title=labels.label(source) + (f": {title.value}" if isinstance(title, Literal) else ""),
            address=address.value if isinstance(address, Literal) else "",
            passage=passage,
        )
        if detail not in found.setdefault(fact.value, []):
            found[fact.value].append(detail)
    return found


def _describe(graph: nx.MultiDiGraph, store: Store, labels: Labels) -> None:
    labels.learn(graph.nodes)
    types: dict[str, set[str]] = {}
    parents: dict[str, set[str]] = {}
    for cls, parent in store.model.select("SELECT DISTINCT ?cls ?parent { ?cls rdfs:subClassOf+ ?parent }"):
        if isinstance(cls, IRI) and isinstance(parent, IRI):
            parents.setdefault(cls.value, set()).add(parent.value)
    for thing, cls in store.select("SELECT DISTINCT ?thing ?cls { ?thing a ?cls }"):
        if isinstance(thing, IRI) and isinstance(cls, IRI) and cls.value.startswith(CT) and thing.value in graph:
            types.setdefault(thing.value, set()).add(cls.value)
    for node, attributes in graph.nodes(data=True):
        mine = types.get(node, set())
        narrow = sorted(cls for cls in mine if not any(cls in parents.get(other, set()) for other in mine))
        attributes["label"] = labels.label(node)
        attributes["cls"] = narrow[0].rsplit("#", 1)[-1] if narrow else ""
        attributes["clsLabel"] = labels.label(narrow[0]) if narrow else ""
        attributes["country"] = ""
    for thing, country, lat, long in store.select(
        "SELECT DISTINCT ?thing ?country ?lat ?long { ?thing a ?cls OPTIONAL { ?thing ct:country ?country } "
        "OPTIONAL { ?thing geo:lat ?lat ; geo:long ?long } FILTER(BOUND(?country) || BOUND(?lat)) }"
    ):
        if not isinstance(thing, IRI) or thing.value not in graph:
            continue
        attributes = graph.nodes[thing.value]
        if isinstance(country, IRI):
            attributes["country"] = labels.label(country)
        if isinstance(lat, Literal) and isinstance(long, Literal):
            attributes["lat"], attributes["long"] = float(lat.value), float(long.value)
