"""What a client may send, and what a page of others may read: never a 500, never a traceback, nothing unasked."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from endpoint import Server, serving

from cityties.facts.build import build

ADDRESSES = (
    "/doc/%25zz", "/doc/%EF%BF%BF", "/code/%5b", "/sector/%25zz", "/ontology/%F4%8F%BF%BF", "/graphs?graph=a:%5b",
    "/static/%00", "/code/%25zz", "/sector/%5b", "/doc/%F4%8F%BF%BF", "/doc/%FF", "/id/%25zz", "/id/%5b", "/doc/wd/%5b",
    "/doc/%25zz.ttl", "/questions/%00", "/pictures/%00", "/pictures/city?city=%00", "/pair?city=%00&other=%EF%BF%BF",
    "/search?q=%00", "/suggest?q=%EF%BF%BF", "/questions/ties-of-city?city=%00", "/questions/ties-of-city.xml?city=%00",
    "/questions/ties-of-city?city=Jakarta&as-of=%00", "/questions/busiest-cities?limit=-1",
    "/questions/busiest-cities?limit=99999999999999999999", "/query?query=%00", "/static/ace/%00", "/static/../%00",
)  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    options = ("--allow-origin", "https://friend.example", "--timeout", "5")
    with serving(tmp_path_factory.mktemp("room"), *options) as one:
        yield one


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("room")) as one:
        yield one


@pytest.mark.parametrize("path", ADDRESSES)
@pytest.mark.parametrize("accept", ["text/html", "text/turtle", "*/*"])
def test_addresses_that_name_nothing_are_not_found(server: Server, path: str, accept: str) -> None:
    reply = server.ask(path, Accept=accept)
    assert reply.status in (200, 400, 404, 406), reply.text
    assert (reply.status == 200) == path.startswith(("/search", "/suggest")) or reply.status in (400, 404, 406)
    assert "Traceback" not in reply.text


@pytest.mark.parametrize("accept", ["application/ld+json", "application/rdf+xml", "text/turtle", "*/*"])
def test_a_triple_in_a_triple_has_a_form_or_is_refused_in_words(server: Server, accept: str) -> None:
    query = 'CONSTRUCT { ?s ?p <<( <urn:a> <urn:b> "c" )>> } WHERE { ?s ?p ?o } LIMIT 3'
    reply = server.ask("/sparql", "POST", query.encode(), Content_Type="application/sparql-query", Accept=accept)
    assert reply.status in (200, 406) and (reply.status == 200 or len(reply.text.splitlines()) == 1)
    assert accept in ("application/ld+json", "application/rdf+xml") or reply.status == 200


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * " + "{" * 3000 + "}" * 3000,
        "SELECT * {" + "FILTER EXISTS {" * 3000 + "}" * 3001,
        "SELECT * {" + "{ SELECT * {" * 3000 + "}" * 6001,
    ],
    ids=["braces", "exists", "subqueries"],
)
def test_a_query_nested_too_deeply_is_refused_in_words(server: Server, query: str) -> None:
    reply = server.ask("/sparql", "POST", query.encode(), Content_Type="application/sparql-query")
    assert reply.status == 400 and "nested" in reply.text
    assert server.query("ASK { ?after a ct:City }").status == 200


FOREIGN = {"Origin": "https://evil.example"}
QUERY = f"/sparql?{urlencode({'query': 'ASK { ?city a ct:City }'})}"


def test_no_page_of_others_reads_unless_it_is_allowed(server: Server, closed: Server) -> None:
    for one in (server, closed):
        plain = one.ask(QUERY)
        assert plain.status == 200 and "access-control-allow-origin" not in plain.headers
        assert plain.headers["cross-origin-resource-policy"] == "same-origin"
        for path in (QUERY, "/", "/graphs?default"):
            reply = one.ask(path, "GET", None, **FOREIGN)
            assert reply.status == 403 and "access-control-allow-origin" not in reply.headers
            assert one.ask(path, "GET", None, Origin="null").status == 403
        posted = {"Content_Type": "application/sparql-query", **FOREIGN}
        assert one.ask("/sparql", "POST", b"ASK {}", **posted).status == 403
        silent = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "no-cors"}
        assert one.ask(QUERY, "GET", None, **silent).status == 403
        link = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate"}
        assert one.ask("/", "GET", None, **link).status == 200
        before = one.ask("/sparql", "OPTIONS", None, Access_Control_Request_Method="POST", **FOREIGN)
        assert not [name for name in before.headers if name.startswith("access-control")]
    friend = server.ask(QUERY, "GET", None, Origin="https://friend.example")
    assert (friend.status, friend.headers["access-control-allow-origin"]) == (200, "https://friend.example")
    assert "origin" in friend.headers["vary"]
    asked = server.ask("/sparql", "OPTIONS", None, Origin="https://friend.example")
    assert (asked.status, asked.headers["access-control-allow-origin"]) == (204, "https://friend.example")
    assert "content-type" in asked.headers["access-control-allow-headers"]
    assert closed.ask(QUERY, "GET", None, Origin="https://friend.example").status == 403
    own = closed.ask(QUERY, "GET", None, Origin=closed.address)
    assert own.status == 200


def test_a_scheme_told_by_a_proxy_is_one_of_the_web(server: Server) -> None:
    for scheme, told in (("https", "https"), ("javascript", "http"), ('"><x', "http")):
        reply = server.ask("/.well-known/void", "GET", None, X_Forwarded_Proto=scheme, Accept="text/turtle")
        assert reply.status == 200 and f"<{told}://127.0.0.1:{server.port}/sparql>" in reply.text


def test_addresses_of_scripts_are_no_links(tmp_path: Path) -> None:
    hostile = tmp_path / "hostile.ttl"
    hostile.write_text(
        """@prefix ct: <https://w3id.org/cityties/ontology#> .
