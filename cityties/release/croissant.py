"""The tables described by Croissant (http://mlcommons.org/croissant/1.0), for those who load them into models."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from cityties.release.about import LICENCE, About
from cityties.release.files import File
from cityties.release.table import Table

__all__ = ["croissant"]

_TYPES: Final = {"iri": "sc:Text", "string": "sc:Text", "day": "sc:Text", "integer": "sc:Integer", "number": "sc:Float"}
_CONTEXT: Final[dict[str, Any]] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}


def croissant(told: About, tables: Sequence[Table], files: Sequence[File]) -> dict[str, Any]:
    """Describe the tables as record sets, each over its CSV file."""
    by_path = {file.path: file for file in files}
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": "cityties",
        "description": told.description,
        "url": "https://w3id.org/cityties/id/dataset",
        "license": LICENCE,
        "version": told.version,
        "datePublished": told.day,
        "creator": {"@type": "sc:Organization", "name": told.creator},
        "keywords": list(told.keywords),
        "citeAs": f"{told.creator}: {told.title}, version {told.version}, {told.day}.",
        "distribution": [_distribution(by_path[f"tables/{table.name}.csv"], table.name) for table in tables],
        "recordSet": [_records(table) for table in tables],
    }


def _distribution(file: File, name: str) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": f"{name}.csv",
        "name": f"{name}.csv",
        "description": file.description,
        "contentUrl": file.path,
        "encodingFormat": "text/csv",
        "sha256": file.sum,
    }


def _records(table: Table) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.description,
        "field": [
            {
                "@type": "cr:Field",
                "@id": f"{table.name}/{column.name}",
                "name": column.name,
                "description": column.description,
                "dataType": "sc:Text" if column.many else _TYPES[column.type],
                "source": {"fileObject": {"@id": f"{table.name}.csv"}, "extract": {"column": column.name}},
            }
            for column in table.whole
        ],
    }
