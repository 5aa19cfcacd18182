"""What whoever runs the server is given: a health check, a log of requests, the built site at /docs."""

from __future__ import annotations

import datetime
import io
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from endpoint import Server, begun, serving

from cityties.facts.build import build
from cityties.server.access import AccessLog
from cityties.server.docs import file_of, folder_of

LINE = re.compile(r"(\S+Z) (\S+) ([A-Z?]+) (\S+) (\d{3}) (\d+) (\d+\.\d{3})")
SECRET = "the site is one thing, this is another"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a site like a built one, with what must not be given beside and within it."""
    room = tmp_path_factory.mktemp("around")
    site = room / "site"
    for folder in ("_static", "generated", ".doctrees"):
        (site / folder).mkdir(parents=True)
    head = '<link rel="stylesheet" href="_static/a.css"><script>document.title = "ran";</script>'
    (site / "index.html").write_text(f"<!doctype html><title>guides</title>{head}<h1>Begin here</h1>")
    (site / "generated" / "commands.html").write_text("<!doctype html><title>commands</title>")
    (site / "_static" / "a.css").write_text("h1 { color: red }")
    (site / "_static" / "run.sh").write_text(SECRET)
    (site / ".doctrees" / "index.html").write_text(SECRET)
    (site / ".hidden.html").write_text(SECRET)
    (room / "secret.html").write_text(SECRET)
    (site / "linked.html").symlink_to(room / "secret.html")
    (site / "elsewhere").symlink_to(room)
    return site


@pytest.fixture(scope="module")
def server(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("room"), "--docs", str(site)) as one:
        yield one


def test_the_site_is_served_where_it_is_named(server: Server, site: Path) -> None:
    assert (server.ask("/docs").status, server.ask("/docs").headers["location"]) == (303, "/docs/")
    begin = server.ask("/docs/")
    assert (begin.status, begin.kind) == (200, "text/html") and "Begin here" in begin.text
    assert "script-src 'self' 'sha256-" in begin.headers["content-security-policy"]
    assert server.ask("/docs/", If_None_Match=begin.headers["etag"]).status == 304
    assert server.ask("/docs/generated/commands.html").status == 200
    style = server.ask("/docs/_static/a.css")
    assert (style.status, style.kind, style.headers["cache-control"]) == (200, "text/css", "max-age=3600")
    assert server.ask("/docs/", "POST", b"").status == 405
    assert server.ask("/docs/", Origin="https://evil.example").status == 403
    old = (site / "index.html").read_text()
    (site / "index.html").write_text(old.replace("Begin here", "Built anew"))
    assert "Built anew" in server.ask("/docs/").text
    (site / "index.html").write_text(old)


@pytest.mark.parametrize(
    "path",
    [
        "../secret.html", "..%2fsecret.html", "%2e%2e/secret.html", "_static/../../secret.html", "%5c..%5csecret.html",
        "..%5csecret.html", "linked.html", "elsewhere/secret.html", "elsewhere", ".hidden.html", ".doctrees/index.html",
        ".doctrees/", "_static/run.sh", "_static", "_static/", "/secret.html", "//etc/passwd", "%2fetc%2fpasswd",
        "index.html%00.css", "%00", "C:/secret.html", "generated/", "none.html", "%EF%BF%BF", "a" * 5000,
        "./.././../secret.html", "index.html/../../secret.html", "....//secret.html",
    ],
)  # fmt: skip
def test_nothing_but_the_site_is_given(server: Server, path: str) -> None:
    reply = server.ask(f"/docs/{path}")
    assert reply.status == 404 and SECRET not in reply.text
    assert reply.kind == "text/plain" and len(reply.text.splitlines()) == 1


def test_the_file_of_an_address_is_within_the_site(site: Path, tmp_path: Path) -> None:
    assert file_of(str(site), "") == file_of(str(site), "index.html")
    for name in ("../secret.html", "/" + str(site.parent / "secret.html"), "linked.html", "a\0b", ".", "..", "x:y"):
        assert file_of(str(site), name) is None, name
    assert folder_of(site) == site.resolve()


def test_where_no_site_is_built_a_line_says_how(tmp_path: Path) -> None:
    with serving(tmp_path) as one:
        reply = one.ask("/docs/")
    if reply.status != 200:  # a checkout in which `make docs` was run has one
        assert (reply.status, reply.text) == (
            404,
            "no site is built here: `make docs` builds one, `serve --docs DIR` shows it\n",
        )
    command = [sys.executable, "-m", "cityties", "serve", "--docs", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1 and "no index.html there" in done.stderr and len(done.stderr.splitlines()) == 1


def test_health_is_asked_of_the_store_by_whatever_name(server: Server) -> None:
    reply = server.ask("/health", Host="10.1.2.3:8000")  # as one asks who knows no name
    assert (reply.status, reply.kind, reply.text) == (200, "application/json", '{"status":"pass"}')
    assert server.ask("/health", "HEAD").status == 200
    assert server.ask("/health", "POST", b"").status == 405
    assert "etag" not in reply.headers


def test_health_is_not_well_where_the_store_does_not_answer(tmp_path: Path) -> None:
    store, room = tmp_path / "store", tmp_path / "room"
    room.mkdir()
    build(str(store), [])
    with serving(room, "--store", str(store), "--timeout", "1") as one:
        assert one.ask("/health").status == 200
        for worker in one.settled():
            subprocess.run(["kill", "-STOP", str(worker)], check=True)
        try:
            reply = one.ask("/health")
            assert reply.status == 503 and len(reply.text.splitlines()) == 1
        finally:
            for worker in one.workers():
                subprocess.run(["kill", "-CONT", str(worker)], check=False)


def test_each_request_has_a_line_that_tells_nothing_personal(tmp_path: Path) -> None:
    one = begun(tmp_path, "--access-log")
    process = one.process
    assert process.stderr is not None
    one.ask("/search?q=Rano+Karno", Accept="text/html", User_Agent="a browser", Cookie="lang=tr")
    one.ask("/sparql", "POST", b"ASK { ?rano a ct:City }", Content_Type="application/sparql-query")
    one.ask("/doc/city/nowhere%0a2026-01-01T00:00:00Z%20forged", X_Forwarded_For="203.0.113.77")
    one.ask("/" + "x" * 3000)
    with socket.create_connection(("127.0.0.1", one.port), timeout=10) as line:  # goes away while it is worked for
        slow = b"SELECT%20(COUNT(*)%20AS%20?n)%20{?a%20?b%20?c%20.%20?d%20?e%20?f%20.%20?g%20?h%20?i}"
        line.sendall(b"GET /sparql?query=" + slow + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")
        time.sleep(1)
    time.sleep(1)
    process.send_signal(signal.SIGTERM)
    assert process.wait(15) == 0
    told = process.stderr.read()
    process.stderr.close()
    lines = [LINE.fullmatch(text) for text in told.splitlines()]
    assert all(lines) and len(lines) == 6, told  # the first is what the test asked to know that it is there
    found = [line.groups() for line in lines if line]
    assert [(verb, path[:60], status) for _, _, verb, path, status, _, _ in found[1:]] == [
        ("GET", "/search", "200"),
        ("POST", "/sparql", "200"),
        ("GET", "/doc/city/nowhere%0A2026-01-01T00:00:00Z%20forged", "404"),
        ("GET", "/" + "x" * 59, "404"),
        ("GET", "/sparql", "499"),
    ]
    assert found[3][1] == "203.0.113.0" and found[1][1] == "127.0.0.1"
    assert "Rano" not in told and "browser" not in told and "rano" not in told
    now = datetime.datetime.now(datetime.UTC)
    assert all(abs(now - datetime.datetime.fromisoformat(one[0])) < datetime.timedelta(minutes=2) for one in found)
    assert int(found[1][5]) > 1000 and 0 < float(found[1][6]) < 30


def test_a_log_that_cannot_be_written_stops_nothing() -> None:
    gone = io.StringIO()
    log = AccessLog(gone)
    log.write("203.0.113.77", "GET", "/a b\n\x1b[31m", 200, 5, 0.25)
    assert gone.getvalue().endswith("203.0.113.0 GET /a%20b%0A%1B%5B31m 200 5 0.250\n")
    gone.close()
    log.write("x", "G\nT", "/", 200, 5, 0.25)