@prefix code: <https://w3id.org/cityties/code/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix source: <https://w3id.org/cityties/id/source/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
source:hostile a ct:Source ; ct:publisher <https://w3id.org/cityties/id/publisher/hostile> ;
  ct:published "2025-08-20"^^xsd:date ; dcterms:language "en" ; ct:sourceKind code:news-article ;
  ct:extentRead code:whole ; ct:address "javascript:alert(document.domain)"^^xsd:anyURI ;
  rdfs:seeAlso <javascript:alert(1)>, <data:text/html,x>, <vbscript:x> .
<https://w3id.org/cityties/id/publisher/hostile> a ct:Publisher ; rdfs:label "<a href='javascript:alert(2)'>x</a>" .
""",
        encoding="utf-8",
    )
    from cityties.pages import respond
    from cityties.store import LocalStore, parse

    store = LocalStore()
    store.add("https://w3id.org/cityties/id/source/hostile", [quad.triple for quad in parse(hostile)])
    pages = [
        respond(store, "/doc/source/hostile", {}, "en", "https://w3id.org/cityties/id/source/hostile"),
        respond(store, "/doc/publisher/hostile", {}, "en", "https://w3id.org/cityties/id/publisher/hostile"),
        respond(store, "/query", {"query": "SELECT ?s ?o { ?s ?p ?o }"}, "en"),
        respond(store, "/search", {"q": "javascript:alert(1)"}, "en"),
    ]
    assert "javascript:alert(document.domain)" in pages[0][2].decode()
    for _, _, body in pages:
        text = body.decode()
        links = [part for part in text.split('href="')[1:] if not part.startswith('data:,">')]  # the icon, of nothing
        assert links and all(part.startswith(("/", "#", "http", "?")) for part in links)
        assert "href='" not in text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--workers", "0"], "give a number from 1"),
        (["--workers", "-3"], "give a number from 1"),
        (["--timeout", "0"], "give seconds"),
        (["--timeout", "nan"], "give seconds"),
        (["--memory", "0"], "give MiB"),
        (["--port", "-1"], "no such port"),
        (["--host", ""], "no name of a host"),
        (["--host-name", "şehir.example"], "no name of a host"),
        (["--host-name", b"caf\xe9"], "no name of a host"),
        (["--allow-origin", "friend.example"], "not an origin"),
        (["--allow-origin", "https://friend.example/path"], "not an origin"),
        (["--store", b"caf\xe9"], "no store there"),
    ],
)
def test_what_cannot_be_served_is_said_in_one_line(arguments: list[str | bytes], words: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "cityties", "serve", "--port", "0", *arguments]
    done = subprocess.run(command, capture_output=True, cwd=tmp_path, timeout=60, env=_utf8())
    assert done.returncode == 1
    assert words.encode() in done.stderr and len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask", "ties-of-city", "--city", b"caf\xe9"],
        ["path", b"caf\xe9", "Ankara"],
        ["draw", "city", "--city", b"caf\xe9", "-o", "x.html"],
        ["ask", "--sparql", b"SELECT * { ?s ?p 'caf\xe9' }"],
        ["ask", b"caf\xe9"],
        ["--store", b"http://caf\xe9", "stats"],
        ["--store", "http://[::1", "stats"],
        ["check", b"caf\xe9.ttl"],
    ],
)
def test_arguments_that_are_no_text_are_refused_in_one_line(arguments: list[str | bytes], tmp_path: Path) -> None:
    command = [sys.executable, "-m", "cityties", *arguments]
    done = subprocess.run(command, capture_output=True, cwd=tmp_path, timeout=60, env=_utf8())
    assert done.returncode == 1
    assert done.stderr.startswith(b"cityties: ") and len(done.stderr.splitlines()) == 1, done.stderr


def _utf8() -> dict[str, str]:
    return {**os.environ, "PYTHONUTF8": "1"}


def _changed(path: Path, places: int) -> None:
    """Change some bytes of a file, but not of its end, which the store looks at first."""
    data = bytearray(path.read_bytes())
    for place in range(places):
        data[(place * 7919) % (len(data) * 3 // 4)] ^= 0x55
    path.write_bytes(data)


def _written(path: Path, data: bytes) -> None:
    path.write_bytes(data)


DAMAGES: dict[str, Callable[[Path], None]] = {
    "note": lambda store: _written(store.parent.parent / "store.json", b"[]"),
    "current": lambda store: _written(store / "CURRENT", b""),
    "manifest": lambda store: _changed(next(store.glob("MANIFEST*")), 50),
    "cut": lambda store: _written(max(store.glob("*.sst"), key=_size), b"short"),
    "gone": lambda store: max(store.glob("*.sst"), key=_size).unlink(),
    "changed": lambda store: _changed(max(store.glob("*.sst"), key=_size), 400),
}


def _size(path: Path) -> int:
    return path.stat().st_size


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("whole") / "store"
    build(str(store), [])
    return store


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_store_is_told_in_one_line(whole: Path, damage: str, tmp_path: Path) -> None:
    store = tmp_path / "store"
    shutil.copytree(whole, store)
    DAMAGES[damage](next((store / "generations").iterdir()))
    query = "SELECT ?s ?o { GRAPH ?g { ?s ?p ?o } }"  # to COUNT over a damaged file, Oxigraph takes for ever
    for command in (["ask", "--sparql", query], ["build"]):
        done = subprocess.run(
            [sys.executable, "-m", "cityties", "--store", str(store), *command],
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 1 or damage == "changed"
        assert done.returncode in (0, 1) and "Traceback" not in done.stderr
        assert len(done.stderr.splitlines()) == 1 or done.returncode == 0, done.stderr


def test_a_damaged_store_is_told_by_the_server(whole: Path, tmp_path: Path) -> None:
    store, room = tmp_path / "store", tmp_path / "room"
    room.mkdir()
    shutil.copytree(whole, store)
    with serving(room, "--store", str(store)) as server:
        for file in next((store / "generations").iterdir()).glob("*.sst"):
            _emptied(file)
        replies = [
            server.query("SELECT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } }"),
            server.ask("/graphs?default"),
            server.ask("/doc/wd/Q3630", Accept="text/html"),
            server.ask("/questions/busiest-cities"),
        ]
        assert {reply.status for reply in replies} <= {200, 400, 503}
        assert any(reply.status == 503 and "damaged" in reply.text for reply in replies)


def _emptied(file: Path) -> None:
    """Put noughts where the statements of a file are; what tells where they are stays."""
    with file.open("r+b") as opened:
        opened.write(bytes(_size(file) * 4 // 5))


def test_the_answer_is_the_same_by_any_page(server: Server) -> None:
    told = json.loads(server.ask(f"/sparql?{urlencode({'query': 'ASK { ct:City a ?c }'})}").body)
    assert told["boolean"] is True
    assert server.ask(f"/graphs?graph={quote('https://w3id.org/cityties/ontology', '')}").status == 200
