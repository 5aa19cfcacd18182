"""What is handed in: a file, plain or compressed, or standard input, read line by line."""

from __future__ import annotations

import bz2
import gzip
import lzma
import stat
import weakref
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import IO, Final, cast

from cityties.imports.unpacked import Unxz
from cityties.model.bounds import LONGEST_LINE, lines_of
from cityties.model.errors import RequestError
from cityties.model.given import standard_input

__all__ = ["CUT_SHORT", "Input"]

# What a compressed file raises that ends too early or is damaged.
CUT_SHORT: Final = (EOFError, OSError, zlib.error, lzma.LZMAError)
_PEEK: Final = 65536
_BITE: Final = 256


class Input:
    """A file, a pipe or standard input ("-"). Compression (gzip, bzip2, xz) is seen from the first bytes.

    Raises RequestError where it cannot be read.
    """

    def __init__(self, name: str) -> None:
        self.name = "standard input" if name == "-" else name
        self._path = None if name == "-" else Path(name)
        self._taken = False
        self.head = b""
        try:
            if self._path is not None and not _is_pipe(self._path):
                self.size = self._path.stat().st_size
                with self.open() as stream:
                    self.head = _some(stream)
                if not self.size:
                    raise RequestError(f"{name}: an empty file: hand in one that holds something")
                return
            self.size = 0
            if self._path is None:
                raw = standard_input()
            else:
                raw = self._path.open("rb")
                weakref.finalize(self, raw.close)
                self._path = None
            self._stream = _unpacked(raw)
            self.head = _peek(self._stream)
        except (*CUT_SHORT, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error) or "damaged"
            raise RequestError(f"{name}: cannot be read: {reason}") from error

    @property
    def rereadable(self) -> bool:
        """Say whether it can be read a second time."""
        return self._path is not None

    @contextmanager
    def open(self, tick: Callable[[int], None] = lambda done: None, longest: int = LONGEST_LINE) -> Iterator[IO[bytes]]:
        """Open it for reading from the beginning; ``tick`` hears how many bytes of the file are read.

        Raises RequestError on a second reading of standard input. Its lines raise DataError where one is ``longest``.
        """
        if self._path is None:
            if self._taken:
                raise RequestError("standard input can be read once only: hand in a file")
            self._taken = True
            yield cast("IO[bytes]", _Watched(self._stream, None, tick, self.name, longest))
            return
        with self._path.open("rb") as raw:
            yield cast("IO[bytes]", _Watched(_unpacked(raw), raw, tick, self.name, longest))


class _Watched:
    """A stream that tells how far its file is read, every few thousand lines; none of them may be endless."""

    def __init__(
        self, stream: IO[bytes], raw: IO[bytes] | None, tick: Callable[[int], None], name: str, longest: int
    ) -> None:
        self._stream, self._raw, self._tick, self._name, self._longest = stream, raw, tick, name, longest

    def __iter__(self) -> Iterator[bytes]:
        for number, line in enumerate(lines_of(self._stream, self._name, self._longest)):
            if self._raw is not None and number % 1000 == 0:
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
        return cast("IO[bytes]", BufferedReader(Unxz(raw)))
    return raw


def _is_pipe(path: Path) -> bool:
    """Say whether what stands there can be read once only: a pipe, or a device."""
    mode = path.stat().st_mode
    return stat.S_ISFIFO(mode) or stat.S_ISCHR(mode) or stat.S_ISSOCK(mode)


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
