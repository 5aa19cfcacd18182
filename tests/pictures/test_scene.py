"""Scenes: what is shown at once, what waits, what stands as one, and what is left out and counted."""

from __future__ import annotations

import dataclasses
from itertools import combinations
from math import hypot
from typing import Any

import networkx as nx
import pytest

from cityties.pictures.network.caption import reach
from cityties.pictures.network.edges import Edge
from cityties.pictures.network.edges import request as request_of
from cityties.pictures.network.layout import Positions
from cityties.pictures.network.page import placed, sketch
from cityties.pictures.network.scale import scale
from cityties.pictures.network.scene import scene
from cityties.pictures.request import Request
from cityties.pictures.shapes.sketch import Text
from cityties.pictures.view import View, find
from cityties.store import IRI, LocalStore, Store

JAKARTA = "http://www.wikidata.org/entity/Q3630"
CENTRE = "https://example.org/centre"


def view(**told: object) -> View:
    return dataclasses.replace(find("explore"), readings=("Tie", "Seat"), **told)  # type: ignore[arg-type]


def hub(embassies: int, cities: int, far: int) -> nx.MultiDiGraph:
    """A city with missions that hang by it alone, cities, and things farther off, by one city each."""
    graph = nx.MultiDiGraph()

    def add(node: str, cls: str, other: str, reading: str) -> None:
        graph.add_node(node, label=node.rsplit("/", 1)[-1], cls=cls, clsLabel=cls.lower(), country="")
        told = {"relation": reading.lower(), "caption": "", "directed": reading == "Seat", "from_": "", "until": ""}
        graph.add_edge(node, other, key=(reading, f"{node}-{other}"), reading=reading, sources=[], details=[], **told)

    for number in range(cities):
        add(f"https://example.org/city-{number}", "City", CENTRE, "Tie")
    for number in range(embassies):
        add(f"https://example.org/embassy-{number:03}", "Embassy", CENTRE, "Seat")
    for number in range(far):
        add(f"https://example.org/far-{number:03}", "City", f"https://example.org/city-{number % cities}", "Tie")
    graph.add_node(CENTRE, label="Centre", cls="City", clsLabel="city", country="")
    return graph


def touching(graph: nx.MultiDiGraph, spots: Positions) -> list[tuple[str, str]]:
    """Pairs whose marks and names lie over each other."""
    found = []
    for one, other in combinations(sorted(spots), 2):
        mine, its = reach(graph.nodes[one]), reach(graph.nodes[other])
        (x, y), (other_x, other_y) = spots[one], spots[other]
        apart = abs(x - other_x) >= mine.side + its.side - 1
        below = other_y - y >= mine.down + its.up - 1 or y - other_y >= mine.up + its.down - 1
        if not apart and not below:
            found.append((one, other))
    return found


def asked(graph: nx.MultiDiGraph, chosen: View, **told: Any) -> Request:
    return Request(LocalStore(), chosen, {"city": IRI(CENTRE)}, given=graph, **told)


def test_many_of_a_kind_stand_as_one(shipped: Store) -> None:
    shown = scene(asked(hub(30, 4, 0), view()))
    (bundle,) = shown.bundles
    assert (bundle.cls, bundle.reading, len(bundle.members)) == ("Embassy", "Seat", 30)
    assert set(bundle.members) == set(shown.waiting)
    assert scene(asked(hub(15, 4, 0), view())).bundles == ()
    assert scene(asked(hub(30, 4, 0), view(bundle=0))).bundles == ()


def test_cities_are_never_bundled() -> None:
    assert scene(asked(hub(2, 60, 0), view())).bundles == ()


def test_what_links_to_another_thing_that_is_shown_stands_alone() -> None:
    graph = hub(30, 4, 0)
    told = dict(next(iter(graph.edges(data=True)))[2])
    graph.add_edge("https://example.org/embassy-000", "https://example.org/city-0", key=("Tie", "x"), **told)
    (bundle,) = scene(asked(graph, view())).bundles
    assert len(bundle.members) == 29


def test_what_is_too_much_is_left_out_and_counted() -> None:
    shown = scene(asked(hub(0, 10, 500), view(most=60)))
    assert len(shown.graph) == 60
    assert shown.far == 511 - 60
    assert len(shown.waiting) == 49
    again = scene(asked(hub(0, 10, 500), view(most=60)))
    assert set(again.graph) == set(shown.graph)
    assert scene(asked(hub(0, 10, 500), view(most=0))).far == 0


def test_of_what_waits_the_best_linked_stays() -> None:
    graph = hub(0, 4, 300)
    told = dict(next(iter(graph.edges(data=True)))[2])
    for number in range(4):
        graph.add_edge(
            "https://example.org/far-299", f"https://example.org/city-{number}", key=("Tie", str(number)), **told
        )
    assert "https://example.org/far-299" in scene(asked(graph, view(most=10))).graph


def test_what_waits_moves_nothing_that_is_shown() -> None:
    few, many = scene(asked(hub(30, 8, 0), view())), scene(asked(hub(30, 8, 100), view()))
    shown = set(few.graph) - few.waiting
    assert {node: few.spots[node] for node in shown} == {node: many.spots[node] for node in shown}
    assert few.bundles[0].spot == many.bundles[0].spot


