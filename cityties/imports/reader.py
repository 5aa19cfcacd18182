"""Records out of a table: CSV, TSV, GeoJSON or JSON, each with its line (or its number) and its cells.

Text that is not UTF-8 is told apart by charset-normalizer, or told. A row of another width than the
header is reported and left out; that the header ends in an empty column is no fault.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any, Final

import orjson

from cityties.imports.input import CUT_SHORT, Input
from cityties.imports.report import Reading
from cityties.model.bounds import json_of, read_stream
from cityties.model.errors import DataError, RequestError

__all__ = ["FORMATS", "Record", "Shape", "read_records"]

FORMATS: Final = ("csv", "tsv", "geojson", "json")
Record = dict[str, str | list[str]]
_WIDEST: Final = 1 << 22  # bytes of a line, of a cell
_LARGEST: Final = 1 << 22  # characters of a row that goes over several lines
_MOST_COLUMNS: Final = 10_000
_PIECE: Final = 1 << 16
_SAMPLE: Final = 1 << 20
_DELIMITERS: Final = ",;\t|"
_LOST: Final = re.compile("[\ud800-\udfff]")  # what a byte that cannot be decoded becomes


@dataclass(frozen=True)
class Shape:
    """How a table is laid out; what is None is seen from the file itself.

    ``records`` is the path to the list of records in JSON, such as "results.bindings".
    """

    format: str | None = None
    delimiter: str | None = None
    encoding: str | None = None
    records: str | None = None


def read_records(
    given: Input, shape: Shape, reading: Reading, tick: Callable[[int], None] = lambda done: None
) -> tuple[list[str], Iterator[tuple[int, Record]]]:
    """Give the names of the columns and the records, each with its line.

    Raises DataError where the file is no table of its form, RequestError on an encoding or a form
    that is unknown.
    """
    form = shape.format or _form_of(given)
    if form in ("csv", "tsv"):
        return _read_lines(given, shape, form, reading, tick)
    return _read_json(given, shape, reading)


def _form_of(given: Input) -> str:
    start = given.head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith((b"{", b"[")):
        return "json"
    return "tsv" if ".tsv" in given.name.lower() else "csv"


# Lines with cells.


def _read_lines(
    given: Input, shape: Shape, form: str, reading: Reading, tick: Callable[[int], None]
) -> tuple[list[str], Iterator[tuple[int, Record]]]:
    encoding = _encoding_of(given, shape.encoding, reading)
    delimiter = shape.delimiter or ("\t" if form == "tsv" else _delimiter_of(given.head.decode(encoding, "replace")))
    rows = _rows(given, encoding, delimiter, reading, tick)
    _, header = next(rows, (0, []))
    names = [" ".join(name.split()) for name in header]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise DataError(f"{given.name}: its first line names no columns: a table begins with a header")
    if len(names) > _MOST_COLUMNS:
        raise DataError(f"{given.name}: {len(names):,} columns: a table has at most {_MOST_COLUMNS:,}")
    twice = sorted(name for name, times in Counter(names).items() if name and times > 1)
    if twice:
        raise DataError(f"{given.name}: two columns are called {twice[0]}: name them apart")
    return names, _records(rows, names, encoding, reading)


def _records(
    rows: Iterable[tuple[int, list[str]]], names: Sequence[str], encoding: str, reading: Reading
) -> Iterator[tuple[int, Record]]:
    width = len(names)
    for line, cells in rows:
        if not any(cells):
            continue
        if len(cells) != width:
            while len(cells) > width and not cells[-1].strip():
                cells.pop()
            if len(cells) != width:
                reading.read += 1
                reading.leave("another number of cells than the header has", f"{len(cells)} cells, not {width}", line)
                continue
        if any(map(_LOST.search, cells)):
            reading.read += 1
            reading.leave(f"bytes that are not {encoding}: tell --encoding", _shown(cells), line)
            continue
        yield line, dict(zip(names, cells, strict=True))


def _rows(
    given: Input, encoding: str, delimiter: str, reading: Reading, tick: Callable[[int], None]
) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(_WIDEST)
    with given.open(tick, longest=_WIDEST) as stream:
        # Multi-byte encodings have no lines before they are decoded; others are read line by line, so that
        # progress is heard and a byte that is wrong harms its own line only.
        wide = encoding.lower().startswith(("utf-16", "utf-32", "utf_16", "utf_32"))
        lines: Iterator[str]
        if wide:
            lines = _wide_lines(stream, encoding, given.name)
        else:
            lines = (line.decode(encoding, "surrogateescape") for line in stream)
        bounded = _Row(given.name)
        reader = csv.reader(bounded.lines(line.replace("\0", "") for line in lines), delimiter=delimiter)
        while True:
            bounded.begin()
            line = reader.line_num + 1
            try:
                row = next(reader, None)
            except csv.Error as error:
                if "field larger" in str(error):
                    raise DataError(
                        f"{given.name}:{line}: a cell of more than {_WIDEST >> 20} MiB: a quotation mark is not closed"
                    ) from error
                reading.read += 1
                reading.leave(f"a line that is not CSV ({error})", line=line)
                continue
            except CUT_SHORT as error:
                reading.read += 1
                reading.leave(f"the file ends too early or is damaged ({error})", line=line)
                return
            if row is None:
                return
            if line == 1 and row:
                row[0] = row[0].lstrip("\ufeff")
            yield line, row


class _Row:
    """A row as it is read: over how many lines it goes on, a quotation mark that never closes leaves open."""

    def __init__(self, name: str) -> None:
        self._name, self._taken = name, 0

    def begin(self) -> None:
        """Begin another row."""
        self._taken = 0

    def lines(self, lines: Iterable[str]) -> Iterator[str]:
        """Give lines. Raises DataError where those of one row are too many to be one."""
        for line in lines:
            self._taken += len(line)
            if self._taken > _LARGEST:
                raise DataError(
                    f"{self._name}: a row of more than {_LARGEST >> 20} MiB: a quotation mark is not closed"
                )
            yield line


def _wide_lines(stream: IO[bytes], encoding: str, name: str) -> Iterator[str]:
    """Give the lines of a text in which a letter is two bytes or four. Raises DataError on a line too long."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    waiting = ""
    while True:
        piece = stream.read(_PIECE)
        *whole, waiting = (waiting + decoder.decode(piece, final=not piece)).split("\n")
        yield from (f"{line}\n" for line in whole)
        if len(waiting) > _WIDEST:
            raise DataError(f"{name}: a line too long: more than {_WIDEST >> 20} MiB: hand in shorter lines")
        if not piece:
            break
    if waiting:
        yield waiting


