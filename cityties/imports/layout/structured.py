"""Records out of JSON: lists of objects, GeoJSON, results of SPARQL, JSON Lines, lists within lists, lists of rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import orjson

from cityties.imports.input import CUT_SHORT, Input
from cityties.imports.layout.grid import Grid, Known, Record, records_of
from cityties.imports.report import Line, Reading
from cityties.model.bounds import json_of, read_stream
from cityties.model.errors import DataError

__all__ = ["looks_like_lines", "read_structured"]

_MOST: Final = 2_000_000  # records, after lists within lists are laid out


def looks_like_lines(head: bytes) -> bool:
    """Say whether a text is JSON Lines: an object a line, two of them at least."""
    lines = [line.strip() for line in head.lstrip(b"\xef\xbb\xbf").splitlines() if line.strip()][:2]
    return len(lines) == 2 and all(line.startswith(b"{") for line in lines) and lines[0].endswith(b"}")


def read_structured(
    given: Input, records: str | None, header: list[str], known: Known, reading: Reading
) -> tuple[list[str], Iterator[tuple[Line, Record]]]:
    """Give the names of the columns and the records; ``records`` is the path to them, such as "results.bindings".

    A path may go through a list: of "cities.partners" each partner is a record, and what its city holds beside goes
    by `cities.name`. Raises DataError where the file is no JSON, or holds no records there.
    """
    try:
        with given.open() as stream:
            data = read_stream(stream, given.name)
    except CUT_SHORT as error:
        raise DataError(f"{given.name}: ends too early or is damaged ({error}): fetch it again") from error
    lines = looks_like_lines(given.head)
    listed = (
        _of_lines(data, reading)
        if lines
        else list(enumerate(_list_in(json_of(data, given.name), records, given.name), 1))
    )
    if listed and all(isinstance(one, list) for _, one in listed):
        rows: list[tuple[Line, list[str]]] = [(line, [_written(cell) for cell in one]) for line, one in listed]
        return records_of([Grid(given.name, rows)], header, known, reading, given.name)
    found: list[tuple[Line, Record]] = []
    names: dict[str, None] = {}
    for line, one in listed:
        if not isinstance(one, dict):
            reading.read += 1
            reading.leave("a record that is no object", line=line)
            continue
        record: Record = {}
        _flatten(_of_feature(one), "", record)
        names.update(dict.fromkeys(record))
        found.append((line, record))
    if not names:
        raise DataError(f"{given.name}: holds no records")
    for _, record in found:
        for name in names:
            record.setdefault(name, "")
    return list(names), iter(found)


def _of_lines(data: bytes, reading: Reading) -> list[tuple[int, Any]]:
    found = []
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").splitlines(), 1):
        if not line.strip():
            continue
        try:
            found.append((number, json_of(line, "line")))
        except DataError as error:
            reading.read += 1
            reading.leave("a line that is not JSON", str(error).rpartition(": ")[2][:80], number)
    return found


def _list_in(held: Any, path: str | None, name: str) -> list[Any]:
    steps = path.split(".") if path else []
    if not steps and isinstance(held, dict):
        steps = ["features"] if "features" in held else ["results", "bindings"] if "results" in held else []
        if not steps and len(lists := [key for key, value in held.items() if isinstance(value, list)]) == 1:
            steps = lists
    listed = _through(held, steps)
    if listed is None:
        where = f" at {'.'.join(steps)}" if steps else ""
        raise DataError(f'{name}: no list of records{where}: tell the map where they lie, records = "…"')
    if len(listed) > _MOST:
        raise DataError(f"{name}: more than {_MOST:,} records: hand it in in parts")
    return listed


def _through(held: Any, steps: list[str]) -> list[Any] | None:
    """Go down a path to a list; through a list on the way, what is beside goes with each record below it."""
    for at, step in enumerate(steps):
        if isinstance(held, list):
            return _below(held, steps[:at], steps[at:])
        held = held.get(step) if isinstance(held, dict) else None
    return held if isinstance(held, list) else None


def _below(held: list[Any], before: list[str], steps: list[str]) -> list[Any]:
    outer = before[-1] if before else "record"
    found: list[Any] = []
    for one in held:
        inner = _through(one, steps) if isinstance(one, dict) else None
        if inner is None:
            continue
        beside = {
            f"{outer}.{key}": value for key, value in one.items() if not isinstance(value, list) and key != steps[0]
        }
        for record in inner:
            found.append({**beside, **record} if isinstance(record, dict) else {**beside, steps[-1]: record})
            if len(found) > _MOST:
                return found
    return found


def _of_feature(one: Mapping[str, Any]) -> Mapping[str, Any]:
    """Make a GeoJSON feature a flat record: its properties, and the point's longitude and latitude."""
    if one.get("type") != "Feature" or not isinstance(one.get("properties"), dict):
        return one
    record = dict(one["properties"])
    geometry = one.get("geometry")
    if isinstance(geometry, dict) and geometry.get("type") == "Point":
        point = geometry.get("coordinates")
        if isinstance(point, list) and len(point) >= 2:
            record.setdefault("longitude", point[0])
            record.setdefault("latitude", point[1])
    if "id" in one:
        record.setdefault("id", one["id"])
    return record


def _flatten(held: Mapping[str, Any], before: str, record: Record) -> None:
    """Name nested values by their path; the value of a cell of SPARQL results by its variable alone."""
    for key, value in held.items():
        name = f"{before}{key}"
        if isinstance(value, dict):
            if "value" in value and value.get("type") in ("uri", "literal", "typed-literal", "bnode"):
                record[name] = "" if value["type"] == "bnode" else str(value["value"])
            else:
                _flatten(value, f"{name}.", record)
        elif isinstance(value, list):
            record[name] = [_written(one) for one in value]
        else:
            record[name] = _written(value)


def _written(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else orjson.dumps(value).decode()
