"""Which form of an answer is wanted: the Accept header (https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from cityties.model.language import ENGLISH, languages

__all__ = ["choose", "chosen_language", "spoken"]

_SHORT = 512  # letters of a header whose meaning is remembered
_COOKIE = re.compile(rb"(?:^|;\s*)lang=([a-z]{2,3})(?:;|$)")


def spoken(headers: Mapping[bytes, bytes], told: str) -> str:
    """Choose the language of a page: as told in its address, as chosen before, as the browser speaks.

    >>> spoken({b"accept-language": b"de, tr-TR;q=0.8, en;q=0.5"}, "")
    'tr'
    """
    known = languages()
    if told in known:
        return told
    if kept := chosen_language(headers):
        return kept.decode("ascii")
    ranges = [_range(part) for part in headers.get(b"accept-language", b"").decode("latin-1").split(",") if part]
    wanted = [(quality, -place, name.partition("-")[0]) for place, (name, quality) in enumerate(ranges) if quality]
    return next((name for _, _, name in sorted(wanted, reverse=True) if name in known), ENGLISH)


def chosen_language(headers: Mapping[bytes, bytes]) -> bytes:
    """Give the language chosen before, which a cookie keeps; nothing else of cookies is read."""
    kept = _COOKIE.search(headers.get(b"cookie", b""))
    return kept[1] if kept and kept[1].decode() in languages() else b""


def choose(accept: str, offered: Sequence[str]) -> str | None:
    """Choose among media types, given best first; None where the header takes none of them.

    >>> choose("text/html;q=0.5, text/*", ("text/csv", "text/html"))
    'text/csv'
    """
    return (_remembered if len(accept) < _SHORT else _chosen)(accept, offered)


def _chosen(accept: str, offered: Sequence[str]) -> str | None:
    ranges = [_range(part) for part in accept.split(",") if part.strip()]
    if not ranges:
        return offered[0]
    best, chosen = 0.0, None
    for media in offered:
        kind = media.partition("/")[0]
        fitting = [
            (2 if name == media else 1 if name == f"{kind}/*" else 0, quality)
            for name, quality in ranges
            if name in (media, f"{kind}/*", "*/*")
        ]
        quality = max(fitting)[1] if fitting else 0.0
        if quality > best:
            best, chosen = quality, media
    return chosen


_remembered = lru_cache(maxsize=1024)(_chosen)


def _range(part: str) -> tuple[str, float]:
    name, *parameters = (piece.strip() for piece in part.split(";"))
    quality = 1.0
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "q":
            try:
                quality = min(1.0, max(0.0, float(value)))
            except ValueError:
                quality = 0.0
    return name.lower(), quality
