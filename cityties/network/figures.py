"""The network of tied cities in figures, and the cities one by one, each figure with what it means."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from cityties.display.label import Labels
from cityties.display.markdown import table_in_markdown
from cityties.display.spreadsheet import csv_text
from cityties.model import resources
from cityties.model.errors import ModelError, RequestError
from cityties.model.extra import need
from cityties.model.multilingual import read_multilingual
from cityties.network import measures
from cityties.network.multigraph import city_network
from cityties.network.setting import commitments, countries, entries, land_names
from cityties.store import Store

if TYPE_CHECKING:
    import networkx as nx

__all__ = [
    "FORMATS",
    "MEASURES",
    "Figures",
    "measure_values",
    "measure_words",
    "of_cities",
    "of_communities",
    "of_degrees",
    "of_network",
]

FORMATS: Final = ("table", "csv", "json", "markdown", "spreadsheet")
MEASURES: Final = ("degree", "betweenness", "closeness", "eigenvector", "pagerank", "clustering", "core", "community")
_BEST: Final = 4  # countries and cities named of a community


@dataclass(frozen=True)
class Figures:
    """A table of figures: heads and rows; ``notes`` say what was sampled."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str | int | float]]
    notes: Sequence[str] = ()

    def text(self, form: str = "table") -> str:
        """Write the figures as table, csv, json or markdown. Raises RequestError on another form."""
        if form not in FORMATS:
            raise RequestError(f"{form}: no such format: use {', '.join(FORMATS)}")
        if form == "json":
            rows = [dict(zip(self.heads, row, strict=True)) for row in self.rows]
            return json.dumps({"rows": rows, "notes": list(self.notes)}, ensure_ascii=False, indent=2) + "\n"
        if form in ("csv", "spreadsheet"):
            return csv_text(self.heads, self.rows, spreadsheet=form == "spreadsheet")
        told = self._table(form)
        return "\n".join([told, *(f"\n{note}" for note in self.notes)]) + "\n"

    def _table(self, form: str) -> str:
        if form == "markdown":
            return table_in_markdown(self.heads, self.rows)
        from cityties.display.table import text_table

        return text_table(self.heads, self.rows)

    def _repr_html_(self) -> str:
        from cityties.display.notebook import table

        return table(self.heads, self.rows, self.notes)


def words(part: str, lang: str) -> dict[str, tuple[str, str]]:
    """Say what the measures of a part of viz/measures.toml are called, and what each means."""
    path = resources.folder("viz") / "measures.toml"
    try:
        told = read_multilingual(path)[part]
    except KeyError as error:
        raise ModelError(f"{path}: {error}") from error
    return {name: (one["name"][lang], one["meaning"][lang]) for name, one in told.items()}


def of_network(store: Store, lang: str = "en") -> Figures:
    """Measure the whole network of tied cities. Raises RequestError where no city is tied."""
    graph = _tied(store)
    country, told_by = countries(store, graph, lang)
    found, notes = whole(graph, country, commitments(store), entries(store))
    told = words("network", lang)
    rows = [(told[name][0], _round(value), told[name][1]) for name, value in found.items()]
    return Figures(("measure", "value", "meaning"), rows, [*told_by, *notes])


def of_cities(store: Store, lang: str = "en", *, by: str = "degree", most: int = 20) -> Figures:
    """Measure each city, the highest first by one measure. Raises RequestError on a measure that is none."""
    told = words("city", lang)
    measure_words(by)
    graph = _tied(store)
    found, notes = each(graph)
    down = -1 if by != "community" else 1
    order = sorted(graph, key=lambda city: (down * found[by][city], city))[:most]
    labels = Labels(store, lang)
    labels.learn(order)
    rows = [(labels.label(city), *(_round(found[name][city]) for name in told), city) for city in order]
    meanings = [f"{name}: {meaning}" for name, meaning in told.values()]
    return Figures(("city", *(name for name, _ in told.values()), "iri"), rows, [*notes, *meanings])


def of_communities(store: Store, lang: str = "en", *, most: int = 20) -> Figures:
    """Tell the communities of tied cities, the largest first: where they lie, and how much they keep to themselves."""
    graph = _tied(store)
    country, notes = countries(store, graph, lang)
    groups = measures.communities(graph)[:most]
    best = [sorted(group, key=lambda city: (-graph.degree(city), city))[:_BEST] for group in groups]
    labels = Labels(store, lang)
    labels.learn([*(city for some in best for city in some), *country.values()])
    lands = land_names(lang)
    rows: list[list[str | int | float]] = []
    for number, (group, some) in enumerate(zip(groups, best, strict=True), 1):
        inside = graph.subgraph(group).number_of_edges()
        ends = sum(degree for _, degree in graph.degree(group))
        where = Counter(country[city] for city in group if city in country)
        told = sorted(where.items(), key=lambda one: (-one[1], one[0]))[:_BEST]
        places = ", ".join(f"{lands.get(key) or labels.label(key)} {count}" for key, count in told)
        cities = ", ".join(labels.label(city) for city in some)
        rows.append([number, len(group), inside, ends - 2 * inside, _round(2 * inside / ends), places, cities])
    heads = words("community", lang)
    meanings = [f"{name}: {meaning}" for name, meaning in heads.values()]
    return Figures(tuple(name for name, _ in heads.values()), rows, [*notes, *meanings])


