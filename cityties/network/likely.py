"""Likely partners of one city, counted by hand: the way "together" of cityties.network.guess, for a single row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from math import sqrt
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["UNSEEN", "WEIGHT", "likely"]

WEIGHT: Final = 0.3  # of what is expected: chosen by hand, not fitted
UNSEEN: Final = 0.5  # ties that two countries without any are given, so that a first one can be expected


def likely(graph: nx.Graph, country: Mapping[str, str], city: str) -> dict[str, float]:
    """Say what speaks for a tie of a city with each other: partners of partners, and ties between their countries.

    >>> import networkx as nx
    >>> found = likely(nx.path_graph(["a", "b", "c", "d"]), {}, "a")
    >>> sorted(found, key=found.get, reverse=True)[:2]
    ['c', 'b']
    """
    degree = dict(graph.degree())
    near = dict.fromkeys(graph, 0.0)
    for partner in graph[city]:
        for other in graph[partner]:
            near[other] += 1 / degree[partner]
            step = 1 / sqrt(degree[partner] * degree[other])
            for third in graph[other]:
                near[third] += step
    between: Counter[tuple[str, str]] = Counter()
    ends: Counter[str] = Counter()
    for one, other in graph.edges:
        for start, end in ((one, other), (other, one)):
            between[_home(country, start), _home(country, end)] += 1
            ends[_home(country, start)] += 1
    own = _home(country, city)
    found = {}
    for node in graph:
        home = _home(country, node)
        affinity = (between[own, home] + UNSEEN) / ((ends[own] + 1) * (ends[home] + 1))
        found[node] = WEIGHT * degree[city] * degree[node] * affinity + near[node]
    return found


def _home(country: Mapping[str, str], city: str) -> str:
    return country.get(city, city)  # one whose country is unknown is in a country of its own
