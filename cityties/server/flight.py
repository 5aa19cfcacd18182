"""What one client asks several times at once is done once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

__all__ = ["Flights"]

V = TypeVar("V")


class Flights(Generic[V]):
    """The work under way, by key; it is stopped when the last who waits for it leaves."""

    def __init__(self) -> None:
        self._under_way: dict[Hashable, asyncio.Future[V]] = {}
        self._waiting: dict[Hashable, int] = {}

    async def join(self, key: Hashable, begin: Callable[[], Awaitable[V]]) -> V:
        """Wait for what is under way under a key; begin it where nothing is."""
        work = self._under_way.get(key)
        if work is None:
            work = self._under_way[key] = asyncio.ensure_future(begin())
            self._waiting[key] = 0
        self._waiting[key] += 1
        try:
            return await asyncio.shield(work)
        finally:
            self._waiting[key] -= 1
            if not self._waiting[key]:
                del self._waiting[key], self._under_way[key]
                work.cancel()
