"""A connection with bounds and deadlines: no head, body, silence or unread answer lasts for ever.

uvicorn with h11 reads HTTP by the letter (two Host lines, odd lengths and the like are refused) and bounds a head,
but waits without end for the first request, for the rest of a head or a body, and for a reader who has stopped. What
it lacks is here, on top of its own class; httptools, its quicker parser, has no bound on a head at all.
"""

from __future__ import annotations

import asyncio
import socket
import sys
import time
from typing import Any, ClassVar, Final, cast

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

__all__ = ["Connection", "bounded"]

_HEAD: Final = 10.0  # seconds for a head, from the connection or its first byte on
_IDLE: Final = 15.0  # seconds between two requests
_BODY: Final = 20.0  # seconds for a body
_STALLED: Final = 10.0  # seconds without anything being read of an answer
_READING: Final = (30.0, 2.0)  # seconds for an answer, and for each 64 KiB of it
_LINGER: Final = 2.0  # seconds for the last bytes of a connection that is closed
_SURPLUS: Final = 8 << 20  # bytes of a body that was refused, and is passed over so that the refusal is read
_LEFT: Final = 64  # files that are no connections: the store, workers, the log


class Connection(H11Protocol):
    """One client's connection; there are at most ``most`` of them, and the longest idle one makes room."""

    most: ClassVar[int] = 1000

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.quiet_since = time.monotonic()
        self._waits = ""
        self._timer: asyncio.TimerHandle | None = None
        self._stalled: asyncio.TimerHandle | None = None
        self._ended = False
        self._surplus = 0
        self._answering = (0.0, 0)  # since when an answer was not read at once, and how often

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin, where there is room or somebody idle to make it."""
        super().connection_made(transport)
        line = transport.get_extra_info("socket")
        if line is not None and line.family in (socket.AF_INET, socket.AF_INET6):
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # head and body go out without waiting
        if len(self.connections) > self.most:
            others = [one for one in cast("set[Connection]", self.connections) if one is not self and one.waits]
            if not others:
                self._end(503)
                return
            min(others, key=lambda one: one.quiet_since).give_way()
        self._wait("head", _HEAD)

    def connection_lost(self, exc: Exception | None) -> None:
        """End: nothing is waited for any longer."""
        for timer in (self._timer, self._stalled):
            if timer is not None:
                timer.cancel()
        self._timer = self._stalled = None
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came, and see what is still to come."""
        if self.transport.is_closing() or self._ended:
            return
        if self.conn.our_state is h11.DONE and self.conn.their_state is h11.SEND_BODY:  # refused, and sent all the same
            self._surplus += len(data)
            if self._surplus > _SURPLUS:
                self.transport.abort()
                return
        super().data_received(data)
        self._see()

    def on_response_complete(self) -> None:
        """An answer is sent whole: wait for the next request, but not for ever."""
        super().on_response_complete()
        self._answering = (0.0, 0)
        if self.transport.is_closing():  # what is not yet read may still be, for a while
            self.loop.call_later(_READING[0], self.transport.abort)
        self._see()

    def pause_writing(self) -> None:
        """What was answered is not read: give it some time."""
        super().pause_writing()
        since, times = self._answering
        now = time.monotonic()
        since, times = since or now, times + 1
        self._answering = (since, times)
        left = since + _READING[0] + _READING[1] * times - now
        self._stalled = self.loop.call_later(max(0.0, min(_STALLED, left)), self.transport.abort)

    def resume_writing(self) -> None:
        """It is read again."""
        super().resume_writing()
        if self._stalled is not None:
            self._stalled.cancel()
            self._stalled = None

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP, or a head without end, in one line."""
        error = sys.exception()
        status = error.error_status_hint if isinstance(error, h11.RemoteProtocolError) else 400
        self._end(431 if status == 431 else 400)

    @property
    def waits(self) -> bool:
        """Say whether nothing is being answered: a request is still to come, or still coming."""
        return bool(self._waits)

    def give_way(self) -> None:
        """Make room for another connection."""
        self.transport.abort()
        self.connections.discard(self)

    def _see(self) -> None:
        """Wait for what the client owes now: the rest of a body, the rest of a head, its next request, or nothing."""
        state = self.conn.their_state
        if state is h11.SEND_BODY:
            self._wait("body", _BODY)
        elif state is h11.IDLE and self.conn.our_state is h11.IDLE:
            begun = bool(self.conn.trailing_data[0])
            first = self.cycle is None
            self._wait("head" if begun or first else "next", _HEAD if begun or first else _IDLE)
        else:
            self._wait("", 0.0)

    def _wait(self, what: str, seconds: float) -> None:
        if what == self._waits:
            return
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._waits, self.quiet_since = what, time.monotonic()
        if what:
            self._timer = self.loop.call_later(seconds, self._late)

    def _late(self) -> None:
        if self._ended:
            self.transport.abort()
            return
        begun = self._waits == "body" or bool(self.conn.trailing_data[0])
        self._end(408 if begun else 0)

    def _end(self, status: int) -> None:
        """Close, with a word where one can still be said; what is sent meanwhile is passed over, so that it is read."""
        if self.transport.is_closing() or self._ended:
            return
        self._ended = True
        self._wait("end", _LINGER)
        if status and self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            why = _WHY[status]
            self.transport.write(
                f"HTTP/1.1 {status} {why}\r\nconnection: close\r\ncontent-type: text/plain; charset=utf-8\r\n"
                f"content-length: {len(why) + 1}\r\n\r\n{why}\n".encode()
            )
            self.transport.write_eof()
        else:
            self.transport.close()


_WHY: Final = {
    400: "Not an HTTP request",
    408: "Too slow: the request did not come in time",
    431: "Too many headers: send less",
    503: "Too many connections: come again in a moment",
}


def bounded(backlog: int) -> type[Connection]:
    """Make the class of connections, with as many at once as this process may have files open."""
    try:
        import resource
    except ImportError:  # a system that does not say how many files may be open
        return Connection
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 4096 if hard == resource.RLIM_INFINITY else min(hard, 4096)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    most = 1000 if soft == resource.RLIM_INFINITY else min(1000, soft - backlog - _LEFT)
    return type("Connection", (Connection,), {"most": max(8, most)})
