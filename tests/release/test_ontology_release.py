"""A release of the ontology: each syntax says the same, changes are told term by term, the same bytes each time."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import rdflib
from rdflib.compare import isomorphic

from cityties import __version__
from cityties.model.errors import DataError
from cityties.model.vocabulary import CODE, CT, ONTOLOGY_GRAPH, SECTOR
from cityties.release.changes import changes, told
from cityties.release.ontology import VOCABULARIES, kept, quads_of, release_ontology
from cityties.store import RdfFormat, Store, Triple, parse_text

HEAD = f"""@prefix ct: <{CT}> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix schema: <https://schema.org/> .
"""
OLD = """
ct:Tie a owl:Class ; rdfs:label "tie"@en ; skos:definition "A bond." .
ct:Knot a owl:Class ; rdfs:label "knot"@en, "simpul"@id ; rdfs:subClassOf ct:Tie .
ct:Gone a owl:Class ; rdfs:label "gone"@en .
ct:since a owl:DatatypeProperty ; rdfs:domain ct:Tie ; rdfs:range rdfs:Literal .
ct:of a owl:ObjectProperty ; rdfs:domain [ owl:unionOf ( ct:Tie ct:Knot ) ] .
"""
NEW = """
ct:Tie a owl:Class ; rdfs:label "bond"@en ; skos:definition "A bond between | cities." .
ct:Knot a owl:Class ; rdfs:label "knot"@en, "simpul"@id ; owl:deprecated true ; dcterms:isReplacedBy ct:Loop .
ct:Loop a owl:Class ; rdfs:label "loop"@en, "halka"@tr .
ct:since a owl:DatatypeProperty ; rdfs:domain ct:Loop ; rdfs:range rdfs:Literal .
ct:of a owl:ObjectProperty ; rdfs:domain [ owl:unionOf ( ct:Tie ct:Loop ) ] .
"""


def triples(text: str) -> list[Triple]:
    return [quad.triple for quad in parse_text(HEAD + text, RdfFormat.TURTLE)]


@pytest.fixture(scope="module")
def folder(shipped: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("release") / "made"
    release_ontology(shipped, place)
    return place


def test_what_changed_is_told_term_by_term() -> None:
    found = {
        (one.kind, one.term.removeprefix(CT)): (one.before, one.after) for one in changes(triples(OLD), triples(NEW))
    }
    assert found == {
        ("removed", "Gone"): (("gone@en",), ()),
        ("added", "Loop"): ((), ("loop@en",)),
        ("deprecated", "Knot"): ((), ("ct:Loop",)),
        ("parents", "Knot"): (("ct:Tie",), ()),
        ("label", "Tie"): (("tie@en",), ("bond@en",)),
        ("definition", "Tie"): (("A bond.",), ("A bond between | cities.",)),
        ("domain", "since"): (("ct:Tie",), ("ct:Loop",)),
        ("domain", "of"): found[("domain", "of")],
    }
    before, after = found[("domain", "of")]
    assert "ct:Knot" in before[0] and "ct:Loop" in after[0] and "_:" not in before[0]


def test_what_a_query_may_trip_over_comes_first_and_nothing_is_markup() -> None:
    text = told(changes(triples(OLD), triples(NEW)), "0.0.9", "0.1.0")
    headings = [line for line in text.splitlines() if line.startswith("## ")]
    assert headings[0] == "## Removed" and headings[-1] == "## Definitions"
    assert "- `ct:Knot`: use ct:Loop" in text and r"between \| cities" in text
    assert changes(triples(OLD), triples(OLD)) == []
    assert "Nothing changed since 0.0.9." in told([], "0.0.9", "0.1.0")


def test_each_syntax_says_the_same(folder: Path, shipped: Store) -> None:
    for name, graph in VOCABULARIES.items():
        held = [rdflib.Graph().parse(folder / f"{name}.{end}") for end in ("ttl", "rdf", "jsonld")]
        assert len(held[0]) == sum(1 for _ in shipped.quads(graph)) > 500
        assert isomorphic(held[0], held[1]) and isomorphic(held[0], held[2])
        version = held[0].value(rdflib.URIRef(graph), rdflib.OWL.versionIRI)
        assert str(version) == f"{graph.rstrip('/')}/{__version__}"
    assert set(VOCABULARIES.values()) == {ONTOLOGY_GRAPH, SECTOR, CODE}
    assert "<title>cityties" in (folder / "reference.html").read_text(encoding="utf-8")


def test_it_is_the_same_each_time_and_compares_with_itself_as_equal(
    folder: Path, shipped: Store, tmp_path: Path
) -> None:
    again = tmp_path / "again"
    release_ontology(shipped, again)
    assert {path.name: path.read_bytes() for path in again.iterdir()} == {
        path.name: path.read_bytes() for path in folder.iterdir()
    }
    release_ontology(shipped, again, folder / f"{__version__}.trig")
    assert json.loads((again / "changes.json").read_text())["changes"] == []
    assert len(quads_of(folder / f"{__version__}.trig")) == sum(
        1 for graph in VOCABULARIES.values() for _ in shipped.quads(graph)
    )


def test_the_last_release_before_this_one_is_what_it_is_compared_with(
    shipped: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = tmp_path / "releases"
    room.mkdir()
    for version, name in (("0.0.9", "A"), ("0.0.10", "B"), ("99.0.0", "C")):
        (room / f"{version}.trig").write_text(f"<{ONTOLOGY_GRAPH}> {{ <{CT}{name}> a <{CT}Old> . }}\n")
    (room / "notes.trig").write_text("")
    with monkeypatch.context() as patched:
        patched.setattr("cityties.release.ontology.resources.folder", lambda _: tmp_path)
        patched.setattr("cityties.release.ontology.render_reference", lambda: "page")
        assert list(kept()) == ["0.0.9", "0.0.10", "99.0.0"]
        release_ontology(shipped, tmp_path / "out")
    listed = json.loads((tmp_path / "out" / "changes.json").read_text())
    assert listed["since"] == "0.0.10"
    assert [one["term"] for one in listed["changes"] if one["kind"] == "removed"] == [f"{CT}B"]


def test_what_is_no_release_is_told(shipped: Store, tmp_path: Path) -> None:
    for name, text in (("a.trig", "no RDF"), ("b.ttl", f"<{CT}A> a <{CT}B> .")):
        (tmp_path / name).write_text(text)
        with pytest.raises(DataError):
            release_ontology(shipped, tmp_path / "out", tmp_path / name)
    assert not (tmp_path / "out").exists()


def test_the_command_line_writes_it(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "cityties", "release", str(tmp_path / "out")]
    done = subprocess.run([*command, "--ontology"], capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stdout) == (0, "") and "13 files" in done.stderr
    wrong = subprocess.run([*command, "--since", "x"], capture_output=True, text=True, check=False, timeout=120)
    assert wrong.returncode == 1 and "--ontology" in wrong.stderr and len(wrong.stderr.splitlines()) == 1
