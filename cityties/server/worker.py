"""One process with the store open to be read: takes a job, answers, takes the next, until it is killed.

Oxigraph's queries cannot be stopped from outside: what runs too long is stopped with its process.
"""

from __future__ import annotations

import resource
import sys
import traceback
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

import orjson

from cityties.model.errors import CitytiesError
from cityties.server.wire import HEAD, join, split_head
from cityties.store import IRI, RdfFormat, Store

__all__ = ["answer", "main"]

_ROW_FORMS: Final = {
    "application/json": "json", "application/sparql-results+json": "json", "application/sparql-results+xml": "xml",
    "application/xml": "xml", "text/csv": "csv", "text/tab-separated-values": "tsv", "text/xml": "xml",
}  # fmt: skip


class _TooLargeError(Exception):
    """An answer past its bound."""


class _Bounded(BytesIO):
    """Bytes, up to a bound."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._room = most

    def write(self, data: Any) -> int:
        self._room -= len(data)
        if self._room < 0:
            raise _TooLargeError
        return super().write(data)


def main(arguments: list[str]) -> None:
    """Open the store, say so, and answer jobs from standard input until it ends."""
    location, memory = arguments
    incoming, outgoing = sys.stdin.buffer, sys.stdout.buffer
    store = Store.open(location, read_only=True)
    _limit(int(memory))
    _send(outgoing, 200, "ready", b"")
    while head := incoming.read(HEAD.size):
        told, body = split_head(head)
        job = orjson.loads(incoming.read(told))
        incoming.read(body)
        _send(outgoing, *answer(store, job))


def answer(store: Store, job: dict[str, Any]) -> tuple[int, str, bytes]:
    """Do one job: an HTTP status, a media type, a body. What goes wrong is said in one line."""
    target = _Bounded(int(job.get("most", 1 << 26)))
    try:
        return _JOBS[job["do"]](store, job, target)
    except CitytiesError as error:
        return 400, "text/plain", f"{error}\n".encode()
    except _TooLargeError:
        return 413, "text/plain", b"the answer is too large: ask for less, as by LIMIT\n"
    except MemoryError:
        return 503, "text/plain", b"the answer takes more memory than this server gives: ask for less\n"
    except Exception:
        return 500, "text/plain", traceback.format_exc().encode()  # for the front to note, not for who asked


def _query(store: Store, job: dict[str, Any], target: BytesIO) -> tuple[int, str, bytes]:
    kind = store.write_answer(
        job["text"],
        target,
        rows=_ROW_FORMS.get(job.get("rows", "")),
        triples=RdfFormat.from_media_type(job["triples"]) if "triples" in job else None,
        default=job.get("default", ()),
        named=job.get("named", ()),
    )
    if kind is None:
        return 406, "text/plain", b"this query does not answer in the forms that were asked for\n"
    return 200, str(job[kind]), target.getvalue()


def _graph(store: Store, job: dict[str, Any], target: BytesIO) -> tuple[int, str, bytes]:
    name = job["graph"]
    if name is not None and next(iter(store.quads(name)), None) is None:
        return 404, "text/plain", b"no such graph\n"
    form = RdfFormat.from_media_type(job["triples"])
    store.write_graph(name, target, cast(RdfFormat, form))
    return 200, job["triples"], target.getvalue()


def _describe(store: Store, job: dict[str, Any], target: BytesIO) -> tuple[int, str, bytes]:
    node = IRI(job["iri"])
    if next(iter(store.about(node)), None) is None and next(iter(store.naming(node)), None) is None:
        return 404, "text/plain", b"nothing is known of this\n"
    form = cast(RdfFormat, RdfFormat.from_media_type(job["triples"]))
    store.write_about(node, target, form)
    return 200, job["triples"], target.getvalue()


def _page(store: Store, job: dict[str, Any], target: BytesIO) -> tuple[int, str, bytes]:
    from cityties.pages import respond

    status, media, body = respond(store, job["path"], job["fields"], job["lang"], job["iri"])
    target.write(body)
    return status, media, target.getvalue()


_JOBS: Final[dict[str, Callable[[Store, dict[str, Any], BytesIO], tuple[int, str, bytes]]]] = {
    "describe": _describe,
    "graph": _graph,
    "page": _page,
    "query": _query,
}


def _limit(megabytes: int) -> None:
    """Let the process grow by so much beyond what it takes with the store open."""
    pages = int(Path("/proc/self/statm").read_text().split()[0]) if Path("/proc/self/statm").exists() else 0
    most = pages * resource.getpagesize() + (megabytes << 20)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _send(stream: BinaryIO, status: int, media: str, body: bytes) -> None:
    stream.write(join({"status": status, "type": media}, body))
    stream.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
