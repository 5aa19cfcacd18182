"""One process with the store open to be read: takes a job, answers, takes the next, until it is killed.

Oxigraph's queries cannot be stopped from outside: what runs too long is stopped with its process.
"""

from __future__ import annotations

import sys
import time
import traceback
from collections.abc import Callable, Collection
from io import BytesIO
from typing import Any, BinaryIO, Final, NamedTuple, cast

import orjson

from cityties import __version__
from cityties.model import resources
from cityties.model.errors import CitytiesError
from cityties.model.media import ROW_TYPES
from cityties.server.docs import file_of
from cityties.server.federation import refuse_reaching_out
from cityties.server.headers import docs_policy, picture_policy
from cityties.server.message import LENGTHS, join, lengths
from cityties.server.sandbox import forgo_network, give_time, limit_memory, live_no_longer_than
from cityties.store import IRI, RdfFormat, Store, open_store, serialize
from cityties.store.document import write_about, write_graph
from cityties.store.jsonld import CONTEXT

__all__ = ["answer", "main"]

_GRACE: Final = 5.0  # seconds beyond a job's time after which a worker ends by itself: the front does it before


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


class Told(NamedTuple):
    """What a job comes to: an HTTP status, a media type, a body, and its own policy where it carries scripts."""

    status: int
    media: str
    body: bytes
    policy: str = ""


def main(arguments: list[str]) -> None:
    """Open the store, say so, and answer jobs from standard input until it ends.

    The arguments: the store, MiB of memory beyond it, seconds for a job, the process that asks, servers that SERVICE
    may call.
    """
    location, memory, seconds, parent, *allowed = arguments
    live_no_longer_than(int(parent))
    incoming, outgoing = sys.stdin.buffer, sys.stdout.buffer
    store = open_store(location, read_only=True)
    import cityties.api
    import cityties.pages  # noqa: F401  # now, so that no request waits for it

    limit_memory(int(memory))
    if not allowed:
        forgo_network()
    _send(outgoing, Told(200, "ready", b""))
    while head := incoming.read(LENGTHS.size):
        told, body = lengths(head)
        job = orjson.loads(incoming.read(told))
        incoming.read(body)
        give_time(float(seconds) + _GRACE)
        answered = answer(store, job, allowed)
        give_time(0)
        _send(outgoing, answered)


def answer(store: Store, job: dict[str, Any], allowed: Collection[str] = ()) -> Told:
    """Do one job. What goes wrong is said in one line."""
    target = _Bounded(int(job.get("most", 1 << 26)))
    try:
        for text in (job.get("text"), job.get("fields", {}).get("query"), job.get("told", {}).get("query")):
            if isinstance(text, str) and text:
                refuse_reaching_out(text, allowed)
        return _JOBS[job["do"]](store, job, target)
    except CitytiesError as error:
        return Told(400, "text/plain", f"{' '.join(str(error).split())}\n".encode("utf-8", "replace"))
    except _TooLargeError:
        return Told(413, "text/plain", b"the answer is too large: ask for less, as by LIMIT\n")
    except MemoryError:
        return Told(503, "text/plain", b"the answer takes more memory than this server gives: ask for less\n")
    except BaseException as error:
        if isinstance(error, OSError) and "not support" in str(error):  # a triple in a triple, as JSON-LD
            return Told(406, "text/plain", f"{error}: ask for Turtle or N-Triples\n".encode())
        if str(error).startswith("Corruption"):
            return Told(503, "text/plain", b"the store is damaged: whoever runs this server has to build it again\n")
        if type(error).__name__ == "PanicException":  # how Rust gives up, and no Exception
            return Told(400, "text/plain", b"the query cannot be run: the engine gave it up\n")
        if not isinstance(error, Exception):
            raise
        return Told(500, "text/plain", traceback.format_exc().encode())  # for the front to note, not for who asked


