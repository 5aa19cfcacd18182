"""What was entered, one a line: its name, what it says, who entered it and when, whether the store has it."""

from __future__ import annotations

from typing import Final

from cityties.display.table import text_table
from cityties.entry.desk import ENTERED
from cityties.entry.shelf import Shelf
from cityties.model.errors import DataError
from cityties.model.vocabulary import ID
from cityties.reading.draft import Draft
from cityties.review.caption import caption
from cityties.review.delivery import open_context
from cityties.review.naming import Things
from cityties.review.sheet import word
from cityties.review.wording import called
from cityties.store import IRI, Store

__all__ = ["listing"]

_HEADS: Final = ("list-name", "list-what", "list-by", "list-state")


def listing(shelf: Shelf, location: str | None, lang: str) -> str:
    """List the entries of a store, by name; where there are none, say how one begins."""
    store = open_context(location)
    rows = [[name, *_row(name, draft, store, lang)] for name, draft in shelf.drafts()]
    if not rows:
        return word(lang, "list-none", room="entry") + "\n"
    return text_table([word(lang, head, room="entry") for head in _HEADS], rows) + "\n"


def _row(name: str, draft: Draft | None, store: Store, lang: str) -> list[str]:
    if draft is None:
        return ["", "", word(lang, "list-broken", room="entry")]
    entered = [fact for fact in draft.facts if fact.rule == ENTERED]
    source = f"{ID}source/{name}"
    things = Things(draft, store, source)
    told = []
    for fact in entered:
        try:
            told.append(called(caption(fact, things), lang))
        except DataError:
            told.append(fact.id)
    verdicts = sorted({(one.verdict.on, one.verdict.by) for one in entered if one.verdict}, reverse=True)
    there = any(True for _ in store.about(IRI(source)))
    by = "; ".join(f"{who}, {on}" for on, who in verdicts)
    return ["; ".join(told), by, word(lang, "list-there" if there else "list-not", room="entry")]
