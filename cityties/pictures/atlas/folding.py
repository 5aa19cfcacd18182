"""Folding: the parts that a large network is first shown as, and the ties between them.

A way to fold puts each node into exactly one part. What a way cannot place stands in a part of its
own, which says so; what it placed by something else than a source is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cityties.display.label import Labels
from cityties.model.errors import ModelError
from cityties.names.land import lands
from cityties.network import measures
from cityties.network.setting import lands_of
from cityties.store import Store

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["FEW", "WAYS", "Fold", "Part", "backbone", "blocks", "fold", "links", "strongest"]

WAYS: Final = ("country", "community", "sector", "kind")
_NAMED: Final = 3  # best tied members that a community is called after
_FEW: Final = 3  # members of a community that is too small to stand alone where there are many
_MANY: Final = 40
FEW: Final = "few"  # the key of the part of such communities

Pair = tuple[int, int]


@dataclass(frozen=True)
class Part:
    """Some nodes that are shown as one.

    ``key`` tells it from others: "" where the way could not place them, FEW for small communities.
    """

    key: str
    label: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class Fold:
    """A network in parts, the largest first; the part of what could not be placed last.

    ``several`` counts nodes that could stand in more parts than the one they stand in, ``guessed``
    are those placed by something else than a source.
    """

    way: str
    parts: tuple[Part, ...]
    guessed: frozenset[str] = frozenset()
    several: int = 0

    @property
    def of(self) -> dict[str, int]:
        """The number of the part in which each node stands."""
        return {node: number for number, part in enumerate(self.parts) for node in part.members}


def fold(graph: nx.MultiDiGraph, way: str, store: Store, labels: Labels) -> Fold:
    """Fold a network in one of the ways. Raises ModelError on a way that is none."""
    ways: dict[str, Callable[[nx.MultiDiGraph, Store, Labels], Fold]] = {
        "country": _by_country,
        "community": _by_community,
        "sector": _by_sector,
        "kind": _by_kind,
    }
    if way not in ways:
        raise ModelError(f"viz/views: no way to fold by {way}: there is {', '.join(ways)}")
    return ways[way](graph, store, labels)


def links(fold: Fold, ties: Iterable[tuple[str, str]]) -> Counter[Pair]:
    """Count the ties between each two parts, the smaller number first; those within a part under (n, n)."""
    of = fold.of
    pairs = ((of[one], of[other]) for one, other in ties)
    return Counter((min(pair), max(pair)) for pair in pairs)


def strongest(weights: Mapping[Pair, float], most: int) -> set[Pair]:
    """Keep, for each part, its heaviest links to others: those that are among the ``most`` of either end.

    >>> sorted(strongest({(0, 1): 9, (0, 2): 5, (1, 2): 7, (2, 3): 1}, 1))
    [(0, 1), (1, 2), (2, 3)]
    """
    around: dict[int, list[Pair]] = {}
    for pair in weights:
        if pair[0] != pair[1]:
            for end in pair:
                around.setdefault(end, []).append(pair)
    kept: set[Pair] = set()
    for mine in around.values():
        kept.update(sorted(mine, key=lambda pair: (-weights[pair], pair))[:most])
    return kept


def backbone(weights: Mapping[Pair, float], alpha: float) -> set[Pair]:
    """Keep the links that stand out against chance at one end or the other: the disparity filter.

    A part with k links spreads its ties evenly by chance; a link with the share p of them is as
    heavy as that or heavier with the probability (1 - p) ** (k - 1), which must be below ``alpha``
    (Serrano, Boguñá and Vespignani 2009, https://doi.org/10.1073/pnas.0808904106). Of a part with
    one link nothing can be said: it stands or falls by the other end, and stays where both have one.

    >>> sorted(backbone({(0, 1): 98, (0, 2): 1, (0, 3): 1, (2, 3): 1}, 0.05))
    [(0, 1)]
    """
    strength: Counter[int] = Counter()
    count: Counter[int] = Counter()
    between = {pair: weight for pair, weight in weights.items() if pair[0] != pair[1]}
    for pair, weight in between.items():
        for end in pair:
            strength[end] += weight  # type: ignore[assignment]
            count[end] += 1
    kept = set()
    for pair, weight in between.items():
        tested = [end for end in pair if count[end] > 1]
        chances = [(1 - weight / strength[end]) ** (count[end] - 1) for end in tested]
        if not tested or min(chances) < alpha:
            kept.add(pair)
    return kept


def blocks(weights: Mapping[Pair, float], parts: int) -> list[int]:
    """Number the block of each part: parts that link with each other more than with the rest (Louvain, seeded)."""
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(range(parts))
    graph.add_weighted_edges_from((*pair, weights[pair]) for pair in sorted(weights) if pair[0] != pair[1])
    if not graph.number_of_edges():
        return [0] * parts
    groups = nx.community.louvain_communities(graph, weight="weight", seed=7)
    strength = dict(graph.degree(weight="weight"))
    ranked = sorted(groups, key=lambda group: (-sum(strength[part] for part in group), min(group)))
    number = {part: place for place, group in enumerate(ranked) for part in group}
    return [number[part] for part in range(parts)]


def _by_country(graph: nx.MultiDiGraph, store: Store, labels: Labels) -> Fold:
    found, guessed = lands_of(graph, store)
    names = {land.key: land.name for land in lands(labels.lang).values()}
    labels.learn(key for key in set(found.values()) if key not in names)
    named = {key: names.get(key) or labels.label(key) for key in set(found.values())}
    for node, data in graph.nodes(data=True):  # a network that was given may name countries without an IRI
        if node not in found and data.get("country"):
            key = found[node] = f"name:{data['country']}"
            named[key] = data["country"]
    return Fold("country", _parts(graph, found, named), guessed)


def _by_community(graph: nx.MultiDiGraph, store: Store, labels: Labels) -> Fold:
    import networkx as nx

    degree = dict(nx.Graph(graph).degree())
    found, named = {}, {}
    groups = measures.communities(graph)
    for number, group in enumerate(groups):
        if len(groups) > _MANY and len(group) <= _FEW:
            found.update(dict.fromkeys(group, FEW))
            continue
        key = f"community:{number}"
        best = sorted(group, key=lambda node: (-degree[node], node))[:_NAMED]
        named[key] = ", ".join(graph.nodes[node]["label"] for node in best) + (" …" if len(group) > len(best) else "")
        found.update(dict.fromkeys(group, key))
    return Fold("community", _parts(graph, found, named))


def _by_sector(graph: nx.MultiDiGraph, store: Store, labels: Labels) -> Fold:
    times: dict[str, Counter[str]] = {}
    for one, other, data in graph.edges(data=True):
        for sector in data.get("sectors", ()):
            for node in (one, other):
                times.setdefault(node, Counter())[sector] += 1
    found = {node: min(seen, key=lambda sector: (-seen[sector], sector)) for node, seen in times.items()}
    named = {sector: labels.label(sector) for sector in set(found.values())}
    several = sum(len(seen) > 1 for seen in times.values())
    return Fold("sector", _parts(graph, found, named), several=several)


def _by_kind(graph: nx.MultiDiGraph, store: Store, labels: Labels) -> Fold:
    found = {node: data["cls"] for node, data in graph.nodes(data=True) if data.get("cls")}
    named = {data["cls"]: data["clsLabel"] for _, data in graph.nodes(data=True) if data.get("cls")}
    return Fold("kind", _parts(graph, found, named))


def _parts(graph: nx.MultiDiGraph, found: Mapping[str, str], named: Mapping[str, str]) -> tuple[Part, ...]:
    members: dict[str, list[str]] = {}
    for node in sorted(graph):
        members.setdefault(found.get(node, ""), []).append(node)
    order = sorted(members, key=lambda key: (key in ("", FEW), -len(members[key]), key))
    return tuple(Part(key, named.get(key, ""), tuple(members[key])) for key in order)
