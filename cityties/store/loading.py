"""Loads N-Triples by slices, several at a time, while the next ones are still being made."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Any, Final

import pyoxigraph

from cityties.model.errors import DataError

__all__ = ["Lines", "Loader"]

_BLANK: Final = re.compile(rb"^\s*(?:_:|<[^>]*>\s*<[^>]*>\s*_:)", re.MULTILINE)
_SLICE: Final = 4_000_000  # bytes
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


class Lines:
    """A place for a dump of one graph: whole lines go on by slices, things without a name aside.

    The latter are one only where they are read in one go.
    """

    def __init__(
        self, put: Callable[[bytes], None], aside: Callable[[list[pyoxigraph.Quad]], None], graph: Any
    ) -> None:
        self._put, self._aside, self._graph = put, aside, graph
        self._held: list[bytes] = []
        self._size = 0
        self._nameless: list[bytes] = []

    def write(self, piece: bytes) -> int:
        """Take some bytes of the dump."""
        self._held.append(bytes(piece))
        self._size += len(piece)
        if self._size >= _SLICE:
            whole, _, rest = b"".join(self._held).rpartition(b"\n")
            self._hand_over(whole + b"\n")
            self._held, self._size = [rest], len(rest)
        return len(piece)

    def flush(self) -> None:
        """Do nothing: what is held goes on with `close`."""

    def close(self) -> None:
        """Hand over what is held."""
        if self._size:
            self._hand_over(b"".join(self._held))
        self._held, self._size = [], 0
        triples = pyoxigraph.parse(input=b"".join(self._nameless), format=pyoxigraph.RdfFormat.N_TRIPLES)
        self._aside([pyoxigraph.Quad(t.subject, t.predicate, t.object, self._graph) for t in triples])

    def _hand_over(self, text: bytes) -> None:
        if b"_:" in text and _BLANK.search(text):
            lines = text.splitlines(keepends=True)
            self._nameless += [line for line in lines if _BLANK.match(line)]
            text = b"".join(line for line in lines if not _BLANK.match(line))
        self._put(text)
