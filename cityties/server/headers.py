"""The headers of an answer: what a browser may do with it, who may read it, how long it may be kept."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from typing import Final

from cityties.model.language import languages

__all__ = ["docs_policy", "headers_of", "picture_policy"]

Header = tuple[bytes, bytes]

_SAFE: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
_DATA: Final = b"default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
_PAGE: Final = (
    b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    b"frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)
_SCRIPT: Final = re.compile(rb"<script(?:\s[^>]*)?>(.*?)</script>", re.DOTALL)
_CHOICE: Final = re.compile(rb"(?:^|&)lang=([a-z]{2,3})(?:&|$)")


def headers_of(status: int, media: str, policy: bytes, path: str, query: bytes, root: str = "") -> list[Header]:
    """Give the headers that go with an answer to a path. ``policy`` is its own, where it has one."""
    kind = media.encode("latin-1")
    if kind.startswith(b"text/"):
        kind += b"; charset=utf-8"
    policy = policy or (_PAGE if media == "text/html" else _DATA)
    headers = [*_SAFE, (b"content-type", kind), (b"content-security-policy", policy)]
    if path.startswith(("/static/", "/docs/_static/")) and status == 200:
        headers.append((b"cache-control", b"max-age=3600"))
    place = root.encode("ascii") or b"/"
    if (chosen := _CHOICE.search(query)) and chosen[1].decode() in languages():
        headers.append(
            (b"set-cookie", b"lang=" + chosen[1] + b"; Path=" + place + b"; Max-Age=31536000; SameSite=Lax; HttpOnly")
        )
    return headers


def picture_policy(body: bytes) -> bytes:
    """Allow the very scripts of a picture, which is one file, and no other."""
    return (
        b"default-src 'none'; script-src "
        + (_marks(body) or b"'none'")
        + b"; style-src 'unsafe-inline'; img-src data: blob:; "
        b"frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    )


def docs_policy(body: bytes) -> bytes:
    """Allow a page of the built site the scripts that lie beside it and those that it carries, and no other."""
    return (
        b"default-src 'none'; script-src 'self' " + _marks(body) + b"; style-src 'self' 'unsafe-inline'; "
        b"img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        b"frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    )


def _marks(body: bytes) -> bytes:
    return b" ".join(
        b"'sha256-" + b64encode(hashlib.sha256(script).digest()) + b"'" for script in _SCRIPT.findall(body) if script
    )
