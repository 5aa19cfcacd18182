"""Brings in a table by a map, told or guessed: a city office's register, a list of embassies, a data set."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from cityties.date.day import DayError
from cityties.date.parse import read_day
from cityties.display.progress import Tick
from cityties.imports.importer import Importer, Summary
from cityties.imports.input import Input
from cityties.imports.map import Map, read_map
from cityties.imports.mapper import Mapper, check_columns
from cityties.imports.reader import Record, read_records
from cityties.model.errors import DataError
from cityties.model.folding import plain

__all__ = ["import_table", "name_of"]

_DAY: Final = re.compile(r"(?<!\d)(?:(?:19|20)\d\d[-_. ]?\d\d[-_. ]?\d\d|\d\d?[-_. ]\d\d?[-_. ](?:19|20)\d\d)(?!\d)")
_YEAR: Final = re.compile(r"(?:1[89]|20|21)\d\d")


def import_table(
    file: str,
    location: str,
    *,
    plan: str | Map,
    name: str | None = None,
    constants: Mapping[str, str] | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
    published: str | None = None,
    decisions: Path | None = None,
    dry_run: bool = False,
    strict: bool = False,
    check: bool = True,
    tick: Tick = lambda phase, done, of: None,
) -> Summary:
    """Import the records of a table (CSV, JSON, a workbook, a document … or "-") as the map ``plan`` says.

    ``plan`` is the name of a shipped map or a file, or a map that was guessed. ``constants`` are cells that all rows
    share (city="Jakarta"). ``name`` is what the source is called here (default: after the file); what is imported
    under the same name replaces it. Raises RequestError, ModelError (an unsound map) or DataError, with the store as
    it was.
    """
    told = read_map(plan) if isinstance(plan, str) else plan
    given = Input(file)
    shape = dataclasses.replace(told.shape, encoding=encoding or told.shape.encoding, sheet=sheet or told.shape.sheet)
    shared = dict(constants or {})
    with Importer(location, name or name_of(file), decisions=decisions) as importer:
        names, records = read_records(
            given, shape, importer.reading, lambda done: tick("read", done, given.size), told.knows
        )
        renamed = told.rename(names)
        check_columns(told, list(renamed.values()), shared)
        same = all(name == given_name for given_name, name in renamed.items())
        mapper = Mapper(importer, told, shared, given.name)
        for line, raw in records:
            record: Record = raw if same else {renamed[key]: cell for key, cell in raw.items()}
            mapper.take(line, record)
        if not importer.reading.read:
            raise DataError(f"{given.name}: holds no rows below its header")
        importer.spool.add(
            "source",
            iri=importer.source,
            title=told.about.get("title") or Path(given.name).name,
            publisher=told.about.get("publisher") or shared.get("publisher") or "unknown",
            address=told.about.get("address"),
            published=_published(published or told.about.get("published")),
            language=told.about.get("language"),
            sourceKind="dataset",
        )
        return importer.finish(dry_run=dry_run, strict=strict, check=check, tick=tick)


def name_of(file: str) -> str:
    """Name a source after its file, without what only tells the day or the copy; of another year it is another source.

    >>> name_of("register/partners 2026-11-02.csv"), name_of("visits_2024.xlsx"), name_of("visits (1).csv")
    ('table-partners', 'table-visits-2024', 'table-visits')
    """
    stem = Path(file).name.split(".")[0] if file != "-" else "input"
    words = re.findall(r"[a-z0-9]+", _DAY.sub(" ", plain(stem).lower()))
    named = [word for word in words if not word.isdigit() or _YEAR.fullmatch(word)]
    return "-".join(["table", *named])


def _published(day: str | None) -> str | None:
    if not day:
        return None
    try:
        return read_day(day)
    except DayError as error:
        raise DataError(f"{day}: {error}: write it as YYYY-MM-DD") from error
