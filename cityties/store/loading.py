"""Loads N-Triples by slices, several at a time, while the next ones are still being made."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Final

from cityties.model.errors import DataError

__all__ = ["Loader"]

_BLANK: Final = re.compile(rb"^\s*(?:_:|<[^>]*>\s*<[^>]*>\s*_:)", re.MULTILINE)
_AT_ONCE: Final = 2  # each holds a slice and its indexes


class Loader:
    """Hands slices of N-Triples to ``load``; ``name`` is what errors call the whole.

    Slices are short, since Oxigraph's loader keeps up to a million statements a thread in memory; short
    ones load faster besides. The block ends when all is loaded.
    """

    def __init__(self, load: Callable[[bytes], None], name: str) -> None:
        self._load, self._name = load, name
        self._threads = ThreadPoolExecutor(_AT_ONCE)
        self._waiting: deque[tuple[int, Future[None]]] = deque()
        self._lines = 0

    def put(self, piece: bytes) -> None:
        """Load some whole lines, soon. Raises DataError on these or earlier lines that cannot be loaded.

        Things without a name are refused, since two slices could not have them in common.
        """
        if blank := _BLANK.search(piece):
            line = self._lines + piece.count(b"\n", 0, blank.start()) + 1
            raise DataError(f"{self._name}:{line}: a thing without a name: give it an IRI")
        self._waiting.append((self._lines, self._threads.submit(self._load, piece)))
        self._lines += piece.count(b"\n")
        if len(self._waiting) > _AT_ONCE:
            self._await()

    def _await(self) -> None:
        before, loaded = self._waiting.popleft()
        try:
            loaded.result()
        except (SyntaxError, ValueError) as error:
            line = f":{before + error.lineno}" if isinstance(error, SyntaxError) and error.lineno else ""
            why = str(error).partition("\n")[0]
            raise DataError(f"{self._name}{line}: not N-Triples: {why}") from error

    def __enter__(self) -> Loader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            while self._waiting and error is None:
                self._await()
        finally:
            self._threads.shutdown(cancel_futures=True)
