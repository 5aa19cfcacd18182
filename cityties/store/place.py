"""Where a store is: a folder of this machine, or the address of a SPARQL server."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from cityties.store.local import LocalStore
from cityties.store.protocol import Store

__all__ = ["is_address", "open_store"]

_ADDRESS: Final = re.compile(r"https?://", re.IGNORECASE)


def is_address(location: str | Path) -> bool:
    """Say whether a location is the address of a server, rather than a folder.

    >>> is_address("https://example.org/sparql"), is_address("stores/world")
    (True, False)
    """
    return _ADDRESS.match(str(location)) is not None


def open_store(location: str | Path, *, read_only: bool = False, create: bool = False, outdated: bool = False) -> Store:
    """Open a store on disk, or behind an address.

    Raises RequestError where there is no store (unless ``create``), where it was written by an earlier cityties
    (unless ``outdated``), where the folder holds something else, or where another program has it open for writing.
    """
    if is_address(location):
        from cityties.store.remote import RemoteStore

        return RemoteStore(str(location))
    return LocalStore.open(location, read_only=read_only, create=create, outdated=outdated)
