"""One Protocol, two engines: what a store cannot do it says, and never answers as if it had."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from cityties.model.errors import RequestError
from cityties.store import IRI, Literal, LocalStore, Quad, Store, Triple, is_address, open_store

DEAD = "http://127.0.0.1:9/query"
A, P = IRI("http://x/a"), IRI("http://x/p")
ONE = Triple(A, P, A)

# Each thing that a store is asked or told, tried on a server that is not there. Nothing here may come back as right.
DEEDS: dict[str, Callable[[Store], object]] = {
    "query": lambda s: s.query("SELECT * { ?s ?p ?o }"),
    "select": lambda s: s.select("SELECT * { ?s ?p ?o }"),
    "select_among": lambda s: s.select_among("SELECT * WHERE { ?s ?p ?o }", "s", [A]),
    "construct": lambda s: s.construct("CONSTRUCT WHERE { ?s ?p ?o }"),
    "ask": lambda s: s.ask("ASK {}"),
    "write_answer": lambda s: s.write_answer("SELECT * { ?s ?p ?o }", BytesIO(), rows="json", triples=None),
    "graphs": lambda s: s.graphs(),
    "facts": lambda s: list(s.facts()),
    "quads": lambda s: list(s.quads()),
    "about": lambda s: list(s.about(A)),
    "accounts_of": lambda s: list(s.accounts_of(A)),
    "naming": lambda s: list(s.naming(A)),
    "accounts_naming": lambda s: list(s.accounts_naming(A)),
    "conclusions": lambda s: list(s.conclusions()),
    "values": lambda s: list(s.values([A], [P])),
    "bearers": lambda s: list(s.bearers([A], [P])),
    "named": lambda s: s.named([Literal("a")], [P]),
    "holds": lambda s: s.holds(Quad(A, P, A, A)),
    "count": lambda s: s.count(),
    "__len__": lambda s: len(s),
    "is_outdated": lambda s: s.is_outdated,
    "update": lambda s: s.update("DROP ALL"),
    "replace": lambda s: s.replace({"http://x/g": [ONE]}),
    "add": lambda s: s.add("http://x/g", [ONE]),
    "remove": lambda s: s.remove("http://x/g", [ONE]),
    "drop": lambda s: s.drop("http://x/g"),
    "put_file": lambda s: s.put_file("http://x/g", Path(__file__)),
    "bulk_load": lambda s: s.bulk_load(Path(__file__), "http://x/g"),
    "loading": lambda s: s.loading("http://x/g", "x").__enter__(),
    "gather": lambda s: s.gather(),
    "add_facts": lambda s: s.add_facts([ONE]),
    "remove_facts": lambda s: s.remove_facts([ONE]),
    "rename_fact": lambda s: s.rename_fact(A, P),
    "forget": lambda s: s.forget([P]),
    "conclude": lambda s: s.conclude("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"),
    "copy_to": lambda s: s.copy_to(Path("nowhere")),
}
IN_PEACE = {"close", "flush", "model", "dataset", "__hash__"}


@pytest.fixture(scope="module")
def dead() -> Store:
    return open_store(DEAD)


@pytest.mark.parametrize("deed", DEEDS)
def test_a_server_that_is_not_there_answers_nothing(dead: Store, deed: str) -> None:
    with pytest.raises(RequestError, match=r"http://127\.0\.0\.1:9/") as caught:
        DEEDS[deed](dead)
    assert "\n" not in str(caught.value)


def test_every_thing_that_a_store_does_was_tried() -> None:
    told = {name for name in vars(Store) if callable(getattr(Store, name)) or isinstance(vars(Store)[name], property)}
    own = {name for name in told if not name.startswith("_") or name in DEEDS}
    assert len(own) > 30
    assert own - IN_PEACE == set(DEEDS)


def test_what_only_a_folder_can_do_is_said_before_anything_is_sent(dead: Store, tmp_path: Path) -> None:
    for deed, words in (("bulk_load", "load in bulk"), ("loading", "load in bulk"), ("copy_to", "copy its files")):
        with pytest.raises(RequestError, match=f"a server cannot {words} from afar: use a store on disk"):
            DEEDS[deed](dead)


def test_both_engines_are_stores() -> None:
    near: Store = LocalStore()
    far: Store = open_store(DEAD)
    assert near.model is near and not isinstance(far, LocalStore)
    assert far.model.ask("ASK { ct:Tie a owl:Class }"), "the ontology is at hand"


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("https://x/sparql", True),
        ("HTTP://x/", True),
        ("http-store", False),
        ("./https:", False),
        (Path("http:"), False),
    ],
)
def test_one_place_says_what_an_address_is(location: str | Path, expected: bool) -> None:
    assert is_address(location) is expected
