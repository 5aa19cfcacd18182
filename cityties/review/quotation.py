"""The words of an article by which a fact of a draft was told, as they are kept beside the store."""

from __future__ import annotations

from typing import Final

from cityties.reading.draft import Draft, Fact

__all__ = ["quote_of"]

_LONGEST: Final = 300  # letters


def quote_of(fact: Fact, draft: Draft) -> str:
    """Give the words of an article that say a fact, shortened, in one line."""
    words = " … ".join(" ".join(draft.article.text[start:end].split()) for start, end in fact.spans)
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1].rstrip()}…"
