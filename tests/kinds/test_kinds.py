"""A class and a property of the ontology are known to maps, drafts, forms, exports, pictures and the reference."""

from __future__ import annotations

import csv
import shutil
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from reviewing import DRAFT, decided

from cityties.facts import intake
from cityties.facts.check import check_source
from cityties.facts.settle import put_sources
from cityties.graph import Graph
from cityties.imports.table import import_table
from cityties.kinds import draft_kinds, map_kinds, ontology
from cityties.model import resources
from cityties.model.vocabulary import CT, ID
from cityties.reading.draft import SLOTS, Fact, Value, Verdict, read_draft, write_draft
from cityties.release.reference import render_reference
from cityties.review.acceptance import accept
from cityties.review.form import Forms
from cityties.store import Store, open_store

FAIR = """
@prefix ct: <https://w3id.org/cityties/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ct:Fair a owl:Class ; rdfs:label "trade fair"@en, "pameran dagang"@id, "ticaret fuarı"@tr .
ct:heldIn a owl:ObjectProperty ; rdfs:domain ct:Fair ; rdfs:range ct:Place ; rdfs:label "held in"@en, "yeri"@tr .
ct:opensOn a owl:DatatypeProperty ; rdfs:domain ct:Fair ; rdfs:label "opens on"@en, "açılış günü"@tr .
ct:visitors a owl:DatatypeProperty ; rdfs:range xsd:integer ; rdfs:label "visitors"@en, "ziyaretçi"@tr ;
  schema:domainIncludes ct:Fair, ct:Agreement .
ct:FairReading a ct:Reading ; rdfs:label "held in"@en ; ct:reads ct:Fair ; ct:readTarget ct:heldIn ;
  ct:readDirected true .
"""
SHAPE = """
@prefix ct: <https://w3id.org/cityties/ontology#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
ct:FairShape a sh:NodeShape ; sh:targetClass ct:Fair ;
  sh:property [ sh:path ct:heldIn ; sh:minCount 1 ; sh:maxCount 1 ; sh:message "Where?"@en ] ;
  sh:property [ sh:path ct:opensOn ; sh:node ct:DayShape ; sh:maxCount 1 ; sh:message "A day."@en ] .
"""

SLOTS_OF_A_FAIR: dict[str, Value] = {
    "name": "Tram Fair", "heldIn": "place:bursa", "opensOn": "2026-05", "visitors": "300",
}  # fmt: skip


