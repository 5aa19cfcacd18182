"""Names: many spellings lead to one thing, and a doubtful one is told."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from cityties.display.label import Labels
from cityties.facts.settle import put_sources
from cityties.model.errors import RequestError
from cityties.model.vocabulary import CT, ID, RDFS, WD
from cityties.names.nearness import near_places, nearest
from cityties.names.resolution import resolve
from cityties.names.search import find
from cityties.store import IRI, Literal, LocalStore, Store, Triple, parse


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("Jakarta", "city", f"{WD}Q3630"),
        ("Cakarta", "city", f"{WD}Q3630"),
        ("DKI Jakarta", "city", f"{WD}Q3630"),
        ("Kota Ankara", "city", f"{WD}Q3640"),
        ("Q3640", "city", f"{WD}Q3640"),
        ("wd:Q3640", "city", f"{WD}Q3640"),
        (f"{WD}Q3640", "city", f"{WD}Q3640"),
        ("İSTANBUL", "city", f"{WD}Q406"),
        ("ıstanbul", "city", f"{WD}Q406"),
        ("wroclaw", "city", f"{WD}Q1799"),
        ("Turki", "country", f"{WD}Q43"),
        ("Turkey", "country", f"{WD}Q43"),
        ("Mansur Yava", "person", f"{ID}person/mansur-yavas"),
        ("toplu taşıma", "sector", "https://w3id.org/cityties/sector/public-transport"),
        ("ABD", "country", f"{WD}Q30"),
        ("Republik Indonesia", "country", f"{WD}Q252"),
        ("JPN", "country", f"{WD}Q17"),
        ("Jakarta, Indonesia", "city", f"{WD}Q3630"),
        ("KBRI Ankara", "thing", f"{WD}Q75334780"),
    ],
)
def test_a_name_means_one_thing(shipped: Store, text: str, kind: str, expected: str) -> None:
    assert resolve(shipped, text, kind).value == expected


@pytest.mark.parametrize(
    ("text", "words"), [("Jakrta", "Jakarta"), ("Atlantis", "unknown"), ("Q1", "not in this graph"), ("  ", "empty")]
)
def test_an_unknown_name_is_told_with_the_nearest(shipped: Store, text: str, words: str) -> None:
    with pytest.raises(RequestError, match=words):
        resolve(shipped, text, "city")


def test_an_ambiguous_name_lists_its_candidates(tmp_path: Path) -> None:
    file = tmp_path / "two.ttl"
    file.write_text(
        "@prefix ct: <https://w3id.org/cityties/ontology#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        '<http://e/a> a ct:City ; rdfs:label "Karasu" . <http://e/b> a ct:City ; rdfs:label "Karasu"@tr .'
    )
    store = LocalStore()
    put_sources(store, {"http://e/g": [quad.triple for quad in parse(file)]})
    with pytest.raises(RequestError, match=r"several things: .*http://e/a; .*http://e/b"):
        resolve(store, "Karasu", "city")


def test_labels_fall_back(shipped: Store) -> None:
    turkish = Labels(shipped, "tr")
    assert turkish.label(IRI(f"{WD}Q3630")) == "Cakarta"
    assert turkish.label(IRI(f"{ID}person/rano-karno")) == "Rano Karno"
    assert turkish.label(IRI(f"{ID}person/nobody")) == "person:nobody"
    assert turkish.label(None) == ""


def test_letters_that_no_decomposition_reaches_are_plain_ones() -> None:
    store = LocalStore()
    names = {"Q1": "Tromsø", "Q2": "Đà Nẵng", "Q3": "Łódź", "Q4": "Gießen", "Q5": "Þorlákshöfn", "Q6": "Iğdır"}
    names |= {"Q7": "St. Pölten", "Q8": "Sana'a"}
    kind, label = IRI("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), IRI(f"{RDFS}label")
    told = []
    for number, name in names.items():
        thing = IRI(WD + number)
        told += [Triple(thing, kind, IRI(f"{CT}City")), Triple(thing, label, Literal(name))]
    put_sources(store, {"http://e/g": told})
    for text, number in (
        ("Tromso", "Q1"), ("Da Nang", "Q2"), ("LODZ", "Q3"), ("Giessen", "Q4"), ("Thorlakshofn", "Q5"),
        ("IGDIR", "Q6"), ("Saint Polten", "Q7"), ("Sanaa", "Q8"), ("Sana’a", "Q8"),
    ):  # fmt: skip
        assert resolve(store, text, "city").value == WD + number
        assert find(store, text)[0].iri == WD + number


def test_the_nearest_spelling_comes_first(shipped: Store) -> None:
    with pytest.raises(RequestError, match=r"Jakrata: unknown: did you mean Jakarta"):
        resolve(shipped, "Jakrata", "city")


def test_without_rapidfuzz_the_nearest_spelling_comes_first_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidfuzz", None)
    assert nearest("jakrata", ["ankara", "jakarta", "lima"], least=0.5) == ["jakarta"]
    assert list(near_places("jakrata", ["jakarta"], 1, 0.5)) == []
