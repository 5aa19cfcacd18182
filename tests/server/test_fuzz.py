"""Malformed requests by chance, seeded: no 500, no hang, no memory kept.

A tenth of what was measured runs here; `CITYTIES_FUZZ=10000 pytest tests/server/test_fuzz.py -s` runs all, and tells.
"""

from __future__ import annotations

import json
import os
import random
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from endpoint import Server, serving

COUNT = int(os.environ.get("CITYTIES_FUZZ", "1000"))
SECONDS = 5.0
SEED = 14

PATHS = [
    "/",
    "/sparql",
    "/graphs",
    "/doc/",
    "/id/",
    "/ontology/",
    "/sector/",
    "/code/",
    "/.well-known/void",
    "/static/",
    "/search",
    "/suggest",
    "/pair",
    "/questions/",
    "/questions/ties-of-city",
    "/query",
    "/pictures/city",
    "/terms.json",
    "/doc/wd/Q3630",
    "/doc/tie/ankara-jakarta.ttl",
    "//",
    "/..%2f",
    "/%00",
    "*",
    "http://localhost/",
    "/doc/%ff%fe",
]
VERSIONS = ("1.1",) * 20 + ("1.0", "0.9", "2.0", "x")
METHODS = ("GET", "GET", "POST", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "get", "G T", "\x00")
MEDIA = (
    "application/x-www-form-urlencoded",
    "application/sparql-query",
    "application/sparql-update",
    "text/plain",
    "a/b;;=",
    "application/sparql-query; charset=utf-16",
    "multipart/form-data; boundary=x",
    "",
    ";",
    "é",
)
ACCEPTS = ("*/*",) * 8 + (
    "text/html;q=0.5",
    "text/html",
    "text/turtle",
    "application/ld+json",
    "a;q=z",
    ",,;",
    "\xff",
    "text/csv;q=1e999",
    "*;q=nan",
)
QUERIES = """
SELECT * { ?s ?p ?o } LIMIT 3
ASK { ?city a ct:City }
CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 3
DESCRIBE <http://www.wikidata.org/entity/Q3630>
SELECT (COUNT(*) AS ?n) { ?a ct:tiedWith+ ?b }
INSERT DATA { <a:b> <a:c> 1 }
SELECT ?x { VALUES ?x { 1e400 -0 'a'@tr \'\'\'b\'\'\' <<( <a:b> <a:c> 2 )>> } }
SELECT (REPLACE('aaaa', '(a*)*b', '$9') AS ?x) (STRDT('x', xsd:date) AS ?y) {}
SELECT * FROM <x:y> FROM NAMED <x:z> { GRAPH ?g { ?s ?p ?o } } ORDER BY ?s OFFSET 9999999999999 LIMIT 1
SELECT (YEAR('99999999999-01-01T00:00:00Z'^^xsd:dateTime) + 1 AS ?y) (1/0 AS ?z) (9223372036854775807 * 2 AS ?n) {}
""".strip().splitlines()
PIECES = ("\x00", "\ufffd", "é", "\U0010ffff", "\r", "\n", "\t", " ", "query=", "update=", "SERVICE <x:>", "\\u0000",
          "'" * 3, "*" * 40, "/../", "%zz", "%00", *"%{}<>\"\\#&=;?()[")  # fmt: skip
VALUES = (
    "",
    "0",
    "-1",
    "99999999999999999999",
    "x" * 300,
    "chunked",
    "gzip",
    "close",
    "keep-alive",
    "Upgrade",
    "\x7f",
    "localhost",
    "evil.example",
    "100-continue",
    "bytes=0-",
    '"',
    "*",
    "websocket",
    "lang=tr; lang=en",
)
NAMES = ("Host", "Content-Length", "Transfer-Encoding", "Connection", "Upgrade", "Expect", "Cookie", "Accept-Language",
         "If-None-Match", "Range", "Origin", "X-Forwarded-For", "X-Forwarded-Proto", "Sec-Fetch-Site", "Authorization",
         "Accept-Encoding", "Forwarded", "", " ", "X\x00", "X:Y")  # fmt: skip


