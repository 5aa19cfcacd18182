"""The graph as a networkx MultiDiGraph, projected by what the ontology declares of its edges.

Which classes stand for edges, from where to where, under which caption, stands in the ct:Reading
individuals of ontology/readings.ttl; this room names no class of the domain.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from cityties.date.compare import within
from cityties.date.day import Day, DayError
from cityties.display.label import Labels
from cityties.model.errors import RequestError
from cityties.model.vocabulary import CT, GEO, RDF
from cityties.network.ends import Ends, Link, texts
from cityties.network.evidence import Detail, tell, tell_edges
from cityties.network.projection import Reading, follow, readings
from cityties.store import IRI, Literal, Store
from cityties.store.column import Columns
from cityties.store.kind import Classes

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Detail", "Reading", "city_network", "describe", "edges_of", "network", "readings"]

Edge: TypeAlias = tuple[str, str, tuple[str, str], dict[str, Any]]

_TYPE: Final = f"{RDF}type"


def network(
    store: Store,
    lang: str = "en",
    as_of: str | None = None,
    *,
    only: Collection[str] = (),
    things: Mapping[str, Collection[str]] | None = None,
    told: bool = True,
) -> nx.MultiDiGraph:
    """Give the whole graph as a network, or what some readings make of it.

    Nodes are IRIs, with ``label``, ``cls`` (its most specific class, a name of the ontology),
    ``clsLabel``, ``country``, ``lat``, ``long``. Edges have the key (reading, IRI of the thing read)
    and ``reading``, ``relation`` (the reading in words), ``caption``, ``cls``, ``directed``,
    ``from_`` and ``until`` (dates as precise as the source, or empty), ``sources`` (IRIs) and
    ``details`` (list of Detail). An undirected edge stands once, from the smaller IRI to the larger.
    With ``as_of`` (YYYY, YYYY-MM or YYYY-MM-DD) what began later or had ended is left out.

    ``only`` names readings, such as TieReading; ``things`` gives the IRIs of the things to read, by reading,
    where not all are wanted. Where the network is not to be ``told``, its edges
    hold the IRIs of their ``facts`` in the place of sources and details: `evidence.tell` looks these
    up later, for as much of the network as is shown.
    """
    import networkx as nx

    ends, labels, known = Ends(store), Labels(store, lang), Classes(store)
    graph = nx.MultiDiGraph()
    for one, other, key, attributes in _edges(_chosen(store, only), ends, labels, known, as_of, things):
        graph.add_edge(one, other, key=key, **attributes)
    _describe(graph, ends.columns, labels, known)
    return tell(graph, store, lang) if told else graph


def edges_of(
    store: Store, things: Mapping[str, Collection[str]], lang: str = "en", as_of: str | None = None
) -> list[Edge]:
    """Give the edges that some things are read as, by reading, told as in `network`.

    An edge is its two ends, its key and its attributes.
    """
    ends, labels, known = Ends(store), Labels(store, lang), Classes(store)
    edges = _edges(_chosen(store, things), ends, labels, known, as_of, things)
    found = [(one, other, key, dict(attributes)) for one, other, key, attributes in edges]
    tell_edges([attributes for *_, attributes in found], store, lang)
    return found


def describe(graph: nx.MultiDiGraph, store: Store, lang: str = "en") -> None:
    """Give the nodes of any network what the graph knows of them: label, class, country, place."""
    _describe(graph, Columns(store), Labels(store, lang), Classes(store))


def city_network(store: Store) -> nx.Graph:
    """Give the places whose ties are agreed and not ended, as a simple undirected graph."""
    import networkx as nx

    graph = nx.Graph()
    # Put in order here: a server takes fifteen times as long to.
    rows = store.select("SELECT ?one ?other WHERE { ?one ct:tiedWith ?other }")
    pairs = {(one.value, other.value) for one, other in rows if isinstance(one, IRI) and isinstance(other, IRI)}
    graph.add_edges_from(sorted(pair for pair in pairs if pair[0] < pair[1]))
    return graph


def _chosen(store: Store, only: Collection[str]) -> list[Reading]:
    declared = readings(store)
    if unknown := set(only) - {reading.name for reading in declared}:
        raise RequestError(f"{min(unknown)}: no reading of ontology/readings.ttl is called so")
    return [reading for reading in declared if not only or reading.name in only]


def _edges(
    chosen: Iterable[Reading],
    ends: Ends,
    labels: Labels,
    known: Classes,
    as_of: str | None,
    things: Mapping[str, Collection[str]] | None = None,
) -> Iterator[Edge]:
    if as_of is not None:
        try:
            Day.of(as_of)
        except DayError as error:
            raise RequestError(str(error)) from error
    for reading in chosen:
        links = ends.links(reading, None if things is None else things.get(reading.name, ()))
        yield from _edges_of(reading, links, ends, labels, known, as_of)


def _edges_of(
    reading: Reading, links: Mapping[str, Link], ends: Ends, labels: Labels, known: Classes, as_of: str | None
) -> Iterator[Edge]:
    classes = {thing: known.narrowest(link.classes)[-1] for thing, link in links.items()}
    captions = follow(ends.columns, links, reading.paths["readCaption"]) if "readCaption" in reading.paths else {}
    facts = ends.facts(reading, links)
    spans = ends.spans(reading, facts)
    labels.learn(classes.values())
    labels.learn({word.value for words in captions.values() for word in words if isinstance(word, IRI)})
    relation = labels.label(CT + reading.name)
    for iri, link in sorted(links.items()):
        first, last = spans[iri]
        if not within(first, last, as_of):
            continue
        words = sorted(
            labels.label(word)
            for word in captions.get(iri, ())
            if isinstance(word, IRI) or (isinstance(word, Literal) and word.language in (None, labels.lang))
        )
        cls = classes[iri]
        attributes = {
            "reading": reading.name,
            "relation": relation,
            "caption": "; ".join(words) or (labels.label(cls) if "readCaption" in reading.paths else relation),
            "cls": cls.rsplit("#", 1)[-1],
            "directed": reading.directed,
            "from_": first,
            "until": last,
            "facts": facts[iri],
        }
        for one, other in link.pairs(directed=reading.directed):
            yield one, other, (reading.name, iri), attributes


def _describe(graph: nx.MultiDiGraph, columns: Columns, labels: Labels, known: Classes) -> None:
    types, countries = columns.of(graph, _TYPE), columns.of(graph, f"{CT}country")
    lats, longs = columns.of(graph, f"{GEO}lat"), columns.of(graph, f"{GEO}long")
    labels.learn(
        [*graph, *{country.value for some in countries.values() for country in some if isinstance(country, IRI)}]
    )
    for node, attributes in graph.nodes(data=True):
        narrow = known.narrowest_own(kind.value for kind in types.get(node, ()) if isinstance(kind, IRI))
        attributes["label"] = labels.label(node)
        attributes["cls"] = narrow[0].rsplit("#", 1)[-1] if narrow else ""
        attributes["clsLabel"] = labels.label(narrow[0]) if narrow else ""
        within_ = sorted(country.value for country in countries.get(node, ()) if isinstance(country, IRI))
        attributes["country"] = labels.label(within_[-1]) if within_ else ""
        lat, long = (texts(column.get(node, ())) for column in (lats, longs))
        if lat and long:
            attributes["lat"], attributes["long"] = float(min(lat)), float(min(long))
