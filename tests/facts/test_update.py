"""SPARQL Update: sources change and are checked, the facts follow, and nothing else is touched."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from cityties.facts.build import build
from cityties.facts.settle import settle
from cityties.facts.update import apply_update
from cityties.model.errors import CitytiesError, DataError, RequestError
from cityties.model.vocabulary import ID
from cityties.store import LocalStore, open_store
from cityties.store.operation import operations, refuse_default_graph, with_dataset

MINE = f"GRAPH <{ID}source/mine>"
ANTARA = f"{ID}source/antara-2025-08-20-jakarta-ankara"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("built") / "store"
    build(place)
    return place


def facts(folder: Path) -> set[str]:
    store = open_store(folder, read_only=True)
    found = {str(triple) for triple in store.facts()}
    store.close()
    return found


def anew(folder: Path) -> set[str]:
    """What the named graphs of a store come to when all is settled anew."""
    store, other = open_store(folder, read_only=True), LocalStore()
    other.replace({name: [quad.triple for quad in store.quads(name)] for name in store.graphs()})
    store.close()
    settle(other)
    return {str(triple) for triple in other.facts()}


def named(some: set[str]) -> set[str]:
    return {one for one in some if "_:" not in one}


@pytest.mark.parametrize(
    "text",
    [
        f"INSERT DATA {{ {MINE} {{ <http://x/c> rdfs:label 'x' }} }}",
        f"DROP GRAPH <{ANTARA}>",
        f"WITH <{ANTARA}> DELETE {{ ?step ct:sector ?any }} WHERE {{ ?step ct:ofTie ?tie ; ct:sector ?any }}",
        "DELETE { GRAPH ?g { ?a ct:validUntil ?o } } WHERE { GRAPH ?g { ?a ct:validUntil ?o } }",
        f"COPY <{ANTARA}> TO <{ID}source/copy>",
        f"MOVE <{ANTARA}> TO <{ID}source/moved>",
        "CLEAR ALL",
        f"DROP DEFAULT ; INSERT DATA {{ {MINE} {{ <http://x/c> rdfs:label 'x' }} }}",
    ],
)
def test_the_facts_are_as_if_settled_anew(text: str, built: Path, tmp_path: Path) -> None:
    store = open_store(built, read_only=True)
    (tmp_path / "store").mkdir()
    store.copy_to(tmp_path / "store" / "plain")
    store.close()
    place = tmp_path / "store" / "plain"
    apply_update(place, text)
    assert named(facts(place)) == named(anew(place))


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("INSERT DATA { <http://x/a> rdfs:label 'x' }", RequestError, "INSERT without GRAPH"),
        ("DELETE DATA { <http://x/a> rdfs:label 'x' }", RequestError, "DELETE without GRAPH"),
        ("DELETE WHERE { ?a rdfs:label ?b }", RequestError, "name the source"),
        (f"INSERT {{ {MINE} {{ ?a ?b ?c }} ?a ?b ?c }} WHERE {{ ?a ?b ?c }}", RequestError, "INSERT without GRAPH"),
        (f"INSERT DATA {{ {MINE} {{ <http://x/c> a ct:City }} }}", DataError, "has no label"),
        (f"COPY <{ANTARA}> TO DEFAULT", RequestError, "COPY without GRAPH"),
        ("what is this", RequestError, "cannot be run"),
        ("", RequestError, ""),
    ],
)
def test_what_is_refused_leaves_all_as_it_was(text: str, kind: type[CitytiesError], words: str, built: Path) -> None:
    before = facts(built)
    if text:
        with pytest.raises(kind, match=words) as caught:
            apply_update(built, text)
        assert "\n" not in str(caught.value)
    assert facts(built) == before


def test_templates_are_told_from_patterns_texts_and_comments() -> None:
    for text in (
        "INSERT { GRAPH ?g { ?s ?p ?o } } WHERE { ?s ?p ?o . GRAPH ?g { ?s ?q ?r } }",
        "WITH <http://x/g> INSERT { ?s ?p '}' } WHERE { ?s ?p ?o }",
        "INSERT DATA { GRAPH <http://x/{> { <a> <b> '''} ' <c> ''' } . } # } INSERT DATA { <a> <b> <c> }",
        "DELETE WHERE { GRAPH ?g { ?s ?p ?o } }",
        "CLEAR ALL ; DROP DEFAULT ; ADD DEFAULT TO <http://x/g>",
        "LOAD <http://x/y> INTO GRAPH <http://x/y>",
    ):
        refuse_default_graph(text)
    assert len(list(operations("CLEAR ALL ; DROP ALL ;"))) == 2
    for text in ("LOAD <http://x/y>", "INSERT DATA { GRAPH <g> { } <a> <b> <c> }", "MOVE <http://x/g> TO DEFAULT"):
        with pytest.raises(RequestError, match="without GRAPH: the default graph follows"):
            refuse_default_graph(text)


def test_a_dataset_named_outside_the_update_is_put_into_it() -> None:
    text = (
        "PREFIX a: <http://a/> INSERT { GRAPH a:g { ?s ?p ?o } } WHERE { ?s ?p ?o } ; "
        "DELETE WHERE { GRAPH a:g { ?s ?p ?o } }"
    )
    told = with_dataset(text, ["http://x/one"], ["http://x/two"])
    assert told.count("USING <http://x/one> USING NAMED <http://x/two> WHERE") == 2
    assert "DELETE { GRAPH a:g { ?s ?p ?o } } USING" in told
    assert with_dataset(text, [], []) == text
    assert with_dataset("CLEAR ALL", ["http://x/one"], []) == "CLEAR ALL"
    with pytest.raises(RequestError, match="name the dataset once"):
        with_dataset("WITH <http://x/g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", ["http://x/one"], [])


@pytest.mark.parametrize("seed", range(300))
def test_no_text_makes_it_stumble(seed: int) -> None:
    pick = random.Random(seed)
    words = ["INSERT ", "DATA ", "DELETE ", "WHERE ", "GRAPH ", "<a>", "?s "]
    parts = [*words, *"{};<'#.", '"', "\n", "\\"]
    text = "".join(pick.choices(parts, k=40))
    list(operations(text))
    with_dataset(text.replace("WITH", "").replace("USING", ""), ["http://x/g"], [])
