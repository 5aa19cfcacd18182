"""The W3C's tests of the SPARQL Protocol, the Graph Store Protocol (reading) and Service Description, over HTTP.

What a test of reading graphs writes first, an update writes here: whole graphs are only read at this server.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, urlencode, urlsplit

import pyoxigraph
import pytest
from endpoint import Reply, Server, serving
from evaluation import GROUPED, quads_of, read_result, triples_of
from manifest import LABEL, MF, QT, UT, Case, Statements, alike, cases, known, same_quads
from suites import unpack

from cityties.store import IRI, Literal, LocalStore, RdfFormat, Rows, Term, generation, parse_text, serialize

HT: Final = "http://www.w3.org/2011/http#"
CNT: Final = "http://www.w3.org/2011/content#"
SD: Final = "http://www.w3.org/ns/sparql-service-description#"
TOKEN: Final = "a-token-for-tests-only"
TOLD: dict[str, dict[str, Any]] = tomllib.loads((Path(__file__).parent / "known.toml").read_text(encoding="utf-8"))
NAMES: Final = {"OK": 200, "Created": 201, "NoContent": 204, "NotFound": 404}
KINDS: Final = {
    "boolean": ("application/sparql-results+json", "application/sparql-results+xml"),
    "tabular": ("application/sparql-results+json", "application/sparql-results+xml", "text/csv"),
    "RDF": ("text/turtle", "application/n-triples", "application/rdf+xml"),
}
EACH: Final = 6  # of the tests of evaluation: one of so many is asked over HTTP


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return unpack("sparql", tmp_path_factory.mktemp("sparql"))


def serve(graphs: dict[str, Path], room: Path, *options: str) -> Iterator[Server]:
    with generation.next_generation(room / "store") as fresh:
        store = LocalStore.open(fresh, create=True)
        store.replace({name: triples_of(path) for name, path in graphs.items()})
        store.gather()
        store.flush()
        store.close()
    (room / "passing").mkdir()
    with serving(room / "passing", "--store", str(room / "store"), *options) as one:
        yield one


@pytest.fixture(scope="module")
def writing(suite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that takes updates, with the graphs that the tests of the protocol take as given."""
    graphs = {}
    for case in cases(suite / "sparql11/protocol"):
        for node in case.graph.all(case.entry, f"{UT}graphData"):
            name, path = case.graph.one(node, LABEL), case.file(node, f"{UT}graph")
            assert isinstance(name, Literal) and path is not None
            graphs[name.value] = path
    assert len(graphs) == 3
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CITYTIES_TOKEN", TOKEN)
        yield from serve(graphs, tmp_path_factory.mktemp("writing"), "--allow-update")


def told(graph: Statements, node: Term | None, name: str) -> str:
    return str(getattr(graph.one(node, name), "value", ""))


def send(server: Server, graph: Statements, request: Term) -> Reply:
    """Send a request as the manifest tells it, to the address of our endpoint."""
    headers = {
        told(graph, one, f"{HT}fieldName").lower(): told(graph, one, f"{HT}fieldValue")
        for one in graph.items(graph.one(request, f"{HT}headers"))
    }
    body = graph.one(request, f"{HT}body")
    address = told(graph, request, f"{HT}absolutePath").replace("/sparql/", "/sparql")
    text = told(graph, body, f"{CNT}chars")
    encoding = told(graph, body, f"{CNT}characterEncoding") or "UTF-8"
    headers["authorization"] = f"Bearer {TOKEN}"
    return server.ask(
        address, told(graph, request, f"{HT}methodName"), text.encode(encoding) if body else None, **headers
    )


def is_as_told(graph: Statements, reply: Reply, response: Term | None) -> bool:
    """Say whether a reply has the status, the form and the truth that it has to have."""
    wanted = [getattr(term, "value", "").rpartition("#")[2] for term in graph.all(response, f"{MF}expectedStatus")]
    kind = f"StatusCode{reply.status // 100}xx"
    fits = any(NAMES.get(name) == reply.status or name == kind for name in wanted)
    form = told(graph, response, f"{MF}expectedFormat")
    if form and reply.kind not in KINDS[form]:
        return False
    truth = graph.one(response, f"{MF}expectedBoolean")
    return fits and (
        truth is None or json.loads(reply.body)["boolean"] is (told(graph, response, f"{MF}expectedBoolean") == "true")
    )


def requests(case: Case) -> list[Term]:
    return list(case.graph.items(case.graph.one(case.action, f"{HT}requests")))


def test_the_protocol(writing: Server, suite: Path) -> None:
    failed = set()
    found = cases(suite / "sparql11/protocol")
    assert len(found) == 34
    for case in found:
        for request in requests(case):
            reply = send(writing, case.graph, request)
            if not is_as_told(case.graph, reply, case.graph.one(request, f"{HT}resp")):
                failed.add(case.name)
    assert failed == known(TOLD, "sparql", "sparql11/protocol")


def test_graphs_are_read(writing: Server, suite: Path) -> None:
    failed = set()
    found = cases(suite / "sparql11/graph-store-protocol", "manifest-indirect.ttl")
    skipped = known({"not-run": TOLD["not-run"]}, "sparql", "sparql11/graph-store-protocol")
    assert len(found) == 9 and skipped < {case.name for case in found}
    for case in found:
        if case.name not in skipped and not all(exchange(writing, case.graph, request) for request in requests(case)):
            failed.add(case.name)
    assert failed == set()


