"""Files that are zip archives inside: workbooks and documents; none may unpack to more than fits."""

from __future__ import annotations

import io
import zipfile
from typing import Final

from cityties.model.errors import DataError

__all__ = ["form_inside", "open_packed"]

_MOST: Final = 200 << 20  # bytes, unpacked
_MOST_PARTS: Final = 10_000


def open_packed(data: bytes, name: str) -> zipfile.ZipFile:
    """Open what is packed. Raises DataError where it is damaged, or would unpack to more than fits."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise DataError(f"{name}: damaged ({error}): save it anew") from error
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST:
        raise DataError(f"{name}: too large: more than {_MOST >> 20} MiB once unpacked: hand it in in parts, or as CSV")
    return archive


def form_inside(data: bytes, name: str) -> str:
    """Say which form lies in an archive: xlsx, xlsb, ods or docx. Raises DataError where it is none of them."""
    with open_packed(data, name) as archive:
        parts = set(archive.namelist())
        if "xl/workbook.bin" in parts:
            return "xlsb"
        if "xl/workbook.xml" in parts:
            return "xlsx"
        if "word/document.xml" in parts:
            return "docx"
        kind = archive.read("mimetype")[:100].decode("ascii", "replace") if "mimetype" in parts else ""
    if "opendocument.spreadsheet" in kind:
        return "ods"
    raise DataError(f"{name}: neither a workbook (.xlsx, .ods) nor a document (.docx): save it as one, or as CSV")
