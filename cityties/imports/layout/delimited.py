"""Rows out of text: CSV and TSV, whatever its lines end in, with marks at any place and a line `sep=` above all."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import IO, Final

from cityties.imports.input import CUT_SHORT, Input
from cityties.imports.layout.encoding import encoding_of
from cityties.imports.layout.grid import Known, Record, header_at, names_of
from cityties.imports.report import Line, Reading
from cityties.model.errors import DataError

__all__ = ["read_delimited"]

_WIDEST: Final = 1 << 22  # bytes of a line, of a cell
_LARGEST: Final = 1 << 22  # characters of a row that goes over several lines
_PIECE: Final = 1 << 16
_FIRST: Final = 30  # rows among which the header is sought
_DELIMITERS: Final = ",;\t|"
_TOLD: Final = re.compile(r"\ufeff?\"?sep=(.)\"?\r?\n?", re.IGNORECASE)
_LOST: Final = re.compile("[\ud800-\udfff]")  # what a byte that cannot be decoded becomes


def read_delimited(
    given: Input,
    form: str,
    told: tuple[str | None, str | None, Sequence[str]],
    known: Known,
    reading: Reading,
    tick: Callable[[int], None],
) -> tuple[list[str], Iterator[tuple[Line, Record]]]:
    """Give the names of the columns and the records; ``told`` are delimiter, encoding and names, where they are.

    Raises DataError where the text is no table, RequestError on an encoding that is unknown.
    """
    sign, encoding, header = told
    encoding = encoding_of(given, encoding, reading)
    head = given.head.decode(encoding, "replace").lstrip("\ufeff")
    if found := _TOLD.match(head):
        head, sign = head[found.end() :], sign or found[1]
    delimiter = sign or ("\t" if form == "tsv" else _delimiter_of(head))
    rows = _rows(given, encoding, delimiter, reading, tick)
    first = _first(rows)
    at = header_at([cells for _, cells in first], known) if not header else -1
    # Of text the first line is the header, unless another one is known, or the first is plainly a row.
    if at is not None and at > 0 and known(first[at][1]) < 2:
        at = 0
    if at is None:
        raise DataError(f"{given.name}: its first line names no columns: a table begins with a header")
    if at < 0:
        names = list(header) or [f"column {number}" for number in range(1, len(first[0][1]) + 1)]
        if not header:
            reading.notes.append("the first line looks like a row: the columns are called column 1, column 2 …")
        return names, _records(chain(first, rows), names, encoding, reading)
    if at:
        reading.notes.append(f"the header is line {first[at][0]}; what stands above is passed over")
    names = names_of(first[at][1], given.name)
    return names, _records(chain(first[at + 1 :], rows), names, encoding, reading)


def _first(rows: Iterator[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    held = []
    for row in rows:
        held.append(row)
        if len(held) == _FIRST:
            break
    while held and not any(cell.strip() for cell in held[0][1]):
        held.pop(0)
    return held


def _records(
    rows: Iterable[tuple[int, list[str]]], names: Sequence[str], encoding: str, reading: Reading
) -> Iterator[tuple[Line, Record]]:
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
        bounded = _Row(given.name)
        lines = (line.replace("\0", "").replace("\ufeff", "") for line in _lines(stream, encoding, given))
        reader = csv.reader(bounded.lines(lines), delimiter=delimiter)
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
            if line == 1 and len(row) <= 2 and _TOLD.fullmatch(delimiter.join(row)):
                continue
            yield line, row


def _lines(stream: IO[bytes], encoding: str, given: Input) -> Iterator[str]:
    """Give decoded lines. Encodings of several bytes a letter have none before they are decoded; of others each line
    is decoded by itself, so that progress is heard and a byte that is wrong harms its own line only."""
    wide = encoding.lower().startswith(("utf-16", "utf-32", "utf_16", "utf_32"))
    if wide:
        returns = _by_returns(given.head.decode(encoding, "replace"))
        return _pieces(stream, codecs.getincrementaldecoder(encoding)("replace"), "\r" if returns else "\n", given.name)
    if _by_returns(given.head.decode("latin-1")):  # as old Macs ended lines
        return _pieces(stream, codecs.getincrementaldecoder(encoding)("surrogateescape"), "\r", given.name)
    return (line.decode(encoding.removesuffix("-sig"), "surrogateescape") for line in stream)


def _by_returns(head: str) -> bool:
    return "\r" in head and "\n" not in head


def _pieces(stream: IO[bytes], decoder: codecs.IncrementalDecoder, end: str, name: str) -> Iterator[str]:
    """Give the lines of a text that is decoded piece by piece. Raises DataError on a line too long."""
    waiting = ""
    while True:
        piece = stream.read(_PIECE)
        *whole, waiting = (waiting + decoder.decode(piece, final=not piece)).split(end)
        yield from (f"{line}\n" for line in whole)
        if len(waiting) > _WIDEST:
            raise DataError(f"{name}: a line too long: more than {_WIDEST >> 20} MiB: hand in shorter lines")
        if not piece:
            break
    if waiting:
        yield waiting


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


def _delimiter_of(text: str) -> str:
    first = text.lstrip("\ufeff").splitlines()[0] if text.strip() else ""
    return max(_DELIMITERS, key=lambda sign: (first.count(sign), -_DELIMITERS.index(sign)))


def _shown(cells: Sequence[str]) -> str:
    return _LOST.sub("\ufffd", " | ".join(cells))[:80]
