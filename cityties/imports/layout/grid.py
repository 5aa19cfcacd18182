"""Rows of cells, and which of them is the header: the one way in for workbooks, documents and text.

A table begins where its header is: titles above it are passed over, a header that is repeated as well. Tables of one
file that have the same columns are one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from cityties.imports.report import Line, Reading, told_line
from cityties.model.errors import DataError
from cityties.model.folding import fold

__all__ = ["Grid", "Known", "Record", "header_at", "names_of", "records_of", "unnamed"]

Record = dict[str, str | list[str]]
Row: TypeAlias = "tuple[Line, list[str]]"
# Says how many cells of a row are headings that the reader knows.
Known: TypeAlias = Callable[[Sequence[str]], int]

MOST_COLUMNS: Final = 10_000
_ABOVE: Final = 25  # rows in which a header is sought
# What stands in rows, never in a header.
_VALUE: Final = re.compile(
    r"-?[\d.,/ -]*\d[\d.,/ -]*%?|(?:wd:)?Q[1-9]\d{2,}|https?://\S+|Point\s*\(.*\)|[\w.+-]+@[\w-]+\.\w+|\d{4}-\d\d-\d\dT.*",
    re.IGNORECASE,
)


@dataclass
class Grid:
    """One table of a file: what it is called there, and its rows, each with where it stands."""

    name: str
    rows: list[Row] = field(default_factory=list)


def records_of(
    grids: Sequence[Grid], told: Sequence[str], known: Known, reading: Reading, name: str
) -> tuple[list[str], Iterator[tuple[Line, Record]]]:
    """Give the columns and the records of the table that is meant, with those of its like.

    ``told`` are the names of the columns where the file has none. The table is that whose header is known best, then
    the longest. Raises DataError where there is none.
    """
    laid = [(grid, at) for grid in grids if (at := header_at([cells for _, cells in grid.rows], known)) is not None]
    if not laid:
        raise DataError(f"{name}: holds no table: hand in one with a header and rows")
    best, begun = max(laid, key=lambda one: (known(one[0].rows[one[1]][1]) if one[1] >= 0 else 0, len(one[0].rows)))
    names = list(told) or (names_of(best.rows[begun][1], name) if begun >= 0 else unnamed(best.rows))
    if begun > 0:
        reading.notes.append(f"the header is {told_line(best.rows[begun][0])}; what stands above is passed over")
    parts: list[list[Row]] = []
    for grid in grids:
        at = next((at for one, at in laid if one is grid), None)
        if grid is best:
            parts.append(grid.rows[begun + 1 :])
        elif at is not None and at >= 0 and _same(grid.rows[at][1], names):
            parts.append(grid.rows[at + 1 :])
        elif parts and at == -1 and max(len(cells) for _, cells in grid.rows) == len(names):
            parts.append(grid.rows)  # a table that goes on over a page
        elif at is not None:
            reading.notes.append(
                f"{grid.name}: another table: passed over; hand it in by itself, or tell the map `sheet`"
            )
    return names, _records([row for part in parts for row in part], names, reading)


def header_at(rows: Sequence[Sequence[str]], known: Known) -> int | None:
    """Say which row is the header: -1 where there is none, None where there are no rows."""
    counted = [(at, _filled(cells)) for at, cells in enumerate(rows[:_ABOVE]) if _filled(cells)]
    if not counted:
        return None
    scored = max(counted, key=lambda one: (known(rows[one[0]]), -one[0]))
    if known(rows[scored[0]]) >= min(2, scored[1]):
        return scored[0]
    widest = max(filled for _, filled in counted)
    first = next(at for at, filled in counted if filled * 2 >= widest)
    return -1 if looks_like_row(rows[first]) else first


def looks_like_row(cells: Sequence[str]) -> bool:
    """Say whether cells are values rather than headings: a number, a date, an address among them."""
    return any(_VALUE.fullmatch(cell.strip()) for cell in cells if cell.strip())


def names_of(cells: Sequence[str], name: str) -> list[str]:
    """Give the names of columns. Raises DataError where there are none, too many, or two of one name."""
    names = [" ".join(cell.replace("\ufeff", "").split()) for cell in cells]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise DataError(f"{name}: its first line names no columns: a table begins with a header")
    if len(names) > MOST_COLUMNS:
        raise DataError(f"{name}: {len(names):,} columns: a table has at most {MOST_COLUMNS:,}")
    twice = sorted(one for one, times in Counter(names).items() if one and times > 1)
    if twice:
        raise DataError(f"{name}: two columns are called {twice[0]}: name them apart")
    return names


def unnamed(rows: Sequence[Row]) -> list[str]:
    """Name the columns of a table without a header by their number."""
    return [f"column {number}" for number in range(1, max(len(cells) for _, cells in rows) + 1)]


def _records(rows: Sequence[Row], names: Sequence[str], reading: Reading) -> Iterator[tuple[Line, Record]]:
    width = len(names)
    full = sum(_filled(cells) >= 3 for _, cells in rows)
    wordy = full * 5 >= len(rows) * 3  # a row of one cell is a heading or a note between the others
    for line, cells in rows:
        filled = _filled(cells)
        if not filled or _same(cells, names):
            continue
        if wordy and filled == 1:
            reading.pass_over("a line of one cell between the rows, such as a heading or a note")
            continue
        if len(cells) > width and any(cell.strip() for cell in cells[width:]):
            reading.read += 1
            reading.leave("more cells than the header has", " | ".join(filter(None, cells))[:80], line)
            continue
        yield line, dict(zip(names, [*cells, *[""] * (width - len(cells))], strict=False))


def _filled(cells: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in cells)


def _same(cells: Sequence[str], names: Sequence[str]) -> bool:
    return [fold(cell) for cell in cells if cell.strip()] == [fold(name) for name in names if name]
