"""Exports: the same graph back, the same bytes again, whatever the hash seed."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import subprocess
import xml.etree.ElementTree as ElementTree
from datetime import date
from pathlib import Path

import pytest

from cityties.facts import intake
from cityties.facts.check import check_files
from cityties.facts.settle import settle
from cityties.model import resources
from cityties.model.errors import RequestError
from cityties.model.vocabulary import CT, INFERRED_GRAPH, RDF, RDFS, XSD
from cityties.paper.context import context
from cityties.questions.export import RDF_FORMS, advice, export
from cityties.questions.question import ask
from cityties.store import IRI, Literal, LocalStore, Quad, Store, Triple, canonical, parse
from cityties.store.jsonld import write_jsonld

SUFFIXES = [*RDF_FORMS, ".graphml", ".gexf"]
ACCOUNTS = (".trig", ".nq")


@pytest.mark.parametrize("suffix", list(RDF_FORMS))
@pytest.mark.parametrize("inferred", [False, True], ids=["stated", "inferred"])
def test_what_is_written_reads_back_as_the_same_graph(
    shipped: Store, tmp_path: Path, suffix: str, inferred: bool
) -> None:
    back = canonical(parse(export(shipped, tmp_path / f"graph{suffix}", inferred=inferred)))
    follows = list(shipped.conclusions())
    if suffix in ACCOUNTS:
        quads = list(shipped.quads())
        quads += [Quad(t.subject, t.predicate, t.object, IRI(INFERRED_GRAPH)) for t in follows] if inferred else []
    else:
        facts = set(shipped.facts()) - (set() if inferred else set(follows))
        quads = [Quad(t.subject, t.predicate, t.object) for t in facts]
    assert len(quads) > 1000
    assert back == canonical(quads)


@pytest.mark.parametrize("suffix", list(RDF_FORMS))
def test_what_is_written_can_be_taken_in_again(shipped: Store, tmp_path: Path, suffix: str) -> None:
    file = export(shipped, tmp_path / f"mine{suffix}")
    assert check_files([file]).errors == []
    graphs = intake.read([file])
    sources = {name for name in shipped.graphs() if "/id/source/" in name}
    assert len(sources) > 30 and sources - set(graphs) == set(), "each source is a graph of its own again"
    again = LocalStore()
    intake.put(again, {**intake.read_model(), **intake.read_facts(), **graphs})
    settle(again)
    for name in ("ties-of-city", "officials-of-city", "agreements-of-city", "timeline"):
        given = {"city": "Jakarta"}
        assert ask(again, name, given).text("tsv") == ask(shipped, name, given).text("tsv")
    assert advice(file) == "" or suffix not in ACCOUNTS


def test_json_ld_is_read_by_rdflib_without_a_network(shipped: Store, tmp_path: Path) -> None:
    import rdflib

    file = export(shipped, tmp_path / "mine.jsonld")
    held = json.loads(file.read_text(encoding="utf-8"))
    assert set(held) == {"@context", "@graph"} and held["@context"]["Tie"] == {"@id": "ct:Tie"}
    read = rdflib.Graph().parse(file)
    same = rdflib.Graph().parse(export(shipped, tmp_path / "mine.ttl"))
    assert len(read) == len(same) > 1000
    named = [{t for t in graph if not any(isinstance(x, rdflib.BNode) for x in t)} for graph in (read, same)]
    assert named[0] == named[1]
    tie = next(one for one in held["@graph"] if one.get("@type") == "Tie")
    assert tie["@id"].startswith("id:tie/") and isinstance(tie["party"], list) and "prov:wasDerivedFrom" in tie


def test_the_context_of_json_ld_is_that_of_the_ontology() -> None:
    text = (resources.folder("ontology") / "context.jsonld").read_text(encoding="utf-8")
    assert text == context(), "make generated"
    held = json.loads(text)["@context"]
    assert held["published"] == {"@id": "ct:published"}, "a day, month or year: of no one type"
    assert held["address"] == {"@id": "ct:address", "@type": "xsd:anyURI"}
    assert held["sector"] == {"@id": "ct:sector", "@type": "@id"}, "a property goes before a prefix"


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (Literal("a", language="en"), {"@value": "a", "@language": "en"}),
        (Literal("a"), {"@value": "a"}),
        (Literal("https://x/", datatype=IRI(f"{XSD}anyURI")), "https://x/"),
        (Literal("1", datatype=IRI(f"{XSD}integer")), {"@value": "1", "@type": "xsd:integer"}),
        (IRI("https://x/"), {"@id": "https://x/"}),
    ],
    ids=str,
)
def test_json_ld_keeps_what_a_value_is(value: Literal | IRI, told: object, tmp_path: Path) -> None:
    triple = Triple(IRI("https://x/a"), IRI(f"{CT}address"), value)
    written = write_jsonld([triple])
    assert json.loads(written)["@graph"] == [{"@id": "https://x/a", "address": told}]
    (tmp_path / "x.jsonld").write_bytes(written)
    assert [quad.triple for quad in parse(tmp_path / "x.jsonld")] == [triple]


def test_json_ld_says_what_it_cannot_hold() -> None:
    thing, inner = IRI("https://x/a"), Triple(IRI("https://x/a"), IRI("https://x/p"), Literal("1"))
    with pytest.raises(RequestError, match="statement about a statement"):
        write_jsonld([Triple(thing, IRI("https://x/p"), inner)])
    with pytest.raises(RequestError, match="would take this address for a short one"):
        write_jsonld([Triple(thing, IRI("https://x/p"), IRI("wd:Q64"))])


def test_exports_do_not_vary_with_the_hash_seed(tmp_path: Path, python: str) -> None:
    digests = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        folder.mkdir()
        script = (
            "import sys, cityties; g = cityties.load()\n"
            f"[g.export(sys.argv[1] + '/g' + s) for s in {SUFFIXES!r}]\n"
            "g.export(sys.argv[1] + '/tables')"
        )
        subprocess.run([python, "-c", script, str(folder)], check=True, env={**os.environ, "PYTHONHASHSEED": seed})
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        assert len(files) >= len(SUFFIXES) + 20, "a table a kind beside nodes and edges"
        digests.append([(f.name, hashlib.sha256(f.read_bytes()).hexdigest()) for f in files])
    assert digests[0] == digests[1]


def test_tables_hold_every_node_and_edge(shipped: Store, tmp_path: Path) -> None:
    from cityties.network.multigraph import network

    graph = network(shipped)
    folder = export(shipped, tmp_path / "tables")
    with (folder / "nodes.csv").open(encoding="utf-8", newline="") as stream:
        nodes = list(csv.DictReader(stream))
    with (folder / "edges.csv").open(encoding="utf-8", newline="") as stream:
        edges = list(csv.DictReader(stream))
    assert {row["id"] for row in nodes} == set(graph.nodes)
    assert len(edges) == graph.number_of_edges() > 0
    assert {row["source"] for row in edges} <= {row["id"] for row in nodes}


@pytest.mark.parametrize("suffix", [".graphml", ".gexf"])
def test_gephi_files_are_well_formed_and_undated(shipped: Store, tmp_path: Path, suffix: str) -> None:
    file = export(shipped, tmp_path / f"graph{suffix}")
    root = ElementTree.fromstring(file.read_bytes())
    names = {element.tag.rsplit("}", 1)[-1] for element in root.iter()}
    assert {"node", "edge"} <= names
    assert "lastmodifieddate" not in file.read_text(encoding="utf-8")


def test_ties_have_no_direction_and_days_are_days_in_gexf(shipped: Store, tmp_path: Path) -> None:
    root = ElementTree.fromstring(export(shipped, tmp_path / "graph.gexf").read_bytes())
    graph = next(one for one in root.iter() if one.tag.endswith("}graph"))
    assert graph.attrib == {"defaultedgetype": "directed", "mode": "dynamic", "timeformat": "date"}
    edges = [one for one in root.iter() if one.tag.endswith("}edge")]
    ways = {(edge.attrib["kind"], edge.attrib["type"]) for edge in edges}
    assert ("tied with", "undirected") in ways and ("sits in", "directed") in ways
    assert len(ways) == len({kind for kind, _ in ways})
    starts = [date.fromisoformat(edge.attrib["start"]) for edge in edges if "start" in edge.attrib]
    assert len(starts) > 50


def test_tables_for_a_spreadsheet_hold_no_formula(tmp_path: Path) -> None:
    store, tie = LocalStore(), IRI("https://w3id.org/cityties/id/place/x")
    said = [Triple(tie, IRI(f"{RDF}type"), IRI(f"{CT}City")), Triple(tie, IRI(f"{RDFS}label"), Literal("=1+1"))]
    intake.put(store, {**intake.read_model(), **intake.read_facts(), "https://x/g": said})
    settle(store)
    export(store, tmp_path / "plain")
    export(store, tmp_path / "safe", spreadsheet=True)
    for name in ("nodes.csv", "edges.csv"):
        assert (tmp_path / "safe" / name).read_bytes().startswith(b'\xef\xbb\xbf"')
        assert not (tmp_path / "plain" / name).read_bytes().startswith(b"\xef\xbb\xbf")


def test_an_unknown_suffix_is_refused_with_the_known_ones(shipped: Store, tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=r"\.ttl .*folder for CSV"):
        export(shipped, tmp_path / "graph.xlsx")
    assert list(tmp_path.iterdir()) == []
