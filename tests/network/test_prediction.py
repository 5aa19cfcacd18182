"""Guesses of ties: each way scores as networkx does, is held against the truth, and claims nothing where nothing is."""

from __future__ import annotations

import csv
import doctest
import io
import json
from collections.abc import Callable

import networkx as nx
import numpy as np
import pytest

from cityties.facts.settle import settle
from cityties.model.errors import RequestError
from cityties.model.vocabulary import WD
from cityties.network import figures, guess, prediction
from cityties.network.guess import WAYS, Guesses
from cityties.network.multigraph import city_network
from cityties.store import IRI, LocalStore, Store

JAKARTA = IRI(f"{WD}Q3630")


def grouped() -> nx.Graph:
    graph = nx.planted_partition_graph(12, 20, 0.5, 0.005, seed=3)
    return nx.relabel_nodes(graph, {node: f"http://x/{node:04}" for node in graph})


def scored(graph: nx.Graph, country: list[int] | None = None) -> Guesses:
    ties = np.array(sorted(tuple(sorted(edge)) for edge in graph.edges))
    return Guesses(ties, np.array(country or [0] * len(graph)))


def test_examples_run() -> None:
    for module in (guess, prediction):
        result = doctest.testmod(module)
        assert (result.attempted > 1, result.failed) == (True, 0)


@pytest.mark.parametrize(
    ("way", "theirs"),
    [
        ("resource-allocation", nx.resource_allocation_index),
        ("adamic-adar", nx.adamic_adar_index),
        ("jaccard", nx.jaccard_coefficient),
        ("preferential", nx.preferential_attachment),
    ],
)
def test_ways_score_as_networkx_does(way: str, theirs: Callable[..., object]) -> None:
    graph = nx.gnm_random_graph(60, 150, seed=6)
    expected = {(one, other): value for one, other, value in theirs(graph)}  # type: ignore[attr-defined]
    pairs = np.array(list(expected))
    known = scored(graph)
    assert known.pairs(way, pairs).tolist() == pytest.approx(list(expected.values()))
    rows = known.rows(way, np.arange(60))
    assert rows[pairs[:, 0], pairs[:, 1]].tolist() == pytest.approx(list(expected.values()))


def test_three_steps_are_counted_with_their_weights() -> None:
    known = scored(nx.path_graph(4))  # 0-1-2-3: one way from 0 to 3, by two cities of two partners each
    assert known.pairs("three-steps", np.array([[0, 3], [0, 2]])).tolist() == pytest.approx([0.5, 0.0])


def test_what_is_expected_grows_with_partners_and_with_ties_of_countries() -> None:
    # Countries 0 and 1 are tied twice, 0 and 2 once; city 0 has two partners, city 1 one.
    known = Guesses(np.array([[0, 2], [1, 3], [0, 4]]), np.array([0, 0, 1, 1, 2, 2]))
    expected = known.rows("expected", np.array([0, 1]))
    assert expected[0, 3] == pytest.approx(2 * expected[1, 2])
    assert expected[0, 3] == pytest.approx(2 * 1 * (2 + 0.5) / ((3 + 1) * (2 + 1)))
    assert known.rows("countries", np.array([0]))[0].tolist() == pytest.approx([0, 0, 0.5, 0.5, 0.25, 0.25])


def test_guesses_are_the_same_in_either_direction() -> None:
    graph = nx.gnm_random_graph(80, 200, seed=9)
    known = scored(graph, [node % 7 for node in graph])
    for way in WAYS:
        table = known.rows(way, np.arange(80))
        assert np.allclose(table, table.T), way


def test_partners_in_common_tell_ties_of_groups_and_chance_tells_none() -> None:
    found = prediction.evaluate(grouped(), {})
    assert set(found) == set(figures.words("prediction", "id"))
    for name in ("resource-allocation", "adamic-adar", "common-partners", "jaccard"):
        assert found[name].auc > 0.9, name
        assert found[name].precision[100] > found["chance"].precision[100] + 0.03, name
        assert found[name].found > found["chance"].found + 0.1, name
    assert 0.4 < found["chance"].auc < 0.6
    assert found["chance"].precision[100] < 0.1
    assert prediction.evaluate(grouped(), {}) == found  # the same each time


