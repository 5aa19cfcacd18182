"""The dictionary of the tables, by Frictionless Data (https://specs.frictionlessdata.io/data-package/)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from cityties.release.about import LICENCE, About
from cityties.release.files import File
from cityties.release.table import Column, Table

__all__ = ["dictionary"]

_TYPES: Final = {"iri": "string", "string": "string", "day": "string", "integer": "integer", "number": "number"}
_DAY: Final = r"^\d{4}(-\d\d(-\d\d)?)?( \d{4}(-\d\d(-\d\d)?)?)*$"


def dictionary(told: About, tables: Sequence[Table], files: Sequence[File]) -> dict[str, Any]:
    """Describe each table: its columns, what they hold, where it lies, its size and sum."""
    by_path = {file.path: file for file in files}
    return {
        "profile": "tabular-data-package",
        "name": "cityties",
        "title": told.title,
        "description": told.description,
        "version": told.version,
        "created": f"{told.day}T00:00:00Z",
        "keywords": list(told.keywords),
        "licenses": [{"name": "CC-BY-4.0", "path": LICENCE, "title": "Creative Commons Attribution 4.0"}],
        "contributors": [{"title": told.creator, "role": "author"}],
        "resources": [_resource(table, by_path[f"tables/{table.name}.csv"]) for table in tables],
    }


def _resource(table: Table, file: File) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": file.path,
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(file.data),
        "hash": f"sha256:{file.sum}",
        "schema": {"fields": [_field(column) for column in table.whole], "primaryKey": "iri", "missingValues": [""]},
    }


def _field(column: Column) -> dict[str, Any]:
    several = " (several with spaces between them)" if column.many else ""
    told: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES[column.type],
        "description": f"{column.description}{several}",
    }
    if column.type == "day":
        told["constraints"] = {"pattern": _DAY}
    elif column.type == "iri" and not column.many:
        told["format"] = "uri"
    return told
