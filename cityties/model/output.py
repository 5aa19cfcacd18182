"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import re
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from cityties.model.errors import RequestError

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_STREAM: Final = re.compile(r"/(?:dev|proc/self)/(?:fd/(\d+)|(stdout)|(stderr))")


def write_whole(path: Path, content: str | bytes) -> Path:
    """Write a file in one move: what stood there before stays until the new one is complete.

    Text is written as UTF-8 with line feeds, whatever the system's own encoding. A file that is replaced keeps its
    mode; a link keeps pointing to what is written; into a pipe, a terminal or a device it is written straight.
    Raises RequestError where the place cannot be written to or the disk is full; nothing half-written stays.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    try:
        if stream := _STREAM.fullmatch(str(path)):
            _write_stream(int(stream[1]) if stream[1] else 1 if stream[2] else 2, data)
            return path
        standing = _standing(path)
        if standing and stat.S_ISDIR(standing.st_mode):
            raise RequestError(f"{path}: a folder, where a file is to be written: name a file in it")
        if standing and not stat.S_ISREG(standing.st_mode):
            with path.open("wb", buffering=0) as target:
                _write_all(target.fileno(), data)
            return path
        _replace(Path(os.path.realpath(path)), data, standing)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no name of a file"
        raise RequestError(f"{path}: cannot be written: {reason}") from error
    return path


def write_folder(path: Path, fill: Callable[[Path], None]) -> Path:
    """Fill a new folder and put it in its place in one move, or leave nothing.

    A folder that stands there is replaced only where all that it holds is of the same names, and keeps its mode;
    RequestError otherwise, so that nobody's files are lost. A link keeps pointing to it.
    """
    try:
        standing = _standing(path)
        if standing and not stat.S_ISDIR(standing.st_mode):
            raise RequestError(f"{path}: a file, where a folder is to be written: name another place")
        place = Path(os.path.realpath(path))
        with tempfile.TemporaryDirectory(prefix=f".{place.name}.", dir=place.parent) as temporary:
            fresh = Path(temporary) / "new"
            fresh.mkdir()
            fill(fresh)
            if standing:
                strange = sorted({p.name for p in place.iterdir()} - {p.name for p in fresh.iterdir()})
                if strange:
                    raise RequestError(f"{path}: holds other files too ({strange[0]}): name an empty or a new folder")
                for file in fresh.iterdir():
                    with suppress(OSError):
                        file.chmod(stat.S_IMODE((place / file.name).stat().st_mode))
                fresh.chmod(stat.S_IMODE(standing.st_mode))
                shutil.move(place, Path(temporary) / "old")
            os.replace(fresh, place)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no name of a folder"
        raise RequestError(f"{path}: cannot be written: {reason}") from error
    return path


def _standing(path: Path) -> os.stat_result | None:
    """Say what stands at a place, behind any links; nothing where it is free."""
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _replace(place: Path, data: bytes, standing: os.stat_result | None) -> None:
    """Put a new file in the place of another, or of none, in one move."""
    handle, temporary = tempfile.mkstemp(prefix=f".{place.name[:100]}.", dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, stat.S_IMODE(standing.st_mode) if standing else _mode_of_new_file())
        if standing and hasattr(os, "chown") and standing.st_uid != os.geteuid():
            with suppress(OSError):  # only who may
                os.chown(temporary, standing.st_uid, standing.st_gid)
        os.replace(temporary, place)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise


def _write_stream(number: int, data: bytes) -> None:
    """Write to a stream that is open already: its file, if it is one, is not begun anew."""
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    _write_all(number, data)


def _write_all(number: int, data: bytes) -> None:
    waiting = memoryview(data)
    while waiting:
        waiting = waiting[os.write(number, waiting) :]


def _mode_of_new_file() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def printable(text: str) -> str:
    """Give a text without the characters that no XML can hold.

    >>> printable("Ank\x00ara") == "Ank\ufffdara"
    True
    """
    return _CONTROL.sub("\ufffd", text)
