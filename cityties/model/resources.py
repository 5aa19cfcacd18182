"""Finds the four folders of data, in a checkout and in an installed wheel alike."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final, Literal

from cityties.model.errors import ModelError

Room = Literal["ontology", "graph", "queries", "viz"]

_PACKAGE: Final = Path(__file__).resolve().parents[1]


@cache
def folder(room: Room) -> Path:
    """Say where one of the four folders of data lies.

    A wheel carries them under ``cityties/_data/``; in a checkout they stand beside the package.
    Raises ModelError where neither holds the folder.
    """
    for candidate in (_PACKAGE / "_data" / room, _PACKAGE.parent / room):
        if candidate.is_dir():
            return candidate
    raise ModelError(f"the folder {room}/ is missing from this installation: install cityties again")


def files(room: Room, pattern: str) -> list[Path]:
    """List the files of a folder that match a pattern, sorted by path; never an empty list.

    Raises ModelError where nothing matches: a program that reads no file has checked nothing.
    """
    found = sorted(path for path in folder(room).glob(pattern) if path.is_file())
    if not found:
        raise ModelError(f"no file matches {room}/{pattern}: install cityties again")
    return found
