"""Layouts: the same each time, and labels that can be read."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import pytest

from cityties.model.errors import ModelError
from cityties.network.multigraph import network
from cityties.pictures.network.caption import reach
from cityties.pictures.network.layout import Positions, place
from cityties.pictures.network.selection import select
from cityties.pictures.view import find, views
from cityties.store import Store

JAKARTA = "http://www.wikidata.org/entity/Q3630"
ANKARA = "http://www.wikidata.org/entity/Q3640"
VIEWS = [view.name for view in views() if view.page == "network"]


def plain(store: Store, view: str) -> tuple[nx.Graph, list[str]]:
    chosen = find(view)
    centres = [{"city": JAKARTA, "other": ANKARA}[name] for name in chosen.parameters]
    graph, _ = select(network(store), chosen, centres)
    simple = nx.Graph()
    simple.add_nodes_from(sorted(graph.nodes(data=True)))
    simple.add_edges_from(sorted({tuple(sorted(edge[:2])) for edge in graph.edges(keys=True)}))
    return simple, centres


def overlaps(graph: nx.Graph, spots: Positions) -> list[tuple[str, str]]:
    """Pairs whose marks and whole names lie over each other."""
    found = []
    for one, other in combinations(sorted(graph), 2):
        mine, its = reach(graph.nodes[one]), reach(graph.nodes[other])
        across = mine.side + its.side - abs(spots[one][0] - spots[other][0])
        dy = spots[other][1] - spots[one][1]
        if across > 1 and 1 - its.down - mine.up < dy < mine.down + its.up - 1:
            found.append((graph.nodes[one]["label"], graph.nodes[other]["label"]))
    return found


def look(graph: nx.Graph, spots: Positions) -> list[tuple[str, str, float, float]]:
    """What a reader sees of a layout."""
    return sorted((graph.nodes[node]["cls"], graph.nodes[node]["label"], x, y) for node, (x, y) in spots.items())


@pytest.mark.parametrize("view", VIEWS)
def test_labels_are_kept_apart(shipped: Store, view: str) -> None:
    graph, centres = plain(shipped, view)
    spots = place(graph, find(view).layout, centres)
    assert set(spots) == set(graph)
    assert len(set(spots.values())) == len(spots)
    assert overlaps(graph, spots) == []


@pytest.mark.parametrize("view", VIEWS)
def test_places_are_the_same_whatever_the_order(shipped: Store, view: str) -> None:
    """In another order of the nodes, two of one class and label may change places, and no more."""
    graph, centres = plain(shipped, view)
    turned = nx.Graph()
    turned.add_nodes_from(reversed(list(graph.nodes(data=True))))
    turned.add_edges_from((other, one) for one, other in reversed(list(graph.edges)))
    layout = find(view).layout
    assert place(graph, layout, centres) == place(graph, layout, centres)
    assert look(graph, place(turned, layout, centres)) == look(graph, place(graph, layout, centres))


def test_the_focus_stands_where_it_is_looked_for(shipped: Store) -> None:
    graph, centres = plain(shipped, "explore")
    assert place(graph, "rings", centres)[JAKARTA] == (0, 0)
    graph, centres = plain(shipped, "explore-pair")
    spots = place(graph, "two-centres", centres)
    assert spots[JAKARTA][0] < 0 < spots[ANKARA][0]


def test_an_unknown_layout_is_refused() -> None:
    with pytest.raises(ModelError, match="no layout maze"):
        place(nx.Graph(), "maze", [])


def test_nothing_has_no_places() -> None:
    assert place(nx.Graph(), "spring", []) == {}