@pytest.fixture
def fairs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The shipped graph by an ontology that knows fairs: two files more, no line of code."""
    rooms = {room: resources.folder(room) for room in ("ontology", "graph", "queries", "viz")}
    own = shutil.copytree(rooms["ontology"], tmp_path / "ontology")
    (own / "fairs.ttl").write_text(FAIR, encoding="utf-8")
    (own / "shapes" / "fairs.ttl").write_text(SHAPE, encoding="utf-8")
    monkeypatch.setattr(resources, "folder", {**rooms, "ontology": own}.__getitem__)
    yield intake.shipped()


def test_a_new_class_is_in_maps_drafts_forms_tables_pictures_and_the_reference(fairs: Store, tmp_path: Path) -> None:
    # A form and a draft.
    fields = {field.name: field for field in Forms(fairs, "tr").fields("fair")}
    assert [(name, one.type, one.label, one.required) for name, one in fields.items()] == [
        ("name", "text", "ad", True),
        ("heldIn", "ref", "yeri", True),
        ("opensOn", "date", "açılış günü", False),
        ("visitors", "whole", "ziyaretçi", False),
    ]
    assert fields["heldIn"].kinds == ("place",) and "visitors" in SLOTS["agreement"]
    told = Fact(
        "fair:tram-fair", "fair", SLOTS_OF_A_FAIR,
        ((0, 8),), "fair.example", 1.0, Verdict("accepted", "A Reader", "2026-03-12"),
    )  # fmt: skip
    draft = decided(DRAFT)
    file = write_draft(tmp_path / "draft.json", replace(draft, facts=(*draft.facts, told)))
    accepted = accept(read_draft(file), fairs)
    put_sources(fairs, {accepted.source: accepted.triples})
    assert check_source(fairs, accepted.source).findings == ()
    told_so = 'a ct:Fair ; ct:heldIn ?city ; ct:opensOn "2026-05"^^xsd:gYearMonth ; ct:visitors 300'
    assert fairs.ask(f"ASK {{ <{ID}fair/tram-fair> {told_so} }}")
    # Tables, the legend of a picture, the reference.
    folder = Graph(fairs).export(tmp_path / "tables")
    with (folder / "fair.csv").open(encoding="utf-8", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert (row["label"], row["opensOn"], row["visitors"], row["sources"]) == (
        "Tram Fair",
        "2026-05",
        "300",
        accepted.source,
    )
    still = Graph(fairs).draw(sparql="SELECT ?source ?target WHERE { ?source ct:heldIn ?target }", title="Fairs")
    assert "trade fair" in still.save(tmp_path / "bursa.svg").read_text(encoding="utf-8")
    page = render_reference()
    assert "trade fair" in page and "held in (one)" in page and "opens on (at most one)" in page


def test_a_map_tells_a_new_class(fairs: Store, tmp_path: Path) -> None:
    assert fairs
    plan, table = tmp_path / "fairs.toml", tmp_path / "fairs.csv"
    plan.write_text(
        "[about]\ntitle = 'Fairs'\npublisher = 'Example'\n[[fair]]\niri = 'fair/{name}'\nlabels = '{name}'\n"
        "heldIn = { qid = '{city}' }\nopensOn = '{day}'\nvisitors = '{many}'\n",
        encoding="utf-8",
    )
    table.write_text("name,city,day,many\nTram Fair,Q40738,2026-05-03,1200\nBus Fair,Q40738,soon,x\n", encoding="utf-8")
    summary = import_table(str(table), str(tmp_path / "store"), plan=str(plan))
    assert "a number that is none" in summary.text() and "a date that" in summary.text()
    store = open_store(tmp_path / "store", read_only=True)
    asked = (
        "SELECT ?fair ?label ?many WHERE { ?fair a ct:Fair ; rdfs:label ?label ; ct:heldIn wd:Q40738 "
        "OPTIONAL { ?fair ct:opensOn '2026-05-03'^^xsd:date ; ct:visitors ?many } } ORDER BY ?label"
    )
    rows = [[getattr(one, "value", None) for one in row] for row in store.select(asked)]
    store.close()
    assert rows == [[f"{ID}fair/bus-fair", "Bus Fair", None], [f"{ID}fair/tram-fair", "Tram Fair", "1200"]]


def test_an_act_is_told_by_a_form_though_no_code_knows_it(shipped: Store) -> None:
    fields = {field.name: field for field in Forms(shipped, "en").fields("act")}
    assert fields["decidedBy"].required and fields["legalActKind"].scheme == "LegalActKind"
    assert fields["date"].type == "date" and "act" in map_kinds()


def test_what_follows_by_a_rule_is_asked_by_no_form() -> None:
    names = {slot.path for kind in draft_kinds().values() for slot in kind.slots.values()}
    names |= {one.property for kind in map_kinds().values() for one in kind.fields.values()}
    assert f"{CT}signedOn" in names
    assert not names & {
        f"{CT}{one}" for one in ("tiedWith", "currentStatus", "signedOnEarliest", "factCount", "accountOf")
    }


def test_the_names_of_kinds_are_names_of_the_ontology() -> None:
    read, told = ontology(), tomllib.loads((resources.folder("ontology") / "kinds.toml").read_text(encoding="utf-8"))
    classes = [one["class"] for part in ("kind", "map") for one in told[part].values()]
    assert {CT + one for one in (*classes, *told["aside"])} <= {*read.classes, f"{CT}Reading"}
    assert set(told["order"]) == set(told["kind"]) <= set(draft_kinds())
    for kind in draft_kinds().values():
        for slot in kind.slots.values():
            steps = slot.path.split(" ")
            assert slot.labels and all(not one.startswith(CT) or read.labels(one) for one in steps), (kind.name, slot)
        assert {"en", "id", "tr"} <= set(kind.labels) & set(kind.plurals)
