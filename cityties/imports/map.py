"""A map: a file that says what the columns of a table mean, in the words of cityties.

It is TOML. `[about]` tells of the table as a source, `[table]` how it is laid out, `[columns.NAME]`
how a column is read, `[row]` which source a row names itself; `[[leave]]` and `[[pass]]` say which
rows are faulty or none of our business. Every other `[[KIND]]` is a fact that each row tells: its
fields are those of the kind (a tie has a, b, kind, status, …), and `{column}` stands for a cell.
docs/registers.md is the guide. Neither CSVW nor RML is used: both say which triples a row makes,
not which city a name means, and no kept library does the rest (row reports, dates, identity).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeAlias

from cityties.date.parse import ORDERS
from cityties.imports.reader import FORMATS, Record, Shape
from cityties.imports.spool import KINDS
from cityties.model import resources
from cityties.model.bounds import read_bounded, text_of
from cityties.model.errors import CitytiesError, ModelError, RequestError
from cityties.model.folding import fold
from cityties.model.pattern import Pattern

__all__ = ["Column", "Fact", "Map", "Rule", "Spec", "Template", "maps", "parse_map", "read_map"]

_LARGEST: Final = 1 << 18
_DEEPEST: Final = 20
_DOTTED: Final = re.compile(r"""(?:[\w"'-]++[ \t]*+\.[ \t]*+){20}""")  # which takes a reader for ever
_REFERENCE: Final = re.compile(r"\{([^{}\[\]]+)(?:\[(\d+)\])?\}")
# What may stand in the table that describes a thing, by the type of the field it stands in.
PARTS: Final[dict[str, frozenset[str]]] = {
    "country": frozenset({"name", "qid", "iso"}),
    "date": frozenset({"value", "precision", "order", "earliest", "latest"}),
    "labels": frozenset(),  # languages
    "mission": frozenset({"qid", "own"}),
    "network": frozenset({"name", "qid", "own"}),
    "person": frozenset({"name", "qid", "own"}),
    "place": frozenset(
        {
            "name", "qid", "geonames", "country", "iso", "country_qid", "lat", "long", "point", "population",
            "population_year", "type",
        }
    ),
    "post": frozenset({"name", "qid", "own", "head", "of", "in"}),
}  # fmt: skip
_SECTIONS: Final[dict[str, frozenset[str]]] = {
    "about": frozenset({"title", "publisher", "address", "licence", "published", "language", "summary", "template"}),
    "table": frozenset(
        {"format", "delimiter", "encoding", "records", "order", "decimal", "optional", "sheet", "header"}
    ),
    "row": frozenset({"address", "title", "publisher", "published"}),
}
_COLUMN: Final = frozenset({"split", "values", "missing", "called", "heading"})
_RULE: Final = frozenset({"reason", "equal", "among", "column", "is", "matches"})


@dataclass(frozen=True)
class Template:
    """A text with cells in it; empty where one of its cells is empty."""

    parts: tuple[str | tuple[str, int | None], ...]

    @property
    def columns(self) -> set[str]:
        """Name the columns it takes cells from."""
        return {part[0] for part in self.parts if isinstance(part, tuple)}

    def value(self, record: Record) -> str:
        """Fill it in with a record's cells."""
        written = []
        for part in self.parts:
            if isinstance(part, str):
                written.append(part)
                continue
            cell = record.get(part[0], "")
            if isinstance(cell, list):
                at = part[1] or 0
                cell = cell[at] if at < len(cell) else ""
            if not cell:
                return ""
            written.append(cell)
        return "".join(written)

    def values(self, record: Record) -> list[str]:
        """Fill it in with each of the values of a cell that holds several."""
        if len(self.parts) == 1 and isinstance(self.parts[0], tuple) and self.parts[0][1] is None:
            cell = record.get(self.parts[0][0], "")
            return [one for one in cell if one] if isinstance(cell, list) else [cell] if cell else []
        value = self.value(record)
        return [value] if value else []


Spec: TypeAlias = "Template | bool | dict[str, Spec]"


@dataclass(frozen=True)
class Column:
    """How the cells of a column are read: split into several, missing values, what a value stands for."""

    split: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()
    called: tuple[str, ...] = ()
    heading: str = ""  # what this table calls it, to the letter


@dataclass(frozen=True)
class Rule:
    """A test that a row is put to: those that meet it are left out, for the reason given."""

    reason: str
    equal: tuple[str, str] | None = None
    among: tuple[str, str] | None = None
    column: str | None = None
    values: frozenset[str] = frozenset()
    pattern: Pattern | None = None

    def meets(self, record: Record) -> bool:
        """Say whether a record meets the test."""
        if self.equal:
            one, other = (record.get(name, "") for name in self.equal)
            return bool(one) and one == other
        if self.among:
            one, several = (record.get(name, "") for name in self.among)
            return bool(one) and one in (several if isinstance(several, list) else [several])
        cell = record.get(self.column or "", "")
        cells = cell if isinstance(cell, list) else [cell]
        if self.pattern:
            return any(self.pattern.finds(one) for one in cells)
        return any(one in self.values for one in cells)


@dataclass(frozen=True)
class Fact:
    """What each row tells: a kind of fact and its fields.

    Those it ``need``s it cannot do without; those told ``once`` are the same in all rows of a thing.
    """

    kind: str
    fields: Mapping[str, Spec]
    need: frozenset[str]
    once: tuple[str, ...] = ()
    when: Template | None = None

    @property
    def columns(self) -> set[str]:
        """Name the columns that its fields take cells from."""
        return {name for template in _templates(list(self.fields.values())) for name in template.columns}


@dataclass(frozen=True)
class Map:
    """A map, read and found sound."""

    path: Path
    about: Mapping[str, str]
    shape: Shape
    order: str | None
    decimal: str
    optional: frozenset[str]
    columns: Mapping[str, Column]
    constants: Mapping[str, str]
    row: Mapping[str, Template]
    leave: tuple[Rule, ...]
    passed: tuple[Rule, ...]
    facts: tuple[Fact, ...]

    def wanted(self) -> set[str]:
        """Name every column that the map speaks of."""
        templates = [*self.row.values(), *(fact.when for fact in self.facts if fact.when)]
        for fact in self.facts:
            templates += _templates(list(fact.fields.values()))
        named = {name for template in templates for name in template.columns}
        for rule in (*self.leave, *self.passed):
            named |= {*(rule.equal or ()), *(rule.among or ()), *([rule.column] if rule.column else [])}
        return named

    def knows(self, cells: Sequence[str]) -> int:
        """Count the headings among some cells that the map speaks of, by any of their names."""
        known = {fold(form) for name in self.wanted() for form in (name, *self.called(name))}
        headings = {fold(column.heading) for column in self.columns.values() if column.heading}
        return len({fold(cell) for cell in cells if cell.strip()} & (known | headings))

    def called(self, name: str) -> tuple[str, ...]:
        """Give the other names of a column."""
        return self.columns[name].called if name in self.columns else ()

    def rename(self, names: Sequence[str]) -> dict[str, str]:
        """Say which name of the map each column of a table goes by, whatever the table calls it; no two go by one.

        What a column says of its heading goes first, then the map's own names, then the others it gives.
        """
        headings = {column.heading: name for name, column in self.columns.items() if column.heading}
        known = {fold(form): name for name, column in self.columns.items() for form in (name, *column.called)}
        wanted, found = self.wanted(), {name: headings[name] for name in names if name in headings}
        for meant in ({name: name for name in wanted}, {name: known.get(fold(name), "") for name in names}):
            for name in names:
                role = meant.get(name, "")
                if role and name not in found and role not in found.values():
                    found[name] = role
        taken = set(found.values())
        return {name: found.get(name) or (f"{name} (not read)" if name in taken else name) for name in names}


def maps() -> dict[str, Path]:
    """Name the maps that are shipped."""
    return {path.stem: path for path in sorted((resources.folder("graph") / "maps").glob("*.toml"))}


def read_map(name: str) -> Map:
    """Read a map by the name it is shipped under, or from a file.

    Raises RequestError where there is none, ModelError that names file and key where it is unsound.
    """
    path = maps().get(name) or Path(name)
    try:
        data = text_of(read_bounded(path, _LARGEST), name)
    except CitytiesError as error:
        raise RequestError(
            f"{name}: neither a map that is shipped nor a file that can be read: shipped are {', '.join(maps())}"
        ) from error
    return parse_map(data, path)


def parse_map(data: str, path: Path) -> Map:
    """Read a map from its text; ``path`` is what it is called. Raises ModelError where it is unsound."""
    if _DOTTED.search(data):
        raise ModelError(f"{path}: a name of more than {_DEEPEST} parts: write it flatter")
    try:
        held = tomllib.loads(data)
    except tomllib.TOMLDecodeError as error:
        raise ModelError(f"{path}: not TOML: {error}") from error
    except RecursionError as error:
        raise ModelError(f"{path}: nested too deeply: write it flatter") from error
    try:
        return _map(path, held)
    except _UnsoundError as error:
        raise ModelError(f"{path}: {error}") from error


class _UnsoundError(Exception):
    pass


def _map(path: Path, held: dict[str, Any]) -> Map:
    sections = {name: _section(held, name) for name in _SECTIONS}
    table = sections["table"]
    form, order = table.get("format"), table.get("order")
    if form is not None and form not in FORMATS:
        raise _UnsoundError(f"table.format: {form}: use {', '.join(FORMATS)}")
    if order is not None and order not in ORDERS:
        raise _UnsoundError(f"table.order: {order}: use {', '.join(ORDERS)}")
    facts = []
    for kind, told in held.items():
        if kind in (*_SECTIONS, "columns", "constants", "leave", "pass"):
            continue
        if kind not in KINDS:
            raise _UnsoundError(f"[[{kind}]]: no kind of fact: use {', '.join(KINDS)}")
        if not isinstance(told, list):
            raise _UnsoundError(f"[{kind}]: write [[{kind}]], for a row may tell several")
        facts += [_fact(kind, one) for one in told]
    if not facts:
        raise _UnsoundError("says of no fact what a row tells: add [[tie]], [[mission]], [[tenure]] or another")
    return Map(
        path,
        {name: str(value) for name, value in sections["about"].items()},
        _shape(table),
        order,
        table.get("decimal", "."),
        frozenset(table.get("optional", ())),
        {str(name): _column(name, one) for name, one in held.get("columns", {}).items()},
        {str(name): str(value) for name, value in held.get("constants", {}).items()},
        {name: _template(f"row.{name}", value) for name, value in sections["row"].items()},
        tuple(_rule(path, "leave", one) for one in held.get("leave", ())),
        tuple(_rule(path, "pass", one) for one in held.get("pass", ())),
        tuple(facts),
    )


def _shape(table: Mapping[str, Any]) -> Shape:
    header, sheet = table.get("header", []), table.get("sheet")
    if not isinstance(header, list) or not all(isinstance(one, str) and one.strip() for one in header):
        raise _UnsoundError("table.header: a list of names, for a table that has none")
    return Shape(
        table.get("format"),
        table.get("delimiter"),
        table.get("encoding"),
        table.get("records"),
        None if sheet is None else str(sheet),
        tuple(header),
    )


def _section(held: dict[str, Any], name: str) -> dict[str, Any]:
    told = held.get(name, {})
    if not isinstance(told, dict):
        raise _UnsoundError(f"{name}: write it as a section, [{name}]")
    _known(name, told, _SECTIONS[name])
    return told


def _known(where: str, told: Mapping[str, Any], known: frozenset[str]) -> None:
    strange = sorted(set(told) - known)
    if strange:
        raise _UnsoundError(f"{where}.{strange[0]}: is not known there: use {', '.join(sorted(known))}")


def _column(name: str, told: dict[str, Any]) -> Column:
    _known(f"columns.{name}", told, _COLUMN)
    values = {fold(str(key)): str(value) for key, value in told.get("values", {}).items()}
    missing = frozenset(str(one) for one in told.get("missing", ()))
    split = told.get("split", ())
    apart = (split,) if isinstance(split, str) else tuple(map(str, split))
    return Column(apart, values, missing, tuple(told.get("called", ())), str(told.get("heading", "")))


def _rule(path: Path, section: str, told: dict[str, Any]) -> Rule:
    _known(section, told, _RULE)
    if "reason" not in told:
        raise _UnsoundError(f"[[{section}]]: gives no reason: add one")
    for pair in ("equal", "among"):
        if pair in told and len(told[pair]) != 2:
            raise _UnsoundError(f"{section}.{pair}: names two columns")
    if not ({"equal", "among"} & set(told)) and not ("column" in told and {"is", "matches"} & set(told)):
        raise _UnsoundError(f"[[{section}]]: has no test: use equal, among, or column with is or matches")
    pattern = Pattern(str(told["matches"]), f"{path}: {section}.matches") if "matches" in told else None
    equal, among = told.get("equal"), told.get("among")
    return Rule(
        told["reason"],
        (equal[0], equal[1]) if equal else None,
        (among[0], among[1]) if among else None,
        told.get("column"),
        frozenset(told.get("is", ())),
        pattern,
    )


def _fact(kind: str, told: dict[str, Any]) -> Fact:
    fields: dict[str, Spec] = {}
    types = {name.rstrip("*"): of for name, of in KINDS[kind].items()}
    for name, value in told.items():
        if name in ("need", "once", "when"):
            continue
        if name not in types:
            raise _UnsoundError(f"{kind}.{name}: no field of it: use {', '.join(types)}")
        fields[name] = _spec(f"{kind}.{name}", value, types[name])
    when = _template(f"{kind}.when", told["when"]) if "when" in told else None
    need, once = told.get("need", ()), told.get("once", ())
    strange = sorted({*need, *once} - set(fields))
    if strange:
        raise _UnsoundError(f"{kind}: needs {strange[0]}, which it does not tell: add the field")
    return Fact(kind, fields, frozenset(need), tuple(once), when)


def _spec(where: str, value: Any, of: str) -> Spec:
    if isinstance(value, bool):
        return value
    if not isinstance(value, dict):
        return _template(where, value)
    if of not in PARTS:
        raise _UnsoundError(f'{where}: is a text with cells in it, such as "{{column}}"')
    if PARTS[of]:
        _known(where, value, PARTS[of])
    inner = {"of": "place", "in": "country"} if of == "post" else {}
    return {name: _spec(f"{where}.{name}", one, inner.get(name, "text")) for name, one in value.items()}


def _template(where: str, value: Any) -> Template:
    if not isinstance(value, str | int | float):
        raise _UnsoundError(f'{where}: is a text with cells in it, such as "{{column}}"')
    parts: list[str | tuple[str, int | None]] = []
    text, end = str(value), 0
    for found in _REFERENCE.finditer(text):
        if found.start() > end:
            parts.append(text[end : found.start()])
        parts.append((found[1], int(found[2]) if found[2] else None))
        end = found.end()
    if end < len(text):
        parts.append(text[end:])
    return Template(tuple(parts))


def _templates(specs: Sequence[Spec]) -> Iterator[Template]:
    for spec in specs:
        if isinstance(spec, Template):
            yield spec
        elif isinstance(spec, dict):
            yield from _templates(list(spec.values()))
