"""Answers kept for who asks the same again: the least lately asked are forgotten first, by their bytes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

__all__ = ["Cache"]

V = TypeVar("V")


class Cache(Generic[V]):
    """Values by key, up to so many bytes in all; a value of more than an eighth of that is not kept.

    >>> kept: Cache[str] = Cache(80)
    >>> kept.put("a", "first", 10)
    >>> kept.put("a", "second", 10)
    >>> kept.held, kept.get("a")
    (10, 'second')
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, tuple[V, int]] = OrderedDict()
        self.held = 0

    def get(self, key: Hashable) -> V | None:
        """Give what is kept under a key."""
        found = self._kept.get(key)
        if found is None:
            return None
        self._kept.move_to_end(key)
        return found[0]

    def put(self, key: Hashable, value: V, size: int) -> None:
        """Keep a value that takes so many bytes, its key among them, in the place of an older one."""
        if old := self._kept.pop(key, None):
            self.held -= old[1]
        if size > self._most // 8:
            return
        self._kept[key] = (value, size)
        self.held += size
        while self.held > self._most:
            _, (_, least) = self._kept.popitem(last=False)
            self.held -= least
