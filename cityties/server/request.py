"""One request, as far as answers depend on it, within bounds."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from cityties.server.budget import Lease
from cityties.server.negotiation import spoken
from cityties.server.protocol import RefusedError, fields
from cityties.server.share import client_of

__all__ = ["GoneError", "Receive", "Request", "Scope", "below"]

Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]

_HEAD: Final = 64 << 10  # bytes of a head
_LINES: Final = 100  # headers of a head


def below(root: str, path: str) -> str:
    """Give a path without the root that a proxy may have left on it.

    >>> below("/ties", "/ties/pair"), below("/ties", "/pair"), below("/ties", "/ties")
    ('/pair', '/pair', '/')
    """
    return path.removeprefix(root) or "/" if path == root or path.startswith(f"{root}/") else path


class GoneError(Exception):
    """Whoever asked is no longer there."""


@dataclass(frozen=True)
class Request:
    """What is asked, by which method and headers, and who asks."""

    method: str
    path: str
    query: bytes
    headers: Mapping[bytes, bytes]
    scheme: str
    client: str
    receive: Receive
    root: str = ""

    @classmethod
    def of(cls, scope: Scope, receive: Receive, root: str = "") -> Request:
        """Read a request as ASGI tells it (https://asgi.readthedocs.io/en/latest/specs/www.html).

        ``root`` is the path below which a proxy shows this server; a proxy may pass it on or take it off.
        """
        scheme = scope.get("scheme", "http")
        return cls(
            scope["method"], below(root, scope["path"]), scope["query_string"], dict(scope["headers"]),
            scheme if scheme in ("http", "https") else "http", client_of((scope.get("client") or ("",))[0]), receive,
            root,
        )  # fmt: skip

    def check_head(self, scope: Scope) -> None:
        """Raise RefusedError where the head is too large, or asks for another protocol."""
        lines = scope["headers"]
        size = sum(len(name) + len(value) for name, value in lines) + len(scope.get("raw_path", b"")) + len(self.query)
        if size > _HEAD or len(lines) > _LINES:
            raise RefusedError(431, f"more than {_HEAD} bytes or {_LINES} lines of headers: send less")
        if b"websocket" in self.headers.get(b"upgrade", b"").lower():
            raise RefusedError(400, "no WebSockets here: ask by GET or POST")

    @property
    def accept(self) -> str:
        """The forms that are wanted."""
        return self.headers.get(b"accept", b"").decode("latin-1")

    @property
    def kind(self) -> str:
        """The content type of the body."""
        return self.headers.get(b"content-type", b"").decode("latin-1")

    @property
    def lang(self) -> str:
        """The language that a page is wanted in."""
        return spoken(self.headers, fields(self.query).get("lang", [""])[0])

    async def body(self, most: int, lease: Lease) -> bytes:
        """Read what is sent along. Raises RefusedError where it is too much, GoneError where it ends before its end."""
        parts, size = [], 0
        while True:
            message = await self.receive()
            if message["type"] == "http.disconnect":
                raise GoneError
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            if size > most:
                raise RefusedError(413, f"more than {most} bytes: ask for less at once")
            lease.grow(len(parts[-1]))
            if not message.get("more_body"):
                return b"".join(parts)

    async def gone(self) -> None:
        """Wait until whoever asked goes away."""
        while (await self.receive())["type"] != "http.disconnect":
            pass