def test_a_bundle_is_drawn_with_its_number_and_told_singly_for_gephi() -> None:
    request = asked(hub(30, 4, 5), view())
    texts = [item.text for item in sketch(request).items if isinstance(item, Text)]
    assert "30 × embassy" in texts
    assert not any(text.startswith("embassy-") for text in texts)
    graph, spots = placed(request)
    assert sum(cls == "Embassy" for _, cls in graph.nodes(data="cls")) == 30
    assert not any(node.startswith("https://example.org/far") for node in graph)
    assert set(spots) == set(graph)


@pytest.mark.parametrize("cities", [3, 20, 80, 160])
def test_rings_keep_labels_apart_and_the_shape_of_a_screen(cities: int) -> None:
    shown = scene(asked(hub(0, cities, 0), view()))
    spots = sorted(shown.spots.values())
    assert touching(shown.graph, shown.spots) == []
    wide, high = (max(axis) - min(axis) for axis in zip(*spots, strict=True))
    if cities >= 20:
        assert 1 < wide / high < 3
    assert wide < 130 * cities**0.5 + 900


@pytest.mark.parametrize("measure", ["degree", "betweenness", "core", "community", "clustering"])
def test_scales_cover_all_values_in_order(shipped: Store, measure: str) -> None:
    found = scale(Request(shipped, find("network")), measure)
    assert found is not None
    assert 1 <= len(found.steps) <= 9
    assert len({step["text"] for step in found.steps}) == len(found.steps)
    steps = [found.step(node) for node in sorted(found.values, key=lambda node: found.values[node])]
    assert steps == sorted(steps)
    assert set(steps) == set(range(len(found.steps)))
    assert found.step("https://example.org/elsewhere") == -1
    assert found.size("https://example.org/elsewhere") <= min(found.size(node) for node in found.values)
    assert found.meaning and found.word


def test_a_scale_says_which_values_a_step_holds(shipped: Store) -> None:
    found = scale(Request(shipped, find("network")), "degree")
    assert found is not None
    assert found.steps[0]["text"] == "1"
    assert found.steps[-1]["text"].endswith(f"–{max(found.values.values()):.0f}")
    for node, value in found.values.items():
        low, _, high = found.steps[found.step(node)]["text"].partition("–")
        assert int(low) <= value <= int(high or low)


def test_what_is_handed_in_is_measured_by_itself() -> None:
    edges = [Edge("hub", f"leaf {number}") for number in range(5)]
    found = scale(request_of(LocalStore(), edges, "Mine"), "degree")
    assert found is not None
    assert found.values["hub"] == 5


def ring_of_stars(stars: int, leaves: int) -> nx.MultiDiGraph:
    """Stars whose middles are tied in a ring: as many communities, each held together by its middle."""
    graph = nx.MultiDiGraph()

    def tie(one: str, other: str) -> None:
        for node in (one, other):
            graph.add_node(node, label=node, cls="City", clsLabel="city", country="")
        told = {"relation": "tie", "caption": "", "directed": False, "from_": "", "until": ""}
        graph.add_edge(one, other, key=("Tie", f"{one}-{other}"), reading="Tie", sources=[], details=[], **told)

    for star in range(stars):
        tie(f"middle {star}", f"middle {(star + 1) % stars}")
        for leaf in range(leaves + star):
            tie(f"middle {star}", f"leaf {star} {leaf}")
    return graph


def test_of_a_large_network_the_leading_cities_of_each_community_are_shown() -> None:
    chosen = dataclasses.replace(find("network"), readings=("Tie",), lead=20)
    shown = scene(Request(LocalStore(), chosen, given=ring_of_stars(6, 10)))
    assert {one.named[0] for one in shown.communities} == {f"middle {star}" for star in range(6)}
    assert [len(one.members) for one in shown.communities] == [16, 15, 14, 13, 12, 11]
    assert 18 <= len(shown.spots) <= 30
    assert set(shown.waiting) == set(shown.graph) - set(shown.spots)
    assert {one.node for one in shown.bridges[:6]} == {f"middle {star}" for star in range(6)} <= set(shown.spots)
    assert touching(shown.graph, shown.spots) == []
    for one in shown.communities:
        inside = [shown.spots[node] for node in one.members if node in shown.spots]
        assert all(hypot(x - one.spot[0], y - one.spot[1]) < one.radius for x, y in inside)


def test_places_stay_when_sizes_change() -> None:
    chosen = dataclasses.replace(find("network"), readings=("Tie",), lead=20)
    given = ring_of_stars(6, 10)
    shown = [scene(Request(LocalStore(), chosen, given=given, size_by=size)) for size in (None, "degree", "core")]
    assert shown[0].spots == shown[1].spots == shown[2].spots
    assert shown[1].sizes is not None


def test_a_large_network_is_whole_for_gephi() -> None:
    chosen = dataclasses.replace(find("network"), readings=("Tie",), lead=20)
    given = ring_of_stars(6, 10)
    graph, spots = placed(Request(LocalStore(), chosen, given=given))
    assert set(graph) == set(given) == set(spots)
