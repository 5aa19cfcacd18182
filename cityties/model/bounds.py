"""How much of what a stranger hands in is read: bytes of a file, letters of a line, things in JSON.

Each bound is far above what anybody writes, and is held before anything is parsed.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final

from cityties.model.errors import DataError, RequestError

__all__ = [
    "LONGEST_LINE",
    "MOST_BYTES",
    "count_bounded",
    "json_of",
    "lines_of",
    "list_bounded",
    "read_bounded",
    "read_stream",
    "refuse_large_json",
    "text_of",
]

MOST_BYTES: Final = 200 << 20  # of a file that has to be in memory as a whole
LONGEST_LINE: Final = 64 << 20  # an entity of Wikidata has some 4 MB; an answer with fifty may be one line
_PIECE: Final = 1 << 16
# What JSON takes in memory: its text, and this much for each thing that a mark in it makes.
_COSTS: Final = {b"{": 240, b"[": 80, b",": 64}
_MOST_MEMORY: Final = 300 << 20


def read_bounded(path: Path, most: int = MOST_BYTES) -> bytes:
    """Read a file whole. Raises DataError on one that is larger than the bound, or cannot be read."""
    try:
        with path.open("rb") as stream:
            size = os.fstat(stream.fileno()).st_size
            if size > most:
                raise DataError(_too_large(str(path), most))
            return read_stream(stream, str(path), most)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no name of a file"
        raise DataError(f"{path}: cannot be read: {reason}") from error


def read_stream(stream: IO[bytes], name: str, most: int = MOST_BYTES, longest: int | None = None) -> bytes:
    """Read a stream to its end; ``longest`` is the bound of a line, where it has lines.

    Raises DataError where it holds more than the bound, whatever it was packed as.
    """
    data = bytearray()
    begun = 0  # where the last line begins
    while piece := stream.read(_PIECE):
        data += piece
        begun = max(begun, data.rfind(b"\n", len(data) - len(piece)) + 1)
        if longest is not None and len(data) - begun > longest:
            raise DataError(_too_long(name, data.count(b"\n") + 1, longest))
        if len(data) > most:
            raise DataError(_too_large(name, most))
    return bytes(data)


def text_of(data: bytes, name: str) -> str:
    """Give bytes as text, without the mark at its beginning. Raises RequestError where they are not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise RequestError(f"{name}:{line}: not UTF-8 text: save it as UTF-8") from error


def lines_of(stream: Any, name: str, longest: int = LONGEST_LINE) -> Iterator[bytes]:
    """Give the lines of a stream. Raises DataError on a line that is longer than the bound, before it is read whole."""
    number = 0
    while line := stream.readline(longest + 1):
        number += 1
        if len(line) > longest:
            raise DataError(_too_long(name, number, longest))
        yield line


def json_of(data: bytes, name: str) -> Any:
    """Read JSON. Raises DataError where it is none, is nested too deeply, or would take too much memory."""
    import orjson

    data = data.removeprefix(b"\xef\xbb\xbf")
    refuse_large_json(data, name)
    try:
        held = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise DataError(f"{name}:{error.lineno}:{error.colno}: not JSON: {error.msg}") from error
    try:
        orjson.dumps(held)  # goes down no further than 254 things, and far faster than anything else could count
    except (orjson.JSONEncodeError, TypeError) as error:
        raise DataError(f"{name}: JSON nested more than 250 deep: write it flatter") from error
    return held


def refuse_large_json(data: bytes, name: str) -> None:
    """Refuse JSON that would take too much memory once it is read. Raises DataError."""
    if len(data) + sum(data.count(mark) * cost for mark, cost in _COSTS.items()) > _MOST_MEMORY:
        raise DataError(f"{name}: more JSON than fits into memory: hand it in in parts, or as CSV")


def count_bounded(things: Iterable[Any], most: int, name: str, what: str) -> Iterator[Any]:
    """Give things one by one. Raises DataError where there are more than the bound."""
    for number, thing in enumerate(things):
        if number >= most:
            raise DataError(f"{name}: more than {most:,} {what}: hand it in in parts")
        yield thing


def list_bounded(things: Iterable[Any], most: int, name: str, what: str) -> list[Any]:
    """List things. Raises DataError where there are more than the bound."""
    found = list(islice(things, most + 1))
    if len(found) > most:
        raise DataError(f"{name}: more than {most:,} {what}: hand it in in parts")
    return found


def _too_long(name: str, number: int, longest: int) -> str:
    return f"{name}:{number}: a line too long: more than {longest >> 20} MiB: hand in shorter lines"


def _too_large(name: str, most: int) -> str:
    return f"{name}: too large: more than {most >> 20} MiB once unpacked: hand it in in parts"
