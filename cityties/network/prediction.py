"""How well a tie that is not known could have been guessed: ties held out, guessed, and compared with the truth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from cityties.display.label import Labels
from cityties.model.errors import RequestError
from cityties.model.extra import need
from cityties.network.figures import Figures, words
from cityties.network.guess import WAYS, Guesses
from cityties.network.multigraph import city_network
from cityties.network.setting import countries, land_names
from cityties.store import IRI, Store

if TYPE_CHECKING:
    import networkx as nx
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Score", "candidates", "evaluate", "guesses", "of_store"]

_SHARE: Final = 0.1
_SEEDS: Final = (1, 2, 3, 4, 5)
_LEAST: Final = 200  # ties, below which nothing can be held out that means anything
_ODDS: Final = 5  # pairs that are not tied, for each that was held out
_FIRST: Final = 10  # guesses for one city among which a tie that was held out is looked for
_ROWS: Final = 512  # cities that are scored at once


@dataclass(frozen=True)
class Score:
    """How well one way of guessing did: medians over the draws; ``spread`` is the range of the AUC.

    ``found`` says how often a tie that was held out stood among the first ten guesses for its city.
    """

    auc: float
    spread: float
    found: float
    precision: Mapping[int, float]


def of_store(store: Store, lang: str = "en", *, at: tuple[int, ...] = (10, 100)) -> Figures:
    """Evaluate every way of guessing ties on the network of a store. Raises RequestError where it is too small."""
    graph = city_network(store)
    country, told_by = countries(store, graph, lang)
    scores = evaluate(graph, country, at=at)
    told = words("prediction", lang)
    rows: list[list[str | int | float]] = []
    for name, one in sorted(scores.items(), key=lambda item: -item[1].found):
        precision = [round(one.precision[k], 3) for k in at]
        rows.append([told[name][0], *map(_third, (one.found, one.auc, one.spread)), *precision, told[name][1]])
    held = max(1, round(graph.number_of_edges() * _SHARE))
    notes = [
        *told_by,
        f"{held} of {graph.number_of_edges()} ties held out by lot, {len(_SEEDS)} times; medians.",
        f"first {_FIRST}: how often a tie that was held out is among the {_FIRST} first guesses for its city.",
        "AUC: how often a tie that was held out is put before a pair that is not tied (0.5 is chance).",
        "precision at k: which share of the k pairs put first, among all that are not known to be tied, was held out.",
    ]
    heads = ("guess", f"first {_FIRST}", "AUC", "spread", *(f"precision at {k}" for k in at), "meaning")
    return Figures(heads, rows, notes)


def candidates(store: Store, city: IRI, lang: str = "en", *, most: int = 10) -> Figures:
    """List cities that a city is not tied with, by the way of guessing that did best on this very network.

    Raises RequestError where the city has no tie: of it nothing can be guessed.
    """
    graph = city_network(store)
    labels = Labels(store, lang)
    if city.value not in graph:
        raise RequestError(f"{labels.label(city)}: has no tie that holds: nothing can be guessed from none")
    country, _ = countries(store, graph)
    names, told = words("prediction", lang), words("candidate", lang)
    if graph.number_of_edges() < _LEAST:
        way = WAYS[0]
        notes = [f"by {names[way][0]}; not tried on this network: it has less than {_LEAST} ties"]
    else:
        scores = evaluate(graph, country)
        way = max(scores, key=lambda name: (scores[name].found, scores[name].auc))
        best, chance = scores[way], scores["chance"]
        notes = [
            f"by {names[way][0]}, the best of {len(scores)} ways on this network: of ties that were held out, "
            f"{best.found:.1%} stood among the {_FIRST} first guesses for their city (by chance {chance.found:.1%}); "
            f"AUC {best.auc:.2f}"
        ]
    nodes, known = guesses(graph, country)
    own = nodes.index(city.value)
    score = known.rows(way, _numbers([own]))[0]
    possible = [place for place in range(len(nodes)) if place != own and nodes[place] not in graph[city.value]]
    order = sorted(possible, key=lambda place: (-score[place], nodes[place]))
    chosen = [place for place in order if score[place] > 0][:most]
    labels.learn([nodes[place] for place in chosen] + list(country.values()))
    lands = land_names(lang)
    rows: list[list[str | int | float]] = []
    for place in chosen:
        one = nodes[place]
        land = country.get(one, "")
        common = len(set(graph[one]) & set(graph[city.value]))
        where = lands.get(land) or (labels.label(land) if land else "")
        rows.append([labels.label(one), where, float(f"{score[place]:.4g}"), common, graph.degree(one), one])
    meanings = [f"{name}: {meaning}" for name, meaning in told.values()]
    return Figures((*(name for name, _ in told.values()), "iri"), rows, [*notes, *meanings])


def guesses(graph: nx.Graph, country: Mapping[str, str]) -> tuple[list[str], Guesses]:
    """Make the guesses from all ties of a network; the cities in the order of their numbers."""
    nodes, ties, place = _numbered(graph, country)
    return nodes, Guesses(ties, place)


def evaluate(
    graph: nx.Graph, country: Mapping[str, str], *, at: tuple[int, ...] = (10, 100), seeds: tuple[int, ...] = _SEEDS
) -> dict[str, Score]:
    """Hold a tenth of the ties out, guess them from the rest, and score each way of guessing.

    Only pairs of which both cities keep a tie are held out and guessed: of a city without any, nothing can be
    known. Where guesses are alike, chance decides, and its mean is told. Raises RequestError where the network
    is too small.
    """
    import numpy as np

    _, ties, place = _numbered(graph, country)
    if len(ties) < _LEAST:
        raise RequestError(f"{len(ties)} ties: too few to hold some out and guess them: {_LEAST} at least")
    draws: dict[str, list[tuple[float, float, dict[int, float]]]] = {}
    for seed in seeds:
        pick = np.random.default_rng(seed)
        held = np.zeros(len(ties), dtype=bool)
        held[pick.choice(len(ties), max(1, round(len(ties) * _SHARE)), replace=False)] = True
        known = Guesses(ties[~held], place, seed)
        kept = known.degree > 0
        truth = ties[held & kept[ties].all(axis=1)]
        wrong = _untied(ties, np.flatnonzero(kept), _ODDS * len(truth), pick)
        first, precision = _put_in_order(known, truth, at)
        for way in WAYS:
            auc = _auc(known.pairs(way, truth), known.pairs(way, wrong))
            draws.setdefault(way, []).append((auc, first[way], precision[way]))
    scores = {}
    for way, several in draws.items():
        aucs, found, precise = zip(*several, strict=True)
        middle = {k: float(np.median([one[k] for one in precise])) for k in at}
        scores[way] = Score(float(np.median(aucs)), max(aucs) - min(aucs), float(np.median(found)), middle)
    return scores


def _numbered(graph: nx.Graph, country: Mapping[str, str]) -> tuple[list[str], NDArray[Any], NDArray[Any]]:
    """Number cities, ties and countries; each city whose country is unknown is in a country of its own."""
    need("measures", "guesses of ties")
    import numpy as np

    nodes = sorted(graph)
    number = {node: place for place, node in enumerate(nodes)}
    ties = np.array(sorted(tuple(sorted((number[one], number[other]))) for one, other in graph.edges), dtype=int)
    _, place = np.unique([country.get(node, node) for node in nodes], return_inverse=True)
    return nodes, ties.reshape(-1, 2), place


def _untied(ties: NDArray[Any], alive: NDArray[Any], wanted: int, pick: np.random.Generator) -> NDArray[Any]:
    """Draw pairs of cities that are not tied, no pair twice."""
    import numpy as np

    tied = set(map(tuple, ties.tolist()))
    found: set[tuple[int, int]] = set()
    while len(found) < wanted and len(tied) + len(found) < len(alive) * (len(alive) - 1) // 2:
        one, other = sorted(pick.choice(alive, 2, replace=False).tolist())
        if (one, other) not in tied:
            found.add((one, other))
    return np.array(sorted(found), dtype=int).reshape(-1, 2)


def _put_in_order(
    known: Guesses, truth: NDArray[Any], at: Sequence[int]
) -> tuple[dict[str, float], dict[str, dict[int, float]]]:
    """Score all pairs that are not known, block by block: how often the truth comes first, by city and over all."""
    import numpy as np

    size = len(known.degree)
    sought = np.concatenate([truth, truth[:, ::-1]])
    true_keys = truth[:, 0] * size + truth[:, 1]
    first: dict[str, list[NDArray[Any]]] = {way: [] for way in WAYS}
    top = {way: _Top(max(at)) for way in WAYS}
    for begin in range(0, size, _ROWS):
        cities = np.arange(begin, min(begin + _ROWS, size))
        shut = known.known[cities].toarray() > 0
        shut[:, known.degree == 0] = True
        shut[np.arange(len(cities)), cities] = True
        upper = ~shut & (np.arange(size)[None, :] > cities[:, None])
        mine = sought[(sought[:, 0] >= begin) & (sought[:, 0] <= cities[-1])]
        for way in WAYS:
            score = known.rows(way, cities)
            rows = np.where(shut, -np.inf, score)[mine[:, 0] - begin]
            right = rows[np.arange(len(mine)), mine[:, 1]][:, None]
            before, alike = (rows > right).sum(axis=1), (rows == right).sum(axis=1)
            first[way].append(np.where(right[:, 0] > 0, np.clip((_FIRST - before) / np.maximum(alike, 1), 0, 1), 0))
            place, other = np.nonzero(upper & (score > top[way].least))
            top[way].add(score[place, other], cities[place] * size + other)
    share = {way: float(np.concatenate(several).mean()) if len(sought) else 0.0 for way, several in first.items()}
    return share, {way: {k: one.precision(true_keys, k) for k in at} for way, one in top.items()}


class _Top:
    """The best scored pairs so far, those alike with the last of them included."""

    def __init__(self, most: int) -> None:
        import numpy as np

        self._most = most
        self._scores, self._keys = np.zeros(0), np.zeros(0, dtype=int)
        self.least = 0.0  # a pair for which nothing speaks is no guess

    def add(self, scores: NDArray[Any], keys: NDArray[Any]) -> None:
        import numpy as np

        self._scores, self._keys = np.concatenate([self._scores, scores]), np.concatenate([self._keys, keys])
        if len(self._scores) > self._most:
            last = -np.partition(-self._scores, self._most - 1)[self._most - 1]
            kept = self._scores >= last
            self._scores, self._keys = self._scores[kept], self._keys[kept]
            self.least = float(np.nextafter(last, 0))

    def precision(self, right: NDArray[Any], k: int) -> float:
        """Say which share of the first k is right; among those alike at the end, the mean of all choices."""
        import numpy as np

        if not len(self._scores):
            return 0.0
        last = -np.partition(-self._scores, min(k, len(self._scores)) - 1)[min(k, len(self._scores)) - 1]
        hit = np.isin(self._keys, right)
        above, alike = self._scores > last, self._scores == last
        rest = min(1.0, (k - above.sum()) / alike.sum())
        return float((hit[above].sum() + rest * hit[alike].sum()) / k)


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


def _numbers(values: Sequence[int]) -> NDArray[Any]:
    import numpy as np

    return np.array(values, dtype=int)


def _third(value: float) -> float:
    return round(value, 3)
