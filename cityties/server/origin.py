"""Which pages of other origins may read what this server answers: none, unless it was started with their names.

The protocol of browsers for this is CORS (https://fetch.spec.whatwg.org/#http-cors-protocol).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final

from cityties.model.errors import RequestError
from cityties.server.protocol import RefusedError, name_of

__all__ = ["Origins"]

_SHAPE: Final = re.compile(r"https?://(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?")


class Origins:
    """The origins that may read, each as `https://host` or `https://host:port`, or `*` for all.

    Raises RequestError on what is none.
    """

    def __init__(self, allowed: Collection[str], hosts: frozenset[bytes]) -> None:
        for one in allowed:
            if one != "*" and _SHAPE.fullmatch(one) is None:
                raise RequestError(f"--allow-origin {one}: not an origin: write https://HOST, https://HOST:PORT or *")
        self._allowed = frozenset(one.lower().encode("ascii") for one in allowed)
        self._hosts = hosts

    def admit(self, headers: Mapping[bytes, bytes]) -> None:
        """Let pass who is no page of others, or a page that may read. Raises RefusedError with 403."""
        origin = headers.get(b"origin")
        if origin is None:
            cross = headers.get(b"sec-fetch-site") == b"cross-site"
            foreign = cross and headers.get(b"sec-fetch-mode") != b"navigate"  # a link may lead here
        else:
            foreign = name_of(origin.partition(b"://")[2]) not in self._hosts and not self._reads(origin)
        if foreign:
            raise RefusedError(403, "a page of another origin may not ask here: start the server with --allow-origin")

    def headers(self, headers: Mapping[bytes, bytes]) -> list[tuple[bytes, bytes]]:
        """Give the headers by which a browser knows who may read the answer."""
        origin = headers.get(b"origin", b"")
        told = [(b"vary", b"accept, accept-language, cookie, origin")]
        if b"*" in self._allowed:
            told += [(b"access-control-allow-origin", b"*")]
        elif self._reads(origin):
            told += [(b"access-control-allow-origin", origin)]
        else:
            return [*told, (b"cross-origin-resource-policy", b"same-origin")]
        return [
            *told,
            (b"access-control-expose-headers", b"etag, retry-after"),
            (b"cross-origin-resource-policy", b"cross-origin"),
        ]

    def preflight(self, headers: Mapping[bytes, bytes]) -> dict[str, str]:
        """Give what a browser wants to know before it asks."""
        if b"*" not in self._allowed and not self._reads(headers.get(b"origin", b"")):
            return {"Allow": "GET, HEAD, POST, OPTIONS"}
        return {
            "Allow": "GET, HEAD, POST, OPTIONS",
            "Access-Control-Allow-Methods": "GET, HEAD, POST",
            "Access-Control-Allow-Headers": "content-type",
        }

    def _reads(self, origin: bytes) -> bool:
        return b"*" in self._allowed or origin.lower() in self._allowed
