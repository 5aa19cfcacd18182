"""Files packed by xz, with a bound on the memory that unpacking takes: a file may ask for gigabytes."""

from __future__ import annotations

import lzma
from io import RawIOBase
from typing import IO, Any, Final

__all__ = ["Unxz"]

_MEMORY: Final = 100 << 20  # xz -9 takes 65 MiB
_PIECE: Final = 1 << 16


class Unxz(RawIOBase):
    """The bytes that an xz file holds. Raises lzma.LZMAError on one that is damaged or asks for too much memory."""

    def __init__(self, raw: IO[bytes]) -> None:
        super().__init__()
        self._raw = raw
        self._inner = self._new()

    def _new(self) -> lzma.LZMADecompressor:
        return lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=_MEMORY)

    def readable(self) -> bool:
        return True

    def readinto(self, target: Any) -> int:
        room = memoryview(target)
        while True:
            if self._inner.eof:  # another stream may follow, after zeros that fill up
                rest = (self._inner.unused_data or self._raw.read(_PIECE)).lstrip(b"\0")
                if not rest:
                    return 0
                self._inner = self._new()
            else:
                rest = self._raw.read(_PIECE) if self._inner.needs_input else b""
                if not rest and self._inner.needs_input:
                    raise EOFError("it ends before its end-of-stream marker")
            piece = self._inner.decompress(rest, len(room))
            if piece:
                room[: len(piece)] = piece
                return len(piece)
