"""How the front and a worker talk: a length, a header in JSON, and a body of bytes."""

from __future__ import annotations

import struct
from typing import Any, Final

import orjson

__all__ = ["LENGTHS", "join", "lengths"]

LENGTHS: Final = struct.Struct(">II")


def join(header: dict[str, Any], body: bytes = b"") -> bytes:
    """Write one message."""
    told = orjson.dumps(header)
    return LENGTHS.pack(len(told), len(body)) + told + body


def lengths(start: bytes) -> tuple[int, int]:
    """Say how long the header and the body are that follow."""
    told, body = LENGTHS.unpack(start)
    return told, body
