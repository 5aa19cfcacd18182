"""The graph as a networkx MultiDiGraph, projected by what the ontology declares of its edges.

Which classes stand for edges, from where to where, under which caption, stands in the ct:Reading
individuals of ontology/readings.ttl; this room names no class of the domain.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import combinations
from typing import TYPE_CHECKING, Final

from cityties.date.compare import within
from cityties.date.day import Day, DayError
from cityties.display.label import Labels
from cityties.model.errors import RequestError
from cityties.model.vocabulary import CT, GEO, RDF
from cityties.network.evidence import Detail, dates, tell
from cityties.network.projection import Reading, follow, readings
from cityties.store import IRI, Literal, Store, Term
from cityties.store.column import Columns
from cityties.store.kind import Classes

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Detail", "Reading", "city_network", "describe", "network", "readings"]

_TYPE: Final = f"{RDF}type"


def network(
    store: Store,
    lang: str = "en",
    as_of: str | None = None,
    *,
    only: Collection[str] = (),
    told: bool = True,
) -> nx.MultiDiGraph:
    """Give the whole graph as a network, or what some readings make of it.

    Nodes are IRIs, with ``label``, ``cls`` (its most specific class, a name of the ontology),
    ``clsLabel``, ``country``, ``lat``, ``long``. Edges have the key (reading, IRI of the thing read)
    and ``reading``, ``relation`` (the reading in words), ``caption``, ``cls``, ``directed``,
    ``from_`` and ``until`` (dates as precise as the source, or empty), ``sources`` (IRIs) and
    ``details`` (list of Detail). An undirected edge stands once, from the smaller IRI to the larger.
    With ``as_of`` (YYYY, YYYY-MM or YYYY-MM-DD) what began later or had ended is left out.

    ``only`` names readings, such as TieReading. Where the network is not to be ``told``, its edges
    hold the IRIs of their ``facts`` in the place of sources and details: `evidence.tell` looks these
    up later, for as much of the network as is shown.
    """
    import networkx as nx

    if as_of is not None:
        try:
            Day.of(as_of)
        except DayError as error:
            raise RequestError(str(error)) from error
    declared = readings(store)
    if unknown := set(only) - {reading.name for reading in declared}:
        raise RequestError(f"{min(unknown)}: no reading of ontology/readings.ttl is called so")
    labels, columns, known = Labels(store, lang), Columns(store), Classes(store)
    folds, unreal = _folds(store, columns), _not_happened(store, columns)
    graph = nx.MultiDiGraph()
    for reading in declared:
        if not only or reading.name in only:
            _add_edges(graph, reading, columns, labels, known, folds, unreal, as_of)
    _describe(graph, columns, labels, known)
    return tell(graph, store, lang) if told else graph


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


def _add_edges(
    graph: nx.MultiDiGraph,
    reading: Reading,
    columns: Columns,
    labels: Labels,
    known: Classes,
    folds: Mapping[str, str],
    unreal: Collection[str],
    as_of: str | None,
) -> None:
    classes = set(reading.classes)
    things = {
        thing: known.narrowest(found)[-1]
        for thing, kinds in columns.whole(_TYPE).items()
        if thing not in unreal
        and (found := [kind.value for kind in kinds if isinstance(kind, IRI) and kind.value in classes])
    }
    led: dict[str, dict[str, set[Term]]] = {}
    for part, path in reading.paths.items():
        led[part] = follow(columns, things, path)
        if part in ("readSource", "readTarget"):
            things = {thing: cls for thing, cls in things.items() if thing in led[part]}
    facts = {
        thing: sorted({thing, *(one.value for one in led.get("readDetail", {}).get(thing, ()) if isinstance(one, IRI))})
        for thing in things
    }
    dated = dates(columns, {fact for some in facts.values() for fact in some}) if "readFrom" not in led else {}
    undated = [] if "readFrom" not in led else [thing for thing in things if thing not in led["readFrom"]]
    dated |= dates(columns, {fact for thing in undated for fact in facts[thing]}) if undated else {}
    labels.learn(things.values())
    captions = led.get("readCaption", {})
    labels.learn({word.value for thing in things for word in captions.get(thing, ()) if isinstance(word, IRI)})
    relation = labels.label(CT + reading.name)
    for iri, cls in sorted(things.items()):
        begins = sorted(_texts(led.get("readFrom", {}).get(iri, ())))
        begins = begins or sorted(day for fact in facts[iri] for day in dated.get(fact, ()))
        first, last = (begins[0] if begins else ""), max(_texts(led.get("readUntil", {}).get(iri, ())), default="")
        if not within(first, last, as_of):
            continue
        words = sorted(
            labels.label(word)
            for word in captions.get(iri, ())
            if isinstance(word, IRI) or (isinstance(word, Literal) and word.language in (None, labels.lang))
        )
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
        starts, stops = (
            {folds.get(end, end) for end in _ends(led, part, iri)} for part in ("readSource", "readTarget")
        )
        for one, other in _pairs(starts, stops, directed=reading.directed):
            graph.add_edge(one, other, key=(reading.name, iri), **attributes)


def _pairs(starts: set[str], stops: set[str], *, directed: bool) -> list[tuple[str, str]]:
    """Give the lines between the two sides of an edge: each start with each stop, or all with each other."""
    if directed:
        return [(one, other) for one in sorted(starts) for other in sorted(stops) if one != other]
    return list(combinations(sorted(starts | stops), 2))


def _ends(led: Mapping[str, Mapping[str, set[Term]]], part: str, iri: str) -> list[str]:
    """Name the things at one end of an edge; where no path leads there, the thing read is the end itself."""
    return [end.value for end in led[part][iri] if isinstance(end, IRI)] if part in led else [iri]


def _texts(terms: Collection[Term]) -> list[str]:
    return [term.value for term in terms if isinstance(term, IRI | Literal)]


def _folds(store: Store, columns: Columns) -> dict[str, str]:
    found = {}
    for (property_,) in store.select("SELECT DISTINCT ?property { ?property ct:foldsInto true } ORDER BY ?property"):
        if isinstance(property_, IRI):
            for thing, into in columns.whole(property_.value).items():
                found[thing] = max((place.value for place in into if isinstance(place, IRI)), default=thing)
    return found


def _not_happened(store: Store, columns: Columns) -> set[str]:
    """Name what is only planned, conditional or denied: it is shown, if at all, as no edge."""
    codes = {
        code.value
        for (code,) in store.model.select("SELECT DISTINCT ?code { code:not-happened skos:member ?code }")
        if isinstance(code, IRI)
    }
    told = columns.whole(f"{CT}certainty")
    return {thing for thing, doubts in told.items() if any(isinstance(d, IRI) and d.value in codes for d in doubts)}


def _describe(graph: nx.MultiDiGraph, columns: Columns, labels: Labels, known: Classes) -> None:
    types, countries = columns.whole(_TYPE), columns.of(graph, f"{CT}country")
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
        lat, long = (_texts(column.get(node, ())) for column in (lats, longs))
        if lat and long:
            attributes["lat"], attributes["long"] = float(min(lat)), float(min(long))
