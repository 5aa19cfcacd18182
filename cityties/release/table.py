"""A table of things: which class, which columns, each a path of the ontology; graph/tables, one file each."""

from __future__ import annotations

import io
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from cityties.display.label import Labels
from cityties.display.spreadsheet import csv_text
from cityties.model import resources
from cityties.model.errors import ModelError, RequestError
from cityties.store import IRI, Literal, Store

__all__ = ["Column", "Table", "parquet", "tables"]

_TYPES: Final = frozenset({"iri", "string", "day", "integer", "number"})
_BETWEEN: Final = " "


@dataclass(frozen=True)
class Column:
    """One column: where its values are, what they are; several of a cell stand with spaces between them."""

    name: str
    path: str
    description: str
    type: str
    many: bool = False


@dataclass(frozen=True)
class Table:
    """One table: the class of its things, and its columns behind ``iri`` and ``label``."""

    name: str
    class_: str
    description: str
    columns: tuple[Column, ...]

    @property
    def whole(self) -> tuple[Column, ...]:
        """Every column, the two that each table begins with as well."""
        return (
            Column("iri", "", "the IRI of the thing", "iri"),
            Column("label", "", "what it is called in English, else in any language", "string"),
            *self.columns,
        )

    def rows(self, store: Store) -> list[tuple[str, ...]]:
        """Give the rows, sorted by IRI; what no fact tells is empty."""
        things = sorted(
            row[0].value
            for row in store.select(f"SELECT DISTINCT ?s {{ ?s a {self.class_} }}")
            if isinstance(row[0], IRI)
        )
        told = [self._values(store, column) for column in self.columns]
        labels = Labels(store, "en")
        labels.learn(things)
        return [(iri, labels.label(iri), *(column.get(iri, "") for column in told)) for iri in things]

    def text(self, store: Store) -> str:
        """Write the table as CSV."""
        return csv_text([column.name for column in self.whole], self.rows(store))

    def _values(self, store: Store, column: Column) -> dict[str, str]:
        found: dict[str, set[str]] = {}
        for thing, value in store.select(f"SELECT DISTINCT ?s ?o {{ ?s a {self.class_} ; {column.path} ?o }}"):
            if isinstance(thing, IRI) and isinstance(value, IRI | Literal):
                found.setdefault(thing.value, set()).add(value.value)
        return {iri: _BETWEEN.join(sorted(values)) if column.many else min(values) for iri, values in found.items()}


def tables() -> list[Table]:
    """Read the tables, by name. Raises ModelError where a file is at fault."""
    return [_read(path) for path in resources.files("graph", "tables/*.toml")]


def parquet(table: Table, rows: Sequence[Sequence[str]]) -> bytes:
    """Write rows as Parquet: numbers as numbers, several values of a cell as a list.

    Raises RequestError where pyarrow is not installed.
    """
    try:
        import pyarrow
        from pyarrow import parquet as written
    except ImportError as error:
        raise RequestError("a release needs pyarrow, for Parquet: pip install 'cityties[release]'") from error
    kinds = {"integer": pyarrow.int64(), "number": pyarrow.float64()}
    fields, columns = [], []
    for place, column in enumerate(table.whole):
        one = kinds.get(column.type, pyarrow.string())
        kind = pyarrow.list_(one) if column.many else one
        fields.append(pyarrow.field(column.name, kind, metadata={"description": column.description}))
        columns.append(pyarrow.array([_typed(row[place], column) for row in rows], kind))
    target = io.BytesIO()
    written.write_table(pyarrow.table(columns, schema=pyarrow.schema(fields)), target)
    return target.getvalue()


def _typed(cell: str, column: Column) -> Any:
    if column.many:
        return cell.split(_BETWEEN) if cell else []
    if not cell:
        return None
    return int(cell) if column.type == "integer" else float(cell) if column.type == "number" else cell


def _read(path: Path) -> Table:
    try:
        held = tomllib.loads(path.read_text(encoding="utf-8"))
        columns = tuple(Column(**one) for one in held["column"])
        table = Table(path.stem, held["class"], held["description"], columns)
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise ModelError(f"graph/tables/{path.name}: is at fault: {error}") from error
    if wrong := [one.name for one in columns if one.type not in _TYPES]:
        raise ModelError(f"graph/tables/{path.name}: {wrong[0]}: a type is one of {', '.join(sorted(_TYPES))}")
    return table