def _query(store: Store, job: dict[str, Any], target: BytesIO) -> Told:
    kind = store.write_answer(
        job["text"],
        target,
        rows=ROW_TYPES.get(job.get("rows", "")),
        triples=RdfFormat.from_media_type(job["triples"]) if "triples" in job else None,
        default=job.get("default", ()),
        named=job.get("named", ()),
        base=job.get("base"),
    )
    if kind is None:
        return Told(406, "text/plain", b"this query does not answer in the forms that were asked for\n")
    return Told(200, str(job[kind]), target.getvalue())


def _graph(store: Store, job: dict[str, Any], target: BytesIO) -> Told:
    name = job["graph"]
    if name is not None and next(iter(store.quads(name)), None) is None:
        return Told(404, "text/plain", b"no such graph\n")
    form = RdfFormat.from_media_type(job["triples"])
    write_graph(store, name, target, cast(RdfFormat, form))
    return Told(200, job["triples"], target.getvalue())


def _describe(store: Store, job: dict[str, Any], target: BytesIO) -> Told:
    node = IRI(job["iri"])
    if next(iter(store.about(node)), None) is None and next(iter(store.naming(node)), None) is None:
        return Told(404, "text/plain", b"nothing is known of this\n")
    form = cast(RdfFormat, RdfFormat.from_media_type(job["triples"]))
    write_about(store, node, target, form)
    return Told(200, job["triples"], target.getvalue())


def _page(store: Store, job: dict[str, Any], target: BytesIO) -> Told:
    from cityties.pages import respond

    status, media, body = respond(store, job["path"], job["fields"], job["lang"], job["iri"], job["root"])
    target.write(body)
    carries = status == 200 and media == "text/html" and job["path"].startswith("/pictures/")
    return Told(status, media, body, picture_policy(body).decode("ascii") if carries else "")


def _api(store: Store, job: dict[str, Any], target: BytesIO) -> Told:
    from cityties.api import respond, respond_at

    if "operation" in job:
        status, media, body = respond(store, job["operation"], job["told"], job["lang"])
    else:
        status, media, body = respond_at(store, job["path"], job["fields"], job["lang"], job["root"])
    target.write(body)
    return Told(status, media, body)


def _docs(store: Store, job: dict[str, Any], target: BytesIO) -> Told:
    found = file_of(job["folder"], job["name"])
    if found is None:
        return Told(404, "text/plain", b"no such page in the built site: /docs/ is where it begins\n")
    media, body = found
    target.write(body)
    return Told(200, media, body, docs_policy(body).decode("ascii") if media == "text/html" else "")


def _health(store: Store, job: dict[str, Any], target: BytesIO) -> Told:
    holds = store.ask("ASK { ?city a ct:City }")
    return Told(200 if holds else 503, "application/json", orjson.dumps({"status": "pass" if holds else "fail"}))


def _context(store: Store, job: dict[str, Any], target: BytesIO) -> Told:
    target.write((resources.folder("ontology") / CONTEXT).read_bytes())
    return Told(200, "application/ld+json", target.getvalue())


def _version(store: Store, job: dict[str, Any], target: BytesIO) -> Told:
    """Give what is kept of an earlier release of the ontology."""
    from cityties.release.ontology import kept, quads_of

    path = kept().get(job["version"])
    graph = IRI(job["graph"])
    triples = [quad.triple for quad in quads_of(path) if quad.graph_name == graph] if path else []
    if not triples:
        known = ", ".join([*kept(), __version__])
        return Told(404, "text/plain", f"version {job['version']} is not kept here: there is {known}\n".encode())
    form = cast(RdfFormat, RdfFormat.from_media_type(job["triples"]))
    target.write(serialize(triples, form))
    return Told(200, job["triples"], target.getvalue())


_JOBS: Final[dict[str, Callable[[Store, dict[str, Any], BytesIO], Told]]] = {
    "api": _api,
    "context": _context,
    "describe": _describe,
    "docs": _docs,
    "graph": _graph,
    "health": _health,
    "page": _page,
    "query": _query,
    "version": _version,
}


def _send(stream: BinaryIO, told: Told) -> None:
    header = {"status": told.status, "type": told.media, "policy": told.policy, "taken": time.process_time()}
    stream.write(join(header, told.body))
    stream.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
