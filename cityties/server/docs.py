"""The built site (`make docs`) as it is served at /docs: which folder it is, and one file of it."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Final

import cityties
from cityties.model.errors import RequestError

__all__ = ["file_of", "folder_of"]

_BEGIN: Final = "index.html"
_BUILT: Final = Path(cityties.__file__).resolve().parents[1] / "out" / "docs"  # where `make docs` writes
_MEDIA: Final = {
    ".css": "text/css",
    ".gif": "image/gif",
    ".html": "text/html",
    ".ico": "image/x-icon",
    ".inv": "application/octet-stream",
    ".jpg": "image/jpeg",
    ".js": "text/javascript",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
}


def folder_of(given: Path | None) -> Path | None:
    """Say where the built site lies: the folder given, else where `make docs` writes; None where it is not built.

    Raises RequestError where the folder given holds none.
    """
    if given is not None and not (given / _BEGIN).is_file():
        raise RequestError(f"--docs {given}: no {_BEGIN} there: build the site with `make docs`, and name its folder")
    folder = _BUILT if given is None else given
    return folder.resolve() if (folder / _BEGIN).is_file() else None


def file_of(folder: str, name: str) -> tuple[str, bytes] | None:
    """Read a file of the site by its address: a media type and what it holds.

    None where there is none, where its kind is none of a site's, and for whatever leads out of the folder, by dots,
    by a name with a drive, by a link, or hidden by a dot.
    """
    parts = PurePosixPath(f"{name}{_BEGIN}" if not name or name.endswith("/") else name).parts
    if not name.isprintable() or "\\" in name or ":" in name or any(part.startswith((".", "/")) for part in parts):
        return None
    room = Path(folder).resolve()
    try:
        file = room.joinpath(*parts).resolve()
        if room not in file.parents or not file.is_file() or file.suffix not in _MEDIA:
            return None
        return _MEDIA[file.suffix], file.read_bytes()
    except OSError:
        return None
