"""What is handed in: a file, plain or compressed, or standard input, read line by line."""

from __future__ import annotations

import bz2
import gzip
import lzma
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, cast

from cityties.model.errors import RequestError

__all__ = ["CUT_SHORT", "Input"]

# What a compressed file raises that ends too early or is damaged.
CUT_SHORT: Final = (EOFError, OSError, zlib.error, lzma.LZMAError)
_PEEK: Final = 65536
_BITE: Final = 256


class Input:
    """A file or standard input ("-"). Compression (gzip, bzip2, xz) is seen from the first bytes.

    Raises RequestError where it cannot be read.
    """

    def __init__(self, name: str) -> None:
        self.name = "standard input" if name == "-" else name
        self._path = None if name == "-" else Path(name)
        self._taken = False
        self.head = b""
        if self._path is not None:
            try:
                self.size = self._path.stat().st_size
                with self.open() as stream:
                    self.head = _some(stream)
            except CUT_SHORT as error:
                reason = getattr(error, "strerror", None) or str(error) or "damaged"
                raise RequestError(f"{name}: cannot be read: {reason}") from error
            if not self.size:
                raise RequestError(f"{name}: an empty file: hand in one that holds something")
        else:
            self.size = 0
            self._stream = _unpacked(cast("IO[bytes]", sys.stdin.buffer))
            self.head = _peek(self._stream)

    @property
    def rereadable(self) -> bool:
        """Say whether it can be read a second time."""
        return self._path is not None

    @contextmanager
    def open(self, tick: Callable[[int], None] = lambda done: None) -> Iterator[IO[bytes]]:
        """Open it for reading from the beginning; ``tick`` hears how many bytes of the file are read.

        Raises RequestError on a second reading of standard input.
        """
        if self._path is None:
            if self._taken:
                raise RequestError("standard input can be read once only: hand in a file")
            self._taken = True
            yield self._stream
            return
        with self._path.open("rb") as raw:
            yield cast("IO[bytes]", _Watched(_unpacked(raw), raw, tick))


class _Watched:
    """A stream that tells how far its file is read, every few thousand lines."""

    def __init__(self, stream: IO[bytes], raw: IO[bytes], tick: Callable[[int], None]) -> None:
        self._stream, self._raw, self._tick = stream, raw, tick

    def __iter__(self) -> Iterator[bytes]:
        for number, line in enumerate(self._stream):
            if number % 1000 == 0:
                self._tick(self._raw.tell())
            yield line

    def read(self, size: int = -1) -> bytes:
        return self._stream.read(size)


def _unpacked(raw: IO[bytes]) -> IO[bytes]:
    start = _peek(raw)
    if start.startswith(b"\x1f\x8b"):
        return cast("IO[bytes]", gzip.GzipFile(fileobj=raw))
    if start.startswith(b"BZh"):
        return cast("IO[bytes]", bz2.BZ2File(raw))
    if start.startswith(b"\xfd7zXZ\0"):
        return cast("IO[bytes]", lzma.LZMAFile(raw))
    return raw


def _peek(stream: IO[bytes]) -> bytes:
    peek = getattr(stream, "peek", None)
    return bytes(peek(_PEEK)[:_PEEK]) if peek is not None else b""


def _some(stream: IO[bytes]) -> bytes:
    """Read the beginning, as much of it as is whole."""
    parts: list[bytes] = []
    try:
        while sum(map(len, parts)) < _PEEK and (part := stream.read(_BITE)):
            parts.append(part)
    except EOFError:
        pass  # cut short: what came before still says what it is
    return b"".join(parts)
