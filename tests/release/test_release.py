"""A release: valid by the validators of others, the same bytes each time, and nothing in it that the graph lacks."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pyoxigraph
import pytest
import rdflib

from cityties.model.errors import RequestError
from cityties.model.vocabulary import ONTOLOGY_GRAPH, PREFIXES
from cityties.release.release import release
from cityties.release.table import tables
from cityties.store import IRI, Store

# What the ontology has a word for, and no shipped source says.
UNTOLD = {("tenures", "from"), ("tenures", "to")}


@pytest.fixture(scope="module")
def folder(shipped: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("release") / "made"
    release(shipped, place)
    return place


def _json(folder: Path, name: str) -> dict[str, Any]:
    return dict(json.loads((folder / name).read_text(encoding="utf-8")))


def test_frictionless_finds_no_fault(folder: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from frictionless import validate

        report = validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["taskNumber", "fieldName", "message"])
    assert len(report.tasks) == len(tables()) >= 10


def test_a_fault_in_a_table_is_found(folder: Path, tmp_path: Path) -> None:
    described = _json(folder, "datapackage.json")
    (tmp_path / "tables").mkdir()
    for path in (folder / "tables").glob("*.csv"):
        (tmp_path / "tables" / path.name).write_bytes(path.read_bytes())
    steps = tmp_path / "tables" / "steps.csv"
    steps.write_text(steps.read_text(encoding="utf-8").replace(",2017-08,", ",August,", 1), encoding="utf-8")
    (tmp_path / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from frictionless import validate

        assert not validate(str(tmp_path / "datapackage.json")).valid


def test_croissant_finds_no_fault_and_reads_the_records(folder: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import mlcroissant

        dataset = mlcroissant.Dataset(jsonld=str(folder / "croissant.json"))
        assert dataset.metadata.issues.report() == ""
        ties = [one["ties/iri"].decode() for one in dataset.records("ties")]
    assert "https://w3id.org/cityties/id/tie/ankara-jakarta" in ties and len(ties) > 40


def test_the_crate_describes_every_file_with_its_sum(folder: Path) -> None:
    graph = {one["@id"]: one for one in _json(folder, "ro-crate-metadata.json")["@graph"]}
    assert graph["ro-crate-metadata.json"]["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    root = graph[graph["ro-crate-metadata.json"]["about"]["@id"]]
    assert all(root[name] for name in ("name", "description", "datePublished", "license"))
    parts = {one["@id"] for one in root["hasPart"]}
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert parts == there - {"ro-crate-metadata.json", "SHA256SUMS"}
    for path in parts:
        data = (folder / path).read_bytes()
        assert graph[path]["@type"] == "File" and graph[path]["contentSize"] == str(len(data))
        assert graph[path]["sha256"] == hashlib.sha256(data).hexdigest()
    named = set(re.findall(r'\{"@id": "([^"]+)"\}', json.dumps(list(graph.values()))))
    assert {one for one in named if not one.startswith("https://w3id.org/ro/")} <= set(graph)


def test_all_sums_hold(folder: Path) -> None:
    lines = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} - {"SHA256SUMS"}
    assert {line.split("  ")[1] for line in lines} == there
    for line in lines:
        digest, path = line.split("  ")
        assert hashlib.sha256((folder / path).read_bytes()).hexdigest() == digest


def test_the_same_graph_gives_the_same_bytes(folder: Path, shipped: Store, tmp_path: Path) -> None:
    release(shipped, tmp_path / "again")
    for path in folder.rglob("*"):
        if path.is_file():
            assert path.read_bytes() == (tmp_path / "again" / path.relative_to(folder)).read_bytes(), path.name


def test_tables_hold_what_the_graph_says(folder: Path, shipped: Store) -> None:
    for table in tables():
        with (folder / "tables" / f"{table.name}.csv").open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        packed = pyarrow.parquet.read_table(folder / "tables" / f"{table.name}.parquet").to_pylist()
        things = shipped.select(f"SELECT DISTINCT ?s {{ ?s a {table.class_} FILTER(ISIRI(?s)) }}")
        assert len(rows) == len(packed) == len(things) > 5, table.name
        for column in table.columns:
            wanted = {
                (row[0].value, getattr(row[1], "value", ""))
                for row in shipped.select(f"SELECT DISTINCT ?s ?o {{ ?s a {table.class_} ; {column.path} ?o }}")
                if isinstance(row[0], IRI)
            }
            cells = {row["iri"]: row[column.name] for row in rows}
            got = {
                (iri, one) for iri, cell in cells.items() for one in (cell.split() if column.many else [cell]) if one
            }
            assert got == wanted, (table.name, column.name)
            assert got or (table.name, column.name) in UNTOLD, f"{table.name}: {column.name}: nothing tells it"
            for row in packed:
                value = row[column.name]
                assert value == cells[row["iri"]].split() if column.many else (value is None) == (not cells[row["iri"]])


def test_each_column_is_a_path_of_known_terms(shipped: Store) -> None:
    for table in tables():
        assert table.description
        for column in table.columns:
            assert column.description, column.name
            for step in column.path.split("/"):
                prefix, _, local = step.partition(":")
                iri = IRI(PREFIXES[prefix] + local)
                known = next(iter(shipped.about(iri)), None) or prefix in ("prov", "geo", "dcterms")
                assert known, f"{table.name}: {step}: no such term"


@pytest.mark.parametrize(("name", "form"), [("ttl", "turtle"), ("rdf", "xml"), ("jsonld", "json-ld"), ("nt", "nt")])
def test_the_ontology_is_the_same_in_each_syntax(folder: Path, shipped: Store, name: str, form: str) -> None:
    read = rdflib.Graph().parse(folder / "ontology" / f"cityties.{name}", format=form)
    assert len(read) == shipped.count(ONTOLOGY_GRAPH) > 1000


def test_the_graph_can_be_taken_in_again(folder: Path, shipped: Store) -> None:
    quads = pyoxigraph.parse((folder / "graph" / "cityties.nq").read_bytes(), pyoxigraph.RdfFormat.N_QUADS)
    assert sum(1 for _ in quads) == len(shipped)
    void = rdflib.Graph().parse(folder / "graph" / "void.ttl")
    kinds = set(void.objects(predicate=rdflib.RDF.type))
    assert rdflib.URIRef("http://rdfs.org/ns/void#Dataset") in kinds
    assert rdflib.URIRef("http://www.w3.org/ns/dcat#Dataset") in kinds


def test_zenodo_is_told_what_it_asks_for(folder: Path) -> None:
    told = _json(folder, "zenodo.json")
    assert {"title", "description", "upload_type", "creators", "license", "publication_date"} <= set(told)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", told["publication_date"]) and told["upload_type"] == "dataset"


def test_without_pyarrow_nothing_is_written(shipped: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(RequestError, match=r"pip install 'cityties\[release\]'"):
        release(shipped, tmp_path / "none")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_others_is_left_alone(run: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    status, _, err = run("release", str(tmp_path))
    assert status == 1 and "holds other files too" in err and [p.name for p in tmp_path.iterdir()] == ["mine.txt"]
