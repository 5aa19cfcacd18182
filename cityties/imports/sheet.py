"""The names that wait as a table that a spreadsheet opens, and gives back with a column filled in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

from cityties.display.spreadsheet import csv_text
from cityties.imports.input import Input
from cityties.imports.reader import Shape, read_records
from cityties.imports.report import Reading, told_line
from cityties.model.errors import DataError
from cityties.model.folding import fold
from cityties.model.output import write_whole
from cityties.model.vocabulary import compact
from cityties.names.decision import Decision
from cityties.names.waiting import NOBODY, Waiting

__all__ = ["read_sheet", "write_sheet"]

_HEADS: Final = ("country", "name", "candidate", "what it is", "score", "where it stands", "asked", "decision")
_YES: Final = frozenset(fold(word) for word in ("yes", "y", "x", "1", "same", "ya", "evet", "e", "true", "✓"))
_NO: Final = frozenset(fold(word) for word in ("no", "n", "0", "not", "tidak", "hayır", "h", "false"))
_FORMULA: Final = re.compile(r"^'(?=\s*[=+@|%＝＋－＠-])")  # what kept a cell from being a formula


def write_sheet(path: Path, names: Iterable[Waiting]) -> int:
    """Write a row for each candidate of each name; give their number. What was decided goes into the last column."""
    rows = []
    for one in names:
        for candidate in one.candidates:
            known = candidate.thing != NOBODY
            score = f"{candidate.score:.2f}" if known and candidate.score is not None else ""
            thing = compact(candidate.thing) if known else ""
            rows.append((one.country, one.name, thing, candidate.label, score, one.where, one.subject, ""))
    write_whole(path, csv_text(_HEADS, rows, spreadsheet=True))
    return len(rows)


def read_sheet(path: Path, names: Sequence[Waiting], thing_of: Callable[[str], str]) -> tuple[list[Decision], Reading]:
    """Give what was decided in a table that came back: yes or no in the last column, or the IRI of another thing.

    A row that cannot be read is told and left out. Raises DataError where it is not such a table.
    """
    reading = Reading()
    heads, records = read_records(Input(str(path)), Shape(), reading, known=lambda cells: len(set(_HEADS) & set(cells)))
    if not {"asked", "candidate", "decision"} <= set(heads):
        raise DataError(f"{path}: lacks a column asked, candidate or decision: hand in the table that `--sheet` wrote")
    known = {fold(one.subject): one for one in names}
    found: dict[tuple[str, str], Decision] = {}
    sure: dict[str, str] = {}
    for line, record in records:
        told = {
            name: _FORMULA.sub("", str(record.get(name) or "").strip()) for name in ("asked", "candidate", "decision")
        }
        if not told["decision"]:
            continue
        reading.read += 1
        one = known.get(fold(told["asked"]))
        if one is None:
            reading.leave("a name that does not wait", told["asked"][:80], line)
            continue
        word = fold(told["decision"])
        same = word not in _NO
        try:
            thing = thing_of(told["candidate"] if word in _YES | _NO else told["decision"])
        except DataError as error:
            reading.leave(str(error), told["decision"][:80], line)
            continue
        if same and sure.setdefault(one.subject, thing) != thing:
            reading.leave(f"a second thing for {one.subject}: {told_line(line)} is left out", compact(thing), line)
            continue
        label = next((each.label for each in one.candidates if each.thing == thing), "")
        found[one.subject, thing] = Decision(one.subject, thing, same, label=label)
        reading.taken += 1
    return list(found.values()), reading
