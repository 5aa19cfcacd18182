"""OWL 2 DL by a profile checker, and consistency by HermiT: the ontology, the shipped facts, and all that follows.

Both come with owlready2 (HermiT 1.3.8, OWL API 3.4) and run on Java. One step is taken before: xsd:date, gYear,
gYearMonth and duration, which OWL 2's datatype map lacks, are shown as plain text, opaque to the reasoner.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import XSD
from rdflib.term import Node

from cityties.facts.shape import to_rdflib
from cityties.model import resources
from cityties.store import Store

PROGRAM = Path(__file__).parents[1] / "support" / "reason" / "Reason.java"
OPAQUE = {XSD.date, XSD.gYear, XSD.gYearMonth, XSD.duration}
PLANTED = resources.files("ontology", "examples/inconsistent/*.ttl")


def opaque(term: Node) -> Node:
    if isinstance(term, rdflib.Literal) and term.datatype in OPAQUE:
        return rdflib.Literal(str(term))
    return XSD.string if term in OPAQUE else term


def model() -> rdflib.Graph:
    graph = rdflib.Graph()
    for pattern in ("*.ttl", "alignments/*.ttl"):
        for path in resources.files("ontology", pattern):
            for subject, predicate, held in rdflib.Graph().parse(path):
                graph.add((subject, predicate, opaque(held)))
    return graph


def reason(graph: rdflib.Graph, folder: Path) -> list[str]:
    """Give what keeps a graph outside OWL 2 DL, line by line, and last whether it is consistent."""
    if not shutil.which("javac"):
        assert not os.environ.get("CI"), "a JDK has to be there in CI"
        pytest.skip("no JDK on this machine: HermiT runs on Java")
    owlready2 = pytest.importorskip("owlready2", reason="owlready2, which brings HermiT, is not installed")
    jar = Path(owlready2.__file__).parent / "hermit" / "HermiT.jar"
    file = folder / "graph.owl"
    graph.serialize(file, format="xml")
    command = ["java", "-Xmx2g", "-cp", str(jar), str(PROGRAM), str(file)]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)
    lines = answer.stdout.splitlines()
    assert int(lines[0].removeprefix("axioms ")) > 3000
    return lines[1:]


@pytest.mark.filterwarnings("ignore")
def test_ontology_facts_and_all_that_follows_are_owl_2_dl_and_consistent(shipped: Store, tmp_path: Path) -> None:
    graph = model()
    before = len(graph)
    for triple in shipped.facts():
        graph.add((to_rdflib(triple.subject), to_rdflib(triple.predicate), opaque(to_rdflib(triple.object))))
    assert len(graph) > before + 5000
    assert reason(graph, tmp_path) == ["consistent true"]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("path", PLANTED, ids=lambda path: path.stem)
def test_a_planted_contradiction_is_found(path: Path, tmp_path: Path) -> None:
    assert reason(model().parse(path), tmp_path)[-1] == "consistent false"
