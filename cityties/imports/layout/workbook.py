"""Tables of a workbook: .xlsx by openpyxl, .ods, .xls and .xlsb by calamine.

A day is as precise as its cell shows it: of a cell that shows a year alone, the year is taken. What several cells
joined hold, each of them holds.
"""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Sequence
from typing import Any, Final

from cityties.imports.layout.grid import Grid
from cityties.imports.layout.packed import open_packed
from cityties.model.errors import DataError, RequestError

__all__ = ["read_workbook"]

_MOST_ROWS: Final = 200_000
_MOST_CELLS: Final = 4_000_000
_QUOTED: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


def read_workbook(data: bytes, form: str, name: str, sheet: str | None = None) -> list[Grid]:
    """Give the sheets of a workbook, or one of them by its name or number.

    Raises RequestError where the library is absent, or no sheet is called so; DataError where it is no workbook.
    """
    grids = _openpyxl(data, name, sheet) if form == "xlsx" else _calamine(data, name, sheet)
    return [grid for grid in grids if grid.rows]


def _openpyxl(data: bytes, name: str, sheet: str | None) -> list[Grid]:
    try:
        from openpyxl import load_workbook
    except ImportError as error:
        raise RequestError(f"{name}: workbooks need openpyxl: install cityties[sheets], or save it as CSV") from error
    open_packed(data, name)
    try:
        book = load_workbook(io.BytesIO(data), data_only=True)
    except Exception as error:  # the library raises whatever the file makes it raise
        raise DataError(f"{name}: no workbook that can be read ({error}): save it as .xlsx anew, or as CSV") from error
    shown = [one for one in book.worksheets if one.sheet_state == "visible"] or book.worksheets
    grids = []
    for one in _chosen(shown, [page.title for page in shown], sheet, name):
        _bound(one.max_row, one.max_column, name)
        rows = [[_cell(cell) for cell in row] for row in one.iter_rows()]
        for joined in one.merged_cells.ranges:
            _spread(rows, joined.min_row - 1, joined.min_col - 1, joined.max_row - 1, joined.max_col - 1)
        grids.append(_grid(one.title, 1, rows, several=len(shown) > 1))
    return grids


def _calamine(data: bytes, name: str, sheet: str | None) -> list[Grid]:
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError as error:
        raise RequestError(
            f"{name}: .ods and .xls need python-calamine: install cityties[sheets], or save it as CSV"
        ) from error
    if data.startswith(b"PK"):
        open_packed(data, name)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        grids = []
        for title in _chosen(book.sheet_names, book.sheet_names, sheet, name):
            page = book.get_sheet_by_name(title)
            _bound(page.total_height, page.total_width, name)
            rows = [[_plain(value) for value in row] for row in page.to_python(skip_empty_area=False)]
            for (top, left), (bottom, right) in page.merged_cell_ranges or ():
                _spread(rows, top, left, bottom, right)
            grids.append(_grid(title, 1, rows, several=len(book.sheet_names) > 1))
    except CalamineError as error:
        raise DataError(f"{name}: no workbook that can be read ({error}): save it anew, or as CSV") from error
    return grids


def _chosen(sheets: Sequence[Any], titles: Sequence[str], wanted: str | None, name: str) -> list[Any]:
    if not wanted:
        return list(sheets)
    for at, title in enumerate(titles):
        if wanted in (title, str(at + 1)):
            return [sheets[at]]
    raise RequestError(f"{name}: no sheet is called {wanted}: there are {', '.join(titles)}")


def _bound(rows: int, columns: int, name: str) -> None:
    if rows > _MOST_ROWS or rows * columns > _MOST_CELLS:
        raise DataError(f"{name}: a sheet of {rows:,} rows and {columns:,} columns: save it as CSV")


def _grid(title: str, first: int, rows: list[list[str]], *, several: bool) -> Grid:
    numbered = enumerate(rows, first)
    return Grid(title, [((f"{title}, row {at}" if several else at), cells) for at, cells in numbered if any(cells)])


def _spread(rows: list[list[str]], top: int, left: int, bottom: int, right: int) -> None:
    """Put what joined cells hold into each row of them; beside one another they are one cell."""
    if top >= len(rows) or left >= len(rows[top]):
        return
    for row in rows[top : bottom + 1]:
        if left < len(row):
            row[left] = rows[top][left]


def _cell(cell: Any) -> str:
    value = cell.value
    if isinstance(value, datetime.date):
        return _day(value, cell.number_format or "")
    return _plain(value)


def _day(value: datetime.date, shown: str) -> str:
    """Write a day as precisely as its cell shows it."""
    marks = _QUOTED.sub("", shown).lower()
    day = value.date() if isinstance(value, datetime.datetime) else value
    if "d" in marks or "y" not in marks:
        return day.isoformat()
    return day.isoformat()[: 7 if "m" in marks else 4]


def _plain(value: Any) -> str:
    if value is None or isinstance(value, datetime.time | datetime.timedelta):
        return "" if value is None else str(value)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).strip()
