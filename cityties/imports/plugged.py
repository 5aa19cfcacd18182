"""Importers of other packages: each turns a source of its own into rows, and a map says what the rows mean.

A package adds one by an entry point of the group ``cityties.importers`` (docs/plugins.md): an object with ``map``, the
file of its map, and ``records(source)``, which gives the rows. Names, days, identity, checks and writing are those of
`cityties import table`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final, Protocol, runtime_checkable

import orjson

from cityties.imports.importer import Summary
from cityties.imports.table import import_table, name_of
from cityties.model.errors import CitytiesError, DataError, RequestError
from cityties.model.plugin import IMPORTERS, load
from cityties.model.scratch import Scratch

__all__ = ["PluggedImporter", "import_plugged"]

_UNFIT: Final = re.compile(r"[^A-Za-z0-9_-]+")
_MOST: Final = 10_000_000  # rows of one source


@runtime_checkable
class PluggedImporter(Protocol):
    """What a package adds: where its map lies, and the rows of a source."""

    @property
    def map(self) -> Path:
        """Say where the map of its rows lies: a file as graph/maps has them, with ``format = "jsonl"``."""

    def records(self, source: str) -> Iterable[Mapping[str, Any]]:
        """Give the rows of a source: each what a map calls columns, with texts, numbers, or lists of them."""


def import_plugged(importer: str, source: str, location: str, *, name: str | None = None, **told: Any) -> Summary:
    """Import a source by the importer that a package adds under a name; ``told`` is what `import_table` takes.

    Raises RequestError where there is no such importer, DataError where it gives up or gives no rows, and what
    `import_table` raises, with the store as it was.
    """
    made = load(IMPORTERS, importer, "importer")
    if not isinstance(made, PluggedImporter):
        raise RequestError(f"{importer}: what its package adds is no importer: it needs a map and records()")
    with Scratch("import") as room:
        rows = room / f"{_UNFIT.sub('-', Path(source).stem)[:60] or 'rows'}.jsonl"
        _write(rows, importer, made, source)
        called = name or f"{importer}-{name_of(source).removeprefix('table-')}"
        return import_table(str(rows), location, plan=str(made.map), name=called, **told)


def _write(rows: Path, importer: str, made: PluggedImporter, source: str) -> None:
    """Put the rows of a source into a file, one a line."""
    try:
        with rows.open("wb") as target:
            for number, record in enumerate(made.records(source), 1):
                if number > _MOST:
                    raise DataError(f"{source}: the importer {importer} gives more than {_MOST} rows: hand in less")
                target.write(orjson.dumps(dict(record), option=orjson.OPT_APPEND_NEWLINE))
    except CitytiesError:
        raise
    except Exception as error:  # whatever the code of another does
        raise DataError(f"{source}: the importer {importer} gave up: {type(error).__name__}: {error}") from error
