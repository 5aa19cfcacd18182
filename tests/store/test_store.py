"""The store: queries, bound parameters, whole replacement, errors in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from cityties.model import resources
from cityties.model.errors import DataError, RequestError
from cityties.model.vocabulary import XSD
from cityties.store import (
    IRI,
    BlankNode,
    Literal,
    LocalStore,
    Quad,
    RdfFormat,
    Rows,
    Triple,
    as_stored,
    canonical,
    open_store,
    parse,
    serialize,
)
from cityties.store import local as store_module

A, B, P = IRI("http://example.org/a"), IRI("http://example.org/b"), IRI("http://example.org/p")


def test_the_default_graph_holds_what_the_named_graphs_say_each_statement_once() -> None:
    store = LocalStore()
    store.replace(
        {"http://example.org/g": [Triple(A, P, B)], "http://example.org/h": [Triple(B, P, A), Triple(A, P, B)]}
    )
    assert len(store.select("SELECT ?s { ?s ?p ?o }")) == 0, "until it is gathered"
    store.gather()
    rows = store.select("SELECT ?s { ?s ?p ?o } ORDER BY ?s")
    assert rows.variables == ("s",)
    assert [row[0] for row in rows] == [A, B]
    assert store.graphs() == ["http://example.org/g", "http://example.org/h"]
    assert len(store.select("SELECT ?g { GRAPH ?g { ?s ?p ?o } }")) == 3 == len(store)


def test_what_one_of_two_graphs_says_no_longer_stays_a_fact_until_neither_does() -> None:
    store, nameless = LocalStore(), BlankNode("x")
    both = [Triple(A, P, B), Triple(nameless, P, A)]
    store.replace({"http://example.org/g": both, "http://example.org/h": both[:1]})
    store.gather()
    store.replace({"http://example.org/g": []})
    store.gather([A, nameless])
    assert list(store.facts()) == both[:1]
    store.drop("http://example.org/h")
    store.gather([B])
    assert list(store.facts()) == both[:1], "only what was asked for is looked at"
    store.gather([A])
    assert list(store.facts()) == []


def test_from_and_from_named_choose_the_graphs() -> None:
    store = LocalStore()
    store.replace({"http://example.org/g": [Triple(A, P, B)], "http://example.org/h": [Triple(B, P, A)]})
    store.gather()
    ask = "SELECT ?s FROM <http://example.org/g> {0} {{ {1} }}"
    assert [row[0] for row in store.select(ask.format("", "?s ?p ?o"))] == [A]
    assert len(store.select(ask.format("", "GRAPH ?g { ?s ?p ?o }"))) == 0
    named = ask.format("FROM NAMED <http://example.org/h>", "GRAPH ?g { ?s ?p ?o }")
    assert [row[0] for row in store.select(named)] == [B]
    assert len(store.select("SELECT ?s FROM <http://nowhere.example/> { ?s ?p ?o }")) == 0
    assert len(store.select("SELECT ?s FROM NAMED <http://example.org/g> { ?s ?p ?o }")) == 0


def test_a_graph_is_replaced_whole() -> None:
    store = LocalStore()
    store.replace({"http://example.org/g": [Triple(A, P, B)]})
    store.replace({"http://example.org/g": [Triple(B, P, A)], "http://example.org/h": []})
    assert [quad.triple for quad in store.quads()] == [Triple(B, P, A)]


def test_a_name_that_is_no_iri_replaces_nothing() -> None:
    store = LocalStore()
    store.replace({"http://example.org/g": [Triple(A, P, B)]})
    with pytest.raises(ValueError, match="IRI"):
        store.replace({"http://example.org/g": [], "not an iri> } ; DROP ALL": []})
    assert len(store) == 1


@pytest.mark.parametrize("hostile", ['") } ; DROP ALL #', "<script>", '\\"', "ʼ😀\u202e", "x" * 10_000])
def test_a_parameter_is_bound_as_a_term(hostile: str) -> None:
    store = LocalStore()
    store.replace({"http://example.org/g": [Triple(A, P, Literal(hostile)), Triple(B, P, Literal("other"))]})
    store.gather()
    rows = store.select("SELECT ?s WHERE { ?s ?p ?name }", name=Literal(hostile))
    assert [row[0] for row in rows] == [A]
    assert len(store) == 2


def test_a_query_that_is_not_sparql_is_refused_in_one_line() -> None:
    with pytest.raises(RequestError, match=r"not a SPARQL query: error at 1:\d+") as caught:
        LocalStore().query("SELECT ?x WHERE { ?x ?y }")
    assert "\n" not in str(caught.value)


def test_each_kind_of_query_is_told_from_the_others() -> None:
    store = LocalStore()
    assert store.ask("ASK {}") is True
    assert store.construct("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }") == []
    assert isinstance(store.query("SELECT * {}"), Rows)
    for wrong in (store.select, store.construct):
        with pytest.raises(RequestError):
            wrong("ASK {}")
    with pytest.raises(RequestError):
        store.ask("SELECT * {}")


def test_the_dataset_is_the_same_store_seen_through_rdflib() -> None:
    store = LocalStore()
    store.replace({"http://example.org/g": [Triple(A, P, B)], "http://example.org/h": [Triple(A, P, B)]})
    store.gather()
    rows = list(store.dataset.query("SELECT ?s { ?s ?p ?o }"))
    assert [str(row[0]) for row in rows] == [A.value]  # type: ignore[index]


def test_a_store_on_disk_keeps_what_it_holds(tmp_path: Path) -> None:
    place = tmp_path / "store"
    store = open_store(place, create=True)
    store.replace({"http://example.org/g": [Triple(A, P, B)]})
    store.flush()
    del store
    assert len(open_store(place, read_only=True)) == 1


def test_a_store_that_is_compacted_holds_the_same_in_fewer_files(tmp_path: Path) -> None:
    store, file = LocalStore.open(tmp_path / "s", create=True), tmp_path / "some.nt"
    for number in range(6):
        file.write_text(f"<http://x/{number}> <http://x/p> <http://x/o> .\n")
        store.bulk_load(file, f"http://x/g{number}")
    before, held = len(list((tmp_path / "s").glob("*.sst"))), set(store.quads())
    store.compact()
    store.flush()
    assert set(store.quads()) == held and len(held) == 6
    store.close()
    assert len(list((tmp_path / "s").glob("*.sst"))) < before


def test_a_folder_that_is_no_store_is_refused_and_kept(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("keep me")
    with pytest.raises(RequestError, match="cityties build"):
        open_store(tmp_path)
    with pytest.raises(RequestError, match="other files"):
        open_store(tmp_path, create=True)
    assert (tmp_path / "letter.txt").read_text() == "keep me"


def test_a_file_that_is_not_turtle_is_named_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "broken.ttl"
    file.write_text("@prefix : <http://example.org/> .\n:a :b .\n")
    with pytest.raises(DataError, match=r"broken\.ttl:2:\d+: not Turtle"):
        parse(file)
    with pytest.raises(DataError, match="no RDF format"):
        parse(tmp_path / "x.docx")
    with pytest.raises(DataError, match="cannot be read"):
        parse(tmp_path / "absent.ttl")


def test_canonical_order_does_not_depend_on_names_of_blank_nodes(tmp_path: Path) -> None:
    one, other = tmp_path / "one.ttl", tmp_path / "other.ttl"
    one.write_text("@prefix : <http://example.org/> . :a :p _:x , _:y . _:x :p :a . _:y :p :b .")
    other.write_text("@prefix : <http://example.org/> . _:k :p :b . _:j :p :a . :a :p _:j , _:k .")

    def text(file: Path) -> bytes:
        quads: list[Quad] = canonical(parse(file))
        return serialize([quad.triple for quad in quads], RdfFormat.TURTLE)

    assert text(one) == text(other)


def test_bulk_loading_goes_by_slices_and_names_the_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "_SLICE", 100)
    lines = [f'<http://x/s{n}> <http://x/p> "_: {n}" .\n' for n in range(40)]
    file = tmp_path / "x.nt"
    file.write_text("".join(lines), encoding="utf-8")
    store = LocalStore()
    store.bulk_load(file, "http://x/g")
    assert store.count("http://x/g") == 40

    file.write_text("".join([*lines, "<http://x/s> nonsense .\n"]), encoding="utf-8")
    with pytest.raises(DataError, match=r"x\.nt:41: not N-Triples"):
        LocalStore().bulk_load(file, "http://x/g")

    file.write_text("".join([*lines, "<http://x/s> <http://x/p> _:b .\n"]), encoding="utf-8")
    with pytest.raises(DataError, match=r"x\.nt:41: a thing without a name: give it an IRI"):
        LocalStore().bulk_load(file, "http://x/g")


# docs/endpoints.md tells these.
SPELLINGS = {
    ("5", "nonNegativeInteger"): ("5", "integer"),
    ("05", "integer"): ("5", "integer"),
    ("+5", "int"): ("5", "integer"),
    ("1.50", "decimal"): ("1.5", "decimal"),
    ("1.0E6", "double"): ("1000000", "double"),
    ("1", "boolean"): ("true", "boolean"),
    ("P12M", "duration"): ("P1Y", "duration"),
    ("2024-01-01T00:00:00.000", "dateTime"): ("2024-01-01T00:00:00", "dateTime"),
    ("x", "integer"): ("x", "integer"),
    ("2024-02-30", "date"): ("2024-02-30", "date"),
}


@pytest.mark.parametrize("term", SPELLINGS, ids=" ".join)
def test_values_are_stored_not_their_spellings(term: tuple[str, str]) -> None:
    (into, kind), (out, other) = term, SPELLINGS[term]
    (stored,) = as_stored([Triple(A, P, Literal(into, datatype=IRI(f"{XSD}{kind}")))])
    assert stored.object == Literal(out, datatype=IRI(f"{XSD}{other}"))
    text = (resources.folder("ontology").parent / "docs" / "endpoints.md").read_text(encoding="utf-8")
    assert into in text and out in text


def test_languages_are_stored_in_small_letters() -> None:
    (stored,) = as_stored([Triple(A, P, Literal("a", language="en-US"))])
    assert stored.object == Literal("a", language="en-us")
