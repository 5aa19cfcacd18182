"""The compact tables of graph/world/: what is in each, read and written; sorted, so that a diff is a change of fact."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from cityties.model import resources
from cityties.model.errors import ModelError
from cityties.model.output import write_whole
from cityties.model.vocabulary import ID, WD

__all__ = ["COLUMNS", "NAMED", "Row", "digest", "expand", "folder", "read", "shorten", "sources", "write"]

Row = dict[str, str]

# The languages in which places are named, a column each.
NAMED: Final = ("en", "id", "tr")

# What stands in the columns: things by Wikidata number or by the end of their IRI here; lists with a space between;
# days as precise as told; `told` the keys of the sources (sources.toml) that say just this.
COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "places": (
        "place", "kind", "country", "lat", "long", "population", "geonames", *NAMED, "local", "same",
    ),
    "ties": ("a", "b", "start", "end", "told", "references"),
    "missions": ("mission", "kind", "sentBy", "accreditedTo", "seat", "from", "until", "told"),
    "holders": ("person", "name", "post", "of", "in", "called", "lang", "from", "until", "attestedOn", "told"),
    "memberships": ("member", "network", "from", "until", "told"),
    "taken": ("source", "what", "rows"),
}  # fmt: skip
_NUMBER: Final = re.compile(r"Q[1-9]\d*")


def folder() -> Path:
    """Say where the shipped tables lie."""
    return resources.folder("graph") / "world"


def read(name: str, place: Path | None = None) -> Iterator[Row]:
    """Give the rows of a table, each with its columns by name; what is empty is left out.

    Raises ModelError where the table is missing or has other columns.
    """
    path = (place or folder()) / f"{name}.tsv"
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise ModelError(f"{path}: the table cannot be read: install cityties again") from error
    columns = COLUMNS[name]
    if tuple(lines[0].split("\t")) != columns:
        raise ModelError(f"{path}: its columns are not {', '.join(columns)}: make it again")
    for number, line in enumerate(lines[1:], 2):
        if not line:
            continue
        cells = line.split("\t")
        if len(cells) > len(columns):
            raise ModelError(f"{path}:{number}: more cells than columns: make it again")
        yield {column: cell for column, cell in zip(columns, cells, strict=False) if cell}


def write(name: str, rows: Iterable[Mapping[str, str]], place: Path) -> Path:
    """Write a table, sorted by its first columns, numbers as numbers; empty cells at the end of a row are left away."""
    columns = COLUMNS[name]
    lines = {tuple(" ".join(str(row.get(column, "")).split()) for column in columns) for row in rows}
    ordered = sorted(lines, key=lambda cells: [_rank(cell) for cell in cells])
    text = "\n".join(["\t".join(columns), *("\t".join(cells).rstrip("\t") for cells in ordered)])
    return write_whole(place / f"{name}.tsv", text + "\n")


def shorten(iri: str) -> str:
    """Write an IRI as a table does.

    >>> shorten("http://www.wikidata.org/entity/Q64"), shorten("https://w3id.org/cityties/id/city/tire")
    ('Q64', 'city/tire')
    """
    return iri.removeprefix(WD) if iri.startswith(WD) else iri.removeprefix(ID)


def expand(cell: str) -> str:
    """Read an IRI of a table.

    >>> expand("Q64"), expand("city/tire")
    ('http://www.wikidata.org/entity/Q64', 'https://w3id.org/cityties/id/city/tire')
    """
    return (WD if _NUMBER.fullmatch(cell) else ID) + cell


@cache
def sources(place: Path | None = None) -> Mapping[str, Mapping[str, Any]]:
    """Give the sources of the tables by their keys: title, publisher, day of the snapshot, licence, what they cover."""
    path = (place or folder()) / "sources.toml"
    try:
        found: Mapping[str, Mapping[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ModelError(f"{path}: no list of sources: {error}: install cityties again") from error
    return found


def digest(*extra: Path) -> str:
    """Sum up what the world's store is made of: the tables, and the files named."""
    sum_ = hashlib.sha256()
    for path in [*resources.files("graph", "world/*"), *extra]:
        sum_.update(path.name.encode() + b"\0" + path.read_bytes())
    return sum_.hexdigest()[:16]


def _rank(cell: str) -> tuple[int, str]:
    return (int(cell[1:]), "") if _NUMBER.fullmatch(cell) else (0 if not cell else 1 << 60, cell)
