"""Where entries are kept: beside the store, one draft each, so that they are opened again, corrected, taken back.

    DIR/entries/NAME.json    without a store of one's own, in the user's folder of data

A draft there has a name such as meeting-2026-11-29, and its source in the store has the same.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from cityties.model.errors import CitytiesError, RequestError
from cityties.names.options import hint
from cityties.reading.draft import Article, Draft, read_draft, write_draft
from cityties.review.naming import slug
from cityties.review.refusal import memory_of
from cityties.store import is_address

__all__ = ["OFFICE", "Shelf"]

OFFICE: Final = "office-record"  # the kind of source where the office itself says so
_TRIES: Final = 10_000


class Shelf:
    """The entries of one store."""

    def __init__(self, location: str | None) -> None:
        # What is entered into a store that is an address is kept here, apart by address.
        far = [slug(location)] if location and is_address(location) else []
        self.folder = memory_of(location).parent.joinpath("entries", *far)

    def names(self) -> list[str]:
        """Name all entries, in the order of the alphabet."""
        return sorted(path.stem for path in self.folder.glob("*.json")) if self.folder.is_dir() else []

    def path(self, name: str) -> Path:
        """Say where an entry lies. Raises RequestError where there is none of that name."""
        if name not in self.names():
            meant = hint(name, self.names()) or "`cityties enter --again` lists what was entered"
            raise RequestError(f"{name[:80]}: nothing was entered under that name: {meant}")
        return self.folder / f"{name}.json"

    def begin(self, name: str, article: Article, *, numbered: bool) -> Path:
        """Begin an entry; where the name is taken, the next number is added if it may be.

        Raises RequestError where the name is none, is taken, or where nothing can be written.
        """
        if slug(name) != name:
            raise RequestError(f"{name[:60]}: no name for an entry: use small letters, digits and hyphens")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            for number in range(1, _TRIES if numbered else 2):
                path = self.folder / f"{name}{f'-{number}' if number > 1 else ''}.json"
                try:
                    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))  # nobody else has it now
                except FileExistsError:
                    continue
                return write_draft(path, Draft(article))
        except OSError as error:
            raise RequestError(f"{self.folder}: cannot be written: {error.strerror or error}") from error
        raise RequestError(f"{name}: entered already: `cityties enter --again {name}` opens it")

    def drafts(self) -> Iterator[tuple[str, Draft | None]]:
        """Go through the entries by name; None stands for one whose file is at fault."""
        for name in self.names():
            try:
                yield name, read_draft(self.folder / f"{name}.json")
            except CitytiesError:
                yield name, None

    def article(self, on: str, lang: str) -> Article:
        """Give what is known of the source of a new entry: told by the office itself, as it called itself last."""
        paths = [self.folder / f"{name}.json" for name in self.names()]
        for path in sorted(paths, key=lambda path: (path.stat().st_mtime, path.name), reverse=True):
            try:
                last = read_draft(path).article
            except CitytiesError:
                continue
            if last.kind == OFFICE and last.publisher:
                return replace(last, title="", published=on, address="")
        return Article("", lang, published=on, kind=OFFICE)
