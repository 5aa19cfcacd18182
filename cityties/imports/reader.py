"""Records out of a table, each with its line and its cells: text, JSON, a workbook, a document, wikitext.

The form is seen from the first bytes, or told by the map. What each form needs lies in cityties.imports.layout.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cityties.imports.input import CUT_SHORT, Input
from cityties.imports.layout.delimited import read_delimited
from cityties.imports.layout.document import read_document
from cityties.imports.layout.encoding import encoding_of
from cityties.imports.layout.grid import Grid, Known, Record, records_of
from cityties.imports.layout.packed import form_inside
from cityties.imports.layout.structured import looks_like_lines, read_structured
from cityties.imports.layout.wikitext import looks_like_wikitext, read_wikitext
from cityties.imports.layout.workbook import read_workbook
from cityties.imports.report import Line, Reading
from cityties.model.bounds import read_stream
from cityties.model.errors import DataError

__all__ = ["FORMATS", "Record", "Shape", "read_records"]

FORMATS: Final = (
    "csv", "tsv", "geojson", "json", "jsonl", "xlsx", "xls", "xlsb", "ods", "docx", "html", "pdf", "wikitext",
)  # fmt: skip
_LARGEST: Final = 64 << 20  # bytes of a workbook or a document
_OLD: Final = b"\xd0\xcf\x11\xe0"  # files of Office before 2007


@dataclass(frozen=True)
class Shape:
    """How a table is laid out; what is None is seen from the file itself.

    ``records`` is the path to the list of records in JSON, such as "results.bindings"; ``sheet`` the name or number
    of the sheet of a workbook; ``header`` are the names of the columns where the file has none.
    """

    format: str | None = None
    delimiter: str | None = None
    encoding: str | None = None
    records: str | None = None
    sheet: str | None = None
    header: tuple[str, ...] = ()


def read_records(
    given: Input,
    shape: Shape,
    reading: Reading,
    tick: Callable[[int], None] = lambda done: None,
    known: Known = lambda cells: 0,
) -> tuple[list[str], Iterator[tuple[Line, Record]]]:
    """Give the names of the columns and the records, each with its line; ``known`` counts headings that are known.

    Raises DataError where the file is no table of its form, RequestError on an encoding or a form that is unknown,
    or where what reads it is not installed.
    """
    form = shape.format or _form_of(given)
    if form in ("csv", "tsv"):
        told = (shape.delimiter, shape.encoding, shape.header)
        return read_delimited(given, form, told, known, reading, tick)
    if form in ("json", "jsonl", "geojson"):
        return read_structured(given, shape.records, list(shape.header), known, reading)
    return records_of(_grids(given, form, shape, reading), shape.header, known, reading, given.name)


def _grids(given: Input, form: str, shape: Shape, reading: Reading) -> list[Grid]:
    try:
        with given.open() as stream:
            data = read_stream(stream, given.name, _LARGEST)
    except CUT_SHORT as error:
        raise DataError(f"{given.name}: ends too early or is damaged ({error}): fetch it again") from error
    if form == "wikitext":
        text = data.decode(encoding_of(given, shape.encoding, reading), "replace")
        return read_wikitext(text.replace("\ufeff", ""), given.name)
    if form == "packed":
        form = form_inside(data, given.name)
    if form in ("docx", "html", "pdf"):
        return read_document(data, form, given.name)
    return read_workbook(data, form, given.name, shape.sheet)


def _form_of(given: Input) -> str:
    start = given.head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"PK\x03\x04"):
        return "packed"
    if start.startswith(b"%PDF"):
        return "pdf"
    if start.startswith(_OLD):
        return "xls"
    suffixes = [suffix.lower() for suffix in Path(given.name).suffixes]
    begins = start[:2000].lower()
    if begins.startswith((b"<!doctype html", b"<html", b"<table", b"<?xml")) or b"<table" in begins:
        return "html"
    if start.startswith((b"{|", b"{{", b"==")) or {".wiki", ".wikitext", ".mediawiki"} & set(suffixes):
        return "wikitext"
    if start.startswith((b"{", b"[")) and not start.startswith(b"[["):
        return "json"
    if start.startswith(b"[[") and ".json" in suffixes:
        return "json"
    if looks_like_lines(given.head):
        return "jsonl"
    if ".tsv" in suffixes:
        return "tsv"
    if ".csv" not in suffixes and looks_like_wikitext(given.head.decode("utf-8", "replace")):
        return "wikitext"
    return "csv"
