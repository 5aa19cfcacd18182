"""The rules for w3id.org: every IRI of ours leads to what a running server answers, in the form that was asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib
from checkout import ROOT
from endpoint import Server, serving
from rewriting import led, read

from cityties import __version__
from cityties.model.errors import RequestError
from cityties.model.vocabulary import OWL, RDF
from cityties.paper.redirects import main, rules
from cityties.server import worker
from cityties.store import IRI, Store

OURS = "https://w3id.org/cityties/"
FILE = ROOT / "deploy" / "w3id" / ".htaccess"
BASE = "https://ties.example.org"
FORMS = {
    "text/turtle": "turtle",
    "application/ld+json": "json-ld",
    "application/rdf+xml": "xml",
    "application/n-triples": "nt",
}
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("room"), "--timeout", "30") as one:
        yield one


def asked(server: Server, path: str, accept: str) -> tuple[int, str, str]:
    """Ask for an IRI of ours by its path, as w3id.org would lead it: status, media type, text of what is there."""
    found = led(read(FILE.read_text(encoding="utf-8")), path, accept)
    assert found is not None and found[0] == 303, (path, accept)
    assert found[1].startswith(f"{BASE}/")
    reply = server.ask(found[1].removeprefix(BASE), Accept=accept)
    return reply.status, reply.kind, reply.text


def test_the_file_is_what_the_table_makes() -> None:
    assert FILE.read_text(encoding="utf-8") == rules(BASE)


@pytest.mark.parametrize("path", ["ontology", "sector/", "code/", "id/tie/ankara-jakarta", "sector/mobility",
                                  "code/agreed", f"ontology/{__version__}", f"sector/{__version__}",
                                  f"code/{__version__}", "alignments/skos", f"alignments/skos/{__version__}",
                                  "id/graph/places"])  # fmt: skip
@pytest.mark.parametrize("accept", FORMS)
def test_who_asks_for_a_form_gets_it(server: Server, path: str, accept: str) -> None:
    status, kind, text = asked(server, path, accept)
    assert (status, kind) == (200, accept), text[:200]
    assert len(rdflib.Graph().parse(data=text, format=FORMS[accept])) > 3


@pytest.mark.parametrize("path", ["ontology", "sector/", "code/", "id/tie/ankara-jakarta", "sector/mobility", "",
                                  f"ontology/{__version__}", "alignments/skos"])  # fmt: skip
def test_a_browser_gets_a_page(server: Server, path: str) -> None:
    assert asked(server, path, BROWSER)[:2] == (200, "text/html")


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/turtle;q=0.2, application/rdf+xml", "application/rdf+xml"),
        ("text/turtle, text/html;q=0.5", "text/turtle"),
        ("text/html;q=0.5, application/ld+json", "application/ld+json"),
        ("text/turtle;q=0.9", "text/turtle"),
        ("*/*", "text/turtle"),
        ("", "text/turtle"),
    ],
)
def test_weights_are_left_to_the_server(server: Server, accept: str, kind: str) -> None:
    assert asked(server, "id/tie/ankara-jakarta", accept)[:2] == (200, kind)


def test_every_iri_of_ours_is_led_somewhere(server: Server, shipped: Store) -> None:
    """Hold the rules against all subjects of the graph, and one of each kind against the server."""
    found = {
        row[0].value.partition("#")[0]
        for row in shipped.select("SELECT DISTINCT ?s { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }")
        if isinstance(row[0], IRI) and row[0].value.startswith(OURS)
    }
    assert len(found) > 1000
    table = read(FILE.read_text(encoding="utf-8"))
    assert [iri for iri in found if led(table, iri.removeprefix(OURS), "*/*") is None] == []
    kinds = {re.sub(r"/[^/]*$", "", iri): iri for iri in sorted(found)}
    assert len(kinds) > 15
    for iri in kinds.values():
        assert asked(server, iri.removeprefix(OURS), "text/turtle")[0] == 200, iri


def test_versions_lead_to_what_they_name(server: Server) -> None:
    now, version = server.ask("/ontology.ttl"), server.ask(f"/ontology/{__version__}.ttl")
    assert (version.status, version.kind) == (200, "text/turtle") and version.body == now.body
    assert f"<{OURS}ontology/{__version__}>" in version.text or f"ontology/{__version__}" in version.text
    none = server.ask("/ontology/9.9.9", Accept="text/html")
    assert (none.status, none.kind, none.text) == (
        404,
        "text/plain",
        f"version 9.9.9 is not kept here: there is {__version__}\n",
    )
    for path in ("/ontology/9.9.9.ttl", "/sector/0.0.1", "/alignments/skos/3.0.0", "/ontology/0.1.0.html"):
        assert server.ask(path).status == 404, path


def test_a_version_that_is_kept_is_answered(shipped: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "releases").mkdir()
    said = f"<{OURS}ontology#Old> <{RDF}type> <{OWL}Class> ."
    (tmp_path / "releases" / "0.0.9.trig").write_text(f"<{OURS}ontology> {{ {said} }}\n")
    monkeypatch.setattr("cityties.release.ontology.resources.folder", lambda _: tmp_path)
    job = {"do": "version", "graph": f"{OURS}ontology", "version": "0.0.9", "triples": "application/n-triples"}
    told = worker.answer(shipped, job)
    assert (told.status, told.media) == (200, "application/n-triples")
    assert told.body.decode().strip() == said
    for other in ({**job, "graph": f"{OURS}code/"}, {**job, "version": "0.0.8"}):
        assert worker.answer(shipped, other).status == 404
    (tmp_path / "releases" / "0.0.8.trig").write_text("no RDF")
    assert worker.answer(shipped, {**job, "version": "0.0.8"}).status == 400


@pytest.mark.parametrize("server", ["ties.example.org", "javascript:x", "https://", "https://a b", "https://a/$1",
                                    "https://a?x=%{HTTP_HOST}", "https://a/..", "https://a\nRewriteRule"])  # fmt: skip
def test_what_is_no_server_is_told(server: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="no address of a server"):
        rules(server)
    assert main([server, str(tmp_path / "x")]) == 1
    assert not (tmp_path / "x").exists()


def test_rules_lead_below_a_path_too() -> None:
    assert led(read(rules("https://a.example/ties/")), "id/city/x", "text/turtle") == (
        303,
        "https://a.example/ties/doc/city/x.ttl",
    )
