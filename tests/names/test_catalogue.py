"""The names of a store are kept beside it, tell what it holds, and are read anew where it was written since."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import pytest

from cityties.facts.build import build, renew
from cityties.model.errors import RequestError
from cityties.model.vocabulary import CT, RDF, RDFS
from cityties.names import catalogue as room
from cityties.names.catalogue import Catalogue, catalogue, keep
from cityties.names.search import find
from cityties.store import IRI, Literal, LocalStore, Store, Triple, generation, open_store

MINE = "https://cityties.example/mine"
CITY = IRI(f"{MINE}/c")


@pytest.fixture
def built(tmp_path: Path) -> Path:
    build(tmp_path / "store")
    return tmp_path / "store"


def kept_in(store: LocalStore) -> Path:
    assert store.generation is not None
    return store.generation / "names.json"


def opened(place: Path) -> LocalStore:
    store = open_store(place, read_only=True)
    assert isinstance(store, LocalStore)
    return store


def test_what_is_kept_is_what_the_store_says(built: Path, shipped: Store) -> None:
    first = opened(built)
    read = catalogue(first)
    assert kept_in(first).is_file()
    assert catalogue(first) is read
    assert asdict(catalogue(opened(built))) == asdict(read)

    def told(some: Catalogue) -> set[tuple[object, ...]]:
        names = zip(some.owners, some.names, some.languages, some.folded, some.titles, strict=True)
        return {(some.things[n], *rest, *some.classes[n], *some.countries[n]) for n, *rest in names}

    assert told(read) == told(catalogue(shipped))
    assert {"City", "Place"} <= {*read.classes[read.things.index("http://www.wikidata.org/entity/Q3630")]}
    assert read.narrowest[read.things.index("http://www.wikidata.org/entity/Q3630")] == ["City"]


def test_every_name_of_the_store_is_there(shipped: Store) -> None:
    known = catalogue(shipped)
    names = {(known.things[n], name) for n, name in zip(known.owners, known.names, strict=True)}
    told = shipped.select(
        "SELECT ?thing ?name WHERE { ?thing rdfs:label|skos:prefLabel|skos:altLabel|skos:hiddenLabel|dcterms:title "
        "?name FILTER(isIRI(?thing) && isLiteral(?name)) }"
    )
    said = {(str(thing)[1:-1], name.value) for thing, name in told if isinstance(name, Literal)}
    assert len(said) > 1_000
    assert {one for one in names if not one[0].startswith("_:")} >= said


def test_another_generation_has_names_of_its_own(built: Path) -> None:
    before = opened(built)
    assert not find(before, "Wunderstadt")
    with generation.next_generation(built) as fresh:
        store = renew(built, fresh)
        _write(store)
        store.close()
    assert [one.name for one in find(opened(built), "Wunderstadt")] == ["Wunderstadt"]
    assert not find(before, "Wunderstadt")  # which still has the generation open that it opened
    assert kept_in(before) != kept_in(opened(built))


def _write(store: Store) -> None:
    kind = Triple(CITY, IRI(f"{RDF}type"), IRI(f"{CT}City"))
    label = Triple(CITY, IRI(f"{RDFS}label"), Literal("Wunderstadt", language="de"))
    store.add(MINE, [kind, label])
    store.add_facts([kind, label])


def test_names_are_read_anew_where_a_generation_was_written_in_place(built: Path) -> None:
    keep(opened(built))
    inside = opened(built).generation
    assert inside is not None
    written = LocalStore.open(inside, create=True)
    _write(written)
    written.close()
    assert find(opened(built), "Wunderstadt")


@pytest.mark.parametrize("held", [b"", b"{", b"[]", b'{"of": 1}', b'{"of": [], "names": {"a": 1}}'])
def test_a_file_of_names_that_is_damaged_is_written_anew(held: bytes, built: Path) -> None:
    store = opened(built)
    file = kept_in(store)
    file.write_bytes(held)
    assert find(store, "Jakarta")[0].name == "Jakarta"
    assert len(file.read_bytes()) > 10_000


def test_without_a_place_to_keep_them_names_are_read_each_time(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, content: object) -> None:
        raise RequestError(f"{path}: cannot be written: Read-only file system")

    monkeypatch.setattr(room, "write_whole", refuse)
    store = opened(built)
    assert find(store, "Ankara")[0].name == "Ankara"
    assert not kept_in(store).exists()