class Fuzz:
    """Requests, each unlike the one before, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.pick = random.Random(seed)
        self._kinds: tuple[Callable[[], bytes], ...] = (self.plain, self.plain, self.query, self.query, self.query,
                                                        self.chunks, self.noise, self.spoilt, self.several)  # fmt: skip

    def __iter__(self) -> Iterator[bytes]:
        while True:
            yield self.pick.choice(self._kinds)()

    def mutated(self, text: str, most: int = 4) -> str:
        for _ in range(self.pick.choice((0, 0, 1, most - 1))):
            at, cut = self.pick.randrange(len(text) + 1), self.pick.choice((0, 0, 1, 5))
            text = text[:at] + self.pick.choice(PIECES) + text[at + cut :]
        return text

    def head(self, method: str, path: str, body: bytes, kind: str) -> bytes:
        lines = [f"{method} {path} HTTP/{self.pick.choice(VERSIONS)}"]
        lines += ["Host: localhost"] * self.pick.choice((1,) * 16 + (0, 2))
        lines += [f"Accept: {self.pick.choice(ACCEPTS)}", f"Content-Type: {kind}", "Connection: close"]
        if self.pick.random() < 0.97:
            lines.append(f"Content-Length: {len(body)}")
        for _ in range(self.pick.choice((0, 0, 0, 1, 2))):
            lines.append(f"{self.pick.choice(NAMES)}: {self.pick.choice(VALUES)}")
        return "\r\n".join(lines).encode("latin-1", "replace") + b"\r\n\r\n" + body

    def plain(self) -> bytes:
        path = self.pick.choice(PATHS)
        told = quote(self.mutated("", 6), safe="%&=?/") if self.pick.random() < 0.7 else self.mutated("", 4)
        body = bytes(self.pick.randrange(256) for _ in range(self.pick.randrange(80)))
        joined = path + self.pick.choice(("", "?", "?city=", "?q=", "?graph=", "?default&x=", "/")) + told
        return self.head(
            self.pick.choice(METHODS[:7]), joined.replace(" ", "").replace("\r\n", ""), body, self._media()
        )

    def query(self) -> bytes:
        text = self.mutated(self.pick.choice(QUERIES))
        way = self.pick.randrange(4)
        if way == 0:
            more = self.pick.choice(("",) * 6 + ("&query=x", "&format=a/b"))
            return self.head("GET", f"/sparql?query={quote(text)}{more}", b"", "")
        if way == 1:
            form = (
                f"{self.pick.choice(('query', 'update'))}={quote(text)}&default-graph-uri={quote(self.mutated('x:y'))}"
            )
            return self.head("POST", "/sparql", form.encode(), MEDIA[0])
        if way == 2:
            return self.head("GET", f"/query?query={quote(text)}", b"", "")
        return self.head("POST", "/sparql", text.encode("utf-8", "replace"), self.pick.choice(MEDIA[1:3]))

    def chunks(self) -> bytes:
        size = self.pick.choice((b"4", b"0", b"-1", b"ffffffffff", b"4;x=y", b"g", b"", b"0x4"))
        head = self.head("POST", "/sparql", b"", MEDIA[1]).replace(b"Content-Length: 0", b"Transfer-Encoding: chunked")
        return head + size + b"\r\nASK \r\n2\r\n{}\r\n0\r\n\r\n"

    def noise(self) -> bytes:
        return bytes(self.pick.randrange(256) for _ in range(self.pick.randrange(1, 400)))

    def spoilt(self) -> bytes:
        data = bytearray(self.query())
        for _ in range(self.pick.randrange(1, 6)):
            data[self.pick.randrange(len(data))] = self.pick.randrange(256)
        return bytes(data)

    def several(self) -> bytes:
        return b"".join(self.query().replace(b"Connection: close", b"X: y") for _ in range(2)) + self.query()

    def _media(self) -> str:
        return self.pick.choice(MEDIA)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("room"), "--timeout", "2", "--memory", "300") as one:
        yield one


def statuses(told: bytes) -> list[int]:
    """Read the statuses of answers that follow each other; what stands in a body is none."""
    found = []
    while told.startswith(b"HTTP/1.1 "):
        head, _, rest = told.partition(b"\r\n\r\n")
        found.append(int(head[9:12]))
        size = 0
        for line in head.lower().split(b"\r\n"):
            if line.startswith(b"content-length:"):
                size = int(line.partition(b":")[2])
        told = rest[size:] if not rest.startswith(b"HTTP/1.1 ") else rest
    return found


def send(server: Server, data: bytes) -> tuple[bytes, float]:
    """Send, and read until the end; where nothing comes, say that nothing more is sent. Give what came, and how long
    it took."""
    begin = time.monotonic()
    with socket.create_connection(("127.0.0.1", server.port), timeout=SECONDS * 2) as line:
        told, patience = b"", 0.5 if b"Connection: close" in data else 0.1
        try:
            line.sendall(data)
            line.settimeout(patience)
            while piece := _received(line):
                told += piece
        except (ConnectionResetError, BrokenPipeError):
            pass
    return told, time.monotonic() - begin


def _received(line: socket.socket) -> bytes:
    try:
        return line.recv(1 << 16)
    except TimeoutError:
        line.shutdown(socket.SHUT_WR)
        line.settimeout(SECONDS * 2)
        return line.recv(1 << 16)


def test_malformed_requests_by_chance(server: Server) -> None:
    for path in ("/", "/sparql?query=ASK%7B%7D", "/doc/wd/Q3630"):
        server.ask(path)
    before, handles = server.memory(), len(os.listdir(f"/proc/{server.process.pid}/fd"))
    counted: Counter[int] = Counter()
    slowest = 0.0
    for _, data in zip(range(COUNT), Fuzz(SEED), strict=False):
        told, took = send(server, data)
        slowest = max(slowest, took)
        assert took < SECONDS, data
        found = statuses(told)
        counted.update(found)
        assert not [one for one in found if one == 500 or one == 0], (data, told[:300])
        assert b"Traceback" not in told
    time.sleep(0.5)
    grown = server.memory() - before
    told_of = json.dumps(dict(sorted(counted.items())))
    print(f"\n{COUNT} requests: {told_of}; slowest {slowest:.2f} s; front {grown:+.1f} MiB")
    assert {200, 400} <= set(counted)
    assert grown < 20
    assert len(os.listdir(f"/proc/{server.process.pid}/fd")) <= handles + 5
    assert server.ask("/").status == 200
    assert Path(f"/proc/{server.process.pid}").exists()
