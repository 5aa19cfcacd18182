"""The languages that cityties speaks: each is a folder of data, graph/languages/LANG/."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from cityties.model import resources
from cityties.model.errors import ModelError

__all__ = ["ENGLISH", "languages", "read_words"]

# Where a language has no word for a thing, this one has.
ENGLISH: Final = "en"


def languages() -> tuple[str, ...]:
    """List the languages by the folders that are there: English first, the others by their codes.

    >>> languages()[:3]
    ('en', 'id', 'tr')
    """
    room = resources.folder("graph") / "languages"
    found = sorted(folder.name for folder in room.iterdir() if folder.is_dir()) if room.is_dir() else []
    if ENGLISH not in found:
        raise ModelError(f"{room}/{ENGLISH}: absent: install cityties again")
    return (ENGLISH, *(language for language in found if language != ENGLISH))


def read_words(language: str, name: str) -> Mapping[str, Any]:
    """Read a file of words of a language, such as dates. Raises ModelError where it is absent or not whole."""
    return _read(resources.folder("graph") / "languages" / language / f"{name}.toml")


@cache
def _read(path: Path) -> Mapping[str, Any]:
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ModelError(f"{path}: no file of words: {error}: mend it, or install cityties again") from error
