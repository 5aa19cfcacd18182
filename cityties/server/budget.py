"""How many bytes of requests and answers the front holds at once: so many, and no more."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from cityties.server.protocol import RefusedError

__all__ = ["Budget"]

_FREE: Final = 64 << 10  # what nobody counts: there are few enough connections


class Budget:
    """Bytes that may be held in memory; who finds none left is sent away for a moment."""

    def __init__(self, most: int) -> None:
        self._most = most
        self.held = 0

    @contextmanager
    def lease(self) -> Iterator[Lease]:
        """Give a lease that grows with what is read, and ends with the block."""
        lease = Lease(self)
        try:
            yield lease
        finally:
            self.give(lease.held)

    def take(self, size: int) -> None:
        """Hold more. Raises RefusedError with 503 where that is more than there is."""
        if self.held + size > self._most:
            raise RefusedError(503, "too much is being sent at once: ask again in a moment", Retry_After="2")
        self.held += size

    def give(self, size: int) -> None:
        """Hold less."""
        self.held -= size

    def hold_for(self, owner: object, size: int) -> None:
        """Keep what was taken for as long as an object lives."""
        weakref.finalize(owner, self.give, size).atexit = False


class Lease:
    """What one request holds of a budget."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._read = 0
        self.held = 0

    def grow(self, size: int) -> None:
        """Hold more; the first bytes are free. Raises RefusedError with 503 where there is no more."""
        self._read += size
        more = max(0, self._read - _FREE) - self.held
        if more:
            self._budget.take(more)
            self.held += more
