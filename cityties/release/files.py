"""The files of a release: their bytes, kinds and sums."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

__all__ = ["File"]


@dataclass(frozen=True)
class File:
    """One file of a release: its path within it, its media type, what it is, its bytes."""

    path: str
    media: str
    description: str
    data: bytes

    @property
    def sum(self) -> str:
        """The SHA-256 of its bytes."""
        return hashlib.sha256(self.data).hexdigest()
