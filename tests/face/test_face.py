"""The public face in Python."""

from __future__ import annotations

import pytest

import cityties
from cityties.store import Store


def test_the_public_names_are_sorted_and_there() -> None:
    assert cityties.__all__ == sorted(cityties.__all__)
    for name in cityties.__all__:
        assert getattr(cityties, name) is not None
    with pytest.raises(AttributeError, match="nonsense"):
        cityties.nonsense  # noqa: B018


def test_a_graph_asks_draws_and_shows_itself(shipped: Store) -> None:
    graph = cityties.Graph(shipped)
    answer = graph.ask("ties-of-city", city="Jakarta")
    labels = [row["partnerLabel"] for row in answer]
    assert "Ankara" in labels
    assert list(answer.to_pandas().columns[:2]) == ["partner", "kind"]
    assert "<table" in answer._repr_html_()
    assert graph.network().number_of_nodes() > 50
    assert "Ankara" in graph.draw("city", city="Ankara")
    assert "Ankara" in graph.brief("Jakarta", "Ankara", form="md")
    assert graph.path("Jakarta", "Ankara")
    assert len(graph.dataset) > 0
    assert str(len(graph)) in repr(graph)
