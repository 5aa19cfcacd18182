"""The setting of the network of ties: in which country each city lies, and who says something of whom."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final

from cityties.date.compare import within
from cityties.display.label import Labels
from cityties.model import resources
from cityties.model.multilingual import read_multilingual
from cityties.model.vocabulary import CODE, CT, GEO, WD
from cityties.names.land import lands, lands_at
from cityties.store import IRI, Literal, Store
from cityties.store.column import Columns

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["commitments", "countries", "entries", "land_names", "lands_of", "tied_on"]

_LAT: Final = IRI(f"{GEO}lat")
_LONG: Final = IRI(f"{GEO}long")
_MAKES: Final = tuple(IRI(CODE + turn) for turn in ("agreed", "renewed"))
_ENDED: Final = IRI(f"{CODE}ended")
_HEADLINE: Final = IRI(f"{CODE}headline")
_PAGES: Final = "https://www.wikidata.org/wiki/"


def countries(store: Store, graph: nx.Graph, lang: str = "en") -> tuple[dict[str, str], list[str]]:
    """Say in which country each city lies, and in words how that is known.

    As a source tells it (of several, the first by alphabet), else by the shape of land in which the
    city's point lies, else not at all.
    """
    import networkx as nx

    points = nx.MultiDiGraph()
    points.add_nodes_from(graph)
    for city, property_, value in store.values([IRI(city) for city in graph], (_LONG, _LAT)):
        if isinstance(value, Literal):
            place, name = points.nodes[city.value], "long" if property_ == _LONG else "lat"
            place[name] = min(place.get(name, 180.0), float(value.value))  # of several, the same one each time
    for _, place in points.nodes(data=True):
        if len(place) == 1:
            place.clear()
    found, guessed = lands_of(points, store)
    rest = len(graph) - len(found)
    if not guessed and not rest:
        return found, []
    told = read_multilingual(resources.folder("viz") / "measures.toml")["note"]["countries"]
    counts = {"told": len(found) - len(guessed), "guessed": len(guessed), "rest": rest}
    return found, [str(told["meaning"][lang]).format(**counts)]


def lands_of(graph: nx.Graph, store: Store) -> tuple[dict[str, str], frozenset[str]]:
    """Say in which country (its key) each node lies, and for which of them only its point tells that.

    A node that is itself a country lies in itself; of several countries the first by alphabet counts.
    """
    found: dict[str, str] = {}
    for thing, told in Columns(store).of([node for node in graph if isinstance(node, str)], f"{CT}country").items():
        within_ = [country.value for country in told if isinstance(country, IRI)]
        if within_ and thing in graph:
            found[thing] = min(within_)
    known = lands("en")
    own = {land.iri for land in known.values() if land.iri}
    # Another item of a country that has a land's name (a kingdom and its land) is that land here.
    called = {land.name: land.key for land in known.values()}
    names = Labels(store, "en")
    names.learn(set(found.values()) - own)
    found = {node: key if key in own else called.get(names.label(key), key) for node, key in found.items()}
    found.update({node: node for node in graph if node in own})
    loose = [node for node, data in graph.nodes(data=True) if node not in found and "lat" in data]
    numbers = lands_at([(graph.nodes[node]["long"], graph.nodes[node]["lat"]) for node in loose])
    guessed = {node: known[number].key for node, number in zip(loose, numbers, strict=True) if number}
    return found | guessed, frozenset(guessed)


def land_names(lang: str = "en") -> dict[str, str]:
    """Say what each country is called in a language, by what `countries` names it with, where it has a shape."""
    return {land.key: land.name for land in lands(lang).values()}


def entries(store: Store) -> nx.DiGraph:
    """Say which city names which as its partner in its own entry, as items of Wikidata do; from who names to whom."""
    import networkx as nx

    sides: dict[str, set[str]] = {}
    for tie, place in store.select(
        "SELECT DISTINCT ?tie ?place { ?tie a ct:Tie ; ct:party ?who . ?who ct:governs ?place }"
    ):
        if isinstance(tie, IRI) and isinstance(place, IRI):
            sides.setdefault(tie.value, set()).add(place.value)
    found = nx.DiGraph()  # the source of a step is the entry that names the partner
    for tie, address in store.select(
        "SELECT DISTINCT ?tie ?address "
        "{ ?step ct:ofTie ?tie ; prov:wasDerivedFrom ?source . ?source ct:address ?address }"
    ):
        if isinstance(tie, IRI) and isinstance(address, Literal) and address.value.startswith(_PAGES):
            places = sides.get(tie.value, set())
            own = WD + address.value.removeprefix(_PAGES)
            if own in places:
                found.add_edges_from((own, other) for other in sorted(places - {own}))
    return found


def tied_on(store: Store, day: str) -> nx.Graph:
    """Give the places that were tied on a day, as the rule of standing says of today.

    A step without a day speaks for any.
    """
    import networkx as nx

    columns = Columns(store)
    kinds, ties, told_in = (columns.whole(CT + name) for name in ("stepKind", "ofTie", "toldIn"))
    days = [columns.whole(CT + name) for name in ("date", "noLaterThan")]
    turns: dict[str, dict[str, str]] = {}
    for step, (kind, *_) in kinds.items():
        way = "ended" if kind == _ENDED else "made" if kind in _MAKES else ""
        if not way or (way == "made" and _HEADLINE in told_in.get(step, ())):
            continue
        told = max((str(getattr(one, "value", "")) for column in days for one in column.get(step, ())), default="")
        for of in ties.get(step, ()):
            if isinstance(of, IRI) and within(told, "", day):
                known = turns.setdefault(of.value, {})
                known[way] = max(known.get(way, ""), told)
    sides: dict[str, set[str]] = {}
    for tie, place in store.select("SELECT DISTINCT ?tie ?place { ?tie a ct:Tie ; ct:party/ct:governs ?place }"):
        if isinstance(tie, IRI) and isinstance(place, IRI):
            sides.setdefault(tie.value, set()).add(place.value)
    found = nx.Graph()
    for name, turned in sorted(turns.items()):
        if "made" in turned and ("ended" not in turned or turned["ended"] < turned["made"]):
            found.add_edges_from(combinations(sorted(sides.get(name, ())), 2))
    return found


def commitments(store: Store) -> nx.DiGraph:
    """Say who offers, wants or promises something of whom."""
    import networkx as nx

    graph = nx.DiGraph()
    for one, other in store.select("SELECT DISTINCT ?by ?to { ?what ct:by ?by ; ct:toward ?to } ORDER BY ?by ?to"):
        if isinstance(one, IRI) and isinstance(other, IRI):
            graph.add_edge(one.value, other.value)
    return graph
