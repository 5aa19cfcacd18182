"""What columns are called in a language: viz/profiles/columns.toml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from cityties.model import resources
from cityties.model.multilingual import read_multilingual

__all__ = ["heads"]

_FILE: Final = "profiles/columns.toml"


def heads(columns: Sequence[str], lang: str) -> tuple[str, ...]:
    """Name columns: in English by the names that questions give them, else in words of the language.

    >>> heads(("city", "since"), "tr"), heads(("city",), "en")
    (('Kent', 'Başlangıç'), ('city',))
    """
    if lang in ("", "en"):
        return tuple(columns)
    return tuple(_words().get(name, {}).get(lang, name) for name in columns)


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    return read_multilingual(resources.folder("viz") / _FILE)
