"""Tables as CSV (https://www.rfc-editor.org/rfc/rfc4180), as the standard has it or safe for spreadsheets.

A spreadsheet takes a cell that begins with one of a few signs for a formula, which can reach other servers. Safe, such
a text has an apostrophe before it, texts stand in quotation marks, and a mark at the beginning tells Excel that
letters are UTF-8.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Final

__all__ = ["csv_text", "plain_cell"]

_MARK: Final = "\ufeff"
_FORMULA: Final = tuple("=+-@|%＝＋－＠")
_NUMBER: Final = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?", re.ASCII)


def csv_text(
    heads: Sequence[str], rows: Iterable[Sequence[object]], *, spreadsheet: bool = False, ends: str = "\r\n"
) -> str:
    """Write a table as CSV, each line with the given end. ``spreadsheet`` is for Excel and its kin: no cell runs."""
    out = io.StringIO()
    if not spreadsheet:
        csv.writer(out, lineterminator=ends).writerows([heads, *rows])
        return out.getvalue()
    out.write(_MARK)
    writer = csv.writer(out, lineterminator=ends, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerows([plain_cell(cell) for cell in row] for row in [heads, *rows])
    return out.getvalue()


def plain_cell(cell: object) -> object:
    """Give a cell that a spreadsheet takes for text or a number, never for a formula.

    >>> plain_cell("=1+1"), plain_cell("-6.2"), plain_cell("Ankara")
    ("'=1+1", '-6.2', 'Ankara')
    """
    if not isinstance(cell, str) or not cell.lstrip().startswith(_FORMULA) or _NUMBER.fullmatch(cell):
        return cell
    return f"'{cell}"
