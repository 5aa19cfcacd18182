"""A folder for what is only passing. It goes with the program that made it: if that is killed, the next one clears it.

Each such folder holds a file that its maker keeps locked while it lives; the system lets the lock go when the
maker ends, however it ends.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Final

try:
    import fcntl
except ImportError:  # where there are no such locks, nothing of others is cleared
    fcntl = None  # type: ignore[assignment]

__all__ = ["Scratch"]

_PREFIX: Final = "cityties-"
_ALIVE: Final = "alive"


class Scratch:
    """A new folder in the system's place for such, until it is closed; ``path`` says where.

    >>> with Scratch("doctest") as path:
    ...     (path / "note").touch()
    >>> path.exists()
    False
    """

    def __init__(self, name: str) -> None:
        _clear_strays(Path(tempfile.gettempdir()))
        self.path = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{name}-"))
        self._lock = os.open(self.path / "begun", os.O_CREAT | os.O_RDWR, 0o600)
        if fcntl is not None:
            fcntl.flock(self._lock, fcntl.LOCK_EX)
        (self.path / "begun").rename(self.path / _ALIVE)  # locked before anybody looks for it

    def __enter__(self) -> Path:
        return self.path

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Remove the folder with all that is in it."""
        shutil.rmtree(self.path, ignore_errors=True)
        with contextlib.suppress(OSError):
            os.close(self._lock)


def _clear_strays(room: Path) -> None:
    """Remove the folders whose makers live no longer: our own user's, and only those that hold the file."""
    if fcntl is None:
        return
    for stray in room.glob(f"{_PREFIX}*/{_ALIVE}"):
        try:
            if stray.parent.is_symlink() or stray.parent.stat().st_uid != os.getuid():
                continue
            lock = os.open(stray, os.O_RDWR | os.O_NOFOLLOW)
        except OSError:
            continue
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(stray.parent, ignore_errors=True)
        except OSError:  # its maker lives
            pass
        finally:
            os.close(lock)
