"""One request in, one answer out: guards, routes, cache. An ASGI application."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Collection, Mapping
from pathlib import Path
from typing import Any, Final

import orjson

from cityties.model.errors import RequestError
from cityties.server.description import describe
from cityties.server.dress import dress
from cityties.server.linked import document, thing
from cityties.server.negotiation import choose, spoken
from cityties.server.pool import Answer, Limits, Pool
from cityties.server.protocol import GRAPH_TYPES, IRI_SHAPE, RefusedError, asked, fields, name_of, wanted
from cityties.server.screen import refuse_reaching_out
from cityties.server.update import Updates

__all__ = ["Front"]

Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

_CACHED: Final = 64 << 20
_SMALL: Final = 32 << 10
_MANY: Final = 2048
_QUICK: Final = 0.25
_LOG: Final = logging.getLogger("cityties.server")
_DOCUMENTS: Final = (*GRAPH_TYPES, "text/html")


class _GoneError(Exception):
    """Whoever asked is no longer there."""


class Front:
    """Answers requests out of a pool of workers. ``hosts`` are the names it goes by, ``allowed`` the servers
    that queries may reach; ``updates`` takes changes, where they are taken at all."""

    def __init__(
        self,
        pool: Pool,
        limits: Limits,
        *,
        hosts: Collection[str],
        allowed: Collection[str] = (),
        cache: bool = True,
        updates: Updates | None = None,
    ) -> None:
        self._pool = pool
        self._limits = limits
        self._hosts = frozenset(name.encode("ascii") for name in hosts)
        self._allowed = frozenset(allowed)
        self._updates = updates
        self._cache: OrderedDict[tuple[Any, ...], tuple[Answer, bytes]] | None = OrderedDict() if cache else None
        self._held = 0
        self._seen: dict[tuple[Any, ...], tuple[Path | None, Answer, bytes]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        if scope["type"] != "http":
            return
        headers = dict(scope["headers"])
        extra: dict[str, str] = {}
        mark = b""
        try:
            sign = _sign(scope, headers)
            told = self._again(sign)
            if told is None:
                marked = self._pool.marked  # of before: what is answered may be newer, never older
                told = await self._route(scope, headers, receive)
                self._remember(sign, marked, *told)
            answer, mark = told
            if mark and headers.get(b"if-none-match") == mark:
                answer = Answer(304, answer.media, b"")
        except _GoneError:
            return
        except RefusedError as refusal:
            answer = Answer(refusal.status, "text/plain", f"{refusal.why}\n".encode())
            extra = refusal.headers
        except RequestError as error:
            answer = Answer(400, "text/plain", f"{error}\n".encode())
        except Exception:  # the last resort: noted whole here, told to nobody, and the server goes on
            _LOG.exception("a request could not be answered")
            answer = Answer(500, "text/plain", b"something went wrong here\n")
        await _send(send, answer, scope, mark, extra)

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                try:
                    await self._pool.start()
                except RefusedError as refusal:
                    await send({"type": "lifespan.startup.failed", "message": refusal.why})
                    return
                await send({"type": "lifespan.startup.complete"})
            else:
                await self._pool.close()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _route(self, scope: Scope, headers: Mapping[bytes, bytes], receive: Receive) -> tuple[Answer, bytes]:
        if name_of(headers.get(b"host", b"")) not in self._hosts:
            raise RefusedError(421, "this server does not go by that name")
        path, method = scope["path"], scope["method"]
        accept = headers.get(b"accept", b"").decode("latin-1")
        if method == "OPTIONS":
            raise RefusedError(
                204, "", Access_Control_Allow_Methods="GET, HEAD, POST", Access_Control_Allow_Headers="content-type"
            )
        if path == "/sparql":
            return await self._sparql(scope, headers, accept, receive)
        if method not in ("GET", "HEAD"):
            raise RefusedError(405, f"{method}: only GET and HEAD here", Allow="GET, HEAD")
        if path == "/graphs":
            return await self._graph(scope, accept, receive)
        if path == "/.well-known/void":
            return await self._described(scope, headers, accept, receive)
        place = document(path)
        if place:
            raise RefusedError(303, f"see {place}", Location=_quoted(place))
        found = thing(path)
        if found is None or (found[1] is None and choose(accept, _DOCUMENTS) == "text/html"):
            return await self._page(scope, headers, found[0] if found else "", receive)
        iri, media = found
        job = {"do": "describe", "iri": iri, "triples": media or _form(accept)}
        if iri == "https://w3id.org/cityties/ontology":
            job = {"do": "graph", "graph": iri, "triples": media or _form(accept)}
        return await self._answer(job, receive)

    async def _sparql(
        self, scope: Scope, headers: Mapping[bytes, bytes], accept: str, receive: Receive
    ) -> tuple[Answer, bytes]:
        method, query = scope["method"], scope["query_string"]
        if method in ("GET", "HEAD") and not query:
            if choose(accept, _DOCUMENTS) == "text/html":
                raise RefusedError(303, "see /query", Location="/query")
            return await self._described(scope, headers, accept, receive)
        body = await self._body(headers, receive) if method == "POST" else b""
        question = asked(method, query, headers.get(b"content-type", b"").decode("latin-1"), body)
        if question.update and self._updates is None:
            raise RefusedError(403, "this server only reads: bring data in with `cityties import` or `cityties build`")
        refuse_reaching_out(question.text, self._allowed)
        if question.update and self._updates is not None:
            self._updates.admit(headers)
            return await self._updates.apply(question.text), b""
        return await self._answer(question.job(wanted(question.form or accept)), receive)

    async def _page(
        self, scope: Scope, headers: Mapping[bytes, bytes], iri: str, receive: Receive
    ) -> tuple[Answer, bytes]:
        told = fields(scope["query_string"])
        chosen = {name: values[0] for name, values in told.items() if name != "lang"}
        if "query" in chosen:
            refuse_reaching_out(chosen["query"], self._allowed)
        lang = spoken(headers, told.get("lang", [""])[0])
        job = {"do": "page", "path": scope["path"], "fields": chosen, "lang": lang, "iri": iri}
        answer, mark = await self._answer(job, receive)
        wanted = choose(headers.get(b"accept", b"").decode("latin-1"), ("text/plain", "text/html"))
        if answer.status == 404 and wanted != "text/html":
            raise RefusedError(404, "nothing here: queries go to /sparql, the data is described at /.well-known/void")
        return answer, mark

    async def _graph(self, scope: Scope, accept: str, receive: Receive) -> tuple[Answer, bytes]:
        told = fields(scope["query_string"])
        names = told.get("graph", [])
        if ("default" in told) == bool(names) or len(names) > 1:
            raise RefusedError(400, "name one graph: /graphs?graph=IRI, or /graphs?default for all together")
        if names and IRI_SHAPE.fullmatch(names[0]) is None:
            raise RefusedError(400, f"graph: not an IRI: {names[0][:80]!r}")
        return await self._answer(
            {"do": "graph", "graph": names[0] if names else None, "triples": _form(accept)}, receive
        )

    async def _described(
        self, scope: Scope, headers: Mapping[bytes, bytes], accept: str, receive: Receive
    ) -> tuple[Answer, bytes]:
        host = headers[b"host"].decode("latin-1")
        job = {"do": "query", "text": describe(f"{scope.get('scheme', 'http')}://{host}"), "triples": _form(accept)}
        return await self._answer(job, receive)

    async def _body(self, headers: Mapping[bytes, bytes], receive: Receive) -> bytes:
        parts, size = [], 0
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise _GoneError
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            if size > self._limits.request:
                raise RefusedError(
                    413, f"more than {self._limits.request} bytes: ask for less at once", Connection="close"
                )
            if not message.get("more_body"):
                return b"".join(parts)

    def _again(self, sign: tuple[Any, ...]) -> tuple[Answer, bytes] | None:
        """Give the answer to a request that came before, word for word, while the store is the same."""
        seen = self._seen.get(sign)
        return seen[1:] if seen and seen[0] == self._pool.marked else None

    def _remember(self, sign: tuple[Any, ...], marked: Path | None, answer: Answer, mark: bytes) -> None:
        if self._cache is not None and mark and sign[0] == "GET" and len(answer.body) < _SMALL:
            if len(self._seen) >= _MANY:
                self._seen.clear()
            self._seen[sign] = (marked, answer, mark)

    async def _answer(self, job: dict[str, Any], receive: Receive) -> tuple[Answer, bytes]:
        key = (self._pool.marked, orjson.dumps(job, option=orjson.OPT_SORT_KEYS))
        if self._cache is not None and key in self._cache:
            self._cache.move_to_end(key)
            return self._cache[key]
        answer = await self._watched(job, receive)
        if answer.status == 500:
            _LOG.error("a worker failed at %s: %s", job["do"], answer.body.decode())
            answer = Answer(500, "text/plain", b"something went wrong here\n")
        if answer.status != 200:
            return answer, b""
        mark = b'"' + hashlib.blake2b(answer.body, digest_size=12).hexdigest().encode() + b'"'
        if self._cache is not None and len(answer.body) < _CACHED // 8:
            self._cache[key] = (answer, mark)
            self._held += len(answer.body) + len(key[1])
            while self._held > _CACHED:
                (_, text), (old, _) = self._cache.popitem(last=False)
                self._held -= len(old.body) + len(text)
        return answer, mark

    async def _watched(self, job: dict[str, Any], receive: Receive) -> Answer:
        """Have a job done, but not for somebody who has gone."""
        work = asyncio.ensure_future(self._pool.ask(job))
        done, _ = await asyncio.wait({work}, timeout=_QUICK)
        if not done:
            gone = asyncio.ensure_future(_disconnected(receive))
            await asyncio.wait({work, gone}, return_when=asyncio.FIRST_COMPLETED)
            if not work.done():
                work.cancel()
                await asyncio.wait({work})
                raise _GoneError
            gone.cancel()
        return work.result()


def _sign(scope: Scope, headers: Mapping[bytes, bytes]) -> tuple[Any, ...]:
    """Put together all that an answer to a GET can depend on."""
    return (
        scope["method"], scope["path"], scope["query_string"], headers.get(b"host"), headers.get(b"accept"),
        headers.get(b"accept-language"), headers.get(b"cookie"),
    )  # fmt: skip


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _form(accept: str) -> str:
    media = choose(accept, tuple(GRAPH_TYPES))
    if media is None:
        media = choose(accept, ("text/html",)) and "text/turtle"
    if media is None:
        raise RefusedError(406, f"no such form: ask for one of {', '.join(GRAPH_TYPES)}")
    return media


def _quoted(path: str) -> str:
    from urllib.parse import quote

    return quote(path)


async def _send(send: Send, answer: Answer, scope: Scope, mark: bytes, extra: Mapping[str, str]) -> None:
    headers = dress(answer, scope["path"], scope["query_string"])
    if answer.status not in (204, 304):
        headers.append((b"content-length", str(len(answer.body)).encode()))
    if mark:
        headers.append((b"etag", mark))
    headers += [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in extra.items()]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    empty = scope["method"] == "HEAD" or answer.status in (204, 304)
    await send({"type": "http.response.body", "body": b"" if empty else answer.body})
