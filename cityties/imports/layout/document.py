"""Tables in documents: .docx by python-docx, web pages by lxml, PDF by pdfplumber."""

from __future__ import annotations

import io
from typing import Any, Final

from cityties.imports.layout.grid import Grid
from cityties.imports.layout.packed import open_packed
from cityties.model.errors import DataError, RequestError

__all__ = ["read_document"]

_MOST_PAGES: Final = 300
_MOST_TABLES: Final = 1_000
_WIDEST: Final = 200  # columns over which one cell may go


def read_document(data: bytes, form: str, name: str) -> list[Grid]:
    """Give the tables of a document of a form: docx, html or pdf.

    Raises RequestError where the library is absent, DataError where the document cannot be read or holds no table.
    """
    read = {"docx": _word, "html": _page, "pdf": _pdf}[form]
    try:
        grids = [grid for grid in read(data, name)[:_MOST_TABLES] if grid.rows]
    except ImportError as error:
        raise RequestError(
            f"{name}: tables in documents need {error.name}: install cityties[documents], or save the table as CSV"
        ) from error
    if not grids:
        raise DataError(f"{name}: holds no table: hand in one, such as CSV")
    return grids


def _word(data: bytes, name: str) -> list[Grid]:
    import docx

    open_packed(data, name)
    try:
        document = docx.Document(io.BytesIO(data))
        tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    except Exception as error:  # the library raises whatever the file makes it raise
        raise DataError(f"{name}: no document that can be read ({error}): save it anew as .docx") from error
    return _numbered(tables)


def _pdf(data: bytes, name: str) -> list[Grid]:
    import pdfplumber

    grids = []
    try:
        with pdfplumber.open(io.BytesIO(data)) as file:
            if len(file.pages) > _MOST_PAGES:
                raise DataError(f"{name}: more than {_MOST_PAGES} pages: hand in those with the table")
            for number, page in enumerate(file.pages, 1):
                for table in page.extract_tables():
                    rows = [[" ".join((cell or "").split()) for cell in row] for row in table]
                    lines = [(f"page {number}, row {at}", cells) for at, cells in enumerate(rows, 1) if any(cells)]
                    grids.append(Grid(f"page {number}", list(lines)))
    except DataError:
        raise
    except Exception as error:  # the library raises whatever the file makes it raise
        raise DataError(f"{name}: no PDF that can be read ({error}): save the table as CSV") from error
    return grids


def _page(data: bytes, name: str) -> list[Grid]:
    from lxml import etree, html

    try:
        root = html.document_fromstring(data, parser=html.HTMLParser(encoding=_encoding(data), huge_tree=False))
    except (etree.ParserError, ValueError) as error:
        raise DataError(f"{name}: no page that can be read ({error}): save the table as CSV") from error
    for unseen in root.xpath("//script|//style|//sup[contains(@class,'reference')]"):
        unseen.drop_tree()
    for line in root.xpath("//br"):
        line.tail = f" {line.tail or ''}"
    tables = [table for table in root.iter("table") if not table.xpath(".//table")]
    return _numbered([_rows_of(table) for table in tables])


def _encoding(data: bytes) -> str | None:
    try:
        data.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        return None  # what the page says itself


def _rows_of(table: Any) -> list[list[str]]:
    """Lay a table of a page out: a cell that goes over several rows stands in each of them."""
    held: dict[int, tuple[int, str]] = {}  # of a column: for how many more rows which text
    rows = []
    for line in table.iter("tr"):
        row: list[str] = []
        cells = [cell for cell in line if cell.tag in ("td", "th")]
        while cells or any(at >= len(row) for at in held):
            at = len(row)
            if at in held:
                left, text = held.pop(at)
                if left > 1:
                    held[at] = (left - 1, text)
                row.append(text)
                continue
            if not cells:
                row.append("")
                continue
            cell = cells.pop(0)
            text = " ".join(cell.text_content().split())
            down = _span(cell.get("rowspan"))
            for across in range(_span(cell.get("colspan"))):
                row.append(text if not across else "")
                if down > 1:
                    held[len(row) - 1] = (down - 1, text if not across else "")
        rows.append(row)
    return rows


def _span(told: str | None) -> int:
    return min(int(told), _WIDEST) if told and told.strip().isdecimal() and int(told) else 1


def _numbered(tables: list[list[list[str]]]) -> list[Grid]:
    several = len(tables) > 1
    grids = []
    for number, table in enumerate(tables, 1):
        rows = [[" ".join(cell.split()) for cell in row] for row in table]
        lines = [((f"table {number}, row {at}" if several else at), row) for at, row in enumerate(rows, 1) if any(row)]
        grids.append(Grid(f"table {number}", list(lines)))
    return grids
