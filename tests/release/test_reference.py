"""The reference page: whole, the same each time, and asking the network for nothing."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from checkout import ROOT
from markupsafe import escape
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, SKOS

from cityties.model import resources
from cityties.model.errors import RequestError
from cityties.model.vocabulary import CT
from cityties.release.reference import main, render_reference, write_reference


@pytest.fixture(scope="module")
def page() -> str:
    return render_reference()


def test_every_code_and_sector_is_on_the_page(page: str) -> None:
    for room in ("codes", "sectors"):
        graph = Graph().parse(resources.folder("ontology") / f"{room}.ttl")
        found = list(graph.subjects(RDF.type, SKOS.Concept))
        assert found
        for concept in found:
            assert f"&lt;{concept}&gt;" in page, concept


def test_the_page_loads_nothing_from_elsewhere(page: str) -> None:
    assert "<script" not in page
    assert not re.search(r"""<(link|img|iframe)\b|\bsrc=|url\(|@import""", page)


def test_each_class_has_its_query_on_the_page(page: str) -> None:
    graph = Graph().parse(resources.folder("ontology") / "example-queries.ttl")
    queries = [str(query) for query in graph.objects(None, URIRef(f"{CT}exampleQuery"))]
    assert len(queries) > 50
    for query in queries:
        assert f"<code>{escape(query)}</code>" in page


def test_links_within_the_page_lead_somewhere(page: str) -> None:
    anchors = re.findall(r'\bid="([^"]+)"', page)
    assert len(anchors) == len(set(anchors)) > 0
    assert set(re.findall(r'href="#([^"]+)"', page)) - set(anchors) == set()


def test_the_page_does_not_vary_with_the_hash_seed(page: str, tmp_path: Path) -> None:
    out = tmp_path / "reference.html"
    subprocess.run(
        [sys.executable, "-m", "cityties.release.reference", str(out)],
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "7"},
        capture_output=True,
        cwd=ROOT,
    )
    assert out.read_text(encoding="utf-8") == page


def test_a_file_that_cannot_be_written_is_a_users_mistake(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="cannot be written"):
        write_reference(tmp_path)


def test_the_command_says_how_it_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "usage" in capsys.readouterr().err


def test_a_class_shows_what_it_has_and_what_leads_to_it() -> None:
    page = render_reference()
    tie = page[page.index('id="term-Tie"') :]
    tie = tie[: tie.index("</article>")]
    has, led = tie[tie.index("<dt>Has</dt>") :], tie[tie.index("<dt>Is led to by</dt>") :]
    assert 'href="#term-party"' in has
    assert 'href="#term-ofTie"' in led
