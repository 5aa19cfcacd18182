"""Folding: each node in one part, what cannot be placed told, links counted, the backbone right."""

from __future__ import annotations

import networkx as nx
import pytest

from cityties.display.label import Labels
from cityties.model.errors import ModelError
from cityties.network.multigraph import network
from cityties.network.setting import lands_of
from cityties.pictures.atlas.folding import FEW, WAYS, Fold, Part, backbone, blocks, fold, links, strongest
from cityties.store import Store

JAKARTA = "http://www.wikidata.org/entity/Q3630"
INDONESIA = "http://www.wikidata.org/entity/Q252"


@pytest.fixture(scope="module")
def tied(shipped: Store) -> nx.MultiDiGraph:
    """The ties of the shipped graph."""
    whole = network(shipped)
    kept = [(a, b, k) for a, b, k, edge in whole.edges(keys=True, data=True) if edge["reading"] == "TieReading"]
    return nx.MultiDiGraph(whole.edge_subgraph(kept))


@pytest.mark.parametrize("way", WAYS)
def test_each_node_stands_in_one_part(shipped: Store, tied: nx.MultiDiGraph, way: str) -> None:
    found = fold(tied, way, shipped, Labels(shipped))
    members = [node for part in found.parts for node in part.members]
    assert sorted(members) == sorted(tied)
    assert found.way == way
    sizes = [len(part.members) for part in found.parts if part.key not in ("", FEW)]
    assert sizes == sorted(sizes, reverse=True)
    assert [part.label for part in found.parts if part.key and part.key != FEW and not part.label] == []
    assert fold(tied, way, shipped, Labels(shipped)) == found


def test_an_unknown_way_is_refused(shipped: Store, tied: nx.MultiDiGraph) -> None:
    with pytest.raises(ModelError, match="no way to fold by colour: there is country"):
        fold(tied, "colour", shipped, Labels(shipped))


@pytest.mark.parametrize(("lang", "name"), [("en", "Türkiye"), ("id", "Turki"), ("tr", "Türkiye")])
def test_countries_are_named_in_the_language(shipped: Store, tied: nx.MultiDiGraph, lang: str, name: str) -> None:
    found = fold(tied, "country", shipped, Labels(shipped, lang))
    assert name in {part.label for part in found.parts}
    home = next(part for part in found.parts if part.key == INDONESIA)
    assert JAKARTA in home.members


def test_a_city_without_country_is_placed_by_its_point_and_told(shipped: Store) -> None:
    graph = nx.MultiDiGraph()
    graph.add_node("x:reims", label="Reims", cls="City", clsLabel="city", lat=49.26, long=4.03)
    graph.add_node("x:yalta", label="Yalta", cls="City", clsLabel="city", lat=44.5, long=34.16)
    graph.add_node("x:nowhere", label="Nowhere", cls="City", clsLabel="city")
    graph.add_edge("x:reims", "x:yalta")
    found, guessed = lands_of(graph, shipped)
    assert found == {"x:reims": "http://www.wikidata.org/entity/Q142"}
    assert guessed == {"x:reims"}
    parts = fold(graph, "country", shipped, Labels(shipped)).parts
    assert parts[-1] == Part("", "", ("x:nowhere", "x:yalta"))


def test_a_country_that_is_named_but_not_known_is_its_own_part(shipped: Store) -> None:
    graph = nx.MultiDiGraph([("x:a", "x:b")])
    nx.set_node_attributes(graph, {"x:a": {"country": "Utopia", "label": "A"}, "x:b": {"label": "B"}})
    assert [part.label for part in fold(graph, "country", shipped, Labels(shipped)).parts] == ["Utopia", ""]


def test_a_city_of_several_sectors_stands_under_the_one_named_most(shipped: Store) -> None:
    graph = nx.MultiDiGraph()
    graph.add_edge("x:a", "x:b", sectors=["s:water", "s:culture"])
    graph.add_edge("x:a", "x:c", sectors=["s:water"])
    graph.add_edge("x:c", "x:d", sectors=[])
    nx.set_node_attributes(graph, {node: node for node in graph}, "label")
    found = fold(graph, "sector", shipped, Labels(shipped))
    assert {part.key: part.members for part in found.parts} == {
        "s:water": ("x:a", "x:c"),
        "s:culture": ("x:b",),
        "": ("x:d",),
    }
    assert found.several == 2


def test_many_small_communities_stand_together(shipped: Store) -> None:
    graph = nx.MultiDiGraph([(f"x:{n}", f"y:{n}") for n in range(41)])
    graph.add_edges_from([("z:1", "z:2"), ("z:2", "z:3"), ("z:3", "z:4"), ("z:4", "z:1")])
    nx.set_node_attributes(graph, {node: node for node in graph}, "label")
    parts = fold(graph, "community", shipped, Labels(shipped)).parts
    assert [(part.key == FEW, len(part.members)) for part in parts] == [(False, 4), (True, 82)]
    assert parts[0].label == "z:1, z:2, z:3 …"


def test_links_count_both_ways_and_within() -> None:
    parts = Fold("kind", (Part("a", "A", ("1", "2")), Part("b", "B", ("3",))))
    assert links(parts, [("1", "3"), ("3", "2"), ("1", "2")]) == {(0, 1): 2, (0, 0): 1}


def test_the_strongest_of_either_end_are_kept() -> None:
    weights = {(0, 1): 10.0, (0, 2): 9.0, (0, 3): 8.0, (2, 3): 1.0, (1, 1): 99.0}
    assert strongest(weights, 1) == {(0, 1), (0, 2), (0, 3)}
    assert strongest(weights, 0) == set()
    assert strongest(weights, 9) == {pair for pair in weights if pair[0] != pair[1]}


def test_the_backbone_keeps_what_stands_out_at_either_end() -> None:
    even = {(0, n): 5.0 for n in range(1, 5)}
    ring = {(1, 2): 1.0, (3, 4): 1.0}
    # Of 0's four equal links none stands out at 0: (1 - 1/4) ** 3; at 1 to 4, p = 5/6, (1/6) ** 1.
    assert backbone(even | ring, 0.1) == set()
    assert backbone(even | ring, 0.2) == set(even)
    assert backbone(even | ring, 0.5) == set(even)
    assert backbone(even | ring, 0.9) == set(even | ring)


def test_a_pair_that_has_no_other_link_stays() -> None:
    assert backbone({(0, 1): 1.0, (0, 0): 7.0}, 0.01) == {(0, 1)}


def test_blocks_are_parts_that_link_with_each_other() -> None:
    weights = {(0, 1): 9.0, (1, 2): 9.0, (0, 2): 9.0, (3, 4): 5.0, (2, 3): 1.0, (5, 5): 3.0}
    found = blocks(weights, 6)
    assert found[:3] == [0, 0, 0]
    assert found[3] == found[4] == 1
    assert found[5] == 2
