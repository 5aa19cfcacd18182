"""A server of our own, started for a test and ended after it; nothing of it may stay."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

WORKERS = 4  # two for long queries, two for quick ones


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def kind(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")


@dataclass(frozen=True)
class Server:
    port: int
    process: subprocess.Popen[str]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            told = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, told)
            reply = connection.getresponse()
            return Reply(reply.status, {k.lower(): v for k, v in reply.getheaders()}, reply.read())
        finally:
            connection.close()

    def query(self, text: str, **headers: str) -> Reply:
        return self.ask(f"/sparql?{urlencode({'query': text})}", "GET", None, **headers)

    def memory(self) -> float:
        """Tell the resident memory of the front, in MiB."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)

    def workers(self) -> list[int]:
        room = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(number) for number in room.read_text().split()]

    def settled(self) -> set[int]:
        """Wait until no worker is being replaced."""
        seen: set[int] = set()
        while (now := set(self.workers())) != seen or len(now) != WORKERS:
            seen = now
            time.sleep(0.7)
        return seen


def begun(
    room: Path, *options: str, before: Callable[[], None] | None = None, environment: Mapping[str, str] | None = None
) -> Server:
    """Start a server whose passing files lie in a room, and wait until it answers."""
    command = [sys.executable, "-m", "cityties", "serve", "--port", "0", *options]
    surroundings = {**os.environ, "TMPDIR": str(room), **(environment or {})}
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=surroundings, preexec_fn=before)
    assert process.stderr is not None
    line = process.stderr.readline()
    port = int(line.split("http://127.0.0.1:")[1].split("/")[0])
    one = Server(port, process)
    for _ in range(200):
        try:
            one.ask("/none")
            break
        except OSError:
            time.sleep(0.1)
    return one


@contextmanager
def serving(
    room: Path, *options: str, before: Callable[[], None] | None = None, environment: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """Run a server of our own until the block ends; nothing of it may stay."""
    one = begun(room, *options, before=before, environment=environment)
    workers, process = one.workers(), one.process
    assert process.stderr is not None
    try:
        yield one
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(15) == 0
        told = process.stderr.read()
        process.stderr.close()
        assert told == "", told
        assert list(room.iterdir()) == []
        for worker in workers:
            assert not Path(f"/proc/{worker}").exists()
