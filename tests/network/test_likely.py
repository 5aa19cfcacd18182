"""Likely partners counted by hand are those of the matrices."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from cityties.network.likely import likely
from cityties.network.prediction import guesses


@pytest.mark.parametrize("seed", range(4))
def test_a_row_counted_by_hand_is_the_row_of_the_matrices(seed: int) -> None:
    graph = nx.relabel_nodes(nx.gnp_random_graph(40, 0.1, seed=seed), str)
    graph.remove_nodes_from(list(nx.isolates(graph)))
    country = {node: f"land {int(node) % 5}" for node in graph if int(node) % 7}
    nodes, known = guesses(graph, country)
    for city in nodes[:10]:
        row = known.rows("together", np.array([nodes.index(city)]))[0]
        assert likely(graph, country, city) == pytest.approx(dict(zip(nodes, row.tolist(), strict=True)))
