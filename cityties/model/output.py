"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from cityties.model.errors import RequestError


def write_whole(path: Path, content: str | bytes) -> Path:
    """Write a file in one move: what stood there before stays until the new one is complete.

    Text is written as UTF-8 with line feeds, whatever the system's own encoding. Raises
    RequestError where the place cannot be written to or the disk is full; nothing half-written stays.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    if path.is_dir():
        raise RequestError(f"{path}: a folder, where a file is to be written: name a file in it")
    temporary: str | None = None
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, _mode_of_new_file())
        os.replace(temporary, path)
    except OSError as error:
        if temporary is not None:
            with suppress(OSError):
                os.unlink(temporary)
        raise RequestError(f"{path}: cannot be written: {error.strerror or error}") from error
    return path


def write_folder(path: Path, fill: Callable[[Path], None]) -> Path:
    """Fill a new folder and put it in its place in one move, or leave nothing.

    A folder that stands there is replaced only where all that it holds is of the same names;
    RequestError otherwise, so that nobody's files are lost.
    """
    if path.exists() and not path.is_dir():
        raise RequestError(f"{path}: a file, where a folder is to be written: name another place")
    try:
        with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as temporary:
            fresh = Path(temporary) / "new"
            fresh.mkdir()
            fill(fresh)
            if path.is_dir():
                strange = sorted({p.name for p in path.iterdir()} - {p.name for p in fresh.iterdir()})
                if strange:
                    raise RequestError(f"{path}: holds other files too ({strange[0]}): name an empty or a new folder")
                shutil.move(path, Path(temporary) / "old")
            os.replace(fresh, path)
    except OSError as error:
        raise RequestError(f"{path}: cannot be written: {error.strerror or error}") from error
    return path


def _mode_of_new_file() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
