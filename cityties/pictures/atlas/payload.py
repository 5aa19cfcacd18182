"""The payload: what a page of a large network carries, as columns of numbers and words.

A page looks up everything by place in a list: the country of node 7 is countries[node.country[7]].
What is needed for the first picture stands in one part, evidence in another that is read on demand.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from cityties.display.label import Labels
from cityties.model.vocabulary import PREFIXES
from cityties.model.vocabulary import compact as compact_any
from cityties.network.evidence import tell
from cityties.pictures.network.selection import select
from cityties.pictures.request import Request
from cityties.store import IRI, Literal, Store
from cityties.store.column import nodes_of

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Index", "compact", "evidence", "nodes", "prefixes", "steadily", "tied", "ties"]

# What the steps of a tie say of its kind and its sectors; a headline alone says nothing.
_STEPS: Final = """SELECT DISTINCT ?tie ?kind ?sector ?when WHERE {
  ?step ct:ofTie ?tie .
  OPTIONAL { ?step ct:tieKind ?kind }
  OPTIONAL { ?step ct:sector ?sector }
  OPTIONAL { ?step ct:date ?when }
  FILTER(BOUND(?kind) || BOUND(?sector))
  FILTER NOT EXISTS { ?step ct:toldIn <https://w3id.org/cityties/code/headline> }
}"""


_FEW: Final = 1_000  # ties: of more, all are read
_BASES: Final = {address: prefix for prefix, address in PREFIXES.items()}


class Index:
    """Gives each word of a column its number, in the order of their coming."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self._numbers: dict[str, int] = {}

    def __call__(self, word: str) -> int:
        if word not in self._numbers:
            self._numbers[word] = len(self.words)
            self.words.append(word)
        return self._numbers[word]


def tied(request: Request) -> nx.MultiDiGraph:
    """Give what the view draws, each edge with its ``kind`` in words, its ``sectors`` (IRIs) and its evidence.

    Raises RequestError where there is nothing to draw.
    """
    import networkx as nx

    if request.given is not None:
        graph = nx.MultiDiGraph(request.network)
    elif request.centres:
        graph, _ = select(request.network, request.view, request.centres)
    else:
        graph = request.network
    if not graph.number_of_edges():
        raise request.nothing()
    kinds, sectors = _steps(request.store, request.labels, {_thing(key) for *_, key in graph.edges(keys=True)})
    for _, _, key, edge in graph.edges(keys=True, data=True):
        thing = _thing(key)
        edge["kind"] = kinds.get(thing) or edge.get("relation", "")
        edge["sectors"] = sectors.get(thing, [])
    return tell(graph, request.store, request.lang)


def compact(iri: str) -> str:
    """Write an IRI with its prefix as `vocabulary.compact` does, at once where the prefix ends before the last part.

    >>> compact("http://www.wikidata.org/entity/Q3630"), compact("https://example.org/a")
    ('wd:Q3630', 'https://example.org/a')
    """
    cut = max(iri.rfind("/"), iri.rfind("#")) + 1
    return f"{_BASES[iri[:cut]]}:{iri[cut:]}" if iri[:cut] in _BASES else compact_any(iri)


def nodes(graph: nx.MultiDiGraph, order: Sequence[str]) -> dict[str, Any]:
    """Give the columns of the nodes: name, IRI, kind, and where they are on earth."""
    kinds = Index()
    rows = [graph.nodes[node] for node in order]
    return {
        "label": [row.get("label", node) for node, row in zip(order, rows, strict=True)],
        "iri": [compact(node) for node in order],
        "kind": [kinds(row.get("clsLabel", "")) for row in rows],
        "kinds": kinds.words,
        "lat": [_degrees(row.get("lat")) for row in rows],
        "long": [_degrees(row.get("long")) for row in rows],
    }


def ties(graph: nx.MultiDiGraph, order: Sequence[str], labels: Labels) -> dict[str, Any]:
    """Give the columns of the ties: from which node to which, of what kind, since when, in which sectors."""
    number = {node: place for place, node in enumerate(order)}
    kinds, statuses, sectors = Index(), Index(), Index()
    columns: dict[str, Any] = {name: [] for name in ("a", "b", "kind", "status", "begin", "end", "sectors")}
    for one, other, _, edge in steadily(graph):
        columns["a"].append(number[one])
        columns["b"].append(number[other])
        columns["kind"].append(kinds(edge["kind"]))
        columns["status"].append(statuses(edge.get("caption", "")))
        columns["begin"].append(edge.get("from_", ""))
        columns["end"].append(edge.get("until", ""))
        columns["sectors"].append([sectors(sector) for sector in edge["sectors"]])
    labels.learn(sectors.words)
    columns["sectorNames"] = [labels.label(sector) for sector in sectors.words]
    return columns | {"kinds": kinds.words, "statuses": statuses.words}


def evidence(graph: nx.MultiDiGraph) -> dict[str, Any]:
    """Give what a page shows of a tie on demand: its IRI, and who says so, when, and where in the text."""
    sources = Index()
    titles: list[tuple[str, str]] = []
    things, told = [], []
    for _, _, key, edge in steadily(graph):
        things.append(compact(_thing(key)))
        seen: dict[tuple[int, str, str], None] = {}
        for one in edge.get("details", ()):
            place = sources(one["source"] or one["title"])
            if place == len(titles):
                titles.append((one["title"], one["address"]))
            seen[place, one["date"], one["passage"]] = None
        # A source that gives a date or a passage need not be named once more without.
        full = {place for place, date, passage in seen if date or passage}
        told.append([list(one) for one in seen if one[1] or one[2] or one[0] not in full])
    return {"things": things, "told": told, "sources": titles}


def prefixes(*columns: Sequence[str]) -> dict[str, str]:
    """Give the prefixes that columns of compact IRIs use."""
    used = {iri.split(":", 1)[0] for column in columns for iri in column}
    return {prefix: address for prefix, address in PREFIXES.items() if prefix in used}


def steadily(graph: nx.MultiDiGraph) -> list[tuple[str, str, Any, dict[str, Any]]]:
    """Give the edges in an order that is the same each time."""
    return sorted(graph.edges(keys=True, data=True), key=lambda edge: (edge[0], edge[1], str(edge[2])))


def _steps(store: Store, labels: Labels, ties: Collection[str]) -> tuple[Mapping[str, str], Mapping[str, list[str]]]:
    """Say of each tie, at least of some, its kind, as its latest step has it, and the sectors that any step names."""
    latest: dict[str, tuple[str, str]] = {}
    sectors: dict[str, set[str]] = {}
    few = [node for node in nodes_of(sorted(ties)) if isinstance(node, IRI)] if len(ties) < _FEW else []
    for tie, kind, sector, when in store.select_among(_STEPS, "tie", few) if few else store.select(_STEPS):
        if not isinstance(tie, IRI):
            continue
        if isinstance(kind, IRI):
            day = when.value if isinstance(when, Literal) else ""
            latest[tie.value] = max(latest.get(tie.value, ("", "")), (day, kind.value))
        if isinstance(sector, IRI):
            sectors.setdefault(tie.value, set()).add(sector.value)
    labels.learn({kind for _, kind in latest.values()})
    kinds = {tie: labels.label(kind) for tie, (_, kind) in latest.items()}
    return kinds, {tie: sorted(found) for tie, found in sectors.items()}


def _thing(key: object) -> str:
    return str(key[1]) if isinstance(key, tuple) and len(key) > 1 else str(key)


def _degrees(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
