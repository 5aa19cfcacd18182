"""Blank nodes that cannot be named in good time are told; all others are named."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import pairwise, permutations
from pathlib import Path

import pytest

from cityties.facts import intake
from cityties.model.errors import DataError
from cityties.store import IRI, BlankNode, Quad, canonical
from cityties.store.nameless import refuse_alike

P, Q, A = (IRI(f"http://x/{name}") for name in "pqa")


def nodes(number: int) -> list[BlankNode]:
    return [BlankNode(f"b{n}") for n in range(number)]


def clique(number: int) -> list[Quad]:
    return [Quad(one, P, other) for one, other in permutations(nodes(number), 2)]


def ring(number: int) -> list[Quad]:
    return [Quad(one, P, other) for one, other in pairwise([*nodes(number), nodes(1)[0]])]


def hubs(number: int) -> list[Quad]:
    first, second, *leaves = nodes(2 * number + 2)
    return [Quad(first if n % 2 else second, P, leaf) for n, leaf in enumerate(leaves)]


def star(number: int) -> list[Quad]:
    hub, *leaves = nodes(number + 1)
    return [Quad(hub, P, leaf) for leaf in leaves]


def line(number: int) -> list[Quad]:
    return [Quad(one, P, other) for one, other in pairwise(nodes(number))] + [Quad(nodes(1)[0], Q, A)]


@pytest.mark.parametrize(
    "quads", [clique(9), clique(40), ring(1000), hubs(12), line(5000)], ids=["nine", "forty", "ring", "hubs", "line"]
)
def test_what_would_take_for_ever_is_told(quads: list[Quad]) -> None:
    with pytest.raises(DataError, match="without a name that are alike"):
        canonical(quads)


@pytest.mark.parametrize(
    "make", [lambda: clique(5), lambda: ring(100), lambda: hubs(4), lambda: star(500), lambda: line(100)],
    ids=["five", "ring", "hubs", "star", "line"],
)  # fmt: skip
def test_what_is_taken_is_named_in_good_time(make: Callable[[], list[Quad]]) -> None:
    begun = time.process_time()
    assert len(canonical(make())) == len(make())
    assert time.process_time() - begun < 20


def test_a_file_with_them_is_refused_where_it_is_handed_in(tmp_path: Path) -> None:
    file = tmp_path / "x.nt"
    file.write_text("".join(f"{quad.subject} <http://x/p> {quad.object} .\n" for quad in clique(12)))
    with pytest.raises(DataError, match=r"x\.nt: 11 things without a name"):
        intake.read([file])


def test_the_shipped_graph_has_none(tmp_path: Path) -> None:
    refuse_alike(Quad(t.subject, t.predicate, t.object) for graph in intake.read_model().values() for t in graph)
