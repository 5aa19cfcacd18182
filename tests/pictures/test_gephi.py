"""Graphs for Gephi: read back by networkx, and held against the rules of GEXF 1.3."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pytest

from cityties.pictures.drawing import render
from cityties.pictures.network.edges import Edge
from cityties.pictures.network.edges import request as request_of
from cityties.pictures.network.page import placed
from cityties.pictures.page.files import style
from cityties.pictures.request import Request
from cityties.pictures.view import find, views
from cityties.store import IRI, LocalStore, Store

CITIES = {"city": IRI("http://www.wikidata.org/entity/Q3630"), "other": IRI("http://www.wikidata.org/entity/Q3640")}
VIEWS = [view.name for view in views() if view.page == "network"]
GEXF = "{http://gexf.net/1.3}"
VIZ = "{http://gexf.net/1.3/viz}"
TYPES = {"string", "boolean", "integer", "double"}
PARSERS: dict[str, Callable[[str], object]] = {
    "string": str,
    "integer": int,
    "double": float,
    "boolean": {"true": True, "false": False}.__getitem__,
}


def asked(store: Store, view: str, **told: Any) -> Request:
    chosen = find(view)
    return Request(store, chosen, {name: CITIES[name] for name in chosen.parameters}, **told)


@pytest.mark.parametrize("view", VIEWS)
def test_graphml_is_read_back_as_drawn(shipped: Store, view: str) -> None:
    request = asked(shipped, view)
    graph, spots = placed(request)
    read = nx.read_graphml(io.BytesIO(render(request, ".graphml")), force_multigraph=True)
    looks = style()
    assert set(read) == set(graph)
    assert read.number_of_edges() == graph.number_of_edges()
    for node, data in read.nodes(data=True):
        assert data["label"] == graph.nodes[node]["label"]
        assert (data["x"], -data["y"]) == pytest.approx(spots[node], rel=1e-4)
        look = looks["node"].get(graph.nodes[node]["cls"], looks["node"]["other"])
        assert f"#{data['r']:02x}{data['g']:02x}{data['b']:02x}" == look["light"]
        assert isinstance(data["size"], float)
    for *_, data in read.edges(data=True):
        assert isinstance(data["weight"], float)
        assert isinstance(data["directed"], bool)


@pytest.mark.parametrize("view", ["network", "missions", "people", "sectors"])
def test_gexf_of_one_kind_of_line_is_read_back_as_drawn(shipped: Store, view: str) -> None:
    request = asked(shipped, view)
    graph, spots = placed(request)
    read = nx.read_gexf(io.BytesIO(render(request, ".gexf")))
    assert set(read) == set(graph)
    assert read.is_directed() == (view != "network")
    for node, data in read.nodes(data=True):
        position = data["viz"]["position"]
        assert (position["x"], -position["y"]) == pytest.approx(spots[node], rel=1e-4)
        assert data["viz"]["size"] > 0
        assert data["label"] == graph.nodes[node]["label"]
        assert isinstance(data.get("lat", 0.0), float)


@pytest.mark.parametrize("view", VIEWS)
def test_gexf_keeps_the_rules_of_its_schema(shipped: Store, view: str) -> None:
    root = ElementTree.fromstring(render(asked(shipped, view, color_by="degree", size_by="core"), ".gexf"))
    assert root.tag == f"{GEXF}gexf"
    assert root.attrib == {"version": "1.3"}
    meta, graph = root
    assert {one.tag for one in meta} <= {f"{GEXF}creator", f"{GEXF}description"}
    dated = any({"start", "end"} & set(edge.attrib) for edge in root.iter(f"{GEXF}edge"))
    assert graph.attrib["mode"] == ("dynamic" if dated else "static")
    assert set(graph.attrib) == {"defaultedgetype", "mode"} | ({"timeformat"} if dated else set())
    assert graph.attrib.get("timeformat", "date") == "date"
    *declared, nodes, edges = graph
    types: dict[str, dict[str, str]] = {}
    for one in declared:
        assert one.attrib == {"class": one.attrib["class"], "mode": "static"}
        for attribute in one:
            assert set(attribute.attrib) == {"id", "title", "type"}
            assert attribute.attrib["type"] in TYPES
            types.setdefault(one.attrib["class"], {})[attribute.attrib["id"]] = attribute.attrib["type"]
    ids = [node.attrib["id"] for node in nodes]
    assert len(ids) == len(set(ids)) > 0
    assert len({edge.attrib["id"] for edge in edges}) == len(edges) > 0
    for edge in edges:
        assert {edge.attrib["source"], edge.attrib["target"]} <= set(ids)
        assert edge.attrib["type"] in {"directed", "undirected"}
        assert float(edge.attrib["weight"]) > 0
        start, end = (date.fromisoformat(edge.attrib.get(name, "2000-01-01")) for name in ("start", "end"))
        assert start <= end or len({"start", "end"} & set(edge.attrib)) < 2
    for part, among, shapes in (
        ("node", nodes, {"disc", "square", "triangle", "diamond"}),
        ("edge", edges, {"solid", "dotted", "dashed"}),
    ):
        for one in among:
            found = {child.tag: child for child in one}
            colour = found[f"{VIZ}color"].attrib
            assert all(0 <= int(colour[channel]) <= 255 for channel in "rgb")
            assert found[f"{VIZ}shape"].attrib["value"] in shapes
            size = found[f"{VIZ}size" if part == "node" else f"{VIZ}thickness"]
            assert float(size.attrib["value"]) > 0
            if part == "node":
                assert set(found[f"{VIZ}position"].attrib) == {"x", "y", "z"}
            for value in found[f"{GEXF}attvalues"]:
                PARSERS[types[part][value.attrib["for"]]](value.attrib["value"])


def test_a_picture_of_both_kinds_of_line_says_so_line_by_line(shipped: Store) -> None:
    root = ElementTree.fromstring(render(asked(shipped, "city"), ".gexf"))
    ways = {edge.attrib["kind"]: edge.attrib["type"] for edge in root.iter(f"{GEXF}edge")}
    assert ways["tied with"] == "undirected"
    assert ways["sits in"] == "directed"


def test_what_waits_is_left_out(shipped: Store) -> None:
    root = ElementTree.fromstring(render(asked(shipped, "city"), ".gexf"))
    near = {IRI(node.attrib["id"]).value for node in root.iter(f"{GEXF}node")}
    graph, _ = placed(asked(shipped, "city"))
    assert near == set(graph)
    plain = nx.Graph(graph)
    assert max(nx.single_source_shortest_path_length(plain, CITIES["city"].value).values()) == 1


def test_a_measure_is_a_column_and_a_colour(shipped: Store) -> None:
    read = nx.read_graphml(io.BytesIO(render(asked(shipped, "network", color_by="degree"), ".graphml")))
    jakarta = read.nodes[CITIES["city"].value]
    least = [data for _, data in read.nodes(data=True) if data.get("degree") == 1]
    assert jakarta["degree"] > 20
    assert least
    assert {(one["r"], one["g"], one["b"]) for one in least} == {(0x8B, 0x8B, 0x7F)}
    assert (jakarta["r"], jakarta["g"], jakarta["b"]) == (0x54, 0x13, 0x0A)


@pytest.mark.parametrize("suffix", [".gexf", ".graphml"])
def test_same_network_same_bytes_and_hostile_names_stay_names(suffix: str) -> None:
    names = ['<script>"&', "a\x00b\x0b", "]]>", "رنو", "🏙️"]
    edges = [Edge(one, "z", label=one, weight=2.5) for one in names]
    written = [render(request_of(LocalStore(), edges, "{x}<b>"), suffix) for _ in range(2)]
    assert written[0] == written[1]
    read = (nx.read_gexf if suffix == ".gexf" else nx.read_graphml)(io.BytesIO(written[0]))
    assert {data["label"] for _, data in read.nodes(data=True)} == {
        '<script>"&', "a\ufffdb\ufffd", "]]>", "رنو", "🏙️", "z"
    }  # fmt: skip
    assert {data["weight"] for *_, data in read.edges(data=True)} == {2.5}
