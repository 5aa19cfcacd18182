"""Shortest ways walked from both ends, held against networkx on the whole network."""

from __future__ import annotations

import random
from itertools import islice, pairwise

import networkx as nx
import pytest

from cityties.facts import intake
from cityties.facts.settle import put_sources
from cityties.network.multigraph import edges_of, network
from cityties.network.ways import things_around, ways
from cityties.questions.path import chains
from cityties.store import IRI, LocalStore, RdfFormat, Store, Triple
from cityties.store.rdf import parse_text

MOST = 6


def _whole(store: Store, as_of: str | None = None) -> tuple[nx.MultiDiGraph, nx.Graph]:
    graph = network(store, as_of=as_of, told=False)
    plain = nx.Graph()
    plain.add_edges_from(sorted((min(pair), max(pair)) for pair in graph.edges()))
    return graph, plain


def _shortest(plain: nx.Graph, one: str, other: str) -> list[list[str]]:
    if one == other or not nx.has_path(plain, one, other) or nx.shortest_path_length(plain, one, other) > MOST:
        return []
    return sorted(islice(nx.all_shortest_paths(plain, one, other), 200))


def _hold(store: Store, graph: nx.MultiDiGraph, plain: nx.Graph, one: str, other: str, as_of: str | None) -> int:
    """Hold the ways between two things, and the lines that are told of them, against the whole; give their length."""
    wanted, walked = _shortest(plain, one, other), ways(store, one, other, as_of=as_of, most=MOST)
    assert walked.found == wanted, (one, other)
    pairs = [pair for way in wanted[:5] for pair in pairwise(way)]
    keys = {
        (frozenset(pair), key)
        for pair in pairs
        for ends in (pair, pair[::-1])
        for key in graph.get_edge_data(*ends, default={})
    }
    read = walked.read(pairs)
    assert {(name, thing) for name, things in read.items() for thing in things} == {key for _, key in keys}
    told = edges_of(store, read, as_of=as_of)
    assert keys <= {(frozenset((start, end)), key) for start, end, key, _ in told}
    for start, end, key, attributes in told:
        kept = {name: value for name, value in graph.edges[start, end, key].items() if name != "facts"}
        assert kept.items() <= attributes.items()
        assert attributes["sources"] == sorted({one["source"] for one in attributes["details"]})
    return len(wanted[0]) - 1 if wanted else 0


@pytest.mark.parametrize("as_of", [None, "2018", "2025-08-20"])
def test_ways_are_those_of_the_whole_network(as_of: str | None, shipped: Store) -> None:
    graph, plain = _whole(shipped, as_of)
    chosen, things = random.Random(17), sorted(plain)
    lengths = {_hold(shipped, graph, plain, chosen.choice(things), chosen.choice(things), as_of) for _ in range(60)}
    assert {0, 2, 3, 4} <= lengths, "near and far, and not linked"


def test_every_kind_of_line_is_walked(shipped: Store) -> None:
    graph, plain = _whole(shipped)
    ends = {name: (one, other) for one, other, (name, _) in graph.edges(keys=True)}
    assert len(ends) > 8
    for one, other in ends.values():
        assert _hold(shipped, graph, plain, one, other, None) == 1


def test_ways_over_the_world_are_those_of_the_whole_network(world: Store) -> None:
    graph, plain = _whole(world)
    chosen, things = random.Random(17), sorted(plain)
    hubs = sorted(things, key=plain.degree)[-40:]
    pairs = [(chosen.choice(things), chosen.choice(things)) for _ in range(30)]
    pairs += [(chosen.choice(hubs), chosen.choice(things)) for _ in range(5)]
    lengths = {_hold(world, graph, plain, one, other, None) for one, other in pairs}
    assert len(lengths) > 3


def _tied(*pairs: tuple[str, str]) -> LocalStore:
    store = LocalStore()
    lines = [
        f'tie:{number} a ct:Tie ; ct:party thing:{one}, thing:{other} ; rdfs:label "{one}-{other}" .'
        for number, (one, other) in enumerate(pairs)
    ]
    text = (
        "@prefix ct: <https://w3id.org/cityties/ontology#> . @prefix tie: <http://x/tie/> . "
        "@prefix thing: <http://x/thing/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . "
    )
    put_sources(store, {**intake.read_model(), "http://x/g": _triples(text + "\n".join(lines))})
    return store


def _triples(text: str) -> list[Triple]:
    return [quad.triple for quad in parse_text(text, RdfFormat.TURTLE)]


def test_of_more_ways_than_are_compared_the_same_are_found() -> None:
    layers = [[f"{layer}{number}" for number in range(7)] for layer in "pqr"]
    pairs = [("a", one) for one in layers[0]]
    pairs += [(one, other) for near, far in pairwise(layers) for one in near for other in far]
    pairs += [(one, "z") for one in layers[2]]
    random.Random(5).shuffle(pairs)
    store = _tied(*pairs)
    _, plain = _whole(store)
    wanted = _shortest(plain, "http://x/thing/a", "http://x/thing/z")
    assert len(wanted) == 200 < len(list(nx.all_shortest_paths(plain, "http://x/thing/a", "http://x/thing/z")))
    assert ways(store, "http://x/thing/a", "http://x/thing/z", as_of=None, most=MOST).found == wanted


def test_ways_of_more_hops_than_are_wanted_are_none() -> None:
    store = _tied(*pairwise("abcdefgh"))
    far = {end: ways(store, "http://x/thing/a", f"http://x/thing/{end}", as_of=None, most=MOST).found for end in "gh"}
    assert [len(way) - 1 for way in far["g"]] == [6]
    assert far["h"] == []


def test_who_took_part_by_a_node_without_a_name_is_linked() -> None:
    store = LocalStore()
    text = """@prefix ct: <https://w3id.org/cityties/ontology#> . @prefix x: <http://x/> .
        x:meeting a ct:Meeting ; ct:participation [ a ct:Participation ; ct:participant x:one ],
            [ a ct:Participation ; ct:participant x:other ] ."""
    put_sources(store, {**intake.read_model(), "http://x/g": _triples(text)})
    _, plain = _whole(store)
    assert _shortest(plain, "http://x/one", "http://x/other")
    (chain,) = chains(store, IRI("http://x/one"), IRI("http://x/other"))
    assert [hop.end for hop in chain.hops][-1].endswith("other")


@pytest.mark.parametrize("hops", [1, 2])
def test_what_lies_around_a_thing_is_as_in_the_whole_network(hops: int, shipped: Store) -> None:
    whole, plain = _whole(shipped)
    for centre in sorted(plain)[::25]:
        around = network(shipped, things=things_around(shipped, centre, hops), told=False)
        near = nx.single_source_shortest_path_length(plain, centre, cutoff=hops)
        wanted, found = whole.subgraph(near), around.subgraph(near)
        assert dict(found.nodes(data=True)) == dict(wanted.nodes(data=True))
        assert {edge[:3]: edge[3] for edge in found.edges(keys=True, data=True)} == {
            edge[:3]: edge[3] for edge in wanted.edges(keys=True, data=True)
        }
