"""Quotations: the words of an article by which each accepted fact was told, kept beside the store, never in it.

    DIR/quotes.tsv    one fact a line: the source, the thing or relation of the graph, the words

The graph holds where the words stand; the words are their author's, and stay in the folder of who read them.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from cityties.model.errors import DataError
from cityties.model.output import write_whole
from cityties.store.place import is_address

__all__ = ["QUOTES", "keep_quotes", "quotes_of"]

QUOTES: Final = "quotes.tsv"
_COLUMNS: Final = ("source", "fact", "words")


def quotes_of(location: str | Path, source: str) -> dict[str, str]:
    """Give the words by which a source told its facts, by the IRI of each.

    Raises DataError where the file of quotations is at fault.
    """
    return _read(Path(location) / QUOTES).get(source, {})


def keep_quotes(location: str | None, source: str, quotes: Mapping[str, str]) -> None:
    """Keep the words of a source's facts in the store's folder, in the place of what was kept of it.

    A store that is an address has no folder here: nothing is kept. Raises DataError where the file is at fault.
    """
    if not location or is_address(location):
        return
    path = Path(location) / QUOTES
    kept = {**_read(path), source: {fact: words for fact, words in quotes.items() if words}}
    lines = ["\t".join(_COLUMNS)]
    for name, told in sorted(kept.items()):
        lines += ["\t".join(map(_cell, (name, fact, words))) for fact, words in sorted(told.items())]
    write_whole(path, "\n".join(lines) + "\n")


def _cell(text: str) -> str:
    return " ".join(text.split())


def _read(path: Path) -> dict[str, dict[str, str]]:
    if not path.is_file():
        return {}
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, ValueError) as error:
        raise DataError(f"{path}: cannot be read as UTF-8 text: mend it, or move it away") from error
    if tuple(lines[0].split("\t")) != _COLUMNS:
        raise DataError(f"{path}:1: not a table of quotations: it begins with {' '.join(_COLUMNS)}")
    found: dict[str, dict[str, str]] = {}
    for number, line in enumerate(lines[1:], 2):
        cells = line.split("\t")
        if line and len(cells) != len(_COLUMNS):
            raise DataError(f"{path}:{number}: not a quotation: mend the line, or take it out")
        if line:
            found.setdefault(cells[0], {})[cells[1]] = cells[2]
    return found
