"""A table of edges: CSV with a header of source and target, whose faults are told by line, all or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from cityties.date.day import DayError
from cityties.date.parse import read_day
from cityties.imports.input import Input
from cityties.imports.reader import Record, Shape, read_records
from cityties.imports.report import Line, Reading, told_line
from cityties.model.bounds import count_bounded
from cityties.model.errors import DataError, RequestError
from cityties.model.folding import fold
from cityties.model.vocabulary import CT, RDF, RDFS, SKOS, WD
from cityties.pictures.network.edges import Edge, columns
from cityties.store import IRI, Literal, Store, is_address
from cityties.store.column import Columns

__all__ = ["known_names", "read_edges"]

_MOST: Final = 500_000  # rows: far more than a picture shows
_TOLD: Final = 4  # faults named in one message
_NAMES: Final = (f"{RDFS}label", f"{SKOS}prefLabel", f"{SKOS}altLabel", f"{SKOS}hiddenLabel")
_PLACES: Final = frozenset({f"{CT}City", f"{CT}Region"})


def read_edges(file: str, store: Store) -> list[Edge]:
    """Read a table of edges. Names that mean one thing of the graph stand for it.

    Raises RequestError where no columns are the ends, DataError that names each faulty line.
    """
    given, reading = Input(file), Reading()
    names, records = read_records(given, Shape(), reading)
    found, directed = columns(names)
    if not found:
        raise RequestError(
            f"{given.name}: which columns are the ends of an edge? call them source and target; "
            f"there are {', '.join(names)}"
        )
    faults: list[tuple[Line, str]] = []
    rows: list[tuple[Line, dict[str, str]]] = []
    for line, record in count_bounded(records, _MOST, given.name, "rows"):
        cells = {what: _cell(record, name) for what, name in found.items()}
        fault = _fault(cells)
        if fault:
            faults.append((line, fault))
        else:
            rows.append((line, cells))
    faults += [(problem.line, f"{problem.what}: {problem.reason}") for problem in reading.problems]
    if faults:
        faults.sort(key=lambda one: (str(type(one[0])), one))
        told = "; ".join(f"{told_line(line)}: {fault}" for line, fault in faults[:_TOLD])
        more = f"; and {len(faults) - _TOLD} more" if len(faults) > _TOLD else ""
        raise DataError(f"{given.name}: {told}{more}")
    if not rows:
        raise DataError(f"{given.name}: holds no rows below its header")
    known = known_names(store, {cells[end] for _, cells in rows for end in ("source", "target")})
    return [
        Edge(
            source=known.get(cells["source"], cells["source"]),
            target=known.get(cells["target"], cells["target"]),
            relation=cells.get("relation", ""),
            label=cells.get("label", ""),
            weight=float(cells.get("weight", "") or 0),
            date=read_day(cells["date"]) if cells.get("date") else "",
            until=read_day(cells["until"]) if cells.get("until") else "",
            directed=directed,
        )
        for _, cells in rows
    ]


def known_names(store: Store, wanted: Iterable[str]) -> dict[str, str]:
    """Say which thing of the graph each of some names means: where one does, or one place among several."""
    folded: dict[str, set[str]] = {}
    found: dict[str, str] = {}
    for name in wanted:
        if is_address(name):
            found[name] = name
        elif name[:1] == "Q" and name[1:].isdigit():
            found[name] = WD + name
        else:
            folded.setdefault(fold(name), set()).add(name)
    if not folded:
        return found
    store_columns = Columns(store)
    means: dict[str, set[str]] = {}
    for property_ in _NAMES:
        for thing, values in store_columns.whole(property_).items():
            for value in values:
                if isinstance(value, Literal) and (form := fold(value.value)) in folded:
                    means.setdefault(form, set()).add(thing)
    things = {thing for some in means.values() for thing in some}
    kinds = _kinds(store_columns, things)
    for form, some in means.items():
        ours = {thing for thing in some if kinds.get(thing)}
        places = {thing for thing in ours if kinds[thing] & _PLACES}
        chosen = places if len(places) == 1 else ours
        if len(chosen) == 1:
            found |= dict.fromkeys(folded[form], next(iter(chosen)))
    return found


def _kinds(store_columns: Columns, things: set[str]) -> Mapping[str, set[str]]:
    return {
        thing: {kind.value for kind in kinds if isinstance(kind, IRI) and kind.value.startswith(CT)}
        for thing, kinds in store_columns.of(things, f"{RDF}type").items()
    }


def _cell(record: Record, name: str) -> str:
    cell = record.get(name, "")
    return " ".join((cell if isinstance(cell, str) else " ".join(cell)).split())


def _fault(cells: Mapping[str, str]) -> str:
    """Say what is wrong with a row; nothing where it is right."""
    for end in ("source", "target"):
        if not cells[end]:
            return f"no {end}"
    if weight := cells.get("weight", ""):
        try:
            number = float(weight)
        except ValueError:
            return f"{weight}: a weight is a number"
        if not 0 < number < float("inf"):
            return f"{weight}: a weight is a number above 0"
    for what in ("date", "until"):
        if cells.get(what):
            try:
                read_day(cells[what])
            except DayError as error:
                return f"{cells[what]}: {error}"
    return ""
