"""One request in, one answer out: guards, cache, errors in one line. An ASGI application."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import time
from collections.abc import Awaitable, Callable, Collection, Mapping
from pathlib import Path
from typing import Any, Final

import orjson

from cityties.api.problem import MEDIA, problem
from cityties.model.errors import RequestError
from cityties.server.access import AccessLog
from cityties.server.budget import Lease
from cityties.server.cache import Cache
from cityties.server.flight import Flights
from cityties.server.headers import Header, headers_of
from cityties.server.negotiation import choose, chosen_language
from cityties.server.origin import Origins
from cityties.server.pool import Pool
from cityties.server.process import Answer, Limits
from cityties.server.protocol import RefusedError, asked, name_of, wanted
from cityties.server.request import GoneError, Receive, Request, Scope
from cityties.server.routes import base_of, described, is_api, job_of, not_taken, prefers_page
from cityties.server.share import Job, kind_of
from cityties.server.update import Updates

__all__ = ["Front"]

Send = Callable[[dict[str, Any]], Awaitable[None]]
Told = tuple[Answer, bytes]  # an answer and its mark, which is empty where it may not be kept

_ANSWERS: Final = 64 << 20  # bytes of answers that are kept
_REQUESTS: Final = 8 << 20  # bytes of requests, word for word, with small answers
_SMALL: Final = 32 << 10
_QUICK: Final = 0.25
_PIECE: Final = 64 << 10
_LOG: Final = logging.getLogger("cityties.server")


class Front:
    """Answers requests out of a pool of workers.

    ``hosts`` are the names it goes by, ``root`` the path below which a proxy shows it; ``docs`` is the folder of the
    built site, ``log`` the log of requests, and ``updates`` takes changes, where there are any of these.
    """

    def __init__(
        self,
        pool: Pool,
        limits: Limits,
        *,
        hosts: frozenset[bytes],
        origins: Collection[str] = (),
        cache: bool = True,
        updates: Updates | None = None,
        root: str = "",
        docs: Path | None = None,
        log: AccessLog | None = None,
    ) -> None:
        self._pool, self._limits, self._hosts, self._updates = pool, limits, hosts, updates
        self._root, self._docs, self._log = root, docs, log
        self._flights: Flights[Answer] = Flights()
        self.failure = ""  # why it could not start
        self._origins = Origins(origins, hosts)
        self._answers: Cache[Told] | None = Cache(_ANSWERS) if cache else None
        self._requests: Cache[tuple[Path | None, Told]] | None = Cache(_REQUESTS) if cache else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            begin, request = time.monotonic(), Request.of(scope, receive, self._root)
            with self._pool.budget.lease() as lease:
                try:
                    answer, mark, extra = await self._told(request, scope, lease)
                except GoneError:
                    self._note(request, scope, 499, 0, begin)
                    return
            more = [(b"etag", mark)] if mark else []
            more += [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in extra.items()]
            try:
                await _send(send, answer, request, [*self._origins.headers(request.headers), *more])
            finally:
                self._note(request, scope, answer.status, _length(answer, request), begin)

    def _note(self, request: Request, scope: Scope, status: int, size: int, begin: float) -> None:
        if self._log:
            taken = time.monotonic() - begin
            self._log.write(request.client, request.method, str(scope["path"]), status, size, taken)

    async def end(self, grace: float) -> None:
        """Take no more requests; let those that run go on for so long."""
        await self._pool.end(grace)

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                try:
                    await self._pool.start()
                except RefusedError as refusal:
                    self.failure = refusal.why
                    await send({"type": "lifespan.startup.failed", "message": refusal.why})
                    return
                await send({"type": "lifespan.startup.complete"})
            else:
                await self._pool.close()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _told(self, request: Request, scope: Scope, lease: Lease) -> tuple[Answer, bytes, Mapping[str, str]]:
        """Answer, whatever goes wrong. Raises GoneError where nobody is left to be answered."""
        try:
            request.check_head(scope)
            answer, mark = await self._again(request, lease)
        except GoneError:
            raise
        except RefusedError as refusal:
            return _refusal(request, refusal.status, refusal.why), b"", refusal.headers
        except RequestError as error:
            return _refusal(request, 400, str(error)), b"", {}
        except Exception:  # the last resort: noted whole here, told to nobody, and the server goes on
            _LOG.exception("a request could not be answered")
            return _refusal(request, 500, "something went wrong here"), b"", {}
        if mark and request.headers.get(b"if-none-match") == mark:
            answer = Answer(304, answer.media, b"")
        return answer, mark, {}

    async def _again(self, request: Request, lease: Lease) -> Told:
        """Answer a request, or say what was answered to the same one, word for word, while the store is the same."""
        if request.path == "/health":  # asked by address, by what no page can be: no name of a host is needed
            return await self._health(request), b""
        if name_of(request.headers.get(b"host", b"")) not in self._hosts:
            raise RefusedError(421, "this server does not go by that name")
        self._origins.admit(request.headers)
        if request.path == "/docs" or request.path.startswith("/docs/"):
            return await self._page_of_docs(request)
        sign = _sign(request)
        seen = self._requests.get(sign) if self._requests else None
        marked = self._pool.marked  # of before: what is answered may be newer, never older
        if seen and seen[0] == marked:
            return seen[1]
        answer, mark = await self._routed(request, lease)
        if self._requests and mark and request.method == "GET" and len(answer.body) < _SMALL:
            size = len(answer.body) + sum(len(part) for part in sign if part) + 200
            self._requests.put(sign, (marked, (answer, mark)), size)
        return answer, mark

    async def _routed(self, request: Request, lease: Lease) -> Told:
        if request.method == "OPTIONS":
            raise RefusedError(204, "").telling(self._origins.preflight(request.headers))
        if request.path == "/sparql":
            return await self._sparql(request, lease)
        job = job_of(request)
        answer, mark = await self._answer(job, request)
        if job["do"] == "api" and answer.media == "text/plain":  # what a worker says of its own limits
            raise RefusedError(answer.status, bytes(answer.body).decode("utf-8", "replace"))
        if (
            job["do"] == "page"
            and answer.status == 404
            and choose(request.accept, ("text/plain", "text/html")) != ("text/html")
        ):
            raise RefusedError(404, "nothing here: queries go to /sparql, the data is described at /.well-known/void")
        return answer, mark

    async def _health(self, request: Request) -> Answer:
        """Ask the store, each time anew."""
        if request.method not in ("GET", "HEAD"):
            raise not_taken(request.method)
        job = {"do": "health"}
        return await _unless_gone(self._pool.ask(Job(job, request.client, kind_of(job))), request)

    async def _page_of_docs(self, request: Request) -> Told:
        """Give a file of the built site as it is now: it is not kept here, for it may be built anew."""
        if request.method not in ("GET", "HEAD"):
            raise not_taken(request.method)
        if self._docs is None:
            raise RefusedError(404, "no site is built here: `make docs` builds one, `serve --docs DIR` shows it")
        if request.path == "/docs":
            raise RefusedError(303, "see /docs/", Location="/docs/")
        job = {"do": "docs", "folder": str(self._docs), "name": request.path.removeprefix("/docs/")}
        answer = await _unless_gone(self._pool.ask(Job(job, request.client, kind_of(job))), request)
        return answer, _mark_of(answer) if answer.status == 200 else b""

    async def _sparql(self, request: Request, lease: Lease) -> Told:
        if request.method in ("GET", "HEAD") and not request.query:
            if prefers_page(request):
                raise RefusedError(303, "see /query", Location="/query")
            return await self._answer(described(request), request)
        posted = request.method == "POST"
        body = await request.body(self._limits.request, lease) if posted else b""
        question, base = asked(request.method, request.query, request.kind, body), f"{base_of(request)}/sparql"
        if not question.update:
            return await self._answer(question.job({**wanted(question.form or request.accept), "base": base}), request)
        if self._updates is None:
            raise RefusedError(403, "this server only reads: bring data in with `cityties import` or `cityties build`")
        self._updates.admit(request.headers)
        return await _unless_gone(self._updates.apply(question.text, base), request), b""

    async def _answer(self, job: dict[str, Any], request: Request) -> Told:
        key = (self._pool.marked, orjson.dumps(job, option=orjson.OPT_SORT_KEYS))
        if self._answers and (kept := self._answers.get(key)):
            return kept

        def begin() -> Awaitable[Answer]:
            return self._pool.ask(Job(job, request.client, kind_of(job)))

        asking = self._flights.join((request.client, key), begin) if self._answers else begin()
        answer = await _unless_gone(asking, request)
        if answer.status == 500:
            _LOG.error("a worker failed at %s: %s", job["do"], answer.body.decode())
            answer = Answer(500, "text/plain", b"something went wrong here\n")
        if answer.status != 200:
            return answer, b""
        mark = _mark_of(answer)
        if self._answers:
            self._answers.put(key, (answer, mark), len(answer.body) + len(key[1]) + 200)
        return answer, mark


def _mark_of(answer: Answer) -> bytes:
    return b'"' + hashlib.blake2b(answer.body, digest_size=12).hexdigest().encode() + b'"'


async def _unless_gone(doing: Awaitable[Answer], request: Request) -> Answer:
    """Have something done, but not for somebody who has gone."""
    work = asyncio.ensure_future(doing)
    done, _ = await asyncio.wait({work}, timeout=_QUICK)
    if not done:
        gone = asyncio.ensure_future(request.gone())
        await asyncio.wait({work, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not work.done():
            work.cancel()
            await asyncio.wait({work})
            raise GoneError
        gone.cancel()
    return work.result()


def _sign(request: Request) -> tuple[bytes | str | None, ...]:
    """Put together all that an answer to a GET can depend on."""
    told = request.headers
    return (
        request.method, request.path, request.query, told.get(b"host"), told.get(b"accept"), request.scheme,
        told.get(b"accept-language"), chosen_language(told),
    )  # fmt: skip


def _refusal(request: Request, status: int, why: str) -> Answer:
    """Say why not: as a problem to programs at the face that is for them, else in one line."""
    if is_api(request.path) and status >= 400:
        return Answer(status, MEDIA, orjson.dumps(problem(status, why)))
    return Answer(status, "text/plain", _line(why))


def _line(text: str) -> bytes:
    return f"{' '.join(text.split())}\n".encode("utf-8", "replace")


async def _send(send: Send, answer: Answer, request: Request, extra: list[Header]) -> None:
    headers = headers_of(answer.status, answer.media, answer.policy, request.path, request.query, request.root) + extra
    headers = [(name, _placed(request, value) if name == b"location" else value) for name, value in headers]
    if answer.status not in (204, 304):
        headers.append((b"content-length", str(len(answer.body)).encode()))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    body = memoryview(answer.body)[: _length(answer, request)]
    for start in range(0, max(1, len(body)), _PIECE):  # by pieces: what is not read waits here, and is counted
        more = start + _PIECE < len(body)
        await send({"type": "http.response.body", "body": bytes(body[start : start + _PIECE]), "more_body": more})


def _length(answer: Answer, request: Request) -> int:
    """Say how many bytes of a body are sent."""
    return 0 if request.method == "HEAD" or answer.status in (204, 304) else len(answer.body)


def _placed(request: Request, location: bytes) -> bytes:
    return request.root.encode() + location if location.startswith(b"/") else location
