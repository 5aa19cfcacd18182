"""Brings in a table by a map: a city office's register, a list of embassies, a researcher's data set."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from pathlib import Path

from cityties.date.day import DayError
from cityties.date.parse import read_day
from cityties.imports.importer import Importer, Summary, Tick
from cityties.imports.input import Input
from cityties.imports.map import read_map
from cityties.imports.mapper import Mapper, check_columns
from cityties.imports.reader import Record, read_records
from cityties.model.errors import DataError

__all__ = ["import_table", "name_of"]


def import_table(
    file: str,
    location: str,
    *,
    plan: str,
    name: str | None = None,
    constants: Mapping[str, str] | None = None,
    encoding: str | None = None,
    published: str | None = None,
    decisions: Path | None = None,
    dry_run: bool = False,
    strict: bool = False,
    check: bool = True,
    tick: Tick = lambda phase, done, of: None,
) -> Summary:
    """Import the records of a CSV, TSV, GeoJSON or JSON file (or "-") as the map ``plan`` says.

    ``plan`` is the name of a shipped map or a file. ``constants`` are cells that all rows share
    (city="Jakarta"). ``name`` is what the source is called here (default: after the file); what is
    imported under the same name replaces it. Raises RequestError, ModelError (an unsound map) or
    DataError, with the store as it was.
    """
    told = read_map(plan)
    given = Input(file)
    shape = dataclasses.replace(told.shape, encoding=encoding) if encoding else told.shape
    shared = dict(constants or {})
    with Importer(location, name or name_of(file), decisions=decisions) as importer:
        names, records = read_records(given, shape, importer.reading, lambda done: tick("read", done, given.size))
        renamed = told.rename(names)
        check_columns(told, list(renamed.values()), shared)
        same = all(name == given_name for given_name, name in renamed.items())
        mapper = Mapper(importer, told, shared)
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
    """Name a source after its file, without what only tells the day, the version or the packing.

    >>> name_of("register/partners 2026-11-02.csv")
    'table-partners'
    """
    stem = Path(file).name.split(".")[0] if file != "-" else "input"
    words = re.findall(r"[a-z0-9]+", stem.lower())
    return "-".join(["table", *(word for word in words if not word.isdigit())])


def _published(day: str | None) -> str | None:
    if not day:
        return None
    try:
        return read_day(day)
    except DayError as error:
        raise DataError(f"{day}: {error}: write it as YYYY-MM-DD") from error
