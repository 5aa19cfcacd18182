"""How well a tie that is not known could have been guessed: ties held out, guessed, and compared with the truth."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from cityties.errors import RequestError
from cityties.figures import Figures, words
from cityties.network import city_network
from cityties.setting import countries
from cityties.store import Store

if TYPE_CHECKING:
    import networkx as nx
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Score", "evaluate", "of_store"]

_SHARE: Final = 0.1
_SEEDS: Final = (1, 2, 3, 4, 5)
_LEAST: Final = 200  # ties, below which nothing can be held out that means anything
_ODDS: Final = 5  # pairs that are not tied, for each that was held out


@dataclass(frozen=True)
class Score:
    """How well one way of guessing did: medians over the draws; ``spread`` is the range of the AUC."""

    auc: float
    spread: float
    precision: Mapping[int, float]


def of_store(store: Store, lang: str = "en", *, at: tuple[int, ...] = (10, 100)) -> Figures:
    """Evaluate every way of guessing ties on the network of a store. Raises RequestError where it is too small."""
    graph = city_network(store)
    country, told_by = countries(store, graph)
    found = evaluate(graph, country, at=at)
    told = words("prediction", lang)
    rows: list[list[str | int | float]] = []
    for name, one in sorted(found.items(), key=lambda item: -item[1].auc):
        precision = [round(one.precision[k], 3) for k in at]
        rows.append([told[name][0], round(one.auc, 3), round(one.spread, 3), *precision, told[name][1]])
    held = max(1, round(graph.number_of_edges() * _SHARE))
    notes = [
        *told_by,
        f"{held} of {graph.number_of_edges()} ties held out by lot, {len(_SEEDS)} times; medians.",
        "AUC: how often a tie that was held out is put before a pair that is not tied (0.5 is chance).",
        "precision at k: which share of the k pairs put first, among all that are not known to be tied, was held out.",
    ]
    return Figures(("guess", "AUC", "spread", *(f"precision at {k}" for k in at), "meaning"), rows, notes)


def evaluate(
    graph: nx.Graph, country: Mapping[str, str], *, at: tuple[int, ...] = (10, 100), seeds: tuple[int, ...] = _SEEDS
) -> dict[str, Score]:
    """Hold a tenth of the ties out, guess them from the rest, and score each way of guessing.

    Only pairs of which both cities keep a tie are held out and guessed: of a city without any, nothing can be
    known. Raises RequestError where the network is too small.
    """
    import numpy as np

    nodes = sorted(graph)
    number = {node: place for place, node in enumerate(nodes)}
    edges = np.array(sorted(tuple(sorted((number[one], number[other]))) for one, other in graph.edges))
    if len(edges) < _LEAST:
        raise RequestError(f"{len(edges)} ties: too few to hold some out and guess them: {_LEAST} at least")
    place = np.array([hash_of(country.get(node, node)) for node in nodes])
    draws: dict[str, list[tuple[float, dict[int, float]]]] = {}
    for seed in seeds:
        pick = np.random.default_rng(seed)
        held = np.zeros(len(edges), dtype=bool)
        held[pick.choice(len(edges), max(1, round(len(edges) * _SHARE)), replace=False)] = True
        for name, told in _draw(edges, held, place, pick, at).items():
            draws.setdefault(name, []).append(told)
    scores = {}
    for name, several in draws.items():
        aucs = [auc for auc, _ in several]
        precision = {k: float(np.median([told[k] for _, told in several])) for k in at}
        scores[name] = Score(float(np.median(aucs)), max(aucs) - min(aucs), precision)
    return scores


def hash_of(text: str) -> int:
    """Number a text the same way each time."""
    import zlib

    return zlib.crc32(text.encode())


def _draw(
    edges: NDArray[Any], held: NDArray[Any], place: NDArray[Any], pick: np.random.Generator, at: tuple[int, ...]
) -> dict[str, tuple[float, dict[int, float]]]:
    import numpy as np
    from scipy.sparse import csr_array, csr_matrix, diags_array, triu

    size = len(place)
    kept = edges[~held]
    both = np.concatenate([kept, kept[:, ::-1]])
    known = csr_array((np.ones(len(both)), (both[:, 0], both[:, 1])), shape=(size, size))
    degree = known.sum(axis=1)
    alive = np.flatnonzero(degree)
    truth = np.array([pair for pair in edges[held] if degree[pair[0]] and degree[pair[1]]], dtype=int).reshape(-1, 2)
    keys = set((edges[:, 0] * size + edges[:, 1]).tolist())
    false: set[int] = set()
    while len(false) < _ODDS * len(truth) and len(keys) + len(false) < len(alive) * (len(alive) - 1) // 2:
        one, other = sorted(pick.choice(alive, 2, replace=False).tolist())
        if one * size + other not in keys:
            false.add(one * size + other)
    ordered = np.array(sorted(false))
    wrong = np.stack([ordered // size, ordered % size], axis=1) if len(ordered) else np.empty((0, 2), dtype=int)

    def weighed(weights: NDArray[Any]) -> csr_array:
        return csr_array(known @ diags_array(weights) @ known)

    with np.errstate(divide="ignore"):
        inverse = np.where(degree > 0, 1 / np.maximum(degree, 1), 0)
        logarithm = np.where(degree > 1, 1 / np.log(np.maximum(degree, 2)), 0)
    common = weighed(np.ones(size))
    tables = {  # matrices: arrays give a row of cells now dense and now sparse
        "resource-allocation": weighed(inverse),
        "adamic-adar": weighed(logarithm),
        "common-partners": common,
        "jaccard": _shared(common, degree),
    }
    lot = pick.random(size * 2)
    ties = _between(kept, place)
    ways: dict[str, Callable[[NDArray[Any]], NDArray[Any]]] = {
        name: lambda pairs, table=table: _cells(table, pairs)  # type: ignore[misc]
        for name, table in ((name, csr_matrix(told)) for name, told in tables.items())
    }
    ways["preferential"] = lambda pairs: degree[pairs[:, 0]] * degree[pairs[:, 1]]
    ways["countries"] = lambda pairs: ties(pairs)
    ways["chance"] = lambda pairs: lot[pairs[:, 0]] * lot[pairs[:, 1] + size]
    # All pairs at two steps from each other: only these have partners in common.
    near = triu(common, k=1).tocoo()
    pairs = np.stack([near.row, near.col], axis=1)
    best = np.sort(alive[np.argsort(-degree[alive], kind="stable")][:400])
    ones, others = np.triu_indices(len(best), k=1)
    pairs = np.unique(np.concatenate([pairs, np.stack([best[ones], best[others]], axis=1)]), axis=0)
    known_keys = kept[:, 0] * size + kept[:, 1]
    pairs = pairs[~np.isin(pairs[:, 0] * size + pairs[:, 1], known_keys)]
    right = np.isin(pairs[:, 0] * size + pairs[:, 1], truth[:, 0] * size + truth[:, 1])
    found = {}
    for name, way in ways.items():
        score = way(pairs)
        order = np.lexsort((pick.permutation(len(pairs)), -score))
        precision = {k: float(right[order[:k]].mean()) if len(order) else 0.0 for k in at}
        found[name] = (_auc(way(truth), way(wrong)), precision)
    return found


def _cells(table: Any, pairs: NDArray[Any]) -> NDArray[Any]:
    import numpy as np

    return np.asarray(table[pairs[:, 0], pairs[:, 1]]).ravel() if len(pairs) else np.zeros(0)


def _shared(common: Any, degree: NDArray[Any]) -> Any:
    table = common.tocoo(copy=True)
    table.data = table.data / (degree[table.row] + degree[table.col] - table.data)
    return table.tocsr()


def _between(kept: NDArray[Any], place: NDArray[Any]) -> Callable[[NDArray[Any]], NDArray[Any]]:
    """Make the guess by countries: ties between the two, over the pairs that their cities could make."""
    from collections import Counter

    import numpy as np

    def key(pair: NDArray[Any]) -> tuple[int, int]:
        one, other = sorted((int(place[pair[0]]), int(place[pair[1]])))
        return one, other

    ties = Counter(key(pair) for pair in kept)
    cities = Counter(int(country) for country in place)

    def guess(pairs: NDArray[Any]) -> NDArray[Any]:
        told = []
        for pair in pairs:
            one, other = key(pair)
            possible = cities[one] * (cities[one] - 1) / 2 if one == other else cities[one] * cities[other]
            told.append(ties[one, other] / possible if possible else 0.0)
        return np.array(told)

    return guess


def _auc(right: NDArray[Any], wrong: NDArray[Any]) -> float:
    """Say how often a right one is put before a wrong one; half where they are put alike.

    >>> import numpy as np
    >>> _auc(np.array([3.0, 1.0]), np.array([2.0, 0.0]))
    0.75
    """
    import numpy as np
    from scipy.stats import rankdata

    if not len(right) or not len(wrong):
        return 0.5
    ranks = rankdata(np.concatenate([right, wrong]))
    return float((ranks[: len(right)].sum() - len(right) * (len(right) + 1) / 2) / (len(right) * len(wrong)))