def _encoding_of(given: Input, told: str | None, reading: Reading) -> str:
    if told:
        try:
            "".encode(told)
        except (LookupError, ValueError):
            raise RequestError(f"{told}: no encoding that is known: such as utf-8, windows-1254, utf-16") from None
        return "utf-8-sig" if told.lower().replace("_", "-") in ("utf-8", "utf8") else told
    if given.head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    sample = given.head
    if given.rereadable:
        with given.open() as stream:
            try:
                sample = stream.read(_SAMPLE)
            except CUT_SHORT:
                sample = given.head
    try:
        sample.decode("utf-8")
        return "utf-8-sig"
    except UnicodeDecodeError as error:
        if error.end >= len(sample) - 4:  # cut within a letter
            return "utf-8-sig"
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    if best is None:
        raise DataError(f"{given.name}: neither UTF-8 nor another encoding that is known: tell --encoding")
    reading.notes.append(f"read as {best.encoding}, which is a guess: if letters are wrong, tell --encoding")
    return best.encoding


def _delimiter_of(text: str) -> str:
    first = text.lstrip("\ufeff").splitlines()[0] if text.strip() else ""
    return max(_DELIMITERS, key=lambda sign: (first.count(sign), -_DELIMITERS.index(sign)))


def _shown(cells: Sequence[str]) -> str:
    return _LOST.sub("\ufffd", " | ".join(cells))[:80]


# JSON.


def _read_json(given: Input, shape: Shape, reading: Reading) -> tuple[list[str], Iterator[tuple[int, Record]]]:
    try:
        with given.open() as stream:
            data = read_stream(stream, given.name)
    except CUT_SHORT as error:
        raise DataError(f"{given.name}: ends too early or is damaged ({error}): fetch it again") from error
    held = json_of(data, given.name)
    listed = _list_in(held, shape.records, given.name)
    records = []
    names: dict[str, None] = {}
    for number, one in enumerate(listed, 1):
        if not isinstance(one, dict):
            reading.read += 1
            reading.leave("a record that is no object", line=number)
            continue
        record: Record = {}
        _flatten(_of_feature(one), "", record)
        names.update(dict.fromkeys(record))
        records.append((number, record))
    if not names:
        raise DataError(f"{given.name}: holds no records")
    for _, record in records:
        for name in names:
            record.setdefault(name, "")
    return list(names), iter(records)


def _list_in(held: Any, path: str | None, name: str) -> list[Any]:
    steps = path.split(".") if path else []
    if not steps and isinstance(held, dict):
        steps = ["features"] if "features" in held else ["results", "bindings"] if "results" in held else []
    for step in steps:
        held = held.get(step) if isinstance(held, dict) else None
    if not isinstance(held, list):
        where = f" at {'.'.join(steps)}" if steps else ""
        raise DataError(f'{name}: no list of records{where}: tell the map where they lie, records = "…"')
    return held


def _of_feature(one: dict[str, Any]) -> dict[str, Any]:
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


def _flatten(held: dict[str, Any], before: str, record: Record) -> None:
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
