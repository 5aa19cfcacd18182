"""Entities out of a JSON dump of Wikidata, or out of an answer of wbgetentities.

A dump is an array with one entity a line (https://www.wikidata.org/wiki/Wikidata:Database_download);
it is read line by line. The array may never close, commas may trail, lines may be broken: what
cannot be read is reported with its line, all else is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import orjson

from cityties.imports.input import CUT_SHORT, Input
from cityties.imports.report import Reading
from cityties.model.bounds import MOST_BYTES, refuse_large_json
from cityties.model.errors import DataError

__all__ = ["entities", "holds_entities"]

_LARGE: int = 1 << 20  # a line of which it is looked what it will take in memory


def holds_entities(given: Input) -> bool:
    """Say whether an input begins like a dump or an answer with entities, rather than like a table."""
    start = given.head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start.startswith((b"[", b"{")):
        return False
    return b'"claims"' in start or b'"entities"' in start or b'"labels"' in start or b'"sitelinks"' in start


def entities(
    given: Input, reading: Reading, tick: Callable[[int], None] = lambda done: None
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Give each entity with its line. Raises DataError where the input is no dump at all."""
    number = 0
    with given.open(tick) as stream:
        lines = iter(stream)
        while True:
            try:
                line = next(lines, None)
            except CUT_SHORT as error:
                reading.leave(f"the file ends too early or is damaged ({_reason(error)})", line=number + 1)
                return
            if line is None:
                return
            number += 1
            bare = line.strip(b"\xef\xbb\xbf \t\r\n,")
            if bare in (b"", b"[", b"]"):
                continue
            try:
                if len(bare) > _LARGE:
                    refuse_large_json(bare, f"{given.name}:{number}")
                held = orjson.loads(bare)
            except orjson.JSONDecodeError as error:
                if number == 1 and bare.startswith((b"{", b"[")):
                    yield from _whole(line, lines, given.name, reading)
                    return
                held = _after_bracket(bare) if number == 1 else None
                if held is None:
                    reading.read += 1
                    reading.leave("a line that is not JSON", _reason(error), number)
                    continue
            yield from _unfolded(held, number, reading)


def _whole(first: bytes, lines: Iterator[bytes], name: str, reading: Reading) -> Iterator[tuple[int, dict[str, Any]]]:
    """Read one JSON text that goes over many lines."""
    parts, size = [first], len(first)
    for line in lines:
        parts.append(line)
        size += len(line)
        if size > MOST_BYTES:
            raise DataError(
                f"{name}: one JSON text of more than {MOST_BYTES >> 20} MiB: hand in a dump with one entity a line"
            )
    data = b"".join(parts)
    refuse_large_json(data, name)
    try:
        held = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise DataError(f"{name}: neither a dump with one entity a line nor JSON: {_reason(error)}") from error
    yield from _unfolded(held, 1, reading)


def _after_bracket(bare: bytes) -> Any:
    try:
        return orjson.loads(bare.lstrip(b"[ \t"))
    except orjson.JSONDecodeError:
        return None


def _unfolded(held: Any, line: int, reading: Reading) -> Iterator[tuple[int, dict[str, Any]]]:
    if isinstance(held, dict) and isinstance(held.get("entities"), dict | list):
        inner = held["entities"]
        held = list(inner.values()) if isinstance(inner, dict) else inner
    for entity in held if isinstance(held, list) else [held]:
        reading.read += 1
        if isinstance(entity, dict) and ("id" in entity or "claims" in entity):
            if "missing" in entity:
                reading.leave("an item that Wikidata does not hold", str(entity.get("id")), line)
                continue
            yield line, entity
        else:
            reading.leave("JSON that is no entity", line=line)


def _reason(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__
