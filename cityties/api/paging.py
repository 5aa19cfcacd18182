"""Answers by pages: how much at once, and a mark where the next page begins, which fits that one request alone."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeVar

from cityties.model.errors import RequestError

__all__ = ["MOST", "USUAL", "page"]

T = TypeVar("T")

USUAL: Final = 50
MOST: Final = 500


def page(items: Sequence[T], limit: int, cursor: str, asked: Mapping[str, Any]) -> tuple[Sequence[T], str | None]:
    """Give the items from a cursor on, and the cursor of what follows.

    Raises RequestError on a cursor of another request, or none of ours.

    >>> items, more = page("abc", 2, "", {"of": "it"})
    >>> items, page("abc", 2, more or "", {"of": "it"})
    ('ab', ('c', None))
    """
    sign = _sign(asked)
    start = _start(cursor, sign) if cursor else 0
    end = start + limit
    return items[start:end], _written(end, sign) if end < len(items) else None


def _sign(asked: Mapping[str, Any]) -> str:
    told = {name: value for name, value in asked.items() if name not in ("cursor", "limit")}
    return hashlib.blake2b(json.dumps(told, sort_keys=True, default=str).encode(), digest_size=6).hexdigest()


def _written(place: int, sign: str) -> str:
    return base64.urlsafe_b64encode(f"{place}.{sign}".encode()).decode().rstrip("=")


def _start(cursor: str, sign: str) -> int:
    try:
        told = base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4)).decode("ascii")
        place, _, mark = told.partition(".")
        if mark == sign and place.isascii() and place.isdigit() and len(place) < 10:
            return int(place)
    except (UnicodeError, ValueError, binascii.Error):
        pass
    raise RequestError(f"cursor {cursor[:40]}: not one that this very request was answered with: leave it out")
