"""Measures the server side by side with Oxigraph's own and with rdflib-endpoint, on the same statements.

`python bench/serve.py`: requests a second and the 50th and 99th percentile of a point query, a named question and a
city page, with four connections that are kept open; each row is asked of all servers in turn, in one run, and each
request differs from the one before. `python bench/serve.py --endure 100000`: the memory of front and workers over so
many requests. rdflib-endpoint is left out where its command is not found; --rival names it elsewhere.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlencode

from cityties.facts import intake
from cityties.facts.build import build
from cityties.model.vocabulary import PREFIXES
from cityties.questions.question import find
from cityties.store import IRI, RdfFormat, Store, generation
from cityties.store.binding import with_values
from cityties.store.document import write_graph

CONNECTIONS = 4
JSON = "application/sparql-results+json"
PATHS = {"oxigraph": b"GET /query?", "rdflib-endpoint": b"GET /?"}  # of the others
HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())


def free_port() -> int:
    """Find a port that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def running(command: Sequence[str], port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the block ends."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield process
    finally:
        process.terminate()
        process.wait(20)


async def fetch(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> int:
    """Send one request, read the whole answer; give its status."""
    writer.write(request)
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    if b"content-length:" in head:
        await reader.readexactly(int(head.partition(b"content-length:")[2].split(b"\r\n")[0]))
    elif b"chunked" in head:
        while size := int(await reader.readline(), 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    return int(head.split(b" ", 2)[1])


async def load(port: int, requests: Sequence[bytes], seconds: float, most: int = 1 << 60) -> list[float]:
    """Ask for so long, over some connections; give how long each request took."""
    times: list[float] = []
    endless = itertools.cycle(requests)
    end = time.perf_counter() + seconds

    async def one() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 26)
        while (begin := time.perf_counter()) < end and len(times) < most:
            status = await fetch(reader, writer, next(endless))
            if status != 200:
                raise SystemExit(f"the server at {port} answered {status}")
            times.append(time.perf_counter() - begin)
        writer.close()

    await asyncio.gather(*(one() for _ in range(CONNECTIONS)))
    return times


def get(path: str, accept: str) -> bytes:
    """Write a request."""
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: {accept}\r\n\r\n".encode()


def works(store: Store) -> dict[str, list[bytes]]:
    """Write the requests of each kind of work: one a city."""
    rows = store.select("SELECT DISTINCT ?city { ?city a ct:City } ORDER BY ?city")
    cities = [row[0] for row in rows if isinstance(row[0], IRI)]
    question = find("officials-of-city").text

    def query(text: str) -> bytes:
        return get(f"/sparql?{urlencode({'query': text})}", JSON)

    return {
        "point query": [query(f"SELECT ?p ?o WHERE {{ {city} ?p ?o }}") for city in cities],
        "named question": [query(with_values(question, {"city": city})) for city in cities],
        "city page": [
            get(f"/doc/wd/{city.value.rpartition('/')[2]}", "text/html") for city in cities if "wikidata" in city.value
        ],
    }


def memory(process: int) -> float:
    """Tell the resident memory of a process and its children, in MiB."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    pages = sum(int(Path(f"/proc/{one}/statm").read_text().split()[1]) for one in [str(process), *children])
    return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)


def endure(port: int, process: int, work: dict[str, list[bytes]], count: int) -> None:
    """Ask so many requests of all kinds, and tell the memory on the way."""
    mixed = [one for row in itertools.zip_longest(*work.values()) for one in row if one]
    print("| requests | MiB |\n|---:|---:|")
    for part in range(11):
        if part:
            asyncio.run(load(port, mixed, 1e6, count // 10))
        print(f"| {part * (count // 10):,} | {memory(process):.0f} |", flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=3.0, help="how long each work is asked each time")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--rival", default=shutil.which("rdflib-endpoint"), help="the command of rdflib-endpoint")
    parser.add_argument("--endure", metavar="N", type=int, default=0)
    parser.add_argument("--no-cache", action="store_true", help="with --endure: every request goes to a worker")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        room = Path(name)
        build(str(room / "store"), [])
        shipped = intake.shipped()
        file = room / "all.ttl"
        file.write_bytes(b"")
        with file.open("wb") as target:
            write_graph(shipped, None, target, RdfFormat.TURTLE)
        ports = {who: free_port() for who in ("cityties", "cityties, no cache", "oxigraph", "rdflib-endpoint")}
        serve = [sys.executable, "-m", "cityties", "serve", "--store", str(room / "store"), "--port"]
        bare_too = ["--no-cache"] if options.no_cache else []
        ours = stack.enter_context(running([*serve, str(ports["cityties"]), *bare_too], ports["cityties"]))
        work = works(shipped)
        if options.endure:
            endure(ports["cityties"], ours.pid, work, options.endure)
            return
        bare = ports["cityties, no cache"]
        stack.enter_context(running([*serve, str(bare), "--no-cache"], bare))
        place = generation.current(room / "store")
        bind = f"127.0.0.1:{ports['oxigraph']}"
        command = [shutil.which("oxigraph") or "oxigraph", "serve-read-only", "-l", str(place), "-b", bind]
        stack.enter_context(running(command, ports["oxigraph"]))
        if options.rival:
            rival = [options.rival, "serve", "--host", "127.0.0.1", "--port", str(ports["rdflib-endpoint"]), str(file)]
            stack.enter_context(running(rival, ports["rdflib-endpoint"]))
        else:
            del ports["rdflib-endpoint"]
        print("| work | server | requests/s | p50 ms | p99 ms | of Oxigraph's |\n|---|---|---:|---:|---:|---:|")
        for kind, requests in work.items():
            found: dict[str, list[tuple[float, float, float]]] = {}
            for turn in range(options.runs + 1):
                for who, port in ports.items():
                    if kind == "city page" and not who.startswith("cityties"):
                        continue
                    asked = [one.replace(b"GET /sparql?", PATHS.get(who, b"GET /sparql?")) for one in requests]
                    if who in PATHS:
                        asked = [with_prefixes(one) for one in asked]
                    begin = time.perf_counter()
                    times = sorted(asyncio.run(load(port, asked, options.seconds)))
                    rate = len(times) / (time.perf_counter() - begin)
                    if turn:
                        found.setdefault(who, []).append((rate, times[len(times) // 2], times[len(times) * 99 // 100]))
            middle = {
                who: [statistics.median(column) for column in zip(*rows, strict=True)] for who, rows in found.items()
            }
            for who, (rate, half, most) in middle.items():
                ratio = f"{rate / middle['oxigraph'][0]:.2f}" if "oxigraph" in middle else "–"
                print(f"| {kind} | {who} | {rate:,.0f} | {half * 1000:.2f} | {most * 1000:.2f} | {ratio} |", flush=True)


def with_prefixes(request: bytes) -> bytes:
    """Put the prefixes before a query: other servers do not know ours. Only where it uses any."""
    head = urlencode({"query": HEAD}).encode()[len(b"query=") :]
    return request.replace(b"query=", b"query=" + head, 1) if b"ct%3A" in request else request


if __name__ == "__main__":
    main()
