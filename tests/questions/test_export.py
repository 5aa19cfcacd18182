"""Exports: the same graph back, the same bytes again, whatever the hash seed."""

from __future__ import annotations

import csv
import hashlib
import os
import subprocess
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from cityties.model.errors import RequestError
from cityties.model.vocabulary import INFERRED_GRAPH
from cityties.questions.export import RDF_FORMATS, export
from cityties.store import IRI, Quad, Store, canonical, parse

SUFFIXES = [*RDF_FORMATS, ".graphml", ".gexf"]


@pytest.mark.parametrize("suffix", list(RDF_FORMATS))
@pytest.mark.parametrize("inferred", [False, True], ids=["stated", "inferred"])
def test_what_is_written_reads_back_as_the_same_graph(
    shipped: Store, tmp_path: Path, suffix: str, inferred: bool
) -> None:
    file = export(shipped, tmp_path / f"graph{suffix}", inferred=inferred)
    back = canonical(parse(file))
    quads = list(shipped.quads())
    if inferred:
        quads += [Quad(t.subject, t.predicate, t.object, IRI(INFERRED_GRAPH)) for t in shipped.conclusions()]
    if suffix not in (".trig", ".nq", ".jsonld"):
        quads = [Quad(q.subject, q.predicate, q.object) for q in quads]
    assert len(quads) > 1000
    assert back == canonical(quads)


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
        assert len(files) == len(SUFFIXES) + 2
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


def test_an_unknown_suffix_is_refused_with_the_known_ones(shipped: Store, tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=r"\.ttl .*folder for CSV"):
        export(shipped, tmp_path / "graph.xlsx")
    assert list(tmp_path.iterdir()) == []