def update(server: Server, text: str) -> Reply:
    headers = {"Content_Type": "application/sparql-update", "Authorization": f"Bearer {TOKEN}"}
    return server.ask("/sparql", "POST", text.encode(), **headers)


def exchange(server: Server, graph: Statements, request: Term) -> bool:
    """Write by an update what a request would write; read what it reads, and say whether it is what is told."""
    method, path = told(graph, request, f"{HT}methodName"), told(graph, request, f"{HT}absolutePath")
    query = urlsplit(path).query
    (name,) = parse_qs(query)["graph"]
    body = told(graph, graph.one(request, f"{HT}body"), f"{CNT}chars")
    if method in ("PUT", "POST", "DELETE"):
        lines = (
            serialize([q.triple for q in parse_text(body, RdfFormat.TURTLE)], RdfFormat.N_TRIPLES).decode()
            if body
            else ""
        )
        steps = [] if method == "POST" else [f"DROP SILENT GRAPH {IRI(name)}"]
        steps += [f"INSERT DATA {{ GRAPH {IRI(name)} {{ {lines} }} }}"] if lines else []
        return update(server, " ; ".join(steps)).status == 204
    reply = server.ask(f"/graphs?{query}", method, None, Accept="text/turtle")
    response = graph.one(request, f"{HT}resp")
    if not is_as_told(graph, reply, response):
        return False
    wanted = told(graph, graph.one(response, f"{HT}body"), f"{CNT}chars")
    if method == "HEAD":
        return reply.body == b""
    return not wanted or same_quads(parse_text(reply.text, RdfFormat.TURTLE), parse_text(wanted, RdfFormat.TURTLE))


def test_the_service_describes_itself(writing: Server) -> None:
    assert update(writing, "INSERT DATA { GRAPH <http://x/g> { <http://x/a> rdfs:label 'a' } }").status == 204
    reply = writing.ask("/sparql", Accept="text/turtle")
    assert (reply.status, reply.kind) == (200, "text/turtle")
    graph = Statements(quad.triple for quad in parse_text(reply.text, RdfFormat.TURTLE))
    (service,) = graph.of_type(f"{SD}Service")
    assert graph.one(service, f"{SD}endpoint") == IRI(f"{writing.address}/sparql")
    datasets = graph.all(service, f"{SD}defaultDataset")
    assert datasets and all(dataset in graph.of_type(f"{SD}Dataset") for dataset in datasets)
    graphs = graph.all(datasets[0], f"{SD}namedGraph")
    assert graphs and all(graph.one(one, f"{SD}name") for one in graphs)
    assert graph.one(datasets[0], f"{SD}defaultGraph") in graph.of_type(f"{SD}Graph")


# The tests of evaluation, a part of them: their data stands in named graphs, of which the request makes the dataset.


def drawn(suite: Path) -> list[tuple[str, Case]]:
    """Draw tests of evaluation that a dataset named by graphs can hold, and whose query has no relative address."""
    found = []
    for group in GROUPED:
        if group.partition("/")[2].startswith(("syntax", "service", "entailment")):
            continue
        for case in cases(suite / group):
            query = case.file(case.action, f"{QT}query")
            inner = [case.graph.one(node, f"{QT}graph") for node in case.graph.all(case.action, f"{QT}graphData")]
            if (
                case.kind != "QueryEvaluationTest"
                or query is None
                or any(inner)
                or not case.files(case.action, f"{QT}data")
            ):
                continue
            text = query.read_text(encoding="utf-8")
            if not re.search(r"\bFROM\b|<(?![a-zA-Z][\w+.-]*:)[^<>\s]*>", text) and "ORDER BY" not in text.upper():
                found.append((group, case))
    return found[::EACH]


def test_a_part_of_the_evaluations_over_http(suite: Path, tmp_path: Path) -> None:
    some = drawn(suite)
    assert len(some) > 60
    graphs = {path.as_uri(): path for _, case in some for path in data(case)}
    failed, expected = set(), set()
    for server in serve(graphs, tmp_path):
        for group, case in some:
            if case.name in known({"oxigraph": TOLD["oxigraph"]}, "sparql", group):
                expected.add(f"{group}/{case.name}")
            if not answers(server, case):
                failed.add(f"{group}/{case.name}")
    assert failed == expected


def data(case: Case) -> list[Path]:
    return case.files(case.action, f"{QT}data") + case.files(case.action, f"{QT}graphData")


def answers(server: Server, case: Case) -> bool:
    query = case.file(case.action, f"{QT}query")
    assert query is not None
    fields = [("query", query.read_text(encoding="utf-8"))]
    fields += [("default-graph-uri", path.as_uri()) for path in case.files(case.action, f"{QT}data")]
    fields += [("named-graph-uri", path.as_uri()) for path in case.files(case.action, f"{QT}graphData")]
    reply = server.ask("/sparql", "POST", urlencode(fields).encode(), Content_Type="application/x-www-form-urlencoded")
    if reply.status != 200:
        return False
    if reply.kind == "text/turtle":
        return same_quads(parse_text(reply.text, RdfFormat.TURTLE), quads_of(triples_of(case.file_of_result())))
    read = pyoxigraph.parse_query_results(reply.body, pyoxigraph.QueryResultsFormat.JSON)
    wanted = read_result(case.file_of_result())
    if isinstance(read, pyoxigraph.QueryBoolean) or isinstance(wanted, bool):
        return bool(bool(read) == wanted)
    rows = Rows(tuple(v.value for v in read.variables), [tuple(solution) for solution in read])
    return alike(rows, wanted, lax=query.parent.name == "reduced")
