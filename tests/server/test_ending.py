"""Nothing outlives its time: workers, updates and folders end with their server; a server ends in order."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

import pytest
from endpoint import Server, begun, serving

from cityties.facts.build import build
from cityties.model.scratch import Scratch

LONG = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
NUMBERS = " ".join(map(str, range(40)))
SHORT = (
    f"SELECT (SUM(?a0) AS ?n) {{ {' '.join(f'VALUES ?a{i} {{ {NUMBERS} }}' for i in range(4))} }}"  # a second or two
)
TOKEN = {"CITYTIES_TOKEN": "a-token-of-some-length"}
SENT = {"Content_Type": "application/sparql-update", "Authorization": "Bearer a-token-of-some-length"}


def asking(server: Server, text: str) -> socket.socket:
    line = socket.create_connection(("127.0.0.1", server.port), timeout=20)
    line.sendall(f"GET /sparql?{urlencode({'query': text})} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    return line


def gone(processes: list[int], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not any(_lives(one) for one in processes):
            return True
        time.sleep(0.05)
    return False


def _lives(process: int) -> bool:
    try:
        return ") Z" not in Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False


def test_a_running_query_may_finish_when_the_server_is_stopped(tmp_path: Path) -> None:
    with serving(tmp_path, "--timeout", "20") as server, asking(server, SHORT) as line:
        time.sleep(0.3)
        server.process.send_signal(signal.SIGTERM)
        told = line.recv(10_000)
    assert told.startswith(b"HTTP/1.1 200 "), told


def test_a_query_that_does_not_finish_is_told_so(tmp_path: Path) -> None:
    with serving(tmp_path, "--timeout", "20") as server:
        with asking(server, LONG) as first, asking(server, LONG) as second, asking(server, LONG + "#") as third:
            time.sleep(0.5)
            begin = time.monotonic()
            server.process.send_signal(signal.SIGTERM)
            told = [line.recv(10_000) for line in (first, second, third)]
            assert time.monotonic() - begin < 7
        for one in told:
            assert one.startswith(b"HTTP/1.1 503 ") and b"retry-after" in one and b"Traceback" not in one
        assert server.process.wait(10) == 0


def test_workers_and_folders_of_a_killed_server_go(tmp_path: Path) -> None:
    server = begun(tmp_path, "--timeout", "60")
    with asking(server, LONG), asking(server, LONG + "#"):
        time.sleep(0.5)
        workers = server.workers()
        assert len(workers) == 4
        server.process.kill()
        server.process.wait()
        assert gone(workers, 2)
    assert [one.name[:15] for one in tmp_path.iterdir()] == ["cityties-served"]
    with serving(tmp_path):  # looks at its end that the room is empty
        pass
    assert server.process.stderr is not None
    server.process.stderr.close()


def test_an_update_ends_with_who_sent_it_and_with_the_server(tmp_path: Path) -> None:
    store, room = tmp_path / "store", tmp_path / "room"
    room.mkdir()
    build(str(store), [])
    before = (store / "store.json").read_text()
    three = "GRAPH ?x { ?a ?b ?c } GRAPH ?y { ?d ?e ?f } GRAPH ?z { ?g ?h ?i } FILTER(?a = ?i && ?i = ?e)"
    told = f"INSERT {{ GRAPH <x:g> {{ ?a ?b ?f }} }} WHERE {{ {three} }}".encode()
    server = begun(room, "--store", str(store), "--allow-update", environment=TOKEN)
    head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in SENT.items())
    head = f"POST /sparql HTTP/1.1\r\nHost: localhost\r\n{head}Content-Length: {len(told)}\r\n\r\n"

    def update() -> socket.socket:
        line = socket.create_connection(("127.0.0.1", server.port))
        line.sendall(head.encode() + told)
        return line

    workers = set(server.workers())
    with update():
        time.sleep(1.5)
        (updating,) = set(server.workers()) - workers
    assert gone([updating], 3)
    with update():
        time.sleep(1.5)
        (updating,) = set(server.workers()) - workers
        server.process.kill()
        server.process.wait()
        assert gone([updating, *workers], 3)
    assert (store / "store.json").read_text() == before
    build(str(store), [])  # nobody holds its lock; what was left is cleared away
    assert len(list((store / "generations").iterdir())) <= 2
    assert server.process.stderr is not None
    server.process.stderr.close()


def test_an_update_past_its_memory_or_its_time_is_refused(tmp_path: Path) -> None:
    import asyncio

    from cityties.server import update
    from cityties.server.protocol import RefusedError

    store = tmp_path / "store"
    build(str(store), [])
    before = (store / "store.json").read_text()
    heavy = "INSERT { GRAPH <x:g> { ?a ?b ?f } } WHERE { GRAPH ?x { ?a ?b ?c } GRAPH ?y { ?d ?e ?f } }"
    for limits, why in (({"memory": 150}, "more memory"), ({"seconds": 2.0}, "after 2 seconds")):
        updates = update.Updates(store, "a-token-of-some-length", frozenset(), **limits)
        begin = time.monotonic()
        with pytest.raises(RefusedError, match=why) as refused:
            asyncio.run(updates.apply(heavy))
        assert refused.value.status == 503 and time.monotonic() - begin < 20
    assert (store / "store.json").read_text() == before


def test_the_folder_of_a_killed_program_is_cleared_by_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = "from cityties.model.scratch import Scratch; one = Scratch('import'); print(one.path, flush=True); input()"
    import os

    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )
    assert process.stdout is not None and process.stdin is not None
    left = Path(process.stdout.readline().strip())
    (left / "note").touch()
    (tmp_path / "cityties-of-somebody-else").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with Scratch("import") as own:
        assert left.exists() and own.exists()
    process.kill()
    process.wait()
    process.stdin.close()
    process.stdout.close()
    with Scratch("import"):
        assert not left.exists()
    assert [one.name for one in tmp_path.iterdir()] == ["cityties-of-somebody-else"]
