"""Measures of the network, and what each number means for cities."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from cityties.model.extra import need

if TYPE_CHECKING:
    import networkx as nx
    import numpy as np
    from numpy.typing import NDArray

_SEED: Final = 7
_EXACT: Final = 20_000  # cities; beyond, distances and betweenness are those of a sample
_SAMPLED: Final = 500
_AT_ONCE: Final = 4096  # cities from which ways are walked at the same time, one bit each


def simple(graph: nx.Graph) -> nx.Graph:
    """Give any network as one line between two things, without direction, without lines to itself, in a steady order.

    >>> import networkx as nx
    >>> sorted(simple(nx.MultiDiGraph([("b", "a"), ("a", "b"), ("c", "c")])).edges)
    [('a', 'b')]
    """
    import networkx as nx

    found = nx.Graph()
    found.add_nodes_from(sorted(graph.nodes))
    found.add_edges_from(sorted({(min(e[:2]), max(e[:2])) for e in graph.edges if e[0] != e[1]}))
    return found


def degree(graph: nx.Graph) -> dict[str, int]:
    """Count the partners of each city: how widely it is tied.

    >>> import networkx as nx
    >>> degree(nx.Graph([("Jakarta", "Seoul"), ("Jakarta", "Tokyo")]))["Jakarta"]
    2
    """
    return {node: len(set(graph[node])) for node in graph}


def betweenness(graph: nx.Graph) -> tuple[dict[str, float], list[str]]:
    """Say how often a city lies on the shortest way between two others: a broker's place, 0 to 1.

    By rustworkx where it is at hand, else by networkx; of large networks from a sample, which the notes say.

    >>> import networkx as nx
    >>> betweenness(nx.path_graph(["Ankara", "Jakarta", "Seoul"]))[0]["Jakarta"]
    1.0
    """
    import networkx as nx

    nodes = sorted(graph)
    try:
        import rustworkx
    except ImportError:
        if len(nodes) <= 1500:
            return dict(nx.betweenness_centrality(graph)), []
        note = f"betweenness: from {_SAMPLED} cities chosen by lot (seed {_SEED}); pip install 'cityties[measures]'"
        return dict(nx.betweenness_centrality(graph, k=_SAMPLED, seed=_SEED)), [note]
    number = {node: place for place, node in enumerate(nodes)}
    fast = rustworkx.PyGraph()
    fast.add_nodes_from(nodes)
    fast.add_edges_from_no_data([(number[one], number[other]) for one, other in graph.edges])
    found = rustworkx.graph_betweenness_centrality(fast, normalized=True)
    return {node: float(found[place]) for node, place in number.items()}, []


def closeness(graph: nx.Graph) -> dict[str, float]:
    """Say how near a city is to all it can reach (as networkx, by Wasserman and Faust in a parted network).

    >>> import networkx as nx
    >>> closeness(nx.star_graph(["Jakarta", "Seoul", "Tokyo"]))["Jakarta"]
    1.0
    """
    need("measures", "closeness")
    import numpy as np

    count = len(graph)
    near, total = np.zeros(count), np.zeros(count)
    for steps, reached in _steps(graph, np.arange(count)):
        near += reached
        total += steps * reached
    with np.errstate(divide="ignore", invalid="ignore"):
        found = np.where(total > 0, near / total * near / max(1, count - 1), 0.0)
    return {node: float(value) for node, value in zip(graph, found, strict=True)}


def eigenvector(graph: nx.Graph) -> dict[str, float]:
    """Say how well tied a city is to well tied cities, in the largest connected part; 0 outside of it.

    >>> import networkx as nx
    >>> round(eigenvector(nx.star_graph(["Jakarta", "Seoul", "Tokyo"]))["Jakarta"], 3)
    0.707
    """
    need("measures", "eigenvector")
    import networkx as nx
    import numpy as np
    from scipy.sparse.linalg import eigsh

    found = dict.fromkeys(graph, 0.0)
    part = sorted(max(nx.connected_components(graph), key=lambda part: (len(part), min(part)), default=()))
    if len(part) < 3:
        return found | dict.fromkeys(part, len(part) ** -0.5 if part else 0.0)
    matrix = nx.to_scipy_sparse_array(graph, nodelist=part, dtype=float, weight=None)
    _, vectors = eigsh(matrix, k=1, which="LA", v0=np.ones(len(part)))
    return found | {node: abs(float(value)) for node, value in zip(part, vectors[:, 0], strict=True)}


def pagerank(graph: nx.Graph) -> dict[str, float]:
    """Say how well tied a city is to cities that are well tied themselves; all add up to 1.

    >>> import networkx as nx
    >>> rank = pagerank(nx.star_graph(["Jakarta", "Seoul", "Tokyo"]))
    >>> max(rank, key=rank.get)
    'Jakarta'
    """
    need("measures", "pagerank")
    import networkx as nx

    return dict(nx.pagerank(graph)) if len(graph) else {}


def core(graph: nx.Graph) -> dict[str, int]:
    """Say for each city the largest k for which it has k partners that have k such partners too.

    >>> import networkx as nx
    >>> core(nx.Graph([("a", "b"), ("b", "c"), ("a", "c"), ("c", "d")]))["c"]
    2
    """
    import networkx as nx

    return dict(nx.core_number(graph))


def communities(graph: nx.Graph) -> list[list[str]]:
    """Group cities that are tied with each other more than with the rest (Leiden, seeded).

    Each group hangs together (Traag, Waltman and van Eck 2019). Largest group first; the same graph
    gives the same groups.

    >>> import networkx as nx
    >>> communities(nx.Graph([("Ankara", "Jakarta"), ("Bandung", "Cuenca")]))
    [['Ankara', 'Jakarta'], ['Bandung', 'Cuenca']]
    """
    need("measures", "communities")
    from graspologic_native import leiden

    ordered = simple(graph)
    number: Mapping[str, int] = {}
    if ordered.number_of_edges():
        lines = [(one, other, 1.0) for one, other in ordered.edges]
        _, number = leiden(lines, seed=_SEED, iterations=10)
    groups: dict[int | str, list[str]] = {}
    for node in ordered:
        groups.setdefault(number.get(node, node), []).append(node)
    return sorted(groups.values(), key=lambda group: (-len(group), group))


def reciprocity(graph: nx.DiGraph) -> float:
    """Say which share of the directed relations between two is answered by one in return, 0 to 1.

    Of commitments: how often who offers or wants something is offered or asked something too. Of
    entries: how often a city that names a partner is named by that partner.

    >>> import networkx as nx
    >>> round(reciprocity(nx.MultiDiGraph([("A", "B"), ("B", "A"), ("C", "D")])), 3)
    0.667
    """
    pairs = {(edge[0], edge[1]) for edge in graph.edges if edge[0] != edge[1]}
    return sum((other, one) in pairs for one, other in pairs) / len(pairs) if pairs else 0.0


def distances(graph: nx.Graph) -> tuple[int, float, bool]:
    """Say the diameter and the mean distance of a connected network, and whether they are those of a sample.

    >>> import networkx as nx
    >>> distances(nx.cycle_graph(4))
    (2, 1.3333333333333333, False)
    """
    need("measures", "distances")
    import numpy as np

    sources = np.arange(len(graph))
    sampled = len(graph) > _EXACT
    if sampled:
        sources = np.sort(np.random.default_rng(_SEED).choice(sources, _SAMPLED, replace=False))
    far, total, pairs = 0, 0.0, 0
    for steps, reached in _steps(graph, sources):
        far = max(far, steps)
        total += float(steps * reached.sum())
        pairs += int(reached.sum())
    return far, total / pairs if pairs else 0.0, sampled


def sample() -> str:
    """Say how distances of a large network were found."""
    return f"distances: from {_SAMPLED} cities chosen by lot (seed {_SEED}); the diameter is at least so much"


def inequality(values: Any) -> float:
    """Give the Gini coefficient: 0 where all have as much, near 1 where a few have nearly all.

    >>> inequality([1, 1, 1]), round(inequality([0, 0, 0, 1]), 2)
    (0.0, 0.75)
    """
    need("measures", "inequality")
    import numpy as np

    ordered = np.sort(np.asarray(values, dtype=float))
    count = len(ordered)
    if not count or not ordered.sum():
        return 0.0
    return float((2 * (np.arange(1, count + 1) * ordered).sum() / ordered.sum() - (count + 1)) / count)


def assortativity(graph: nx.Graph, attribute: str = "") -> float:
    """Say how much like chooses like: by number of partners, or by an attribute; 0 where nothing tells them apart."""
    need("measures", "assortativity")
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


def _steps(graph: nx.Graph, sources: NDArray[np.int64]) -> Iterator[tuple[int, NDArray[np.float64]]]:
    """Count, step by step, how many of the sources first reach each city; a block of sources at a time.

    Every source is one bit, and a step hands the bits of a city on to its partners: all ways are
    walked at once. A network without direction is reached from where it reaches.
    """
    import networkx as nx
    import numpy as np

    if not graph.number_of_edges():
        return
    matrix = nx.to_scipy_sparse_array(graph, format="csr", dtype=np.int8, weight=None)
    tied = np.flatnonzero(np.diff(matrix.indptr))
    starts = matrix.indptr[tied]
    ones = np.array([bin(byte).count("1") for byte in range(256)], dtype=np.uint8)
    for begin in range(0, len(sources), _AT_ONCE):
        block = sources[begin : begin + _AT_ONCE]
        known = np.zeros((len(graph), -(-len(block) // 64) * 8), dtype=np.uint8)
        bits = np.arange(len(block))
        known[block, bits // 8] = 1 << (bits % 8)
        known = known.view(np.uint64)
        front, steps = known.copy(), 0
        while True:
            steps += 1
            came = np.zeros_like(known)
            came[tied] = np.bitwise_or.reduceat(front[matrix.indices], starts, axis=0)
            front = came & ~known
            reached = ones[front.view(np.uint8)].sum(axis=1, dtype=np.float64)
            if not reached.any():
                break
            known |= front
            yield steps, reached
