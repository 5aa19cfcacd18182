"""The same store behind an address: two servers that are not ours answer as the embedded store does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from servers import need, oxigraph, oxigraph_binary, virtuoso, virtuoso_binary

from cityties.facts import intake
from cityties.facts.build import build
from cityties.facts.settle import put_sources, settle
from cityties.imports.importer import Summary
from cityties.imports.merge import merge, undo
from cityties.imports.table import import_table
from cityties.model import resources
from cityties.model.errors import RequestError
from cityties.network.multigraph import network
from cityties.questions.export import export
from cityties.questions.question import ask, find, questions
from cityties.store import IRI, Store, Triple, open_store

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module", params=["oxigraph", "oxigraph, graphs apart", "virtuoso"])
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that holds the shipped graph, put there through HTTP."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "virtuoso":
            need(virtuoso_binary(), "Virtuoso")
            patch.setenv("CITYTIES_USER", "dba")
            patch.setenv("CITYTIES_PASSWORD", "dba")
            with virtuoso(tmp_path_factory.mktemp("virtuoso")) as where:
                build(where)
                yield where
            return
        need(oxigraph_binary(), "Oxigraph's server")
        union = ["--union-default-graph"] if request.param == "oxigraph" else []
        with oxigraph(*union) as where:
            build(where)
            yield where


@pytest.fixture(scope="module")
def far(address: str) -> Iterator[Store]:
    store = open_store(address)
    yield store
    store.close()


def test_the_graphs_are_there_whole(far: Store, shipped: Store) -> None:
    assert far.graphs() == shipped.graphs()
    assert {name: far.count(name) for name in far.graphs()} == {n: shipped.count(n) for n in shipped.graphs()}


# Virtuoso loses a filter or rows of these; the forms that were tried are no better there. docs/endpoints.md tells it.
OTHERWISE = {("virtuoso", "open-promises"), ("virtuoso", "timeline")}


@pytest.mark.parametrize("name", questions())
def test_every_question_is_answered_alike(
    name: str, far: Store, shipped: Store, request: pytest.FixtureRequest
) -> None:
    question, near = find(name), shipped
    fixture = intake.read([resources.folder("ontology") / question.fixture]) if question.fixture else {}
    if fixture:
        near = intake.shipped()
        put_sources(near, fixture)
        put_sources(far, fixture)
    answer, right = (ask(store, name, question.example).text("tsv") for store in (far, near))
    if (request.node.callspec.params["address"], name) in OTHERWISE:
        assert answer != right, "answered alike now: take it out of OTHERWISE and docs/endpoints.md"
        pytest.xfail("answered otherwise by this server")
    assert answer == right
    if fixture:
        put_sources(far, dict.fromkeys(fixture, ()))


def test_what_follows_is_the_same(far: Store, shipped: Store) -> None:
    assert set(far.conclusions()) == set(shipped.conclusions())
    assert far.count() == shipped.count() and len(list(far.facts())) == far.count()


def test_the_network_is_the_same(far: Store, shipped: Store) -> None:
    near, there = network(shipped), network(far)
    assert dict(there.nodes(data=True)) == dict(near.nodes(data=True))
    assert set(there.edges(keys=True)) == set(near.edges(keys=True))


def test_the_commands_work_from_afar(address: str, run: Run, tmp_path: Path) -> None:
    for command in (
        ["ask", "ties-of-city", "--city", "Jakarta"],
        ["path", "Jakarta", "Ankara"],
        ["brief", "Jakarta", "Ankara", "-o", str(tmp_path / "brief.md")],
        ["draw", "city", "--city", "Ankara", "-o", str(tmp_path / "city.html")],
        ["stats"],
        ["check"],
    ):
        assert run(*command, "--store", address)[:2] == run(*command)[:2], command


def test_an_export_from_afar_is_the_same_to_the_byte(far: Store, shipped: Store, tmp_path: Path) -> None:
    export(far, tmp_path / "far.nq")
    export(shipped, tmp_path / "near.nq")
    far_lines = set((tmp_path / "far.nq").read_text(encoding="utf-8").splitlines())
    assert len(far_lines ^ set((tmp_path / "near.nq").read_text(encoding="utf-8").splitlines())) == 0


def test_text_cannot_leave_its_place(far: Store) -> None:
    from cityties.store import Literal

    evil = Literal('x"} UNION { ?s ?p ?o } #\n\\')
    assert len(far.select("SELECT ?s ?name WHERE { ?s rdfs:label ?name }", name=evil)) == 0


def test_an_import_comes_again_and_goes(address: str, tmp_path: Path) -> None:
    def take(rows: list[str], dry_run: bool = False) -> Summary:
        table = tmp_path / "ties.csv"
        table.write_text("\n".join(["a,b,since", *rows]), encoding="utf-8")
        plan = tmp_path / "plan.toml"
        plan.write_text("[[tie]]\na = { qid = '{a}' }\nb = { qid = '{b}' }\nstart = '{since}'\n", encoding="utf-8")
        decisions = tmp_path / "decisions.sssom.tsv"
        return import_table(str(table), address, plan=str(plan), decisions=decisions, dry_run=dry_run)

    far = open_store(address)
    before = far.count()
    first = take(["Q3630,Q64,1994", "Q3640,Q90,2001-05"])
    assert first.change.things["Tie"]["came"] == 2
    assert far.count(first.source) == first.change.came
    assert far.count() > before
    assert take(["Q3630,Q64,1994", "Q3640,Q90,2001-05"]).change.nothing
    dry = take(["Q3630,Q64,1994"], dry_run=True)
    assert dry.change.things["Tie"]["went"] == 1 and far.count(first.source) == first.change.came
    take(["Q3630,Q64,1994"])
    assert far.count(first.source) < first.change.came
    far.drop(first.source)
    settle(far)
    assert far.count() == before


def test_a_merge_from_afar_can_be_undone(address: str, tmp_path: Path) -> None:
    far = open_store(address)
    source, table = "https://w3id.org/cityties/id/source/merge-test", tmp_path / "decisions.sssom.tsv"
    kind = IRI("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    city = IRI("https://w3id.org/cityties/ontology#City")
    country = IRI("https://w3id.org/cityties/ontology#country")
    twin = IRI("https://w3id.org/cityties/id/city/merge-twin")
    home = IRI("http://www.wikidata.org/entity/Q43")
    far.replace({source: [Triple(twin, kind, city), Triple(twin, country, home)]})
    before = {str(quad) for quad in far.quads(source)}
    merge(address, "Q3640", twin.value, author="A", day="2026-01-02", table=table)
    assert {quad.predicate for quad in far.about(twin)} == {IRI("https://w3id.org/cityties/ontology#accountOf")}
    undo(address, "Q3640", twin.value, author="A", day="2026-01-03", table=table)
    assert {str(quad) for quad in far.quads(source)} == before
    far.drop(source)


def test_updates_alone_do_where_no_graph_store_is(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CITYTIES_GRAPH_STORE", f"{address}/no-such-place")
    far = open_store(address)
    graph = "https://w3id.org/cityties/id/source/updates-alone"
    name = IRI("http://www.w3.org/2000/01/rdf-schema#label")
    from cityties.store import Literal

    triples = [Triple(IRI(f"https://w3id.org/cityties/id/city/c{n}"), name, Literal(f"ç {n}")) for n in range(1200)]
    far.replace({graph: triples})
    assert far.count(graph) == 1200
    far.replace({graph: triples[:3]})
    assert {quad.triple for quad in far.quads(graph)} == set(triples[:3])
    far.remove(graph, triples[:1])
    assert far.count(graph) == 2
    far.replace({graph: []})
    assert graph not in far.graphs()


def test_a_server_that_is_not_there_or_refuses_is_told_in_one_line(address: str, run: Run) -> None:
    status, out, err = run("ask", "ties-of-city", "--city", "Jakarta", "--store", "http://127.0.0.1:9/query")
    assert (status, out) == (1, "") and "cannot be reached" in err and err.count("\n") == 1
    with pytest.raises(RequestError, match=r"answers [45]\d\d"):
        open_store(address).query("SELECT ?x WHERE { ?x ?y }")


def test_a_password_that_is_wrong_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    need(virtuoso_binary(), "Virtuoso")
    monkeypatch.setenv("CITYTIES_USER", "dba")
    monkeypatch.setenv("CITYTIES_PASSWORD", "wrong")
    with virtuoso(tmp_path) as where, pytest.raises(RequestError, match="refuses us"):
        open_store(where).graphs()
