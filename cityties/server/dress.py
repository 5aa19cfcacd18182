"""The headers of an answer: what a browser may do with it, and how long it may be kept."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from functools import lru_cache
from typing import Final

from cityties.server.pool import Answer

__all__ = ["dress"]

_SAFE: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"etag, retry-after"),
    (b"vary", b"accept, accept-language, cookie"),
)
_DATA: Final = b"default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
_PAGE: Final = (
    b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    b"frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)
_SCRIPT: Final = re.compile(rb"<script(?:\s[^>]*)?>(.*?)</script>", re.DOTALL)
_CHOICE: Final = re.compile(rb"(?:^|&)lang=(en|id|tr)(?:&|$)")


def dress(answer: Answer, path: str, query: bytes) -> list[tuple[bytes, bytes]]:
    """Give the headers that go with an answer to a path."""
    media = answer.media.encode("latin-1")
    policy = _DATA
    if answer.media == "text/html":
        policy = _picture(answer.body) if path.startswith("/pictures/") else _PAGE
    if media.startswith(b"text/"):
        media += b"; charset=utf-8"
    headers = [*_SAFE, (b"content-type", media), (b"content-security-policy", policy)]
    if path.startswith("/static/") and answer.status == 200:
        headers.append((b"cache-control", b"max-age=3600"))
    if chosen := _CHOICE.search(query):
        headers.append((b"set-cookie", b"lang=" + chosen[1] + b"; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly"))
    return headers


@lru_cache(maxsize=64)
def _picture(body: bytes) -> bytes:
    """Allow the very scripts of a picture, which is one file, and no other."""
    marks = b" ".join(
        b"'sha256-" + b64encode(hashlib.sha256(script).digest()) + b"'" for script in _SCRIPT.findall(body)
    )
    return (
        b"default-src 'none'; script-src "
        + (marks or b"'none'")
        + b"; style-src 'unsafe-inline'; img-src data: blob:; "
        b"frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    )
