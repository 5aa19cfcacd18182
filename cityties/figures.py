"""The network of tied cities in figures, and the cities one by one, each figure with what it means."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from cityties import measures, resources
from cityties.errors import ModelError, RequestError
from cityties.names import Labels
from cityties.network import city_network
from cityties.store import IRI, Store

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["FORMATS", "Figures", "of_cities", "of_network"]

FORMATS: Final = ("table", "csv", "json", "markdown")
_SEED: Final = 7
_EXACT: Final = 20_000  # cities; beyond, distances and betweenness are those of a sample
_SAMPLED: Final = 500
_SOURCES_AT_ONCE: Final = 250


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
        if form == "csv":
            target = io.StringIO()
            csv.writer(target).writerows([self.heads, *self.rows])
            return target.getvalue()
        from tabulate import tabulate

        style = "pipe" if form == "markdown" else "simple"
        told = tabulate(self.rows, headers=self.heads, tablefmt=style, disable_numparse=True)
        return "\n".join([told, *(f"\n{note}" for note in self.notes)]) + "\n"


def words(part: str, lang: str) -> dict[str, tuple[str, str]]:
    """Say what the measures of a part of viz/measures.toml are called, and what each means."""
    path = resources.folder("viz") / "measures.toml"
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))[part]
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise ModelError(f"{path}: {error}") from error
    return {name: (one["name"][lang], one["meaning"][lang]) for name, one in told.items()}


def of_network(store: Store, lang: str = "en") -> Figures:
    """Measure the whole network of tied cities. Raises RequestError where no city is tied."""
    graph = _tied(store)
    found, notes = whole(graph, countries(store, graph), _commitments(store))
    told = words("network", lang)
    rows = [(told[name][0], _round(value), told[name][1]) for name, value in found.items()]
    return Figures(("measure", "value", "meaning"), rows, notes)


def of_cities(store: Store, lang: str = "en", *, by: str = "degree", most: int = 20) -> Figures:
    """Measure each city, the highest first by one measure. Raises RequestError on a measure that is none."""
    told = words("city", lang)
    if by not in told:
        raise RequestError(f"{by}: no measure of a city: use {', '.join(told)}")
    graph = _tied(store)
    found, notes = each(graph)
    down = -1 if by != "community" else 1
    order = sorted(graph, key=lambda city: (down * found[by][city], city))[:most]
    labels = Labels(store, lang)
    labels.learn(order)
    rows = [(labels.label(city), *(_round(found[name][city]) for name in told), city) for city in order]
    meanings = [f"{name}: {meaning}" for name, meaning in told.values()]
    return Figures(("city", *(name for name, _ in told.values()), "iri"), rows, [*notes, *meanings])


def whole(
    graph: nx.Graph, country: Mapping[str, str], commitments: nx.MultiDiGraph
) -> tuple[dict[str, float], list[str]]:
    """Compute every measure of a network, and say which are sampled.

    >>> import networkx as nx
    >>> found, _ = whole(nx.path_graph(["a", "b", "c"]), {}, nx.MultiDiGraph())
    >>> found["diameter"], round(found["mean-distance"], 3), found["core"]
    (2, 1.333, 1)
    """
    import networkx as nx
    import numpy as np

    degrees = np.sort(np.array([degree for _, degree in graph.degree()]))
    parts = sorted(nx.connected_components(graph), key=len, reverse=True)
    groups = measures.communities(graph)
    far, mean, sampled = distances(graph.subgraph(parts[0]))
    known = graph.subgraph(node for node in graph if node in country).copy()
    nx.set_node_attributes(known, country, "country")
    count = len(degrees)
    rank = np.arange(1, count + 1)
    found: dict[str, float] = {
        "cities": count,
        "ties": graph.number_of_edges(),
        "density": nx.density(graph),
        "components": len(parts),
        "largest": len(parts[0]) / count,
        "mean-degree": float(degrees.mean()),
        "median-degree": float(np.median(degrees)),
        "most-degree": int(degrees[-1]),
        "inequality": float((2 * (rank * degrees).sum() / degrees.sum() - (count + 1)) / count),
        "clustering": nx.average_clustering(graph),
        "transitivity": nx.transitivity(graph),
        "degree-assortativity": _assorted(graph, ""),
        "country-assortativity": _assorted(known, "country"),
        "reciprocity": measures.reciprocity(commitments),
        "diameter": far,
        "mean-distance": mean,
        "core": max(nx.core_number(graph).values()),
        "communities": len(groups),
        "modularity": nx.community.modularity(graph, [set(group) for group in groups]),
    }
    notes = [f"distances: from {_SAMPLED} cities chosen by lot (seed {_SEED}); the diameter is at least so much"]
    return found, notes if sampled else []


def each(graph: nx.Graph) -> tuple[dict[str, dict[str, float]], list[str]]:
    """Compute every measure of each city, and say which are sampled."""
    import networkx as nx

    numbers = {city: number for number, group in enumerate(measures.communities(graph), 1) for city in group}
    between, notes = betweenness(graph)
    return {
        "degree": dict(graph.degree()),
        "betweenness": between,
        "closeness": closeness(graph),
        "pagerank": measures.pagerank(graph),
        "clustering": nx.clustering(graph),
        "core": nx.core_number(graph),
        "community": numbers,
    }, notes


def distances(graph: nx.Graph) -> tuple[int, float, bool]:
    """Say the diameter and the mean distance of a connected network, and whether they are those of a sample."""
    far, total, pairs = 0, 0.0, 0
    sampled = len(graph) > _EXACT
    for block in _blocks(graph, sample=sampled):
        far = max(far, int(block.max()))
        total += float(block.sum())
        pairs += block.size - len(block)
    return far, total / pairs if pairs else 0.0, sampled


def closeness(graph: nx.Graph) -> dict[str, float]:
    """Say how near a city is to all it can reach (as networkx, by Wasserman and Faust in a parted network)."""
    import numpy as np

    nodes = list(graph)
    found: list[float] = []
    for block in _blocks(graph, sample=False):
        reached = np.isfinite(block)
        total = np.where(reached, block, 0).sum(axis=1)
        near = reached.sum(axis=1) - 1
        with np.errstate(divide="ignore", invalid="ignore"):
            found += list(np.where(total > 0, near / total * near / max(1, len(nodes) - 1), 0.0))
    return {node: float(value) for node, value in zip(nodes, found, strict=True)}


def betweenness(graph: nx.Graph) -> tuple[dict[str, float], list[str]]:
    """Give betweenness by rustworkx where it is at hand, else by networkx, of large networks from a sample."""
    import networkx as nx

    nodes = sorted(graph)
    try:
        import rustworkx
    except ImportError:
        if len(nodes) <= 1500:
            return measures.betweenness(graph), []
        note = f"betweenness: from {_SAMPLED} cities chosen by lot (seed {_SEED}); pip install 'cityties[measures]'"
        return dict(nx.betweenness_centrality(graph, k=_SAMPLED, seed=_SEED)), [note]
    number = {node: place for place, node in enumerate(nodes)}
    fast = rustworkx.PyGraph()
    fast.add_nodes_from(nodes)
    fast.add_edges_from_no_data([(number[one], number[other]) for one, other in graph.edges])
    found = rustworkx.graph_betweenness_centrality(fast, normalized=True)
    return {node: float(found[place]) for node, place in number.items()}, []


def countries(store: Store, graph: nx.Graph) -> dict[str, str]:
    """Say in which country each city lies, where that is told; of several, the first by alphabet."""
    found: dict[str, str] = {}
    rows = store.select("SELECT DISTINCT ?city ?country { ?city ct:country ?country ; ct:partnerCount ?any }")
    for city, country in rows:
        if isinstance(city, IRI) and isinstance(country, IRI) and city.value in graph:
            found[city.value] = min(found.get(city.value, country.value), country.value)
    return found


def _blocks(graph: nx.Graph, *, sample: bool) -> Any:
    """Give the distances from some cities at a time to all: rows of numbers, infinite where no way leads."""
    import networkx as nx
    import numpy as np
    from scipy.sparse.csgraph import shortest_path

    matrix = nx.to_scipy_sparse_array(graph, format="csr", dtype=np.int8)
    sources = np.arange(len(graph))
    if sample:
        sources = np.sort(np.random.default_rng(_SEED).choice(sources, _SAMPLED, replace=False))
    for begin in range(0, len(sources), _SOURCES_AT_ONCE):
        yield shortest_path(matrix, unweighted=True, directed=False, indices=sources[begin : begin + _SOURCES_AT_ONCE])


def _assorted(graph: nx.Graph, attribute: str) -> float:
    """Give a coefficient of assortativity; nought where there is nothing to tell apart."""
    import networkx as nx
    import numpy as np

    if graph.number_of_edges() < 2:
        return 0.0
    with np.errstate(divide="ignore", invalid="ignore"):
        try:
            found = (
                nx.attribute_assortativity_coefficient(graph, attribute)
                if attribute
                else nx.degree_assortativity_coefficient(graph)
            )
        except ZeroDivisionError:
            return 0.0
    return float(found) if np.isfinite(found) else 0.0


def _tied(store: Store) -> nx.Graph:
    graph = city_network(store)
    if not graph.number_of_edges():
        raise RequestError("no city is tied with another here: bring ties in first, as by `cityties import`")
    return graph


def _commitments(store: Store) -> nx.MultiDiGraph:
    import networkx as nx

    graph = nx.MultiDiGraph()
    for one, other in store.select("SELECT DISTINCT ?by ?to { ?what ct:by ?by ; ct:toward ?to } ORDER BY ?by ?to"):
        if isinstance(one, IRI) and isinstance(other, IRI):
            graph.add_edge(one.value, other.value)
    return graph


def _round(value: float) -> int | float:
    return value if isinstance(value, int) else round(float(value), 5)