def test_where_there_is_nothing_to_learn_nothing_is_claimed() -> None:
    graph = nx.relabel_nodes(nx.gnm_random_graph(300, 900, seed=4), lambda node: f"http://x/{node:04}")
    for name, score in prediction.evaluate(graph, {}).items():
        assert 0.35 < score.auc < 0.65, name


def test_countries_tell_ties_where_ties_follow_countries() -> None:
    graph = grouped()
    country = {node: f"land {int(node[-4:]) // 20}" for node in graph}
    assert prediction.evaluate(graph, country)["countries"].auc > 0.9


def test_precision_counts_all_pairs_that_are_not_known() -> None:
    graph = grouped()
    nodes = sorted(graph)
    ties = np.array(sorted(tuple(sorted((nodes.index(one), nodes.index(other)))) for one, other in graph.edges))
    known, truth = Guesses(ties[60:], np.zeros(len(nodes), dtype=int)), ties[:60]
    first, precision = prediction._put_in_order(known, truth, (5, 50))
    table = known.rows("adamic-adar", np.arange(len(nodes)))
    left = [
        (table[a, b], (a, b) in set(map(tuple, truth.tolist())))
        for a, b in zip(*np.triu_indices(len(nodes), 1), strict=True)
        if not known.known[a, b] and known.degree[a] and known.degree[b]
    ]
    left.sort(key=lambda one: -one[0])
    last = left[49][0]
    above, alike = [hit for score, hit in left if score > last], [hit for score, hit in left if score == last]
    expected = (sum(above) + sum(alike) * (50 - len(above)) / len(alike)) / 50
    assert precision["adamic-adar"][50] == pytest.approx(expected)
    assert 0 < first["adamic-adar"] <= 1


def test_candidates_are_not_tied_yet_and_the_best_comes_first(shipped: Store) -> None:
    told = prediction.candidates(shipped, JAKARTA, most=5)
    graph = city_network(shipped)
    iris = [str(row[-1]) for row in told.rows]
    assert 0 < len(iris) <= 5
    assert not set(iris) & {JAKARTA.value, *graph[JAKARTA.value]}
    scores = [float(row[2]) for row in told.rows]
    assert scores == sorted(scores, reverse=True)
    assert "not tried on this network" in told.notes[0]


def test_candidates_are_found_by_the_way_that_did_best() -> None:
    store = LocalStore()
    graph = grouped()
    facts = " ".join(f"<{one}> ct:tiedWith <{other}> . <{other}> ct:tiedWith <{one}> ." for one, other in graph.edges)
    store.update(f"INSERT DATA {{ GRAPH <http://x/source> {{ {facts} }} }}")
    settle(store)
    city = "http://x/0025"  # of the second group of twenty
    told = prediction.candidates(store, IRI(city), most=5)
    assert "the best of 10 ways" in told.notes[0]
    assert sum(int(str(row[-1])[-4:]) // 20 == 1 for row in told.rows) >= 4
    assert not {str(row[-1]) for row in told.rows} & {city, *graph[city]}


def test_of_a_city_without_ties_nothing_is_guessed(shipped: Store) -> None:
    lonely = IRI(f"{WD}Q9999999")
    with pytest.raises(RequestError, match="has no tie that holds"):
        prediction.candidates(shipped, lonely)


def test_the_command_guesses_and_says_how_well(run: Callable[..., tuple[int, str, str]]) -> None:
    status, told, _ = run(
        "--lang", "tr", "measures", "candidates", "--city", "Cakarta", "--limit", "3", "--format", "csv"
    )
    rows = list(csv.reader(io.StringIO(told)))
    assert status == 0 and len(rows) == 4 and rows[0][0] == "aday"
    status, told, _ = run("measures", "candidates", "--city", "Seoul", "--format", "json")
    assert status == 0 and "Jakarta" not in [row["candidate"] for row in json.loads(told)["rows"]]
    for wrong in (("candidates",), ("network", "--city", "Jakarta")):
        status, _, error = run("measures", *wrong)
        assert status == 1 and "--city belongs to candidates" in error
    status, _, error = run("measures", "prediction")
    assert status == 1 and "too few to hold some out" in error


def test_every_way_has_its_words() -> None:
    for lang in ("en", "id", "tr"):
        assert set(figures.words("prediction", lang)) == set(WAYS)
