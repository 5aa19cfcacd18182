"""A store on disk is a folder of generations: what is written becomes a new one, then it counts.

    DIR/store.json            names the generation that counts; replaced in one move
    DIR/generations/000007/   a whole store; unchanged files are shared with the one before
    DIR/decisions.sssom.tsv   what people decided on who is who
    DIR/review.tsv            what they are asked to decide
    DIR/reviews.tsv           what they accepted and refused of articles
    DIR/quotes.tsv            the words of articles that say what was accepted

A program that is killed while it writes leaves a generation that nobody names; the next writer
clears it away. Readers go on with the generation that they opened.
"""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from cityties.model.errors import RequestError

__all__ = ["current", "give_up", "holds_store", "next_generation", "refuse_foreign"]

_POINTER: Final = "store.json"
_ROOM: Final = "generations"
_FORMAT: Final = 2  # 1: without a default graph of facts
_NOTES: Final = frozenset(
    {"decisions.sssom.tsv", "entries", "review.sssom.tsv", "reviews.tsv", "quotes.tsv"}
)  # may be there before a store is
_TRIES: Final = 50
_ROCKSDB: Final = re.compile(r"\d+\.(?:sst|log)|CURRENT|IDENTITY|LOCK|LOG(?:\.old.*)?|(?:MANIFEST|OPTIONS)-\d+")


def current(folder: Path) -> Path | None:
    """Say where the generation that counts lies, or None where the folder holds no generations.

    Raises RequestError where the folder's own note cannot be understood.
    """
    pointer = folder / _POINTER
    if not pointer.is_file():
        return None
    try:
        note = json.loads(pointer.read_text(encoding="utf-8"))
        if note["cityties-store"] not in range(1, _FORMAT + 1):
            raise RequestError(
                f"{folder}: a store of another form than this cityties reads ({_FORMAT}): update cityties"
            )
        name = str(note["generation"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RequestError(f"{pointer}: cannot be understood: build the store again elsewhere") from error
    found = folder / _ROOM / name
    if not name.isdigit() or not (found / "CURRENT").is_file():
        raise RequestError(f"{pointer}: names a generation that is not there: build the store again elsewhere")
    return found


def holds_store(folder: Path) -> bool:
    """Say whether a folder holds a store, of generations or as cityties 0.1 wrote it."""
    return current(folder) is not None or (folder / "CURRENT").is_file()


def refuse_foreign(folder: Path) -> None:
    """Raise RequestError where a place holds other files than a store."""
    if folder.exists() and not folder.is_dir():
        raise RequestError(f"{folder}: a file, where a store needs a folder: name another place")
    if folder.is_dir() and not _is_ours(folder):
        raise RequestError(f"{folder}: holds other files than a store: name an empty or a new folder")


@contextmanager
def next_generation(folder: Path) -> Iterator[Path]:
    """Give the place for a new generation; it counts when the block ends well, and is cleared away otherwise.

    Nobody else writes meanwhile. Raises RequestError where somebody does, or where the folder
    holds other files than a store.
    """
    from filelock import FileLock, Timeout

    refuse_foreign(folder)
    existed = folder.is_dir()
    try:
        (folder / _ROOM).mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / "lock", timeout=0)
        try:
            with lock:
                yield from _write(folder)
        except Timeout as error:
            raise RequestError(f"{folder}: another program is writing to this store: wait until it is done") from error
    except OSError as error:
        raise RequestError(f"{folder}: cannot be written: {error.strerror or error}") from error
    finally:
        if not existed and not (folder / _POINTER).is_file():
            shutil.rmtree(folder, ignore_errors=True)


def _write(folder: Path) -> Iterator[Path]:
    room, counts = folder / _ROOM, current(folder)
    for stray in room.iterdir():  # what a killed program left, and the generation before the last
        if stray != counts:
            shutil.rmtree(stray, ignore_errors=True)
    fresh = room / f"{int(counts.name) + 1 if counts else 1:06d}"
    try:
        yield fresh
        if (fresh / "CURRENT").is_file():
            _point(folder, fresh)
    finally:
        if current(folder) != fresh:
            _clear(fresh)
    for name in _old_form(folder):
        name.unlink(missing_ok=True)


def give_up(fresh: Path) -> None:
    """Let a generation that was written in full not count: the block that asked for it then clears it away."""
    (fresh / "CURRENT").unlink()


def _clear(folder: Path) -> None:
    """Remove a closed store; its own threads may still be dropping files, so what they got to first is no error."""
    for _ in range(_TRIES):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(0.02)


def _point(folder: Path, fresh: Path) -> None:
    from cityties.model.output import write_whole

    note = {"cityties-store": _FORMAT, "generation": fresh.name}
    write_whole(folder / _POINTER, json.dumps(note) + "\n")


def _is_ours(folder: Path) -> bool:
    names = {path.name for path in folder.iterdir()}
    return names <= _NOTES or _POINTER in names or _ROOM in names or "CURRENT" in names


def _old_form(folder: Path) -> list[Path]:
    """List the files of a store that lies in the folder itself, as cityties 0.1 wrote them."""
    if not (folder / "CURRENT").is_file():
        return []
    return [path for path in folder.iterdir() if path.is_file() and _ROCKSDB.fullmatch(path.name)]
