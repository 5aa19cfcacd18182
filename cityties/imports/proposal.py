"""A map for a table that has none: guessed, shown by its first rows as they would be read, and agreed to or not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Final, Protocol

from cityties.imports.guess import Guess, guess_map, headings_known
from cityties.imports.importer import Importer
from cityties.imports.input import Input
from cityties.imports.map import Map
from cityties.imports.mapper import Mapper
from cityties.imports.reader import Record, Shape, read_records
from cityties.imports.report import Line, told_line
from cityties.imports.spool import KINDS, Body
from cityties.model.errors import RequestError
from cityties.model.vocabulary import SECTOR

__all__ = ["Asks", "propose"]

_LOOKED_AT: Final = 200  # rows by which a map is guessed
ROWS: Final = 10
_ASIDE: Final = frozenset({"place", "person", "post", "network", "source"})  # what only describes who is named


class Asks(Protocol):
    """Who is asked about a map that was guessed."""

    def values(self, lacking: Sequence[str], why: str) -> Mapping[str, str]:
        """Give the cells that all rows share, and that no column tells."""

    def agrees(self, guess: Guess, shown: str) -> bool:
        """Say whether the table is to be read as it is shown."""


def propose(
    file: str,
    location: str,
    asks: Asks,
    *,
    constants: Mapping[str, str] | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
) -> tuple[Map, dict[str, str]] | None:
    """Guess the map of a table and ask whether it is right: the map and the cells that all rows share, else None.

    Raises RequestError where no map fits, where the table can be read only once, or where nobody is there to ask.
    """
    given = Input(file)
    if not given.rereadable:
        raise RequestError(f"{given.name}: is read twice to guess its map: hand in a file, or give --map")
    shared = dict(constants or {})
    with Importer(location, "guess") as importer:
        shape = Shape(encoding=encoding, sheet=sheet)
        names, records = read_records(given, shape, importer.reading, known=headings_known)
        first = list(islice(records, _LOOKED_AT))
        guess = guess_map(names, [record for _, record in first], importer.identity, shared, given.name)
        if guess.lacking:
            shared |= asks.values(guess.lacking, given.name)
        shown = _shown(importer, guess, shared, first, given.name)
    return (guess.plan, shared) if asks.agrees(guess, shown) else None


def _shown(
    importer: Importer, guess: Guess, told: Mapping[str, str], records: Sequence[tuple[Line, Record]], file: str
) -> str:
    """Say which column is what, and what the first rows tell."""
    lines = [f"{file}: read as a table of this kind: {guess.plan.about.get('summary', guess.plan.path.name)}"]
    for heading, role in guess.columns.items():
        lines.append(f"  {heading} = {role} (by {guess.why[heading]})")
    lines += [f"  {role} = {value} (all rows)" for role, value in told.items()]
    if guess.unread:
        lines.append(f"  not read: {', '.join(guess.unread)}")
    lines.append("The first rows, as they would be read:")
    lines += _rows(importer, guess.plan, told, records[:ROWS], file)
    return "\n".join(lines)


def _rows(
    importer: Importer, plan: Map, told: Mapping[str, str], records: Sequence[tuple[Line, Record]], file: str
) -> list[str]:
    heard: list[tuple[str, Body]] = []
    put = importer.spool.put

    def hear(kind: str, key: str, body: Body) -> None:
        heard.append((kind, body))
        put(kind, key, body)

    importer.spool.put = hear  # type: ignore[method-assign]
    mapper = Mapper(importer, plan, told, file)
    renamed = plan.rename(list(records[0][1])) if records else {}
    lines = []
    for line, raw in records:
        record = {renamed[key]: cell for key, cell in raw.items()}
        heard.clear()
        faults = len(importer.reading.problems)
        mapper.take(line, record)
        facts = [_words(importer, kind, body) for kind, body in heard if kind not in _ASIDE]
        said = "; ".join(dict.fromkeys(facts)) or "nothing"
        lines.append(f"  {told_line(line)}: {said}")
        lines += [f"      left out: {problem.what}: {problem.reason}" for problem in importer.reading.problems[faults:]]
    return lines


def _words(importer: Importer, kind: str, body: Body) -> str:
    """Write a fact in a line: what it joins, then its fields."""
    fields = KINDS[kind]
    ends = [importer.name_of(body[name]) for name in ("a", "b", "member", "network", "person", "post") if name in body]
    rest = []
    for name, value in body.items():
        of = fields.get(name) or fields.get(f"{name}*", "text")
        if name in ("a", "b", "member", "network", "person", "post", "iri", "source"):
            continue
        values = value if isinstance(value, list) else [value]
        if of in ("place", "country", "sector"):
            values = [importer.name_of(one if "://" in str(one) else f"{SECTOR}{one}") for one in values]
        elif of == "labels" and isinstance(value, dict):
            values = list(value.values())
        rest.append(f"{name} {', '.join(map(str, values))}")
    return f"{kind}: {' – '.join(ends)}{' (' + '; '.join(rest) + ')' if rest else ''}"