def of_degrees(store: Store, lang: str = "en") -> Figures:
    """Tell how many cities have how many partners."""
    heads = words("degree", lang)
    rows = degrees(_tied(store))
    meanings = [f"{name}: {meaning}" for name, meaning in heads.values()]
    return Figures(tuple(name for name, _ in heads.values()), rows, meanings)


def degrees(graph: nx.Graph) -> list[tuple[int, int, float, float]]:
    """Count the cities by number of partners: partners, cities, their share, the share with so many or more.

    >>> import networkx as nx
    >>> degrees(nx.star_graph(3))
    [(1, 3, 0.75, 1.0), (3, 1, 0.25, 0.25)]
    """
    counts = Counter(degree for _, degree in graph.degree())
    rows, left = [], len(graph)
    for partners, cities in sorted(counts.items()):
        rows.append((partners, cities, round(cities / len(graph), 5), round(left / len(graph), 5)))
        left -= cities
    return rows


def measure_words(name: str, lang: str = "en") -> tuple[str, str]:
    """Say what a measure of a city is called, and what it means. Raises RequestError where there is none such."""
    told = words("city", lang)
    if name not in told:
        raise RequestError(f"{name}: no measure of a city: use {', '.join(told)}")
    return told[name]


def measure_values(graph: nx.Graph, name: str) -> dict[str, float]:
    """Measure each city of any network by one measure, such as "core".

    >>> import networkx as nx
    >>> measure_values(nx.MultiDiGraph([("a", "b"), ("b", "a"), ("b", "c")]), "degree")
    {'a': 1, 'b': 2, 'c': 1}
    """
    measure_words(name)
    return _measure(measures.simple(graph), name)[0]


def whole(
    graph: nx.Graph, country: Mapping[str, str], commitments: nx.DiGraph, entries: nx.DiGraph
) -> tuple[dict[str, float], list[str]]:
    """Compute every measure of a network, and say which are sampled.

    What is said by one of another, as commitments or entries in a register, is left out where nothing is said.

    >>> import networkx as nx
    >>> found, _ = whole(nx.path_graph(["a", "b", "c"]), {}, nx.DiGraph(), nx.DiGraph([("a", "b")]))
    >>> found["diameter"], round(found["mean-distance"], 3), found["core"], found["entries"]
    (2, 1.333, 1, 0.0)
    """
    need("measures", "measures of the network")
    import networkx as nx
    import numpy as np

    partners = np.array([degree for _, degree in graph.degree()])
    parts = sorted(nx.connected_components(graph), key=len, reverse=True)
    groups = measures.communities(graph)
    far, mean, sampled = measures.distances(graph.subgraph(parts[0]))
    known = graph.subgraph(node for node in graph if node in country).copy()
    nx.set_node_attributes(known, country, "country")
    cores = measures.core(graph)
    innermost = max(cores.values())
    found: dict[str, float] = {
        "cities": len(partners),
        "ties": graph.number_of_edges(),
        "density": nx.density(graph),
        "components": len(parts),
        "largest": len(parts[0]) / len(partners),
        "mean-degree": float(partners.mean()),
        "median-degree": float(np.median(partners)),
        "most-degree": int(partners.max()),
        "inequality": measures.inequality(partners),
        "clustering": nx.average_clustering(graph),
        "transitivity": nx.transitivity(graph),
        "degree-assortativity": measures.assortativity(graph),
        "country-assortativity": measures.assortativity(known, "country"),
        "reciprocity": measures.reciprocity(commitments),
        "entries": measures.reciprocity(entries),
        "diameter": far,
        "mean-distance": mean,
        "core": innermost,
        "core-cities": sum(value == innermost for value in cores.values()),
        "communities": len(groups),
        "modularity": nx.community.modularity(graph, [set(group) for group in groups]),
    }
    for name, said in (("reciprocity", commitments), ("entries", entries)):
        if not said.number_of_edges():
            del found[name]
    return found, [measures.sample()] if sampled else []


def each(graph: nx.Graph) -> tuple[dict[str, dict[str, float]], list[str]]:
    """Compute every measure of each city, and say which are sampled."""
    found, notes = {}, []
    for name in MEASURES:
        found[name], more = _measure(graph, name)
        notes += more
    return found, notes


def _measure(graph: nx.Graph, name: str) -> tuple[dict[str, Any], list[str]]:
    import networkx as nx

    if name == "betweenness":
        return measures.betweenness(graph)
    if name == "community":
        groups = measures.communities(graph)
        return {city: number for number, group in enumerate(groups, 1) for city in group}, []
    ways: dict[str, Callable[[nx.Graph], dict[str, Any]]] = {
        "degree": measures.degree,
        "closeness": measures.closeness,
        "eigenvector": measures.eigenvector,
        "pagerank": measures.pagerank,
        "clustering": nx.clustering,
        "core": measures.core,
    }
    return dict(ways[name](graph)), []


def _tied(store: Store) -> nx.Graph:
    graph = city_network(store)
    if not graph.number_of_edges():
        raise RequestError("no city is tied with another here: bring ties in first, as by `cityties import`")
    return graph


def _round(value: float) -> int | float:
    return value if isinstance(value, int) else round(float(value), 5)
