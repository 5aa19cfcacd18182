"""The contexts of JSON-LD (https://www.w3.org/TR/json-ld11/#the-context): what they would cost a parser.

A parser keeps the terms of each context that is in force, once for each level of what is nested, and takes a context
inside a context anew for each thing that it is for: some hundred kilobytes can cost gigabytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from cityties.model.bounds import refuse_large_json
from cityties.model.errors import DataError
from cityties.model.nesting import refuse_deep_json

__all__ = ["refuse_costly_jsonld"]

_MOST_KEPT: Final = 200_000  # terms in force at once
_MOST_TAKEN: Final = 5_000_000  # terms taken over, one after another
_MOST_WITHIN: Final = 300_000  # of contexts inside contexts, which cost more
_DEPTH: Final = 100


@dataclass
class _Object:
    """What an object of JSON holds: entries in all, and whether a context is among them."""

    entries: int
    has_context: bool


def refuse_costly_jsonld(data: bytes, name: str) -> None:
    """Refuse JSON-LD that is nested too deeply or whose contexts cost too much. Raises DataError."""
    refuse_deep_json(data, name)
    if data.count(b"@context") < 2 and b"\\u00" not in data:
        return
    refuse_large_json(data, name)
    costs = _Costs()
    try:
        json.loads(data, object_pairs_hook=costs.take, parse_int=_nothing, parse_float=_nothing)
    except (ValueError, RecursionError):
        return  # no JSON: the parser says where
    if costs.are_too_high():
        raise DataError(f"{name}: contexts in contexts that cost too much: write one context at the beginning")


def _nothing(_: str) -> None:
    return None


class _Costs:
    """Counts what the contexts of a document hold, object by object, the innermost first."""

    def __init__(self) -> None:
        self._objects = self._contexts = self._terms = self._largest = 0
        self._within = False

    def take(self, pairs: list[tuple[str, Any]]) -> _Object:
        """Count one object; give what it holds in short."""
        self._objects += 1
        held = _Object(len(pairs), False)
        for key, value in pairs:
            inner = list(_objects(value))
            size = sum(one.entries for one in inner)
            held.entries += size
            held.has_context |= key == "@context" or any(one.has_context for one in inner)
            if key == "@context":
                self._contexts += 1
                self._terms += size
                self._largest = max(self._largest, size)
                self._within |= any(one.has_context for one in inner)
        return held

    def are_too_high(self) -> bool:
        """Say whether a parser would keep, or take over, too many terms."""
        if self._within:
            return self._objects * self._largest > _MOST_WITHIN
        in_force = min(self._terms, _DEPTH * self._largest)
        return min(_DEPTH, self._contexts) * in_force > _MOST_KEPT or self._contexts * self._largest > _MOST_TAKEN


def _objects(value: Any) -> Iterator[_Object]:
    if isinstance(value, _Object):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _objects(one)
